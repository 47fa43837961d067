internal import Addressee
internal import Governance
internal import Postgres
internal import Register

/// 受領の記録のある人. Whom the records of provision name as taken by a receiver and not taken back since, a bit for each person.
struct RecordedPersons {
    /// Records, or offers with what became of them, read at once: one that names a whole city is some hundred kilobytes.
    private static let portion: Int64 = 100

    private(set) var persons = Bitmap()
    /// Records that name their persons no more.
    private(set) var erased = 0

    /// Reads them in their order: what became of an offer in the place of the offer, however late it was answered.
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
            // Answers to offers come in any order; what the receiver holds follows the order of the offers. Before there were offers, records stood by themselves.
            let rows = try await pool.query(
                """
                WITH opening AS (
                    SELECT record_id FROM provision.record
                    WHERE system = \(system.rawValue) AND dataset = \(dataset) AND way::text = ANY (\(ways.map(\.rawValue)))
                        AND (result = 'o' OR result IN ('p', 'i') AND (started_by IS NULL OR way <> 'p')) AND record_id > \(last)
                    ORDER BY record_id LIMIT \(portion)
                )
                SELECT o.record_id AS opening, r.record_id, r.way::text AS way, r.result = 'p' AS is_whole, r.persons, r.taken_back,
                    coalesce(r.cut_xact, '0'::xid8) AS cut,
                    r.persons_count + r.taken_back_count > 0 AND r.persons IS NULL AND r.taken_back IS NULL AS is_erased
                FROM opening o LEFT JOIN LATERAL (
                    SELECT alone.* FROM provision.record alone WHERE alone.record_id = o.record_id AND alone.result IN ('p', 'i')
                    UNION ALL
                    SELECT answer.* FROM provision.record answer WHERE answer.started_by = o.record_id AND answer.result IN ('p', 'i')
                ) AS r ON true
                ORDER BY o.record_id, r.record_id
                """)
            var openings: Int64 = 0
            for row in rows {
                let opening = try row.decode("opening", as: Int64.self)
                if opening != last { openings += 1 }
                last = opening
                guard try row.decode("record_id", as: Int64?.self) != nil else { continue }
                if let place, try row.decode("cut", as: UInt64.self) > place.xact { continue }
                // Whoever took a whole extract holds that and nothing older.
                if try row.decode("way", as: String.self) == ProvisionRecord.Way.full.rawValue, try row.decode("is_whole") { found.persons = Bitmap() }
                if try row.decode("is_erased") { found.erased += 1 }
                let (given, takenBack) = (try row.decode("persons", as: [UInt8]?.self), try row.decode("taken_back", as: [UInt8]?.self))
                // Of whom one record is given and another taken back in a batch, something is left.
                if takesBack, let takenBack { for id in PersonSet.ids(takenBack) { found.persons.remove(id) } }
                if let given { for id in PersonSet.ids(given) { found.persons.insert(id) } }
            }
            if openings < portion { return found }
        }
    }
}
