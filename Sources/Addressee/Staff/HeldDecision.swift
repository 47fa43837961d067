/// 保留の決定. What two people decide about an entry of the conflict queue.
public enum HeldDecision: String, Sendable, Codable, CodedTerm {
    /// 別人: another person than the one it was held against; of a claim, the number is the other's.
    case new
    /// 同一人: the person shown beside it.
    case link
    /// 差戻し: goes back to the source to be corrected there.
    case correct
    /// 却下: not applied; of a claim, the number is not the claimant's.
    case reject
    /// 番号変更: the person's number changed.
    case changed
    /// 誤り: the number never was the person's who has it.
    case neverHers = "never-hers"

    /// For people.
    public var label: String {
        switch self {
        case .new: "別の人とする"
        case .link: "同じ人とする"
        case .correct: "元の業務システムに差し戻す"
        case .reject: "却下する"
        case .changed: "個人番号が変わった"
        case .neverHers: "登録されている番号は、もともとその人のものではなかった"
        }
    }
}
