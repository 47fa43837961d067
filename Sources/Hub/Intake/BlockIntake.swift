internal import Addressee
internal import Postgres
internal import Seal

/// Takes one block in: checks its rows, hands the good ones to the register, and records what became of each; one transaction.
struct BlockIntake: Sendable {
    let fileID: Int64
    let fileDigest: [UInt8]
    let pool: Pool
    let bell: JournalBell
    let vault: Vault
    let fields: SubmissionFields
    let source: SystemName
    let today: CalendarDay
    let firsts = FirstNumbers()

    /// - Throws: `PostgresError` once the database can't be reached for longer than a restart takes.
    func take(_ block: RowBlock) async throws -> BlockReport {
        var report = BlockReport()
        let submissions = try check(block, &report)
        let checked = report
        let done = try await Self.retrying { attempt in
            try await pool.transaction { connection in
                try await HubCalendar.holdStill(on: connection)
                // After a lost connection it is unknown whether the commit arrived.
                if attempt > 0, let done = try await stored(block, on: connection) { return done }
                // The first try alone trusts: what it met must be looked at.
                return try await register(submissions, of: block, checked, trusting: attempt == 0 && firsts.allNew, on: connection)
            }
        }
        bell.ring()
        return done
    }

    /// Tries again while another writer came first, and for a minute while the server is away.
    static func retrying<R>(_ body: (_ attempt: Int) async throws -> R) async throws -> R {
        var attempt = 0
        while true {
            do {
                return try await body(attempt)
            } catch let error as PostgresError where attempt < 60 && isWorthRetrying(error) {
                attempt += 1
                try await Task.sleep(for: error.isConnectionLoss ? .seconds(1) : .milliseconds(Int.random(in: 5...50)))
            }
        }
    }

    /// What became of a block that an earlier run of the same file did.
    func remembered(_ block: RowBlock) async throws -> BlockReport {
        try await Self.retrying { _ in
            guard let report = try await pool.withConnection({ try await stored(block, on: $0) }) else { throw FileRefused.changedWhileRead }
            return report
        }
    }

    /// What is recorded of a block that was done before.
    func stored(_ block: RowBlock, on connection: Connection) async throws -> BlockReport? {
        let lane = Int32(block.lane)
        let number = Int32(block.number)
        let results = try await connection.pipeline([
            "SELECT accepted, unchanged, held, rejected FROM intake.block WHERE file_id = \(fileID) AND lane = \(lane) AND number = \(number)",
            """
            SELECT line, code, item, reason FROM intake.rejected
            WHERE file_id = \(fileID) AND lane = \(lane) AND block = \(number) ORDER BY line, ordinal
            """,
            "SELECT line, atenabango FROM intake.assigned WHERE file_id = \(fileID) AND lane = \(lane) AND block = \(number) ORDER BY line",
        ])
        guard let counts = results[0].first else { return nil }
        var report = BlockReport()
        report.accepted = Int(try counts.decode(0, as: Int32.self))
        report.unchanged = Int(try counts.decode(1, as: Int32.self))
        report.held = Int(try counts.decode(2, as: Int32.self))
        report.rejected = Int(try counts.decode(3, as: Int32.self))
        for row in results[1] {
            report.faults.append(
                .init(
                    line: Int(try row.decode(0, as: Int64.self)), code: try row.decode(1, as: String.self),
                    item: try row.decode(2, as: String.self), reason: try row.decode(3, as: String.self)))
        }
        for row in results[2] {
            report.assigned.append((Int(try row.decode(0, as: Int64.self)), try row.decode(1, as: String.self)))
        }
        return report
    }

    private func check(_ block: RowBlock, _ report: inout BlockReport) throws -> [Submission] {
        var submissions: [Submission] = []
        submissions.reserveCapacity(block.rows.count)
        var scratch: [UInt8] = []
        let sealer = vault.sealer()
        for (index, row) in block.rows.enumerated() {
            guard row.isWhole else {
                report.rejected += 1
                report.faults.append(
                    .init(line: row.line, code: FaultCode.record, item: "", reason: "列の数が1行目と異なるか、引用符の対応が崩れています。"))
                continue
            }
            try block.withRow(index) { view in
                let faults = view.faults(by: fields.header.check)
                guard faults.isEmpty else {
                    report.rejected += 1
                    report.faults += faults.map { .init(line: row.line, code: $0.code, item: $0.column, reason: $0.reason) }
                    return
                }
                switch try fields.submission(view, at: index, sealer: sealer, today: today, scratch: &scratch) {
                case .success(let submission): submissions.append(submission)
                case .failure(let fault):
                    report.rejected += 1
                    report.faults.append(.init(line: row.line, code: fault.code, item: fault.item, reason: fault.reason))
                }
            }
        }
        return submissions
    }

    private func register(
        _ submissions: [Submission], of block: RowBlock, _ checked: BlockReport, trusting: Bool, on connection: Connection
    ) async throws -> BlockReport {
        var registration = BlockRegistration(vault: vault, fields: fields, source: source)
        registration.leavesNumbersToTheIndex = trusting
        let outcome: BlockRegistration.Outcome
        do {
            outcome = try await registration.register(submissions, of: block, on: connection)
        } catch let error as PostgresError where error.constraint == Self.numberIsTaken {
            firsts.metOneTaken()
            throw error
        }
        var report = checked
        report.accepted = outcome.accepted
        report.unchanged = outcome.unchanged.count
        report.held = outcome.held.count
        report.rejected += outcome.rejected.count
        report.faults += outcome.rejected.map {
            .init(line: block.rows[$0.row].line, code: $0.fault.code, item: $0.fault.item, reason: $0.fault.reason)
        }
        report.faults.sort { $0.line < $1.line }
        report.assigned = outcome.assigned.map { (block.rows[$0.row].line, $0.addresseeNumber) }
        try await record(report, outcome, block, on: connection)
        return report
    }

    private func record(
        _ report: BlockReport, _ outcome: BlockRegistration.Outcome, _ block: RowBlock, on connection: Connection
    ) async throws {
        let lane = Int32(block.lane)
        let number = Int32(block.number)
        var statements: [Query] = [
            """
            INSERT INTO intake.block (file_id, lane, number, accepted, unchanged, held, rejected)
            VALUES (\(fileID), \(lane), \(number), \(Int32(report.accepted)), \(Int32(report.unchanged)), \(Int32(report.held)),
                \(Int32(report.rejected)))
            """
        ]
        if !report.faults.isEmpty {
            statements.append(
                """
                INSERT INTO intake.rejected (file_id, lane, block, line, ordinal, code, item, reason)
                SELECT \(fileID), \(lane), \(number), line, row_number() OVER (PARTITION BY line ORDER BY n), code, item, reason
                FROM unnest(\(report.faults.map { Int64($0.line) }), \(report.faults.map(\.code)), \(report.faults.map(\.item)),
                    \(report.faults.map(\.reason))) WITH ORDINALITY AS f (line, code, item, reason, n)
                """)
        }
        if !outcome.held.isEmpty { statements.append(try hold(outcome, block)) }
        if !report.assigned.isEmpty {
            statements.append(
                """
                INSERT INTO intake.assigned (file_id, lane, block, line, atenabango)
                SELECT \(fileID), \(lane), \(number), line, atenabango
                FROM unnest(\(report.assigned.map { Int64($0.line) }), \(report.assigned.map(\.addresseeNumber))) AS a (line, atenabango)
                """)
        }
        let events = IntakeEvents(source: source.rawValue)
        let untold = statements.count
        statements.append(events.block(report, lane: block.lane, number: block.number, file: fileDigest).statement())
        statements += events.remarkable(outcome) { block.withRow($0, fields.addresseeNumber) }.map { $0.statement() }
        for rows in try await connection.pipeline(statements).dropFirst(untold) { try rows.written() }
    }

    /// Rows for the conflict queue go in whole, sealed, because a clerk must see what was sent.
    private func hold(_ outcome: BlockRegistration.Outcome, _ block: RowBlock) throws -> Query {
        let cipher = vault.keys.cipher
        let sealed = try outcome.held.map { held in
            try cipher.seal(block.bytes[block.rows[held.row].raw], context: "held row".utf8)
        }
        return """
            INSERT INTO intake.held (file_id, lane, block, line, key_id, code, atenabango, other_atenabango, reason, sealed_row)
            SELECT \(fileID), \(Int32(block.lane)), \(Int32(block.number)), h.line, \(cipher.currentKeyID), h.code, h.atenabango, a.atenabango,
                h.reason, h.sealed
            FROM unnest(\(outcome.held.map { Int64(block.rows[$0.row].line) }), \(outcome.held.map(\.code)),
                \(outcome.held.map { block.withRow($0.row, fields.addresseeNumber) }), \(outcome.held.map(\.otherRunningNumber)),
                \(outcome.held.map(\.reason)), \(sealed)) AS h (line, code, atenabango, other, reason, sealed)
            LEFT JOIN register.integrated_number n ON n.running_number = h.other
            LEFT JOIN register.addressee a ON a.addressee_id = n.established_by
            """
    }

    /// The unique index over individual numbers, which decides who is whose.
    private static let numberIsTaken = "individual_number_keyed_hash_key"

    /// Another writer came first, or the server went away: the block is read and decided anew.
    private static func isWorthRetrying(_ error: PostgresError) -> Bool {
        let raced = [
            numberIsTaken, "individual_number_pkey", "addressee_atenabango_key", "version_pkey", "block_pkey",
        ]
        return error.isRetryable || error.isConnectionLoss || error.isPoolExhausted || (error.sqlState == "23505" && raced.contains(error.constraint ?? ""))
    }
}
