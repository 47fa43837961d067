internal import Postgres
internal import Synchronization

/// 大きな表の見回り. Tables with rows of everybody are looked through some blocks at a time, round after round, so that whoever asks for the status of a large hub
/// waits no longer than of a small one. What a round finds is kept in the process, where no login of the database writes.
final class SealedRounds: Sendable {
    /// Those of this process, of whatever database.
    static let hub = SealedRounds()

    /// Blocks of the table that are read at once: some twenty thousand rows.
    private static let portion: Int64 = 400

    private struct Round {
        var next: Int64 = 0
        /// Since the round began.
        var found = 0
        /// Of the round before.
        var last = 0
    }

    private let rounds = Mutex<[String: Round]>([:])

    /// Reads on.
    ///
    /// - Returns: how many rows are not true, of the last whole round, or of this one where it has found more.
    func go(on table: SealedTable, with seal: RowSeal, on connection: Connection) async throws -> Int {
        let size = try await connection.query(
            "SELECT current_database()::text, pg_relation_size('\(unsafeSQL: table.name)') / current_setting('block_size')::bigint")
        guard let (database, blocks) = try size.first?.decode((String, Int64).self) else { return 0 }
        let name = "\(database) \(table.name)"
        let from = rounds.withLock { $0[name]?.next ?? 0 }
        let end = from + Self.portion
        let found = try seal.untrue(
            table,
            try await connection.query(
                """
                SELECT \(unsafeSQL: table.sealed("t")) FROM \(unsafeSQL: table.name) AS t
                WHERE t.ctid >= '(\(unsafeSQL: String(from)),0)'::tid AND t.ctid < '(\(unsafeSQL: String(end)),0)'::tid
                """))
        return rounds.withLock { rounds in
            var round = rounds[name] ?? Round()
            // Another who asked meanwhile has read the same.
            if round.next == from {
                round.found += found
                round.next = end
                if end >= blocks { round = Round(last: round.found) }
            }
            rounds[name] = round
            return max(round.last, round.found)
        }
    }
}
