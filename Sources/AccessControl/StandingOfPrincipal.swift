package import Addressee
package import Postgres

extension Principal {
    /// The same person with the rights held now, read in the caller's transaction after its locks: what was taken while it waited is gone. Who was
    /// closed meanwhile holds nothing.
    ///
    /// A program's principal is as it was put together.
    package func asOfNow(on connection: Connection, day: CalendarDay) async throws -> Principal {
        guard isSignedIn else { return self }
        let isOpen = try await !connection.query("SELECT FROM access.person WHERE account = \(account) AND closed_at IS NULL").isEmpty
        return Principal(
            account: account, isService: isService, department: department, terminal: terminal,
            grants: isOpen ? try await RightsOfTheDay.read(account, on: day, connection) : [:], isSignedIn: true)
    }
}
