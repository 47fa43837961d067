public import Addressee

/// 改定の内容. What a new version gives more and less than the old one, as far as the texts tell.
public struct PolicyDifference: Sendable {
    /// Items newly given without anybody's say.
    public let itemsGained: ItemSet
    /// Items no longer given so; those that now need confirmation are among them, for nobody may go on holding them unasked.
    public let itemsLost: ItemSet
    /// Items given otherwise than before; nil is whole.
    public let precision: [Precision]
    /// 確認を要する項目 before and after.
    public let confirmItems: (before: ItemSet, after: ItemSet)
    /// 個人番号 before and after, be it only once somebody released it.
    public let individualNumber: (before: Bool, after: Bool)
    /// 支援措置の対象者の所在 before and after; nil where there was or is no policy, or nothing of place in it.
    public let placeOfProtected: (before: PlaceOfProtected.Word?, after: PlaceOfProtected.Word?)
    /// 媒体の受取人 before and after: fingerprints of certificates.
    public let mediaRecipients: (before: [String], after: [String])
    /// Ways newly open.
    public let waysGained: [Way]
    /// Ways closed.
    public let waysLost: [Way]
    /// 提供の頻度 before and after; nil where there was or is no policy.
    public let schedule: (before: ProvisionSchedule?, after: ProvisionSchedule?)
    /// Whether the text of the scope changed; whom that concerns only the register tells.
    public let isScopeChanged: Bool
    private let catalogue: ItemCatalogue?

    /// One item's precision.
    public struct Precision: Sendable, Hashable {
        /// The item.
        public let item: Item
        /// As given before.
        public let before: Reduction?
        /// As given after.
        public let after: Reduction?
    }

    /// From `old`, nil where there was none, to `new`, nil where nothing is to follow.
    public init(from old: Policy?, to new: Policy?) {
        catalogue = new?.catalogue ?? old?.catalogue
        let (before, after) = (old?.items ?? [], new?.items ?? [])
        itemsGained = after.subtracting(before)
        itemsLost = before.subtracting(after)
        let given = (before: before.union(old?.confirmItems ?? []), after: after.union(new?.confirmItems ?? []))
        precision = (catalogue?.items(of: given.before.intersection(given.after)) ?? []).compactMap { item in
            let (was, now) = (old?.reductions.items[item], new?.reductions.items[item])
            return was == now ? nil : Precision(item: item, before: was, after: now)
        }
        confirmItems = (old?.confirmItems ?? [], new?.confirmItems ?? [])
        individualNumber = (old?.mayGiveIndividualNumber ?? false, new?.mayGiveIndividualNumber ?? false)
        func word(_ policy: Policy?) -> PlaceOfProtected.Word? { policy.flatMap { $0.givesPlace ? $0.placeOfProtected : nil } }
        placeOfProtected = (word(old), word(new))
        mediaRecipients = (old?.mediaRecipients ?? [], new?.mediaRecipients ?? [])
        waysGained = Way.allCases.filter { new?.ways.allows($0) == true && old?.ways.allows($0) != true }
        waysLost = Way.allCases.filter { old?.ways.allows($0) == true && new?.ways.allows($0) != true }
        schedule = (old?.schedule, new?.schedule)
        isScopeChanged = old.map { CanonicalForm.text(of: $0.scope) } != new.map { CanonicalForm.text(of: $0.scope) }
    }

    /// The items of a set of these, in the dataset's order.
    public func named(_ set: ItemSet) -> [Item] { catalogue?.items(of: set) ?? [] }

    /// Items whose old values a receiver may keep no longer, whole or at the precision it has.
    public var withdrawn: ItemSet {
        itemsLost.union(ItemSet(precision.filter { Reduction.isTakingBack($0.before, $0.after) }.map(\.item)))
    }

    /// Whether something may have to be taken back from the receiver.
    public var takesBack: Bool { !withdrawn.isEmpty || isScopeChanged || !waysLost.isEmpty || takesBackPlaceOfProtected }

    /// Whether where protected persons are was given, and is given no longer.
    private var takesBackPlaceOfProtected: Bool { placeOfProtected.before == .give && placeOfProtected.after.map { $0 != .give } == true }
}
