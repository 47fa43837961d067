internal import Addressee
internal import Governance

/// How an item of a policy is read from a version's row: the one place where precision and masks are applied, whatever the way out.
///
/// Every expression is one of these; nothing of a policy's text enters SQL.
enum ItemExpression {
    /// Of the version `v`, with the protection `p` beside it.
    static func sql(_ item: Item, _ reduction: Reduction?) -> String {
        reduced(column(of: item), reduction)
    }

    /// Of a published record `r`, as text.
    ///
    /// - Parameter withholds: whether nothing of place of a protected person goes out.
    static func ofRecord(_ item: Item, by policy: Policy, withholds: Bool) -> String {
        // A name of a catalogue that was parsed: letters, digits and underscores only.
        let value = reduced("(r.items ->> '\(item.rawValue)')", policy.reductions.items[item])
        guard withholds, policy.catalogue.ofPlace.contains(item) else { return value }
        return "CASE WHEN \(ProtectionColumns.holds) THEN NULL ELSE \(value) END"
    }

    private static func column(of item: Item) -> String {
        if ItemSet.ofProtection.contains(item) {
            "(\(ProtectionColumns.sql(item)))"
        } else {
            item == .juminhyokodo ? "(\(AwaitingItems.settled(item)))" : "v.\(item.rawValue)"
        }
    }

    private static func reduced(_ column: String, _ reduction: Reduction?) -> String {
        switch reduction {
        case nil: column
        case .year: "left(\(column)::text, 4) || '-00-00'"
        case .month: "left(\(column)::text, 7) || '-00'"
        case .lastFour:
            "repeat('*', CASE WHEN length(\(column)) > 4 THEN length(\(column)) - 4 ELSE length(\(column)) END)"
                + " || CASE WHEN length(\(column)) > 4 THEN right(\(column), 4) ELSE '' END"
        case .initial: "left(\(column), 1) || CASE WHEN length(\(column)) > 1 THEN '＊' ELSE '' END"
        }
    }

    /// The items of a policy that stand in the version's row, in the order of the columns; of a published dataset none do.
    ///
    /// - Parameter confirmed: whether those that need confirmation are among them; only the answer about one person ever asks for them.
    static func rowItems(of policy: Policy, confirmed: Bool = false) -> [Item] {
        guard policy.catalogue.isOfRegister else { return [] }
        return givable(policy, confirmed: confirmed)
    }

    /// The items of a policy that are read from a row, be it of the register or of a published record.
    static func givable(_ policy: Policy, confirmed: Bool = false) -> [Item] {
        let items = confirmed ? policy.items.union(policy.confirmItems) : policy.items
        return policy.catalogue.items(of: items.subtracting(ItemSet(ItemCatalogue.common)))
    }

    /// What an item's column is called; facts stand under the version's own names.
    static func name(_ item: Item) -> String { "item_\(item.rawValue)" }

    /// What follows the other columns of a select list: each as text, under its name.
    static func columns(_ policy: Policy, confirmed: Bool = false) -> String {
        let withholds = policy.placeOfProtected(on: .pull, isAsked: confirmed) == .withhold
        return rowItems(of: policy, confirmed: confirmed).map { item in
            let reduction = policy.reductions.items[item]
            let isDate = item.kind == .date && item != .seinengappi && reduction == nil
            return ", \(given(item, by: policy, withholds: withholds, isDate ? "::text" : "")) AS \(name(item))"
        }.joined()
    }

    /// The same for COPY, which writes text by itself.
    static func copied(_ policy: Policy, on way: Governance.Way) -> String {
        rowItems(of: policy).map { ", " + given($0, by: policy, withholds: policy.withholdsPlaceOfProtected(on: way)) }.joined()
    }

    /// Whole, for the staff.
    static func whole(_ items: [Item]) -> String {
        items.map { ", \(sql($0, nil))\($0.kind == .date && $0 != .seinengappi ? "::text" : "") AS \(name($0))" }.joined()
    }

    /// Nothing of where a protected person is, where it is withheld.
    private static func given(_ item: Item, by policy: Policy, withholds: Bool, _ cast: String = "") -> String {
        let value = sql(item, policy.reductions.items[item]) + cast
        guard withholds, ItemSet.ofPlace.contains(item) else { return value }
        return "CASE WHEN \(ProtectionColumns.holds) THEN NULL ELSE \(value) END"
    }
}
