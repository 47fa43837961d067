import Addressee
import Postgres
import ReceiverLedger

/// Whom a department works with, derived from what it was given.
protocol Worklist: Sendable {
    /// What brings the worklist up to date for persons whose state was applied just now; in the same transaction.
    func queries(_ changes: [Change], on day: CalendarDay) -> [Query]

    /// What forgets everything that came from items which the hub withdrew. The persons still held were given anew without them before; what is left is of
    /// persons who left earlier, or stands where a state without the item says nothing new.
    ///
    /// - Parameter persons: only of these; nil: of everybody.
    func withdrawal(of items: ItemSet, from persons: [String]?) -> [Query]

    /// What `counts` counts, in that order.
    var categories: [WorklistCategory] { get }

    /// One row with a count for each category, on a day.
    func counts(on day: CalendarDay) -> Query
}

extension Worklist {
    /// What follows from states that were applied just now. Of whom items are withheld, everything that came from these is forgotten first, so that what
    /// stands then comes from the state alone.
    func follow(_ changes: [Change], on day: CalendarDay) -> [Query] {
        var persons: [ItemSet: [String]] = [:]
        for change in changes where !change.isNew && !change.state.withheld.isEmpty { persons[change.state.withheld, default: []].append(change.number) }
        return persons.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { withdrawal(of: $0.key, from: $0.value) } + queries(changes, on: day)
    }
}

/// A person's state that was applied just now.
typealias Change = StateChange<CheckedEntry>

/// One count of a worklist.
struct WorklistCategory: Sendable {
    var slug: String
    var label: String
    /// Which rows: SQL over the worklist's columns and `day`.
    var condition: String

    init(_ slug: String, _ label: String, _ condition: String) {
        self.slug = slug
        self.label = label
        self.condition = condition
    }

    /// Counts all categories in one pass over the table.
    static func counts(_ categories: [WorklistCategory], in table: String, on day: CalendarDay) -> Query {
        let columns = categories.map { "count(*) FILTER (WHERE \($0.condition)) AS \"\($0.slug)\"" }.joined(separator: ", ")
        return "SELECT \(unsafeSQL: columns) FROM \(unsafeSQL: table), (SELECT \(day.postgres)::date AS day) AS given"
    }
}
