internal import Addressee
internal import Governance
internal import Postgres
internal import Register

/// Everybody's facts, and nothing else of anybody: one pass over the current versions, in no order.
enum FactsScan {
    /// Whom a published dataset has a record of.
    static func persons(of dataset: DatasetName, on connection: Connection) async throws -> Bitmap {
        var persons = Bitmap()
        let lines = try await connection.copyOut(
            unsafeSQL: """
                COPY (
                    SELECT DISTINCT addressee_id FROM (
                        SELECT DISTINCT ON (addressee_id, record_key) addressee_id, items FROM dataset.record WHERE dataset = '\(dataset.rawValue)'
                        ORDER BY addressee_id, record_key, history_number DESC
                    ) AS last WHERE items IS NOT NULL
                ) TO STDOUT (FORMAT csv)
                """)
        for try await chunk in lines {
            chunk.withUnsafeBytes { bytes in
                var fields = LineFields(bytes, from: 0, upTo: bytes.count)
                while fields.place < bytes.count { if let id = fields.integer() { persons.insert(id) } }
            }
        }
        return persons
    }

    /// Lines for `FactsReader`, on a connection with a transaction open.
    static func rows(_ connection: Connection) async throws -> CopyOut {
        // Where versions lie scattered and are sorted, everybody's few columns stay in memory.
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
    private let interested: InterestedPersons

    /// - Parameter interested: whom systems count as having registered.
    init(_ interested: InterestedPersons) { self.interested = interested }

    /// Calls `body` for each person of some whole lines; returns how many there are.
    mutating func read(_ bytes: [UInt8], _ body: (Int64, PersonFacts) -> Void) -> Int {
        var lines = 0
        bytes.withUnsafeBytes { all in
            var fields = LineFields(all, from: 0, upTo: all.count)
            while fields.place < all.count {
                let id = fields.integer() ?? 0
                var known = facts.facts(&fields)
                interested.apply(id, to: &known)
                body(id, known)
                lines += 1
            }
        }
        return lines
    }
}
