internal import AccessControl
public import Addressee
internal import AuditTrail
public import ConnectorKit
internal import Governance
internal import Postgres
internal import Register

extension Provisioning {
    /// One person's current state, as the policy lets this system see it: one entry of the register's record; of a published dataset one for each record that
    /// there is, in the order of the record keys.
    ///
    /// Look-ups that come at the same moment share their round trips: the facts of all are fetched at once, encrypted numbers among them; then each is
    /// decided by itself, and what was decided is recorded, a record each, and committed before anything is opened or answered.
    ///
    /// - Throws: `ProvisionRefused` (why lies in the person is told as out of scope), `PostgresError`.
    public func person(
        _ caller: Caller, dataset: String, addresseeNumber: AddresseeNumber
    ) async throws -> [Entry] {
        try await lookups.submit(.init(system: caller.system, dataset: dataset, addresseeNumber: addresseeNumber, byWhom: caller.byWhom)) { asked in
            try await answer(asked)
        }
    }

    /// Answers look-ups of one system in one dataset; once more, where they met others that ask about the same persons in a circle.
    private func answer(_ asked: [Lookup]) async throws -> [Result<[Entry], any Error>] {
        do {
            do { return try await answerOnce(asked) } catch let error as PostgresError where error.isRetryable { return try await answerOnce(asked) }
        } catch is PolicyStoreError {
            let refusal = Refusal.policyNotAsApproved
            let records = asked.map { lookup in
                var record = ProvisionRecord(.refused, .one, system: lookup.system.rawValue, dataset: lookup.dataset, byWhom: lookup.byWhom, policy: nil)
                record.refusal = refusal
                return record
            }
            try await pool.query(ProvisionRecord.statement(of: records)).written(records.count)
            return asked.map { _ in .failure(ProvisionRefused(refusal: refusal)) }
        }
    }

    private func answerOnce(_ asked: [Lookup]) async throws -> [Result<[Entry], any Error>] {
        guard let first = asked.first else { return [] }
        let (system, dataset) = (first.system, first.dataset)
        return try await pool.withConnection { connection in
            var policy = try await store.lastKnown(system, dataset, on: connection)
            var facts = try await fetch(asked, policy, .none, on: connection)
            if facts.policyVersion != policy?.contentHash {
                // The policy changed since this process last looked: look again under the one in force.
                policy = try await store.inForce(system, dataset, on: connection)
                facts = try await fetch(asked, policy, .none, on: connection)
                guard facts.policyVersion == policy?.contentHash else { throw PolicyStoreError.altered(facts.policyVersion ?? "") }
            }
            // Few are protected, and of fewer it ended: only then is asked which ends are true.
            if !facts.protected.isEmpty {
                let ends = try await TrueEnds.of(facts.protected, RowSeal(keys: vault.keys), on: connection)
                if ends != .none {
                    let again = try await fetch(asked, policy, ends, on: connection)
                    // Where the policy changed between the two, they are protected in this answer.
                    if again.policyVersion == facts.policyVersion { facts = again }
                }
            }
            let end = try await ended(by: facts.day, on: connection)
            let isSealed = if facts.isSealed { await monitor.isOpen() } else { false }
            var admission: Decision = isSealed ? admit(policy: policy, system: system, way: .pull, on: facts.day, end: end) : .refuse(.sealingBehind)
            // Of one person alone nothing is told each month.
            if admission == .provide, policy?.schedule != .asItHappens { admission = .refuse(.wayNotAllowed) }
            let terms = policy.map { Terms($0, .pull, on: facts.day) }
            var answers = asked.map { lookup in
                let known = facts.persons[lookup.addresseeNumber.value]
                var answer = Answered(lookup: lookup, state: known?.state, telling: .nothing(.noPolicy))
                answer.isProtected = known?.isProtected ?? false
                if case .refuse(let refusal) = admission {
                    answer.telling = .nothing(refusal)
                } else if let terms {
                    answer.telling = tell(
                        known?.state.facts, before: .nothing, now: terms, standing: known?.standing ?? Standing(), cause: .question)
                }
                return answer
            }
            // Of whom the dataset has no record nothing is given, and nothing is asked.
            for index in answers.indices {
                guard let records = facts.records, let state = answers[index].state else { continue }
                answers[index].recordKeys = records[state.addresseeID].filter(\.isThere).map(\.key)
            }
            // Opened before it is on record that anything was given: one that does not open waits until it is what it was.
            let asksNumber = answers.filter { answer in
                if case .set(let given) = answer.telling.word { given.items.contains(Item.kojinbango) && !answer.isEmpty } else { false }
            }
            let opened = try vault.opened(asksNumber.compactMap { $0.state?.owner }, among: facts.encryptedNumbers)
            for index in answers.indices {
                guard let owner = answers[index].state?.owner, opened.altered.contains(owner), case .set(let given) = answers[index].telling.word,
                    given.items.contains(Item.kojinbango)
                else { continue }
                answers[index].telling.word = .set(given.withoutNumber)
                answers[index].altered = [owner]
            }
            var statements = [ProvisionRecord.statement(of: answers.map { record($0, policy, facts.day) })]
            // In one order, so that two groups that ask about the same persons wait for each other and not in a circle.
            let asks = answers.compactMap { answer in
                answer.isEmpty ? nil : answer.state.flatMap { state in answer.telling.asks.map { (state.addresseeID, $0, answer.lookup.byWhom) } }
            }
            for (id, items, byWhom) in asks.sorted(by: { ($0.0, $0.1.rawValue) < ($1.0, $1.1.rawValue) }) {
                statements.append(Withheld.queuing(id, items: items, system.rawValue, dataset, .one, by: byWhom))
            }
            let questions = 1..<statements.count
            for answer in answers {
                statements += Vault.altered(answer.altered, system.rawValue, dataset, way: "one", by: answer.lookup.byWhom).map { [$0.statement()] } ?? []
            }
            try await keep(statements, questions, on: connection)[0].written(answers.count)
            return answers.map { answer in
                guard let state = answer.state, case .set(let given) = answer.telling.word else {
                    return .failure(ProvisionRefused(refusal: answer.telling.refusal ?? .noPolicy))
                }
                return Result {
                    let number =
                        given.items.contains(Item.kojinbango) ? state.owner.flatMap { opened.numbers[$0] } : nil
                    func entry(_ history: Int32, _ items: [Item: String], _ key: String?) -> Entry {
                        Entry(
                            addresseeNumber: answer.lookup.addresseeNumber, historyNumber: Int(history), operation: .upsert, items: items,
                            individualNumber: number, waiting: policy?.catalogue.items(of: given.waiting) ?? [],
                            declined: policy?.catalogue.items(of: given.declined) ?? [], withheld: policy?.catalogue.items(of: given.withheld) ?? [],
                            recordKey: key)
                    }
                    guard let records = facts.records else { return [entry(state.historyNumber, try state.items(among: given.items), nil)] }
                    return try records[state.addresseeID].filter(\.isThere).map {
                        entry($0.historyNumber, try $0.items(among: given.items), $0.key.isEmpty ? nil : $0.key)
                    }
                }
            }
        }
    }

    /// Writes what was decided in one transaction.
    ///
    /// - Parameter questions: which of the statements put a question into the queue; each is sealed before it is committed.
    private func keep(_ statements: [Query], _ questions: Range<Int>, on connection: Connection) async throws -> [Rows] {
        guard !questions.isEmpty else { return try await connection.pipeline(statements) }
        let seal = RowSeal(keys: vault.keys)
        return try await connection.transaction { connection in
            let results = try await connection.pipeline(statements)
            for question in results[questions] where !question.isEmpty { try await seal.seal(.answerRequest, question, on: connection) }
            return results
        }
    }

    /// What one look-up is answered.
    private struct Answered {
        let lookup: Lookup
        let state: PersonState?
        var telling: Telling
        /// Which records of the person a published dataset has; `nil` of the register.
        var recordKeys: [String]?
        /// Whether the dataset has no record of the person.
        var isEmpty: Bool { recordKeys?.isEmpty == true }
        var isProtected = false
        /// Where its number lies, if that did not open.
        var altered: Set<Vault.Place> = []
    }

    private func record(_ answer: Answered, _ policy: Policy?, _ day: CalendarDay) -> ProvisionRecord {
        let lookup = answer.lookup
        var record = ProvisionRecord(.refused, .one, system: lookup.system.rawValue, dataset: lookup.dataset, byWhom: lookup.byWhom, policy: policy)
        if case .set(let given) = answer.telling.word {
            record.result = .provided
            (record.given, record.withheld) = (given.items, given.waiting.union(given.declined).union(given.withheld))
            record.personsCount = 1
            if answer.isProtected, let policy, !given.items.isDisjoint(with: policy.catalogue.ofPlace) { record.protectedCount = 1 }
            record.name(recordKeys: answer.recordKeys ?? [])
            if answer.isEmpty { (record.given, record.withheld, record.personsCount, record.protectedCount) = ([], [], 0, 0) }
        } else {
            record.refusal = answer.telling.refusal
        }
        record.addresseeID = answer.state?.addresseeID
        // A number that nobody has may be anything, an individual number too: it is not kept.
        record.addresseeNumber = answer.state.map { _ in lookup.addresseeNumber.value }
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
        /// Of those asked about whom the register knows, by addressee number.
        var persons: [String: (state: PersonState, standing: Standing, isProtected: Bool)] = [:]
        /// Of whom it matters which ends of protection are true.
        var protected: [Int64] = []
        /// Of a published dataset.
        var records: PersonRecords?
        var encryptedNumbers: [Vault.Place: Vault.EncryptedNumber] = [:]
    }

    private func fetch(_ asked: [Lookup], _ policy: Policy?, _ ends: TrueEnds, on connection: Connection) async throws -> Facts {
        let numbers = asked.map(\.addresseeNumber.value)
        // One moment for all of it, and by index, however many ask: planning anew for each group would cost more than reading.
        var queries: [Query] = [
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            """
            SELECT (SELECT content_hash FROM governance.in_force WHERE system = \(asked[0].system.rawValue) AND dataset = \(asked[0].dataset)) AS version,
                \(unsafeSQL: HubCalendar.columns), \(unsafeSQL: SealingDelay.isClose) AS is_sealed, \(unsafeSQL: Connection.keepingPlansInside) || \(unsafeSQL: Connection.rememberingNothingInside)
            FROM \(unsafeSQL: HubCalendar.joined)
            """,
        ]
        let published = policy.flatMap { $0.catalogue.isOfRegister ? nil : $0 }
        if let published { queries.append(PersonRecords.now(of: numbers, published, ends)) }
        // Last, where numbers are read beside: as the role for it, which ends with the transaction.
        let opensNumbers = LookUpTexts.opensNumbers(policy)
        if opensNumbers { queries.append(Vault.answering) }
        queries.append("\(unsafeSQL: texts.text(policy, ends)) WHERE a.atenabango = ANY(\(numbers))")
        queries.append("COMMIT")
        let results = try await connection.pipeline(queries)
        guard let (version, newest, form, mac, isSealed, _) = try results[1].first?.decode((String?, CalendarDay?, [UInt8]?, [UInt8]?, Bool?, String).self),
            let day = try await HubCalendar.newest((newest, form, mac), RowSeal(keys: vault.keys), on: connection)
        else { throw HubHasNoDay() }
        var facts = Facts(policyVersion: version, day: day, isSealed: isSealed ?? false)
        let persons = results[results.count - 2]
        let columns = try PersonColumns(persons, items: policy.map { ItemExpression.rowItems(of: $0, confirmed: true) } ?? [])
        let standings = try StandingColumns(persons, policy)
        let marked = Set(try persons.filter { try standings.asksAnswers($0) }.map { try $0.decode(columns.addresseeID) })
        let answers = try await TrueAnswers.of(
            marked.sorted(), asked[0].system.rawValue, asked[0].dataset, RowSeal(keys: vault.keys), on: connection)
        let asksInterest = try persons.column("asks_interest", as: Bool.self)
        let interested = try persons.filter { try $0.decode(asksInterest) }.map { try $0.decode(columns.addresseeID) }
        let interests = try await InterestFacts.of(
            interested, asked[0].system, isAsked: !interested.isEmpty, RowSeal(keys: vault.keys), on: connection)
        let encrypted = opensNumbers ? try Vault.EncryptedColumns(persons) : nil
        for row in persons {
            var state = try PersonState(row, columns)
            if let owner = state.owner, let number = try encrypted?.number(row) { facts.encryptedNumbers[owner] = number }
            interests?.apply(state.addresseeID, to: &state.facts)
            let answer = answers[state.addresseeID]
            var standing = try standings.standing(row, answer.confirmation)
            if policy?.mayNeedConfirmation == true { (standing.released, standing.declined) = (answer.released, answer.declined) }
            facts.persons[state.addresseeNumber] = (state, standing, try standings.isProtected(row))
            if try standings.asksEnds(row) { facts.protected.append(state.addresseeID) }
        }
        if let published { facts.records = try PersonRecords(results[2], published, confirmed: true, isNow: true) }
        return facts
    }
}
