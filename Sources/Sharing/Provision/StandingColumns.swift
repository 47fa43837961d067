internal import Addressee
internal import Governance
internal import Postgres
internal import Register

/// How a person stands with who asks, selected beside a version `v` and read in one place; what stands for a flagged person is a column of its own, `confirmation`
/// (`answer.standing`).
struct StandingColumns {
    /// Beside `confirmation`.
    ///
    /// Of one person, now.
    static func sql(_ policy: Policy?, _ ends: TrueEnds) -> String { "\(AwaitingItems.column) AS awaiting\(ProtectionColumns.withholds(policy, ends))" }

    /// Of a page: many at once, at its end, beside `InterestColumns.ofPage`.
    static func ofPage(_ policy: Policy, _ ends: TrueEnds) -> String {
        "\(AwaitingItems.columnOfMany) AS awaiting\(ProtectionColumns.withholds(policy, at: "place.end_xact, place.end_position", ends))"
    }

    private let confirmation: Column<String?>
    private let awaiting: Column<Int64>
    private let withholdsPlace: Column<Bool>
    private let protected: Column<Bool>
    /// What waits stands by the bits of the register's record; of other datasets only the individual number is among it.
    private let waitable: ItemSet

    init(_ rows: Rows, _ policy: Policy?) throws {
        waitable = policy?.catalogue.isOfRegister == false ? ItemSet(Item.kojinbango) : .everything
        confirmation = try rows.column("confirmation")
        awaiting = try rows.column("awaiting")
        withholdsPlace = try rows.column("withholds_place")
        protected = try rows.column("is_protected")
    }

    func standing(_ row: Row) throws -> Standing {
        Standing(
            confirmation: try row.decode(confirmation).map(Withheld.confirmation) ?? .notNeeded,
            undecided: ItemSet(rawValue: try row.decode(awaiting)).intersection(waitable),
            isProtected: try row.decode(withholdsPlace))
    }

    /// Whether the person is protected, whatever a policy makes of it.
    func isProtected(_ row: Row) throws -> Bool { try row.decode(protected) }

    /// Whether it matters to the row which ends of protection are true.
    func asksEnds(_ row: Row) throws -> Bool { try row.decode(protected) || row.decode(withholdsPlace) }
}
