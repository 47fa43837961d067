/// 所得情報の読取り. What items of a tax record, or of a declaration, tell of one person's income of one year. What they do not tell is never none.
package enum IncomeReading: Sendable, Hashable, Codable, Unprinted {
    /// The income is told; the statement names the items of which nothing is.
    case told(IncomeStatement)
    /// 未申告: the record has the person, but no return.
    case unfiled
    /// What is given tells no income: the labels of items that are missing, or that say what nobody knows.
    case unclear([String])

    /// - Parameters:
    ///   - items: by their national names.
    ///   - year: 所得の年, one before the 年度 of the record.
    ///   - isDeclared: 所得の申立て: whoever declares an income says that there is one, and how much.
    package init(_ items: [String: String], year: Int, isDeclared: Bool = false, using tables: RuleTables) {
        var record = TaxRecord(items, tables.incomes)
        let isFiled = record.has(.filed)
        let isUnfiled = record.has(.unfiled)
        guard isDeclared || !isUnfiled else {
            self = .unfiled
            return
        }
        var statement = IncomeStatement(year: year, totalIncome: 0)
        let total = record.number(.total)
        if total == nil { record.doubt(.total) }
        // An amount was assessed by somebody; a nought may only say that nobody filed anything.
        if !isDeclared, !isFiled, total ?? 0 <= 0 { record.doubt(.filed) }
        statement.totalIncome = total ?? 0
        statement.carriedLoss = record.number(.carriedLoss) ?? 0
        for means in IncomeMeaning.allCases {
            guard let kind = means.deduction, let yen = record.number(means), yen > 0 else { continue }
            statement.deductions[kind] = yen
        }
        let young = record.number(.aged16To18) ?? 0
        let general = (record.number(.general) ?? 0) - young
        if general < 0 { record.doubt(.general) }
        var dependants: [DependantKind: Int] = [
            .general: general, .aged16To18: young, .elderly: record.number(.elderly) ?? 0, .specific: record.number(.specific) ?? 0,
            .under16: record.number(.under16) ?? 0,
        ]
        if record.has(.elderlySpouse) { dependants[.elderlySpouse] = 1 } else if record.has(.spouse) { dependants[.spouse] = 1 }
        _ = record.has(.spouse)
        statement.dependants = dependants.filter { $0.value > 0 }
        statement.disabledDependants = record.number(.disabledDependants) ?? 0
        statement.speciallyDisabledDependants = record.number(.speciallyDisabledDependants) ?? 0
        statement.disability = record.has(.speciallyDisabled) ? .special : record.has(.disabled) ? .disabled : .none
        (statement.isWidow, statement.isSingleParent) = (record.has(.widow), record.has(.singleParent))
        statement.isWorkingStudent = record.has(.workingStudent)
        let unsaid = tables.incomes.unsaid(in: items)
        statement.unstated = unsaid.isEmpty ? nil : unsaid
        self = record.doubtful.isEmpty ? .told(statement) : .unclear(record.doubtful)
    }
}

/// Items as they are read, and which of them could not be.
private struct TaxRecord {
    private let items: [String: String]
    private let table: IncomeItems
    private(set) var doubtful: [String] = []

    init(_ items: [String: String], _ table: IncomeItems) { (self.items, self.table) = (items, table) }

    mutating func doubt(_ means: IncomeMeaning) {
        let label = table.label(of: table.item(for: means))
        if !doubtful.contains(label) { doubtful.append(label) }
    }

    /// `nil` where it is not given.
    mutating func number(_ means: IncomeMeaning) -> Int? {
        guard let text = items[table.item(for: means)], !text.isEmpty else { return nil }
        guard let number = Int(text), means == .total || number >= 0, !means.isCount || number < 100, number.magnitude < 1_000_000_000_000 else {
            doubt(means)
            return 0
        }
        return number
    }

    /// Whether the item has the code; what stands in no row, and is not nothing, nobody knows.
    mutating func has(_ means: IncomeMeaning) -> Bool {
        let item = table.item(for: means)
        guard let text = items[item], !text.isEmpty, text != "0" else { return false }
        guard let row = table.rows.first(where: { $0.item == item && $0.code == text }) else {
            doubt(means)
            return false
        }
        return row.means == means
    }
}
