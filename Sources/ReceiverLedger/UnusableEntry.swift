package import Addressee
package import ConnectorKit

/// Why a receiver cannot take an entry. Names item and rule, not the value.
package struct UnusableEntry: Error, Equatable {
    /// For the hub, and for whoever looks after the record.
    package var reason: String

    /// A rule that an item breaks.
    package init(_ item: Item, _ rule: String) {
        reason = "\(item.rawValue): \(rule)"
    }

    /// Looks whether the tables can keep the entry at all, whatever its receiver makes of it.
    package static func check(_ entry: Entry) throws(UnusableEntry) {
        guard entry.historyNumber >= 1, entry.historyNumber <= Int(Int32.max) else {
            throw UnusableEntry(.rirekibango, "1以上の整数で設定してください。")
        }
        for (item, value) in entry.items where holdsNUL(value) {
            throw UnusableEntry(item, "使用できない文字が含まれています。")
        }
    }

    /// PostgreSQL stores no NUL in text, and could not take it out of JSON either.
    private static func holdsNUL(_ value: String) -> Bool {
        var value = value
        return value.withUTF8 { $0.contains(0) }
    }
}
