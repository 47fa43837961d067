public import AccessControl
public import Addressee
internal import AsyncAlgorithms
internal import AuditTrail
public import Governance
internal import Postgres
internal import Register

extension PolicyLifecycle {
    /// What is planned.
    public enum Planned: Sendable {
        /// Everything that waits for approval or for its day.
        case proposed
        /// The files, as if they were proposed.
        case files(PolicyLibrary)
        /// The end of what is in force for these systems.
        case revocation([SystemName])
    }

    /// Counts what policies would change, in one pass over everybody; changes nothing.
    ///
    /// - Parameters:
    ///   - around: what the caller knows of receivers, for what is doubtful.
    ///   - name: called for everybody who would enter or leave; needs the right to see persons.
    /// - Throws: `PolicyActRefused`, recorded; `PostgresError`, and what `name` throws.
    public func plan(
        by person: Principal, _ planned: Planned, around: PolicyDoubt.Surroundings = .init(), naming name: (@Sendable (PolicyPlan.Named) throws -> Void)? = nil
    ) async throws -> PolicyPlan {
        var (plan, policies) = try await count(planned, by: person, naming: name)
        if case .files(let library) = planned {
            plan.readings = try await reading(policies, bases: library.legalBases, around: around)
        } else {
            plan.readings = try await reading(policies, around: around)
        }
        return plan
    }

    private func count(
        _ planned: Planned, by person: Principal, naming name: (@Sendable (PolicyPlan.Named) throws -> Void)?
    ) async throws -> (plan: PolicyPlan, policies: [Policy]) {
        let started = ContinuousClock.now
        let attempt = Attempt(.policyPlanned, refusing: PolicyActRefused.self, isolation: .repeatableRead)
        func ask() throws { try mayPlan(person, naming: name != nil) }
        return try await pool.permit(person, [], as: attempt, first: ask) { _, connection in
            let day = try await HubCalendar.newest(store.seal, on: connection) ?? today()
            var changes: [PlannedChange] = []
            let bases = try await store.readableBasisEnds(on: connection)
            let (policies, unreadable) = try await policies(planned, connection)
            var altered = unreadable
            for policy in policies {
                do {
                    let old = try await store.inForce(policy.system, policy.dataset.rawValue, on: connection)
                    if old?.contentHash != policy.contentHash { changes.append(PlannedChange(from: old, to: policy)) }
                } catch let error as PolicyStoreError {
                    if !altered.contains(error.version) { altered.append(error.version) }
                }
            }
            var persons = 0
            if !changes.isEmpty { (changes, persons) = try await count(changes, on: day, connection) }
            for index in changes.indices { try await replay(&changes[index], connection) }
            if let name { try await tell(changes, name, connection) }
            let event = AuditEvent(
                .policyPlanned, by: person.name,
                fields: ["policies": changes.map { String($0.to.contentHash.prefix(12)) }.joined(separator: " "), "persons_named": name == nil ? "no" : "yes"])
            let took = (ContinuousClock.now - started).components
            let plan = PolicyPlan(
                day: day.description, persons: persons, seconds: Double(took.seconds) + Double(took.attoseconds) / 1e18,
                systems: changes.map { $0.plan(bases) },
                altered: try await Self.altered(altered, PolicyLedger(connection: connection, seal: store.seal)),
                bases: try await basisPlans(planned, policies, old: bases, on: day, connection),
                basisChanges: try await basisChanges(planned, changes.map(\.to), connection))
            return Recorded((plan: plan, policies: changes.map(\.to)), as: event)
        }
    }

    private func mayPlan(_ person: Principal, naming: Bool) throws(PolicyActRefused) {
        if naming, !person.may(.seePerson) { throw .mayNotSeePersons }
        guard person.may(.proposePolicies) || person.may(.approvePolicies) else { throw .mayNotPlan }
    }

    /// What is planned as far as it can be read, and the hashes of the rest.
    private func policies(_ planned: Planned, _ connection: Connection) async throws -> (policies: [Policy], altered: [String]) {
        switch planned {
        case .files(let library): return (library.policies, [])
        case .proposed:
            let ledger = PolicyLedger(connection: connection, seal: store.seal)
            return try await store.readable(ledger.versions(in: .approved) + ledger.versions(in: .proposed), on: connection)
        case .revocation(let systems):
            let rows = try await connection.query(
                "SELECT content_hash FROM governance.in_force WHERE system = ANY (\(systems.map(\.rawValue))) ORDER BY 1")
            let found = try await store.readable(rows.map { try $0.decode(String.self) }, on: connection)
            return (found.policies.filter { $0.closing == nil }.map { $0.closed(.revoked) }, found.altered)
        }
    }

    /// What is new or otherwise in the lists that come with what is planned.
    private func basisChanges(_ planned: Planned, _ policies: [Policy], _ connection: Connection) async throws -> [BasisChange] {
        let lists = BasisLists(connection: connection, store: store)
        let now = try await store.readableBases(on: connection)
        switch planned {
        case .revocation: return []
        case .files(let library): return BasisChange.between(now, library.legalBases)
        case .proposed:
            var changes: [BasisChange] = []
            var seen: Set<String> = []
            for policy in policies {
                guard let list = try await lists.list(of: policy.contentHash), seen.insert(list).inserted, try await store.wouldCount(list, on: connection)
                else { continue }
                for change in BasisChange.between(now, try await store.bases(in: list, on: connection)) where !changes.contains(change) {
                    changes.append(change)
                }
            }
            return changes
        }
    }

    /// What the lists that come with the planned versions would change for others.
    private func basisPlans(
        _ planned: Planned, _ policies: [Policy], old: [String: CalendarDay], on day: CalendarDay, _ connection: Connection
    ) async throws -> [PolicyPlan.BasisPlan] {
        let lists = BasisLists(connection: connection, store: store)
        var brought: [String: (ends: [String: CalendarDay], policies: [Policy])] = [:]
        switch planned {
        case .revocation: return []
        case .files(let library):
            guard let list = library.documents.first(where: { $0.name == "legal-bases.tsv" })?.contentHash else { return [] }
            brought[list] = (library.legalBases.compactMapValues(\.repealed), policies)
        case .proposed:
            for policy in policies {
                guard let list = try await lists.list(of: policy.contentHash) else { continue }
                if brought[list] == nil { brought[list] = (try await store.bases(in: list, on: connection).compactMapValues(\.repealed), []) }
                brought[list]?.policies.append(policy)
            }
        }
        var plans: [PolicyPlan.BasisPlan] = []
        for (list, entry) in brought.sorted(by: { $0.key < $1.key }) {
            guard try await store.wouldCount(list, on: connection) else { continue }
            let effects = try await lists.effects(of: entry.ends, insteadOf: old, broughtBy: entry.policies, on: day)
            guard !effects.isEmpty else { continue }
            let moved = effects.map { effect in
                PolicyPlan.BasisPlan.Moved(
                    system: effect.policy.system.rawValue, dataset: effect.policy.dataset.rawValue, version: effect.policy.contentHash,
                    endsNow: effect.before?.day.description, endsThen: effect.after?.day.description, reason: effect.after?.reason)
            }
            plans.append(.init(list: list, policies: moved))
        }
        return plans
    }

    /// Goes through everybody once, for all changes; deciding overlaps with reading.
    private func count(_ changes: [PlannedChange], on day: CalendarDay, _ connection: Connection) async throws -> ([PlannedChange], Int) {
        let interested = try await InterestedPersons(store.seal, on: connection)
        let lines = AsyncChannel<[UInt8]>()
        return try await withThrowingTaskGroup(of: ([Tally], Int).self) { group in
            for _ in 0..<2 {
                group.addTask {
                    // Made here, so that the threads share nothing that either touches for everybody.
                    var (tallies, persons, reader) = (changes.map { Tally($0, on: day) }, 0, FactsReader(interested))
                    for await chunk in lines {
                        persons += reader.read(chunk) { id, facts in
                            for index in tallies.indices { tallies[index].look(id, facts) }
                        }
                    }
                    return (tallies, persons)
                }
            }
            // However the reading ends, those who wait for lines are told so.
            defer { lines.finish() }
            for try await chunk in try await FactsScan.rows(connection) { await lines.send(chunk) }
            lines.finish()
            var (counted, persons) = (changes, 0)
            while let part = try await group.next() {
                for index in counted.indices { counted[index].add(part.0[index]) }
                persons += part.1
            }
            for index in counted.indices where !counted[index].to.catalogue.isOfRegister {
                counted[index].keep(only: try await FactsScan.persons(of: counted[index].to.dataset, on: connection))
            }
            return (counted, persons)
        }
    }

    /// Decides the last day's provisions again, as the persons are now.
    private func replay(_ change: inout PlannedChange, _ connection: Connection) async throws {
        let rows = try await connection.query(
            """
            SELECT way::text, result::text, addressee_id, persons FROM provision.record
            WHERE recorded_at >= now() - interval '1 day' AND system = \(change.to.system.rawValue) AND dataset = \(change.to.dataset.rawValue)
                AND result IN ('p', 'i', 'r') AND (addressee_id IS NOT NULL OR persons IS NOT NULL)
            """)
        for row in rows {
            let (way, result, one, persons) = try row.decode((String, String, Int64?, [UInt8]?).self)
            let isOpen = change.to.closing == nil && change.to.ways.allows(way == "p" ? .push : way == "m" ? .medium : .pull)
            if result == "r" {
                change.replay.refusals += 1
                if let one, isOpen, change.then.contains(one) { change.replay.allowedRefusals += 1 }
                continue
            }
            let ids = one.map { [$0] } ?? PersonSet.ids(persons ?? [])
            change.replay.provisions += 1
            // In records of older versions a removal names its person, too; only who is in scope was given something.
            let refused = ids.count { change.now.contains($0) && !(isOpen && change.then.contains($0)) }
            change.replay.refusedPersons += refused
            if refused > 0 { change.replay.refusedProvisions += 1 }
        }
    }

    private func tell(_ changes: [PlannedChange], _ name: @Sendable (PolicyPlan.Named) throws -> Void, _ connection: Connection) async throws {
        for change in changes {
            for (ids, isGained) in [(change.then.subtracting(change.now), true), (change.now.subtracting(change.then), false)] {
                for start in stride(from: 0, to: ids.count, by: 10_000) {
                    let part = Array(ids[start..<min(start + 10_000, ids.count)])
                    for row in try await connection.query("SELECT atenabango FROM register.addressee WHERE addressee_id = ANY (\(part)) ORDER BY addressee_id")
                    {
                        try name(.init(system: change.to.system.rawValue, isGained: isGained, addresseeNumber: try row.decode(String.self)))
                    }
                }
            }
        }
    }
}

/// One receiver's change, and how everybody was counted.
private struct PlannedChange: Sendable {
    let from: Policy?
    let to: Policy
    private(set) var now = Bitmap()
    private(set) var then = Bitmap()
    var replay = PolicyPlan.Replay()

    init(from: Policy?, to: Policy) { (self.from, self.to) = (from, to) }

    /// Of a published dataset nobody has something to give whom it has no record of.
    mutating func keep(only persons: Bitmap) {
        now.formIntersection(persons)
        then.formIntersection(persons)
    }

    mutating func add(_ tally: Tally) {
        now.formUnion(tally.now)
        then.formUnion(tally.then)
    }

    /// - Parameter bases: ends of legal bases as the list in force has them.
    func plan(_ bases: [String: CalendarDay]) -> PolicyPlan.SystemPlan {
        let difference = PolicyDifference(from: from, to: to)
        func name(_ reduction: Reduction?) -> String { reduction?.rawValue ?? "whole" }
        return PolicyPlan.SystemPlan(
            system: to.system.rawValue, dataset: to.dataset.rawValue, from: from?.contentHash, to: to.contentHash, personsNow: now.count,
            personsThen: then.count, gained: then.subtracting(now).count, lost: now.subtracting(then).count,
            itemsGained: difference.named(difference.itemsGained).map(\.rawValue), itemsLost: difference.named(difference.itemsLost).map(\.rawValue),
            precision: difference.precision.map { "\($0.item.rawValue): \(name($0.before)) → \(name($0.after))" },
            confirmItemsNow: difference.named(difference.confirmItems.before).map(\.rawValue),
            confirmItemsThen: difference.named(difference.confirmItems.after).map(\.rawValue),
            placeOfProtectedNow: difference.placeOfProtected.before?.rawValue, placeOfProtectedThen: difference.placeOfProtected.after?.rawValue,
            lacksWordOfProtectedNow: from?.lacksWordOfProtected ?? false, mediaRecipientsNow: difference.mediaRecipients.before,
            mediaRecipientsThen: difference.mediaRecipients.after, individualNumberNow: difference.individualNumber.before,
            individualNumberThen: difference.individualNumber.after,
            waysGained: difference.waysGained.map(\.rawValue), waysLost: difference.waysLost.map(\.rawValue),
            scheduleNow: from?.schedule.label, scheduleThen: to.schedule.label, validFrom: to.validFrom.description,
            validUntil: to.end(with: bases)?.day.description, replay: replay)
    }
}

/// One thread's count of a change while everybody is gone through.
private struct Tally: Sendable {
    private let was: ScopeDecision
    private let will: ScopeDecision
    private let wasOpen: Bool
    private let willBeOpen: Bool
    private let isSameScope: Bool
    private(set) var now = Bitmap()
    private(set) var then = Bitmap()

    init(_ change: PlannedChange, on day: CalendarDay) {
        (was, will) = (ScopeDecision(change.from ?? change.to, on: day), ScopeDecision(change.to, on: day))
        wasOpen = change.from.map { $0.closing == nil } ?? false
        willBeOpen = change.to.closing == nil
        isSameScope = change.from?.scope == change.to.scope
    }

    mutating func look(_ id: Int64, _ facts: PersonFacts) {
        let isInside = wasOpen && was.includes(facts)
        let willBeInside = isSameScope ? isInside : willBeOpen && will.includes(facts)
        if isInside { now.insert(id) }
        if willBeInside { then.insert(id) }
    }
}
