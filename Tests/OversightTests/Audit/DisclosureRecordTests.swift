import AccessControlStand
import Addressee
import ConnectorKit
import Foundation
import Governance
import LogSealingStand
import Postgres
import RegisterStand
import SharingStand
import Synchronization
import Testing

@testable import AccessControl
@testable import AuditTrail
@testable import Oversight
@testable import Sharing

/// レコードキー. Of a dataset with several records a person the report says by each way which of them went, whoever else and whatever else was in the same batch (CT-9).
@Suite(.timeLimit(.minutes(10))) struct DisclosureRecordTests {
    private typealias Name = PublishedIncomes.Name
    private static let clerk = Staff.with(.operateDeliveries)
    private static let late = "配信（受領済み、処理の結果待ち）"

    /// Three residents: the first has two records, of which the second has one; the third has one that nobody else has.
    private func withIncomes(ways: String = "[push, pull]", more: String = "", _ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(try PublishedIncomes.policy(items: ["nendo", "gokeishotokukingaku"], ways: ways, more: more))
            try await hub.advance("2026-11-20")
            try await hub.take((1...3).map { ResidentRow($0) })
            try await publish(hub, [(1, "2025"), (1, "2026"), (2, "2026"), (3, "2024")])
            try await body(hub)
        }
    }

    private func publish(_ hub: TestHub, _ names: [(Int, String)], _ items: [String: String] = ["gokeishotokukingaku": "7"]) async throws {
        try await hub.publish(names.map { (Name(number: ResidentRow.number($0.0), year: $0.1), items) })
        try await hub.settle()
    }

    private func lines(_ hub: TestHub, _ n: Int, _ part: DisclosureReport.Line.Part = .provided) async throws -> [String] {
        let report = try await DisclosureReporting(provisioning: hub.provisioning).report(
            by: Staff.with(.readLog, account: "3001"), on: AddresseeNumber(ResidentRow.number(n)), because: "本人からの開示請求")
        return report.lines(of: part).map { "\($0.what) \($0.way) \($0.records)" }
    }

    private func receipt(_ n: Int, _ year: String) -> String { "\(ResidentRow.number(n))/\(year)" }

    @Test(arguments: ExtractFormat.allCases) func aWholeExtractNamesEachPersonsRecords(format: ExtractFormat) async throws {
        try await withIncomes { hub in
            let extract = try await hub.provisioning.full(hub.caller(PublishedIncomes.pension), dataset: PublishedIncomes.dataset, format: format)
            for try await _ in extract {}
            #expect(try await lines(hub, 1) == ["提供 全件の照会 年度 2025、2026"])
            #expect(try await lines(hub, 2) == ["提供 全件の照会 年度 2026"])
            #expect(try await lines(hub, 3) == ["提供 全件の照会 年度 2024"])
        }
    }

    @Test func aMediumNamesEachPersonsRecords() async throws {
        try await TestHub.with { hub in
            let made = try await Program.run(
                "/usr/bin/openssl",
                [
                    "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=ours", "-addext",
                    "basicConstraints=critical,CA:FALSE", "-addext", "keyUsage=critical,keyAgreement", "-keyout", hub.path("ours.key"), "-out",
                    hub.path("ours.pem"),
                ])
            try #require(made.status == 0, "\(made.error)")
            let certificate = try String(contentsOfFile: hub.path("ours.pem"), encoding: .utf8)
            let recipients = "media: { recipients: [\(TestHub.fingerprint(certificate))] }"
            try await hub.load(try PublishedIncomes.policy(items: ["nendo", "gokeishotokukingaku"], ways: "[pull, medium]", more: recipients))
            try await hub.advance("2026-11-20")
            try await hub.take((1...2).map { ResidentRow($0) })
            try await publish(hub, [(1, "2025"), (1, "2026"), (2, "2026")])
            let medium = try await hub.medium([], PublishedIncomes.pension, dataset: PublishedIncomes.dataset, to: certificate)
            _ = try await MediaHandOver(provisioning: hub.provisioning, authority: nil).write(by: Self.clerk, medium, into: hub.path("medium.p7m"))
            #expect(try await lines(hub, 1) == ["提供 電子記録媒体 年度 2025、2026"])
            #expect(try await lines(hub, 2) == ["提供 電子記録媒体 年度 2026"])
        }
    }

    /// What a receiver answers at once: of one person a record taken back beside one that is given, of another one that it does not take.
    @Test func recordsOfOnePersonThatFareDifferentlyAreToldApart() async throws {
        try await withIncomes { hub in
            let receiver = Receiver()
            let worker = hub.incomeWorker(receiver)
            try await worker.run(untilIdle: true)
            #expect(try await lines(hub, 1) == ["提供 配信 年度 2025、2026"])
            #expect(try await lines(hub, 2) == ["提供 配信 年度 2026"])
            receiver.set(verdict: { $0.recordKey == "2024" ? .rejected(reason: "E0002") : .applied })
            try await hub.publish([
                (Name(number: ResidentRow.number(1), year: "2025"), ["gokeishotokukingaku": "8"]),
                (Name(number: ResidentRow.number(1), year: "2026"), ["torikeshi": "1"]),
                (Name(number: ResidentRow.number(3), year: "2024"), ["gokeishotokukingaku": "8"]),
            ])
            try await hub.settle()
            try await worker.run(untilIdle: true)
            #expect(try await lines(hub, 1).last == "提供 配信 年度 2025（ほかに 削除の通知: 2026）")
            #expect(try await lines(hub, 3, .notTaken) == ["提供先が受け取らなかった 配信 年度 2024"])
            try await hub.publish([(Name(number: ResidentRow.number(2), year: "2026"), ["torikeshi": "1"])])
            try await hub.settle()
            try await worker.run(untilIdle: true)
            #expect(try await lines(hub, 2, .takenBack) == ["削除の通知 配信 年度 2026"])
        }
    }

    /// What it accepts and answers later, record by record; what was not answered goes on being told as that, and ends as what nobody knows.
    @Test func whatIsAnsweredLateIsToldRecordByRecord() async throws {
        try await withIncomes { hub in
            let receiver = Receiver()
            receiver.state.withLock { _ = $0.description.capabilities.insert(.answersLater) }
            receiver.set(verdict: { .accepted(receipt: "\($0.addresseeNumber)/\($0.recordKey ?? "")") })
            let worker = hub.incomeWorker(receiver)
            try await worker.run(untilIdle: true)
            #expect(try await lines(hub, 1, .unconfirmed) == ["\(Self.late) 配信 年度 2025、2026"])
            receiver.answer(receipt(1, "2025"), .applied)
            try await hub.makeDue()
            try await worker.run(untilIdle: true)
            #expect(try await lines(hub, 1) == ["提供 配信 年度 2025"])
            #expect(try await lines(hub, 1, .unconfirmed) == ["\(Self.late) 配信 年度 2026"])
            #expect(try await lines(hub, 2, .unconfirmed) == ["\(Self.late) 配信 年度 2026"])
            receiver.answer(receipt(1, "2026"), .rejected(reason: "E0002"))
            receiver.answer(receipt(3, "2024"), .applied)
            try await hub.makeDue()
            try await worker.run(untilIdle: true)
            #expect(try await lines(hub, 1) == ["提供 配信 年度 2025"])
            #expect(try await lines(hub, 1, .notTaken) == ["提供先が受け取らなかった 配信 年度 2026"])
            #expect(try await lines(hub, 1, .unconfirmed) == [])
            #expect(try await lines(hub, 3) == ["提供 配信 年度 2024"])
            _ = try await hub.admin.execute("UPDATE delivery.awaited SET is_overdue = true")
            _ = try await DeadLetters(pool: hub.pool).redeliverUnanswered(by: Self.clerk, PublishedIncomes.pension)
            #expect(try await lines(hub, 2, .unconfirmed) == ["配信（結果不明のまま取りやめ） 配信 年度 2026"])
        }
    }

    /// A record that was applied at once beside one that is answered later.
    @Test func oneThatIsAnsweredAtOnceLeavesTheOtherOpen() async throws {
        try await withIncomes { hub in
            let receiver = Receiver()
            receiver.state.withLock { _ = $0.description.capabilities.insert(.answersLater) }
            receiver.set(verdict: { $0.recordKey == "2026" ? .accepted(receipt: "\($0.addresseeNumber)/2026") : .applied })
            try await hub.incomeWorker(receiver).run(untilIdle: true)
            #expect(try await lines(hub, 1) == ["提供 配信 年度 2025"])
            #expect(try await lines(hub, 1, .unconfirmed) == ["\(Self.late) 配信 年度 2026"])
        }
    }

    /// A batch of which nobody knows whether it arrived, given up as something else is to be told since.
    @Test func whatIsGivenUpNamesWhatWasOffered() async throws {
        try await withIncomes { hub in
            let receiver = Receiver()
            let worker = hub.incomeWorker(receiver)
            try await worker.run(untilIdle: true)
            receiver.set(after: { _ in throw ConnectorError.interrupted("test") })
            try await publish(hub, [(1, "2025"), (1, "2026"), (2, "2026")], ["gokeishotokukingaku": "8"])
            try await worker.run(untilIdle: true)
            #expect(try await lines(hub, 1, .unconfirmed) == ["配信（結果待ち） 配信 年度 2025、2026"])
            try await publish(hub, [(1, "2025")], ["gokeishotokukingaku": "9"])
            receiver.set(after: { _ in })
            try await hub.makeDue()
            try await worker.run(untilIdle: true)
            #expect(try await lines(hub, 1, .unconfirmed) == ["配信（結果不明のまま取りやめ） 配信 年度 2025、2026"])
            #expect(try await lines(hub, 2, .unconfirmed) == ["配信（結果不明のまま取りやめ） 配信 年度 2026"])
            #expect(try await lines(hub, 1) == ["提供 配信 年度 2025、2026", "提供 配信 年度 2025、2026"])
        }
    }
}
