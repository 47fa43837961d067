internal import Addressee

/// 審査の順. The order in which classes of exemption are examined.
package struct ExemptionOrder: Sendable, Hashable {
    /// 免除・納付猶予.
    package let general: [ExemptionKind]
    /// 学生納付特例.
    package let student: [ExemptionKind]

    /// Another order of a body's own; kinds that it leaves out are not examined.
    package init(general: [ExemptionKind], student: [ExemptionKind] = [.student]) {
        self.general = general
        self.student = student
    }

    /// Each day from which an order is in force has it whole.
    static func dated(_ table: RuleTable) throws(RuleTableError) -> Dated<ExemptionOrder> {
        var days: [CalendarDay?] = []
        for row in table.rows {
            let day = try row.optionalDay("valid-from")
            if !days.contains(day) { days.append(day) }
        }
        var orders = Dated<ExemptionOrder>()
        for day in days {
            var rows: [RuleTable.Row] = []
            for row in table.rows {
                if try row.optionalDay("valid-from") == day { rows.append(row) }
            }
            _ = orders.add(try ExemptionOrder(rows, of: table), from: day)
        }
        return orders
    }

    private init(_ rows: [RuleTable.Row], of table: RuleTable) throws(RuleTableError) {
        var ranked: [ExemptionYears.Group: [Int: ExemptionKind]] = [:]
        for row in rows {
            let group: ExemptionYears.Group = try row.code("group")
            let kind: ExemptionKind = try row.code("kind")
            guard kind.isOnApplication, (kind == .student) == (group == .student) else { throw row.fault("\(kind.rawValue)は\(group.rawValue)の審査にありません。") }
            guard ranked[group, default: [:]].updateValue(kind, forKey: try row.integer("position")) == nil else { throw row.fault("同じpositionが二つあります。") }
        }
        func kinds(_ group: ExemptionYears.Group) -> [ExemptionKind] { (ranked[group] ?? [:]).sorted { $0.key < $1.key }.map(\.value) }
        self.init(general: kinds(.general), student: kinds(.student))
        guard Set(general).count == 5, general.count == 5, student == [.student] else {
            throw RuleTableError(file: table.file, "generalの五つの区分とstudentを一度ずつ書いてください。")
        }
    }

    /// The order of a group.
    package func kinds(_ group: ExemptionYears.Group) -> [ExemptionKind] { group == .student ? student : general }
}
