internal import Addressee
package import Postgres

/// 登録コードの渡し手. Who handed an account the set-up code it signs in by, and so could be signed in as it; what the two-person rule asks.
package enum SetUp {
    /// nil where nobody did: the first administrator, and the second, whom nobody but the first could have registered (decision 0017).
    ///
    /// The second is the first account but that one that the ledger ever gave the administration of access, as long as it was never recovered.
    ///
    /// - Parameter seal: under which it has to be true; nil for whoever a program put together.
    /// - Throws: `AccessRefused` A0030 where the program did not write it as it is; `PostgresError`.
    package static func of(_ account: String, under seal: RowSeal?, on connection: Connection) async throws -> String? {
        let rows = try await connection.query(
            "SELECT set_up_by, set_up_alone, \(unsafeSQL: SealedTable.credential.sealed("c")) FROM access.credential c WHERE account = \(account)")
        guard let (setUpBy, isAlone, form, mac) = try rows.first?.decode((String, Bool, [UInt8], [UInt8]?).self) else { return nil }
        guard seal?.holds(.credential, form, mac) != false else { throw AccessRefused.untrueRow }
        guard !["initial", AccessControl.byTransfer].contains(setUpBy) else { return nil }
        guard isAlone else { return setUpBy }
        let grants = try await connection.query(
            """
            SELECT account, \(unsafeSQL: SealedTable.ledger.sealed("l")) FROM access.ledger l
            WHERE right_name = \(Right.administerAccess.rawValue) AND act = 'grant' AND account <> \(setUpBy) ORDER BY ledger_id LIMIT 1
            """)
        guard let (second, entry, entryMAC) = try grants.first?.decode((String, [UInt8], [UInt8]?).self) else { return setUpBy }
        return second == account && seal?.holds(.ledger, entry, entryMAC) != false ? nil : setUpBy
    }

    /// The same of whoever acts, under the seal by which signing in established them.
    package static func of(_ person: Principal, on connection: Connection) async throws -> String? {
        try await of(person.account, under: person.seal, on: connection)
    }

    /// Whether `administrator` is the first one and nobody else administers access.
    static func isAlone(_ administrator: String, _ rights: RightsOfTheDay, on day: CalendarDay, _ connection: Connection) async throws -> Bool {
        guard try await initial(rights.seal, connection).contains(administrator) else { return false }
        return try await rights.holders(of: .administerAccess, on: day, connection) == [administrator]
    }

    /// Once the first other administrator has enrolled, nobody else counts as registered for want of one.
    static func endAlone(with account: String, _ rights: RightsOfTheDay, on day: CalendarDay, _ connection: Connection) async throws {
        let initial = try await initial(rights.seal, connection)
        guard try await rights.holders(of: .administerAccess, on: day, connection).subtracting(initial) == [account] else { return }
        try await rights.seal.update(
            .credential, "t.set_up_alone AND t.account <> \(account) \(unsafeSQL: RowSeal.set(.credential)) set_up_alone = false", on: connection)
    }

    /// The first administrator.
    private static func initial(_ seal: RowSeal, _ connection: Connection) async throws -> Set<String> {
        let rows = try await connection.query(
            "SELECT account, \(unsafeSQL: SealedTable.person.sealed("p")) FROM access.person p WHERE by_whom = 'initial'")
        return try rows.reduce(into: []) { initial, row in
            let (account, form, mac) = try row.decode((String, [UInt8], [UInt8]?).self)
            if seal.holds(.person, form, mac) { initial.insert(account) }
        }
    }
}
