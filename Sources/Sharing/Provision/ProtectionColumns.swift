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

    /// What of the version `holds` asks.
    static let asked: [Item] = [.yokushifuragu, .kariShiensochi, .shiensochiKaishi]

    /// Selected beside the others: whether the person is protected, where that decides what of them is given.
    static func withholds(_ policy: Policy?) -> String {
        policy?.withholdsPlaceOfProtected(on: .pull) == true ? ", \(holds) AS withholds_place" : ", false AS withholds_place"
    }

    /// Whether a select list for the policy needs `p` at all.
    static func areAsked(by policy: Policy, on way: Governance.Way) -> Bool {
        policy.withholdsPlaceOfProtected(on: way) || policy.catalogue.isOfRegister && !policy.items.union(policy.confirmItems).isDisjoint(with: .ofProtection)
    }
}
