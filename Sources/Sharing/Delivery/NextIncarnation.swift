internal import AuditTrail
internal import Foundation
package import Postgres
internal import Register
package import TransparencyLog

/// 世代の開始. The next life of the journal begins, and with it every receiver that is pushed to starts over.
package enum NextIncarnation {
    /// Begins it where it is due (``Incarnation/isDue(_:on:)``): receivers start over under sequences greater than any that a lost future gave.
    ///
    /// - Parameters:
    ///   - acceptance: digest of the confirmation behind which the log goes on without lost events; nil where it lost none.
    ///   - heard: the time of the newest heartbeat outside.
    ///   - connection: in the role of the hub, in a transaction.
    /// - Returns: its number; nil where none was due, or another process began it.
    package static func begin(_ acceptance: TreeHash?, after heard: LogTime?, on connection: Connection) async throws -> Int? {
        // No worker takes a number while the next ones are chosen.
        let given = try await connection.query("SELECT sequence FROM delivery.subscription ORDER BY system, dataset FOR UPDATE")
            .map { try $0.decode("sequence", as: Int64.self) }.max()
        guard let begun = try await Incarnation.begin(acceptance, after: heard, above: given, on: connection) else { return nil }
        // Whoever works on one of them loses it: what it holds in memory belongs to the incarnation before.
        let receivers = try await connection.execute(
            """
            UPDATE delivery.subscription SET sequence = \(begun.firstSequence), starts_over = true, surplus_due = true,
                lease_token = lease_token + 1, leased_until = '-infinity', next_attempt_at = '-infinity'
            """)
        // Everybody is told again: an answer from the future that is lost would be waited for in vain.
        _ = try await AwaitedAnswers.giveUp(nil, by: "service sealer", on: connection)
        try await connection.execute("UPDATE delivery.endpoint SET due_at = clock_timestamp() WHERE schedule <> 'as-it-happens'")
        // What was offered may have arrived in the future that is lost.
        try await connection.execute("UPDATE delivery.batch SET may_have_arrived = true WHERE NOT may_have_arrived")
        let fields = ["cause": acceptance == nil ? "restored" : "events-lost", "number": String(begun.number), "subscriptions": String(receivers)]
        try await AuditEvent(.incarnationBegan, by: "service sealer", fields: fields).record(on: connection)
        return begun.number
    }
}
