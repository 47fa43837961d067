package import Addressee

/// 人事異動の1行. What happens to a person's department on a day.
package struct TransferRow: Sendable, Hashable {
    /// 異動区分
    package enum Kind: String, Sendable, CaseIterable {
        /// Joins, or comes back.
        case joins = "採用"
        /// Leaves the old department for the new one.
        case moves = "異動"
        /// Gets a further department.
        case adds = "兼務"
        /// Gives a further department up.
        case drops = "兼務解除"
        /// Leaves the body.
        case leaves = "退職"

        /// Whether 旧所属 must be given; else it must be empty.
        var hasOld: Bool { self == .moves || self == .drops || self == .leaves }
        /// Whether 新所属 must be given; else it must be empty.
        var hasNew: Bool { self == .joins || self == .moves || self == .adds }
    }

    var line: Int
    var account: String
    var name: String
    var kind: Kind
    var oldDepartment: String
    var newDepartment: String
    var post: String
    var task: String
    package var day: CalendarDay

    /// What makes it the same row when the file comes again.
    package var key: Key { Key(account: account, day: day, kind: kind, oldDepartment: oldDepartment, newDepartment: newDepartment) }

    package struct Key: Sendable, Hashable {
        let account: String
        package let day: CalendarDay
        let kind: Kind
        let oldDepartment: String
        let newDepartment: String
    }
}

/// 経歴の現在. Where a person stands, as far as a row of a transfer file asks; pure, so that intake and the day itself decide alike.
struct CurrentPostings: Sendable {
    /// nil where nobody has the number.
    var name: String?
    var isClosed = false
    /// Open assignments and the day each began.
    var departments: [String: CalendarDay] = [:]
    /// Whether there are rows that the program did not write as they are: they say nothing, and nothing is refused for want of them.
    var restsOnUntrue = false

    /// Does what the row says, or tells why it can't.
    mutating func apply(_ row: TransferRow) -> TransferFault? {
        func fault(_ code: String, _ item: String, _ rule: String) -> TransferFault { TransferFault(row.line, code, item, rule) }
        if row.kind == .joins {
            guard name == nil || isClosed || departments.isEmpty else { return fault("T0006", "職員番号", "採用の職員番号は、すでに在職している職員のものです。") }
        } else {
            guard name != nil, !isClosed else { return fault("T0004", "職員番号", "発令日にこの職員番号の職員が在職していません。") }
        }
        if let name, Self.folded(name) != Self.folded(row.name) { return fault("T0009", "氏名", "登録されている職員の氏名と一致しません。") }
        if row.kind.hasOld {
            guard let since = departments[row.oldDepartment] else { return fault("T0005", "旧所属", "発令日の時点で、この職員の所属ではありません。") }
            guard row.day >= since else { return fault("T0015", "発令日", "旧所属の発令日より前の日付です。") }
        }
        if row.kind.hasNew {
            guard row.newDepartment != row.oldDepartment else { return fault("T0010", "新所属", "旧所属と同じです。") }
            guard departments[row.newDepartment] == nil else { return fault("T0013", "新所属", "発令日の時点で、すでにこの所属です。") }
        }
        if row.kind == .leaves { departments = [:] } else if row.kind.hasOld { departments[row.oldDepartment] = nil }
        if row.kind.hasNew { departments[row.newDepartment] = row.day }
        if row.kind == .joins { (name, isClosed) = (row.name, false) }
        if row.kind == .leaves { isClosed = true }
        return nil
    }

    /// Names are compared without the spaces between family and given name.
    private static func folded(_ name: String) -> String { name.filter { !$0.isWhitespace } }
}
