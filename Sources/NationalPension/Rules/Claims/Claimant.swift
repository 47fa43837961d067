package import Addressee

/// 請求者の続柄. What the claimant is to the person whose death gives the right.
package enum ClaimantRelation: String, Sendable, Hashable, Codable, CodedTerm {
    /// 配偶者
    case spouse
    /// 子
    case child
    /// 父母
    case parent
    /// 孫
    case grandchild
    /// 祖父母
    case grandparent
    /// 兄弟姉妹
    case sibling
    /// そのほかの三親等内の親族
    case relative

    /// In Japanese, for people.
    package var label: String {
        switch self {
        case .spouse: "配偶者"
        case .child: "子"
        case .parent: "父母"
        case .grandchild: "孫"
        case .grandparent: "祖父母"
        case .sibling: "兄弟姉妹"
        case .relative: "そのほかの三親等内の親族"
        }
    }
}

/// 請求者. Who claims after a death.
package struct Claimant: Sendable, Hashable, Codable, Unprinted {
    /// 続柄.
    package let relation: ClaimantRelation
    /// 宛名番号; `nil` of somebody whom the hub does not know.
    package let number: String?
    /// 申立て: who it is, in words; empty where the number says it.
    package let declared: String
    /// 生年月日, as declared; `nil` where the number says it, or nobody does.
    package let born: CalendarDay?

    package init(_ relation: ClaimantRelation, number: AddresseeNumber?, declared: String = "", born: CalendarDay? = nil) {
        (self.relation, self.number, self.declared, self.born) = (relation, number?.value, declared, born)
    }

    /// Whether another, of the same death, is the same person: by number; of a spouse there is one; of those in words by the words, however they are spelled.
    package func isOne(with other: Claimant) -> Bool {
        if let number, let others = other.number { return number == others }
        guard relation == other.relation else { return false }
        if relation == .spouse { return true }
        return number == nil && other.number == nil && SearchKey.areAlike(declared, other.declared)
    }
}
