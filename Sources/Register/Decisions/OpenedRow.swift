package import Addressee
internal import Keys
internal import Postgres
internal import SourceFiles

/// A row of the queue, opened: as it was sent, and as the register reads it.
package struct OpenedRow {
    /// The row as it was sent.
    let block: RowBlock
    /// The row in national codes.
    let national: RowBlock
    package let fields: SubmissionFields
    package let source: SystemName
    package let submission: Submission

    /// Opens an entry's row and checks it as an intake would today.
    ///
    /// - Throws: `HeldRefused` H0017 where it passes the checks no more, `KeyError`.
    package init(_ entry: QueueEntry, vault: Vault, today: CalendarDay) throws {
        guard let source = SystemName(rawValue: entry.source) else { throw HeldRefused.notApplicable("届け出た業務システムが分かりません。") }
        let layout = (entry.layout == FileLayout.residents.name ? FileLayout.residents : .nonResidents).written(in: entry.edition)
        // What was held before the header was kept stands in the layout's own order.
        let names = entry.columns ?? layout.columns.map(\.name)
        let header: FileHeader
        do { header = try FileHeader(Array(names.joined(separator: ",").utf8), layout: layout) } catch {
            throw HeldRefused.notApplicable("行の様式が読めません。元の業務システムに差し戻してください。")
        }
        guard let plain = try vault.open(entry.sealedRow, keyID: entry.keyID, HeldRow.context(entry.id)) else { throw HeldRefused.alteredRow }
        var block = RowBlock(lane: 0, number: 0, columnCount: header.columnCount, ignoring: header.ignored, capacity: 1)
        plain.withUnsafeBytes { block.append($0, line: 1) }
        let fields = SubmissionFields(layout: layout, header: header)
        guard block.rows[0].isWhole, block.withRow(0, { $0.faults(by: header.check) }).isEmpty else {
            throw HeldRefused.notApplicable("行の形式がいまの検査に合いません。元の業務システムに差し戻してください。")
        }
        let national = fields.national(block)
        var scratch: [UInt8] = []
        let read = national.withRow(0) { fields.submission($0, at: 0, cipher: vault.numberCipher(), today: today, scratch: &scratch) }
        switch read {
        case .success(let submission): self.submission = submission
        case .failure(let fault): throw HeldRefused.notApplicable("\(fault.code) \(fault.reason)")
        }
        (self.block, self.national, self.fields, self.source) = (block, national, fields, source)
    }

    /// The items of the row that have a value, in national codes.
    package var items: [Item: String] {
        var items: [Item: String] = [:]
        for (field, column) in fields.header.check.columnIndices.enumerated() {
            guard let item = fields.layout.columns[column].item, case let value = national.text(0, field), !value.isEmpty else { continue }
            items[item] = value
        }
        return items
    }
}
