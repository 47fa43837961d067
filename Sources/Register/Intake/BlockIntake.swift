internal import Addressee
internal import Postgres
internal import SourceFiles

/// Takes one block in: checks its rows, hands the good ones on, and records what became of each; one transaction.
struct BlockIntake<Rows: RowDestination>: Sendable {
    let fileID: Int64
    let fileDigest: [UInt8]
    let pool: Pool
    let notifier: JournalNotifier
    let vault: Vault
    let rows: Rows
    let source: SystemName
    /// Who takes the file in, as records name them.
    let byWhom: String
    let today: CalendarDay
    let firsts = NumbersAllNew()

    private var fields: SubmissionFields { rows.fields }
    private var ledger: BlockLedger { BlockLedger(fileID: fileID, fileDigest: fileDigest, vault: vault, fields: fields, source: source, byWhom: byWhom) }

    /// Takes in a block that nobody has taken in.
    ///
    /// - Parameter digest: of the block's bytes.
    /// - Throws: `PostgresError` once the database can't be reached for longer than a restart takes.
    func take(_ block: RowBlock, digest: [UInt8]) async throws -> BlockReport {
        let checked = try check(block)
        let done = try await BlockRetry.retrying { attempt in
            try await pool.transaction(opening: [HubCalendar.holdingStill]) { connection in
                // After a lost connection it is unknown whether the commit arrived; and another run of the same file may have been first.
                if attempt > 0, let progress = try await ledger.progress(of: block, on: connection) { return progress.report() }
                // The first try alone trusts: what it met must be looked at.
                let outcome = try await register(checked, trusting: attempt == 0 && firsts.allNew, on: connection)
                let report = report(checked, outcome, block)
                try await ledger.record(report, outcome, of: block, digest: digest, on: connection)
                return report
            }
        }
        notifier.notify()
        return done
    }

    /// What became of a block that an earlier run of the same file took in. Rows that were rejected for the state of the register, or held, are
    /// decided anew: the register has moved on.
    func again(_ block: RowBlock) async throws -> BlockReport {
        let known = try await BlockRetry.retrying { _ in try await pool.withConnection { try await ledger.progress(of: block, on: $0) } }
        guard let known else { throw FileRefused.changedWhileRead }
        guard rows.decidesAnew, !known.open.isEmpty else { return known.report(rowsBefore: block.rows.count) }
        let done = try await BlockRetry.retrying { _ in
            try await pool.transaction(opening: [HubCalendar.holdingStill]) { connection in
                guard var progress = try await ledger.progress(of: block, on: connection) else { throw FileRefused.changedWhileRead }
                // A block of its own: what is in stays as it is, whatever it says.
                let open = block.only(block.rows.indices.filter { progress.open.contains(block.rows[$0].line) })
                let checked = try check(open)
                let outcome = try await register(checked, trusting: false, on: connection)
                try await ledger.decideAnew(report(checked, outcome, open), outcome, &progress, of: open, on: connection)
                return progress.report(rowsBefore: block.rows.count - open.rows.count, decidedAnew: open.rows.count)
            }
        }
        notifier.notify()
        return done
    }

    /// Rows that were looked at by themselves.
    struct CheckedRows {
        /// The rows in national codes.
        let national: RowBlock
        var taken: [Rows.Row] = []
        var rejected = 0
        var faults: [BlockReport.Fault] = []

        mutating func reject(_ found: some Sequence<BlockReport.Fault>) {
            rejected += 1
            faults += found
        }
    }

    private func check(_ block: RowBlock) throws -> CheckedRows {
        var checked = CheckedRows(national: fields.national(block))
        checked.taken.reserveCapacity(block.rows.count)
        let read = rows.reader(on: today)
        let unmapped = Dictionary(grouping: block.foreign.filter { $0.character.kind == .unmappable }, by: \.row)
        for (index, row) in block.rows.enumerated() {
            if let fault = row.fault {
                checked.reject([.init(line: row.line, code: fault.code, item: "", reason: fault.reason)])
                continue
            }
            if let characters = unmapped[index] {
                checked.reject(
                    characters.prefix(Self.charactersTold).map {
                        let column = fields.header.name(ofRawField: block.place(of: $0.character, in: index).field)
                        return .init(line: row.line, code: $0.character.faultCode, item: column, reason: $0.character.reason)
                    })
                continue
            }
            let faults = block.withRow(index) { $0.faults(by: fields.header.check) }
            guard faults.isEmpty else {
                checked.reject(faults.lazy.map { .init(line: row.line, code: $0.code, item: $0.column, reason: $0.reason) })
                continue
            }
            try checked.national.withRow(index) { view in
                switch try read(view, index) {
                case .success(let row): checked.taken.append(row)
                case .failure(let fault): checked.reject([.init(line: row.line, code: fault.code, item: fault.item, reason: fault.reason)])
                }
            }
        }
        return checked
    }

    /// Faults of a row for characters without a meaning; `FILE.characters.csv` has them all.
    private static var charactersTold: Int { 20 }

    private func register(
        _ checked: CheckedRows, trusting: Bool, on connection: Connection
    ) async throws -> BlockRegistration.Outcome {
        do {
            return try await rows.take(checked.taken, of: checked.national, trusting: trusting, on: connection)
        } catch let error as PostgresError where BlockRetry.isTaken(error) {
            firsts.metOneTaken()
            throw error
        }
    }

    private func report(_ checked: CheckedRows, _ outcome: BlockRegistration.Outcome, _ block: RowBlock) -> BlockReport {
        var report = BlockReport()
        report.accepted = outcome.accepted
        report.unchanged = outcome.unchanged.count
        report.held = outcome.held.count
        report.claimed = outcome.claimed.count
        report.rejected = checked.rejected + outcome.rejected.count
        report.faults =
            checked.faults
            + outcome.rejected.map {
                .init(line: block.rows[$0.row].line, code: $0.fault.code, item: $0.fault.item, reason: $0.fault.reason)
            }
        report.faults.sort { $0.line < $1.line }
        report.assignedAddresseeNumbers = outcome.assignedAddresseeNumbers.map { (block.rows[$0.row].line, $0.addresseeNumber) }
        return report
    }
}
