import AccessControl
package import AccessControlStand
import Addressee
import Postgres
import RegisterStand
import Sharing

/// Residents to be pushed to a receiver, and what is on record of it.
extension TestHub {
    /// A hub with residents of whom tax is to be told with the individual number.
    package static func withResidentsToPush(_ count: Int = 20, _ body: (TestHub) async throws -> Void) async throws {
        try await with { hub in
            try await hub.load(TestPolicy(items: [.shimei, .kojinbango, .jushoChoaza, .seinengappi]))
            try await hub.advance("2026-11-20")
            try await hub.take((1...count).map { ResidentRow($0) })
            try await hub.settle()
            try await body(hub)
        }
    }

    /// What the records of pushes say, in their order: `offered provided …`.
    package func pushResults() async throws -> String {
        let rows = try await rows("SELECT result::text FROM provision.record WHERE way = 'p' ORDER BY record_id")
        return try rows.compactMap { ProvisionRecord.Result(rawValue: try $0.decode(String.self))?.name }.joined(separator: " ")
    }

    /// Makes everything that waits due at once, in place of the clock.
    package func makeDue() async throws {
        _ = try await admin.execute("UPDATE delivery.waiting SET next_attempt_at = '-infinity'")
        _ = try await admin.execute("UPDATE delivery.subscription SET next_attempt_at = '-infinity', leased_until = '-infinity'")
    }
}
