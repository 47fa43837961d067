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
        /// Who handed the person the last set-up code, at registration or recovery, and so could be signed in as them; nil where nobody did.
        public var setUpBy: String?

        /// As signing in has established.
        public init(account: String, isService: Bool = false, makers: [String: CalendarDay]?, setUpBy: String? = nil) {
            (self.account, self.isService, self.makers, self.setUpBy) = (account, isService, makers, setUpBy)
        }
    }

    /// 拒否. Why a person may not act on a policy: a stable code and the rule, in Japanese.
    public struct Violation: Explained, Sendable, Hashable {
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
        /// One of the two handed the other the set-up code they sign in by: both may be one person, on whatever day.
        public static let setUpByTheOther = Violation(
            code: "L0016",
            rule: "起案者と承認者の一方が他方に登録コードを渡しているため（登録・回復）、日にかかわらず承認できません。どちらの登録コードも相手から受け取っていない、別の承認者が承認してください")
        /// One person handed both their set-up codes and so could be both.
        public static let setUpByOnePerson = Violation(
            code: "L0022",
            rule: "起案者と承認者の登録コードを同じ人が渡しているため（登録・回復）、日にかかわらず承認できません。別の人から登録コードを受け取った承認者が承認するか、別の権限管理者が一方の登録コードを渡し直してください（atena access recover）")
    }

    /// Why the person may not approve; nil where it may.
    ///
    /// - Parameters:
    ///   - proposer: account that proposed.
    ///   - setUpBy: who had handed the proposer their last set-up code then; nil where nobody did. Neither the approver nor whoever set the approver up may have.
    ///   - proposedOn: day of the proposal.
    ///   - today: day of the approval.
    public static func violation(
        approving person: Person, proposedBy proposer: String, setUpBy proposersSetUp: String? = nil, on proposedOn: CalendarDay, today: CalendarDay
    ) -> Violation? {
        if person.isService { return .service }
        guard let makers = person.makers else { return .withoutRight }
        if person.account == proposer { return .ownProposal }
        if person.setUpBy == proposer || proposersSetUp == person.account { return .setUpByTheOther }
        if let setUpBy = person.setUpBy, setUpBy == proposersSetUp { return .setUpByOnePerson }
        if let made = makers[proposer], made == today || made >= proposedOn { return .approverOfProposersMaking }
        return nil
    }
}
