package import Addressee
internal import Postgres

extension PensionRecords {
    /// Of whom, as the module was given them last, nobody is to be told where they are or how they moved.
    ///
    /// - Throws: `PensionRefused` J0017; `PostgresError`.
    package func protected(among numbers: [AddresseeNumber]) async throws -> Set<AddresseeNumber> {
        try await pool.withConnection { try await protected(among: numbers, on: $0) }
    }

    func protected(among numbers: [AddresseeNumber], on connection: Connection) async throws -> Set<AddresseeNumber> {
        let rows = try await connection.query(
            """
            SELECT p.atenabango, p.history_number FROM pension.person p
            WHERE p.atenabango = ANY (\(numbers.map(\.value))) AND p.history_number > 0
            """)
        var found: Set<AddresseeNumber> = []
        for row in rows {
            let (text, version) = try row.decode((String, Int32).self)
            let number = try AddresseeNumber(text)
            if try await self.version(of: number, version, on: connection).isProtected { found.insert(number) }
        }
        return found
    }
}
