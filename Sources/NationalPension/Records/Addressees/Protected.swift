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
            SELECT p.atenabango, v.history_number, v.presence, v.moved_on, v.items::text FROM pension.person p
            LEFT JOIN pension.addressee_version v ON v.atenabango = p.atenabango AND v.history_number = p.history_number
            WHERE p.atenabango = ANY (\(numbers.map(\.value))) AND p.history_number > 0
            """)
        return Set(try rows.compactMap(Self.protectedNumber))
    }

    /// Whose row it is, where they are protected.
    private static func protectedNumber(_ row: Row) throws -> AddresseeNumber? {
        let (number, history, presence, movedOn, items) = try row.decode((String, Int32?, String?, PostgresDay?, String?).self)
        guard let history, let presence, let items else { throw PensionRefused.unreadable }
        return try AddresseeVersion(history, presence, movedOn, items).isProtected ? try AddresseeNumber(number) : nil
    }
}
