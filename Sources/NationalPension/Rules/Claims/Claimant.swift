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

    /// 氏名; `nil` where the number says it, or the words do.
    package let name: String?
    /// 氏名フリガナ; `nil` where it is not told.
    package let kana: String?
    /// 住所, as the claimant gives it: a datum of the claim, and none of the resident record's; `nil` where it is not told.
    package let address: String?
    /// 電話番号; `nil` where none is told.
    package let telephone: String?

    package init(
        _ relation: ClaimantRelation, number: AddresseeNumber?, declared: String = "", born: CalendarDay? = nil, name: String? = nil, kana: String? = nil,
        address: String? = nil, telephone: String? = nil
    ) {
        self.init(relation, number?.value, declared, born, name, kana, address, telephone)
    }

    private init(
        _ relation: ClaimantRelation, _ number: String?, _ declared: String, _ born: CalendarDay?, _ name: String?, _ kana: String?, _ address: String?,
        _ telephone: String?
    ) {
        (self.relation, self.number, self.declared, self.born) = (relation, number, declared, born)
        (self.name, self.kana, self.address, self.telephone) = (name, kana, address, telephone)
    }

    /// Whether anything says who it is.
    var isTold: Bool { number != nil || [declared, name ?? ""].contains { $0.contains { !$0.isWhitespace } } }

    /// The same without what tells where somebody is: the words may, too.
    package var withoutPlace: Claimant { Claimant(relation, number, "", born, name, kana, nil, nil) }

    /// Whether another, of the same death, is the same person: by number; of a spouse there is one; of those without a number by their names where both have one,
    /// by the words otherwise, however they are spelled. What is said of two children in words may be the same.
    package func isOne(with other: Claimant) -> Bool {
        if let number, let others = other.number { return number == others }
        guard relation == other.relation else { return false }
        if relation == .spouse { return true }
        guard number == nil, other.number == nil else { return false }
        if let name, let others = other.name { return SearchKey.areAlike(name, others) }
        return SearchKey.areAlike(words, other.words)
    }

    private var words: String { declared.isEmpty ? name ?? "" : declared }
}
