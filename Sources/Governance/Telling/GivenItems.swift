package import Addressee

/// 提供する項目. Which of a person's items go out, and which do not and why.
package struct GivenItems: Sendable, Hashable {
    /// What goes out, where the person has it.
    package private(set) var items: ItemSet
    /// Named as waiting: the receiver keeps what it holds of these.
    package private(set) var waiting: ItemSet
    /// 提供しないとされた項目. Named as declined by a person of the staff.
    package let declined: ItemSet
    /// 確認待ちの項目. What of `waiting` the policy gives only once a person of the staff released it, and nobody decided about.
    package let unconfirmed: ItemSet
    /// 居所. What of a protected person does not go out, and is not to be kept.
    package let ofPlace: ItemSet

    /// - Parameter isAsked: whether it is the answer to a question about one person: only that ever has items that need confirmation.
    init(_ terms: Terms, _ standing: Standing, isAsked: Bool) {
        let confirmable = isAsked ? terms.confirmItems : []
        declined = confirmable.intersection(standing.declined)
        unconfirmed = confirmable.subtracting(standing.released).subtracting(declined)
        let answered = terms.items.union(confirmable.subtracting(unconfirmed).subtracting(declined))
        let undecided = answered.intersection(standing.undecided)
        waiting = unconfirmed.union(undecided)
        let given = answered.subtracting(undecided)
        ofPlace = terms.withholdsPlace(standing) ? given.intersection(terms.ofPlace) : []
        items = given.subtracting(ofPlace)
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
