internal import Addressee
internal import Postgres
internal import SourceFiles

/// Takes one block of rows into the register, inside the caller's transaction: look up, decide row by row, write.
struct BlockRegistration {
    let vault: Vault
    let fields: SubmissionFields
    let source: SystemName
    /// Whether numbers are laid down without asking first who holds them, where every person of the block is new. The unique index decides either
    /// way; one that is held already shows as a unique violation, and the caller comes again and asks.
    var leavesNumbersToTheIndex = false
    /// Whether search keys of these rows are made later (`SearchKeying`).
    var leavesKeys = false
    /// Whether rows came by themselves, each because something is different: whoever is known is locked at once.
    var comesByRows = false

    /// What two people decided about the row, where it is one that waited.
    var ruling: Ruling?
    /// Whether two people decided that an addressee number that differs in leading zeros only is another person's.
    var passesForm = false

    /// What became of the rows.
    struct Outcome: Sendable {
        var accepted = 0
        var unchanged: [Int] = []
        var rejected: [(row: Int, fault: LogicFault)] = []
        var held: [(row: Int, digest: [UInt8], addresseeID: Int64?, hold: Hold)] = []
        /// Accepted, but without a number that another has.
        var claimed: [(row: Int, digest: [UInt8], addresseeID: Int64, claim: Claim)] = []
        var assignedAddresseeNumbers: [(row: Int, addresseeNumber: String)] = []
        /// Rows by which a person's individual number changed.
        var renumbered: [Int] = []
        /// 宛名番号 of persons for whom protection was set that no settled version says.
        var protected: [String] = []
        /// Entries of the conflict queue that wait for the same as a held or claimed row; no further entry is made for it.
        var waitsAlready: Set<Int> = []
        /// Entries of the conflict queue that these rows settled.
        var settled: [Int64] = []
    }

    func register(_ rows: [Submission], of block: RowBlock, on connection: Connection) async throws -> Outcome {
        var outcome = Outcome()
        let submissions = try await assignAddresseeNumbers(rows, &outcome, on: connection)
        let lookup = RegisterLookup(vault: vault)
        let known =
            comesByRows
            ? try await lookup.knownByRows(of: submissions, on: connection) : try await lookup.known(of: submissions, from: source, on: connection)
        var holdings = known.holdings
        let differing = holdings.isEmpty ? submissions : differing(submissions, holdings)
        let asksTheIndex = leavesNumbersToTheIndex && holdings.isEmpty
        let codesAsked = asksTheIndex ? [] : newCodes(differing, holdings)
        let found: (owners: [Vault.NumberKey: Vault.Place], codes: CodeHolders) =
            if let owners = known.owners { owners } else if asksTheIndex { ([:], CodeHolders()) } else {
                try await lookup.owners(of: differing, codes: codesAsked, on: connection)
            }
        var (owners, storedCodes) = (found.owners, found.codes)
        let repeatedNumbers = Repeated(submissions.lazy.compactMap(\.number?.key))
        let asked = contested(differing, holdings, owners, repeatedNumbers)
        let stored = try await lookup.holders(of: asked.all, disputed: asked.disputed, on: connection)
        var holders = NumberHolders(stored.holders)
        // Who waited for their turn reads the codes that whoever was first has written.
        if !asked.disputed.isEmpty, !codesAsked.isEmpty { storedCodes = try await lookup.owners(of: [], codes: codesAsked, on: connection).codes }
        var codes = storedCodes.holders
        var lookalikes = known.lookalikes
        var corrections = Set(known.waiting.filter { $1.contains { !$0.isClaim && $0.code == HoldCode.numberCorrected } }.keys)
        var ids = try await reserve(differing, holdings, owners, on: connection)

        let repeated = Repeated(submissions.lazy.map(\.addresseeNumber))
        let repeatedCodes = Repeated(submissions.lazy.compactMap(\.recordCode))
        let formsDiffer = known.formsDiffer
        let fields = fields
        let identityOfRow = { row in block.withRow(row, fields.identity) }
        let registeredFirst = [source.rawValue]
        var versions: [RegisterWriter.Version] = []
        versions.reserveCapacity(submissions.count)
        var newNumbers: [Vault.NewNumber] = []
        for submission in submissions {
            let held = holdings[submission.addresseeNumber]
            let owner = submission.number.flatMap { owners[$0.key] }
            var facts = RegisterRules.NumberFacts(ruling: ruling, identityOfRow: identityOfRow)
            if let owner {
                facts.owner = owner
                facts.others = holders.of(owner.runningNumber).filter { $0.addresseeID != held?.addresseeID }
                facts.isDenied = held.map { stored.denied.contains(Denial(addresseeID: $0.addresseeID, number: owner.runningNumber)) } ?? false
            }
            if let kept = held?.owner, held?.state != .resident, submission.state == .resident {
                facts.residentUnderOwn = holders.of(kept.runningNumber).first { $0.isResident && $0.addresseeID != held?.addresseeID }
            }
            if let code = submission.recordCode {
                if let holder = codes[code], holder.addresseeID != held?.addresseeID { facts.codeHolder = holder }
                facts.isCodeDenied = held.map { storedCodes.denied.contains(Denial(addresseeID: $0.addresseeID, number: code)) } ?? false
            }
            facts.isCorrectionWaiting = !corrections.isEmpty && corrections.contains(submission.addresseeNumber)
            let form = formsDiffer && held == nil ? AddresseeNumberForms.stripped(submission.addresseeNumber).map(String.init) : nil
            facts.lookalike = passesForm ? nil : form.flatMap { lookalikes[$0] }
            let verdict = RegisterRules.decide(submission, from: source, held: held, number: facts) { held in
                block.withRow(submission.row) { fields.changed($0, from: held.items) }
            }
            let waiting = known.waiting[submission.addresseeNumber] ?? []
            switch verdict {
            case .unchanged: outcome.unchanged.append(submission.row)
            case .rejected(let code, let item, let reason):
                outcome.rejected.append((submission.row, LogicFault(code: code, item: item, reason: reason)))
            case .held(let hold):
                outcome.held.append((submission.row, submission.digest, held?.addresseeID, hold))
                if hold.code == HoldCode.numberCorrected { corrections.insert(submission.addresseeNumber) }
                if waiting.contains(where: { $0.isSame(as: submission) }) { outcome.waitsAlready.insert(submission.row) }
            case .accepted(let plan, let claim, let withoutCode):
                outcome.accepted += 1
                let addresseeID = held?.addresseeID ?? ids.nextAddressee()
                let newOwner = try await place(plan, &ids, on: connection)
                let isRepeated = repeated.contains(submission.addresseeNumber)
                if case .change = plan { outcome.renumbered.append(submission.row) }
                if let number = submission.number, let newOwner, plan.laysDown {
                    if repeatedNumbers.contains(number.key) { owners[number.key] = newOwner }
                    newNumbers.append(.init(number: number, owner: newOwner, establishedBy: addresseeID))
                }
                let holder = Holder(
                    addresseeID: addresseeID, number: submission.addresseeNumber, isResident: submission.state == .resident, who: .row(submission.row))
                // Of a number that comes with one row only nobody else asks who has it.
                if !plan.assigns || held != nil || isRepeated || submission.number.map({ repeatedNumbers.contains($0.key) }) == true {
                    holders.place(holder, under: newOwner?.runningNumber, before: held?.owner?.runningNumber)
                }
                if let code = submission.recordCode, !withoutCode, repeatedCodes.contains(code) { codes[code] = holder }
                if let form, lookalikes[form] == nil, asksForForm(submission.addresseeNumber) { lookalikes[form] = holder }
                if let claim {
                    outcome.claimed.append((submission.row, submission.digest, addresseeID, claim))
                    if waiting.contains(where: { $0.isClaim && $0.items == claim.items }) { outcome.waitsAlready.insert(submission.row) }
                }
                outcome.settled += waiting.filter { $0.isSettled(by: submission, claiming: claim) }.map(\.id)
                var changed = block.withRow(submission.row) { row in
                    // Nobody was told of a provisional version, so everything of its successor is news.
                    held.map { $0.isProvisional ? ItemCatalogue.register.all : fields.changed(row, from: $0.items) } ?? fields.present(row)
                }
                if newOwner != held?.owner { changed.insert(ItemSet(.kojinbango)) }
                if let claim { changed.formUnion(claim.items) }
                let history = submission.history?.registered(after: held?.historyNumber) ?? (held?.historyNumber ?? 0) + 1
                let registeredBy = held.map { Self.with(source, $0.registeredBy) } ?? registeredFirst
                versions.append(
                    .init(
                        submission: submission, addresseeID: addresseeID, isNew: held == nil, historyNumber: history, owner: newOwner,
                        registeredBy: registeredBy, changed: changed, withoutCode: withoutCode))
                if isRepeated {
                    holdings[submission.addresseeNumber] = Holding(
                        addresseeID: addresseeID, historyNumber: history, history: submission.history ?? SourceHistory(history), digest: submission.digest,
                        state: submission.state,
                        owner: newOwner, registeredBy: registeredBy, block: block, row: submission.row, fields: fields)
                }
            }
        }
        try await RegisterWriter(vault: vault, fields: fields, leavesKeys: leavesKeys)
            .write(versions, newNumbers: newNumbers, positions: ids.positions, block: block, on: connection)
        outcome.protected = try await ProtectionKeeping(fields: fields)
            .keep(outcome, versions, submitted: rows, linked: Self.linked(versions, newNumbers), in: block, on: connection)
        return outcome
    }

    /// Who was linked to a number that another has, or had.
    private static func linked(_ versions: [RegisterWriter.Version], _ newNumbers: [Vault.NewNumber]) -> [(runningNumber: Int64, addresseeID: Int64)] {
        let links = versions.count { $0.owner != nil && ($0.isNew || $0.changed.contains(.kojinbango)) }
        // As many as numbers that are new with them: each is one's own.
        guard links > newNumbers.count else { return [] }
        let established = Set(newNumbers.lazy.map(\.establishedBy))
        return versions.compactMap { version in
            guard let owner = version.owner, version.isNew || version.changed.contains(.kojinbango), !established.contains(version.addresseeID) else {
                return nil
            }
            return (owner.runningNumber, version.addresseeID)
        }
    }

    /// Whether a number may have other forms; others are not kept in mind for the rows that follow.
    private func asksForForm(_ number: String) -> Bool { number.utf8.count < 15 || number.utf8.first == UInt8(ascii: "0") }

    /// Integrated numbers whose holders count for a row, and those of them that a resident comes with who did not have them as a resident.
    private func contested(
        _ submissions: [Submission], _ holdings: [String: Holding], _ owners: [Vault.NumberKey: Vault.Place], _ repeated: Repeated<Vault.NumberKey>
    ) -> (all: Set<Int64>, disputed: Set<Int64>) {
        var (all, disputed): (Set<Int64>, Set<Int64>) = ([], [])
        for submission in submissions {
            let held = holdings[submission.addresseeNumber]
            if let kept = held?.owner, held?.state != .resident, submission.state == .resident { all.insert(kept.runningNumber) }
            guard let number = submission.number else { continue }
            guard let owner = owners[number.key] else {
                // A number that nobody has yet comes under the integrated number of whoever changes to it: further rows with it ask who has that one.
                if let kept = held?.owner, repeated.contains(number.key) {
                    all.insert(kept.runningNumber)
                    disputed.insert(kept.runningNumber)
                }
                continue
            }
            let isHers = held?.owner == owner
            let becomes = submission.state == .resident && held?.state != .resident
            if !isHers || becomes { all.insert(owner.runningNumber) }
            if submission.state == .resident, !isHers || becomes { disputed.insert(owner.runningNumber) }
        }
        return (all, disputed)
    }

    /// Resident record codes that a resident comes with who did not have them as a resident.
    private func newCodes(_ submissions: [Submission], _ holdings: [String: Holding]) -> [Int64] {
        submissions.compactMap { submission in
            guard let code = submission.recordCode else { return nil }
            guard let held = holdings[submission.addresseeNumber], held.state == .resident, held.recordCode == code else { return code }
            return nil
        }
    }

    /// All rows of the persons of whom some row differs.
    private func differing(_ submissions: [Submission], _ holdings: [String: Holding]) -> [Submission] {
        let persons = Set(submissions.lazy.filter { !isHeld($0, holdings[$0.addresseeNumber]) }.map(\.addresseeNumber))
        return submissions.filter { persons.contains($0.addresseeNumber) }
    }

    /// Whether the register holds exactly this row, from this system.
    private func isHeld(_ submission: Submission, _ held: Holding?) -> Bool {
        held?.digest == submission.digest && held?.registeredBy.contains(source.rawValue) == true
    }

    private static func with(_ source: SystemName, _ systems: [String]) -> [String] {
        systems.contains(source.rawValue) ? systems : (systems + [source.rawValue]).sorted()
    }
}
