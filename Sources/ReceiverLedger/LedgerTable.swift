import Addressee

/// Where a receiver keeps what it was given of one dataset: a table of its own with the same columns everywhere, and a record key where there are several records
/// a person.
package struct LedgerTable: Sendable {
    /// Name of the table; of the program's own, never from outside.
    let name: String
    /// Whether a record key names the record, beside the addressee number.
    let isKeyed: Bool
    /// Items beside the individual number of which the receiver may be told that they wait: it keeps what it had of these.
    let waitable: [Item]

    /// 宛名: a record a person.
    package static let person = LedgerTable(name: "person", isKeyed: false, waitable: ItemCatalogue.register.items.filter { $0 != .kojinbango })

    /// Records that a system publishes. Of these only the individual number ever waits.
    package static func records(_ name: String) -> LedgerTable { LedgerTable(name: name, isKeyed: true, waitable: []) }

    /// What names a record in SQL.
    var key: String { isKeyed ? "atenabango, record_key" : "atenabango" }
}
