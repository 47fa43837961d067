/// 対象者の審査. How one person's income stands to one kind of exemption, with the arithmetic.
package struct PersonAssessment: Sendable, Hashable, Codable, Unprinted {
    /// The result.
    package enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
        /// 該当
        case meets
        /// 非該当
        case exceeds
        /// 所得が分からない: nothing is told, which is asked for, or not all that it needs, which is held
        case unknown
        /// 審査の対象としない
        case excluded

        /// In Japanese, for people.
        package var label: String {
            switch self {
            case .meets: "該当"
            case .exceeds: "非該当"
            case .unknown: "所得が分からない"
            case .excluded: "審査の対象としない"
            }
        }
    }

    /// Who.
    package let person: ExemptionPerson
    /// The result.
    package let verdict: Verdict
    /// 特例の事由 that let the person pass, or kept them out.
    package let special: SpecialGround?
    /// 定額の基準 that let the person pass.
    package let fixed: FixedGround?
    /// Whether a rule was used of which the source is not confirmed.
    package let isUnconfirmed: Bool
    /// The arithmetic; none where no income was looked at.
    package let lines: [ArithmeticLine]
    /// What has to be asked where the income is unknown.
    package let question: IncomeQuestion?
    /// Why.
    package let reason: Reason
}

/// 区分の審査. How one kind of exemption came out.
package struct KindAssessment: Sendable, Hashable, Codable, Unprinted {
    /// The result.
    package enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
        /// 承認相当
        case granted
        /// 却下相当
        case refused
        /// 審査を希望しない
        case struck
        /// 所得を待つ
        case waiting
        /// 職員の確認を待つ
        case held

        /// In Japanese, for people.
        package var label: String {
            switch self {
            case .granted: "承認相当"
            case .refused: "却下相当"
            case .struck: "希望しない"
            case .waiting: "所得を待つ"
            case .held: "保留"
            }
        }
    }

    /// Which kind.
    package let kind: ExemptionKind
    /// The result.
    package let verdict: Verdict
    /// Everybody whose income was looked at.
    package let persons: [PersonAssessment]
    /// Why, beyond what the persons say.
    package let reasons: [Reason]
    /// What a clerk has to find out.
    package let holds: [Hold]
}
