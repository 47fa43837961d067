import AccessControlStand
import Addressee
import AuditTrail
import Logging
import Postgres
import Synchronization
import Testing

@testable import AccessControl

/// Which certificates open something, in the database and in a process that follows it.
@Suite struct CertificateTests {
    private static let one = String(repeating: "1a", count: 32)
    private static let two = String(repeating: "2b", count: 32)
    private static let today = day("2026-11-20")
    private static let end = PostgresInstant(microsecondsSince1970: 1_900_000_000_000_000)
    private static let administrator = Staff.with(.administerAccess)

    private final class Told: Sendable {
        private let sets = Mutex<[Set<String>]>([])
        var all: [Set<String>] { sets.withLock { $0 } }
        func add(_ set: Set<String>) { sets.withLock { $0.append(set) } }
    }

    private func control(_ hub: TestHub) -> AccessControl { AccessControl(pool: hub.staffed, keys: hub.keys) }

    private func following(_ hub: TestHub, _ body: (CertificateList) async throws -> Void) async throws {
        let list = CertificateList(settings: hub.settings(), pool: hub.served, keys: hub.keys, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        #expect(list.standing(of: Self.one, naming: .tax, on: Self.today) == .unknown)
        let follow = Task { await list.follow() }
        defer { follow.cancel() }
        try await becomes(.unknown, isNot: true, list, Self.one)
        try await body(list)
        follow.cancel()
        await follow.value
    }

    /// Waits a second at most.
    private func becomes(_ standing: CertificateList.Standing, isNot: Bool = false, _ list: CertificateList, _ fingerprint: String) async throws {
        let start = ContinuousClock.now
        while (list.standing(of: fingerprint, naming: .tax, on: Self.today) == standing) == isNot {
            guard ContinuousClock.now - start < .seconds(1) else {
                Issue.record("not within a second: \(list.standing(of: fingerprint, naming: .tax, on: Self.today))")
                return
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test func aCertificateThatWasPutInBySQLIsListedByAnAdministratorAllTheSame() async throws {
        try await TestHub.with { hub in
            let control = control(hub)
            try await control.setEnrolment(by: Self.administrator, until: day("2026-11-19"))
            _ = try await hub.served.execute(
                """
                INSERT INTO access.system_certificate (fingerprint, system, ends_at, added_by, is_first_sight)
                VALUES (\(Self.one), 'tax', \(Self.end), 'staff 1001', false)
                """)
            try await following(hub) { list in
                try await becomes(.unlisted, list, Self.one)
                try await control.addCertificate(by: Self.administrator, .tax, fingerprint: Self.one, endsAt: Self.end)
                try await becomes(.listed, list, Self.one)
            }
            await #expect {
                try await control.addCertificate(by: Self.administrator, .tax, fingerprint: Self.one, endsAt: Self.end)
            } throws: {
                ($0 as? AccessRefused)?.code == "A0017"
            }
            #expect(try await hub.pool.withConnection { try await UntrueRows.all(hub.keys, on: $0) }.isEmpty)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'access.certificate-added' AND NOT is_failure") == 1)
        }
    }

    @Test func whatIsAddedAndBlockedIsKnownWithinASecond() async throws {
        try await TestHub.with { hub in
            let control = control(hub)
            try await control.setEnrolment(by: Self.administrator, until: day("2026-11-19"))
            try await following(hub) { list in
                try await becomes(.unlisted, list, Self.one)
                try await control.addCertificate(by: Self.administrator, .tax, fingerprint: Self.one, endsAt: Self.end)
                try await becomes(.listed, list, Self.one)
                // A certificate is the system's that it names, and no other's.
                #expect(list.standing(of: Self.one, naming: .childcare, on: Self.today) == .unlisted)
                #expect(list.standing(of: Self.two, naming: nil, on: Self.today) == .listed, "who names no system is on no list")
                let told = Told()
                list.onBlocked { told.add($0) }
                let whole = try await control.blockCertificate(by: Staff.service(.operateDeliveries), String(Self.one.prefix(12)), reason: "鍵の漏えい")
                #expect(whole == Self.one)
                try await becomes(.blocked, list, Self.one)
                // Also one that was never listed.
                try await control.blockCertificate(by: Self.administrator, Self.two, reason: "鍵の漏えい")
                try await becomes(.blocked, list, Self.two)
                #expect(list.standing(of: Self.two, naming: nil, on: Self.today) == .blocked)
                #expect(told.all == [[Self.one], [Self.one, Self.two]])
            }
            let events = try await hub.rows("SELECT kind || ' ' || by_whom FROM audit.event WHERE kind LIKE 'access.certificate%' ORDER BY event_id")
            #expect(
                try events.map { try $0.decode(String.self) } == [
                    "access.certificate-enrolment-set staff 1001", "access.certificate-added staff 1001", "access.certificate-blocked service operations",
                    "access.certificate-blocked staff 1001",
                ])
        }
    }

    @Test func firstUseEnrolsUntilItsDayAndIsOnRecord() async throws {
        try await TestHub.with { hub in
            // The upgrade leaves ninety days.
            let until = try #require(try await hub.rows("SELECT until_day FROM access.certificate_enrolment").first).decode(CalendarDay.self)
            #expect(until.daysSince2000 == CalendarDay.todayInJapan().daysSince2000 + 90)
            try await following(hub) { list in
                try await becomes(.unseen, list, Self.one)
                #expect(list.standing(of: Self.one, naming: .tax, on: CalendarDay(daysSince2000: until.daysSince2000 + 1)) == .unlisted)
                try await list.enrol(Self.one, naming: .tax, endsAt: Self.end, by: "tax/sha256:\(Self.one)")
                #expect(list.standing(of: Self.one, naming: .tax, on: Self.today) == .listed, "at once")
                try await list.enrol(Self.one, naming: .tax, endsAt: Self.end, by: "tax/sha256:\(Self.one)")
                #expect(list.standing(of: Self.one, naming: .childcare, on: Self.today) == .unlisted)
            }
            #expect(
                try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'access.certificate-added' AND body LIKE '%\"first_sight\":\"yes\"%'") == 1)
            let listed = try await control(hub).certificates(by: Staff.service(.operateDeliveries), of: .tax)
            #expect(listed.map(\.fingerprint) == [Self.one] && listed[0].isFirstSight && listed[0].blockedAt == nil)
        }
    }

    @Test func whatMayNotBeIsRefusedAndRecorded() async throws {
        try await TestHub.with { hub in
            let control = control(hub)
            func refused(_ code: String, _ act: () async throws -> Void) async {
                await #expect { try await act() } throws: { ($0 as? AccessRefused)?.code == code }
            }
            try await control.addCertificate(by: Self.administrator, .tax, fingerprint: Self.one, endsAt: Self.end)
            let service = Staff.service(.operateDeliveries)
            await refused("A0001") { try await control.addCertificate(by: service, .tax, fingerprint: Self.two, endsAt: Self.end) }
            await refused("A0001") { try await control.setEnrolment(by: service, until: Self.today) }
            await refused("A0001") { _ = try await control.certificates(by: Staff.with(.seePerson)) }
            await refused("A0001") { _ = try await control.blockCertificate(by: Staff.with(.seePerson), Self.one, reason: "x") }
            await refused("A0017") { try await control.addCertificate(by: Self.administrator, .tax, fingerprint: Self.one, endsAt: Self.end) }
            await refused("A0021") { try await control.addCertificate(by: Self.administrator, .tax, fingerprint: "1A", endsAt: Self.end) }
            await refused("A0021") { try await control.setEnrolment(by: Self.administrator, until: day("2099-01-01")) }
            await refused("A0021") { _ = try await control.blockCertificate(by: service, Self.one, reason: " ") }
            await refused("A0021") { _ = try await control.blockCertificate(by: service, "1a", reason: "x") }
            await refused("A0029") { _ = try await control.blockCertificate(by: service, "1a1a1a1a1a1b", reason: "x") }
            try await control.blockCertificate(by: service, Self.one, reason: "x")
            await refused("A0028") { _ = try await control.blockCertificate(by: service, Self.one, reason: "x") }
            try await control.blockCertificate(by: service, Self.two, reason: "x")
            await refused("A0028") { try await control.addCertificate(by: Self.administrator, .tax, fingerprint: Self.two, endsAt: Self.end) }
            // Nobody undoes a block, the service's own login neither.
            await #expect(throws: PostgresError.self) { try await hub.pool.execute("DELETE FROM access.certificate_block") }
            await #expect(throws: PostgresError.self) { try await hub.pool.execute("UPDATE access.certificate_block SET fingerprint = ''") }
            await #expect(throws: PostgresError.self) { try await hub.pool.execute("UPDATE access.system_certificate SET fingerprint = ''") }
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE is_failure AND kind LIKE 'access.certificate%'") == 8)
        }
    }

    @Test func anEndpointSaysWhoMayUseAnOlderTLS() async throws {
        try await TestHub.with { hub in
            try await following(hub) { list in
                #expect(!list.allowsOldTLS(.tax))
                let insert: Query = "INSERT INTO delivery.endpoint (system, dataset, connector, tls) VALUES ('tax', 'addressee', 'pull', '1.2')"
                // By whoever has a password of the database: nobody.
                try await hub.admin.execute(insert)
                try await Task.sleep(for: .milliseconds(600))
                #expect(!list.allowsOldTLS(.tax))
                try await hub.admin.execute("DELETE FROM delivery.endpoint")
                try await RowSeal(keys: hub.keys).write(.endpoint, insert, on: hub.admin)
                let start = ContinuousClock.now
                while !list.allowsOldTLS(.tax), ContinuousClock.now - start < .seconds(2) { try await Task.sleep(for: .milliseconds(10)) }
                #expect(list.allowsOldTLS(.tax) && !list.allowsOldTLS(.childcare))
            }
        }
    }

    /// With a password of the database, and no key.
    @Test func whatWasPutInBesideTheProgramListsNothingAndWhatIsTakenOutStaysBlocked() async throws {
        try await TestHub.with { hub in
            let control = control(hub)
            try await control.addCertificate(by: Self.administrator, .tax, fingerprint: Self.one, endsAt: Self.end)
            try await following(hub) { list in
                try await becomes(.listed, list, Self.one)
                try await hub.admin.execute(
                    """
                    INSERT INTO access.system_certificate (fingerprint, system, ends_at, added_by) VALUES (\(Self.two), 'tax', \(Self.end), 'staff 1')
                    """)
                try await hub.admin.execute("INSERT INTO access.certificate_enrolment (until_day, set_by) VALUES ('2999-01-01', 'staff 1')")
                try await Task.sleep(for: .milliseconds(700))
                #expect(list.standing(of: Self.two, naming: .tax, on: Self.today) == .unlisted)
                #expect(try await control.certificates(by: Self.administrator).map(\.fingerprint) == [Self.one])
                #expect(try await control.enrolment(by: Self.administrator) == nil)
                try await control.blockCertificate(by: Self.administrator, Self.one, reason: "紛失")
                try await becomes(.blocked, list, Self.one)
                try await hub.admin.execute("DELETE FROM access.certificate_block")
                try await Task.sleep(for: .milliseconds(700))
                #expect(list.standing(of: Self.one, naming: .tax, on: Self.today) == .blocked)
            }
            // Written over: the system of another.
            try await hub.admin.execute("UPDATE access.system_certificate SET system = 'childcare' WHERE fingerprint = \(Self.one)")
            #expect(try await control.certificates(by: Self.administrator).isEmpty)
            let untrue = try await hub.pool.withConnection { try await RowSeal(keys: hub.keys).untrue(on: $0) }
            #expect(untrue.map(\.table) == ["access.system_certificate", "access.certificate_enrolment"] && untrue.map(\.count) == [2, 1])
        }
    }

    @Test func aDatabaseThatIsAwayIsCameBackTo() async throws {
        try await TestHub.with { hub in
            try await following(hub) { list in
                try await hub.admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
                try await hub.admin.execute("INSERT INTO access.certificate_block (fingerprint, blocked_by, reason) VALUES (\(Self.one), 'test', 'x')")
                let start = ContinuousClock.now
                while list.standing(of: Self.one, naming: .tax, on: Self.today) != .blocked, ContinuousClock.now - start < .seconds(5) {
                    try await Task.sleep(for: .milliseconds(10))
                }
                #expect(list.standing(of: Self.one, naming: .tax, on: Self.today) == .blocked)
            }
        }
    }
}
