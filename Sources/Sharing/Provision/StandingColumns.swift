internal import Addressee
internal import Governance
internal import Postgres
internal import Register

/// How a person stands with who asks, selected beside a version `v` and read in one place. Of a flagged person, and of items that wait for somebody, it is selected only
/// whether anything ever stood: few are, and only then is asked what of it is true (`TrueAnswers`).
struct StandingColumns {
    /// Of one person, now.
    static func sql(_ policy: Policy?, _ ends: TrueEnds) -> String {
        let decided = policy.flatMap(WithheldItems.areDecided).map { " OR \($0)" } ?? ""
        return "\(wasFlagged)\(decided) AS asks_answers, \(AwaitingItems.column) AS awaiting\(ProtectionColumns.withholds(policy, ends))"
    }

    /// Of a page: many at once, at its end, beside `placeOfPage`.
    static func ofPage(_ policy: Policy, _ ends: TrueEnds) -> String {
        "\(wasFlagged) AS asks_answers, \(AwaitingItems.columnOfMany) AS awaiting\(ProtectionColumns.withholds(policy, at: "place.end_xact, place.end_position", ends))"
    }

    /// Beside the persons of a page: its end, which stands there so that the text is the same for every page and its plan is kept.
    static let placeOfPage = "AS place (end_xact, end_position)"

    /// Scalar: see `ProtectionColumns.hides`.
    private static let wasFlagged =
        "coalesce((SELECT true FROM answer.flag_act f WHERE f.addressee_id = v.addressee_id LIMIT 1), false)"

    private let answers: Column<Bool>
    private let awaiting: Column<Int64>
    private let withholdsPlace: Column<Bool>
    private let protected: Column<Bool>
    /// What waits stands by the bits of the register's record; of other datasets only the individual number is among it.
    private let waitable: ItemSet

    init(_ rows: Rows, _ policy: Policy?) throws {
        waitable = policy?.catalogue.isOfRegister == false ? ItemSet(Item.kojinbango) : .everything
        answers = try rows.column("asks_answers")
        awaiting = try rows.column("awaiting")
        withholdsPlace = try rows.column("withholds_place")
        protected = try rows.column("is_protected")
    }

    /// - Parameter confirmation: what stands of the person, as `TrueAnswers` has it.
    func standing(_ row: Row, _ confirmation: Confirmation) throws -> Standing {
        Standing(
            confirmation: confirmation, undecided: ItemSet(rawValue: try row.decode(awaiting)).intersection(waitable),
            isProtected: try row.decode(withholdsPlace))
    }

    /// Whether it matters to the row what of the answers is true.
    func asksAnswers(_ row: Row) throws -> Bool { try row.decode(answers) }

    /// Whether the person is protected, whatever a policy makes of it.
    func isProtected(_ row: Row) throws -> Bool { try row.decode(protected) }

    /// Whether it matters to the row which ends of protection are true.
    func asksEnds(_ row: Row) throws -> Bool { try row.decode(protected) || row.decode(withholdsPlace) }
}
