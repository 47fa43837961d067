internal import Addressee
internal import Governance
internal import Postgres
internal import Register

/// 抑止・支援措置 as what stands beside the versions says it, `p`: the one place where it is joined with a version `v`, whatever the way out. Nothing is
/// held back here: that is decided in `GivenItems`.
///
/// It counts from the moment it is set, also for whoever reads at an earlier place of the journal: nothing of place of a protected person leaves after that. It
/// ends where two people ended it; whoever reads says which ends are true.
enum ProtectionColumns {
    /// What stands beside the versions of a person: one look-up by index for each row.
    static func latest(_ ends: TrueEnds) -> String {
        """
        LEFT JOIN LATERAL (
            SELECT \(columns) FROM register.protection s WHERE s.addressee_id = v.addressee_id\(unended(ends)) ORDER BY s.ordinal DESC LIMIT 1
        ) AS p ON true
        """
    }

    /// The same for everybody at once.
    static func all(_ ends: TrueEnds) -> String {
        """
        LEFT JOIN (
            SELECT DISTINCT ON (s.addressee_id) \(columns) FROM register.protection s WHERE true\(unended(ends))
            ORDER BY s.addressee_id DESC, s.ordinal DESC
        ) AS p ON p.addressee_id = v.addressee_id
        """
    }

    private static let columns =
        "s.addressee_id, s.history_number, s.shiensochi_kaishi, s.shiensochi_shuryo, s.yokushifuragu, s.kari_shiensochi"

    /// That no true end follows a row `s`.
    private static func unended(_ ends: TrueEnds) -> String {
        guard !ends.ids.isEmpty else { return "" }
        return """
             AND NOT EXISTS (
                SELECT FROM register.protection_end e
                WHERE e.addressee_id = s.addressee_id AND e.ordinal > s.ordinal AND e.end_id = ANY (\(ends.sql)))
            """
    }

    /// An item of the protection. Where nothing stands beside a version that states protection, two people have ended what it states.
    static func sql(_ item: Item) -> String {
        let (version, beside) = ("v.\(item.rawValue)", "p.\(item.rawValue)")
        // Most versions state nothing: that is asked first.
        let alone =
            "CASE WHEN \(version) IS NULL OR v.yokushifuragu = '1' OR v.kari_shiensochi = '1' OR v.shiensochi_kaishi IS NOT NULL THEN NULL ELSE \(version) END"
        return item.kind == .date
            ? """
            CASE WHEN p.addressee_id IS NULL THEN \(alone) WHEN p.history_number >= v.history_number THEN coalesce(\(beside), \(version)) \
            ELSE coalesce(\(version), \(beside)) END
            """ : "CASE WHEN p.addressee_id IS NULL THEN \(alone) WHEN \(beside) = '1' THEN \(beside) ELSE \(version) END"
    }

    /// Whether anything protects the person.
    static let holds = "(p.addressee_id IS NOT NULL)"

    /// Whether the person, or somebody in the same household, is protected: where the one is, the other is (decision 0040).
    ///
    /// - Parameter place: up to where versions count, as SQL of a transaction and a position.
    static func hides(at place: String = now, _ ends: TrueEnds) -> String {
        // Scalar: EXISTS under OR may be answered from a hash, and then every household of a protected person is judged for one row.
        """
        (\(holds) OR coalesce((
            SELECT true FROM register.protected_household h
            WHERE h.setaibango = v.setaibango AND register.is_protected_in(h.addressee_id, h.setaibango, \(place), \(ends.sql)) LIMIT 1), false))
        """
    }

    /// The same of everybody at once: the households are gone through once.
    static func hidesAmongAll(at place: Position, _ ends: TrueEnds) -> String {
        """
        (\(holds) OR (v.setaibango IN (
            SELECT h.setaibango FROM register.protected_household h
            WHERE register.is_protected_in(h.addressee_id, h.setaibango, '\(place.xact)'::xid8, \(place.position), \(ends.sql)))) IS TRUE)
        """
    }

    /// As `hides` takes it: everything that is there.
    static let now = "'\(Position.newest.xact)'::xid8, \(Position.newest.position)"

    /// What of the version `sql` and `hidesAmongAll` ask.
    static let asked: [Item] = [.yokushifuragu, .kariShiensochi, .shiensochiKaishi, .setaibango]

    /// Selected beside the others: whether items of place may be withheld of the person, and whether the person is protected.
    ///
    /// - Parameter place: as `hides` takes it.
    static func withholds(_ policy: Policy?, at place: String? = nil, _ ends: TrueEnds) -> String {
        let withholds = policy?.withholdsPlaceOfProtected(on: .pull) == true ? hides(at: place ?? now, ends) : "false"
        return ", \(withholds) AS withholds_place, \(holds) AS is_protected"
    }

    /// Whether a select list for the policy needs `p` at all.
    static func areAsked(by policy: Policy, on way: Governance.Way) -> Bool {
        policy.withholdsPlaceOfProtected(on: way) || policy.catalogue.isOfRegister && !policy.items.union(policy.confirmItems).isDisjoint(with: .ofProtection)
    }

    /// Whether an extract of the policy counts the protected of whom it gives something of place.
    static func countsPlace(_ policy: Policy, on way: Governance.Way) -> Bool {
        areAsked(by: policy, on: way) && !policy.withholdsPlaceOfProtected(on: way) && !policy.items.isDisjoint(with: policy.catalogue.ofPlace)
    }

    /// A moment, as a snapshot of the database.
    static func moment(on connection: Connection) async throws -> String {
        try await connection.query("SELECT pg_current_snapshot()::text").first?.decode(String.self) ?? ""
    }

    /// Whether somebody came to be protected since a moment who was registered at a place of the journal, and may have been free until then.
    static func wasSet(since moment: String, among place: Position, on connection: Connection) async throws -> Bool {
        let rows = try await connection.query(
            """
            SELECT EXISTS (
                SELECT FROM (SELECT \(moment)::text::pg_snapshot AS moment) AS m JOIN register.protection p ON p.xact >= pg_snapshot_xmin(m.moment)
                WHERE NOT pg_visible_in_snapshot(p.xact, m.moment)
                    AND EXISTS (
                        SELECT FROM register.version v
                        WHERE v.addressee_id = p.addressee_id AND (v.xact, v.journal_position) <= (\(place.xact), \(place.position)))
                    AND (EXISTS (SELECT FROM register.protection_end e WHERE e.addressee_id = p.addressee_id)
                        OR NOT EXISTS (
                            SELECT FROM register.protection b WHERE b.addressee_id = p.addressee_id AND pg_visible_in_snapshot(b.xact, m.moment))))
            """)
        return try rows.first?.decode(Bool.self) ?? true
    }
}
