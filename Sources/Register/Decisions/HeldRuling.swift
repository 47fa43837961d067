internal import AccessControl
internal import Addressee
internal import Postgres

/// Applies what two people decided about an entry of the queue, in the transaction that records it; a row goes into the register by the way that all rows go.
struct HeldRuling {
    let entry: QueueEntry
    let vault: Vault
    let today: CalendarDay
    let byWhom: String
    let connection: Connection

    private var ties: TieDecisions { TieDecisions(held: entry.id, byWhom: byWhom, vault: vault, connection: connection) }

    /// - Returns: whether the entry goes on waiting: a claim that was sent back to its source waits for the right number.
    /// - Throws: `HeldRefused` H0017.
    func apply(_ decision: HeldDecision) async throws -> Bool {
        switch (entry.isClaim, decision) {
        case (true, .correct): return true
        case (false, .correct), (false, .reject): try await ConflictQueue.release([entry.id], on: connection)
        case (true, _): try await claim(decision)
        case (false, _): try await row(decision)
        }
        return false
    }

    // MARK: claims

    private func claim(_ decision: HeldDecision) async throws {
        guard let claimant = entry.addresseeID else { throw HeldRefused.notApplicable("登録された人が見つかりません。") }
        let row = try OpenedRow(entry, vault: vault, today: today)
        let code = entry.items.contains(Item.juminhyokodo) ? row.submission.recordCode : nil
        var owner: Vault.Place?
        if entry.items.contains(Item.kojinbango), let number = row.submission.number {
            owner = try await vault.owners(of: [number.keyedHash], on: connection)[number.key]
        }
        try await ties.lock(persons: [claimant], numbers: owner.map { [$0.runningNumber] } ?? [])
        switch decision {
        case .reject, .new: try await ties.deny(claimant, running: owner?.runningNumber, code: code)
        case .link: try await ties.tie(claimant, to: owner, code: code)
        case .neverHers:
            if let current = owner { owner = try await ties.end(current, except: claimant) }
            if let code { try await ties.end(code: code, except: claimant) }
            try await ties.tie(claimant, to: owner, code: code)
        case .changed, .correct: throw HeldRefused.notAllowed(entry.allowed)
        }
        try await ConflictQueue.release([entry.id], on: connection)
        try await ConflictQueue.tell(persons: [claimant], tiedTo: owner.map { [$0.runningNumber] } ?? [], on: connection)
    }

    // MARK: rows

    private func row(_ decision: HeldDecision) async throws {
        let row = try OpenedRow(entry, vault: vault, today: today)
        var submission = row.submission
        if entry.code == HoldCode.zerosLost, decision == .link, let other = entry.otherNumber { submission = submission.numbered(other) }
        let person = try await ties.current(of: submission.addresseeNumber)
        let before = person?.owner
        if let person, decision == .changed || decision == .neverHers {
            try await ties.lock(persons: [person.addresseeID], numbers: before.map { [$0.runningNumber] } ?? [])
            // Everything else of the person went on meanwhile: only the number is decided.
            if let history = submission.history, history <= person.history {
                try await number(decision, submission, person)
                return try await finish(before, decision, person.addresseeID)
            }
            if decision == .neverHers, let before { try await ties.end(before.runningNumber, of: person.addresseeID) }
        }
        var registration = BlockRegistration(vault: vault, fields: row.fields, source: row.source)
        // Of a number that lost its zeros only whose row it is was decided, not whose individual number.
        if entry.code == HoldCode.zerosLost { registration.passesForm = true } else { registration.ruling = Ruling(rawValue: decision.rawValue) }
        var outcome = try await registration.register([submission], of: row.national, on: connection)
        if let rejected = outcome.rejected.first { throw HeldRefused.notApplicable("\(rejected.fault.code) \(rejected.fault.reason)") }
        if let held = outcome.held.first { throw HeldRefused.notApplicable("\(held.hold.code) \(held.hold.reason)") }
        outcome.settled.removeAll { $0 == entry.id }
        try await ConflictQueue(vault: vault, source: row.source, fields: row.fields).add(outcome, of: row.block, file: nil, on: connection)
        guard let taken = try await ties.current(of: submission.addresseeNumber) else { return }
        if entry.code == HoldCode.numberOfAnother {
            if decision == .link { try await ties.tie(taken.addresseeID, to: taken.owner, code: nil) }
            if decision == .new { try await ties.deny(taken.addresseeID, running: entry.running, code: nil) }
        }
        try await finish(before, decision, taken.addresseeID)
    }

    /// Only the number of a row whose other contents are out of date.
    private func number(_ decision: HeldDecision, _ submission: Submission, _ person: TieDecisions.Current) async throws {
        guard let number = submission.number else { throw HeldRefused.notApplicable("行に個人番号がありません。") }
        var owner = try await vault.owners(of: [number.keyedHash], on: connection)[number.key]
        if decision == .changed {
            guard let before = person.owner else { throw HeldRefused.notApplicable("登録されている個人番号がありません。") }
            if let owner, owner.runningNumber != before.runningNumber { throw HeldRefused.notApplicable("届いた個人番号が別の人に登録されています。") }
            if owner == nil {
                let last = try await vault.lastOrdinals(of: [before.runningNumber], on: connection)[before.runningNumber] ?? 0
                owner = Vault.Place(runningNumber: before.runningNumber, ordinal: last + 1)
                if let owner { try await vault.store([.init(number: number, owner: owner, establishedBy: person.addresseeID)], on: connection) }
            }
        } else {
            if let before = person.owner { try await ties.end(before.runningNumber, of: person.addresseeID) }
            if let owner {
                let others = try await RegisterLookup(vault: vault).holders(of: [owner.runningNumber], disputed: [owner.runningNumber], on: connection)
                guard others.holders[owner.runningNumber]?.contains(where: { $0.isResident && $0.addresseeID != person.addresseeID }) != true else {
                    throw HeldRefused.notApplicable("届いた個人番号が別の住民に登録されています。先にその番号がどちらのものか決めてください。")
                }
            } else {
                let fresh = Vault.Place(runningNumber: try await connection.take(1, from: "register.running_number")[0], ordinal: 1)
                try await vault.store([.init(number: number, owner: fresh, establishedBy: person.addresseeID)], on: connection)
                owner = fresh
            }
        }
        try await ties.tie(person.addresseeID, to: owner, code: nil)
    }

    /// The marks of the entry fall; and who claimed the number that was left is its only claimant.
    private func finish(_ before: Vault.Place?, _ decision: HeldDecision, _ person: Int64) async throws {
        try await ConflictQueue.release([entry.id], on: connection)
        if decision == .neverHers, let before { try await ties.settleClaims(on: before.runningNumber, today: today) }
        try await ConflictQueue.tell(persons: [person], tiedTo: before.map { [$0.runningNumber] } ?? [], on: connection)
    }

    // MARK: taking back

    /// Whether the ties are still as the decision left them.
    var isReversible: Bool { get async throws { try await ties.areAsDecided(entry) } }

    /// Undoes the ties of the decision, without renumbering anything; the entry waits again.
    ///
    /// - Throws: `HeldRefused` H0019.
    func takeBack() async throws {
        guard try await isReversible else { throw HeldRefused.notReversible }
        let persons = try await ties.takeBack(entry)
        guard !persons.isEmpty else { return }
        try await RowSeal(keys: vault.keys).update(.held, "t.held_id = \(entry.id) \(unsafeSQL: RowSeal.set(.held)) kind = 'c'", on: connection)
        let claimant = entry.isClaim ? entry.addresseeID : persons.first
        let items = entry.items.isEmpty ? ItemSet(.kojinbango) : entry.items
        var marks: [ConflictQueue.Mark] = []
        if let claimant { marks.append(.init(Awaiting(whose: .person(claimant), items: items), of: entry.id, claimant: nil)) }
        if let running = entry.running { marks.append(.init(Awaiting(whose: .tiedTo(running), items: ItemSet(.kojinbango)), of: entry.id, claimant: nil)) }
        if items.contains(Item.juminhyokodo), let other = entry.otherID {
            marks.append(.init(Awaiting(whose: .person(other), items: ItemSet(.juminhyokodo)), of: entry.id, claimant: nil))
        }
        try await ConflictQueue.withhold(marks, on: connection)
        try await ConflictQueue.tell(persons: persons, tiedTo: [], on: connection)
    }
}
