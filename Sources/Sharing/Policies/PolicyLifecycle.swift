public import AccessControl
public import Addressee
public import AuditTrail
public import Governance
public import Postgres
internal import Register

/// 提供ポリシーの起案・承認. What people do to policies: propose, approve, reject, revoke. Two people, always; each act and each refusal is an event of the log.
///
/// The hub's calendar does the rest: what is approved for a later day comes into force on it, and what ends is closed on its day.
public struct PolicyLifecycle: Sendable {
    package let pool: Pool
    package let store: PolicyStore
    package let today: @Sendable () -> CalendarDay

    /// - Parameter today: the day in Japan, on which acts are counted, and the hub's day where it was never told one.
    public init(pool: Pool, store: PolicyStore, today: @escaping @Sendable () -> CalendarDay = { CalendarDay.todayInJapan() }) {
        (self.pool, self.store, self.today) = (pool, store, today)
    }

    /// What became of each policy of a library that was proposed.
    public enum Proposed: Sendable, Hashable {
        /// Waits for approval.
        case proposed(Policy)
        /// Stands as it is: in force, approved or proposed already.
        case unchanged(Policy, PolicyState)

        /// The policy.
        public var policy: Policy {
            switch self {
            case .proposed(let policy), .unchanged(let policy, _): policy
            }
        }
    }

    /// 起案. Files every policy of a library that isn't in force or on its way already; nothing changes for any receiver.
    ///
    /// - Parameter systems: only these; nil: all.
    /// - Throws: `PolicyActRefused`, recorded; `PostgresError`.
    public func propose(by person: Principal, _ library: PolicyLibrary, systems: Set<SystemName>? = nil, reason: String) async throws -> [Proposed] {
        let wanted = library.policies.filter { systems?.contains($0.system) ?? true }
        return try await acting(
            .policyProposed, wanted.count == 1 ? wanted.first : nil, nil, reason, person, [.proposePolicies], or: .mayNotPropose, after: PolicyLedger.lock
        ) { person, connection in
            let ledger = PolicyLedger(connection: connection, seal: store.seal)
            let day = try await hubDay(connection)
            try await PolicyStore.keep(library, on: connection)
            var outcome: [Proposed] = []
            var events: [AuditEvent] = []
            for policy in wanted {
                let lastAct = try await ledger.lastAct(on: policy.contentHash)
                guard lastAct.acts.isWhole else { throw PolicyStoreError.unproven(policy.contentHash) }
                guard PolicyAct.propose.after(lastAct.state) != nil else {
                    outcome.append(.unchanged(policy, lastAct.state))
                    continue
                }
                if let end = policy.end, end.day <= day { throw PolicyActRefused.over }
                if policy.lacksWordOfProtected { throw PolicyActRefused.withoutProtected(policy) }
                try await PolicyStore.keep(policy, of: library, on: connection)
                try await ledger.enter(.propose, policy.contentHash, after: lastAct, by: person.account, on: today(), reason: reason)
                events.append(event(.policyProposed, PolicyVersion(policy), ["reason": reason], person))
                outcome.append(.proposed(policy))
            }
            return Recorded(outcome, as: events)
        }
    }

    /// 承認. Puts a proposed version in force, or lets it wait for its first day.
    ///
    /// - Parameters:
    ///   - version: content hash, or its first twelve characters or more, as the approver has seen it.
    ///   - receiver: the system, or `system/dataset`, that it must be of; nil: any.
    ///   - bases: content hash, or its first twelve characters or more, of the list of legal bases that comes with it; must be given where that list moves
    ///     the end of another policy.
    /// - Returns: the version, and whether it is in force now.
    /// - Throws: `PolicyActRefused`, recorded; `PostgresError`.
    public func approve(
        by person: Principal, _ version: String, of receiver: String? = nil, bases: String? = nil, reason: String
    ) async throws -> (policy: Policy, isInForce: Bool) {
        try await acting(
            .policyApproved, nil, version, reason, person, [.approvePolicies], or: PolicyActRefused(.withoutRight), after: Self.moveAlone
        ) { person, connection in
            let ledger = PolicyLedger(connection: connection, seal: store.seal)
            let seen = try await named(ledger.version(seen: version, of: receiver), connection)
            guard let policy = seen.policy else { throw PolicyActRefused.altered(seen.contentHash) }
            let lastAct = try await ledger.lastAct(on: policy.contentHash)
            guard PolicyAct.approve.after(lastAct.state) != nil, let proposedOn = lastAct.actedOn else {
                throw PolicyActRefused.state(.approve, lastAct.state)
            }
            // Nobody knows who proposed it: two people would be one.
            guard lastAct.acts.isWhole else { throw PolicyStoreError.unproven(policy.contentHash) }
            // Proposed before a policy had to say it: what was approved so stays, and nothing more comes to it.
            if policy.lacksWordOfProtected { throw PolicyActRefused.withoutProtected(policy) }
            let proposal = TwoPeople.Word(account: lastAct.account, on: proposedOn, setUpBy: lastAct.setUpBy)
            let people = TwoPeople(connection: connection, today: today())
            if let violation = try await people.violation(by: person, holding: .approvePolicies, after: proposal) { throw PolicyActRefused(violation) }
            // Bits of a dataset that somebody publishes are for ever: a text that moves them is no version of it.
            try await Catalogues.register(policy.catalogue, on: connection)
            let day = try await hubDay(connection)
            let basesBefore = try await store.readableBasisEnds(on: connection)
            try await ledger.enter(.approve, policy.contentHash, after: lastAct, by: person.account, on: today(), reason: reason)
            let basesAfter = try await store.readableBasisEnds(on: connection)
            if let end = policy.end(with: basesAfter), end.day <= day { throw PolicyActRefused.over }
            var fields = ["reason": reason, "proposed_by": lastAct.account]
            fields["bases"] = try await named(bases, with: policy, from: basesBefore, to: basesAfter, on: day, connection)
            try await event(.policyApproved, PolicyVersion(policy), fields, person).record(on: connection)
            let change = PolicyActivation(connection: connection, store: store, actor: person.account, eventBy: person.name, today: today())
            // One version at a time waits for its day: the one approved last.
            for waiting in try await ledger.versions(in: .approved, of: (policy.system.rawValue, policy.dataset.rawValue)) where waiting != policy.contentHash {
                let lastAct = try await ledger.lastAct(on: waiting)
                try await ledger.enter(
                    .supersede, waiting, after: lastAct, by: person.account, on: today(), reason: "\(policy.contentHash.prefix(12))の承認による")
            }
            let isInForce = policy.validFrom <= day
            if isInForce { try await change.enter(policy) }
            // What the approved document says of legal bases holds for every policy, from today.
            try await PolicyCalendar(connection: connection, store: store).advance(to: day)
            return .already((policy: policy, isInForce: isInForce))
        }
    }

    /// 却下. Ends a proposal; its proposer may take it back, too.
    ///
    /// - Parameters:
    ///   - version: content hash, or its first twelve characters or more, as it was seen.
    ///   - receiver: the system, or `system/dataset`, that it must be of; nil: any.
    /// - Throws: `PolicyActRefused`, recorded; `PostgresError`.
    public func reject(by person: Principal, _ version: String, of receiver: String? = nil, reason: String) async throws -> PolicyVersion {
        try await acting(
            .policyRejected, nil, version, reason, person, [.approvePolicies, .proposePolicies], or: .mayNotDecide, after: PolicyLedger.lock
        ) { person, connection in
            let ledger = PolicyLedger(connection: connection, seal: store.seal)
            let version = try await rejectable(version, of: receiver, by: person, ledger, connection)
            let lastAct = try await ledger.lastAct(on: version.contentHash)
            try await ledger.enter(.reject, version.contentHash, after: lastAct, by: person.account, on: today(), reason: reason)
            return Recorded(version, as: event(.policyRejected, version, ["reason": reason], person))
        }
    }

    /// 取消し. Closes what is in force, at once, or what is approved for later; receivers are told to give back what they hold.
    ///
    /// It only closes, so it is done also where the version's text can't be read any more.
    /// - Throws: `PolicyActRefused`, recorded; `PostgresError`.
    public func revoke(by person: Principal, _ name: String, reason: String) async throws -> PolicyVersion {
        try await acting(.policyRevoked, nil, name, reason, person, [.approvePolicies], or: .mayNotDecide, after: Self.moveAlone) { person, connection in
            let ledger = PolicyLedger(connection: connection, seal: store.seal)
            let version = try await named(ledger.version(named: name, in: [.inForce, .approved]), connection)
            let lastAct = try await ledger.lastAct(on: version.contentHash)
            // By the acts that are the hub's own: of what only stands in the tables nothing was given that could be taken back.
            let standing = try await ProvenStanding.of(version.system.rawValue, version.dataset.rawValue, store.seal, on: connection)
            try await ledger.enter(.revoke, version.contentHash, after: lastAct, by: person.account, on: today(), reason: reason)
            try await event(.policyRevoked, version, ["reason": reason], person).record(on: connection)
            if standing.inForce == version.contentHash {
                let change = PolicyActivation(connection: connection, store: store, actor: person.account, eventBy: person.name, today: today())
                try await change.close(version, .revoked)
            }
            return .already(version)
        }
    }

    /// The list of legal bases that the approver named, whole; nil where none was named and none had to be.
    private func named(
        _ bases: String?, with policy: Policy, from before: [String: CalendarDay], to after: [String: CalendarDay], on day: CalendarDay,
        _ connection: Connection
    ) async throws -> String? {
        let lists = BasisLists(connection: connection, store: store)
        let list = try await lists.list(of: policy.contentHash) ?? ""
        if let bases {
            guard bases.utf8.count >= 12, list.hasPrefix(bases) else { throw PolicyActRefused.anotherList }
            return list
        }
        guard before != after else { return nil }
        // Everything but the version itself, and what it takes the place of at once: that the approver has seen.
        let effects = try await lists.effects(of: after, insteadOf: before, broughtBy: [policy], on: day)
        guard effects.isEmpty else { throw PolicyActRefused.movesOthers(list, effects) }
        return nil
    }

    private func named(_ hash: String, _ connection: Connection) async throws -> PolicyVersion {
        guard let version = try await store.named(hash, on: connection) else { throw PolicyActRefused.unknown }
        return version
    }

    /// Alone from the first: what comes into force, or ends, does so at one place of the journal, between all writers.
    private static func moveAlone(_ connection: Connection) async throws {
        try await HubCalendar.moveAlone(on: connection)
        try await PolicyLedger.lock(connection)
    }

    /// The version that the person may reject: any with the right to approve, else their own proposal. Of others' they don't learn whether they exist.
    private func rejectable(
        _ version: String, of receiver: String?, by person: Principal, _ ledger: PolicyLedger, _ connection: Connection
    ) async throws -> PolicyVersion {
        guard !person.may(.approvePolicies) else { return try await named(ledger.version(seen: version, of: receiver), connection) }
        do {
            let found = try await named(ledger.version(seen: version, of: receiver), connection)
            if try await ledger.lastAct(on: found.contentHash).account == person.account { return found }
        } catch let refused as PolicyActRefused where refused != .notSeen {
            // Told as another's.
        }
        throw PolicyActRefused.mayNotDecide
    }

    private func hubDay(_ connection: Connection) async throws -> CalendarDay {
        try await HubCalendar.newest(store.seal, on: connection) ?? today()
    }

    private func event(_ kind: EventKind, _ version: PolicyVersion, _ more: [String: String], _ person: Principal) -> AuditEvent {
        let fields = ["policy": version.contentHash, "system": version.system.rawValue, "dataset": version.dataset.rawValue]
        return AuditEvent(kind, by: person.name, fields: fields.merging(more) { $1 })
    }

    private static func slug(_ name: String) -> String? {
        name.utf8.count <= 64 && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-/".contains($0)) } ? name : nil
    }

    /// One of the rights as they are now, asked before anything that was named is looked for, so that a refusal tells nothing of it.
    private func acting<R>(
        _ kind: EventKind, _ policy: Policy?, _ name: String?, _ reason: String, _ person: Principal, _ rights: [Right], or refused: PolicyActRefused,
        after locks: (Connection) async throws -> Void, _ body: (Principal, Connection) async throws -> Recorded<R>
    ) async throws -> R {
        func check() throws(PolicyActRefused) {
            guard (1...1000).contains(reason.count), reason.contains(where: { !$0.isWhitespace }) else { throw .noReason }
            if person.isService { throw PolicyActRefused(.service) }
        }
        var fields: [String: String] = [:]
        // What was typed is kept only where it can be nothing but a version or a system.
        fields["policy"] = policy?.contentHash ?? name.flatMap(Self.slug)
        fields["system"] = policy?.system.rawValue
        fields["dataset"] = policy?.dataset.rawValue
        let attempt = Attempt(kind, refusing: PolicyActRefused.self, fields: fields)
        return try await pool.permit(person, nowHoldingOneOf: rights, or: refused, on: today, as: attempt, first: check, after: locks) { person, connection in
            // What can't be read, or is not the hub's own, can be rejected and revoked, and nothing else.
            do {
                return try await body(person, connection)
            } catch PolicyStoreError.altered(let version) {
                throw PolicyActRefused.altered(version)
            } catch let unproven as PolicyStoreError {
                throw PolicyActRefused.unproven(unproven)
            }
        }
    }
}
