import AccessControlStand
import Addressee
import AuditTrail
import Postgres
import Testing

@testable import AccessControl

/// 許可. One way for what somebody does: the right, the transaction, and the event or the refusal.
@Suite struct PermitTests {
    private struct Other: Error {}

    private func write(_ post: String, on connection: Connection) async throws {
        try await connection.execute("INSERT INTO access.post (post, entered_at) VALUES (\(post), now())")
    }

    private func posts(_ hub: TestHub) async throws -> Int { try await hub.count("SELECT count(*) FROM access.post") }

    /// Kind, outcome and fields of what the log tells of somebody, in its order.
    private func told(_ hub: TestHub, of account: String = "1001") async throws -> [String] {
        try await hub.rows(
            """
            SELECT concat(kind, CASE WHEN is_failure THEN ' failed' ELSE ' done' END,
                (SELECT string_agg(' ' || key || '=' || value, '' ORDER BY key) FROM jsonb_each_text(body::jsonb -> 'fields')))
            FROM audit.event WHERE by_whom = \("staff \(account)") ORDER BY event_id
            """
        ).map { try $0.decode(String.self) }
    }

    /// Code of the refusal, or what else was thrown; nil where nothing was.
    private func refusal(_ body: () async throws -> Void) async -> String? {
        do { try await body() } catch { return (error as? AccessRefused)?.code ?? "\(type(of: error))" }
        return nil
    }

    @Test func whatIsDoneIsToldInItsTransaction() async throws {
        try await TestHub.with { (hub) async throws in
            let clerk = Staff.with(.correct)
            let answer = try await hub.pool.permit(clerk, [.correct], as: Attempt(.unlocked)) { connection in
                try await write("係長", on: connection)
                return Recorded(
                    7,
                    as: [
                        AuditEvent(.unlocked, by: clerk.name, fields: ["account": "3"]), AuditEvent(.recovered, by: clerk.name, fields: ["account": "4"]),
                    ])
            }
            #expect(answer == 7)
            #expect(try await posts(hub) == 1)
            #expect(try await told(hub) == ["access.unlocked done account=3", "access.recovered done account=4"])
        }
    }

    @Test func whatCannotBeToldIsNotDone() async throws {
        try await TestHub.with { (hub) async throws in
            let clerk = Staff.with(.correct)
            _ = try await hub.rows("ALTER TABLE audit.event ADD CONSTRAINT untold CHECK (kind <> 'access.unlocked') NOT VALID")
            let refusal = await refusal {
                try await hub.pool.permit(clerk, [.correct], as: Attempt(.unlocked)) { connection in
                    try await write("係長", on: connection)
                    return Recorded(as: AuditEvent(.unlocked, by: clerk.name, fields: ["account": "3"]))
                }
            }
            #expect(refusal == "PostgresError")
            #expect(try await posts(hub) == 0)
        }
    }

    @Test func whatIsRefusedIsUndoneAndOnRecord() async throws {
        try await TestHub.with { (hub) async throws in
            let clerk = Staff.with(.correct)
            for kind in [EventKind.unlocked, .openingsErased] {
                let fields = kind == .unlocked ? ["account": "3"] : ["before": "2026-04-01"]
                let refusal = await refusal {
                    try await hub.pool.permit(clerk, [.correct], as: Attempt(kind, refusing: AccessRefused.self, fields: fields)) {
                        connection -> Recorded<Void> in
                        try await write("係長", on: connection)
                        throw AccessRefused.closedPerson
                    }
                }
                #expect(refusal == "A0015")
            }
            #expect(try await posts(hub) == 0)
            #expect(
                try await told(hub) == [
                    "access.unlocked failed account=3 code=A0015",
                    "log.openings-erased failed before=2026-04-01 department=市民課 refusal=A0015 terminal=window-1",
                ])
        }
    }

    @Test func whatIsFoundWrongBeforeIsOnRecordToo() async throws {
        try await TestHub.with { (hub) async throws in
            let clerk = Staff.with(.correct)
            let isDone = Flag()
            func look() throws { throw AccessRefused.closedPerson }
            let refusal = await refusal {
                try await hub.pool.permit(clerk, [.correct], as: Attempt(.unlocked, refusing: AccessRefused.self), first: look) { _, _ in
                    isDone.raise()
                    return Recorded.already(())
                }
            }
            #expect(refusal == "A0015")
            #expect(!isDone.isRaised)
            #expect(try await told(hub) == ["access.unlocked failed code=A0015"])
        }
    }

    @Test func anotherErrorIsUndoneAndPasses() async throws {
        try await TestHub.with { (hub) async throws in
            let clerk = Staff.with(.correct)
            let refusal = await refusal {
                try await hub.pool.permit(clerk, [.correct], as: Attempt(.unlocked, refusing: AccessRefused.self)) { connection -> Recorded<Void> in
                    try await write("係長", on: connection)
                    throw Other()
                }
            }
            #expect(refusal == "Other")
            #expect(try await posts(hub) == 0)
            #expect(try await told(hub).isEmpty)
        }
    }

    @Test func withoutTheRightNothingIsLookedAt() async throws {
        try await TestHub.with { (hub) async throws in
            let clerk = Staff.with(.correct)
            let isTouched = Flag()
            func look() { isTouched.raise() }
            for kind in [EventKind.unlocked, .openingsErased] {
                let refusal = await refusal {
                    try await hub.pool.permit(clerk, [.correct, .readLog], as: Attempt(kind), first: look) { _, _ in
                        isTouched.raise()
                        return Recorded.already(())
                    }
                }
                #expect(refusal == "A0001")
            }
            let reading = await refusal { try await hub.pool.permit(clerk, [.readLog]) { _ in isTouched.raise() } }
            #expect(reading == "A0001")
            #expect(!isTouched.isRaised)
            let access = "access.refused failed code=A0001 department=市民課 right=\(Right.readLog.rawValue) terminal=window-1"
            #expect(try await told(hub) == [access, "log.openings-erased failed department=市民課 refusal=A0001 terminal=window-1", access])
        }
    }

    @Test func aRightThatWasTakenMeanwhileIsNotHeld() async throws {
        try await TestAccess.with { access, admin in
            try await access.department("20", .correct, by: admin)
            try await access.person(by: admin, "3", in: "20")
            let clerk = try await access.signIn("3").principal
            let isLocked = Flag()
            func nothing() {}
            func lock(_ connection: Connection) { isLocked.raise() }
            func tried() async -> String? {
                await refusal {
                    try await access.hub.pool.permit(
                        clerk, nowHoldingOneOf: [.correct], or: AccessRefused.closedPerson, on: { access.today },
                        as: Attempt(.unlocked, refusing: AccessRefused.self), first: nothing, after: lock
                    ) { person, _ in Recorded(as: AuditEvent(.unlocked, by: person.name, fields: ["account": "4"])) }
                }
            }
            #expect(await tried() == nil)
            #expect(isLocked.isRaised)
            try await access.control.disallow(by: admin, .correct, department: "20", task: "事務")
            #expect(clerk.may(.correct))
            #expect(await tried() == "A0015")
            #expect(try await told(access.hub, of: "3").suffix(2) == ["access.unlocked done account=4", "access.unlocked failed code=A0015"])
        }
    }
}
