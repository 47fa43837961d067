internal import AccessControl
internal import Addressee
internal import Governance
internal import Postgres

/// 自動応答不可と確認のうち真正なもの. Who is flagged, and what people of the staff decided on what a system asked for (CT-18): it follows from the rows that the program
/// wrote, whatever else stands in the tables.
///
/// A flag is ended by a true lifting alone, and an act that is not true is a flag, whatever it says. A release counts only where all that stands of the person for the
/// system is true: nobody knows what else it said.
struct TrueAnswers: Sendable {
    /// Of one person.
    struct Person: Sendable {
        /// 自動応答不可
        fileprivate(set) var isFlagged = false
        /// Whether all that stands of the person is as the program wrote it.
        fileprivate(set) var isTrue = true
        /// What stands of the whole answer.
        fileprivate var decided = Confirmation.awaited
        /// 自動応答不可の項目: what is released now.
        fileprivate(set) var released: ItemSet = []
        /// The same: what is refused, or nobody decided about in time. A refusal outweighs a release.
        fileprivate(set) var declined: ItemSet = []

        /// What is to be waited for before anything is answered.
        var confirmation: Confirmation { isFlagged ? decided : .notNeeded }
    }

    /// Of nobody anything was ever asked.
    static let none = TrueAnswers(persons: [:])

    private var persons: [Int64: Person]

    private init(persons: [Int64: Person]) { self.persons = persons }

    subscript(id: Int64) -> Person { persons[id] ?? Person() }

    /// All who are flagged and not released to the system.
    var keptBack: Set<Int64> { Set(persons.filter { $0.value.confirmation != .notNeeded }.keys) }

    /// Of these persons.
    static func of(_ persons: [Int64], _ system: String, _ dataset: String, _ seal: RowSeal, on connection: Connection) async throws -> TrueAnswers {
        guard !persons.isEmpty else { return .none }
        return try TrueAnswers(
            await connection.query(
                """
                WITH asked (system, dataset) AS (SELECT \(system), \(dataset)), person (id) AS MATERIALIZED (SELECT p.id FROM unnest(\(persons)) AS p (id))
                \(unsafeSQL: rows)
                """), seal)
    }

    /// Of everybody who was ever flagged.
    static func ofFlagged(_ system: String, _ dataset: String, _ seal: RowSeal, on connection: Connection) async throws -> TrueAnswers {
        try TrueAnswers(
            await connection.query(
                """
                WITH asked (system, dataset) AS (SELECT \(system), \(dataset)), person (id) AS MATERIALIZED (SELECT DISTINCT f.addressee_id FROM answer.flag_act f)
                \(unsafeSQL: rows)
                """), seal)
    }

    /// Acts on flags, and what was asked by the system, in the order in which they came.
    private static let rows = """
        SELECT f.addressee_id, true AS is_act, f.flag_act_id AS number, f.act::text AS word, 0::bigint AS items, true AS stands, \(SealedTable.flagAct.form("f")) AS form, f.mac
        FROM person JOIN answer.flag_act f ON f.addressee_id = person.id
        UNION ALL
        SELECT q.addressee_id, false, q.request_id, coalesce(q.outcome::text, ''), q.items, coalesce(q.stands_until > now(), false), \(SealedTable.answerRequest.sealed("q"))
        FROM person CROSS JOIN asked JOIN answer.request q ON q.addressee_id = person.id AND q.system = asked.system AND q.dataset = asked.dataset
        ORDER BY 1, 2, 3
        """

    private init(_ rows: Rows, _ seal: RowSeal) throws {
        var persons: [Int64: Person] = [:]
        var altered: Set<Int64> = []
        for row in rows {
            let (id, isAct, _, word, items, stands, form, mac) = try row.decode((Int64, Bool, Int64, String, Int64, Bool, [UInt8], [UInt8]?).self)
            guard seal.holds(isAct ? .flagAct : .answerRequest, form, mac) else {
                persons[id, default: Person()].isTrue = false
                if isAct { altered.insert(id) }
                continue
            }
            if isAct { persons[id, default: Person()].act(word) } else if stands { persons[id, default: Person()].decide(word, ItemSet(rawValue: items)) }
        }
        for id in altered { persons[id]?.isFlagged = true }
        for (id, person) in persons where !person.isTrue { persons[id]?.releaseNothing() }
        self.persons = persons
    }
}

extension TrueAnswers.Person {
    /// An act on the flag: set, or lifted; that lifting was asked for changes nothing.
    fileprivate mutating func act(_ word: String) {
        if word == "s" { isFlagged = true } else if word == "l" { isFlagged = false }
    }

    /// A decision that stands now.
    fileprivate mutating func decide(_ outcome: String, _ items: ItemSet) {
        if items.isEmpty {
            decided = Withheld.confirmation(outcome)
        } else if outcome == "r" {
            released.formUnion(items)
        } else {
            declined.formUnion(items)
        }
    }

    fileprivate mutating func releaseNothing() {
        released = []
        if decided == .notNeeded { decided = .awaited }
    }
}
