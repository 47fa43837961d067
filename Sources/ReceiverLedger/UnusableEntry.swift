package import Addressee
package import ConnectorKit

/// Why a receiver cannot take an entry. Names item and rule, not the value.
package struct UnusableEntry: Error, Equatable {
    /// For the hub, and for whoever looks after the record.
    package var reason: String

    init(reason: String) { self.reason = reason }

    /// A rule that an item breaks.
    package init(_ item: Item, _ rule: String) {
        reason = "\(item.rawValue): \(rule)"
    }

    /// Looks whether the tables can keep the entry at all, whatever its receiver makes of it.
    ///
    /// - Parameter isKeyed: whether a record key names the record.
    package static func check(_ entry: Entry, isKeyed: Bool) throws(UnusableEntry) {
        guard entry.historyNumber >= 1, entry.historyNumber <= Int(Int32.max) else {
            throw UnusableEntry(.rirekibango, "1以上の整数で設定してください。")
        }
        let key = entry.recordKey ?? ""
        guard key.isEmpty != isKeyed, key.utf8.count <= 40, !holdsNUL(key) else {
            throw UnusableEntry(reason: isKeyed ? "record_key: 40バイトまでで設定してください。" : "record_key: このデータセットには設定できません。")
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
