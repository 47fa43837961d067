internal import Addressee
internal import Postgres

/// Where a file keeps what the register needs of a row.
struct SubmissionFields: Sendable {
    let layout: FileLayout
    let header: FileHeader
    /// Field of each of `VersionColumns.items` in a row; nil where the file lacks the item.
    private let columns: [Int?]
    private let addresseeNumber: Int?
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
        addresseeNumber = byItem[.atenabango]
        historyNumber = byItem[.rirekibango]
        individualNumber = byItem[.kojinbango]
        reason = byItem[.idojiyu]
        state = byItem[.juminjotai]
        name = byItem[.shimei]
        birthDate = byItem[.seinengappi]
        sex = byItem[.seibetsu]
    }

    /// Field that names the person; rows are dealt to lanes by it. Nil where every row asks for a number.
    var lanesBy: Int? { addresseeNumber }

    /// 宛名番号 of a row; empty where it asks for one.
    func addresseeNumber(_ row: RowView) -> String { addresseeNumber.map { row.text($0) } ?? "" }

    /// Reads a row that passed the format checks; `scratch` is reused from row to row.
    ///
    /// - Returns: the submission, or the fault E0205 or E0206.
    /// - Throws: errors of the key ring.
    func submission(
        _ row: RowView, at index: Int, sealer: Vault.Sealer, today: CalendarDay, scratch: inout [UInt8]
    ) throws -> Result<Submission, LogicFault> {
        var movementReason: MovementReason?
        if let reason {
            guard let known = Self.reason(row[reason]) else {
                return .failure(LogicFault(code: "E0205", item: "idojiyu", reason: "異動事由は異動事由一覧にあるコードで設定してください。"))
            }
            movementReason = known
        }
        if let day = birthSortDay(row), day > today.daysSince2000 {
            return .failure(LogicFault(code: "E0206", item: "seinengappi", reason: "生年月日が未来の日付です。"))
        }
        var number: Vault.SealedNumber?
        if let individualNumber, case let digits = row[individualNumber], !digits.isEmpty {
            number = try sealer.seal(digits)
        }
        return .success(
            Submission(
                row: index, addresseeNumber: addresseeNumber(row), historyNumber: historyNumber.flatMap { Self.integer(row[$0]) },
                reason: movementReason, state: state.flatMap { Self.state(row[$0]) } ?? .nonResident, number: number,
                digest: digest(row, sealer, &scratch)))
    }

    /// Name, birth date and sex, for the comparison with another holder of the same number.
    func identity(_ row: RowView) -> Identity {
        Identity(name: name.map { row.text($0) } ?? "", birthDate: birthDate.map { row.text($0) } ?? "", sex: sex.map { row.text($0) } ?? "")
    }

    /// The items that differ between a row and the current version; the individual number is not among them.
    func changed(_ row: RowView, from items: [ArraySlice<UInt8>?]) -> ItemSet {
        var changed = ItemSet(.rirekibango)
        for (index, column) in columns.enumerated() {
            let isSame =
                if let column {
                    row[column].elementsEqual(items[index] ?? [])
                } else {
                    Self.constant(index).elementsEqual(items[index] ?? [])
                }
            if !isSame { changed.formUnion(VersionColumns.masks[index]) }
        }
        return changed
    }

    /// The items a row has, for a person of whom nothing was held before.
    func present(_ row: RowView) -> ItemSet {
        var present = ItemSet([.atenabango, .rirekibango])
        for index in columns.indices {
            let isSet = if let column = columns[index] { !row.fields[column].isEmpty } else { !Self.constant(index).isEmpty }
            if isSet { present.formUnion(VersionColumns.masks[index]) }
        }
        return present
    }

    /// The row's items as `Holding.items`, for a second row of the same person in one block.
    func items(_ row: RowView) -> [ArraySlice<UInt8>?] {
        columns.enumerated().map { index, column in column.map { Array(row[$0])[...] } ?? Self.constant(index)[...] }
    }

    /// Appends the row's items in the order of `VersionColumns.items`.
    func appendItems(of row: RowView, to copy: inout BinaryCopy) {
        for index in columns.indices {
            guard let column = columns[index] else {
                let value = Self.constant(index)
                if value.isEmpty { copy.null() } else { copy.append(text: value) }
                continue
            }
            let value = row[column]
            if value.isEmpty {
                copy.null()
            } else if VersionColumns.isDate[index] {
                if let day = Self.day(value) { copy.append(day: day) } else { copy.null() }
            } else {
                copy.append(text: value)
            }
        }
    }

    /// Internal day of birth: unknown parts count as the first, a day beyond the month's end as the day after it;
    /// nil where not even the year is known.
    func birthSortDay(_ row: RowView) -> Int32? { birthDate.flatMap { Self.day(row[$0]) } }

    private static let stateColumn = VersionColumns.items.firstIndex(of: .juminjotai)
    private static let nonResident = Array(ResidentState.nonResident.rawValue.utf8)

    /// What every row of a layout without the column has.
    private static func constant(_ index: Int) -> [UInt8] { index == stateColumn ? nonResident : [] }

    private func digest(_ row: RowView, _ sealer: Vault.Sealer, _ scratch: inout [UInt8]) -> [UInt8] {
        scratch.removeAll(keepingCapacity: true)
        for field in digested {
            if let field { scratch.append(contentsOf: row[field]) }
            scratch.append(0x1F)
        }
        return Array(sealer.keyedHash(scratch).prefix(16))
    }

    private static let reasons: [UInt16: MovementReason] = Dictionary(
        uniqueKeysWithValues: MovementReason.all.map { reason in (reason.code.utf8.reduce(0) { $0 << 8 | UInt16($1) }, reason) })

    private static func reason(_ code: UnsafeBufferPointer<UInt8>) -> MovementReason? {
        code.count == 2 ? reasons[UInt16(code[0]) << 8 | UInt16(code[1])] : nil
    }

    private static func state(_ code: UnsafeBufferPointer<UInt8>) -> ResidentState? {
        switch code.first {
        case UInt8(ascii: "1"): .resident
        case UInt8(ascii: "2"): .nonResident
        case UInt8(ascii: "3"): .movedOut
        case UInt8(ascii: "4"): .dead
        case UInt8(ascii: "9"): .removed
        default: nil
        }
    }

    private static func integer(_ digits: UnsafeBufferPointer<UInt8>) -> Int32? {
        let value = digits.reduce(Int32(0)) { $0 &* 10 &+ Int32($1 &- 48) }
        return value > 0 ? value : nil
    }

    /// Days since 2000-01-01 of `YYYY-MM-DD`.
    private static func day(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
        guard text.count == 10 else { return nil }
        func digits(_ from: Int, _ count: Int) -> Int { text[from..<(from + count)].reduce(0) { $0 * 10 + Int($1) - 48 } }
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
