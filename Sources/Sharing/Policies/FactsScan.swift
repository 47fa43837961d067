internal import Governance
internal import Postgres
internal import Register

/// Everybody's facts, and nothing else of anybody: one pass over the current versions, in no order.
enum FactsScan {
    /// Lines for `FactsReader`, on a connection with a transaction open.
    static func rows(_ connection: Connection) async throws -> CopyOut {
        // The sort of everybody's few columns stays in memory.
        try await connection.execute("SET LOCAL work_mem = '192MB'")
        try await connection.execute("SET LOCAL jit = off")
        return try await connection.copyOut(
            unsafeSQL: """
                COPY (
                    SELECT v.addressee_id, \(FactColumns.ofLine([.birth, .ward, .householder])) FROM \(SettledVersions.sql(FactColumns.ofVersion)) AS v
                ) TO STDOUT (FORMAT csv)
                """)
    }
}

/// Reads the lines of a `FactsScan`.
struct FactsReader: Sendable {
    private var facts = FactColumns.LineReader()

    /// Calls `body` for each person of some whole lines; returns how many there are.
    mutating func read(_ bytes: [UInt8], _ body: (Int64, PersonFacts) -> Void) -> Int {
        var lines = 0
        bytes.withUnsafeBytes { all in
            var fields = LineFields(all, from: 0, upTo: all.count)
            while fields.place < all.count {
                let id = fields.integer() ?? 0
                body(id, facts.facts(&fields))
                lines += 1
            }
        }
        return lines
    }
}
