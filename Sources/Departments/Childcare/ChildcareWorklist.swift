import Addressee
import Postgres
import ReceiverLedger

/// 児童手当. Children up to the first 31 March after they attain 18 (児童手当法3条), and the householders among whom the recipient is looked for.
struct ChildcareWorklist: Worklist {
    private let children = AgeWorklist(
        table: "childcare.child",
        keepsHousehold: true,
        range: Self.range,
        categories: [
            WorklistCategory("children", "児童", child),
            // The first 1 April after the day.
            WorklistCategory(
                "ageing-out-next-april", "次の3月31日で対象外となる児童",
                "\(child) AND confirm IS NULL AND ages_out_on <= make_date(extract(year FROM day + 275)::int, 4, 1)"),
            WorklistCategory(
                "without-householder", "世帯主が提供されていない児童",
                """
                \(child) AND NOT EXISTS (SELECT FROM childcare.householder AS head WHERE head.setaibango = child.setaibango)
                """),
            WorklistCategory("aged-out", "年齢到達者", "confirm IS NULL AND ages_out_on <= day AND (lost_on IS NULL OR lost_on >= ages_out_on)"),
            WorklistCategory("lost", "転出・死亡等による消滅", "lost_on <= day AND (confirm IS NOT NULL OR ages_out_on IS NULL OR lost_on < ages_out_on)"),
            WorklistCategory("to-confirm", "要確認", "confirm IS NOT NULL AND lost_on IS NULL AND (qualified_from <= day AND ages_out_on > day) IS NOT TRUE"),
        ])

    private static let child = "qualified_from <= day AND ages_out_on > day AND (lost_on IS NULL OR lost_on > day)"

    /// Born on 1 April: 18 is attained on 31 March, so that day is the last.
    static func range(_ born: CalendarDay) -> AgeRange {
        AgeRange(from: born, until: LegalAge.schoolYearEnd(after: 18, born: born).adding(days: 1))
    }

    var categories: [WorklistCategory] { children.categories }

    func counts(on day: CalendarDay) -> Query { children.counts(on: day) }

    /// A householder's household goes with the state that named it.
    func withdrawal(of items: ItemSet, from persons: [String]?) -> [Query] { children.withdrawal(of: items, from: persons) }

    func queries(_ changes: [Change], on day: CalendarDay) -> [Query] {
        var numbers: [String] = []
        var households: [String] = []
        var others: [String] = []
        for change in changes {
            if let household = Self.headed(change.state) {
                numbers.append(change.number)
                households.append(household)
            } else if !change.isNew {
                others.append(change.number)
            }
        }
        var queries = children.queries(changes, on: day)
        if !numbers.isEmpty {
            queries.append(
                """
                INSERT INTO childcare.householder AS held (atenabango, setaibango)
                SELECT atenabango, setaibango FROM unnest(\(numbers), \(households)) AS given (atenabango, setaibango)
                ON CONFLICT ON CONSTRAINT householder_pkey DO UPDATE SET setaibango = excluded.setaibango
                WHERE held.setaibango <> excluded.setaibango
                """)
        }
        if !others.isEmpty {
            queries.append(
                """
                DELETE FROM childcare.householder AS held USING unnest(\(others)) AS given (atenabango)
                WHERE held.atenabango = given.atenabango
                """)
        }
        return queries
    }

    /// The household that the person is 世帯主 of.
    static func headed(_ person: CheckedEntry) -> String? {
        person.state == .resident && person.isHouseholder ? person.household : nil
    }
}
