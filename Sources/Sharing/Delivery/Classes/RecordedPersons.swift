internal import Addressee
internal import Governance
internal import Postgres
internal import Register

/// 受領の記録のある人. Whom the records of provision name as taken by a receiver and not taken back since, a bit for each person.
struct RecordedPersons {
    /// Records read at once: one that names a whole city is some hundred kilobytes.
    private static let portion: Int64 = 100

    private(set) var persons = Bitmap()
    /// Records that name their persons no more.
    private(set) var erased = 0

    /// Reads them in their order.
    ///
    /// - Parameters:
    ///   - way: pushed, or pulled by changes and whole extracts; answers about one person and media are no part of what a receiver is kept up with.
    ///   - place: pulled by then; nil: all.
    ///   - takesBack: whether a removal says that nothing is left of the person.
    static func read(
        _ system: SystemName, _ dataset: String, way: Way, upTo place: Position?, takesBack: Bool, pool: Pool
    ) async throws -> RecordedPersons {
        var found = RecordedPersons()
        let ways: [ProvisionRecord.Way] = way == .push ? [.push] : [.delta, .full]
        var last: Int64 = 0
        while true {
            let rows = try await pool.query(
                """
                SELECT record_id, way::text AS way, result = 'p' AS is_whole, persons, taken_back, coalesce(cut_xact, '0'::xid8) AS cut,
                    persons_count + taken_back_count > 0 AND persons IS NULL AND taken_back IS NULL AS is_erased
                FROM provision.record
                WHERE system = \(system.rawValue) AND dataset = \(dataset) AND way::text = ANY (\(ways.map(\.rawValue))) AND result IN ('p', 'i')
                    AND record_id > \(last)
                ORDER BY record_id LIMIT \(portion)
                """)
            for row in rows {
                last = try row.decode("record_id")
                if let place, try row.decode("cut", as: UInt64.self) > place.xact { continue }
                // Whoever took a whole extract holds that and nothing older.
                if try row.decode("way", as: String.self) == ProvisionRecord.Way.full.rawValue, try row.decode("is_whole") { found.persons = Bitmap() }
                if try row.decode("is_erased") { found.erased += 1 }
                let (given, takenBack) = (try row.decode("persons", as: [UInt8]?.self), try row.decode("taken_back", as: [UInt8]?.self))
                // Of whom one record is given and another taken back in a batch, something is left.
                if takesBack, let takenBack { for id in PersonSet.ids(takenBack) { found.persons.remove(id) } }
                if let given { for id in PersonSet.ids(given) { found.persons.insert(id) } }
            }
            if rows.count < portion { return found }
        }
    }
}
