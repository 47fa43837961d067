public import Addressee
internal import AsyncAlgorithms
internal import Crypto
public import Postgres

/// Intake of files (AT-1, AT-2, CT-11): format and logic checks, good rows to the register, bad rows out with a reason.
///
/// The rows of a file are dealt to lanes by addressee number, so that the states of one person stay in order while
/// two connections work. Every block of a lane is one transaction that also records the block as done: after a kill the
/// same file goes on where it stopped, and nothing is taken in twice.
public struct Intake: Sendable {
    let pool: Pool
    let vault: Vault
    let bell: JournalBell
    let today: @Sendable () -> CalendarDay

    static let lanes = 2
    static let blockRows = 4096

    /// `today` is the day that dates are checked against; the current one in Japan unless given.
    public init(pool: Pool, vault: Vault, today: @escaping @Sendable () -> CalendarDay = { CalendarDay.hubToday() }) {
        self.pool = pool
        self.vault = vault
        bell = JournalBell(pool: pool)
        self.today = today
    }

    /// Takes a file in.
    ///
    /// - Parameters:
    ///   - progress: told rows done and rows in all, after each block.
    /// - Throws: `FileRefused` where the file as a whole can't be taken in; nothing of it was then.
    public func take(
        _ path: String, layout: FileLayout, source: SystemName, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> IntakeReport {
        let sourceFile = SourceFile(path: path)
        let survey = try await sourceFile.survey()
        let header = try FileHeader(survey.header, layout: layout)
        let file = try await BlockIntake.retrying { _ in try await open(survey, layout, source) }
        let block = BlockIntake(
            fileID: file.id, fileDigest: survey.digest, pool: pool, bell: bell, vault: vault, fields: SubmissionFields(layout: layout, header: header),
            source: source, today: today())
        let tally = IntakeTally(
            total: survey.rows, progress: progress,
            rejected: SideFile(path: path + ".rejected.csv", header: header.raw + Array(",gyobango,eraakodo,koumoku,riyu\n".utf8)),
            assigned: SideFile(path: path + ".assigned.csv", header: Array("gyobango,atenabango\n".utf8)))
        do {
            let digest = try await pump(sourceFile, file, block, tally)
            let report = await tally.report
            guard digest == survey.digest, report.rowsRead == survey.rows, report.addsUp else { throw FileRefused.changedWhileRead }
            _ = try await BlockIntake.retrying { _ in
                try await pool.execute("UPDATE intake.file SET finished_at = now() WHERE file_id = \(file.id) AND finished_at IS NULL")
            }
            return try await tally.finish()
        } catch {
            await tally.discard()
            throw error
        }
    }

    private struct DoneBlock: Hashable {
        var lane: Int
        var number: Int
    }

    /// A file as the database knows it: how its rows are dealt never changes, so that its blocks stay the same.
    private struct KnownFile: Sendable {
        var id: Int64
        var lanes: Int
        var blockRows: Int
        var done: Set<DoneBlock> = []
    }

    private func open(_ survey: SourceFile.Survey, _ layout: FileLayout, _ source: SystemName) async throws -> KnownFile {
        try await pool.transaction { connection in
            try await connection.execute(
                """
                INSERT INTO intake.file (digest, layout, source, rows_read, lanes, block_rows)
                VALUES (\(survey.digest), \(layout.name), \(source.rawValue), \(Int64(survey.rows)), \(Int32(Self.lanes)), \(Int32(Self.blockRows)))
                ON CONFLICT (digest, layout, source) DO NOTHING
                """)
            let files = try await connection.query(
                """
                SELECT file_id, lanes, block_rows FROM intake.file
                WHERE digest = \(survey.digest) AND layout = \(layout.name) AND source = \(source.rawValue)
                """)
            guard let row = files.first else { throw FileRefused.changedWhileRead }
            var file = KnownFile(
                id: try row.decode(0, as: Int64.self), lanes: Int(try row.decode(1, as: Int16.self)),
                blockRows: Int(try row.decode(2, as: Int32.self)))
            for block in try await connection.query("SELECT lane, number FROM intake.block WHERE file_id = \(file.id)") {
                file.done.insert(DoneBlock(lane: Int(try block.decode(0, as: Int16.self)), number: Int(try block.decode(1, as: Int32.self))))
            }
            return file
        }
    }

    /// One reader cuts the file into blocks; each lane works through its own, one waiting at most.
    ///
    /// - Returns: the digest of what was read this time.
    private func pump(_ source: SourceFile, _ file: KnownFile, _ intake: BlockIntake, _ tally: IntakeTally) async throws -> [UInt8] {
        try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            let channels = (0..<file.lanes).map { _ in AsyncThrowingChannel<RowBlock, any Error>() }
            for channel in channels {
                group.addTask {
                    for try await block in channel {
                        let isDone = file.done.contains(DoneBlock(lane: block.lane, number: block.number))
                        let report = try await isDone ? intake.remembered(block) : intake.take(block)
                        try await tally.add(report, of: block)
                    }
                    return nil
                }
            }
            group.addTask {
                let digest = try await Self.deal(source, file, intake.fields, to: channels)
                for channel in channels { channel.finish() }
                return digest
            }
            do {
                // Not waitForAll: it would wait for the others, who wait for the one that failed.
                var digest: [UInt8] = []
                while let result = try await group.next() { digest = result ?? digest }
                return digest
            } catch {
                group.cancelAll()
                for channel in channels { channel.fail(error) }
                throw error
            }
        }
    }

    private static func deal(
        _ source: SourceFile, _ file: KnownFile, _ fields: SubmissionFields, to channels: [AsyncThrowingChannel<RowBlock, any Error>]
    ) async throws -> [UInt8] {
        var reader = RecordReader()
        var hash = SHA256()
        let width = fields.header.columnCount
        var open = channels.indices.map { RowBlock(lane: $0, number: 0, columnCount: width, capacity: file.blockRows) }
        var full: [RowBlock] = []
        var isHeader = true
        try await source.forEachChunk { chunk in
            try Task.checkCancellation()
            hash.update(data: chunk)
            try chunk.withUnsafeBytes { bytes in
                try reader.feed(bytes) { record, line in
                    guard !isHeader else {
                        isHeader = false
                        return
                    }
                    let lane = laneOf(record, fields.lanesBy, channels.count)
                    open[lane].append(record, line: line)
                    // By rows, and for rows far longer than any real one by bytes: both depend on the file alone.
                    if open[lane].rows.count == file.blockRows || open[lane].bytes.count > 8 << 20 {
                        full.append(open[lane])
                        open[lane] = RowBlock(lane: lane, number: open[lane].number + 1, columnCount: width, capacity: file.blockRows)
                    }
                }
            }
            for block in full { await channels[block.lane].send(block) }
            full.removeAll()
        }
        for block in open where !block.rows.isEmpty { await channels[block.lane].send(block) }
        return Array(hash.finalize())
    }

    /// FNV-1a over the bytes of the key column: the same person always goes the same lane.
    private static func laneOf(_ record: UnsafeRawBufferPointer, _ keyColumn: Int?, _ lanes: Int) -> Int {
        guard let keyColumn else { return 0 }
        var column = 0
        var isQuoted = false
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in record {
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == UInt8(ascii: ","), !isQuoted {
                if column == keyColumn { break }
                column += 1
            } else if column == keyColumn {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
            }
        }
        return Int((hash >> 32) % UInt64(lanes))
    }
}

/// Adds up what became of the rows and writes the files beside the file.
actor IntakeTally {
    private(set) var report = IntakeReport()
    private let total: Int
    private let progress: @Sendable (Int, Int) -> Void
    private let rejected: SideFile
    private let assigned: SideFile

    init(total: Int, progress: @escaping @Sendable (Int, Int) -> Void, rejected: SideFile, assigned: SideFile) {
        self.total = total
        self.progress = progress
        self.rejected = rejected
        self.assigned = assigned
    }

    func add(_ block: BlockReport, of rows: RowBlock) async throws {
        report.rowsRead += rows.rows.count
        report.accepted += block.accepted
        report.unchanged += block.unchanged
        report.held += block.held
        report.rejected += block.rejected
        progress(report.rowsRead, total)
        if !block.faults.isEmpty {
            let byLine = Dictionary(rows.rows.map { ($0.line, $0.raw) }) { first, _ in first }
            for fault in block.faults {
                report.rejectedByCode[fault.code, default: 0] += 1
                let raw = byLine[fault.line].map { Array(rows.bytes[$0]) } ?? []
                let tail = ",\(fault.line),\(fault.code),\(fault.item),\(csvField(fault.reason))\n"
                try await rejected.append(raw + Array(tail.utf8))
            }
        }
        for row in block.assigned { try await assigned.append(Array("\(row.line),\(row.addresseeNumber)\n".utf8)) }
    }

    func finish() async throws -> IntakeReport {
        report.rejectedFile = try await rejected.finish()
        report.assignedFile = try await assigned.finish()
        return report
    }

    func discard() async {
        await rejected.discard()
        await assigned.discard()
    }
}
