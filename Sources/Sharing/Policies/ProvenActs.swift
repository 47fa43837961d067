internal import AccessControl
internal import Addressee
internal import Governance
internal import Postgres

/// 証明された経過. What was done to one version of a policy, as far as the hub has written it itself: whoever acts upon acts asks this, not the rows
/// (decisions 0050, 0093).
struct ProvenActs: Sendable {
    /// The newest row, true or not.
    private(set) var newest: Int64?
    /// Whether every row is the hub's own, and follows the one before it.
    private(set) var isWhole = true
    /// Where the true rows from the first on leave the version.
    private(set) var state = PolicyState.draft
    /// Whether the last approval among them is of somebody else than the proposal, whom the proposer did not set up.
    private(set) var isOfTwo = false
    /// Approvals of two people, of which each row before is true.
    private(set) var approvals: Set<Int64> = []
    private var proposer: String?
    private var step: Int32 = 0

    /// What `all` reads of rows `alias`, in the order of their steps.
    static func columns(_ alias: String) -> String {
        let names = ["act_id", "policy_version", "step", "act", "account", "set_up_by", "acted_on"]
        return names.map { "\(alias).\($0)" }.joined(separator: ", ") + ", " + SealedTable.act.sealed(alias)
    }

    /// By version.
    ///
    /// - Parameter seal: nil: nothing is true.
    static func all(_ rows: Rows, _ seal: RowSeal?) throws -> [String: ProvenActs] {
        var found: [String: ProvenActs] = [:]
        for row in rows {
            let (id, version, step, name, account, setUpBy, _, form, mac) = try row.decode(
                (Int64, String, Int32, String, String, String?, CalendarDay, [UInt8], [UInt8]?).self)
            let act = seal?.holds(.act, form, mac) == true ? PolicyAct(rawValue: name) : nil
            found[version, default: ProvenActs()].add(act, id, step, account, setUpBy)
        }
        return found
    }

    /// Adds a row; one that is not true is no act.
    private mutating func add(_ act: PolicyAct?, _ id: Int64, _ step: Int32, _ account: String, _ setUpBy: String?) {
        newest = id
        guard isWhole, let act, step == self.step + 1, let next = act.after(state) else {
            isWhole = false
            return
        }
        (self.step, state) = (step, next)
        switch act {
        case .propose: (proposer, isOfTwo) = (account, false)
        case .approve:
            isOfTwo = account != proposer && setUpBy != proposer
            if isOfTwo { approvals.insert(id) }
        default: break
        }
    }

    /// Whether the version stands so by nothing but true rows, and, where that takes two people, by two.
    func stands(_ state: PolicyState) -> Bool { isWhole && self.state == state && (isOfTwo || ![.approved, .inForce].contains(state)) }
}

/// 証明された施行. What the true acts on all versions of a receiver leave in force, whatever `governance.in_force` says.
struct ProvenStanding: Sendable {
    /// The version that came into force last, and that nothing ended; nil where there is none.
    private(set) var inForce: String?
    /// The version that was in force last, where it was revoked or expired; nil where one is in force, or none ever was.
    private(set) var ended: (version: String, cause: Closing.Cause)?
    /// Whether a row that is not true says that something came into force since: it may have been true once.
    private(set) var isDoubtful = false
    /// The newest row, true or not.
    private(set) var newest: Int64?
    /// Versions of which there are rows, true or not.
    private(set) var versions: Set<String> = []

    /// - Parameter seal: nil: nothing is true.
    static func of(_ system: String, _ dataset: String, _ seal: RowSeal?, on connection: Connection) async throws -> ProvenStanding {
        let rows = try await connection.query(
            """
            SELECT t.act_id, t.policy_version, t.act, \(unsafeSQL: SealedTable.act.sealed("t"))
            FROM governance.act AS t JOIN governance.policy AS p ON p.content_hash = t.policy_version
            WHERE p.system = \(system) AND p.dataset = \(dataset) ORDER BY t.act_id
            """)
        var standing = ProvenStanding()
        for row in rows {
            let (id, version, name, form, mac) = try row.decode((Int64, String, String, [UInt8], [UInt8]?).self)
            standing.add(PolicyAct(rawValue: name), id, version, isTrue: seal?.holds(.act, form, mac) ?? false)
        }
        return standing
    }

    private mutating func add(_ act: PolicyAct?, _ id: Int64, _ version: String, isTrue: Bool) {
        newest = id
        versions.insert(version)
        if act == .enter {
            isDoubtful = !isTrue
            if isTrue { (inForce, ended) = (version, nil) }
        } else if isTrue, version == inForce, let act {
            (inForce, isDoubtful) = (nil, false)
            switch act {
            case .expire: ended = (version: version, cause: .expired)
            case .revoke: ended = (version: version, cause: .revoked)
            default: ended = nil
            }
        }
    }

    /// Whether the hub closed what this closes, and nothing came into force since. Nothing is done to what closes another.
    func ends(in closing: Closing, by version: String) -> Bool {
        guard let ended, !isDoubtful, !versions.contains(version) else { return false }
        return ended.version == closing.version && ended.cause == closing.cause
    }
}
