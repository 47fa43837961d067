internal import Addressee

/// 免除の種類の表.
package struct ExemptionKinds: Sendable {
    /// 付加保険料の可否.
    package enum Additional: String, Sendable, Hashable, CaseIterable {
        case allowed = "yes"
        case barred = "no"
        /// Not until the Service says so.
        case unconfirmed
    }

    /// One kind.
    package struct Row: Sendable, Hashable {
        /// Such as 4分の3免除.
        package let label: String
        /// Which kind holds in a month that several cover: the lowest.
        package let rank: Int
        /// The first month for which it could be.
        package let firstMonth: CalendarMonth
        /// May the additional premium be paid in its months?
        package let additional: Additional
        /// 納付済期間に算入される.
        package let countsAsPaid: Bool
        /// 継続審査の対象.
        package let mayContinue: Bool
        /// 財政検証の区分.
        package let actuarialStatus: Int
        /// What is left to pay, as numerator and denominator; `nil` where nothing is.
        package let share: Share?
        /// 根拠条文.
        package let article: LawArticle
        /// Whether the source is the law itself.
        package let status: RuleStatus
    }

    /// A fraction of the premium.
    package struct Share: Sendable, Hashable {
        /// 分子.
        package let numerator: Int
        /// 分母.
        package let denominator: Int
    }

    private let rows: [ExemptionKind: Row]

    init(_ table: RuleTable) throws(RuleTableError) {
        var rows: [ExemptionKind: Row] = [:]
        var ranks: Set<Int> = []
        for row in table.rows {
            let kind: ExemptionKind = try row.code("kind")
            let extent = try row.text("extent")
            var share: Share?
            if extent == "partial" {
                let parts = try row.text("share").split(separator: "/").compactMap { Int($0) }
                guard parts.count == 2, parts[0] > 0, parts[1] > parts[0] else { throw row.fault("shareは3/4のように、1より小さい分数で書いてください。") }
                share = Share(numerator: parts[0], denominator: parts[1])
            } else if extent != "full" || !row.optional("share").isEmpty {
                throw row.fault("extentはfullかpartialとし、fullのときはshareを空にしてください。")
            }
            let read = Row(
                label: try row.text("label"), rank: try row.integer("rank"), firstMonth: try row.month("first-month"), additional: try row.code("additional"),
                countsAsPaid: try row.truth("paid"), mayContinue: try row.truth("continuing"), actuarialStatus: try row.integer("actuarial"), share: share,
                article: try row.article(), status: try row.code("status"))
            guard ranks.insert(read.rank).inserted else { throw row.fault("同じrankが二つあります。") }
            guard rows.updateValue(read, forKey: kind) == nil else { throw row.fault("\(kind.rawValue)が二つあります。") }
        }
        guard rows.count == ExemptionKind.allCases.count else {
            throw RuleTableError(file: table.file, "\(ExemptionKind.allCases.filter { rows[$0] == nil }.map(\.rawValue).joined(separator: ", "))の行がありません。")
        }
        self.rows = rows
    }

    /// The row of a kind; each has one.
    package subscript(_ kind: ExemptionKind) -> Row {
        rows[kind]
            ?? Row(
                label: kind.rawValue, rank: .max, firstMonth: CalendarMonth(of: .init(daysSince2000: 0)), additional: .barred, countsAsPaid: false,
                mayContinue: false, actuarialStatus: 0, share: nil, article: "国民年金法", status: .unconfirmed)
    }
}
