package import Addressee

/// 疑義. What doesn't fit in a person's record, beside a result that stands: a task for a clerk, no reason to stop.
package struct Doubt: Sendable, Hashable, Codable, Comparable {
    /// What kind of doubt it is.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// 始まっていないものの終わり
        case endWithoutBegin = "end-without-begin"
        /// 終わっていないものの始まり
        case beginWithoutEnd = "begin-without-end"
        /// 死亡の後の事実
        case afterDeath = "after-death"
        /// 異なる死亡日
        case deathsDiffer = "deaths-differ"
        /// 出生の前の事実
        case beforeBirth = "before-birth"
        /// 被保険者となる年齢の外の事実
        case outsideAge = "outside-age"
        /// 任意加入の要件を満たさない申出
        case voluntaryNotAllowed = "voluntary-not-allowed"
        /// 未確認の規則による結果
        case ruleUnconfirmed = "rule-unconfirmed"
        /// 種別の制度（昭和61年4月）より前の期間
        case beforeClasses = "before-classes"
        /// 同じ月の二つの承認
        case grantsOverlap = "grants-overlap"
        /// 付加の申出の要件を満たさない
        case additionalNotAllowed = "additional-not-allowed"
        /// 国民年金基金の加入員の資格を失う事由のある期間
        case fundMembershipEnds = "fund-membership-ends"
        /// 受け付けられない申請
        case requestNotAllowed = "request-not-allowed"
        /// 法定免除に当たらない事由
        case notALegalGround = "not-a-legal-ground"
        /// 移行した記録と事実の食い違い
        case recordAndFactsDiffer = "record-and-facts-differ"
        /// 住民記録と記録の食い違い
        case registerDiffers = "register-differs"
        /// 訂正・取消しの相手がまだない
        case targetMissing = "target-missing"
    }

    /// What kind of doubt it is.
    package let kind: Kind
    /// The day it is about, where it is about one.
    package let day: CalendarDay?
    /// What the clerk reads.
    package let reason: Reason

    /// A doubt about a day, or about the record.
    package init(_ kind: Kind, on day: CalendarDay?, _ reason: Reason) {
        self.kind = kind
        self.day = day
        self.reason = reason
    }

    /// By day, kind and text, so that lists of doubts are the same whatever order events came in.
    package static func < (a: Self, b: Self) -> Bool {
        (a.day?.daysSince2000 ?? .min, a.kind.rawValue, a.reason.text, a.reason.article.text)
            < (b.day?.daysSince2000 ?? .min, b.kind.rawValue, b.reason.text, b.reason.article.text)
    }
}
