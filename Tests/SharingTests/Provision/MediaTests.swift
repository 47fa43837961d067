import AccessControlStand
import Addressee
import Crypto
import Foundation
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Sharing

/// What is handed over on a medium opens for its receiver only, and is recorded like any provision (CT-16).
@Suite(.timeLimit(.minutes(10))) struct MediaTests {
    private static let clerk = Staff.with(.operateDeliveries)

    private func openssl(_ arguments: String..., hub: TestHub) async throws -> Program.Outcome {
        try await Program.run("/usr/bin/openssl", arguments)
    }

    /// A key pair `name.pem`, `name.key`; signed by `authority` where one is named, with `uri` as alternative name.
    private func certificate(
        _ name: String, uri: String? = nil, by authority: String? = nil, usage: String = "keyAgreement", _ hub: TestHub
    ) async throws -> String {
        var arguments = [
            "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=\(name)", "-keyout",
            hub.path(name + ".key"), "-out", hub.path(name + ".pem"),
        ]
        if usage == "ca" {
            arguments += ["-addext", "keyUsage=critical,keyCertSign"]
        } else {
            arguments += ["-addext", "basicConstraints=critical,CA:FALSE", "-addext", "keyUsage=critical,\(usage)"]
        }
        if let uri { arguments += ["-addext", "subjectAltName=URI:\(uri)"] }
        if let authority { arguments += ["-CA", hub.path(authority + ".pem"), "-CAkey", hub.path(authority + ".key")] }
        let made = try await Program.run("/usr/bin/openssl", arguments)
        try #require(made.status == 0, "\(made.error)")
        return try String(contentsOfFile: hub.path(name + ".pem"), encoding: .utf8)
    }

    private func opened(_ file: String, with name: String, _ hub: TestHub) async throws -> Data? {
        let outcome = try await openssl(
            "cms", "-decrypt", "-binary", "-inform", "DER", "-in", file, "-recip", hub.path(name + ".pem"), "-inkey", hub.path(name + ".key"), hub: hub)
        return outcome.status == 0 ? outcome.output : nil
    }

    private func withHub(persons: Int = 40, ways: String = "[push, pull, medium]", _ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(ways: ways))
            try await hub.advance("2026-11-20")
            try await hub.take((1...persons).map { ResidentRow($0) })
            try await hub.settle()
            try await body(hub)
        }
    }

    @Test(arguments: ExtractFormat.allCases) func whoAwaitsConfirmationIsOnNoMediumAndCountedInItsReceipt(format: ExtractFormat) async throws {
        try await withHub { hub in
            let number = try AddresseeNumber(ResidentRow.number(3))
            try await ManualConfirmation(provisioning: hub.clerking).flag(by: Staff.with(.correct, account: "2001"), number, because: "本人の申し出による")
            let receipt = try await write(hub, to: certificate("receiver", hub), format: format)
            let clear = String(decoding: try #require(try await opened(hub.path("medium.p7m"), with: "receiver", hub)), as: UTF8.self)
            #expect(!clear.contains(number.value) && clear.contains(ResidentRow.number(2)))
            #expect(receipt.count == 39 && receipt.awaitingConfirmation == 1 && receipt.text.contains("1人（職員の確認待ち"))
        }
    }

    /// Two people agree to it first, under a policy that names the certificate.
    private func write(
        by clerk: Principal = Self.clerk, _ hub: TestHub, to certificate: String, format: ExtractFormat = .csv, authority: String? = nil, now: Date = Date(),
        under policy: TestPolicy = TestPolicy(ways: "[push, pull, medium]")
    ) async throws -> MediaReceipt {
        let medium = try await hub.medium([policy], to: certificate, format: format, authority: authority, now: { now })
        var handOver = MediaHandOver(provisioning: hub.provisioning, authority: authority)
        handOver.now = { now }
        return try await handOver.write(by: clerk, medium, into: hub.path("medium.p7m"))
    }

    /// Files of the hub's directory that hold the bytes, keys aside.
    private func files(holding text: String, _ hub: TestHub) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: hub.directory).filter { name in
            guard !name.hasPrefix("residents-"), let data = FileManager.default.contents(atPath: hub.path(name)) else { return false }
            return data.range(of: Data(text.utf8)) != nil
        }
    }

    @Test(arguments: ExtractFormat.allCases) func opensToExactlyTheExtract(format: ExtractFormat) async throws {
        try await withHub { hub in
            let certificate = try await certificate("ours", hub)
            let receipt = try await write(hub, to: certificate, format: format)
            let clear = try #require(try await opened(hub.path("medium.p7m"), with: "ours", hub))
            #expect(Array(clear) == (try await hub.full(.tax, format).bytes))
            #expect(receipt.count == 40)
            let digest = SHA256.hash(data: try Data(contentsOf: URL(filePath: hub.path("medium.p7m")))).map { String(format: "%02x", $0) }.joined()
            #expect(receipt.sha256 == digest)
            #expect(try files(holding: ResidentRow.number(3), hub) == [])
            #expect(try FileManager.default.contentsOfDirectory(atPath: hub.directory).filter { $0.hasSuffix(".partial") } == [])
        }
    }

    @Test(arguments: ExtractFormat.allCases) func aMediumPassesAFlaggedPersonOverUntilReleasedAndTheSlipCountsTheOthers(format: ExtractFormat) async throws {
        try await withHub { hub in
            let confirmation = ManualConfirmation(provisioning: hub.clerking)
            let third = ResidentRow.number(3)
            try await confirmation.flag(by: Staff.with(.correct), AddresseeNumber(third), because: "本人の申し出による")
            let certificate = try await certificate("ours", hub)
            let receipt = try await write(hub, to: certificate, format: format)
            let clear = String(decoding: try #require(try await opened(hub.path("medium.p7m"), with: "ours", hub)), as: UTF8.self)
            #expect(!clear.contains(third) && !clear.contains(Numbers.individual(3)) && clear.contains(ResidentRow.number(4)))
            #expect(receipt.count == 39)
            #expect(try String(contentsOfFile: hub.path("medium.p7m.receipt.txt"), encoding: .utf8).contains("39件"))
            let id = try await hub.count("SELECT addressee_id FROM register.addressee WHERE atenabango = \(third)")
            let rows = try await hub.rows("SELECT persons, persons_count FROM provision.record WHERE way = 'm' AND result = 'p' ORDER BY record_id DESC")
            let row = try #require(rows.first)
            #expect(try row.decode("persons_count", as: Int64.self) == 39 && !PersonSet.contains(Int64(id), in: row.decode("persons", as: [UInt8].self)))
            let waiting = try await confirmation.waiting(by: Self.clerk).answers
            #expect(waiting.map(\.addresseeNumber) == [third])
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'answer.withheld' AND body LIKE '%\"way\":\"medium\"%'") == 1)
            // Whoever exported asked for it: somebody else releases.
            let request = try #require(waiting.first).id
            await #expect(throws: AnswerRefused.ownQuestion) {
                try await confirmation.decide(by: Self.clerk, request, isReleased: true, because: "本人の同意による")
            }
            try await confirmation.decide(by: Staff.with(.operateDeliveries, account: "1002"), request, isReleased: true, because: "本人の同意による")
            try FileManager.default.removeItem(atPath: hub.path("medium.p7m"))
            for slip in ["txt", "json"] { try FileManager.default.removeItem(atPath: hub.path("medium.p7m.receipt." + slip)) }
            #expect(try await write(hub, to: certificate, format: format).count == 40)
        }
    }

    @Test func aMediumNeverCarriesAnItemThatNeedsConfirmationAndTheSlipDoesNotNameIt() async throws {
        try await withHub { hub in
            let policy = TestPolicy(ways: "[push, pull, medium]", more: "confirm-items: [kojinbango, jusho_choaza]")
            let receipt = try await write(hub, to: certificate("ours", hub), under: policy)
            let clear = String(decoding: try #require(try await opened(hub.path("medium.p7m"), with: "ours", hub)), as: UTF8.self)
            #expect(clear.contains(ResidentRow.number(3)) && !clear.contains(Numbers.individual(3)))
            #expect(clear.split(separator: "\n").first.map(String.init) == "atenabango,rirekibango,shimei,idojiyu,idonengappi,op,waiting,withheld")
            #expect(receipt.count == 40 && !receipt.includesIndividualNumber && !receipt.items.contains(Item.jushoChoaza.label))
        }
    }

    @Test func anotherKeyDoesNotOpenIt() async throws {
        try await withHub { hub in
            let certificate = try await certificate("ours", hub)
            _ = try await self.certificate("theirs", hub)
            _ = try await write(hub, to: certificate)
            #expect(try await opened(hub.path("medium.p7m"), with: "theirs", hub) == nil)
        }
    }

    @Test func theRecordNamesEveryPersonAndTheEventStandsBesideIt() async throws {
        try await withHub { hub in
            let receipt = try await write(hub, to: certificate("ours", hub))
            let row = try #require(
                try await hub.rows(
                    "SELECT persons, result::text, by_whom, policy_version, record_id, started_by FROM provision.record WHERE way = 'm' ORDER BY record_id DESC LIMIT 1"
                ).first)
            #expect(PersonSet.ids(try row.decode("persons", as: [UInt8].self)).count == 40)
            #expect(try row.decode("result", as: String.self) == "p")
            #expect(try row.decode("by_whom", as: String.self) == "staff 1001")
            #expect(try row.decode("policy_version", as: String.self) == receipt.policyVersion)
            #expect(try row.decode("record_id", as: Int64.self) == receipt.record)
            let body = try #require(try await hub.text("SELECT body FROM audit.event WHERE kind = 'export.written' AND NOT is_failure"))
            #expect(body.contains(receipt.sha256) && body.contains(receipt.certificateFingerprint) && body.contains(#""count":"40""#))
            let together = try await hub.count(
                "SELECT count(DISTINCT xact) FROM audit.event WHERE kind = 'export.written' OR (kind = 'provision.answered' AND body LIKE '%\"started_by\"%')")
            #expect(together == 1)
        }
    }

    @Test func theSlipSaysWhoReceivedHowMuchOnWhichBasis() async throws {
        try await withHub { hub in
            let receipt = try await write(hub, to: certificate("ours", hub))
            let text = try String(contentsOfFile: hub.path("medium.p7m.receipt.txt"), encoding: .utf8)
            for part in ["受渡票", "40件", "地方税法", "CN=ours", "staff 1001", "令和", String(receipt.sha256.prefix(8))] { #expect(text.contains(part), "\(part)") }
            let json = try JSONDecoder().decode(MediaReceipt.self, from: Data(contentsOf: URL(filePath: hub.path("medium.p7m.receipt.json"))))
            #expect(json == receipt)
        }
    }

    /// Expects a hand-over to be refused with the code, to leave no file, and to be recorded.
    private func expectRefused(_ wanted: String, _ hub: TestHub, _ body: () async throws -> Void) async throws {
        var code: String?
        do {
            try await body()
        } catch let refused as MediaRefused {
            code = refused.code
        } catch let refused as ProvisionRefused {
            code = refused.refusal.code
        }
        #expect(!FileManager.default.fileExists(atPath: hub.path("medium.p7m")))
        #expect(code == wanted)
        #expect(try await hub.text("SELECT refusal FROM provision.record WHERE way = 'm' AND result = 'r' ORDER BY record_id DESC LIMIT 1") == wanted)
    }

    @Test func aCertificateThatDoesNotHoldTodayIsRefusedAndRecorded() async throws {
        try await withHub { hub in
            let certificate = try await certificate("ours", hub)
            try await expectRefused("M0002", hub) { _ = try await write(hub, to: certificate, now: Date(timeIntervalSinceNow: 3 * 86_400)) }
            try await expectRefused("M0002", hub) { _ = try await write(hub, to: certificate, now: Date(timeIntervalSinceNow: -86_400)) }
        }
    }

    @Test func aCertificateThatOnlySignsIsRefused() async throws {
        try await withHub { hub in
            let certificate = try await certificate("ours", usage: "digitalSignature", hub)
            try await expectRefused("M0003", hub) { _ = try await write(hub, to: certificate) }
        }
    }

    @Test func whatIsNoCertificateIsRefused() async throws {
        try await withHub { hub in try await expectRefused("M0001", hub) { _ = try await write(hub, to: "-----BEGIN CERTIFICATE-----") } }
    }

    @Test func aCertificateOfOursMustNameTheSystem() async throws {
        try await withHub { hub in
            let authority = try await certificate("ca", usage: "ca", hub)
            let childcare = try await certificate("childcare", uri: "urn:atena:111007:system:childcare", by: "ca", hub)
            let nobody = try await certificate("nobody", by: "ca", hub)
            try await expectRefused("M0004", hub) { _ = try await write(hub, to: childcare, authority: authority) }
            try await expectRefused("M0004", hub) { _ = try await write(hub, to: nobody, authority: authority) }
            let tax = try await certificate("tax", uri: "urn:atena:111007:system:tax", by: "ca", hub)
            #expect(try await write(hub, to: tax, authority: authority).count == 40)
        }
    }

    @Test func aCertificateOfAnotherBodyIsRefusedAndOneWithoutBodyUntilItsDayOnly() async throws {
        try await withHub { hub in
            let other = try await certificate("other", uri: "urn:atena:111015:system:tax", hub)
            try await expectRefused("M0007", hub) { _ = try await write(hub, to: other) }
            let old = try await certificate("old", uri: "urn:atena:system:tax", hub)
            try await expectRefused("M0008", hub) { _ = try await write(hub, to: old) }
            // A hub that was at work before: the day itself counts, and no other. The certificate holds for two days.
            var before = hub
            let today = CalendarDay.today()
            before.body = HubBody(code: hub.body.code, unnamedUntil: today.adding(days: -1))
            try await expectRefused("M0008", before) { _ = try await write(before, to: old) }
            before.body = HubBody(code: hub.body.code, unnamedUntil: today.adding(days: 1))
            let receipt = try await write(before, to: old)
            #expect(receipt.body == "111007" && receipt.text.contains("提供元の団体"))
        }
    }

    @Test func aCertificateThatOnlyClaimsToBeOursIsRefused() async throws {
        try await withHub { hub in
            let authority = try await certificate("ca", usage: "ca", hub)
            _ = try await certificate("other", usage: "ca", hub)
            // The same name, another key.
            let made = try await Program.run(
                "/usr/bin/openssl",
                [
                    "req", "-x509", "-nodes", "-days", "2", "-key", hub.path("other.key"), "-subj", "/CN=ca", "-out", hub.path("other.pem"),
                    "-addext", "keyUsage=critical,keyCertSign",
                ])
            try #require(made.status == 0)
            let forged = try await certificate("forged", uri: "urn:atena:111007:system:tax", by: "other", hub)
            try await expectRefused("M0005", hub) { _ = try await write(hub, to: forged, authority: authority) }
        }
    }

    @Test func aPolicyThatDoesNotAllowMediaIsRefused() async throws {
        try await withHub(ways: "[push, pull]") { hub in
            let certificate = try await certificate("ours", hub)
            try await expectRefused("P0005", hub) { _ = try await write(hub, to: certificate, under: TestPolicy(ways: "[push, pull]")) }
        }
    }

    @Test func whoMayNotOperateDeliveriesExportsNothing() async throws {
        try await withHub { hub in
            let certificate = try await certificate("ours", hub)
            await #expect(throws: AccessRefused.self) { try await write(by: Staff.without(.operateDeliveries), hub, to: certificate) }
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'export.written' AND is_failure AND by_whom = 'staff 1009'") == 1)
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE way = 'm'") == 0)
            #expect(try await hub.count("SELECT count(*) FROM provision.custody") == 0)
        }
    }

    @Test func oneThatBreaksOffLeavesNoFileAndIsRecordedWithWhomItNamed() async throws {
        try await withHub(persons: 9000) { hub in
            let certificate = try await certificate("ours", hub)
            // The key of the number lacks that comes last: whoever was registered first.
            _ = try await hub.rows(
                """
                UPDATE vault.individual_number SET key_id = 99
                WHERE running_number = (SELECT min(running_number) FROM vault.individual_number)
                """)
            await #expect(throws: (any Error).self) { try await write(hub, to: certificate) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: hub.directory).filter { $0.hasPrefix("medium") } == [])
            let row = try #require(try await hub.rows("SELECT persons_count FROM provision.record WHERE way = 'm' AND result = 'i'").first)
            let count = try row.decode(Int64.self)
            #expect(count > 0 && count < 9000)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'export.written' AND is_failure AND body LIKE '%interrupted%'") == 1)
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE way = 'm' AND result = 'p'") == 0)
        }
    }
}
