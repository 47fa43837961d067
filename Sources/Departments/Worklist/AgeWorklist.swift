import Addressee
import Postgres
import ReceiverLedger

/// A worklist of persons by age: one table, one row a person.
struct AgeWorklist: Worklist {
    /// Schema and table.
    let table: String
    /// The column of the later class's first day, where the department has two classes.
    var laterClassColumn: String?
    /// The column of the first day on which the later class is possible.
    var laterClassPossibleColumn: String?
    /// Age ends it.
    var endsByAge = true
    /// 世帯番号 is kept.
    var keepsHousehold = false
    let range: @Sendable (CalendarDay) -> AgeRange
    let categories: [WorklistCategory]

    func counts(on day: CalendarDay) -> Query { WorklistCategory.counts(categories, in: table, on: day) }

    func queries(_ changes: [Change], on day: CalendarDay) -> [Query] {
        var listed = Listed()
        var left = Left()
        var withdrawn: [String] = []
        var outOfScope: [String] = []
        for change in changes {
            let number = change.number
            switch AgeDecision(change.state, on: day, range: range) {
            case .listed(let row): listed.append(number, row)
            case .lost(let row, let day, let reason): listed.append(number, row, lostOn: day, reason: reason)
            case .left(let day, let reason): if !change.isNew { left.append(number, day, reason) }
            case .withdrawn: if !change.isNew { withdrawn.append(number) }
            case .outOfScope: if !change.isNew { outOfScope.append(number) }
            case .unchanged: break
            }
        }
        var queries: [Query] = []
        if !listed.numbers.isEmpty { queries.append(write(listed)) }
        if !left.numbers.isEmpty { queries += mark(left) }
        if !withdrawn.isEmpty { queries.append(delete(withdrawn)) }
        if !outOfScope.isEmpty { queries += leave(outOfScope, day) }
        return queries
    }

    func withdrawal(of items: ItemSet, from persons: [String]?) -> [Query] {
        var derived: [String] = []
        // Who is still held stands there without days by now.
        if items.contains(.seinengappi) { derived.append("held.qualified_from IS NOT NULL") }
        if items.contains(.juminnengappi) { derived.append("held.lost_on IS NOT NULL") }
        if !items.isDisjoint(with: [ItemSet(.idonengappi), ItemSet(.idojiyu)]) { derived.append("held.loss_reason <> 'age'") }
        var queries: [Query] = []
        if !derived.isEmpty {
            queries.append(
                """
                DELETE FROM \(unsafeSQL: table) AS held
                WHERE (\(unsafeSQL: derived.joined(separator: " OR "))) AND (\(persons == nil) OR held.atenabango = ANY (\(persons ?? [])))
                """)
        }
        if keepsHousehold, items.contains(.setaibango) {
            queries.append(
                """
                UPDATE \(unsafeSQL: table) SET setaibango = NULL
                WHERE setaibango IS NOT NULL AND (\(persons == nil) OR atenabango = ANY (\(persons ?? [])))
                """)
        }
        return queries
    }

    private struct Listed {
        var numbers: [String] = []
        var qualifiedFrom: [PostgresDay?] = []
        var laterClassFrom: [PostgresDay?] = []
        var laterClassPossibleFrom: [PostgresDay?] = []
        var agesOutOn: [PostgresDay?] = []
        var lostOn: [PostgresDay?] = []
        var lossReason: [String?] = []
        var confirm: [String?] = []
        var household: [String?] = []

        mutating func append(_ number: String, _ row: AgeRow, lostOn day: CalendarDay? = nil, reason: String? = nil) {
            numbers.append(number)
            qualifiedFrom.append(row.qualifiedFrom?.postgres)
            laterClassFrom.append(row.laterClassFrom?.postgres)
            laterClassPossibleFrom.append(row.laterClassPossibleFrom?.postgres)
            agesOutOn.append(row.agesOutOn?.postgres)
            lostOn.append(day?.postgres)
            lossReason.append(reason)
            confirm.append(row.confirm?.rawValue)
            household.append(row.household)
        }
    }

    private struct Left {
        var numbers: [String] = []
        var days: [PostgresDay] = []
        var reasons: [String] = []

        mutating func append(_ number: String, _ day: CalendarDay, _ reason: String) {
            numbers.append(number)
            days.append(day.postgres)
            reasons.append(reason)
        }
    }

    /// Rows that say the same already are left alone: most changes are of names and addresses.
    private func write(_ rows: Listed) -> Query {
        var optional: [String] = []
        if let laterClassColumn { optional.append(laterClassColumn) }
        if let laterClassPossibleColumn { optional.append(laterClassPossibleColumn) }
        if endsByAge { optional.append("ages_out_on") }
        if keepsHousehold { optional.append("setaibango") }
        let columns = ["qualified_from"] + optional + ["lost_on", "loss_reason", "confirm"]
        let names = columns.joined(separator: ", ")
        let excluded = columns.map { "excluded.\($0)" }.joined(separator: ", ")
        let held = columns.map { "held.\($0)" }.joined(separator: ", ")
        // One set of parameters for all tables; the columns that a table lacks are not selected.
        let later = laterClassColumn ?? "later_class_from"
        let possible = laterClassPossibleColumn ?? "later_class_possible_from"
        return """
            INSERT INTO \(unsafeSQL: table) AS held (atenabango, \(unsafeSQL: names))
            SELECT atenabango, \(unsafeSQL: names)
            FROM unnest(\(rows.numbers), \(rows.qualifiedFrom), \(rows.laterClassFrom), \(rows.laterClassPossibleFrom), \(rows.agesOutOn), \(rows.lostOn),
              \(rows.lossReason), \(rows.confirm), \(rows.household))
              AS given (atenabango, qualified_from, \(unsafeSQL: later), \(unsafeSQL: possible), ages_out_on, lost_on, loss_reason, confirm, setaibango)
            ON CONFLICT (atenabango) DO UPDATE SET (\(unsafeSQL: names)) = ROW (\(unsafeSQL: excluded))
            WHERE (\(unsafeSQL: held)) IS DISTINCT FROM (\(unsafeSQL: excluded))
            """
    }

    /// Those who left before they were in range never were on the list.
    private func mark(_ rows: Left) -> [Query] {
        let stillIn = endsByAge ? "AND (held.confirm IS NOT NULL OR held.ages_out_on IS NULL OR held.ages_out_on > given.lost_on)" : ""
        return [
            """
            DELETE FROM \(unsafeSQL: table) AS held USING unnest(\(rows.numbers), \(rows.days)) AS given (atenabango, lost_on)
            WHERE held.atenabango = given.atenabango AND held.confirm IS NULL AND held.qualified_from >= given.lost_on
            """,
            """
            UPDATE \(unsafeSQL: table) AS held SET lost_on = given.lost_on, loss_reason = given.reason
            FROM unnest(\(rows.numbers), \(rows.days), \(rows.reasons)) AS given (atenabango, lost_on, reason)
            WHERE held.atenabango = given.atenabango \(unsafeSQL: stillIn)
            """,
        ]
    }

    private func delete(_ numbers: [String]) -> Query {
        """
        DELETE FROM \(unsafeSQL: table) AS held USING unnest(\(numbers)) AS given (atenabango)
        WHERE held.atenabango = given.atenabango
        """
    }

    private func leave(_ numbers: [String], _ day: CalendarDay) -> [Query] {
        guard endsByAge else { return [delete(numbers)] }
        return [
            """
            DELETE FROM \(unsafeSQL: table) AS held USING unnest(\(numbers)) AS given (atenabango)
            WHERE held.atenabango = given.atenabango AND held.lost_on IS NULL
              AND (held.confirm IS NOT NULL OR held.ages_out_on IS NULL OR held.ages_out_on > \(day.postgres))
            """,
            """
            UPDATE \(unsafeSQL: table) AS held SET lost_on = held.ages_out_on, loss_reason = 'age'
            FROM unnest(\(numbers)) AS given (atenabango)
            WHERE held.atenabango = given.atenabango AND held.lost_on IS NULL
            """,
        ]
    }
}
