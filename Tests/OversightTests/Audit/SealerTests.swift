import AccessControlStand
import Foundation
import Governance
import LogSealingStand
import Postgres
import Testing

@testable import AuditTrail
@testable import LogSealing
@testable import Oversight
@testable import Sharing
@testable import TransparencyLog

/// Batches are gap-safe, chained, written outside first, and go on where they stopped.
@Suite struct SealerTests {
    /// What the sealer says when it stops.
    private func halt(_ hub: TestHub) async throws -> String? {
        do {
            try await hub.sealer().catchUp()
            return nil
        } catch let halt as SealingHalted {
            #expect(try await hub.text("SELECT halted FROM audit.seal_state") == halt.reason)
            return halt.reason
        }
    }

    @Test(arguments: ["audit.event", "provision.record"]) func anEventThatATriggerSwallowsIsAnErrorAndTheHubSaysSo(table: String) async throws {
        try await TestHub.with { hub in
            try await hub.events(1)
            try await hub.seal()
            try await hub.admin.script(
                unsafeSQL: """
                    CREATE FUNCTION public.swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
                    CREATE TRIGGER swallow BEFORE INSERT ON \(table) FOR EACH ROW EXECUTE FUNCTION public.swallow()
                    """)
            await #expect(throws: LogNotWritten.self) { try await hub.events(1) }
            #expect(await HubHealth(pool: hub.pool, migrations: try Migrator([Migration]()), monitor: hub.monitor).ready().contains { $0.name == "log" })
            #expect(try await halt(hub)?.contains(table) == true)
        }
    }
}
