package import Addressee

/// 保留. Why a clerk has to decide: what the facts don't say, and which days it could be. Nothing is guessed in its place.
package struct Hold: Sendable, Hashable, Codable {
    /// What kind of gap it is.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// 生年月日の不詳
        case birthDateUnknown = "birth-date-unknown"
        /// 訂正・取消しの矛盾
        case eventsContradict = "events-contradict"
        /// 事実の日の不明
        case dayUnknown = "day-unknown"
        /// 種別の不明
        case classUnknown = "class-unknown"
        /// 世帯・配偶者の不明
        case householdUnknown = "household-unknown"
        /// 規則表にない期間
        case noRule = "no-rule"
        /// 示されていない所得の項目
        case incomeUnstated = "income-unstated"
        /// 本人のものか不明
        case identityUnknown = "identity-unknown"
    }

    /// What kind of gap it is.
    package let kind: Kind
    /// What the clerk reads.
    package let reason: Reason
    /// The first and last day that it could be, where that is known.
    package let earliest: CalendarDay?
    /// The last day that it could be.
    package let latest: CalendarDay?

    /// A gap, and the days that it leaves open; `nil` where not even those are known.
    package init(_ kind: Kind, _ reason: Reason, possible: ClosedRange<CalendarDay>? = nil) {
        self.kind = kind
        self.reason = reason
        earliest = possible?.lowerBound
        latest = possible?.upperBound
    }
}
