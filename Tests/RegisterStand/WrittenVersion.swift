package import Addressee
package import Postgres
import Register

/// A version written past the intake, for tests that must hold its transaction open.
package enum WrittenVersion {
    /// Writes the person's next version, with another name, and its journal entry.
    package static func next(
        of person: Int64, name: String, state: ResidentState? = nil, on connection: Connection
    ) async throws {
        let columns = VersionColumns.items.map { item in
            switch item {
            case .shimei: "$2"
            case .juminjotai: "coalesce($3, juminjotai)"
            default: item.rawValue
            }
        }.joined(separator: ", ")
        let sql = """
            WITH position AS (SELECT nextval('journal.position') AS p),
            entry AS (
                INSERT INTO journal.entry (position, addressee_id, changed, history_number, kind)
                SELECT p, $1, $4, (SELECT max(history_number) + 1 FROM register.version WHERE addressee_id = $1), 'v' FROM position
            )
            INSERT INTO register.version (\(VersionColumns.copied(Array(VersionColumns.items.indices))))
            SELECT addressee_id, p, running_number, history_number + 1, source_history_number, birth_sort_day, birth_last_day, number_ordinal, registered_by, row_digest, \(columns)
            FROM register.version, position WHERE addressee_id = $1 ORDER BY history_number DESC LIMIT 1
            """
        let changed = ItemSet([.rirekibango, .shimei, .juminjotai]).rawValue
        try await connection.execute(bound(sql, person, name, state?.told.code, changed))
    }

    /// The statement with its numbered parameters in their places.
    private static func bound(_ sql: String, _ person: Int64, _ name: String, _ state: String?, _ changed: Int64) -> Query {
        let literal = sql.replacing("$1", with: "\(person)::bigint").replacing("$2", with: "'\(name)'")
            .replacing("$3", with: state.map { "'\($0)'" } ?? "NULL::text").replacing("$4", with: "\(changed)::bigint")
        return "\(unsafeSQL: literal)"
    }
}
