internal import Postgres

extension PensionRecords {
    /// The first number from `first` on that no row has, whoever wrote it: rows that somebody put in ahead keep nobody from going on.
    ///
    /// - Parameters:
    ///   - taken: a `SELECT` of the numbers that rows have.
    ///   - last: the highest that one may have.
    ///   - what: what is numbered, in Japanese.
    /// - Throws: `PensionRefused` J0065 where there is none; `PostgresError`.
    func freeNumber(_ taken: Query, from first: Int32, through last: Int32, of what: String, on connection: Connection) async throws -> Int32 {
        let free = try await connection.query(
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
