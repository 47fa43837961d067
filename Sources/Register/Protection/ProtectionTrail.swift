internal import AccessControl
internal import AuditTrail
package import Keys
package import Postgres

/// 支援措置の控え (CT-22, DESIGN §8). Protection never goes without a trace: the log has an event of every row that protects somebody, and one of which neither the
/// row nor a true end is there was taken out past the program. The person is protected again at once, until two people end it.
///
/// What is protected by mistake is ended by two people; what is not protected by mistake has left the house. So the log, which is sealed outside the
/// database, is believed before the tables.
package struct ProtectionTrail: Sendable {
    /// As the log names what puts protection back before an extract.
    package static let name = "service protection-trail"

    /// Rows that are noted in one transaction.
    private static let portion = 500

    private let pool: Pool
    private let vault: Vault

    /// - Parameter vault: whose keys tell true ends from others.
    package init(pool: Pool, vault: Vault) { (self.pool, self.vault) = (pool, vault) }

    /// Notes in the log what was set since the last time, and protects again whose protection was taken out.
    ///
    /// - Parameter whom: who does it, as the log is to name it.
    /// - Returns: how many sets are found missing for the first time, and of how many persons the household was.
    /// - Throws: `PostgresError`.
    package func keep(by whom: String) async throws -> Int {
        try await note(by: whom)
        return try await putBack(by: whom)
    }

    /// Protects again whose protection was taken out.
    ///
    /// - Returns: as ``keep(by:)``.
    /// - Throws: `PostgresError`.
    package func putBack(by whom: String) async throws -> Int {
        let keys = vault.keys
        // Nearly always nothing is: then nobody waits for anybody.
        let isWhole = try await pool.withConnection { connection in
            let households = try await connection.query("SELECT FROM register.missing_households() LIMIT 1")
            guard households.isEmpty else { return false }
            return try await Self.missing(keys, on: connection).isEmpty
        }
        guard !isWhole else { return 0 }
        return try await pool.transaction(opening: [HubCalendar.holdingStill], retries: 3) { connection in
            var found = try await households(by: whom, on: connection)
            let missing = try await Self.missing(keys, on: connection)
            guard !missing.isEmpty else { return found }
            _ = try await NamedPerson.locked(Set(missing.map(\.id)).sorted(), on: connection)
            // Another process may have come first.
            let left = try await Self.missing(keys, on: connection)
            let numbers = Set(left.compactMap(\.number)).sorted()
            let set = try await connection.query("SELECT register.protect_again(\(numbers))").map { try $0.decode(String.self) }
            for row in left {
                guard try await !row.isTold(on: connection) else { continue }
                found += 1
                var personal = ["addressee_id": String(row.id)]
                personal["atenabango"] = row.number
                try await AuditEvent(
                    .protectionMissing, isFailure: true, by: whom,
                    fields: ["ordinal": String(row.ordinal), "restored": row.number.map { set.contains($0) } == true ? "yes" : "no"], personal: personal,
                    addresseeID: row.id
                ).record(on: connection)
            }
            // Known to the log with it, so that it is missed at once where it is taken out again.
            try await Self.note(of: Set(left.map(\.id)).sorted(), by: whom, at: .now(), on: connection)
            try await connection.execute("SELECT pg_notify('atena_journal', '')")
            return found
        }
    }

    /// Households in which somebody protected is: where the one is, the others are.
    private func households(by whom: String, on connection: Connection) async throws -> Int {
        let count = Int(try await connection.query("SELECT register.tell_missing_households()").first?.decode(Int32.self) ?? 0)
        guard count > 0 else { return 0 }
        try await AuditEvent(.householdsMissing, isFailure: true, by: whom, fields: ["count": String(count)]).record(on: connection)
        try await connection.execute("SELECT pg_notify('atena_journal', '')")
        return count
    }

    // MARK: what the log knows

    /// In SQL, the row that an event `e` notes.
    private static let ordinal = "((e.body::jsonb #>> '{fields,ordinal}')::bigint)"
    private static let notes = "e.kind = '\(EventKind.protectionNoted.name)'"

    /// Notes what stands and no event tells of.
    private func note(by whom: String) async throws {
        while true {
            let count = try await pool.transaction(retries: 3) { connection in
                let rows = try await connection.query(
                    "SELECT p.addressee_id \(unsafeSQL: Self.unnoted) ORDER BY p.ordinal LIMIT \(Int64(Self.portion))")
                let persons = Set(try rows.map { try $0.decode(Int64.self) }).sorted()
                guard !persons.isEmpty else { return 0 }
                // Who notes the same at once takes turns here.
                _ = try await NamedPerson.locked(persons, on: connection)
                try await Self.note(of: persons, by: whom, at: .now(), on: connection)
                return rows.count
            }
            guard count == Self.portion else { return }
        }
    }

    private static let unnoted = """
        FROM register.protection p JOIN register.addressee a USING (addressee_id)
        WHERE NOT EXISTS (SELECT FROM audit.event e WHERE \(notes) AND e.addressee_id = p.addressee_id AND \(ordinal) = p.ordinal)
        """

    /// The same of these persons, who are locked, in the transaction that may have set it.
    static func note(of persons: [Int64], by whom: String, at now: PostgresInstant, on connection: Connection) async throws {
        let rows = try await connection.query(
            """
            SELECT p.addressee_id, a.atenabango, p.ordinal, p.cause::text AS cause \(unsafeSQL: unnoted) AND p.addressee_id = ANY (\(persons)) ORDER BY p.ordinal
            """)
        for row in rows {
            let (id, number, ordinal, cause) = try row.decode((Int64, String, Int64, String).self)
            try await AuditEvent(
                .protectionNoted, by: whom, fields: ["cause": cause, "ordinal": String(ordinal)],
                personal: ["addressee_id": String(id), "atenabango": number], addresseeID: id, at: now
            ).record(on: connection)
        }
    }

    // MARK: what is gone

    /// A set that the log knows, and of which neither the row nor a true end is there.
    private struct Missing: Sendable {
        let id: Int64
        /// 宛名番号; nil where the addressee is gone, too.
        let number: String?
        let ordinal: Int64

        /// Whether the log tells of it already.
        func isTold(on connection: Connection) async throws -> Bool {
            try await !connection.query(
                """
                SELECT FROM audit.event m WHERE m.addressee_id = \(id) AND m.kind = \(EventKind.protectionMissing.name)
                    AND m.body::jsonb #>> '{fields,ordinal}' = \(String(ordinal)) LIMIT 1
                """
            ).isEmpty
        }
    }

    private static func missing(_ keys: LiveCipher, on connection: Connection) async throws -> [Missing] {
        let ends = try await TrueEnds.all(RowSeal(keys: keys), on: connection)
        return try await connection.query(
            """
            SELECT e.addressee_id, a.atenabango, \(unsafeSQL: ordinal) AS ordinal FROM audit.event e LEFT JOIN register.addressee a USING (addressee_id)
            WHERE \(unsafeSQL: notes) AND e.addressee_id IS NOT NULL
                AND NOT EXISTS (SELECT FROM register.protection p WHERE p.addressee_id = e.addressee_id AND p.ordinal = \(unsafeSQL: ordinal))
                AND NOT EXISTS (
                    SELECT FROM register.protection_end n
                    WHERE n.addressee_id = e.addressee_id AND n.ordinal > \(unsafeSQL: ordinal) AND n.end_id = ANY (\(unsafeSQL: ends.sql)))
            ORDER BY 3
            """
        ).map { row in
            let (id, number, ordinal) = try row.decode((Int64, String?, Int64).self)
            return Missing(id: id, number: number, ordinal: ordinal)
        }
    }

    /// 失われた設定. Of how many persons a set of protection was taken out that two people have not ended since; for status.
    ///
    /// - Throws: `PostgresError`.
    package static func missingPersons(_ keys: LiveCipher, on connection: Connection) async throws -> Int {
        Set(try await missing(keys, on: connection).map(\.id)).count
    }

    /// What status says of so many persons, and what to do, in Japanese.
    package static func text(missing count: Int) -> String {
        "証跡にある支援措置の設定のうち、表から失われたものが\(count)人分あります（保護は付け直してあり、続いています）。atena audit verify で証跡を確かめ、データベースの管理者と原因を調べてください。正しい設定を確かめて登録し直し、不要なものは2人で終わらせてください（atena protection set・end）。"
    }
}
