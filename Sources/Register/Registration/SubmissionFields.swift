internal import Addressee
internal import Postgres
internal import SourceFiles

/// Where a file keeps what the register needs of a row. One for a file, and not copied for each of its rows.
package final class SubmissionFields: Sendable {
    let layout: FileLayout
    let header: FileHeader
    /// Field of each of `VersionColumns.items` in a row; nil where the file lacks the item.
    private let columns: [Int?]
    private let addresseeNumber: Int?
    private let historyNumber: Int?
    private let branchNumber: Int?
    private let individualNumber: Int?
    private let reason: Int?
    private let state: Int?
    private let nonResidentState: Int?
    /// Whether the layout is one of 住登外者: their state is what it is even where a row says nothing of it.
    private let isOfNonResidents: Bool
    /// 市区町村コード of the body whose row it is; nil where the file does not say it.
    let sender: Int?
    /// 住所の市区町村コード
    private let place: Int?
    private let kind: Int?
    private let recordCode: Int?
    private let name: Int?
    private let kana: Int?
    private let birthDate: Int?
    private let sex: Int?
    private let birthUnknown: Int?
    private let birthNotation: Int?
    /// 異動年月日, 届出年月日 and the days since when: what has happened, or is notified to happen soon.
    private let happened: [(item: Item, field: Int)]
    private let provisional: Int?
    /// 抑止・支援措置
    let protection: ProtectionFields
    /// Field of each of `RecordKeys.items`.
    private let keyed: [Int?]
    /// Fields the digest is made of, in the layout's order, so that the order of a file's columns does not matter; with the legacy form of their codes, in
    /// which digests are made whatever the edition.
    private let digested: [(field: Int?, legacy: ValueTable?)]
    /// Columns of the layout's edition whose values stand for national codes.
    private let translated: [(column: Int, values: ValueTable)]

    init(layout: FileLayout, header: FileHeader) {
        self.layout = layout
        self.header = header
        var byItem: [Item: Int] = [:]
        digested = layout.columns.indices.compactMap { index in
            guard let item = layout.columns[index].item, ![.jutogaijotai, .rirekiEdabango].contains(item) else { return nil }
            return (header.field(of: index), LegacyCodes.byNational[item].map(ValueTable.init))
        }
        for (index, column) in layout.columns.enumerated() {
            if let item = column.item { byItem[item] = header.field(of: index) }
        }
        translated =
            layout.edition == .legacy
            ? LegacyCodes.byLegacy.compactMap { item, values in byItem[item].map { ($0, ValueTable(values)) } } : []
        columns = VersionColumns.items.map { byItem[$0] }
        keyed = RecordKeys.items.map { byItem[$0] }
        addresseeNumber = byItem[.atenabango]
        historyNumber = byItem[.rirekibango]
        branchNumber = byItem[.rirekiEdabango]
        individualNumber = byItem[.kojinbango]
        reason = byItem[.idojiyu]
        state = byItem[.juminjotai]
        nonResidentState = byItem[.jutogaijotai]
        isOfNonResidents = layout.column(named: Item.juminjotai.rawValue) == nil
        sender = layout.bodyColumn.flatMap { name in layout.columns.firstIndex { $0.name == name } }.flatMap { header.field(of: $0) }
        place = byItem[.jushoShikuchosonkodo]
        kind = byItem[.juminshubetsu]
        recordCode = byItem[.juminhyokodo]
        name = byItem[.shimei]
        kana = byItem[.shimeiFurigana]
        birthDate = byItem[.seinengappi]
        sex = byItem[.seibetsu]
        provisional = byItem[.karitorokufuragu]
        protection = ProtectionFields { byItem[$0] }
        birthUnknown = byItem[.seinengappiFushofuragu]
        birthNotation = byItem[.seinengappiFushohyoki]
        happened = [Item.idonengappi, .todokedenengappi, .juminnengappi, .jushoteinengappi].compactMap { item in byItem[item].map { (item, $0) } }
    }

    /// Names of the columns of the file, in their order; what a row as read has.
    var columnNames: [String] { header.names }

    /// 宛名番号 of a row; empty where it asks for one.
    func addresseeNumber(_ row: RowView) -> String { addresseeNumber.map { row.text($0) } ?? "" }

    /// Rows that passed the format checks of their edition, in national codes: what everything behind the door reads.
    func national(_ block: RowBlock) -> RowBlock { block.replacing(translated) }

    /// Reads a row of national codes that passed the format checks; `scratch` is reused from row to row.
    ///
    /// - Returns: the submission, or the fault E0205, E0206 or E0211.
    func submission(
        _ row: RowView, at index: Int, cipher: Vault.NumberCipher, today: CalendarDay, scratch: inout [UInt8]
    ) -> Result<Submission, LogicFault> {
        var movementReason: MovementReason?
        if let reason {
            guard let known = Self.reason(row[reason]) else {
                return .failure(LogicFault(code: "E0205", item: "idojiyu", reason: "異動事由は異動事由一覧にあるコードで設定してください。"))
            }
            movementReason = known
        }
        if let first = births(row)?.lowerBound, first > today {
            return .failure(LogicFault(code: FaultCode.order, item: "seinengappi", reason: "生年月日が未来の日付です。"))
        }
        // A move out is notified ahead.
        // By its places, here and below: an array that is gone through is counted, by all lanes at once.
        for place in happened.indices where !row.fields[happened[place].field].isEmpty {
            let (item, field) = happened[place]
            guard let day = CalendarDay(bytes: row[field]), day.isMoreThanAYear(after: today) else { continue }
            return .failure(
                LogicFault(code: FaultCode.tooFarAhead, item: item.rawValue, reason: "\(item.label)が1年より先の日付です。日付を確かめてください。"))
        }
        var number: Vault.KeyedNumber?
        if let individualNumber, case let digits = row[individualNumber], !digits.isEmpty { number = cipher.number(digits) }
        let stated = state.flatMap { Self.state(row[$0]) } ?? nonResidentState.flatMap { Self.nonResidentState(row[$0]) }
        let residence = stated ?? .nonResident
        return .success(
            Submission(
                row: index, addresseeNumber: addresseeNumber(row), history: history(row),
                reason: movementReason, state: residence, number: number,
                recordCode: residence == .resident ? recordCode.flatMap { Self.recordCode(row[$0]) } : nil, digest: digest(row, cipher, &scratch),
                residentKind: kind.flatMap { Self.residentKind(row[$0]) }, isStateStated: stated != nil))
    }

    /// 履歴番号と枝番号 of a row; nil where the layout has none.
    private func history(_ row: RowView) -> SourceHistory? {
        guard let number = historyNumber.flatMap({ Self.integer(row[$0]) }) else { return nil }
        return SourceHistory(number, branch: branchNumber.flatMap { Self.integer(row[$0]) } ?? 0)
    }

    /// Name, birth date and sex, for the comparison with another holder of the same number.
    func identity(_ row: RowView) -> Identity {
        func text(_ field: Int?) -> String { field.map { row.text($0) } ?? "" }
        return Identity(name: text(name), kana: text(kana), birthDate: text(birthDate), sex: text(sex))
    }

    /// The items that differ between a row and the current version; the individual number is not among them.
    func changed(_ row: RowView, from items: [ArraySlice<UInt8>?]) -> ItemSet {
        var changed = ItemSet(.rirekibango)
        for (index, column) in columns.enumerated() {
            let isSame =
                if let column, !row.fields[column].isEmpty {
                    row[column].elementsEqual(items[index] ?? [])
                } else {
                    unsaid(index).elementsEqual(items[index] ?? [])
                }
            if !isSame { changed.formUnion(VersionColumns.masks[index]) }
        }
        return changed
    }

    /// The items a row has, for a person of whom nothing was held before.
    func present(_ row: RowView) -> ItemSet {
        var present = Self.always
        for index in columns.indices {
            if says(index, row) { present.formUnion(VersionColumns.masks[index]) }
        }
        return present
    }

    /// The row's items as `Holding.items`, for a second row of the same person in one block.
    func items(_ row: RowView) -> [ArraySlice<UInt8>?] {
        columns.enumerated().map { index, column in
            column.flatMap { row.fields[$0].isEmpty ? nil : Array(row[$0])[...] } ?? unsaid(index)[...]
        }
    }

    /// Marks the items that a row says something of, by their place in `VersionColumns.items`.
    func markSaid(by row: RowView, in said: inout [Bool]) {
        for index in columns.indices where !said[index] { said[index] = says(index, row) }
    }

    /// Appends the row's items, those at these places of `VersionColumns.items`.
    ///
    /// - Parameter withoutCode: whether the resident record code is left out, because it is another's.
    /// - Throws: `UnconvertibleDate` where the check let something pass that is no day: nothing of the block is written then, and nothing is lost.
    func appendItems(of row: RowView, among places: [Int], withoutCode: Bool = false, to copy: inout BinaryCopy) throws(UnconvertibleDate) {
        for index in places {
            if withoutCode, index == Self.codeColumn {
                copy.null()
                continue
            }
            guard let column = columns[index], !row.fields[column].isEmpty else {
                let value = unsaid(index)
                if value.isEmpty { copy.null() } else { copy.append(text: value) }
                continue
            }
            let value = row[column]
            if VersionColumns.isDate[index] {
                guard let day = CalendarDay(bytes: value) else { throw UnconvertibleDate(item: VersionColumns.items[index]) }
                copy.append(day: day.daysSince2000)
            } else {
                copy.append(text: value)
            }
        }
    }

    /// Where a row of national codes says in which body's resident register the person is, or was to the end: the code of their 住所; nil where it is of whoever left,
    /// or of no resident register.
    func residence(_ row: RowView) -> Int? {
        guard let place, let state, let stated = Self.state(row[state]), stated == .resident || stated == .dead else { return nil }
        return place
    }

    /// 仮登録
    func isProvisional(_ row: RowView) -> Bool { provisional.map { row[$0].elementsEqual([UInt8(ascii: "1")]) } ?? false }

    /// The days on which the person can be born; nil where not even the year is known.
    func births(_ row: RowView) -> ClosedRange<CalendarDay>? {
        guard let birthDate else { return nil }
        let notation = birthNotation.map { row[$0] }
        let isFlagged = birthUnknown.map { row[$0].elementsEqual([UInt8(ascii: "1")]) } ?? false
        return BirthDate.possible(row[birthDate], isUnknown: isFlagged || notation?.isEmpty == false) {
            notation.map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
    }

    /// 検索キー. What a search finds the row by.
    func keys(_ row: RowView) -> RecordKeys {
        RecordKeys { index in keyed[index].map { row[$0] } ?? UnsafeBufferPointer(start: nil, count: 0) }
    }

    private static let always = ItemSet([.atenabango, .rirekibango])
    private static let nonResidentStateColumn = VersionColumns.items.firstIndex(of: .jutogaijotai)
    private static let codeColumn = VersionColumns.items.firstIndex(of: .juminhyokodo)
    private static let nonResident = Array(ResidentState.nonResident.told.code.utf8)

    /// Whether a row has something in a column, be it unsaid.
    private func says(_ index: Int, _ row: RowView) -> Bool { columns[index].map { !row.fields[$0].isEmpty } == true || !unsaid(index).isEmpty }

    /// What a row has in a column that it leaves empty, or that its file lacks: 住登外者 are that, unless they say what else they are.
    private func unsaid(_ index: Int) -> [UInt8] { isOfNonResidents && index == Self.nonResidentStateColumn ? Self.nonResident : [] }

    /// Of the row as the first edition wrote it, so that a row is the same whatever edition it comes in, and the same as one that was taken in before there
    /// were editions. What only the newer edition can tell stands behind.
    private func digest(_ row: RowView, _ cipher: Vault.NumberCipher, _ scratch: inout [UInt8]) -> [UInt8] {
        scratch.removeAll(keepingCapacity: true)
        for place in digested.indices {
            if let field = digested[place].field {
                if let legacy = digested[place].legacy { legacy.append(row[field], to: &scratch) } else { scratch.append(contentsOf: row[field]) }
            }
            scratch.append(0x1F)
        }
        if let branch = branchNumber.flatMap({ Self.integer(row[$0]) }) {
            scratch.append(contentsOf: String(branch).utf8)
            scratch.append(0x1F)
        }
        if let nonResidentState, case let code = row[nonResidentState], !code.isEmpty, !code.elementsEqual(Self.nonResident) {
            scratch.append(contentsOf: code)
            scratch.append(0x1F)
        }
        return Array(cipher.keyedHash(scratch).prefix(16))
    }

    private static let reasons: [UInt16: MovementReason] = Dictionary(
        uniqueKeysWithValues: MovementReason.all.map { reason in (reason.code.utf8.reduce(0) { $0 << 8 | UInt16($1) }, reason) })

    private static func reason(_ code: UnsafeBufferPointer<UInt8>) -> MovementReason? {
        code.count == 2 ? reasons[UInt16(code[0]) << 8 | UInt16(code[1])] : nil
    }

    private static func state(_ code: UnsafeBufferPointer<UInt8>) -> ResidentState? {
        switch code.first {
        case UInt8(ascii: "1"): .resident
        case UInt8(ascii: "2"): .movedOut
        case UInt8(ascii: "3"): .dead
        case UInt8(ascii: "9"): .removed
        default: nil
        }
    }

    private static func nonResidentState(_ code: UnsafeBufferPointer<UInt8>) -> ResidentState? {
        switch code.first {
        case UInt8(ascii: "4"): .nonResident
        case UInt8(ascii: "5"): .nonResidentDead
        case UInt8(ascii: "9"): .nonResidentRemoved
        default: nil
        }
    }

    private static func residentKind(_ code: UnsafeBufferPointer<UInt8>) -> ResidentKind? {
        switch code.first {
        case UInt8(ascii: "1"): .japanese
        case UInt8(ascii: "2"): .foreign
        default: nil
        }
    }

    private static func recordCode(_ digits: UnsafeBufferPointer<UInt8>) -> Int64? {
        digits.isEmpty ? nil : digits.reduce(Int64(0)) { $0 &* 10 &+ Int64($1 &- 48) }
    }

    private static func integer(_ digits: UnsafeBufferPointer<UInt8>) -> Int32? {
        let value = digits.reduce(Int32(0)) { $0 &* 10 &+ Int32($1 &- 48) }
        return value > 0 ? value : nil
    }
}

/// Why a well-formed row can't be taken in: E02xx, the logic checks of CT-11.
struct LogicFault: Error, Sendable {
    var code: String
    var item: String
    var reason: String
}

/// A date that passed the check and can't be converted: the two disagree, which is a fault of this program.
struct UnconvertibleDate: Error, Sendable {
    let item: Item
}
