public import AccessControl
public import Addressee
internal import AuditTrail
internal import Governance
package import Postgres
public import Sharing

/// 開示記録の作成. Reads the log about one person: single answers by the person's id, batches by the compressed set of whom they named.
///
/// Built from sealed events, never from what other tables say. Memory is bounded by what concerns the person and a few batches at a time.
public struct DisclosureReporting: Sendable {
    /// Batches looked into at a time: one that names a whole city may be a megabyte.
    private static let batches: Int64 = 64

    package let pool: Pool
    package let store: PolicyStore

    /// Reads the log of `provisioning`.
    public init(provisioning: Provisioning) {
        pool = provisioning.pool
        store = provisioning.store
    }

    /// Everything the log tells about a person between two days, both included. That it was read is an event of its own.
    ///
    /// - Parameters:
    ///   - from: first day in Japan; nil means from the beginning.
    ///   - until: last day; nil means today.
    /// - Throws: `AccessRefused`, `LookupRefused` (both recorded), `PostgresError`.
    public func report(
        by principal: Principal, on number: AddresseeNumber, from: CalendarDay? = nil, until: CalendarDay? = nil, because reason: String
    ) async throws -> DisclosureReport {
        try await pool.permit(principal, .readLog, or: .disclosureMade)
        do {
            guard LookupReason(.audit, reason).isTold else { throw LookupRefused.noReason }
            return try await pool.transaction(isolation: .repeatableRead) { connection in
                let rows = try await connection.query("SELECT addressee_id FROM register.addressee WHERE atenabango = \(number.value)")
                guard let id = try rows.first?.decode(Int64.self) else { throw LookupRefused.unknown }
                return try await read(
                    number, id, from ?? CalendarDay(daysSince2000: 0), until ?? .todayInJapan(), reason, principal, on: connection)
            }
        } catch let refused as LookupRefused {
            try await pool.refuse(.disclosureMade, refused.code, by: principal)
            throw refused
        }
    }

    private func read(
        _ number: AddresseeNumber, _ id: Int64, _ from: CalendarDay, _ until: CalendarDay, _ reason: String, _ principal: Principal,
        on connection: Connection
    ) async throws -> DisclosureReport {
        let (start, end) = (JapanTime.start(of: from), JapanTime.start(of: until.adding(days: 1)))
        let own = try await connection.query(
            """
            SELECT \(unsafeSQL: LoggedEvent.columns) FROM audit.event e
            WHERE e.addressee_id = \(id) AND e.recorded_at >= \(start) AND e.recorded_at < \(end) ORDER BY e.event_id
            """)
        var events = try own.map { (event: try LoggedEvent($0), naming: LoggedEvent.Naming.given) }
        // Offers that name the person and whose end was not read yet.
        var open: [LoggedEvent.OfferedKey: LoggedEvent] = [:]
        var after: Int64 = 0
        while true {
            let rows = try await connection.query(
                """
                SELECT \(unsafeSQL: LoggedEvent.columns) FROM audit.event e
                WHERE e.event_id > \(after) AND e.addressee_id IS NULL AND e.kind IN ('provision.answered', 'person.searched')
                    AND e.personal IS NOT NULL AND e.recorded_at >= \(start) AND e.recorded_at < \(end)
                ORDER BY e.event_id LIMIT \(Self.batches)
                """)
            guard let last = rows.last else { break }
            after = try last.decode("event_id")
            for event in try rows.map({ try LoggedEvent($0) }) {
                let naming = event.naming(id)
                if event.isOffer || event.isAcceptance, let batch = event.batch {
                    if naming != nil { open[batch] = event }
                    continue
                }
                if let batch = event.batch, event.ends(open[batch], of: id) { open[batch] = nil }
                if let naming { events.append((event, naming)) }
            }
        }
        // What became of an offer is told in its place, also where that was after the report's last day.
        for (batch, offer) in open {
            var last = offer
            let ends = try await ends(of: offer, batch, on: connection)
            for end in ends where end.isAcceptance && end.naming(id) != nil { last = end }
            if !ends.contains(where: { !$0.isAcceptance && $0.ends(last, of: id) }), let naming = last.naming(id) { events.append((last, naming)) }
            events += ends.filter { !$0.isAcceptance }.compactMap { end in end.naming(id).map { (end, $0) } }
        }
        let erased = try await connection.query(
            """
            SELECT count(*) FROM audit.event e
            WHERE e.kind IN ('provision.answered', 'person.searched') AND e.personal IS NULL AND e.body LIKE '%,"personal":"%'
                AND e.body NOT LIKE '%"result":"offered"%' AND e.body NOT LIKE '%"result":"never-arrived"%'
                AND e.body NOT LIKE '%"result":"accepted"%'
                AND e.recorded_at >= \(start) AND e.recorded_at < \(end)
            """)
        var policies = CitedPolicies(store: store)
        var lines: [DisclosureReport.Line] = []
        // Of media that were given up: what the receiver answers all the same is told beside what was told before.
        var unconfirmed: Set<LoggedEvent.OfferedKey> = []
        for (event, naming) in events.sorted(by: { $0.event.id < $1.event.id }) {
            var line = DisclosureReport.Line(event, naming, try await policies.cited(event.body.fields["policy"], on: connection))
            if line.part == .provided, let batch = event.batch, unconfirmed.contains(batch) { line.what = DisclosureReport.Line.confirmed }
            if event.isUnconfirmedMedium, let batch = event.batch { unconfirmed.insert(batch) }
            lines.append(line)
        }
        let now = PostgresInstant.now()
        let time = JapanTime(now)
        let report = DisclosureReport(
            addresseeNumber: number, from: from, until: until, madeAt: time.plain, madeAtEra: time.era, madeBy: principal.name, lines: lines,
            erased: Int(try erased.first?.decode(Int64.self) ?? 0))
        var fields = [
            "count": String(lines.count), "erased": String(report.erased), "from": from.description, "terminal": principal.terminal,
            "until": until.description,
        ]
        fields["department"] = principal.department
        try await AuditEvent(
            .disclosureMade, by: principal.name, fields: fields,
            personal: ["addressee_id": String(id), "atenabango": number.value, "reason_text": reason], addresseeID: id, at: now
        ).record(on: connection)
        return report
    }
}

extension DisclosureReporting {
    /// What became of an offer: as a rule the next but few events tell it.
    private func ends(of offer: LoggedEvent, _ batch: LoggedEvent.OfferedKey, on connection: Connection) async throws -> [LoggedEvent] {
        let rows = try await connection.query(
            """
            SELECT \(unsafeSQL: LoggedEvent.columns) FROM audit.event e
            WHERE e.event_id > \(offer.id) AND e.addressee_id IS NULL AND e.kind = 'provision.answered' AND NOT e.is_failure
                AND position(\("\"batch\":\"\(batch.batch)\"") in e.body) > 0
            ORDER BY e.event_id
            """)
        // Whatever was written past the program need not be an event of ours.
        return rows.compactMap { try? LoggedEvent($0) }.filter { $0.batch == batch && !$0.isOffer }
    }
}

extension LoggedEvent {
    /// Whether it says what became of what stands open of a person's batch: of an offer, whatever it names; of an acceptance, only where it names the person, as
    /// answers come one after the other.
    fileprivate func ends(_ open: LoggedEvent?, of person: Int64) -> Bool { open.map { !$0.isAcceptance || naming(person) != nil } ?? false }
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
