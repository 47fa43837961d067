internal import Addressee
internal import ConnectorKit

/// 棚卸しの頁. What a program holds, a page at a time, each behind the one before.
actor InventoryPages {
    private let read: @Sendable (_ after: Held?) async throws -> [HeldEntry]
    private var after: Held?

    init(_ read: @escaping @Sendable (_ after: Held?) async throws -> [HeldEntry]) { self.read = read }

    /// nil at the end.
    ///
    /// - Throws: `ConnectorError.interrupted` where a page is not in order, or not beyond what came before: it would never end.
    func next() async throws -> [HeldEntry]? {
        let page = try await read(after)
        guard let last = page.last else { return nil }
        var before = after
        for entry in page {
            let place = Held(entry)
            guard before.map({ $0 < place }) ?? true else { throw ConnectorError.interrupted("inventory out of order") }
            before = place
        }
        after = Held(last)
        return page
    }
}

/// Where an inventory stands: behind this record.
struct Held: Comparable, Sendable {
    let number: String
    let recordKey: String

    init(_ entry: HeldEntry) { (number, recordKey) = (entry.addresseeNumber.value, entry.recordKey ?? "") }

    /// By bytes.
    static func < (a: Self, b: Self) -> Bool {
        a.number == b.number ? a.recordKey.utf8.lexicographicallyPrecedes(b.recordKey.utf8) : a.number.utf8.lexicographicallyPrecedes(b.number.utf8)
    }
}
