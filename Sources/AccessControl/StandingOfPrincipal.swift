package import Addressee
package import Postgres

extension Principal {
    /// The same person with the rights held now, read in the caller's transaction after its locks: what was taken while it waited is gone. Who was
    /// closed meanwhile holds nothing.
    ///
    /// A program's principal is as it was put together.
    package func asOfNow(on connection: Connection, day: CalendarDay) async throws -> Principal {
        guard let seal else { return self }
        let isOpen = try await seal.isOpen(account, on: connection)
        return Principal(
            account: account, isService: isService, department: department, terminal: terminal,
            grants: isOpen ? try await RightsOfTheDay(seal: seal).read(account, on: day, connection) : [:], signedInUnder: seal)
    }
}

extension RowSeal {
    /// Whether somebody of that account belongs to the staff now.
    func isOpen(_ account: String, on connection: Connection) async throws -> Bool {
        let rows = try await connection.query(
            "SELECT \(unsafeSQL: SealedTable.person.sealed("p")) FROM access.person p WHERE account = \(account) AND closed_at IS NULL")
        guard let (form, mac) = try rows.first?.decode(([UInt8], [UInt8]?).self) else { return false }
        return holds(.person, form, mac)
    }
}
