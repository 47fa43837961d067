package import AccessControl
package import Addressee
import AuditTrail
import OneTimeCodes
package import Postgres
import Synchronization
package import Testing

/// Access of a test's hub, on a clock that only the test moves, with cheap passwords.
package final class TestAccess: Sendable {
    package static let password = "correct horse battery"

    package let hub: TestHub
    /// As `atena staff` has it.
    package let control: AccessControl
    /// As `atena work` has it.
    package let duties: AccessControl
    private let shared: SharedClock
    private let secrets = Mutex<[String: String]>([:])

    /// 2026-11-21 09:00 in Japan.
    package init(_ hub: TestHub) {
        let clock = SharedClock(PostgresInstant(microsecondsSince1970: 1_795_219_200_000_000))
        self.hub = hub
        shared = clock
        control = AccessControl(pool: hub.staffed, keys: hub.keys, cost: PasswordCost(n: 16, r: 1, p: 1), now: { clock.now })
        duties = AccessControl(pool: hub.worked, keys: hub.keys, cost: PasswordCost(n: 16, r: 1, p: 1), now: { clock.now })
    }

    package var now: PostgresInstant { shared.now }
    package var today: CalendarDay { now.day }

    package func pass(seconds: Int64) { shared.move(seconds) }
    package func pass(days: Int64) { shared.move(days * 86_400) }

    /// The first administrator, "1", signed in at terminal "t".
    package func administrator() async throws -> Principal {
        let enrolment = try await control.initialise(account: "1", name: "管理　一郎", password: Self.password, terminal: "t")
        secrets.withLock { $0["1"] = enrolment.revealSecret() }
        return try await signIn("1").principal
    }

    /// Departments with these rights for their only task.
    package func department(_ code: String, _ rights: Right..., by administrator: Principal) async throws {
        try await control.addDepartment(by: administrator, code, name: "課\(code)")
        for right in rights { try await control.allow(by: administrator, right, department: code, task: "事務") }
    }

    /// A person of a department, with password and code.
    package func person(by administrator: Principal, _ account: String, in department: String) async throws {
        let code = try await control.addPerson(by: administrator, account: account, name: "職員　\(account)", department: department)
        try await enrol(account, code)
    }

    package func enrol(_ account: String, _ code: SetUpCode) async throws {
        let enrolment = try await control.enrol(account: account, setUpCode: code.reveal(), password: Self.password, terminal: "t")
        secrets.withLock { $0[account] = enrolment.revealSecret() }
    }

    package func secret(_ account: String) -> String { secrets.withLock { $0[account] ?? "" } }

    /// The code that the person's app shows now.
    package func code(_ account: String) throws -> String {
        try #require(AuthenticatorApp.code(secret: secret(account), step: now.unixSeconds / AuthenticatorApp.period))
    }

    /// Signs in with a code that was not used yet.
    package func signIn(_ account: String, terminal: String = "t") async throws -> (token: SessionToken, principal: Principal) {
        pass(seconds: 60)
        return try await control.signIn(account: account, password: Self.password, code: code(account), terminal: terminal)
    }

    /// Somebody who may administer access, whatever the tables say.
    package func administers(_ account: String) -> Principal {
        Principal(account: account, isService: false, department: nil, terminal: "t", grants: [.administerAccess: .init(by: "initial", on: today)])
    }

    package func rights(_ token: SessionToken) async throws -> Set<Right> { Set(try await control.principal(of: token, terminal: "t").grants.keys) }

    /// Administrator and a hub, in one.
    package static func with(_ body: (TestAccess, Principal) async throws -> Void) async throws {
        try await TestHub.with { hub in
            let access = TestAccess(hub)
            try await body(access, try await access.administrator())
        }
    }
}

private final class SharedClock: Sendable {
    private let instant: Mutex<PostgresInstant>

    init(_ start: PostgresInstant) { instant = Mutex(start) }

    var now: PostgresInstant { instant.withLock { $0 } }
    func move(_ seconds: Int64) { instant.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// Expects the refusal of this code, and that it was recorded.
package func expectRefused(
    _ code: String, _ access: TestAccess, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async throws {
    let query: Query = "SELECT count(*) FROM audit.event WHERE is_failure AND body LIKE '%\"code\":\"' || \(code) || '\"%'"
    let before = try await access.hub.count(query)
    do {
        try await body()
        Issue.record("not refused", sourceLocation: sourceLocation)
    } catch let refused as AccessRefused {
        #expect(refused.code == code, sourceLocation: sourceLocation)
    }
    let after = try await access.hub.count(query)
    #expect(after > before, "the refusal is not on record", sourceLocation: sourceLocation)
}
