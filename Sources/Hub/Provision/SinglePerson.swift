public import Addressee
public import ConnectorKit
internal import Governance
internal import Postgres

extension ProvisionDesk {
    /// One person's current state, as the policy lets this system see it.
    ///
    /// Two round trips: the facts are fetched at once, the sealed number among them; then it is decided, and what was decided is
    /// recorded and committed before anything is opened or answered.
    ///
    /// - Throws: `ProvisionRefused` (why lies in the person is told as out of scope), `PostgresError`.
    public func person(
        system: SystemName, dataset: String, addresseeNumber: AddresseeNumber, by caller: Caller
    ) async throws -> Entry {
        try await pool.withConnection { connection in
            var policy = try await shelf.lastKnown(system, dataset, on: connection)
            var facts = try await fetch(system, dataset, addresseeNumber, policy, on: connection)
            if facts.policyVersion != policy?.contentHash {
                // The policy changed since this process last looked: look again under the one in force.
                policy = try await shelf.inForce(system, dataset, on: connection)
                facts = try await fetch(system, dataset, addresseeNumber, policy, on: connection)
                guard facts.policyVersion == policy?.contentHash else { throw PolicyShelfError.altered(facts.policyVersion ?? "") }
            }
            let decision = decide(policy: policy, system: system, facts: facts.state?.facts, way: .pull, on: facts.day)
            var record = ProvisionRecord(
                decision == .provide ? .provided : .refused, .one, system: system.rawValue, dataset: dataset, byWhom: caller.byWhom,
                policy: policy)
            if case .refuse(let refusal) = decision { record.refusal = refusal }
            record.addresseeID = facts.state?.addresseeID
            // A number that nobody has may be anything, an individual number too: it is not kept.
            record.addresseeNumber = facts.state.map { _ in addresseeNumber.value }
            record.personsCount = decision == .provide ? 1 : 0
            record.day = facts.day
            _ = try await connection.query(record.statement())
            if let refusal = record.refusal { throw ProvisionRefused(refusal: refusal) }
            guard let policy, let state = facts.state else { throw ProvisionRefused(refusal: .noPolicy) }
            return Entry(
                addresseeNumber: addresseeNumber, historyNumber: Int(state.historyNumber), operation: .upsert,
                items: state.items(PersonState.rowItems(of: policy)),
                individualNumber: policy.includesIndividualNumber ? try vault.opened(facts.sealed).values.first : nil)
        }
    }

    private struct Facts {
        var policyVersion: String?
        var day: CalendarDay
        var state: PersonState?
        var sealed: Rows
    }

    private func fetch(
        _ system: SystemName, _ dataset: String, _ number: AddresseeNumber, _ policy: Policy?, on connection: Connection
    ) async throws -> Facts {
        let items = policy.map(PersonState.rowItems) ?? []
        var queries: [Query] = [
            "BEGIN READ ONLY",
            """
            SELECT (SELECT content_hash FROM governance.in_force WHERE system = \(system.rawValue) AND dataset = \(dataset)),
                (SELECT day FROM journal.calendar ORDER BY day DESC LIMIT 1)
            """,
            """
            SELECT \(unsafeSQL: PersonState.factColumns)\(unsafeSQL: PersonState.itemColumns(items))
            FROM register.addressee a JOIN register.version v ON v.addressee_id = a.addressee_id
            WHERE a.atenabango = \(number.value) AND v.karitorokufuragu IS DISTINCT FROM '1' ORDER BY v.history_number DESC LIMIT 1
            """,
        ]
        if policy?.includesIndividualNumber == true {
            queries.append("SET LOCAL ROLE atena_vault")
            queries.append(Vault.selectSealed(of: number))
        }
        queries.append("COMMIT")
        let results = try await connection.pipeline(queries)
        guard let day = try results[1].first?.decode(1, as: CalendarDay?.self) else { throw HubHasNoDay() }
        return Facts(
            policyVersion: try results[1].first?.decode(0, as: String?.self), day: day, state: try results[2].first.map(PersonState.init),
            sealed: results[queries.count - 2])
    }
}
