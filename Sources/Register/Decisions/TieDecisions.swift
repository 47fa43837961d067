internal import AccessControl
internal import Addressee
internal import Governance
internal import Postgres

/// 紐付けの決定. Sets whose a number is as two people decided; every setting leaves its act (`register.tie_act`), and no number changes.
struct TieDecisions {
    let held: Int64
    let byWhom: String
    let vault: Vault
    let connection: Connection

    /// A person's current version, as far as ties go.
    struct Current {
        var addresseeID: Int64
        var historyNumber: Int32
        /// What its source calls it.
        var history: SourceHistory
        var owner: Vault.Place?
        var recordCode: String?
    }

    /// Persons and numbers stand still until the transaction ends.
    func lock(persons: [Int64], numbers: [Int64]) async throws {
        try await connection.execute("SELECT FROM register.addressee WHERE addressee_id = ANY(\(persons)) ORDER BY atenabango FOR NO KEY UPDATE")
        try await vault.takeTurns(on: numbers.sorted(), on: connection)
    }

    /// By addressee number.
    func current(of number: String) async throws -> Current? {
        let rows = try await connection.query("\(unsafeSQL: Self.currentSQL) WHERE a.atenabango = \(number)")
        return try rows.first.map { try Current($0) }
    }

    private func current(of id: Int64) async throws -> Current {
        let rows = try await connection.query("\(unsafeSQL: Self.currentSQL) WHERE a.addressee_id = \(id)")
        guard let row = rows.first else { throw HeldRefused.unknown }
        return try Current(row)
    }

    private static let currentSQL = """
        SELECT v.addressee_id, v.history_number, v.source_history_number, v.rireki_edabango, v.running_number, v.number_ordinal, v.juminhyokodo FROM register.addressee a
        CROSS JOIN LATERAL register.newest(a.addressee_id) AS v
        """

    private func set(
        _ id: Int64, _ act: String, about running: Int64?, code: String?, to owner: Vault.Place?, recordCode: String?
    ) async throws {
        try await connection.execute(
            """
            SELECT register.decide_tie(\(held), \(id), \(act)::text::"char", \(running), \(code), \(owner?.runningNumber), \(owner?.ordinal), \(recordCode),
                \(byWhom))
            """)
    }

    /// A person's code as its column has it.
    private static func text(_ code: Int64?) -> String? {
        code.map { code in
            let digits = String(code)
            return String(repeating: "0", count: max(0, 11 - digits.count)) + digits
        }
    }

    /// The number, or the code, or both, are the person's.
    func tie(_ id: Int64, to owner: Vault.Place?, code: Int64?) async throws {
        let current = try await current(of: id)
        try await set(
            id, "t", about: owner?.runningNumber, code: Self.text(code), to: owner ?? current.owner, recordCode: Self.text(code) ?? current.recordCode)
        guard owner != nil else { return }
        // Protection follows every addressee number with the same individual number (INCIDENTS 26).
        try await connection.execute(
            "SELECT register.set_protection('{}', '{}', '{}', '{}', '{}', '{}', \([id]), \(ItemSet.ofProtection.rawValue))")
    }

    /// They are not: what the person has stays as it is, and what comes with the number again changes nothing.
    func deny(_ id: Int64, running: Int64?, code: Int64?) async throws {
        let current = try await current(of: id)
        try await set(id, "d", about: running, code: Self.text(code), to: current.owner, recordCode: current.recordCode)
    }

    /// The number never was this person's.
    ///
    /// - Parameter about: the integrated number that it is kept under.
    func end(_ about: Int64, of id: Int64) async throws {
        let current = try await current(of: id)
        try await set(id, "e", about: about, code: nil, to: nil, recordCode: current.recordCode)
    }

    /// The number never was theirs who have it.
    ///
    /// - Returns: where it is kept from here on: a number that stood among others of one person goes to an integrated number of its own.
    func end(_ owner: Vault.Place, except claimant: Int64) async throws -> Vault.Place {
        let tied = try await connection.query("SELECT addressee_id FROM register.tied_to(\([owner.runningNumber])) WHERE addressee_id <> \(claimant)")
        var kept = owner
        if try await vault.lastOrdinals(of: [owner.runningNumber], on: connection)[owner.runningNumber] != 1 {
            kept = Vault.Place(runningNumber: try await connection.take(1, from: "register.running_number")[0], ordinal: 1)
            try await vault.setApart(owner, to: kept, on: connection)
        }
        for row in tied {
            let id = try row.decode(Int64.self)
            // Who has another number since keeps that.
            guard try await current(of: id).owner == owner else { continue }
            try await end(kept.runningNumber, of: id)
            try await ConflictQueue.tell(persons: [id], tiedTo: [], on: connection)
        }
        return kept
    }

    /// The code never was theirs who have it.
    func end(code: Int64, except claimant: Int64) async throws {
        let holders = try await RegisterLookup(vault: vault).owners(of: [], codes: [code], on: connection).codes.holders
        guard let holder = holders[code], holder.addresseeID != claimant else { return }
        let current = try await current(of: holder.addresseeID)
        try await set(holder.addresseeID, "e", about: nil, code: Self.text(code), to: current.owner, recordCode: nil)
        try await ConflictQueue.tell(persons: [holder.addresseeID], tiedTo: [], on: connection)
    }

    /// A number that nobody has any more is its only claimant's.
    func settleClaims(on running: Int64, today: CalendarDay) async throws {
        let tied = try await connection.query("SELECT 1 FROM register.tied_to(\([running]))")
        let claims = try await connection.query(
            """
            SELECT \(unsafeSQL: QueueEntry.columnsSQL), \(unsafeSQL: SealedTable.held.form("h")) AS form, h.mac
            FROM intake.held h WHERE h.kind = 'c' AND h.state IN ('w', 'p') AND h.running_number = \(running)
            """)
        let seal = RowSeal(keys: vault.keys)
        // Of one that isn't true nobody knows whose claim it is.
        guard tied.isEmpty, claims.count == 1, let row = claims.first, seal.holds(.held, try row.decode("form"), try row.decode("mac")) else { return }
        let claim = try QueueEntry(row)
        guard claim.items == ItemSet(.kojinbango), let claimant = claim.addresseeID,
            let number = try OpenedRow(claim, vault: vault, today: today).submission.number,
            let owner = try await vault.owners(of: [number.keyedHash], on: connection)[number.key]
        else { return }
        try await TieDecisions(held: claim.id, byWhom: byWhom, vault: vault, connection: connection).tie(claimant, to: owner, code: nil)
        try await seal.update(.held, "t.held_id = \(claim.id) \(unsafeSQL: RowSeal.set(.held)) state = 's'", on: connection)
        try await seal.write(
            .heldAct,
            """
            INSERT INTO intake.held_act (held_id, act, by_whom, reason) VALUES (\(claim.id), 's', \(byWhom), \("保留\(held)番の決定により、ほかにこの番号の人がいなくなったため"))
            """, on: connection)
        try await ConflictQueue.release([claim.id], on: connection)
        try await ConflictQueue.tell(persons: [claimant], tiedTo: [running], on: connection)
    }

    // MARK: taking back

    /// Acts of a decision that stand, the last first: each with what it set.
    private func acts() async throws -> [Act] {
        try await connection.query(
            """
            SELECT t.addressee_id, t.act::text, t.running_number, t.record_code, t.before_running_number, t.before_ordinal, t.before_record_code,
                t.after_running_number, t.after_record_code
            FROM register.tie_act t
            WHERE t.held_id = \(held) AND t.act <> 'b'
                AND t.tie_act_id > coalesce((SELECT max(b.tie_act_id) FROM register.tie_act b WHERE b.held_id = \(held) AND b.act = 'b'), 0)
            ORDER BY t.tie_act_id DESC
            """
        ).map { try Act($0) }
    }

    /// Whether every tie is still as the decision left it, and the decision was about ties, or changed nothing.
    func areAsDecided(_ entry: QueueEntry) async throws -> Bool {
        let acts = try await acts()
        if acts.isEmpty { return !entry.isClaim && (entry.proposal == .reject || entry.proposal == .correct) }
        // What the row itself changed is a version, which is never taken back.
        guard entry.isClaim || entry.code == HoldCode.numberOfAnother else { return false }
        var seen: Set<Int64> = []
        for act in acts {
            // A number that was set apart stays where it is.
            if act.act == "e", let before = act.before?.runningNumber, let about = act.about, before != about { return false }
            guard seen.insert(act.addresseeID).inserted else { continue }
            let current = try await current(of: act.addresseeID)
            guard current.owner?.runningNumber == act.afterRunning, current.recordCode == act.afterCode else { return false }
        }
        return true
    }

    /// - Returns: whose ties were taken back.
    func takeBack(_ entry: QueueEntry) async throws -> [Int64] {
        var persons: [Int64] = []
        for act in try await acts() {
            // A row that was registered with the link had none before.
            let before = !entry.isClaim && act.act == "t" ? nil : act.before
            try await set(act.addresseeID, "b", about: act.about, code: act.code, to: before, recordCode: act.beforeCode)
            if !persons.contains(act.addresseeID) { persons.append(act.addresseeID) }
        }
        return persons
    }
}

extension TieDecisions.Current {
    fileprivate init(_ row: Row) throws {
        let (id, number, source, branch, running, ordinal, code) = try row.decode((Int64, Int32, Int32?, String?, Int64?, Int16?, String?).self)
        self.init(
            addresseeID: id, historyNumber: number, history: SourceHistory(registered: number, source: source, branch: branch),
            owner: Vault.Place(running, ordinal), recordCode: code)
    }
}

/// One act of a decision.
private struct Act {
    let addresseeID: Int64
    /// t tied, d denied, e ended.
    let act: String
    /// The number, or the code, that it is about.
    let about: Int64?
    let code: String?
    /// What the person had before.
    let before: Vault.Place?
    let beforeCode: String?
    /// What the person had from it on.
    let afterRunning: Int64?
    let afterCode: String?

    init(_ row: Row) throws {
        addresseeID = try row.decode("addressee_id")
        act = try row.decode("act")
        about = try row.decode("running_number")
        code = try row.decode("record_code")
        before = Vault.Place(try row.decode("before_running_number"), try row.decode("before_ordinal"))
        beforeCode = try row.decode("before_record_code")
        afterRunning = try row.decode("after_running_number")
        afterCode = try row.decode("after_record_code")
    }
}
