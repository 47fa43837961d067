public import AccessControl
public import Addressee
internal import AsyncAlgorithms
public import AuditTrail
public import Postgres
public import SourceFiles
internal import TextForms

/// Intake of files (AT-1, AT-2, CT-11): format and logic checks, good rows to the register, bad rows out with a reason.
///
/// The rows of a file are dealt to lanes by addressee number, so that the states of one person stay in order while
/// two connections work. Every block of a lane is one transaction that also records the block, with the digest of its own bytes, as done: after a
/// kill the same file goes on where it stopped, and nothing is taken in twice. A file is read twice, and a block that is not what it was at first is
/// not taken in.
public struct Intake: Sendable {
    package let pool: Pool
    package let vault: Vault
    let notifier: JournalNotifier
    package let today: @Sendable () -> CalendarDay
    /// Rows from which on the first file of a city leaves its search keys to be made when it is in.
    package var keysFollowFrom = SearchKeying.manyRows

    /// `today` is the day that dates are checked against; the current one in Japan unless given.
    public init(pool: Pool, vault: Vault, today: @escaping @Sendable () -> CalendarDay = { CalendarDay.todayInJapan() }) {
        self.pool = pool
        self.vault = vault
        notifier = JournalNotifier(pool: pool)
        self.today = today
    }

    /// Takes a file in. Who did is on record each time, with the file's digest, before its first row is taken.
    ///
    /// - Parameters:
    ///   - principal: must have the right to operate deliveries.
    ///   - path: the file; `-` is standard input.
    ///   - encoding: how its characters are written.
    ///   - reports: where `FILE.rejected.csv` and the like go.
    ///   - rejects: how many rows may be rejected before it ends; what was taken in until then stays.
    ///   - progress: told rows done and rows in all, after each block.
    /// - Throws: `AccessRefused` without the right, recorded, before the file is looked at. `FileRefused` where the file as a whole can't be taken in, being another body's
    ///   among others; nothing of it was then. `IntakeInterrupted` where something of it was.
    public func take(
        _ principal: Principal, _ path: String, layout: FileLayout, source: SystemName, encoding: FileEncoding = .utf8,
        reports: ReportPlace = ReportPlace(), rejects: RejectBound = .usual, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> IntakeReport {
        let vault = vault
        return try await take(
            principal, path, layout: layout, source: source, encoding: encoding, reports: reports, rejects: rejects, progress: progress
        ) { fields, body in
            RegisteredRows(vault: vault, fields: fields, source: source, body: body)
        }
    }

    /// The same for rows that go anywhere.
    func take<Rows: RowDestination>(
        _ principal: Principal, _ path: String, layout: FileLayout, source: SystemName, encoding: FileEncoding, reports: ReportPlace,
        rejects: RejectBound, progress: @escaping @Sendable (Int, Int) -> Void, rows: (SubmissionFields, LocalGovernmentCode?) -> Rows
    ) async throws -> IntakeReport {
        let told = ["layout": layout.name, "source": source.rawValue]
        try await pool.permit(principal, .operateDeliveries, or: .fileTaken, fields: told)
        do {
            return try await taking(principal, path, layout, source, encoding, reports, rejects, progress, rows)
        } catch let refused as FileRefused {
            // Whoever hands in what is no file of the kind is on record, too.
            try await pool.refuse(.fileTaken, refused.code, by: principal, fields: told)
            throw refused
        }
    }

    /// What a large file may have left without search keys is made from now on, however the file ended. Where the database can't be reached, the next large file
    /// says so, or the staff service as it begins.
    private func keysFollow(_ survey: FileSurvey) async {
        guard survey.rows >= keysFollowFrom else { return }
        // In a task of its own: whoever hung up has cancelled this one.
        await Task { _ = try? await IntakeRetry.retrying { _ in try await pool.withConnection { try await SearchKeying.endPostponement(on: $0) } } }.value
    }

    private func taking<Rows: RowDestination>(
        _ principal: Principal, _ path: String, _ layout: FileLayout, _ source: SystemName, _ encoding: FileEncoding, _ reports: ReportPlace,
        _ rejects: RejectBound, _ progress: @escaping @Sendable (Int, Int) -> Void,
        _ rows: (SubmissionFields, LocalGovernmentCode?) -> Rows
    ) async throws -> IntakeReport {
        try await SourceFile.withOpen(path, encoding: encoding) { file in
            let body = try await pool.withConnection { try await HubBody.read(on: $0) }?.code
            let survey = try await FileSurvey.read(file, layout: layout, of: body)
            let files = try await ReportFiles.open(for: path, at: reports, header: survey.header.raw, digest: survey.digest)
            let most = rejects.most(of: survey.rows)
            let tally = IntakeTally(survey, name: file.name, mostRejected: most, files: files, progress: progress)
            do {
                let rows = rows(SubmissionFields(layout: layout, header: survey.header), body)
                let known = try await IntakeRetry.retrying { _ in
                    try await open(principal, survey, layout, source, encoding, rejects, beginsAnew: !rows.decidesAnew)
                }
                let block = BlockIntake(
                    fileID: known.id, fileDigest: survey.digest, pool: pool, notifier: notifier, vault: vault,
                    rows: rows, source: source, byWhom: principal.name, today: today())
                try await pump(file, survey, known, block, tally)
                await keysFollow(survey)
                let report = await tally.report
                guard report.rowsRead == survey.rows, report.addsUp else { throw FileRefused.changedWhileRead }
                _ = try await IntakeRetry.retrying { _ in
                    try await pool.execute("UPDATE intake.file SET finished_at = now() WHERE file_id = \(known.id) AND finished_at IS NULL")
                }
                return try await tally.finish()
            } catch let refused as FileRefused where refused.endsAtRejects {
                await keysFollow(survey)
                // What was rejected so far is what somebody has to look at.
                let soFar = try await tally.finish()
                try await ended(principal, refused, survey, soFar, layout, source, bound: most)
                throw IntakeInterrupted(soFar: soFar, rows: survey.rows, cause: refused)
            } catch {
                await keysFollow(survey)
                await tally.discard()
                let soFar = await tally.report
                guard soFar.rowsRead > 0 else { throw error }
                if let refused = error as? FileRefused { try await ended(principal, refused, survey, soFar, layout, source) }
                throw IntakeInterrupted(soFar: soFar, rows: survey.rows, cause: error)
            }
        }
    }

    /// That a file was refused after something of it went in.
    ///
    /// - Parameter bound: how many rows might be rejected, where that is why.
    private func ended(
        _ principal: Principal, _ refused: FileRefused, _ survey: FileSurvey, _ soFar: IntakeReport, _ layout: FileLayout, _ source: SystemName,
        bound: Int? = nil
    ) async throws {
        var fields = [
            "file": survey.digest.hex, "layout": layout.name, "refusal": refused.code, "rejected": String(soFar.rejected), "rows": String(survey.rows),
            "source": source.rawValue,
        ]
        fields["bound"] = bound.map(String.init)
        let event = AuditEvent(.fileEnded, isFailure: true, by: principal.name, fields: fields)
        _ = try await IntakeRetry.retrying { _ in try await pool.query(event.statement()).written() }
    }

    private struct DoneBlock: Hashable {
        var lane: Int
        var number: Int
    }

    /// A file as the database knows it.
    private struct KnownFile: Sendable {
        var id: Int64
        var done: [DoneBlock: [UInt8]] = [:]
    }

    private func open(
        _ principal: Principal, _ survey: FileSurvey, _ layout: FileLayout, _ source: SystemName, _ encoding: FileEncoding, _ rejects: RejectBound,
        beginsAnew: Bool
    ) async throws -> KnownFile {
        try await pool.transaction { connection in
            var fields = [
                "edition": layout.edition.rawValue, "encoding": encoding.rawValue, "file": survey.digest.hex, "layout": layout.name,
                "rows": String(survey.rows), "source": source.rawValue, "terminal": principal.terminal,
            ]
            fields["department"] = principal.department
            fields["accept_rejects"] = rejects.accepted.map(String.init)
            try await AuditEvent(.fileTaken, by: principal.name, fields: fields).record(on: connection)
            // Of a file that was taken to its end and is taken again from its beginning, this is the next run.
            let runs = try await connection.query(
                """
                SELECT coalesce(max(run), 1) + CASE WHEN \(beginsAnew) AND bool_or(run = last AND finished_at IS NOT NULL) THEN 1 ELSE 0 END
                FROM (
                    SELECT run, finished_at, max(run) OVER () AS last FROM intake.file
                    WHERE digest = \(survey.digest) AND layout = \(layout.name) AND source = \(source.rawValue) AND encoding = \(encoding.rawValue)
                        AND block_form = \(BlockCutter.form) AND edition = \(layout.edition.rawValue)
                ) AS known
                """)
            let run = try runs.first?.decode(Int32.self) ?? 1
            try await connection.execute(
                """
                INSERT INTO intake.file (digest, layout, edition, source, encoding, block_form, run, rows_read, lanes, block_rows)
                VALUES (\(survey.digest), \(layout.name), \(layout.edition.rawValue), \(source.rawValue), \(encoding.rawValue), \(BlockCutter.form), \(run),
                    \(Int64(survey.rows)), \(Int32(BlockCutter.lanes)), \(Int32(BlockCutter.rows)))
                ON CONFLICT (digest, layout, edition, source, encoding, block_form, run) DO NOTHING
                """)
            let files = try await connection.query(
                """
                SELECT file_id FROM intake.file
                WHERE digest = \(survey.digest) AND layout = \(layout.name) AND source = \(source.rawValue) AND encoding = \(encoding.rawValue)
                    AND block_form = \(BlockCutter.form) AND edition = \(layout.edition.rawValue) AND run = \(run)
                """)
            guard let row = files.first else { throw FileRefused.changedWhileRead }
            var file = KnownFile(id: try row.decode(Int64.self))
            if survey.rows >= keysFollowFrom { try await SearchKeying.postpone(on: connection) }
            try await connection.execute("INSERT INTO intake.taking (file_id, source, layout) VALUES (\(file.id), \(source.rawValue), \(layout.name))")
            for block in try await connection.query("SELECT lane, number, digest FROM intake.block WHERE file_id = \(file.id)") {
                let (lane, number, digest) = try block.decode((Int16, Int32, [UInt8]).self)
                file.done[DoneBlock(lane: Int(lane), number: Int(number))] = digest
            }
            return file
        }
    }

    /// A block on its way to its lane, with what its bytes were found to be.
    private struct CutBlock: Sendable {
        var rows: RowBlock
        var digest: [UInt8]
    }

    /// One reader cuts the file into blocks; each lane works through its own, one waiting at most.
    ///
    /// - Throws: `FileRefused` F0007 once the blocks before the changed place are in.
    private func pump(
        _ source: SourceFile, _ survey: FileSurvey, _ file: KnownFile, _ intake: BlockIntake<some RowDestination>, _ tally: IntakeTally
    ) async throws {
        let refusal = try await withThrowingTaskGroup(of: FileRefused?.self) { group in
            let channels = (0..<BlockCutter.lanes).map { _ in AsyncThrowingChannel<CutBlock, any Error>() }
            for channel in channels {
                group.addTask {
                    for try await block in channel {
                        let isDone = file.done[DoneBlock(lane: block.rows.lane, number: block.rows.number)] == block.digest
                        let report = try await isDone ? intake.again(block.rows) : intake.take(block.rows, digest: block.digest)
                        try await tally.add(report, of: block.rows)
                    }
                    return nil
                }
            }
            group.addTask {
                let refusal = try await Self.deal(source, survey, to: channels)
                for channel in channels { channel.finish() }
                return refusal
            }
            do {
                // Not waitForAll: it would wait for the others, who wait for the one that failed.
                var refusal: FileRefused?
                while let result = try await group.next() { refusal = result ?? refusal }
                return refusal
            } catch {
                group.cancelAll()
                for channel in channels { channel.fail(error) }
                throw error
            }
        }
        if let refusal { throw refusal }
    }

    /// - Returns: why it stopped early: the file is no longer what it was.
    private static func deal(
        _ source: SourceFile, _ survey: FileSurvey, to channels: [AsyncThrowingChannel<CutBlock, any Error>]
    ) async throws -> FileRefused? {
        let header = survey.header
        var reader = RecordReader()
        var cutter = BlockCutter(keyColumn: header.lanesBy)
        var blocks = 0
        func empty(_ lane: Int, _ number: Int) -> RowBlock {
            RowBlock(lane: lane, number: number, columnCount: header.columnCount, ignoring: header.ignored, capacity: BlockCutter.rows)
        }
        var open = channels.indices.map { empty($0, 0) }
        var full: [CutBlock] = []
        var foreign: ArraySlice<ForeignCharacter> = []
        var isHeader = true
        func finished(_ cut: BlockCutter.Cut) throws {
            guard survey.has(cut) else { throw FileRefused.changedWhileRead }
            full.append(CutBlock(rows: open[cut.lane], digest: cut.digest))
            open[cut.lane] = empty(cut.lane, cut.number + 1)
            blocks += 1
        }
        func place(_ record: RecordReader.Record) throws {
            let end = record.offset + record.bytes.count
            var told: [ForeignCharacter] = []
            while let next = foreign.first, next.offset < end {
                var character = foreign.removeFirst()
                character.offset -= record.offset
                if character.offset >= 0 { told.append(character) }
            }
            guard !isHeader else {
                isHeader = false
                guard record.bytes.elementsEqual(header.raw) else { throw FileRefused.changedWhileRead }
                return
            }
            let (lane, cut) = cutter.add(record.bytes)
            open[lane].append(record.bytes, line: record.line, fault: record.fault, foreign: told)
            if let cut { try finished(cut) }
        }
        func send() async {
            for block in full { await channels[block.rows.lane].send(block) }
            full.removeAll()
        }
        do {
            try await source.forEachChunk { chunk in
                try Task.checkCancellation()
                foreign += chunk.foreign
                try chunk.text.withUnsafeBytes { try reader.feed($0, place) }
                await send()
            }
            try reader.finish(place)
            for cut in cutter.finish() { try finished(cut) }
            await send()
            return blocks == survey.blocks.reduce(0) { $0 + $1.count } ? nil : .changedWhileRead
        } catch let refused as FileRefused {
            // What was read before is as it was, and goes in.
            await send()
            return refused.code == FileRefused.unreadable("").code ? refused : .changedWhileRead
        }
    }
}
