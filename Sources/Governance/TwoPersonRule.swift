public import Addressee

/// 二人制. Who may approve what another proposed.
public struct TwoPersonRule: Sendable, Hashable {
    /// Who wants to act, as far as the rule asks.
    public struct Person: Sendable, Hashable {
        /// Account.
        public var account: String
        /// A program.
        public var isService: Bool
        /// Everybody who had a part in giving the right to approve, with the last day of that part; nil where it is not held.
        public var makers: [String: CalendarDay]?

        /// As signing in has established.
        public init(account: String, isService: Bool = false, makers: [String: CalendarDay]?) {
            (self.account, self.isService, self.makers) = (account, isService, makers)
        }
    }

    /// 拒否. Why a person may not act on a policy: a stable code and the rule, in Japanese.
    public struct Violation: Error, Sendable, Hashable {
        /// `L` and four digits.
        public let code: String
        /// The rule.
        public let rule: String

        /// A program can't propose, approve, reject or revoke.
        public static let service = Violation(code: "L0001", rule: "サービスアカウントは提供ポリシーの起案・承認ができません")
        /// The right is not held.
        public static let withoutRight = Violation(code: "L0002", rule: "提供ポリシーを承認する権限がありません")
        /// 起案者と承認者は別の者とする.
        public static let ownProposal = Violation(code: "L0003", rule: "起案した者は承認できません")
        /// The proposer had a part in making the approver, on the same day or since the proposal.
        public static let approverOfProposersMaking = Violation(code: "L0004", rule: "起案者が同じ日または起案以後に承認権限の付与・登録に関わった者は承認できません")
    }

    /// Why the person may not approve; nil where it may.
    ///
    /// - Parameters:
    ///   - proposer: account that proposed.
    ///   - proposedOn: day of the proposal.
    ///   - today: day of the approval.
    public static func violation(
        approving person: Person, proposedBy proposer: String, on proposedOn: CalendarDay, today: CalendarDay
    ) -> Violation? {
        if person.isService { return .service }
        guard let makers = person.makers else { return .withoutRight }
        if person.account == proposer { return .ownProposal }
        if let made = makers[proposer], made == today || made >= proposedOn { return .approverOfProposersMaking }
        return nil
    }
}
