package import AuditTrail

/// 開示記録に載る証跡. By what the events of each kind name a person, as the catalogue of kinds says it: whatever names one stands in the disclosure report, or here with
/// the reason why not (CT-15). A test holds this against every kind that there is.
package enum DisclosedEvents {
    /// Searches and lists that show several persons, by a compressed set.
    static let showing: [String] = EventKind.all.filter { $0 != .provision && $0.personal.contains(LoggedEvent.Naming.given.rawValue) }.map(\.name)

    /// Kinds that name persons, as a rule several, by their addressee numbers alone.
    static let listing: [String] = EventKind.all.filter { $0.personal.contains("atenabango") && !isFound(byID: $0) }.map(\.name)

    /// Kinds whose event names by the number alone whom the register did not have when it was written.
    static let unregistered: [String] = EventKind.all.filter { $0 != .provision && $0.personal.contains("atenabango") && isFound(byID: $0) }.map(\.name)

    /// Kinds of which one person is found by the internal id, in a column of its own.
    private static func isFound(byID kind: EventKind) -> Bool { kind.personal.contains("addressee_id") }

    /// 職員の照会. Kinds by which somebody saw something of the person, and did nothing.
    static let looks: Set<String> = [
        "held.receivers-listed", "pension.looked-up", "pension.searched", "person.looked-up", "person.number-shown", "person.searched",
        "person.undecided-listed",
        "protection.acknowledgements-listed", "protection.listed", "protection.releases-listed",
    ]

    /// 載らないもの. Kinds with personal fields that are in no report, each with the reason.
    package static let left: [String: String] = [
        "analysis.finding-closed": "its words are about what a person of the staff did; whom a finding concerns stands in the events that it was found in",
        "media.moved": "the personal field names who took a medium over for the receiver; the persons on it stand in the provision that the medium is",
        "vault.number-altered":
            "a number was kept back because it did not open: nobody was given or shown anything, and the field is a number that only the hub knows",
    ]

    /// Whether events of this kind can stand in a report.
    package static func contains(_ kind: EventKind) -> Bool {
        kind == .provision || isFound(byID: kind) || showing.contains(kind.name) || listing.contains(kind.name)
    }
}
