public import Addressee

/// 支援措置の対象者の所在の扱い. What a policy says of items of place of protected persons, and why (decision 0040). What of a person is then held back is decided in
/// `GivenItems`.
public struct PlaceOfProtected: Sendable, Hashable {
    /// 提供しない・職員の確認・提供する
    public enum Word: String, Sendable, Hashable, CaseIterable {
        /// 提供しない. On no way.
        case withhold
        /// 職員の確認. In the answer about one person, once a person of the staff released them; in bulk on no way.
        case confirm
        /// 提供する. On every way but a medium, together with the items that tell of the protection.
        case give

        /// For whoever approves it.
        public var label: String {
            switch self {
            case .withhold: "提供しません"
            case .confirm: "一人の照会に、職員が確認したときだけ提供します"
            case .give: "抑止・支援措置の項目とともに提供します（媒体には入れません）"
            }
        }
    }

    /// Which of the three.
    public let word: Word
    /// 理由, in Japanese.
    public let ground: String
    /// Those of the policy's legal bases on which it rests, by id, in their order; at least one where the word is `give`.
    public let legalBases: [String]

    /// As the parser has checked it.
    public init(_ word: Word, ground: String, legalBases: [String] = []) {
        (self.word, self.ground) = (word, ground)
        self.legalBases = Set(legalBases).sorted()
    }
}

/// 抑止・支援措置を受けている者の居所 (CT-22). What of a protected person a receiver may have: nothing that tells where they live, lived or went, unless its
/// policy says so (decisions 0019, 0040).
extension Policy {
    /// Whether it gives anything that tells where somebody is, be it only once somebody released it.
    public var givesPlace: Bool { !items.union(confirmItems).isDisjoint(with: catalogue.ofPlace) }

    /// 記載なし. Whether it says nothing of protected persons, though it gives items of place: it was approved before a policy had to say it.
    public var lacksWordOfProtected: Bool { closing == nil && protected == nil && givesPlace }

    /// What holds of items of place of protected persons.
    ///
    /// Of what was approved before a policy had to say it, what was approved then: with all four items that tell of the protection they were given, else withheld.
    public var placeOfProtected: PlaceOfProtected.Word {
        protected?.word ?? (catalogue.isOfRegister && items.isSuperset(of: .ofProtection) ? .give : .withhold)
    }

    /// The same on a way: a medium carries none, and only the answer about one person ever has what somebody released.
    ///
    /// - Parameter isAsked: whether it is the answer to a question about one person.
    public func placeOfProtected(on way: Way, isAsked: Bool = false) -> PlaceOfProtected.Word {
        switch placeOfProtected {
        case _ where !givesPlace: .give
        case _ where way == .medium: .withhold
        case .confirm where !isAsked: .withhold
        case let word: word
        }
    }

    /// Whether items of place are withheld of protected persons on a way, unless somebody released them in the answer about one.
    public func withholdsPlaceOfProtected(on way: Way) -> Bool { placeOfProtected(on: way) == .withhold }

    /// 確認. Whether a person of the staff may have to release something in the answer about one person.
    public var mayNeedConfirmation: Bool { !confirmItems.isEmpty || placeOfProtected(on: .pull, isAsked: true) == .confirm }
}

/// Of the register's own record; other datasets tell by their items' classes.
extension ItemSet {
    /// 抑止・支援措置: what tells a receiver that a person is protected; all four, because any one of them may be the only one that is set.
    public static let ofProtection = ItemSet([Item.yokushifuragu, .shiensochiKaishi, .shiensochiShuryo, .kariShiensochi])

    /// What decides whether items of place are withheld of somebody, whatever of it is given: their protection, and with whom they live.
    public static let decidingPlace = ofProtection.union(ItemSet(Item.setaibango))

    /// Where a person lives, lived or went, since when and why, and with whom: address, former and next address, household, reasons and days of moves.
    public static let ofPlace = ItemSet(
        Address.items + [
            .setaibango, .tennyumaeJusho, .tenshutsusakiJusho, .idojiyu, .idonengappi, .todokedenengappi, .juminnengappi, .jushoteinengappi,
        ])
}
