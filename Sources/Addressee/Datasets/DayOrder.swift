/// 日付の前後. What no value of a row says by itself: a day too far ahead of today, or before another of the same row. Made for one file's columns.
public struct DayOrder: Sendable {
    private struct Rule: Sendable {
        let column: FileLayout.Column
        let field: Int
        let before: (column: FileLayout.Column, field: Int)?
    }

    private let rules: [Rule]

    /// - Parameter field: of a row, by the place of its column in the layout; nil where the file lacks it.
    public init(_ layout: FileLayout, field: (Int) -> Int?) {
        rules = layout.columns.indices.compactMap { index -> Rule? in
            let column = layout.columns[index]
            guard let domain = column.domain, domain.latest != nil || domain.notBefore != nil, let own = field(index) else { return nil }
            let other = domain.notBefore.flatMap { name in layout.columns.firstIndex { $0.item?.rawValue == name } }
            let before = other.flatMap { place in field(place).map { (column: layout.columns[place], field: $0) } }
            return Rule(column: column, field: own, before: before)
        }
    }

    /// The first that is wrong with a row whose form holds; nil where nothing is.
    ///
    /// - Parameter value: of a field of the row; empty where it is not set.
    public func fault(on today: CalendarDay, _ value: (Int) -> UnsafeBufferPointer<UInt8>) -> RowFault? {
        for rule in rules {
            guard let day = rule.column.firstDay(value(rule.field)) else { continue }
            let column = rule.column
            switch column.domain?.latest {
            case .today where day > today:
                return RowFault(code: FaultCode.order, column: column.name, reason: "\(column.label)が今日より先です。値を確かめて設定してください。")
            case .aYearAhead where day.isMoreThanAYear(after: today):
                return RowFault(code: FaultCode.tooFarAhead, column: column.name, reason: "\(column.label)が1年より先です。値を確かめて設定してください。")
            default: break
            }
            if let before = rule.before, let first = before.column.firstDay(value(before.field)), day < first {
                return RowFault(
                    code: FaultCode.order, column: column.name, reason: "\(column.label)が\(before.column.label)より前です。二つの値を確かめて設定してください。")
            }
        }
        return nil
    }
}

extension CalendarDay {
    /// 1年より先. What is notified ahead lies nearer; what lies further is a mistake, or the open end 9999-12-31, which only the end of a period can have.
    public func isMoreThanAYear(after today: CalendarDay) -> Bool { self > today && self > today.adding(days: 366) }
}
