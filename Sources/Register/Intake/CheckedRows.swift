internal import Addressee
internal import SourceFiles

/// 検査した行. Rows of a block that were looked at by themselves, whichever way they come: in a file, one at a time, or from a system of the house.
struct CheckedRows<Row: Sendable> {
    /// The rows in national codes.
    let national: RowBlock
    /// Those that hold by themselves.
    var taken: [Row] = []
    /// What is wrong with the others, by their place in the block.
    var faults: [Int: [BlockReport.Fault]] = [:]
}

extension RowDestination {
    /// Looks at each row of a block by itself: its form, its characters, its columns, and what it says.
    func check(_ block: RowBlock, on today: CalendarDay) throws -> CheckedRows<Row> {
        let national = fields.national(block)
        var checked = CheckedRows<Row>(national: national)
        checked.taken.reserveCapacity(block.rows.count)
        let read = reader(on: today)
        let found = RowFormFaults(of: block, by: fields.header)
        for (index, row) in block.rows.enumerated() {
            let faults = found[index]
            guard faults.isEmpty else {
                checked.faults[index] = faults.map { .init(line: row.line, code: $0.code, item: $0.column, reason: $0.reason) }
                continue
            }
            try national.withRow(index) { view in
                switch try read(view, index) {
                case .success(let row): checked.taken.append(row)
                case .failure(let fault): checked.faults[index] = [.init(line: row.line, code: fault.code, item: fault.item, reason: fault.reason)]
                }
            }
        }
        return checked
    }
}
