internal import Addressee
internal import ConnectorKit
internal import Register

/// One page of what a receiver is to learn next: a function of its cursor, the policy in force and the journal, and of nothing else.
struct Page {
    var entries: [Entry] = []
    /// Internal ids of the entries' persons, entry by entry.
    var addressees: [Int64] = []
    /// Whom the receiver is told nothing about until a person of the staff decides (自動応答不可).
    var withheld: [Withheld.Person] = []
    /// Places of numbers that did not open.
    var altered: Set<Vault.Place> = []
    var next: Cursor
    /// Whether another page follows at once.
    var more: Bool
    /// Journal entries or persons gone through, named or not.
    var read = 0
    /// 所在を提供した支援措置の対象者. Whom of those given something of are protected, and given something of place all the same.
    var placeOfProtected: Set<Int64> = []
    /// The hub's day at the page's end.
    var day: CalendarDay
    /// Versions that the holdings may have followed and follow no longer, once the page that ends a move is applied; empty in all others.
    var left: Set<String> = []

    /// Whom the page gives something of, and whom it takes back, for its record. Whoever awaits confirmation is named and given nothing of: that is neither.
    var persons: ProvisionRecord.Persons {
        var persons = ProvisionRecord.Persons()
        for (id, entry) in zip(addressees, entries).sorted(by: { $0.0 < $1.0 }) {
            switch entry.operation {
            case .upsert:
                persons.insert(id, .given, record: entry.recordKey)
                if placeOfProtected.contains(id) { persons.placeOfProtected.insert(id) }
            case .remove: persons.insert(id, .takenBack, record: entry.recordKey)
            case .awaitingConfirmation: continue
            }
        }
        return persons
    }
}
