internal import Addressee
internal import Postgres

/// Where a layout keeps what the register needs of a row.
struct SubmissionFields: Sendable {
    let layout: FileLayout
    let header: FileHeader
    /// Field of each of `VersionColumns.items` in a row; nil where the file lacks the item.
    private let columns: [Int?]
    private let addresseeNumber: Int
    private let historyNumber: Int?
    private let individualNumber: Int?
    private let reason: Int?
    private let state: Int?
    private let name: Int?
    private let birthDate: Int?
    private let sex: Int?
    /// Fields the digest is made of, in the layout's order, so that the order of a file's columns does not matter.
    private let digested: [Int?]

    init(layout: FileLayout, header: FileHeader) {
        self.layout = layout
        self.header = header
        var byItem: [Item: Int] = [:]
        digested = layout.columns.indices.filter { layout.columns[$0].item != nil }.map { header.field(of: $0) }
        for (index, column) in layout.columns.enumerated() {
            if let item = column.item { byItem[item] = header.field(of: index) }
        }
        columns = VersionColumns.items.map { byItem[$0] }
        addresseeNumber = byItem[.atenabango] ?? 0
        historyNumber = byItem[.rirekibango]
        individualNumber = byItem[.kojinbango]
        reason = byItem[.idojiyu]
        state = byItem[.juminjotai]
        name = byItem[.shimei]
        birthDate = byItem[.seinengappi]
        sex = byItem[.seibetsu]
    }

    /// Column that names the person; rows are dealt to lanes by it.
    var lanesBy: Int { addresseeNumber }

    /// Reads a row that passed the format checks.
    ///
    /// - Throws: `RowFault` codes E0205 and E0206 as a verdict; errors of the key ring.
    func submission(_ block: RowBlock, _ row: Int, vault: Vault, today: CalendarDay) throws -> Result<Submission, LogicFault> {
        var movementReason: MovementReason?
        if let reason {
            guard let known = MovementReason(code: block.text(row, reason)) else {
                return .failure(LogicFault(code: "E0205", item: "idojiyu", reason: "異動事由は異動事由一覧にあるコードで設定してください。"))
            }
            movementReason = known
        }
        if let day = birthSortDay(block, row), day > today.daysSince2000 {
            return .failure(LogicFault(code: "E0206", item: "seinengappi", reason: "生年月日が未来の日付です。"))
        }
        var number: Vault.SealedNumber?
        if let individualNumber, case let range = block.field(row, individualNumber), !range.isEmpty {
            let digits = block.bytes[range]
            number = try vault.seal(digits, keyedHash: vault.keyedHash(digits))
        }
        return .success(
            Submission(
                row: row, addresseeNumber: block.text(row, addresseeNumber), historyNumber: historyNumber.flatMap { integer(block, row, $0) },
                reason: movementReason, state: state.flatMap { ResidentState(rawValue: block.text(row, $0)) } ?? .nonResident,
                number: number, digest: digest(block, row, vault), identity: identity(block, row)))
    }

    /// The items that differ between a row and the current version; the individual number is not among them.
    func changed(_ block: RowBlock, _ row: Int, from items: [ArraySlice<UInt8>?]) -> ItemSet {
        var changed = ItemSet(.rirekibango)
        for (index, column) in columns.enumerated() {
            let new = column.map { block.bytes[block.field(row, $0)] } ?? constant(VersionColumns.items[index])[...]
            if !new.elementsEqual(items[index] ?? []) { changed.insert(ItemSet(VersionColumns.items[index])) }
        }
        return changed
    }

    /// The items of a row, for a person of whom nothing was held before.
    func present(_ block: RowBlock, _ row: Int) -> ItemSet {
        changed(block, row, from: Array(repeating: nil, count: columns.count)).union(ItemSet(.atenabango))
    }

    /// The row's items as `Holding.items`, for a second row of the same person in one block.
    func items(_ block: RowBlock, _ row: Int) -> [ArraySlice<UInt8>?] {
        columns.enumerated().map { index, column in
            column.map { block.bytes[block.field(row, $0)] } ?? constant(VersionColumns.items[index])[...]
        }
    }

    /// Appends the row's items in the order of `VersionColumns.items`.
    func appendItems(of row: Int, in block: RowBlock, to copy: inout BinaryCopy) {
        for (index, column) in columns.enumerated() {
            guard let column else {
                let value = constant(VersionColumns.items[index])
                if value.isEmpty { copy.null() } else { copy.append(text: value) }
                continue
            }
            let range = block.field(row, column)
            if range.isEmpty {
                copy.null()
            } else if VersionColumns.isDate[index] {
                if let day = Self.day(block.bytes, range) { copy.append(day: day) } else { copy.null() }
            } else {
                copy.append(text: block.bytes[range])
            }
        }
    }

    /// Internal day of birth: unknown parts count as the first, a day beyond the month's end as the day after it.
    func birthSortDay(_ block: RowBlock, _ row: Int) -> Int32? {
        guard let birthDate else { return nil }
        return Self.day(block.bytes, block.field(row, birthDate))
    }

    /// What every row of a layout without the column has.
    private func constant(_ item: Item) -> [UInt8] {
        item == .juminjotai ? [UInt8(ascii: "2")] : []
    }

    private func identity(_ block: RowBlock, _ row: Int) -> Identity {
        Identity(
            name: name.map { block.text(row, $0) } ?? "", birthDate: birthDate.map { block.text(row, $0) } ?? "",
            sex: sex.map { block.text(row, $0) } ?? "")
    }

    private func digest(_ block: RowBlock, _ row: Int, _ vault: Vault) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(600)
        for field in digested {
            if let field { bytes.append(contentsOf: block.bytes[block.field(row, field)]) }
            bytes.append(0x1F)
        }
        return Array(vault.keyedHash(bytes).prefix(16))
    }

    private func integer(_ block: RowBlock, _ row: Int, _ column: Int) -> Int32? {
        var value: Int32 = 0
        for byte in block.bytes[block.field(row, column)] { value = value &* 10 &+ Int32(byte &- 48) }
        return value > 0 ? value : nil
    }

    /// Days since 2000-01-01 of `YYYY-MM-DD`.
    private static func day(_ bytes: [UInt8], _ range: Range<Int>) -> Int32? {
        guard range.count == 10 else { return nil }
        let at = range.lowerBound
        func digits(_ from: Int, _ count: Int) -> Int {
            var value = 0
            for index in from..<(from + count) { value = value * 10 + Int(bytes[at + index]) - 48 }
            return value
        }
        let year = digits(0, 4)
        guard year > 0 else { return nil }
        let month = max(1, digits(5, 2))
        let day = max(1, digits(8, 2))
        if let known = CalendarDay(year: year, month: month, day: day) { return known.daysSince2000 }
        return month == 12 ? nil : CalendarDay(year: year, month: month + 1, day: 1)?.daysSince2000
    }
}

/// Why a well-formed row can't be taken in: E02xx, the logic checks of CT-11.
struct LogicFault: Error, Sendable {
    var code: String
    var item: String
    var reason: String
}
