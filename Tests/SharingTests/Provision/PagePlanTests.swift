import AccessControl
import AccessControlStand
import Addressee
import Postgres
import Register
import RegisterStand
import SharingStand
import Testing

@testable import Sharing

/// Pages are read by the thousand at a first delivery: their statements are prepared once for a connection.
@Suite struct PagePlanTests {
    @Test func everyPageIsReadByTheSameStatement() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(scope: "registered-by-system"))
            try await hub.advance("2026-11-20")
            try await hub.take((1...5).map { ResidentRow($0) })
            let registered = Interests(pool: hub.staffed, vault: hub.vault)
            for number in 1...5 {
                try await registered.register(by: Staff.service(.operateDeliveries), .tax, in: AddresseeNumber(ResidentRow.number(number)), because: "滞納の整理のため")
            }
            try await hub.settle()
            let pool = hub.anotherPool(maximum: 1)
            let provisioning = Provisioning(
                pool: pool, vault: hub.vault, body: hub.body, store: hub.store, listener: hub.listener, monitor: hub.monitor, today: { day("2026-11-20") })
            var held = HeldState()
            var pages = 0
            repeat {
                held.apply(try await provisioning.changes(hub.caller(), dataset: "addressee", after: held.cursor, limit: 1, wait: .zero))
                pages += 1
            } while held.more
            #expect(Set(held.held.keys) == Set((1...5).map { ResidentRow.number($0) }) && pages > 4)
            let prepared = try await pool.query("SELECT statement FROM pg_prepared_statements WHERE statement LIKE 'SELECT v.addressee_id%is_after%'")
            #expect(prepared.count == 1)
            await pool.shutdown(grace: .seconds(1))
        }
    }
}
