import AccessControlStand
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Oversight
@testable import Sharing

/// Whoever holds what the hub waits for is named while it waits.
@Suite struct LockHolderTests {
    @Test func whoHoldsALockIsNamedInsteadOfATimeout() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let other = try await Connection.open(hub.settings(user: "atena_service"))
            try await other.execute("SET application_name = 'somebody else'")
            try await hub.admin.script(unsafeSQL: "BEGIN; SET LOCAL application_name = 'the owner'; LOCK TABLE journal.calendar IN ACCESS EXCLUSIVE MODE")
            let began = ContinuousClock.now
            let held = await #expect(throws: HeldUp.self) {
                _ = try await LockHolders.named(at: hub.pool, after: .seconds(3)) { try await HubStatus.read(hub.provisioning) }
            }
            #expect(ContinuousClock.now - began < .seconds(15))
            let told = try #require(held?.holders.first)
            #expect(told.contains("journal.calendar") && told.contains("the owner") && !told.contains("somebody else"), "\(told)")
            try await hub.admin.execute("COMMIT")
            let status = try await LockHolders.named(at: hub.pool, after: .seconds(3)) { try await HubStatus.read(hub.provisioning) }
            #expect(status.lockHolders.isEmpty && status.day == "2026-11-20")
            await other.close()
        }
    }
}
