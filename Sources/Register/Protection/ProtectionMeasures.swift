public import AccessControl
public import Addressee
internal import AuditTrail
internal import Governance
public import Postgres

/// 支援措置 (CT-22, DESIGN §8). A clerk sets it at once, for one person or for a group protected together; two people end it. Neither a file nor the calendar does.
///
/// Every record under the same integrated addressee number is protected from the moment on, and receivers are told by the journal. Every act and every refusal
/// is an event.
public struct ProtectionMeasures: Sendable {
    /// Persons under one measure at most.
    public static let most = 50

    package let pool: Pool
    let vault: Vault
    let now: @Sendable () -> PostgresInstant
    var seal: RowSeal { RowSeal(keys: vault.keys) }
    var today: CalendarDay { now().day }

    /// - Parameter vault: whose keys seal what ends protection.
    public init(pool: Pool, vault: Vault) { self.init(pool: pool, vault: vault, now: { .now() }) }

    package init(pool: Pool, vault: Vault, now: @escaping @Sendable () -> PostgresInstant) { (self.pool, self.vault, self.now) = (pool, vault, now) }

    /// 登録の内容. What a measure is set for.
    public struct Terms: Sendable {
        /// 根拠: the law, and what is feared, in words.
        public var ground: String
        /// 申出を受けた機関
        public var sourceOffice: String
        /// 備考
        public var note: String?
        /// 支援措置開始年月日; nil: today.
        public var from: CalendarDay?
        /// 支援措置終了年月日, after which protection goes on and the measure is on the list of those that are due.
        public var until: CalendarDay
        /// 仮支援措置
        public var isProvisional: Bool

        /// As a clerk gives them; nothing is checked here.
        public init(ground: String, sourceOffice: String, note: String? = nil, from: CalendarDay? = nil, until: CalendarDay, isProvisional: Bool = false) {
            (self.ground, self.sourceOffice, self.note) = (ground, sourceOffice, note)
            (self.from, self.until, self.isProvisional) = (from, until, isProvisional)
        }
    }

    /// 登録の結果
    public struct Receipt: Sendable {
        /// Number that people call the measure by.
        public let measure: Int64
        /// Whether it stood before, and was extended.
        public let isExtension: Bool
        /// Records that are protected otherwise than before: those of the persons, and all under the same integrated numbers.
        public let records: Int
    }

    /// Protects persons at once; where all of them, and nobody else, are under a measure that stands, extends it.
    ///
    /// - Parameter persons: the applicant, then those who are protected together with them (併せて支援を求める者).
    /// - Throws: `AccessRefused`, `ProtectionRefused` (both recorded), `PostgresError`.
    public func set(by principal: Principal, _ persons: [ProtectedPerson], _ terms: Terms) async throws -> Receipt {
        try await acting(.measureSet, .protectPersons, principal) { connection in
            let from = terms.from ?? today
            guard terms.ground.isTold(upTo: 500), !terms.sourceOffice.isEmpty, terms.sourceOffice.count <= 100, (terms.note ?? "").count <= 1000 else {
                throw ProtectionRefused.noGround
            }
            guard from <= today, terms.until > today, terms.until <= from.anniversary(years: 3) else { throw ProtectionRefused.wrongDays }
            let named = try await NamedPerson.resolved(persons, on: connection)
            // Two clerks who set at once take turns: the second extends what the first set.
            _ = try await NamedPerson.locked(named.map(\.id), on: connection)
            let standing = try await StandingMeasure.of(named.map(\.id), seal, on: connection).first { $0.persons == Set(named.map(\.id)) }
            let measure: Int64
            if let standing {
                measure = standing.id
            } else {
                let opened = try await connection.query("INSERT INTO register.measure (opened_at) VALUES (\(now())) RETURNING measure_id")
                measure = try opened.first?.decode(Int64.self) ?? 0
                try await connection.execute(
                    """
                    INSERT INTO register.measure_person (measure_id, addressee_id, is_together)
                    SELECT \(measure), p.id, p.place > 1 FROM unnest(\(named.map(\.id))) WITH ORDINALITY AS p (id, place)
                    """)
            }
            try await connection.execute(
                """
                INSERT INTO register.measure_term (measure_id, set_at, from_day, until_day, is_provisional, ground, source_office, set_by, note)
                VALUES (\(measure), \(now()), \(from), \(terms.until), \(terms.isProvisional), \(terms.ground), \(terms.sourceOffice), \(principal.account), \(terms.note))
                """)
            let count = named.count
            let set = try await connection.query(
                """
                SELECT register.set_protection(
                    \([String](repeating: "c", count: count)), \(named.map(\.number)), \([Bool](repeating: !terms.isProvisional, count: count)),
                    \([Bool](repeating: terms.isProvisional, count: count)), \([PostgresDay](repeating: PostgresDay(daysSince2000: from.daysSince2000), count: count)),
                    \([PostgresDay](repeating: PostgresDay(daysSince2000: terms.until.daysSince2000), count: count)), '{}', \(ItemSet.ofProtection.rawValue))
                """)
            // The log knows of each row from the moment on.
            let changed = try set.map { try $0.decode(String.self) }
            let touched = try await connection.query("SELECT addressee_id FROM register.addressee WHERE atenabango = ANY (\(changed))")
            try await ProtectionTrail.note(of: touched.map { try $0.decode(Int64.self) }, by: principal.name, at: now(), on: connection)
            var fields = fields(principal)
            (fields["measure"], fields["persons"], fields["records"]) = (String(measure), String(count), String(set.count))
            (fields["from"], fields["until"]) = (from.description, terms.until.description)
            (fields["extends"], fields["provisional"]) = (standing == nil ? "no" : "yes", terms.isProvisional ? "yes" : "no")
            let events = named.map { event(.measureSet, $0, fields, terms.ground, principal) }
            try await connection.execute("SELECT pg_notify('atena_journal', '')")
            return Recorded(Receipt(measure: measure, isExtension: standing != nil, records: set.count), as: events)
        }
    }

    // MARK: parts

    /// Right and person first; a refusal is recorded as the failure of what was tried.
    func acting<R: Sendable>(
        _ kind: EventKind, _ right: Right, _ principal: Principal, fields: [String: String] = [:], _ body: (Connection) async throws -> Recorded<R>
    ) async throws -> R {
        func check() throws(ProtectionRefused) {
            guard !principal.isService else { throw .onlyPersons }
        }
        let attempt = Attempt(kind, refusing: ProtectionRefused.self, fields: fields, opening: [HubCalendar.holdingStill], retries: 3)
        return try await pool.permit(principal, [right], as: attempt, first: check) { _, connection in try await body(connection) }
    }

    func fields(_ principal: Principal) -> [String: String] {
        var fields = ["terminal": principal.terminal]
        fields["department"] = principal.department
        return fields
    }

    func event(_ kind: EventKind, _ person: NamedPerson, _ fields: [String: String], _ reason: String, _ principal: Principal) -> AuditEvent {
        AuditEvent(
            kind, by: principal.name, fields: fields,
            personal: ["addressee_id": String(person.id), "atenabango": person.number, "reason_text": reason], addresseeID: person.id, at: now())
    }
}

extension String {
    /// Whether it says something, in so many characters at most.
    func isTold(upTo most: Int) -> Bool { LookupReason(.audit, self).isTold && count <= most }
}
