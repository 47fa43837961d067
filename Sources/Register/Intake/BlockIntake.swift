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
        let checked = try rows.check(block, on: today)
        let done = try await IntakeRetry.retrying { attempt in
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
        let known = try await IntakeRetry.retrying { _ in try await pool.withConnection { try await ledger.progress(of: block, on: $0) } }
        guard let known else { throw FileRefused.changedWhileRead }
        guard rows.decidesAnew, !known.open.isEmpty else { return known.report(rowsBefore: block.rows.count) }
        let done = try await IntakeRetry.retrying { _ in
            try await pool.transaction(opening: [HubCalendar.holdingStill]) { connection in
                guard var progress = try await ledger.progress(of: block, on: connection) else { throw FileRefused.changedWhileRead }
                // A block of its own: what is in stays as it is, whatever it says.
                let open = block.only(block.rows.indices.filter { progress.open.contains(block.rows[$0].line) })
                let checked = try rows.check(open, on: today)
                let outcome = try await register(checked, trusting: false, on: connection)
                try await ledger.decideAnew(report(checked, outcome, open), outcome, &progress, of: open, on: connection)
                return progress.report(rowsBefore: block.rows.count - open.rows.count, decidedAnew: open.rows.count)
            }
        }
        notifier.notify()
        return done
    }

    private func register(
        _ checked: CheckedRows<Rows.Row>, trusting: Bool, on connection: Connection
    ) async throws -> BlockRegistration.Outcome {
        do {
            return try await rows.take(checked.taken, of: checked.national, trusting: trusting, on: connection)
        } catch let error as PostgresError where IntakeRetry.isTaken(error) {
            firsts.metOneTaken()
            throw error
        }
    }

    private func report(_ checked: CheckedRows<Rows.Row>, _ outcome: BlockRegistration.Outcome, _ block: RowBlock) -> BlockReport {
        var report = BlockReport()
        report.accepted = outcome.accepted
        report.unchanged = outcome.unchanged.count
        report.held = outcome.held.count
        report.claimed = outcome.claimed.count
        report.rejected = checked.faults.count + outcome.rejected.count
        report.faults =
            checked.faults.values.flatMap { $0 }
            + outcome.rejected.map {
                .init(line: block.rows[$0.row].line, code: $0.fault.code, item: $0.fault.item, reason: $0.fault.reason)
            }
        report.faults.sort { $0.line < $1.line }
        report.assignedAddresseeNumbers = outcome.assignedAddresseeNumbers.map { (block.rows[$0.row].line, $0.addresseeNumber) }
        return report
    }
}
