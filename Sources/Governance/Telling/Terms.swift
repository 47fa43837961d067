package import Addressee

/// 提供の条件. What holds for a receiver now, the same for everybody in a page, extract or answer. One for all of them: it goes from hand to hand for every
/// person, and is copied for none.
package final class Terms: Sendable {
    /// In force for the receiver.
    package let policy: Policy
    /// On which its data travels.
    package let way: Way
    /// The hub's day.
    package let day: CalendarDay
    /// What the receiver may keep of those about whom nothing is told now.
    package let keepable: ItemSet
    /// Whether what it may hold goes beyond the policy, and can't be told item by item: of those about whom nothing is told it is taken back whole then.
    package let narrows: Bool
    private let inScope: ScopeDecision
    /// Why nothing goes out under it on this way; nil where something may. Its dates are no part of that: they were asked before.
    let closed: Refusal?
    /// What the policy gives; read for every person, who costs no copy of a policy so.
    let items: ItemSet
    /// What it gives only once a person of the staff released it.
    let confirmItems: ItemSet
    /// The items whose change is told.
    let noticed: ItemSet
    /// What tells where somebody is or was.
    let ofPlace: ItemSet
    /// What holds of items of place of protected persons in the answer about one person, and in bulk.
    let ofProtected: (asked: PlaceOfProtected.Word, inBulk: PlaceOfProtected.Word)
    /// Whether it gives a reason and its day, both, and whole.
    let givesReasons: Bool

    /// - Parameters:
    ///   - keepable: where it is not what the policy gives.
    ///   - narrows: only while everybody is gone through.
    package init(_ policy: Policy, _ way: Way, on day: CalendarDay, keepable: ItemSet? = nil, narrows: Bool = false) {
        (self.policy, self.way, self.day, self.narrows) = (policy, way, day, narrows)
        inScope = ScopeDecision(policy, on: day)
        self.keepable = keepable ?? policy.keepable
        (items, confirmItems, ofPlace) = (policy.items, policy.confirmItems, policy.catalogue.ofPlace)
        closed = policy.closed(to: way)
        ofProtected = (policy.placeOfProtected(on: way, isAsked: true), policy.placeOfProtected(on: way))
        // Whether somebody is protected, or lives with one who is, decides what of them is given.
        let isOfRegister = policy.catalogue.isOfRegister
        noticed = ofProtected.inBulk == .withhold && isOfRegister ? policy.keepable.union(.decidingPlace) : policy.keepable
        givesReasons = isOfRegister && policy.items.isSuperset(of: ItemSet([Item.idojiyu, .idonengappi])) && policy.reductions.items[.idonengappi] == nil
    }

    /// The same, where something else may be kept.
    package func keeping(_ keepable: ItemSet) -> Terms { Terms(policy, way, on: day, keepable: keepable, narrows: narrows) }

    /// Whether the person may be given under it, confirmation apart.
    func decide(_ facts: PersonFacts?) -> Decision {
        if let closed { return .refuse(closed) }
        return inScope.decide(facts)
    }

    /// Whether it matters in bulk whether somebody is protected: items of place are withheld of those who are.
    package var mayWithholdPlace: Bool { ofProtected.inBulk == .withhold }

    /// Whether items of place are withheld of a person, unless somebody released them in the answer about that one.
    func withholdsPlace(_ standing: Standing) -> Bool { standing.isProtected && ofProtected.inBulk == .withhold }
}

extension Policy {
    /// The items it gives, without what names the record.
    package var keepable: ItemSet { items.subtracting(ItemSet([Item.atenabango, .rirekibango])) }

    /// Why nothing goes out under it on a way, whatever the day; nil where something may.
    func closed(to way: Way) -> Refusal? {
        if let closing { return closing.cause.refusal }
        return ways.allows(way) ? nil : .wayNotAllowed
    }
}
