internal import Addressee
package import Keys
package import Postgres

/// 行の証印 (DESIGN §8). The database's passwords do not suffice to be somebody: what says who acts, and what they may, carries a MAC under the hub's key
/// ring, and a row without a true one is nobody and nothing.
///
/// Rows are written through here and no other way. Whoever reads one to act upon it asks `holds`. It tells rows that were put in or altered past the program,
/// not that rows were taken out: the log of events tells what there was.
package struct RowSeal: Sendable {
    private let keys: LiveCipher

    /// - Parameter keys: the hub's, whose hash key is never rotated.
    package init(keys: LiveCipher) { self.keys = keys }

    /// Whether the program wrote this row as it is.
    ///
    /// - Parameters:
    ///   - form: and `mac`: what `SealedTable.sealed` selects.
    package func holds(_ table: SealedTable, _ form: [UInt8], _ mac: [UInt8]?) -> Bool { mac == made(table, form) }

    private func made(_ table: SealedTable, _ form: [UInt8]) -> [UInt8] { keys.cipher.keyedHash(Array("row of \(table.name)\0".utf8) + form) }

    /// Inserts rows, or writes over all that says something in one, and seals what it wrote.
    ///
    /// - Parameter statement: `INSERT` or `UPDATE` without `RETURNING`.
    /// - Returns: how many rows.
    @discardableResult
    package func write(_ table: SealedTable, _ statement: Query, on connection: Connection) async throws -> Int {
        try await returning(table, statement, on: connection).count
    }

    /// The same, and a column of each row, in text.
    ///
    /// - Parameter column: nil: the first one of the key.
    package func returning(_ table: SealedTable, column: String? = nil, _ statement: Query, on connection: Connection) async throws -> [String] {
        try await seal(table, try await connection.query(Self.writing(table, column: column, statement)), on: connection)
    }

    /// What `returning` asks, to be sent with other statements; ``seal(_:_:on:)`` seals what it answers, before the transaction ends.
    package static func writing(_ table: SealedTable, column: String? = nil, _ statement: Query) -> Query {
        statement.between(
            unsafeSQL: "WITH written AS (",
            " RETURNING ctid AS place, *) SELECT w.place::text, w.\(column ?? table.key[0])::text, \(table.form("w")) FROM written AS w")
    }

    /// Seals rows that `writing` answered.
    ///
    /// - Returns: the column of each.
    @discardableResult
    package func seal(_ table: SealedTable, _ written: Rows, on connection: Connection) async throws -> [String] {
        var (places, made, told): ([String], [[UInt8]], [String]) = ([], [], [])
        for row in written {
            let (place, column, form) = try row.decode((String, String, [UInt8]).self)
            places.append(place)
            told.append(column)
            made.append(self.made(table, form))
        }
        try await seal(table, places, made, on: connection)
        return told
    }

    /// Changes rows that are true, and seals them as they are then; one that isn't stays untrue whatever it says.
    ///
    /// - Parameter change: `CONDITION \(unsafeSQL: RowSeal.set(TABLE)) column = …`, where the condition calls the row `t`.
    /// - Returns: how many true rows it changed.
    @discardableResult
    package func update(_ table: SealedTable, _ change: Query, on connection: Connection) async throws -> Int {
        let isSame = table.key.map { "t.\($0) = b.\($0)" }.joined(separator: " AND ")
        let rows = try await connection.query(
            change.between(
                unsafeSQL:
                    "WITH b AS MATERIALIZED (SELECT \(table.key.map { "t.\($0)" }.joined(separator: ", ")), \(table.form("t")) AS before, t.mac AS mac_before FROM \(table.name) AS t WHERE ",
                """
                 FROM b WHERE \(isSame) RETURNING t.ctid AS place, b.before, b.mac_before, \(table.form("t")) AS after)
                SELECT place::text, before, mac_before, after FROM written
                """))
        var (places, made): ([String], [[UInt8]]) = ([], [])
        for row in rows {
            let (place, before, mac, after) = try row.decode((String, [UInt8], [UInt8]?, [UInt8]).self)
            guard holds(table, before, mac) else { continue }
            places.append(place)
            made.append(self.made(table, after))
        }
        try await seal(table, places, made, on: connection)
        return places.count
    }

    /// Between condition and change of an ``update(_:_:on:)``.
    package static func set(_ table: SealedTable) -> String { " FOR UPDATE), written AS (UPDATE \(table.name) AS t SET " }

    /// Rows written in this transaction, by where they lie: they are locked, and stay there.
    private func seal(_ table: SealedTable, _ places: [String], _ made: [[UInt8]], on connection: Connection) async throws {
        guard !places.isEmpty else { return }
        let sealed = try await connection.execute(
            """
            UPDATE \(unsafeSQL: table.name) AS t SET mac = s.mac FROM unnest(\(places), \(made)) AS s (place, mac) WHERE t.ctid = s.place::tid
            """)
        guard sealed == places.count else { throw RowsMoved(table: table.name) }
    }
}

/// Rows were not where they had been written: nothing of the transaction counts.
struct RowsMoved: Explained {
    /// `access.token`.
    let table: String
    var code: String { "X0033" }
    var rule: String { "表 \(table) に書いた行が、書いた場所にありません。何も変えていません。" }
}

extension RowSeal {
    /// 証印の正しくない行. Rows by table that the program did not write as they are; tables without one are left out.
    package func untrue(on connection: Connection) async throws -> [(table: String, count: Int)] {
        var found: [(String, Int)] = []
        for table in SealedTable.all {
            let count =
                table.isOfEverybody
                ? try await SealedRounds.hub.go(on: table, with: self, on: connection)
                : try untrue(table, try await connection.query("SELECT \(unsafeSQL: table.sealed("t")) FROM \(unsafeSQL: table.name) AS t"))
            if count > 0 { found.append((table.name, count)) }
        }
        return found
    }

    /// How many of these rows, with form and MAC, are not true.
    func untrue(_ table: SealedTable, _ rows: Rows) throws -> Int {
        var count = 0
        for row in rows {
            let (form, mac) = try row.decode(([UInt8], [UInt8]?).self)
            if !holds(table, form, mac) { count += 1 }
        }
        return count
    }

    /// Whether what stood there before rows were sealed has not been sealed yet.
    package static func isDue(_ pool: Pool) async throws -> Bool {
        try await pool.query("SELECT FROM access.row_sealing").count < SealedTable.newest
    }

    /// Refuses to open anything before that has been done: nobody would be anybody, and nothing would be delivered.
    ///
    /// - Throws: `RowsUnsealed`; `PostgresError`.
    package static func require(_ pool: Pool) async throws { if try await isDue(pool) { throw RowsUnsealed() } }

    /// Seals, once in the life of a hub, the rows that stood there before rows were sealed.
    ///
    /// - Returns: how many; nil where it was done before.
    package func sealStanding(at instant: PostgresInstant, on connection: Connection) async throws -> Int? {
        var begun: Set<Int> = []
        for generation in 1...SealedTable.newest {
            let marked = try await connection.execute(
                "INSERT INTO access.row_sealing (generation, sealed_at) VALUES (\(Int32(generation)), \(instant)) ON CONFLICT DO NOTHING")
            if marked == 1 { begun.insert(generation) }
        }
        guard !begun.isEmpty else { return nil }
        var count = 0
        // What came past the program into tables that are sealed already stays untrue.
        for table in SealedTable.all where begun.contains(table.generation) {
            // In portions: some tables have rows of everybody.
            while true {
                let rows = try await connection.query(
                    "SELECT t.ctid::text, \(unsafeSQL: table.form("t")) FROM \(unsafeSQL: table.name) AS t WHERE t.mac IS NULL LIMIT 50000 FOR UPDATE")
                var (places, made): ([String], [[UInt8]]) = ([], [])
                for row in rows {
                    let (place, form) = try row.decode((String, [UInt8]).self)
                    places.append(place)
                    made.append(self.made(table, form))
                }
                try await seal(table, places, made, on: connection)
                count += places.count
                if places.isEmpty { break }
            }
        }
        return count
    }
}

/// Rows that stood before rows of their tables were sealed wait for it.
struct RowsUnsealed: Explained {
    var code: String { "X0041" }
    var rule: String { "権限・接続・証明書などの表に、証印を付けていない行があります。" }
}
