internal import Addressee
internal import Governance
internal import Register

/// 抑止・支援措置 as a version `v` has it together with what stands beside the versions, `p`: the one place where the two are joined, whatever the way out.
enum ProtectionColumns {
    /// What stands beside the versions of a person now: one look-up by index for each row.
    static let latest = """
        LEFT JOIN LATERAL (
            \(selected) WHERE addressee_id = v.addressee_id ORDER BY xact DESC, journal_position DESC LIMIT 1
        ) AS p ON true
        """

    /// What is selected of it.
    static let selected =
        "SELECT addressee_id, history_number, shiensochi_kaishi, shiensochi_shuryo, yokushifuragu, kari_shiensochi FROM register.protection"

    /// The same for everybody at once.
    static func all(at place: Position) -> String {
        """
        LEFT JOIN (
            SELECT DISTINCT ON (addressee_id) addressee_id, history_number, shiensochi_kaishi, shiensochi_shuryo, yokushifuragu, kari_shiensochi
            FROM register.protection WHERE (xact, journal_position) <= ('\(place.xact)'::xid8, \(place.position))
            ORDER BY addressee_id, xact DESC, journal_position DESC
        ) AS p ON p.addressee_id = v.addressee_id
        """
    }

    /// An item of the protection.
    static func sql(_ item: Item) -> String {
        let (version, beside) = ("v.\(item.rawValue)", "p.\(item.rawValue)")
        return item.kind == .date
            ? "CASE WHEN p.history_number >= v.history_number THEN coalesce(\(beside), \(version)) ELSE coalesce(\(version), \(beside)) END"
            : "CASE WHEN \(beside) = '1' THEN \(beside) ELSE \(version) END"
    }

    /// Whether anything protects the person.
    static let holds = "(v.yokushifuragu = '1' OR v.kari_shiensochi = '1' OR v.shiensochi_kaishi IS NOT NULL OR p.addressee_id IS NOT NULL) IS TRUE"

    /// Whether the person, or somebody in the same household, is protected: where the one is, the other is (decision 0040).
    ///
    /// - Parameter place: up to where it counts, as SQL of a transaction and a position.
    static func hides(at place: String = now) -> String {
        // Scalar: EXISTS under OR may be answered from a hash, and then every household of a protected person is judged for one row.
        """
        (\(holds) OR coalesce((
            SELECT true FROM register.protected_household h
            WHERE h.setaibango = v.setaibango AND register.is_protected_in(h.addressee_id, h.setaibango, \(place)) LIMIT 1), false))
        """
    }

    /// The same of everybody at once: the households are gone through once.
    static func hidesAmongAll(at place: Position) -> String {
        """
        (\(holds) OR (v.setaibango IN (
            SELECT h.setaibango FROM register.protected_household h
            WHERE register.is_protected_in(h.addressee_id, h.setaibango, '\(place.xact)'::xid8, \(place.position)))) IS TRUE)
        """
    }

    /// As `hides` takes it: everything that is there.
    static let now = "'\(Position.newest.xact)'::xid8, \(Position.newest.position)"

    /// What of the version `hidesAmongAll` asks.
    static let asked: [Item] = [.yokushifuragu, .kariShiensochi, .shiensochiKaishi, .setaibango]

    /// Selected beside the others: whether items of place may be withheld of the person.
    ///
    /// - Parameter place: as `hides` takes it.
    static func withholds(_ policy: Policy?, at place: String? = nil) -> String {
        policy?.withholdsPlaceOfProtected(on: .pull) == true ? ", \(hides(at: place ?? now)) AS withholds_place" : ", false AS withholds_place"
    }

    /// Whether a select list for the policy needs `p` at all.
    static func areAsked(by policy: Policy, on way: Governance.Way) -> Bool {
        policy.withholdsPlaceOfProtected(on: way) || policy.catalogue.isOfRegister && !policy.items.union(policy.confirmItems).isDisjoint(with: .ofProtection)
    }
}
