package import Addressee

/// 移行した資格記録. The periods of an earlier system, or of the Service, which are taken as they stand up to a day; from the day after, facts decide.
package struct CarriedOverRecord: Sendable, Hashable, Codable {
    /// One period as recorded.
    package struct Period: Sendable, Hashable, Codable {
        /// 被保険者種別.
        package let insuredClass: InsuredClass
        /// 取得日, or the day of the change of class.
        package let acquired: CalendarDay
        /// 取得事由.
        package let acquiredBy: QualificationReason
        /// 喪失日, or the day of the next change; `nil` while it went on.
        package let lost: CalendarDay?
        /// 喪失事由; `nil` while it went on, or where the next period follows at once as a change of class.
        package let lostBy: QualificationReason?

        /// One period as recorded; nothing is checked here.
        package init(
            _ insuredClass: InsuredClass, acquired: CalendarDay, by acquiredBy: QualificationReason, lost: CalendarDay? = nil,
            by lostBy: QualificationReason? = nil
        ) {
            self.insuredClass = insuredClass
            self.acquired = acquired
            self.acquiredBy = acquiredBy
            self.lost = lost
            self.lostBy = lostBy
        }
    }

    /// The last day for which the record speaks.
    package let through: CalendarDay
    /// The periods, which must not overlap: `overlap` tells.
    package let periods: [Period]

    /// A record up to and with a day.
    package init(through: CalendarDay, periods: [Period]) {
        self.through = through
        self.periods = periods.sorted { ($0.acquired, $0.lost ?? through) < ($1.acquired, $1.lost ?? through) }
    }

    /// The first day that two periods claim; `nil` where none is.
    package var overlap: CalendarDay? {
        for (earlier, later) in zip(periods, periods.dropFirst()) where later.acquired < (earlier.lost ?? .init(daysSince2000: .max)) { return later.acquired }
        return nil
    }
}
