internal import Addressee
internal import Governance
internal import Postgres

/// How a person stands with who asks, selected beside a version `v` and read in one place; what stands for a flagged person is a column of its own, `confirmation`
/// (`answer.standing`).
struct StandingColumns {
    /// Beside `confirmation`.
    ///
    /// - Parameter ofMany: whether many versions are read at once.
    static func sql(_ policy: Policy?, ofMany: Bool = false) -> String {
        "\(ofMany ? AwaitingItems.columnOfMany : AwaitingItems.column) AS awaiting\(ProtectionColumns.withholds(policy))"
    }

    private let confirmation: Column<String?>
    private let awaiting: Column<Int64>
    private let withholdsPlace: Column<Bool>
    /// What waits stands by the bits of the register's record; of other datasets only the individual number is among it.
    private let waitable: ItemSet

    init(_ rows: Rows, _ policy: Policy?) throws {
        waitable = policy?.catalogue.isOfRegister == false ? ItemSet(Item.kojinbango) : .everything
        confirmation = try rows.column("confirmation")
        awaiting = try rows.column("awaiting")
        withholdsPlace = try rows.column("withholds_place")
    }

    func standing(_ row: Row) throws -> Standing {
        Standing(
            confirmation: try row.decode(confirmation).map(Withheld.confirmation) ?? .notNeeded,
            undecided: ItemSet(rawValue: try row.decode(awaiting)).intersection(waitable),
            isProtected: try row.decode(withholdsPlace))
    }
}
