internal import Postgres

extension Connection {
    /// The first number that no row has: behind every one that counts, and beside rows that somebody put in ahead, past the program.
    ///
    /// - Parameters:
    ///   - first: the one after the last that counts.
    ///   - last: the highest that the table takes in.
    ///   - taken: selects the numbers of all rows among which it has to be free, whoever wrote them.
    ///   - what: that the number is of, in Japanese.
    /// - Throws: `PensionRefused` J0065 where none is free; `PostgresError`.
    func freeNumber(from first: Int32, to last: Int32, among taken: Query, of what: String) async throws -> Int32 {
        let free = try await query(
            taken.between(
                unsafeSQL: "WITH taken (n) AS (",
                """
                ) SELECT min(c)::integer FROM (SELECT \(first)::bigint UNION ALL SELECT n::bigint + 1 FROM taken WHERE n >= \(first)) AS candidate (c)
                WHERE c <= \(last) AND NOT EXISTS (SELECT FROM taken WHERE n = c)
                """))
        guard let number = try free.first?.decode(Int32?.self) else { throw PensionRefused.noNumber(what) }
        return number
    }
}
