package import Addressee

/// 種別ごとの資格. From the acquisition of a class to its loss, as 資格情報 (別添2) has it and as other departments are told of it: a change of class ends one and
/// begins the next.
package struct ClassPeriod: Sendable, Hashable, Unprinted {
    /// 被保険者種別.
    package let insuredClass: InsuredClass
    /// 取得日.
    package let acquired: CalendarDay
    /// 取得事由.
    package let acquiredBy: QualificationReason
    /// 喪失日; `nil` while the person is of the class.
    package let lost: CalendarDay?
    /// 喪失事由.
    package let lostBy: QualificationReason?
}

extension [QualificationPeriod] {
    /// 種別ごとの資格, in order.
    package var byClass: [ClassPeriod] {
        flatMap { period in
            let spans = period.spans
            return spans.indices.map { index in
                let next = index + 1 < spans.count ? spans[index + 1] : nil
                return ClassPeriod(
                    insuredClass: spans[index].insuredClass, acquired: spans[index].from, acquiredBy: spans[index].reason,
                    lost: next?.from ?? period.lost, lostBy: next?.reason ?? period.lostBy)
            }
        }
    }
}
