public import AccessControl
public import Addressee
internal import AuditTrail
internal import Governance
package import Postgres
public import Sharing

/// 開示記録の作成. Reads the log about one person: single answers by the person's id, batches and lists by the compressed set of whom they named, or by addressee numbers
/// (``DisclosedEvents``).
///
/// Built from sealed events, never from what other tables say. Memory is bounded by the kinds of what concerns the person, a few events at a time, and eight
/// bytes for each.
public struct DisclosureReporting: Sendable {
    package let pool: Pool
    package let store: PolicyStore

    /// Reads the log of `provisioning`.
    public init(provisioning: Provisioning) {
        pool = provisioning.pool
        store = provisioning.store
    }

    /// Everything the log tells about a person between two days, both included, what happened often counted (`DisclosureTally`). That it was read is an event of its own.
    ///
    /// - Parameters:
    ///   - from: first day in Japan; nil means from the beginning.
    ///   - until: last day; nil means today.
    ///   - every: is given each event by itself, in the order of the log; nil where only the report is wanted.
    /// - Throws: `AccessRefused`, `LookupRefused` (both recorded), `PostgresError`, and what `every` throws.
    public func report(
        by principal: Principal, on number: AddresseeNumber, from: CalendarDay? = nil, until: CalendarDay? = nil, because reason: String,
        every: ((DisclosureReport.Line) throws -> Void)? = nil
    ) async throws -> DisclosureReport {
        func check() throws(LookupRefused) {
            guard LookupReason(.audit, reason).isTold else { throw .noReason }
        }
        let attempt = Attempt(.disclosureMade, refusing: LookupRefused.self, isolation: .repeatableRead)
        return try await pool.permit(principal, [.readLog], as: attempt, first: check) { _, connection in
            let rows = try await connection.query("SELECT addressee_id FROM register.addressee WHERE atenabango = \(number.value)")
            guard let id = try rows.first?.decode(Int64.self) else { throw LookupRefused.unknown }
            let asked = Asked(
                number: number, id: id, from: from ?? CalendarDay(daysSince2000: 0), until: until ?? .todayInJapan(), reason: reason, by: principal)
            return try await read(asked, every, on: connection)
        }
    }

    /// About whom, which days, by whom and why.
    private struct Asked {
        let number: AddresseeNumber
        let id: Int64
        let from: CalendarDay
        let until: CalendarDay
        let reason: String
        let by: Principal
    }

    private func read(
        _ asked: Asked, _ every: ((DisclosureReport.Line) throws -> Void)?, on connection: Connection
    ) async throws -> Recorded<DisclosureReport> {
        let (start, end) = (JapanTime.start(of: asked.from), JapanTime.start(of: asked.until.adding(days: 1)))
        var events = try await PersonEvents(of: asked.id, asked.number.value, from: start, until: end, on: connection)
        var policies = CitedPolicies(store: store)
        var tally = DisclosureTally()
        // Of media that were given up: what the receiver answers all the same is told beside what was told before.
        var unconfirmed: Set<LoggedEvent.OfferedKey> = []
        while let (event, naming) = try await events.next() {
            var line = DisclosureReport.Line(event, naming, try await policies.cited(event.body.fields["policy"], on: connection))
            if line.part == .provided, let batch = event.batch, unconfirmed.contains(batch) { line.what = DisclosureReport.Line.confirmed }
            if event.isUnconfirmedMedium, let batch = event.batch { unconfirmed.insert(batch) }
            try every?(line)
            tally.add(line)
        }
        let now = PostgresInstant.now()
        let time = JapanTime(now)
        let report = DisclosureReport(
            addresseeNumber: asked.number, from: asked.from, until: asked.until, madeAt: time.plain, madeAtEra: time.era, madeBy: asked.by.name,
            lines: tally.lines, erased: try await Self.erased(from: start, until: end, on: connection))
        var fields = [
            "count": String(report.count), "erased": String(report.erased), "from": asked.from.description, "terminal": asked.by.terminal,
            "until": asked.until.description,
        ]
        fields["department"] = asked.by.department
        if every != nil { fields["every"] = "yes" }
        return Recorded(
            report,
            as: AuditEvent(
                .disclosureMade, by: asked.by.name, fields: fields,
                personal: ["addressee_id": String(asked.id), "atenabango": asked.number.value, "reason_text": asked.reason], addresseeID: asked.id, at: now))
    }

    private static func erased(from start: PostgresInstant, until end: PostgresInstant, on connection: Connection) async throws -> Int {
        let erased = try await connection.query(
            """
            SELECT count(*) FROM audit.event e
            WHERE e.kind = ANY(\([EventKind.provision.name] + DisclosedEvents.showing + DisclosedEvents.listing)) AND e.personal IS NULL AND e.body LIKE '%,"personal":"%'
                AND e.body NOT LIKE '%"result":"offered"%' AND e.body NOT LIKE '%"result":"never-arrived"%'
                AND e.body NOT LIKE '%"result":"accepted"%'
                AND e.recorded_at >= \(start) AND e.recorded_at < \(end)
            """)
        return Int(try erased.first?.decode(Int64.self) ?? 0)
    }
}

/// Policies and their bases, each read once.
private struct CitedPolicies {
    let store: PolicyStore
    private var known: [String: Cited] = [:]

    init(store: PolicyStore) { self.store = store }

    mutating func cited(_ hash: String?, on connection: Connection) async throws -> Cited? {
        guard let hash else { return nil }
        if let cited = known[hash] { return cited }
        guard let policy = try await store.version(hash, on: connection) else { return nil }
        let cited = Cited(policy: policy, bases: try await store.legalBases(of: policy, on: connection))
        known[hash] = cited
        return cited
    }
}

/// A policy version and what it rests on.
package struct Cited {
    let policy: Policy
    let bases: [LegalBasis]
}
