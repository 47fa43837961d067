package import Addressee

/// The items of `register.version`, in one order for writing, reading and comparing.
package enum VersionColumns {
    /// Every item but the key, and but the individual number, which only the vault holds.
    package static let items: [Item] = ItemCatalogue.register.items.filter { ![.atenabango, .rirekibango, .kojinbango].contains($0) }

    /// Their bits in a change mask.
    static let masks: [ItemSet] = items.map { ItemSet($0) }

    /// Which of them PostgreSQL keeps as a date. The birth date is not among them: it may be no calendar day.
    static let isDate: [Bool] = items.map { $0.kind == .date && $0 != .seinengappi }

    /// All items as text, for a select list; `v` is the version's alias.
    static let asText = zip(items, isDate).map { item, isDate in
        isDate ? "v.\(item.rawValue)::text AS \(item.rawValue)" : "v.\(item.rawValue)"
    }.joined(separator: ", ")

    /// The columns that a COPY into the table fills of every version, in `RegisterWriter`'s order.
    static let ofEveryVersion = [
        "addressee_id", "journal_position", "running_number", "history_number", "source_history_number", "birth_sort_day", "birth_last_day", "number_ordinal",
        "registered_by", "row_digest",
    ]

    /// The columns that a COPY into the table fills.
    ///
    /// - Parameter places: of `items`; the others are null.
    package static func copied(_ places: [Int]) -> String { (ofEveryVersion + places.map { items[$0].rawValue }).joined(separator: ", ") }
}
