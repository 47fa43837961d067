package import Addressee

/// 提供する項目. Which of a person's items go out, and which do not and why.
package struct GivenItems: Sendable, Hashable {
    /// What goes out, where the person has it.
    package private(set) var items: ItemSet
    /// Named as waiting: the receiver keeps what it holds of these.
    package private(set) var waiting: ItemSet
    /// 提供しないとされた項目. Named as declined by a person of the staff.
    package let declined: ItemSet
    /// 支援措置により提供しない項目. What tells where a protected person is: named as withheld, and not to be kept.
    package let withheld: ItemSet
    /// 確認待ちの項目. What the policy gives only once a person of the staff released it, and nobody decided about.
    package let unconfirmed: ItemSet

    /// - Parameter isAsked: whether it is the answer to a question about one person: only that ever has items that need confirmation.
    init(_ terms: Terms, _ standing: Standing, isAsked: Bool) {
        var confirmable = isAsked ? terms.confirmItems : []
        let wanted = terms.items.union(confirmable)
        let place = standing.isProtected ? wanted.intersection(terms.ofPlace) : []
        switch isAsked ? terms.ofProtected.asked : terms.ofProtected.inBulk {
        case .withhold:
            confirmable.subtract(place)
            declined = confirmable.intersection(standing.declined)
            unconfirmed = confirmable.subtracting(standing.released).subtracting(declined)
            withheld = place
        case .confirm:
            // Nobody keeps where a protected person is until somebody decides: what waits of it is withheld meanwhile.
            confirmable.formUnion(place)
            declined = confirmable.intersection(standing.declined)
            unconfirmed = confirmable.subtracting(standing.released).subtracting(declined)
            withheld = unconfirmed.intersection(place)
        case .give:
            declined = confirmable.intersection(standing.declined)
            unconfirmed = confirmable.subtracting(standing.released).subtracting(declined)
            withheld = []
        }
        let answered = wanted.subtracting(unconfirmed).subtracting(declined).subtracting(withheld)
        let undecided = answered.intersection(standing.undecided)
        waiting = unconfirmed.subtracting(withheld).union(undecided)
        items = answered.subtracting(undecided)
    }

    /// 番号の確認待ち. The same without the 個人番号, of which it turned out only when it was to be opened that it waits for a decision.
    package var withoutNumber: GivenItems {
        guard items.contains(Item.kojinbango) else { return self }
        var given = self
        given.items.subtract(ItemSet(.kojinbango))
        given.waiting.formUnion(ItemSet(.kojinbango))
        return given
    }
}
