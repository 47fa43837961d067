package import Addressee

/// 審査の世帯. Whose incomes count beside the applicant's, on the day that the law looks at.
package struct ExemptionHousehold: Sendable, Hashable, Codable {
    /// 配偶者. One who lives apart counts, too.
    package enum Spouse: String, Sendable, Hashable, Codable, CodedTerm {
        /// なし
        case none
        /// あり（同居・別居を問わない）
        case exists
        /// 分からない
        case unknown

        /// In Japanese, for people.
        package var label: String {
            switch self {
            case .none: "なし"
            case .exists: "あり"
            case .unknown: "分からない"
            }
        }
    }

    /// 世帯主.
    package enum Householder: String, Sendable, Hashable, Codable, CodedTerm {
        /// 本人
        case applicant
        /// 配偶者
        case spouse
        /// ほかの人
        case other
        /// 分からない
        case unknown

        /// In Japanese, for people.
        package var label: String {
            switch self {
            case .applicant: "本人"
            case .spouse: "配偶者"
            case .other: "ほかの人"
            case .unknown: "分からない"
            }
        }
    }

    /// The day on which the household was so.
    package let asOf: CalendarDay
    /// 配偶者.
    package let spouse: Spouse
    /// 世帯主.
    package let householder: Householder

    /// A household on a day.
    package init(asOf: CalendarDay, spouse: Spouse, householder: Householder) {
        self.asOf = asOf
        self.spouse = spouse
        self.householder = householder
    }

    /// 世帯を見る日: for months of the exemption year that goes on, the day of the application; for one that is over, the last day of the months asked for.
    package static func referenceDay(for months: MonthSpan, _ group: ExemptionYears.Group, filedOn: CalendarDay, using tables: RuleTables) -> CalendarDay {
        let year = tables.years.year(of: months.last, group)
        let isOver = tables.years.months(of: year, group).map { $0.last.lastDay < filedOn } ?? false
        return isOver ? months.last.lastDay : filedOn
    }
}
