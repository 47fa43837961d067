public import AccessControl
public import Addressee
internal import AuditTrail
public import Postgres

/// 関心の登録. A system that works with a person whom it did not register itself says so, and goes on being told of the person where its policy has
/// `registered-by-system` (a pension system: of its pensioners). It opens nothing else: whom the register closes to other affairs stays closed.
public struct Interests: Sendable {
    /// Fewest characters of a reason.
    public static let shortestReason = 5

    private let pool: Pool
    private let seal: RowSeal
    private let notifier: JournalNotifier

    /// Kept in the register's database.
    ///
    /// - Parameter vault: whose keys seal them.
    public init(pool: Pool, vault: Vault) { (self.pool, seal, notifier) = (pool, RowSeal(keys: vault.keys), JournalNotifier(pool: pool)) }

    /// Registers a system's interest in a person.
    ///
    /// - Parameters:
    ///   - principal: must have the right to operate deliveries.
    ///   - reason: why the system works with the person.
    /// - Throws: `AccessRefused` and `InterestRefused`, both recorded; `PostgresError`.
    public func register(by principal: Principal, _ system: SystemName, in number: AddresseeNumber, because reason: String) async throws {
        try await turn(true, principal, system, number, reason)
    }

    /// Ends it: where nothing else brings the person into the system's scope, what it was given is taken back.
    ///
    /// - Throws: as ``register(by:_:in:because:)``.
    public func end(by principal: Principal, _ system: SystemName, in number: AddresseeNumber, because reason: String) async throws {
        try await turn(false, principal, system, number, reason)
    }

    /// Registers the interest of a system by the work of its own department: what it keeps of a person, it has to be told of.
    ///
    /// - Parameter right: to the work of that department.
    /// - Returns: whether it is registered now: not where it was before, nor where the register knows nobody of that number.
    /// - Throws: `AccessRefused`, recorded; `PostgresError`.
    @discardableResult
    package func keep(by principal: Principal, holding right: Right, _ system: SystemName, in number: AddresseeNumber, because reason: String) async throws
        -> Bool
    {
        let held = try await pool.withConnection { connection -> Bool? in
            let known = try await connection.query(
                """
                SELECT a.addressee_id FROM register.addressee a
                WHERE a.atenabango = \(number.value) AND EXISTS (SELECT FROM register.newest(a.addressee_id))
                """)
            guard let id = try known.first?.decode(Int64.self) else { return nil }
            return try await standing(id, system, on: connection)?.holds ?? false
        }
        guard let held, !held else { return false }
        // Another may have come first.
        do { try await turn(true, principal, system, number, reason, holding: right) } catch let refused as InterestRefused
            where refused == .registeredAlready
        { return false }
        return true
    }

    /// In whom a system's interest stands that was registered with a reason, so many days ago and more.
    ///
    /// - Throws: `PostgresError`.
    package func held(_ system: SystemName, because reason: String, longerThanDays days: Int) async throws -> [AddresseeNumber] {
        let rows = try await pool.query(
            """
            SELECT a.atenabango,
                coalesce(i.holds AND i.reason = \(reason) AND i.recorded_at < clock_timestamp() - make_interval(days => \(Int32(days))), false),
                \(unsafeSQL: SealedTable.interest.sealed("i"))
            FROM dataset.interest i JOIN register.addressee a USING (addressee_id)
            WHERE i.system = \(system.rawValue) AND i.cause = 'r' AND i.addressee_id IN (
                SELECT o.addressee_id FROM dataset.interest o WHERE o.system = \(system.rawValue) AND o.cause = 'r' AND o.reason = \(reason))
            ORDER BY a.atenabango COLLATE "C", i.recorded_at DESC
            """)
        var (seen, found): (String?, [AddresseeNumber]) = (nil, [])
        for row in rows {
            let (number, isMeant, form, mac) = try row.decode((String, Bool, [UInt8], [UInt8]?).self)
            // Of each the last true word counts.
            guard number != seen, seal.holds(.interest, form, mac) else { continue }
            seen = number
            if isMeant { found.append(try AddresseeNumber(number)) }
        }
        return found
    }

    /// The last true word about a person; nil where there is none.
    private func standing(_ id: Int64, _ system: SystemName, on connection: Connection) async throws -> (holds: Bool, reason: String?)? {
        let rows = try await connection.query(
            """
            SELECT i.holds, i.reason, \(unsafeSQL: SealedTable.interest.sealed("i")) FROM dataset.interest i
            WHERE i.addressee_id = \(id) AND i.system = \(system.rawValue) AND i.cause = 'r' ORDER BY i.recorded_at DESC
            """)
        for row in rows {
            let (holds, reason, form, mac) = try row.decode((Bool, String?, [UInt8], [UInt8]?).self)
            if seal.holds(.interest, form, mac) { return (holds, reason) }
        }
        return nil
    }

    /// Ends an interest that ``keep(by:holding:_:in:because:)`` registered, with the reason that it was given: nobody else's. It is what follows inside the house
    /// where the need has ended, by whatever act that was permitted, or by itself.
    ///
    /// - Parameter name: of whoever is on record with it.
    /// - Returns: whether it was ended now.
    /// - Throws: `PostgresError`.
    @discardableResult
    package func release(by name: String, _ system: SystemName, in number: AddresseeNumber, keptBecause told: String, because reason: String) async throws
        -> Bool
    {
        do {
            try Self.check(reason)
            try await pool.transaction(opening: [HubCalendar.holdingStill], retries: 3) { connection in
                try await write(false, by: name, system, number, reason, keptBecause: told, on: connection).record(on: connection)
            }
        } catch let refused as InterestRefused where refused == .notRegistered || refused == .unknownPerson { return false }
        notifier.notify()
        return true
    }

    private func turn(
        _ holds: Bool, _ principal: Principal, _ system: SystemName, _ number: AddresseeNumber, _ reason: String, holding right: Right = .operateDeliveries
    ) async throws {
        let attempt = Attempt(
            holds ? .interestRegistered : .interestEnded, refusing: InterestRefused.self, fields: ["system": system.rawValue],
            opening: [HubCalendar.holdingStill], retries: 3)
        func check() throws { try Self.check(reason) }
        try await pool.permit(principal, [right], as: attempt, first: check) { _, connection in
            Recorded(as: try await write(holds, by: principal.name, system, number, reason, on: connection))
        }
        notifier.notify()
    }

    private static func check(_ reason: String) throws(InterestRefused) {
        guard reason.count >= shortestReason else { throw .noReason }
    }

    /// - Parameter told: only one that stands with this reason; `nil`: with any.
    /// - Returns: the event that tells of it, to be written in the same transaction.
    private func write(
        _ holds: Bool, by name: String, _ system: SystemName, _ number: AddresseeNumber, _ reason: String, keptBecause told: String? = nil,
        on connection: Connection
    ) async throws -> AuditEvent {
        // Two who turn one person's interest take turns.
        let known = try await connection.query("SELECT addressee_id FROM register.addressee WHERE atenabango = \(number.value) FOR NO KEY UPDATE")
        guard let id = try known.first?.decode(Int64.self) else { throw InterestRefused.unknownPerson }
        // Of whom there is no version the journal could tell nothing.
        let newest = try await connection.query("SELECT v.history_number FROM register.newest(\(id)) AS v")
        guard let history = try newest.first?.decode(Int32.self) else { throw InterestRefused.unknownPerson }
        let last = try await standing(id, system, on: connection)
        let held = last.map { $0.holds && (told == nil || $0.reason == told) } ?? false
        guard held != holds else { throw holds ? InterestRefused.registeredAlready : .notRegistered }
        let place = try await connection.query("SELECT nextval('journal.position')").first?.decode(Int64.self) ?? 0
        try await seal.write(
            .interest,
            """
            INSERT INTO dataset.interest (addressee_id, journal_position, holds, cause, system, by_whom, reason)
            VALUES (\(id), \(place), \(holds), 'r', \(system.rawValue), \(name), \(reason))
            """, on: connection)
        try await connection.execute(
            """
            INSERT INTO journal.entry (position, addressee_id, changed, history_number, kind) VALUES (\(place), \(id), 0, \(history), 'i')
            """)
        return AuditEvent(
            holds ? .interestRegistered : .interestEnded, by: name, fields: ["system": system.rawValue],
            personal: ["addressee_id": String(id), "atenabango": number.value, "reason_text": reason], addresseeID: id)
    }
}

/// Why an interest was not registered or ended. Holds no personal data.
public struct InterestRefused: Explained, Sendable, Equatable {
    /// I0001 nobody has the number, I0002 registered already, I0003 not registered, I0004 no reason.
    public let code: String
    /// What is wrong, in Japanese.
    public let rule: String

    static let unknownPerson = Self(code: "I0001", rule: "該当する宛名番号の者は登録されていません。")
    static let registeredAlready = Self(code: "I0002", rule: "この業務システムは、その者をすでに登録しています。")
    static let notRegistered = Self(code: "I0003", rule: "この業務システムは、その者を登録していません。")
    static let noReason = Self(code: "I0004", rule: "理由を\(Interests.shortestReason)文字以上で記入してください。")
}
