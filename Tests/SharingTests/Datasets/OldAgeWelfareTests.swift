import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import Register
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// 老齢福祉年金受給者情報 (NP-11, 評価書 Ⅱ-5 移転先3): care insurance is given the certificate of whom one is registered, under the policy as delivered, and told when it is no more.
@Suite(.timeLimit(.minutes(5))) struct OldAgeWelfareTests {
    private static let dataset = "old-age-welfare-pension"
    private static let policy = "systems/care-insurance-old-age-welfare-pension.yaml"

    /// The policy as delivered, or with an item less.
    private static func library(without item: String? = nil) throws -> PolicyLibrary {
        let delivered = try PolicyLibrary(directory: TestServer.root + "/Policies")
        return try PolicyLibrary(
            documents: delivered.documents.filter { !$0.name.hasPrefix("systems/") || $0.name == policy }.map { document in
                guard document.name == policy, let item else { return document }
                return PolicyDocument(name: policy, text: document.text.replacing("  - \(item)\n", with: ""))
            })
    }

    private func publish(_ hub: TestHub, _ certificates: [Int: String?]) async throws {
        let catalogue = try #require(try DatasetName(rawValue: Self.dataset).flatMap { try Self.library().datasets[$0] })
        let persons = try certificates.map { (try AddresseeNumber(ResidentRow.number($0.key)), $0.value) }
        let count = try await Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay }).publish(
            allOf: persons.map(\.0), of: catalogue, source: .nationalPension, by: "test"
        ) {
            Dictionary(
                uniqueKeysWithValues: persons.map { number, certificate in
                    (number, certificate.map { [WholeRecord(["shoshokigo": "さ", "shoshobango": $0, "shikyukubun": "全部"])] } ?? [])
                })
        }
        #expect(count.rejected.isEmpty)
        try await hub.settle()
    }

    @Test func careInsuranceIsGivenTheCertificateAndToldWhenItIsNoMore() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            // Of whom care insurance insures nobody yet, it is given nothing, whatever is registered.
            try await hub.take([ResidentRow(1), ResidentRow(2), ResidentRow(3).with { $0[.seinengappi] = "2000-01-02" }])
            try await hub.load(try Self.library())
            try await publish(hub, [1: "101", 3: "103"])
            var (held, cursor): ([String: [String: String]], String?) = ([:], nil)
            func ask() async throws -> [String] {
                let page = try await hub.provisioning.changes(
                    hub.caller(.careInsurance), dataset: Self.dataset, after: cursor, limit: 10, wait: .zero)
                cursor = page.cursor
                for entry in page.entries {
                    let items = Dictionary(uniqueKeysWithValues: entry.items.map { ($0.key.rawValue, $0.value) })
                    #expect(entry.individualNumber == nil)
                    held[entry.addresseeNumber.value] = entry.operation == .upsert ? items : nil
                }
                return page.entries.map { "\($0.addresseeNumber.value) \($0.operation)" }
            }
            let (one, two) = (ResidentRow.number(1), ResidentRow.number(2))
            #expect(try await ask() == ["\(one) upsert"])
            #expect(held == [one: ["shoshokigo": "さ", "shoshobango": "101", "shikyukubun": "全部"]])

            // The next month: another is registered, and nothing of the first changed.
            try await publish(hub, [1: "101", 2: "102", 3: "103"])
            #expect(try await ask() == ["\(two) upsert"])

            // Narrowed by an item, the receiver is given the records without it.
            try await hub.load(try Self.library(without: "shikyukubun"))
            try await hub.settle()
            _ = try await ask()
            #expect(held == [one: ["shoshokigo": "さ", "shoshobango": "101"], two: ["shoshokigo": "さ", "shoshobango": "102"]])

            // Ended: it is taken back.
            try await publish(hub, [1: nil, 2: "102", 3: nil])
            #expect(try await ask() == ["\(one) remove"])
            #expect(Set(held.keys) == [two])
        }
    }

    /// 毎月の提供: what stood when the day of the month came, however often and however it is asked for, till the day comes again; what is taken back waits for none.
    @Test func whatIsGivenEachMonthStoodWhenItsDayCame() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1), ResidentRow(2)])
            let loaded = try await hub.load(try Self.library())
            #expect(loaded.map(\.schedule) == [.monthly(day: 2)])
            try await publish(hub, [1: "101"])
            try await hub.advance("2026-12-02")
            try await hub.settle()
            let (one, two) = (ResidentRow.number(1), ResidentRow.number(2))
            var cursor: String?
            func ask(_ after: String?) async throws -> [String] {
                let page = try await hub.serving.changes(hub.caller(.careInsurance), dataset: Self.dataset, after: after, limit: 10, wait: .zero)
                cursor = page.cursor
                #expect(!page.more)
                return page.entries.map { entry in
                    let items = entry.items.map { "\($0.key.rawValue)=\($0.value)" }.sorted().joined(separator: " ")
                    return "\(entry.addresseeNumber.value) \(entry.operation) \(items)"
                }.sorted()
            }
            func extract() async throws -> [String] {
                let whole = try await hub.serving.full(hub.caller(.careInsurance), dataset: Self.dataset, format: .ndjson)
                var bytes: [UInt8] = []
                for try await piece in whole { bytes += piece }
                return [one, two].filter { String(decoding: bytes, as: UTF8.self).contains($0) }
            }
            func gaps() async throws -> [EndpointGap] { try await hub.staffed.withConnection { try await EndpointGap.months(hub.store, on: $0) } }
            let first = "\(one) upsert shikyukubun=全部 shoshobango=101 shoshokigo=さ"
            #expect(try await ask(nil) == [first])
            let taken = cursor

            // What is published since is the next month's, for whoever goes on, begins anew or asks for everybody; of one person alone nothing is told.
            try await publish(hub, [1: "111", 2: "102"])
            for day in ["2026-12-03", "2026-12-31"] {
                try await hub.advance(day)
                try await hub.settle()
                #expect(try await ask(taken) == [])
                #expect(try await ask(nil) == [first])
                #expect(try await extract() == [one])
            }
            let alone = await #expect(throws: ProvisionRefused.self) {
                _ = try await hub.serving.person(hub.caller(.careInsurance), dataset: Self.dataset, addresseeNumber: AddresseeNumber(one))
            }
            #expect(alone?.refusal == .wayNotAllowed)
            #expect(try await gaps() == [])

            // The day comes again, and nobody comes: it is named till somebody does.
            try await hub.advance("2027-01-02")
            try await hub.settle()
            #expect(try await gaps() == [])
            try await hub.advance("2027-01-05")
            try await hub.settle()
            #expect(try await gaps() == [EndpointGap(system: "care-insurance", dataset: Self.dataset, kind: .notFetched, due: day("2027-01-02"))])
            let next = ["\(one) upsert shikyukubun=全部 shoshobango=111 shoshokigo=さ", "\(two) upsert shikyukubun=全部 shoshobango=102 shoshokigo=さ"]
            #expect(try await ask(taken) == next)
            #expect(try await gaps() == [])
            #expect(try await extract() == [one, two])
            let second = cursor

            // Narrowed by an item in the middle of the month, the receiver is told at once; of what was ended meanwhile, too, for so it stood then.
            try await publish(hub, [2: nil])
            #expect(try await ask(second) == [])
            try await hub.load(try Self.library(without: "shikyukubun"))
            try await hub.settle()
            #expect(try await ask(second) == ["\(one) upsert shoshobango=111 shoshokigo=さ", "\(two) remove "])
            // And then waits again.
            let third = cursor
            try await publish(hub, [1: nil])
            #expect(try await ask(third) == [])
            try await hub.advance("2027-02-02")
            try await hub.settle()
            #expect(try await ask(third) == ["\(one) remove "])
        }
    }
}
