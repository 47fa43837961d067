internal import SourceFiles

/// Adds up what became of the rows and writes the files beside the file.
actor IntakeTally {
    private(set) var report = IntakeReport()
    private let total: Int
    private let name: String
    private let mostRejected: Int
    private let progress: @Sendable (Int, Int) -> Void
    private let files: ReportFiles
    private let header: FileHeader

    /// - Parameters:
    ///   - name: the file's.
    ///   - mostRejected: rows that may be rejected.
    init(
        _ survey: FileSurvey, name: String, mostRejected: Int, files: ReportFiles, progress: @escaping @Sendable (Int, Int) -> Void
    ) {
        (self.name, self.mostRejected) = (name, mostRejected)
        total = survey.rows
        header = survey.header
        report.emptyLines = survey.emptyLines
        self.files = files
        self.progress = progress
    }

    /// - Throws: `SideFileFailed`; `FileRefused` F0028 once more rows are rejected than may be, with this block counted and written.
    func add(_ block: BlockReport, of rows: RowBlock) async throws {
        report.rowsRead += rows.rows.count
        report.accepted += block.accepted
        report.unchanged += block.unchanged
        report.held += block.held
        report.claimed += block.claimed
        report.rejected += block.rejected
        report.takenBefore += block.takenBefore
        report.decidedAnew += block.decidedAnew
        progress(report.rowsRead, total)
        if !block.faults.isEmpty { try await write(block.faults, of: rows) }
        for row in block.assignedAddresseeNumbers { try await files.assigned.append(Array("\(row.line),\(row.addresseeNumber)\n".utf8)) }
        for (row, character) in rows.foreign {
            report.convertedCharacters += character.kind == .unmappable ? 0 : 1
            let place = rows.place(of: character, in: row)
            let column = header.name(ofRawField: place.field)
            let line = "\(rows.rows[row].line),\(column),\(place.character),\(character.faultCode),\(csvField(character.reason))\n"
            try await files.characters.append(Array(line.utf8))
        }
        if report.rejected > mostRejected { throw FileRefused.tooManyRejects(name, rejected: report.rejected, most: mostRejected) }
    }

    /// One line for each row, so that the file can be mended and taken in as it is; where a row has several faults, code and column are the first
    /// one's, and the reason names all.
    private func write(_ faults: [BlockReport.Fault], of rows: RowBlock) async throws {
        let byLine = Dictionary(rows.rows.map { ($0.line, $0.raw) }) { first, _ in first }
        var at = 0
        while at < faults.count {
            let first = faults[at]
            var reason = first.reason
            report.rejectedByCode[first.code, default: 0] += 1
            at += 1
            while at < faults.count, faults[at].line == first.line {
                report.rejectedByCode[faults[at].code, default: 0] += 1
                reason += " / \(faults[at].code) \(faults[at].item): \(faults[at].reason)"
                at += 1
            }
            let raw = byLine[first.line].map { Array(rows.bytes[$0]) } ?? []
            try await files.rejected.append(raw + Array(",\(first.line),\(first.code),\(first.item),\(csvField(reason))\n".utf8))
        }
    }

    /// - Throws: `SideFileFailed`.
    func finish() async throws -> IntakeReport {
        report.rejectedFile = try await files.rejected.finish()
        report.assignedFile = try await files.assigned.finish()
        report.charactersFile = try await files.characters.finish()
        return report
    }

    func discard() async { await files.discard() }
}
