internal import Addressee
package import Postgres

/// 検索キーの作成. Gives search keys to versions that were written before there were any, or under other rules.
///
/// `atena migrate` runs it after the migrations, as the database's owner, and the staff service after the first file of a city, whose versions were written
/// without keys. It works in pieces, each in a transaction of its own, and goes on where it was stopped; the hub may take in rows meanwhile, whose keys are
/// written with them. Searches are refused until it is done (decisions 0023, 0092).
public struct SearchKeying: Sendable {
    /// Persons a piece.
    package static let piece: Int64 = 5000
    /// Rows from which on the first file of a city leaves its keys to be made when it is in.
    package static let manyRows = 50_000

    /// How far it is.
    public struct Progress: Sendable {
        /// Internal ids up to which every version has keys.
        public var through: Int64
        /// The greatest there is.
        public var last: Int64
    }

    /// Does nothing yet.
    public init() {}

    /// Whether every version has its keys by the rules of this program. Throws `PostgresError`.
    package static func isComplete(on connection: Connection) async throws -> Bool {
        let rows = try await connection.query("SELECT rules, completed_at IS NOT NULL FROM register.search_keying")
        guard let row = rows.first else { return false }
        let (rules, isCompleted) = try row.decode((Int32, Bool).self)
        return isCompleted && rules == Int32(SearchKey.rules)
    }

    /// Lets blocks of files be written without keys, where the register is empty: searches find nobody in it anyway.
    static func postpone(on connection: Connection) async throws {
        try await connection.execute(
            """
            UPDATE register.search_keying SET completed_at = NULL, is_postponed = true
            WHERE completed_at IS NOT NULL AND rules = \(Int32(SearchKey.rules)) AND NOT EXISTS (SELECT FROM register.version)
            """)
    }

    /// Whether a block may be written without keys. Where it may, nobody begins to make them before the caller's transaction ends.
    static func isPostponed(on connection: Connection) async throws -> Bool {
        let rows = try await connection.query("SELECT FROM register.search_keying WHERE is_postponed FOR SHARE")
        return !rows.isEmpty
    }

    /// From now on each block is written with its keys; waits for those that are being written without.
    package static func endPostponement(on connection: Connection) async throws {
        try await connection.execute("UPDATE register.search_keying SET is_postponed = false WHERE is_postponed")
    }

    /// Makes the keys that were left, where some were and no file leaves any now. Throws `PostgresError`.
    ///
    /// Keys by other rules are left to `atena migrate`.
    /// - Returns: how many versions were keyed.
    package func completeWhatWasLeft(_ connection: Connection) async throws -> Int {
        let rows = try await connection.query(
            "SELECT FROM register.search_keying WHERE completed_at IS NULL AND NOT is_postponed AND rules = \(Int32(SearchKey.rules))")
        guard !rows.isEmpty else { return 0 }
        return try await keyed(connection) { _ in }
    }

    /// Keys what lacks keys. Throws `PostgresError`.
    ///
    /// - Parameter connection: of the database's owner.
    /// - Returns: how many versions were keyed; 0 where nothing was to be done.
    package func complete(_ connection: Connection, told: (Progress) -> Void = { _ in }) async throws -> Int {
        if try await Self.isComplete(on: connection) { return 0 }
        try await begin(connection)
        try await Self.endPostponement(on: connection)
        return try await keyed(connection, told)
    }

    private func keyed(_ connection: Connection, _ told: (Progress) -> Void) async throws -> Int {
        var count = 0
        var progress = Progress(through: 0, last: 0)
        repeat {
            count += try await next(&progress, connection)
            told(progress)
        } while progress.through < progress.last
        // Of the owner alone; for anybody else the server leaves it to its own collector.
        try await connection.script(unsafeSQL: "ANALYZE register.search_key")
        try await connection.execute(
            "UPDATE register.search_keying SET completed_at = now() WHERE rules = \(Int32(SearchKey.rules)) AND completed_at IS NULL AND NOT is_postponed")
        return count
    }

    /// Keys by other rules are worth nothing.
    private func begin(_ connection: Connection) async throws {
        try await connection.transaction { connection in
            let rows = try await connection.query("SELECT rules FROM register.search_keying FOR UPDATE")
            guard try rows.first?.decode(Int32.self) != Int32(SearchKey.rules) else { return }
            try await connection.script(unsafeSQL: "TRUNCATE register.search_key")
            try await connection.execute("UPDATE register.search_keying SET rules = \(Int32(SearchKey.rules)), completed_at = NULL")
        }
    }

    private func next(_ progress: inout Progress, _ connection: Connection) async throws -> Int {
        let after = progress.through
        let (last, count) = try await connection.transaction { connection in
            // One at a time: two would key the same versions twice.
            try await connection.execute("SELECT FROM register.search_keying FOR UPDATE")
            let rows = try await connection.query(
                """
                SELECT v.addressee_id, v.history_number, \(unsafeSQL: Self.items) FROM register.version v
                WHERE v.addressee_id > \(after) AND v.addressee_id <= \(after + Self.piece) AND NOT EXISTS (
                    SELECT FROM register.search_key k WHERE k.addressee_id = v.addressee_id AND k.history_number = v.history_number)
                ORDER BY v.addressee_id, v.history_number
                """)
            if !rows.isEmpty {
                var keys = SearchKeyRows()
                let (id, history) = (try rows.column("addressee_id", as: Int64.self), try rows.column("history_number", as: Int32.self))
                let parts = try RecordKeys.items.map { try rows.column($0.rawValue, as: String?.self) }
                for row in rows {
                    keys.append(RecordKeys(parts: parts.map { row.bytes($0) ?? [] }), of: try row.decode(id), try row.decode(history))
                }
                try await connection.copyIn(unsafeSQL: [keys.step()])
            }
            let last = try await connection.query("SELECT coalesce(max(addressee_id), 0) FROM register.version")
            return (try last.first?.decode(Int64.self) ?? 0, rows.count)
        }
        progress = Progress(through: min(after + Self.piece, last), last: last)
        return count
    }

    private static let items = RecordKeys.items.map { "v.\($0.rawValue)" }.joined(separator: ", ")
}
