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
    }

    /// Of the acts that are no person's.
    static let calendar = "calendar"

    let connection: Connection

    /// One act on policies at a time.
    static func lock(_ connection: Connection) async throws {
        try await connection.execute("SELECT pg_advisory_xact_lock(hashtext('governance.act'))")
    }

    func lastAct(on version: String) async throws -> LastAct {
        let rows = try await connection.query(
            "SELECT step, act, account, acted_on, set_up_by FROM governance.act WHERE policy_version = \(version) ORDER BY step DESC LIMIT 1")
        guard let (step, name, account, day, setUpBy) = try rows.first?.decode((Int32, String, String, CalendarDay, String?).self),
            let act = PolicyAct(rawValue: name)
        else { return LastAct() }
        return LastAct(state: act.leadsTo, step: step, act: act, account: account, actedOn: day, setUpBy: setUpBy)
    }

    /// Enters an act, sealed.
    ///
    /// - Throws: `PolicyActRefused` where it can't follow what was done before.
    func enter(
        _ act: PolicyAct, _ version: String, after lastAct: LastAct, by account: String, on day: CalendarDay, reason: String, sealed seal: RowSeal?
    ) async throws {
        guard act.after(lastAct.state) != nil else { throw PolicyActRefused.state(act, lastAct.state) }
        guard let seal else { throw PolicyStoreError.unproven(version) }
        let before = lastAct.act
        let setUpBy = try await SetUp.of(account, on: connection)
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

    /// The versions of a system and dataset, or of all, that stand so.
    func versions(in state: PolicyState, of receiver: (system: String, dataset: String)? = nil) async throws -> [String] {
        let act = PolicyAct.allCases.first { $0.leadsTo == state }?.rawValue
        return try await connection.query(
            """
            SELECT a.policy_version FROM governance.act a JOIN governance.policy p ON p.content_hash = a.policy_version
            WHERE a.act = \(act) AND (\(receiver?.system)::text IS NULL OR (p.system = \(receiver?.system) AND p.dataset = \(receiver?.dataset)))
                AND a.step = (SELECT max(b.step) FROM governance.act b WHERE b.policy_version = a.policy_version)
            ORDER BY a.act_id
            """
        ).map { try $0.decode(String.self) }
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
        for state in states {
            let found = try await versions(in: state, of: (system, parts.count > 1 ? parts[1] : DatasetName.addressee.rawValue))
            if found.count > 1 { throw PolicyActRefused.ambiguous }
            if let version = found.first { return version }
        }
        throw PolicyActRefused.unknown
    }

    /// Legal bases that have an end, as the newest list says that an approved version was checked against: going back to an older version of a policy
    /// does not bring an older list back.
    func basisEnds() async throws -> [String: CalendarDay] {
        let rows = try await connection.query(
            """
            SELECT b.id, b.valid_to FROM governance.legal_basis b
            WHERE b.valid_to IS NOT NULL AND b.document = (
                SELECT d.content_hash FROM governance.act a JOIN governance.policy p ON p.content_hash = a.policy_version
                JOIN governance.document d ON d.content_hash = ANY (p.documents) AND d.name = 'legal-bases.tsv'
                WHERE a.act = 'approve' ORDER BY d.loaded_at DESC, a.act_id DESC LIMIT 1)
            """)
        var ends: [String: CalendarDay] = [:]
        for row in rows {
            let (basis, end) = try row.decode((String, CalendarDay).self)
            ends[basis] = end
        }
        return ends
    }
}
