/// 現在の版. Everybody's current version as it is shown: the newest that is not provisional (仮登録), now or at a place of the journal.
///
/// Of one person, `register.settled` and `register.newest` say it in SQL. Of everybody it is text that names its columns: a function would give all of them,
/// and each, empty though it is, would be sorted and keep the planner from sharing the work (decision 0033).
package enum SettledVersions {
    /// A table for FROM, from the last person to the first: as the index of versions has them read backwards, in which the newest of each comes first and
    /// nothing is sorted.
    ///
    /// - Parameters:
    ///   - columns: of `register.version`; person and history number are always among them.
    ///   - place: up to where versions count; nil: all.
    ///   - persons: SQL of an array of those who are asked about; nil: everybody.
    package static func sql(_ columns: [String], at place: Position? = nil, among persons: String? = nil) -> String {
        var conditions = ["karitorokufuragu IS DISTINCT FROM '1'"]
        if let place { conditions.append("(xact, journal_position) <= ('\(place.xact)'::xid8, \(place.position))") }
        if let persons { conditions.append("addressee_id = ANY (\(persons))") }
        return """
            (
                SELECT DISTINCT ON (addressee_id) \((["addressee_id", "history_number"] + columns).joined(separator: ", "))
                FROM register.version WHERE \(conditions.joined(separator: " AND ")) ORDER BY addressee_id DESC, history_number DESC
            )
            """
    }
}
