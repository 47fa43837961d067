import AccessControlStand
import Addressee
import AuditTrail
import Foundation
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Sharing

/// A medium takes two people and a certificate that the policy names; from its making on everybody who had it is known (CT-16, INCIDENTS 2).
@Suite(.timeLimit(.minutes(10))) struct MediaCustodyTests {
    private static let clerk = Staff.with(.operateDeliveries)
    private static let other = Staff.with(.operateDeliveries, account: "1002")
    private static let policy = TestPolicy(ways: "[push, pull, medium]")
    private static let why = "年次の突合のため"

    private func withHub(_ body: (TestHub, _ certificate: String) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(Self.policy)
            try await hub.advance("2026-11-20")
            try await hub.take((1...4).map { ResidentRow($0) })
            try await hub.settle()
            try await body(hub, certificate("ours", hub))
        }
    }

    private func certificate(_ name: String, _ hub: TestHub) async throws -> String {
        let made = try await Program.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-nodes", "-days", "30", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=\(name)", "-keyout",
                hub.path(name + ".key"), "-out", hub.path(name + ".pem"), "-addext", "basicConstraints=critical,CA:FALSE", "-addext",
                "keyUsage=critical,keyAgreement",
            ])
        try #require(made.status == 0, "\(made.error)")
        return try String(contentsOfFile: hub.path(name + ".pem"), encoding: .utf8)
    }

    private func write(_ hub: TestHub, _ medium: Int64, _ file: String = "medium.p7m", at now: Date = Date()) async throws -> MediaReceipt {
        var handOver = MediaHandOver(provisioning: hub.provisioning, authority: nil)
        handOver.now = { now }
        return try await handOver.write(by: Self.clerk, medium, into: hub.path(file))
    }

    private func expectRefused(_ code: String, _ body: () async throws -> Void) async throws {
        var told: String?
        do { try await body() } catch let refused as MediaRefused { told = refused.code }
        #expect(told == code)
    }

    private func media(_ hub: TestHub) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: hub.directory).filter { $0.contains("medium") }
    }

    @Test func aCertificateThatThePolicyDoesNotNameIsRefusedOnRecord() async throws {
        try await withHub { hub, ours in
            let requests = MediaRequests(provisioning: hub.provisioning, authority: nil)
            func propose(_ pem: String) async throws {
                _ = try await requests.propose(by: Self.clerk, .tax, dataset: "addressee", format: .csv, to: pem, because: Self.why)
            }
            // It names nobody at all, and then somebody else.
            try await expectRefused("M0009") { try await propose(ours) }
            _ = try await hub.medium([Self.policy], to: certificate("theirs", hub))
            try await expectRefused("M0009") { try await propose(ours) }
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE way = 'm' AND result = 'r' AND refusal = 'M0009'") == 2)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'media.proposed' AND is_failure AND body LIKE '%M0009%'") == 2)
            // One that the next version names no more is written no more.
            let medium = try await hub.medium([Self.policy], to: ours)
            try await hub.load(Self.policy)
            try await expectRefused("M0011") { _ = try await write(hub, medium) }
            #expect(try media(hub) == [])
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'export.written' AND is_failure AND body LIKE '%M0011%'") == 1)
        }
    }

    @Test func nothingIsWrittenBeforeAnotherHasReleasedIt() async throws {
        try await withHub { hub, ours in
            for (account, by) in [("6001", "9"), ("6003", "9")] {
                _ = try await hub.admin.execute("INSERT INTO access.person (account, opened_at, name, by_whom) VALUES (\(account), now(), '試験', \(by))")
                _ = try await hub.admin.execute("INSERT INTO access.credential (account, set_up_by, set_up_on) VALUES (\(account), \(by), '2026-11-01')")
            }
            let medium = try await hub.medium([Self.policy], to: ours, isReleased: false)
            let requests = MediaRequests(provisioning: hub.provisioning, authority: nil)
            func release(_ account: String, _ reason: String = Self.why) async throws {
                try await requests.decide(by: Staff.with(.operateDeliveries, account: account), medium, isReleased: true, because: reason)
            }
            try await expectRefused("M0012") { _ = try await write(hub, medium) }
            try await expectRefused("M0013") { try await release("6001") }
            try await expectRefused("M0014") { try await release("6003") }
            try await expectRefused("M0016") { try await release("6002", "可") }
            try await expectRefused("M0010") { _ = try await write(hub, 99) }
            #expect(try media(hub) == [])
            try await release("6002")
            try await expectRefused("M0010") { try await release("6004") }
            // For a week.
            try await expectRefused("M0019") { _ = try await write(hub, medium, at: Date(timeIntervalSinceNow: 7 * 86_400 + 60)) }
            let receipt = try await write(hub, medium, at: Date(timeIntervalSinceNow: 6 * 86_400))
            #expect(receipt.proposedBy == "staff 6001" && receipt.releasedBy == "staff 6002" && receipt.medium == medium)
            try await expectRefused("M0018") { _ = try await write(hub, medium, "medium-2.p7m") }
            #expect(try media(hub).allSatisfy { $0.hasPrefix("medium.p7m") })
            let refused = try await hub.medium([], to: ours, isReleased: false)
            try await requests.decide(by: Self.other, refused, isReleased: false, because: "必要がないため")
            try await expectRefused("M0012") { _ = try await write(hub, refused) }
        }
    }

    @Test func whatIsPutInBySQLReleasesAndMovesNothing() async throws {
        try await withHub { hub, ours in
            let medium = try await hub.medium([Self.policy], to: ours, isReleased: false)
            _ = try await hub.pool.execute(
                "INSERT INTO provision.medium_decision (medium_id, decided_at, released, decided_by, reason) VALUES (\(medium), now(), true, '6002', '偽の承認')")
            try await expectRefused("M0017") { _ = try await write(hub, medium) }
            let custody = MediaCustody(provisioning: hub.provisioning)
            #expect(try await custody.show(by: Self.clerk, medium).state == .proposed)
            // One for a certificate of one's own, in another's name.
            let theirs = try await certificate("theirs", hub)
            _ = try await hub.pool.execute(
                """
                INSERT INTO provision.medium (proposed_at, system, dataset, format, policy_version, fingerprint, certificate, proposed_by, reason)
                SELECT proposed_at, system, dataset, format, policy_version, \(TestHub.fingerprint(theirs)), \(theirs), proposed_by, reason FROM provision.medium
                """)
            let requests = MediaRequests(provisioning: hub.provisioning, authority: nil)
            try await expectRefused("M0017") { try await requests.decide(by: Self.other, 2, isReleased: true, because: Self.why) }
            #expect(try media(hub) == [])
            // A step that nobody took hides nothing.
            let whole = try await hub.medium([], to: ours)
            _ = try await write(hub, whole)
            _ = try await hub.pool.execute(
                "INSERT INTO provision.custody (medium_id, recorded_at, day, step, recorded_by) VALUES (\(whole), now(), current_date, 'destroyed', '1001')")
            let late = MediaCustody(provisioning: hub.provisioning, now: { .now().adding(seconds: 8 * 86_400) })
            #expect(try await late.list(by: Self.clerk, onlyOverdue: true).map(\.id) == [whole])
            let untrue = try await hub.untrueRows()
            #expect(untrue == ["provision.medium": 1, "provision.medium_decision": 1, "provision.custody": 1])
        }
    }

    @Test func oneOfTwoWhoWriteTheSameAtOnceHasIt() async throws {
        try await withHub { hub, ours in
            let medium = try await hub.medium([Self.policy], to: ours)
            let written = await withTaskGroup(of: Bool.self) { group in
                for n in 1...3 {
                    group.addTask {
                        do {
                            _ = try await write(hub, medium, "medium-\(n).p7m")
                            return true
                        } catch {
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(written == 1)
            #expect(try media(hub).count == 3, "one file and its two slips")
            #expect(try await hub.count("SELECT count(*) FROM provision.custody WHERE step = 'made'") == 1)
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE way = 'm' AND result = 'p'") == 1)
        }
    }

    @Test func oneThatBrokeOffMayBeWrittenAgain() async throws {
        try await withHub { hub, ours in
            let medium = try await hub.medium([Self.policy], to: ours)
            // The key of the last person's number lacks.
            func key(_ id: Int32) async throws {
                _ = try await hub.admin.execute(
                    "UPDATE vault.individual_number SET key_id = \(id) WHERE running_number = (SELECT max(running_number) FROM vault.individual_number)")
            }
            let id = try #require(
                try await hub.text("SELECT key_id::text FROM vault.individual_number ORDER BY running_number DESC LIMIT 1").flatMap { Int32($0) })
            try await key(99)
            await #expect(throws: (any Error).self) { try await write(hub, medium) }
            #expect(try media(hub) == [])
            #expect(try await hub.count("SELECT count(*) FROM provision.custody") == 0)
            try await key(id)
            #expect(try await write(hub, medium).count == 4)
        }
    }

    @Test func onlyWhatCanFollowFollows() async throws {
        try await withHub { hub, ours in
            let custody = MediaCustody(provisioning: hub.provisioning)
            var open: [[MediumStep]] = [[.made]]
            var ended = 0
            while let path = open.popLast() {
                let medium = try await hub.medium(open.isEmpty && ended == 0 ? [Self.policy] : [], to: ours)
                try await expectRefused("M0020") { try await custody.record(by: Self.clerk, .handed, of: medium, counterpart: "税務課") }
                _ = try await write(hub, medium)
                for step in path.dropFirst() { try await custody.record(by: Self.clerk, step, of: medium, counterpart: "税務課", note: "封印番号 12") }
                guard let last = path.last else { continue }
                for step in MediumStep.allCases where !last.next.contains(step) {
                    try await expectRefused("M0020") { try await custody.record(by: Self.clerk, step, of: medium, counterpart: "税務課") }
                }
                let shown = try await custody.show(by: Self.clerk, medium)
                #expect(shown.steps.map(\.step) == path && shown.state == .at(last))
                open += last.next.map { path + [$0] }
                if last.next.isEmpty { ended += 1 }
            }
            // made–destroyed; handed–received–destroyed; –received–returned–destroyed; –returned–destroyed.
            #expect(ended == 4)
            #expect(try await hub.untrueRows().isEmpty)
        }
    }

    @Test func whatIsOpenForTooLongIsListed() async throws {
        try await withHub { hub, ours in
            let clock = TestClock()
            clock.now = .now()
            let custody = MediaCustody(provisioning: hub.provisioning, now: { clock.now })
            let medium = try await hub.medium([Self.policy], to: ours)
            _ = try await write(hub, medium)
            func overdue(after days: Int64) async throws -> [Int?] {
                clock.now = clock.now.adding(seconds: days * 86_400)
                let told = try await OverdueMedium.all(hub.pool, hub.keys, at: { clock.now })
                let listed = try await custody.list(by: Self.clerk, onlyOverdue: true)
                #expect(told.map(\.daysOverdue) == listed.map(\.daysOverdue) && told.allSatisfy { $0.medium == medium })
                return listed.map(\.daysOverdue)
            }
            #expect(try await overdue(after: 7) == [])
            #expect(try await overdue(after: 1) == [1])
            try await custody.record(by: Self.clerk, .handed, of: medium, counterpart: "税務課 窓口担当")
            #expect(try await overdue(after: 7) == [])
            #expect(try await overdue(after: 2) == [2])
            // Told late: the day on which it happened counts.
            let arrived = clock.now.day.adding(days: -3)
            try await custody.record(by: Self.clerk, .received, of: medium, on: arrived, counterpart: "税務課 窓口担当")
            try await expectRefused("M0021") {
                try await custody.record(by: Self.clerk, .returned, of: medium, on: arrived.adding(days: -1), counterpart: "税務課")
            }
            try await expectRefused("M0021") {
                try await custody.record(by: Self.clerk, .returned, of: medium, on: clock.now.day.adding(days: 1), counterpart: "税務課")
            }
            try await expectRefused("M0016") { try await custody.record(by: Self.clerk, .returned, of: medium) }
            #expect(try await overdue(after: 27) == [])
            #expect(try await overdue(after: 1) == [1])
            try await custody.record(by: Self.clerk, .destroyed, of: medium)
            #expect(try await overdue(after: 100) == [])
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'media.moved' AND NOT is_failure") == 3)
            await #expect(throws: MediaRefused.onlyPersons) {
                try await custody.record(by: Staff.service(.operateDeliveries), .handed, of: medium, counterpart: "税務課")
            }
        }
    }
}
