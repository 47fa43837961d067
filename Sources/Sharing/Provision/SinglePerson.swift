public import Addressee
internal import AuditTrail
public import ConnectorKit
internal import Governance
internal import Postgres
internal import Register

extension Provisioning {
    /// One person's current state, as the policy lets this system see it.
    ///
    /// Look-ups that come at the same moment share their round trips: the facts of all are fetched at once, sealed numbers among them; then each is
    /// decided by itself, and what was decided is recorded, a record each, and committed before anything is opened or answered.
    ///
    /// - Throws: `ProvisionRefused` (why lies in the person is told as out of scope), `PostgresError`.
    public func person(
        _ caller: Caller, dataset: String, addresseeNumber: AddresseeNumber
    ) async throws -> Entry {
        try await lookups.submit(.init(system: caller.system, dataset: dataset, addresseeNumber: addresseeNumber, byWhom: caller.byWhom)) { asked in
            try await answer(asked)
        }
    }

    /// Answers look-ups of one system in one dataset; once more, where they met others that ask about the same persons in a circle.
    private func answer(_ asked: [Lookup]) async throws -> [Result<Entry, any Error>] {
        do { return try await answerOnce(asked) } catch let error as PostgresError where error.isRetryable { return try await answerOnce(asked) }
    }

    private func answerOnce(_ asked: [Lookup]) async throws -> [Result<Entry, any Error>] {
        guard let first = asked.first else { return [] }
        let (system, dataset) = (first.system, first.dataset)
        return try await pool.withConnection { connection in
            var policy = try await store.lastKnown(system, dataset, on: connection)
            var facts = try await fetch(asked, policy, on: connection)
            if facts.policyVersion != policy?.contentHash {
                // The policy changed since this process last looked: look again under the one in force.
                policy = try await store.inForce(system, dataset, on: connection)
                facts = try await fetch(asked, policy, on: connection)
                guard facts.policyVersion == policy?.contentHash else { throw PolicyStoreError.altered(facts.policyVersion ?? "") }
            }
            let end = try await ended(by: facts.day, on: connection)
            let isSealed = if facts.isSealed { await monitor.isOpen() } else { false }
            let decided = asked.map { lookup in
                let state = facts.states[lookup.addresseeNumber.value]
                var person = state?.facts
                if let confirmation = facts.confirmations[lookup.addresseeNumber.value] { person?.confirmation = confirmation }
                let decision =
                    isSealed
                    ? decide(policy: policy, system: system, facts: person, way: .pull, on: facts.day, end: end) : .refuse(.sealingBehind)
                return (lookup, state, decision)
            }
            func items(_ lookup: Lookup) -> WithheldItems? { facts.items[lookup.addresseeNumber.value] }
            var statements = [
                ProvisionRecord.statement(
                    of: decided.map { record($0.0, $0.1, $0.2, policy, items($0.0), facts.withPlaceWithheld.contains($0.0.addresseeNumber.value), facts.day) })
            ]
            var waiting: [(id: Int64, items: ItemSet, by: String)] = []
            for case (let lookup, let state?, let decision) in decided {
                if decision == .refuse(.awaitsConfirmation) { waiting.append((state.addresseeID, [], lookup.byWhom)) }
                if decision == .provide, let items = items(lookup)?.waiting, !items.isEmpty { waiting.append((state.addresseeID, items, lookup.byWhom)) }
            }
            // In one order, so that two groups that ask about the same persons wait for each other and not in a circle.
            for one in waiting.sorted(by: { ($0.id, $0.items.rawValue) < ($1.id, $1.items.rawValue) }) {
                statements.append(Withheld.queued([one.id], items: one.items, system.rawValue, dataset, .one, by: one.by))
            }
            try await connection.pipeline(statements)[0].written(decided.count)
            let columns = policy.map { ItemExpression.rowItems(of: $0, confirmed: true) } ?? []
            return decided.map { lookup, state, decision in
                if case .refuse(let refusal) = decision { return .failure(ProvisionRefused(refusal: refusal)) }
                guard let state, let answered = items(lookup) else { return .failure(ProvisionRefused(refusal: .noPolicy)) }
                return Result {
                    Entry(
                        addresseeNumber: lookup.addresseeNumber, historyNumber: Int(state.historyNumber), operation: .upsert,
                        items: state.items(columns).filter { answered.given.contains($0.key) },
                        individualNumber: answered.given.contains(Item.kojinbango) ? try state.owner.flatMap { facts.sealed[$0] }.flatMap(vault.opened) : nil,
                        waiting: answered.waiting.union(answered.undecided).items, declined: answered.declined.items)
                }
            }
        }
    }

    private func record(
        _ lookup: Lookup, _ state: PersonState?, _ decision: Decision, _ policy: Policy?, _ items: WithheldItems?, _ withholdsPlace: Bool,
        _ day: CalendarDay
    ) -> ProvisionRecord {
        var record = ProvisionRecord(
            decision == .provide ? .provided : .refused, .one, system: lookup.system.rawValue, dataset: lookup.dataset, byWhom: lookup.byWhom,
            policy: policy)
        if case .refuse(let refusal) = decision { record.refusal = refusal }
        if let items, decision == .provide {
            let place = withholdsPlace ? items.given.intersection(.ofPlace) : []
            (record.given, record.withheld) = (items.given.subtracting(place), items.waiting.union(items.declined).union(items.undecided).union(place))
        }
        record.addresseeID = state?.addresseeID
        // A number that nobody has may be anything, an individual number too: it is not kept.
        record.addresseeNumber = state.map { _ in lookup.addresseeNumber.value }
        record.personsCount = decision == .provide ? 1 : 0
        record.day = day
        return record
    }

    /// One look-up, and who asks.
    struct Lookup: Sendable {
        let system: SystemName
        let dataset: String
        let addresseeNumber: AddresseeNumber
        let byWhom: String
    }

    private struct Facts {
        var policyVersion: String?
        var day: CalendarDay
        /// Whether the log is sealed closely enough for anything to go out.
        var isSealed: Bool
        var states: [String: PersonState] = [:]
        var sealed: [Vault.Place: Row] = [:]
        /// Of those who are flagged (自動応答不可).
        var confirmations: [String: Confirmation] = [:]
        /// Protected persons whose items of place are withheld.
        var withPlaceWithheld: Set<String> = []
        /// What of the policy's items may go out about each.
        var items: [String: WithheldItems] = [:]
    }

    private func fetch(_ asked: [Lookup], _ policy: Policy?, on connection: Connection) async throws -> Facts {
        let numbers = asked.map(\.addresseeNumber.value)
        var queries: [Query] = [
            "BEGIN READ ONLY",
            // By index, however many ask: planning anew for each group would cost more than reading.
            "SET LOCAL plan_cache_mode = force_generic_plan",
            """
            SELECT (SELECT content_hash FROM governance.in_force WHERE system = \(asked[0].system.rawValue) AND dataset = \(asked[0].dataset)),
                (SELECT day FROM journal.calendar ORDER BY day DESC LIMIT 1),
                \(unsafeSQL: SealingDelay.isClose)
            """,
        ]
        // Numbers before what waits, so that one that comes to wait in between is named as waiting.
        let opensNumbers = policy?.mayGiveIndividualNumber == true
        if opensNumbers { queries += ["SET LOCAL ROLE atena_vault", Vault.selectSealed(of: numbers), "SET LOCAL ROLE atena_hub"] }
        queries.append(
            """
            SELECT \(unsafeSQL: PersonState.factColumns)\(unsafeSQL: policy.map { ItemExpression.columns($0, confirmed: true) } ?? ""), (
                    SELECT coalesce((
                        SELECT q.outcome::text FROM answer.request q
                        WHERE q.addressee_id = f.addressee_id AND q.system = \(asked[0].system.rawValue) AND q.dataset = \(asked[0].dataset)
                            AND q.items = 0 AND q.stands_until > now()
                        ORDER BY q.request_id DESC LIMIT 1
                    ), 'a') FROM answer.flagged f WHERE f.addressee_id = a.addressee_id
                ) AS confirmation, \(unsafeSQL: AwaitingItems.column) AS awaiting\(unsafeSQL: WithheldItems.columns(policy))\(unsafeSQL: ProtectionColumns.withholds(policy))
            FROM register.addressee a CROSS JOIN LATERAL (
                SELECT * FROM register.version WHERE addressee_id = a.addressee_id AND karitorokufuragu IS DISTINCT FROM '1'
                ORDER BY history_number DESC LIMIT 1
            ) AS v
            \(unsafeSQL: ProtectionColumns.latest)
            WHERE a.atenabango = ANY(\(numbers))
            """)
        queries.append("COMMIT")
        let results = try await connection.pipeline(queries)
        guard let day = try results[2].first?.decode(1, as: CalendarDay?.self) else { throw HubHasNoDay() }
        var facts = Facts(
            policyVersion: try results[2].first?.decode(0, as: String?.self), day: day, isSealed: try results[2].first?.decode(2, as: Bool?.self) ?? false)
        for row in results[opensNumbers ? 6 : 3] {
            let state = try PersonState(row)
            facts.states[state.addresseeNumber] = state
            if let policy {
                let awaiting = ItemSet(rawValue: try row.decode("awaiting", as: Int64.self))
                facts.items[state.addresseeNumber] = try WithheldItems(policy, row, awaiting: awaiting)
            }
            if try row.decode("withholds_place", as: Bool.self) { facts.withPlaceWithheld.insert(state.addresseeNumber) }
            if let standing = try row.decode("confirmation", as: String?.self) { facts.confirmations[state.addresseeNumber] = Withheld.confirmation(standing) }
        }
        if opensNumbers {
            for row in results[4] {
                facts.sealed[
                    Vault.Place(runningNumber: try row.decode(0, as: Int64.self), ordinal: try row.decode(1, as: Int16.self))] = row
            }
        }
        return facts
    }
}
