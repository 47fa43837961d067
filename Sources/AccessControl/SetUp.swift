internal import Addressee
package import Postgres

/// 登録コードの渡し手. Who handed an account the set-up code it signs in by, and so could be signed in as it; what the two-person rule asks.
package enum SetUp {
    /// nil where nobody did: the first administrator, and the second, whom nobody but the first could have registered (decision 0017).
    ///
    /// The second is the first account but that one that the ledger ever gave the administration of access, as long as it was never recovered.
    package static func of(_ account: String, on connection: Connection) async throws -> String? {
        let rows = try await connection.query(
            """
            SELECT c.set_up_by FROM access.credential c
            WHERE c.account = \(account) AND c.set_up_by NOT IN ('initial', 'personnel-transfer')
                AND NOT (c.set_up_alone AND c.account IS NOT DISTINCT FROM (
                    SELECT l.account FROM access.ledger l
                    WHERE l.right_name = \(Right.administerAccess.rawValue) AND l.act = 'grant' AND l.account <> c.set_up_by
                    ORDER BY l.ledger_id LIMIT 1))
            """)
        return try rows.first?.decode(String?.self)
    }

    /// Whether `administrator` is the first one and nobody else administers access.
    static func isAlone(_ administrator: String, _ rights: RightsOfTheDay, on day: CalendarDay, _ connection: Connection) async throws -> Bool {
        let first = try await connection.query("SELECT FROM access.person WHERE account = \(administrator) AND by_whom = 'initial'")
        guard !first.isEmpty else { return false }
        return try await rights.holders(of: .administerAccess, on: day, connection) == [administrator]
    }

    /// Once the first other administrator has enrolled, nobody else counts as registered for want of one.
    static func endAlone(with account: String, _ rights: RightsOfTheDay, on day: CalendarDay, _ connection: Connection) async throws {
        let initial = try await connection.query("SELECT account FROM access.person WHERE by_whom = 'initial'").map { try $0.decode(String.self) }
        guard try await rights.holders(of: .administerAccess, on: day, connection).subtracting(initial) == [account] else { return }
        try await rights.seal.update(
            .credential, "t.set_up_alone AND t.account <> \(account) \(unsafeSQL: RowSeal.set(.credential)) set_up_alone = false", on: connection)
    }
}
