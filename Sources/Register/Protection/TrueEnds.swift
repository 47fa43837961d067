package import AccessControl
internal import Addressee
package import Postgres

/// 支援措置の終了のうち真正なもの. Ends of protection that two people decided: whoever reads in SQL whether somebody is protected is told which they are.
///
/// A row that was put in past the program ends nothing, and so does one of which nobody was told: then everybody who ever was protected still is.
package struct TrueEnds: Sendable, Hashable {
    /// By number, rising.
    package let ids: [Int64]

    /// No end counts.
    package static let none = TrueEnds(ids: [])

    /// In SQL, an array of them.
    package var sql: String { "'{\(ids.map(String.init).joined(separator: ","))}'::bigint[]" }

    /// Of everybody.
    package static func all(_ seal: RowSeal, on connection: Connection) async throws -> TrueEnds {
        try TrueEnds(
            await connection.query("SELECT e.end_id, \(unsafeSQL: SealedTable.protectionEnd.sealed("e")) FROM register.protection_end e ORDER BY e.end_id"),
            seal)
    }

    /// Of these persons, and of those in whose households they are or were.
    package static func of(_ persons: [Int64], _ seal: RowSeal, on connection: Connection) async throws -> TrueEnds {
        guard !persons.isEmpty else { return .none }
        return try TrueEnds(
            await connection.query(
                """
                SELECT e.end_id, \(unsafeSQL: SealedTable.protectionEnd.sealed("e")) FROM register.protection_end e
                WHERE e.addressee_id = ANY (\(persons)) OR e.addressee_id IN (
                    SELECT h.addressee_id FROM register.version v JOIN register.protected_household h ON h.setaibango = v.setaibango
                    WHERE v.addressee_id = ANY (\(persons)))
                ORDER BY e.end_id
                """), seal)
    }

    private init(ids: [Int64]) { self.ids = ids }

    private init(_ rows: Rows, _ seal: RowSeal) throws {
        ids = try rows.compactMap { row in
            let (id, form, mac) = try row.decode((Int64, [UInt8], [UInt8]?).self)
            return seal.holds(.protectionEnd, form, mac) ? id : nil
        }
    }
}
