package import Addressee

/// 資格期間. From an acquisition to a loss; in between the class may change any number of times (種別変更).
package struct QualificationPeriod: Sendable, Hashable, Codable {
    /// From a day on, of which class, and why.
    package struct ClassSpan: Sendable, Hashable, Codable {
        /// 被保険者種別.
        package let insuredClass: InsuredClass
        /// 取得日 of the first, 種別変更日 of the others.
        package let from: CalendarDay
        /// 取得事由 or 種別変更事由.
        package let reason: QualificationReason
    }

    /// 取得: the first class, from the day of acquisition.
    package let first: ClassSpan
    /// 種別変更: the classes that followed, in order.
    package let changes: [ClassSpan]
    /// 喪失日. The first day on which the person is not insured; `nil` while they are.
    package let lost: CalendarDay?
    /// 喪失事由.
    package let lostBy: QualificationReason?

    /// 取得日.
    package var acquired: CalendarDay { first.from }
    /// 取得事由.
    package var acquiredBy: QualificationReason { first.reason }
    /// 種別の履歴, in order; at least one.
    package var spans: [ClassSpan] { [first] + changes }

    /// The class on a day of the period.
    package func insuredClass(on day: CalendarDay) -> InsuredClass? {
        guard acquired <= day, lost.map({ day < $0 }) ?? true else { return nil }
        return spans.last { $0.from <= day }?.insuredClass
    }
}
