package import Addressee
package import SourceFiles

/// 部門のファイル. Takes in a file whose rows a department's module keeps: it is read, checked by its layout, counted and told of as any other, and each row's
/// keeper says what became of it.
///
/// Rows are handed on some at a time, in the order of the file; whoever keeps them makes each portion durable before the next.
package struct ModuleFile: Sendable {
    /// Rows at which a portion ends, as soon as what is held together does.
    private static let portion = 100
    /// Rows at which it ends in any case: no file makes a portion as long as itself.
    private static let longest = 2_000

    /// 様式.
    package let layout: FileLayout
    /// How its characters are written.
    package let encoding: FileEncoding
    /// How many rows may be rejected.
    package let rejects: RejectBound
    /// Whose hub it is: another body's file is refused, and another's row (E0234); nil where the keeper looks at it.
    private let body: LocalGovernmentCode?

    package init(layout: FileLayout, encoding: FileEncoding, rejects: RejectBound, of body: LocalGovernmentCode?) {
        (self.layout, self.encoding, self.rejects, self.body) = (layout, encoding, rejects, body)
    }

    /// 一行.
    package struct Row: Sendable {
        /// Line of the file, the heading being line 1.
        package let line: Int
        /// By name of the column; empty where the row is none of the layout's.
        package let values: [String: String]
        /// What is wrong with it by itself.
        package let faults: [RowFault]
    }

    /// What became of a row.
    package enum Outcome: Sendable {
        /// 受付
        case accepted
        /// 変更なし
        case unchanged
        /// 保留
        case held
        /// 却下, with what is wrong.
        case rejected([RowFault])
    }

    /// - Parameters:
    ///   - path: where the file lies; reports are put beside it.
    ///   - progress: told rows done and rows in all, after each portion.
    ///   - begin: told the file's digest and how many rows it has, once it is known to be one, before the first row.
    ///   - keep: takes the rows of a portion, those too that have faults; answers for each of them, in their order.
    /// - Throws: `FileRefused` where the file as a whole can't be taken in, being another body's among others; `IntakeInterrupted` once rows of it were; what `begin`
    ///   and `keep` throw.
    package func take<File>(
        _ path: String, progress: @escaping @Sendable (Int, Int) -> Void, begin: (_ digest: [UInt8], _ rows: Int) async throws -> File,
        keep: (File, [Row]) async throws -> [Outcome]
    ) async throws -> IntakeReport {
        try await SourceFile.withOpen(path, encoding: encoding) { file in
            let survey = try await FileSurvey.read(file, layout: layout, of: body)
            let files = try await ReportFiles.open(for: path, at: ReportPlace(), header: survey.header.raw, digest: survey.digest)
            let most = rejects.most(of: survey.rows)
            let tally = IntakeTally(survey, name: file.name, mostRejected: most, files: files, progress: progress)
            do {
                let opened = try await begin(survey.digest, survey.rows)
                try await portions(of: file, survey) { block in
                    let outcomes = try await keep(opened, rows(of: block, survey.header))
                    guard outcomes.count == block.rows.count else { throw FileRefused.changedWhileRead }
                    try await tally.add(Self.report(outcomes, of: block), of: block)
                }
                let report = await tally.report
                guard report.rowsRead == survey.rows, report.addsUp else { throw FileRefused.changedWhileRead }
                return try await tally.finish()
            } catch let refused as FileRefused where refused.endsAtRejects {
                // What was rejected so far is what somebody has to look at.
                throw IntakeInterrupted(soFar: try await tally.finish(), rows: survey.rows, cause: refused)
            } catch {
                await tally.discard()
                let soFar = await tally.report
                guard soFar.rowsRead > 0 else { throw error }
                throw IntakeInterrupted(soFar: soFar, rows: survey.rows, cause: error)
            }
        }
    }

    /// Reads the file once more and hands its portions on: none ends between two rows of one person, nor beside a row that may be anybody's.
    ///
    /// - Throws: `FileRefused` F0007 where it is no longer what it was; what `body` throws.
    private func portions(of file: SourceFile, _ survey: FileSurvey, _ body: (RowBlock) async throws -> Void) async throws {
        let header = survey.header
        var reader = RecordReader()
        var cutter = BlockCutter(keyColumn: header.lanesBy)
        var open = Portion(header)
        var full: [RowBlock] = []
        var foreign: ArraySlice<ForeignCharacter> = []
        var isHeader = true
        func place(_ record: RecordReader.Record) throws {
            let end = record.offset + record.bytes.count
            var told: [ForeignCharacter] = []
            while var character = foreign.first, character.offset < end {
                foreign.removeFirst()
                character.offset -= record.offset
                if character.offset >= 0 { told.append(character) }
            }
            guard !isHeader else {
                isHeader = false
                guard record.bytes.elementsEqual(header.raw) else { throw FileRefused.changedWhileRead }
                return
            }
            if let cut = cutter.add(record.bytes).cut { guard survey.has(cut) else { throw FileRefused.changedWhileRead } }
            if let block = open.add(record, told) { full.append(block) }
        }
        func hand() async throws {
            for block in full { try await body(block) }
            full.removeAll()
        }
        try await file.forEachChunk { chunk in
            try Task.checkCancellation()
            foreign += chunk.foreign
            try chunk.text.withUnsafeBytes { try reader.feed($0, place) }
            try await hand()
        }
        try reader.finish(place)
        guard cutter.finish().allSatisfy(survey.has) else { throw FileRefused.changedWhileRead }
        if let block = open.end() { full.append(block) }
        try await hand()
    }

    /// Rows on their way to a keeper.
    private struct Portion {
        private let header: FileHeader
        private let key: Int?
        private var block: RowBlock
        /// Whose the last row is; `nil` where nobody can tell.
        private var last: AddresseeNumber?

        init(_ header: FileHeader) {
            self.header = header
            key = header.check.columnIndices.firstIndex { header.check.layout.columns[$0].item == .atenabango }
            block = Self.empty(header, 0)
        }

        private static func empty(_ header: FileHeader, _ number: Int) -> RowBlock {
            RowBlock(lane: 0, number: number, columnCount: header.columnCount, ignoring: header.ignored, capacity: ModuleFile.portion)
        }

        /// - Returns: the portion before it, where that ends here.
        mutating func add(_ record: RecordReader.Record, _ foreign: [ForeignCharacter]) -> RowBlock? {
            let count = block.rows.count
            // Whose it is shows once it is cut into fields.
            var one = Self.empty(header, block.number)
            one.append(record.bytes, line: record.line, fault: record.fault)
            let whose = one.rows.first?.isWhole == true ? key.flatMap { try? AddresseeNumber(one.text(0, $0)) } : nil
            let mayBeLast = key != nil && (whose == nil || last == nil || whose == last)
            var ended: RowBlock?
            if count >= ModuleFile.longest || (count >= ModuleFile.portion && !mayBeLast) { ended = end() }
            block.append(record.bytes, line: record.line, fault: record.fault, foreign: foreign)
            last = whose
            return ended
        }

        mutating func end() -> RowBlock? {
            guard !block.rows.isEmpty else { return nil }
            let ended = block
            block = Self.empty(header, ended.number + 1)
            return ended
        }
    }

    private func rows(of block: RowBlock, _ header: FileHeader) -> [Row] {
        let found = RowFormFaults(of: block, by: header)
        return block.rows.enumerated().map { index, row in
            var faults = found[index]
            guard row.isWhole else { return Row(line: row.line, values: [:], faults: faults) }
            var values: [String: String] = [:]
            for (field, column) in header.check.columnIndices.enumerated() { values[layout.columns[column].name] = block.text(index, field) }
            if let body, let column = layout.bodyColumn, let code = values[column], let reason = BodyOfFile.reason(code, ours: body) {
                faults.append(RowFault(code: FaultCode.rowOfAnotherBody, column: column, reason: reason))
            }
            return Row(line: row.line, values: values, faults: faults)
        }
    }

    private static func report(_ outcomes: [Outcome], of block: RowBlock) -> BlockReport {
        var report = BlockReport()
        for (row, outcome) in zip(block.rows, outcomes) {
            switch outcome {
            case .accepted: report.accepted += 1
            case .unchanged: report.unchanged += 1
            case .held: report.held += 1
            case .rejected(let faults):
                report.rejected += 1
                report.faults += faults.map { BlockReport.Fault(line: row.line, code: $0.code, item: $0.column, reason: $0.reason) }
            }
        }
        return report
    }
}
