internal import AccessControl
internal import Addressee
internal import Governance
internal import Postgres
internal import TextForms

/// The ledger of acts on versions of policies, on a connection with a transaction open.
package struct PolicyLedger {
    /// The newest act on a version, and the state it left.
    package struct LastAct {
        var state = PolicyState.draft
        var step: Int32 = 0
        var act: PolicyAct?
        var account = ""
        var actedOn: CalendarDay?
        /// Who had handed that account its set-up code when it acted.
        var setUpBy: String?
        /// What of it, and of all that was done before, the hub has written itself.
        var acts = ProvenActs()
    }

    /// Of the acts that are no person's.
    static let calendar = "calendar"

    let connection: Connection
    /// Tells whether acts are the hub's own; without one nothing is entered.
    let seal: RowSeal?

    /// One act on policies at a time.
    static func lock(_ connection: Connection) async throws {
        try await connection.execute("SELECT pg_advisory_xact_lock(hashtext('governance.act'))")
    }

    func lastAct(on version: String) async throws -> LastAct {
        let rows = try await connection.query(
            "SELECT \(unsafeSQL: ProvenActs.columns("t")) FROM governance.act AS t WHERE t.policy_version = \(version) ORDER BY t.step")
        guard let row = rows.last, let acts = try ProvenActs.all(rows, seal)[version], let act = PolicyAct(rawValue: try row.decode("act")) else {
            return LastAct()
        }
        return LastAct(
            state: act.leadsTo, step: try row.decode("step"), act: act, account: try row.decode("account"), actedOn: try row.decode("acted_on"),
            setUpBy: try row.decode("set_up_by"), acts: acts)
    }

    /// Enters an act, sealed. Only what ends a version may follow acts that the hub has not written itself: its seal would speak for them.
    ///
    /// - Throws: `PolicyActRefused` where it can't follow what was done before; `PolicyStoreError.unproven` where that is not the hub's own.
    func enter(_ act: PolicyAct, _ version: String, after lastAct: LastAct, by account: String, on day: CalendarDay, reason: String) async throws {
        guard act.after(lastAct.state) != nil else { throw PolicyActRefused.state(act, lastAct.state) }
        let isProven = lastAct.acts.isWhole && (act != .enter || lastAct.acts.isOfTwo)
        guard let seal, isProven || [.reject, .revoke].contains(act) else { throw PolicyStoreError.unproven(version) }
        let before = lastAct.act
        // Whoever enters an act has rights, which are read under the MAC of the same row.
        let setUpBy = try await SetUp.of(account, under: nil, on: connection)
        do {
            try await seal.write(
                .act,
                """
                INSERT INTO governance.act (acted_on, step, after_step, policy_version, act, account, reason, after_act, after_account, set_up_by)
                VALUES (\(day), \(lastAct.step + 1), \(before == nil ? nil : lastAct.step), \(version), \(act.rawValue), \(account), \(reason),
                    \(before?.rawValue), \(before == nil ? nil : lastAct.account), \(setUpBy))
                """, on: connection)
        } catch let error as PostgresError where ["act_one_a_step", "act_step_as_done"].contains(error.constraint) {
            throw PolicyActRefused.another
        }
    }

    /// The versions of a system and dataset, or of all, that stand so by acts which the hub has written; in the order in which they came there.
    func versions(in state: PolicyState, of receiver: (system: String, dataset: String)? = nil) async throws -> [String] {
        try await standing(in: state, of: receiver).proven
    }

    /// The versions that the last row of each says stand so: those by nothing but true acts, and apart from them all others.
    ///
    /// Who has no key tells nothing apart, and does nothing to them.
    func standing(in state: PolicyState, of receiver: (system: String, dataset: String)? = nil) async throws -> (proven: [String], unproven: [String]) {
        let act = PolicyAct.allCases.first { $0.leadsTo == state }?.rawValue
        let rows = try await connection.query(
            """
            SELECT \(unsafeSQL: ProvenActs.columns("t")) FROM governance.act AS t
            WHERE t.policy_version IN (
                SELECT a.policy_version FROM governance.act a JOIN governance.policy p ON p.content_hash = a.policy_version
                WHERE a.act = \(act) AND (\(receiver?.system)::text IS NULL OR (p.system = \(receiver?.system) AND p.dataset = \(receiver?.dataset)))
                    AND a.step = (SELECT max(b.step) FROM governance.act b WHERE b.policy_version = a.policy_version))
            ORDER BY t.policy_version, t.step
            """)
        let found = try ProvenActs.all(rows, seal).sorted { ($0.value.newest ?? 0) < ($1.value.newest ?? 0) }
        func names(_ isMeant: (ProvenActs) -> Bool) -> [String] { found.filter { isMeant($0.value) }.map(\.key) }
        guard seal != nil else { return (names { _ in true }, []) }
        return (names { $0.stands(state) }, names { !$0.stands(state) })
    }

    /// The one version whose hash begins so, in at least twelve characters: what somebody approves or rejects is what they saw, not what is proposed
    /// by then.
    ///
    /// - Parameter receiver: the system, or `system/dataset`, that it must be of; nil: any.
    /// - Throws: `PolicyActRefused`.
    func version(seen hash: String, of receiver: String?) async throws -> String {
        guard (12...64).contains(hash.utf8.count), Hex.isWritten(hash.utf8) else { throw PolicyActRefused.notSeen }
        let rows = try await connection.query(
            "SELECT content_hash, system, dataset FROM governance.policy WHERE starts_with(content_hash, \(hash)) AND closes IS NULL LIMIT 2")
        if rows.count > 1 { throw PolicyActRefused.ambiguous }
        guard let row = rows.first else { throw PolicyActRefused.unknown }
        let (version, system, dataset) = try row.decode((String, String, String).self)
        guard receiver == nil || receiver == "\(system)/\(dataset)" || receiver == system else { throw PolicyActRefused.ofAnother }
        return version
    }

    /// The one version whose hash begins so; of a system and dataset written `tax` or `tax/addressee`, the one in that state.
    func version(named name: String, in states: [PolicyState]) async throws -> String {
        if name.utf8.count >= 6, Hex.isWritten(name.utf8) {
            let rows = try await connection.query(
                "SELECT content_hash FROM governance.policy WHERE starts_with(content_hash, \(name)) AND closes IS NULL LIMIT 2")
            if rows.count > 1 { throw PolicyActRefused.ambiguous }
            if let row = rows.first { return try row.decode(String.self) }
        }
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        guard let system = parts.first else { throw PolicyActRefused.unknown }
        // What is not the hub's own answers to the name only where nothing else does: it can be ended, and nothing more.
        for isProven in [true, false] {
            for state in states {
                let standing = try await standing(in: state, of: (system, parts.count > 1 ? parts[1] : DatasetName.addressee.rawValue))
                let found = isProven ? standing.proven : standing.unproven
                if found.count > 1 { throw PolicyActRefused.ambiguous }
                if let version = found.first { return version }
            }
        }
        throw PolicyActRefused.unknown
    }
}
