internal import Postgres

/// 一人についての証跡. Reads what the log tells about one person, in its order, some events at a time: those that name the person alone, searches that found the
/// person among others, and batches.
struct PersonEvents {
    /// Batches looked into at a time: one that names a whole city may be a megabyte.
    private static let batches: Int64 = 64
    /// Other events read at a time.
    private static let page = 500

    /// An event, and in which of its sets the person is.
    typealias Named = (event: LoggedEvent, naming: LoggedEvent.Naming)

    private let id: Int64
    private let start: PostgresInstant
    private let end: PostgresInstant
    private let connection: Connection
    /// Numbers of the events that name the person alone and are not read yet, the last first.
    private var own: [Int64]
    private var ownPage: [Named] = []
    private var searchPage: [Named] = []
    private var lastSearch: Int64? = 0
    /// What batches gave, offered or took back, the last first.
    private var provisions: [Named] = []

    /// In the transaction that is open on the connection, which has one snapshot.
    init(of id: Int64, from start: PostgresInstant, until end: PostgresInstant, on connection: Connection) async throws {
        (self.id, self.start, self.end, self.connection) = (id, start, end, connection)
        own = try await connection.query(
            """
            SELECT e.event_id FROM audit.event e
            WHERE e.addressee_id = \(id) AND e.recorded_at >= \(start) AND e.recorded_at < \(end) ORDER BY e.event_id DESC
            """
        ).map { try $0.decode(Int64.self) }
        provisions = try await batches().sorted { $0.event.id > $1.event.id }
    }

    /// The next event; nil after the last.
    mutating func next() async throws -> Named? {
        try await fill()
        let ids: [Int64] = [ownPage.last, searchPage.last, provisions.last].map { $0?.event.id ?? .max }
        guard let least = ids.min(), least < .max else { return nil }
        if ids[0] == least { return ownPage.removeLast() }
        return ids[1] == least ? searchPage.removeLast() : provisions.removeLast()
    }

    private mutating func fill() async throws {
        if ownPage.isEmpty, !own.isEmpty {
            let ids = Array(own.suffix(Self.page))
            own.removeLast(ids.count)
            ownPage = try await connection.query(
                "SELECT \(unsafeSQL: LoggedEvent.columns) FROM audit.event e WHERE e.event_id = ANY(\(ids)) ORDER BY e.event_id DESC"
            ).map { (try LoggedEvent($0), .given) }
        }
        while searchPage.isEmpty, let after = lastSearch {
            let rows = try await connection.query(
                """
                SELECT \(unsafeSQL: LoggedEvent.columns) FROM audit.event e
                WHERE e.event_id > \(after) AND e.addressee_id IS NULL AND e.kind = 'person.searched'
                    AND e.personal IS NOT NULL AND e.recorded_at >= \(start) AND e.recorded_at < \(end)
                ORDER BY e.event_id LIMIT \(Int64(Self.page))
                """)
            lastSearch = try rows.last?.decode("event_id")
            for event in try rows.map({ try LoggedEvent($0) }).reversed() {
                if let naming = event.naming(id) { searchPage.append((event.withoutSets, naming)) }
            }
        }
    }

    /// Batches that name the person, each as it ended.
    private func batches() async throws -> [Named] {
        var events: [Named] = []
        // Offers that name the person and whose end was not read yet.
        var open: [LoggedEvent.OfferedKey: LoggedEvent] = [:]
        var after: Int64 = 0
        while true {
            let rows = try await connection.query(
                """
                SELECT \(unsafeSQL: LoggedEvent.columns) FROM audit.event e
                WHERE e.event_id > \(after) AND e.addressee_id IS NULL AND e.kind = 'provision.answered'
                    AND e.personal IS NOT NULL AND e.recorded_at >= \(start) AND e.recorded_at < \(end)
                ORDER BY e.event_id LIMIT \(Self.batches)
                """)
            guard let last = rows.last else { break }
            after = try last.decode("event_id")
            for event in try rows.map({ try LoggedEvent($0) }) {
                let naming = event.naming(id)
                if event.isOffer || event.isAcceptance, let batch = event.batch {
                    if naming != nil { open[batch] = event }
                    continue
                }
                if let batch = event.batch, event.ends(open[batch], of: id) { open[batch] = nil }
                if let naming { events.append((event.withoutSets, naming)) }
            }
        }
        // What became of an offer is told in its place, also where that was after the report's last day.
        for (batch, offer) in open {
            var last = offer
            let ends = try await ends(of: offer, batch)
            for end in ends where end.isAcceptance && end.naming(id) != nil { last = end }
            if !ends.contains(where: { !$0.isAcceptance && $0.ends(last, of: id) }), let naming = last.naming(id) { events.append((last.withoutSets, naming)) }
            events += ends.filter { !$0.isAcceptance }.compactMap { end in end.naming(id).map { (end.withoutSets, $0) } }
        }
        return events
    }

    /// What became of an offer: as a rule the next but few events tell it.
    private func ends(of offer: LoggedEvent, _ batch: LoggedEvent.OfferedKey) async throws -> [LoggedEvent] {
        let rows = try await connection.query(
            """
            SELECT \(unsafeSQL: LoggedEvent.columns) FROM audit.event e
            WHERE e.event_id > \(offer.id) AND e.addressee_id IS NULL AND e.kind = 'provision.answered' AND NOT e.is_failure
                AND position(\("\"batch\":\"\(batch.batch)\"") in e.body) > 0
            ORDER BY e.event_id
            """)
        // Whatever was written past the program need not be an event of ours.
        return rows.compactMap { try? LoggedEvent($0) }.filter { $0.batch == batch && !$0.isOffer }
    }
}

extension LoggedEvent {
    /// Whether it says what became of what stands open of a person's batch: of an offer, whatever it names; of an acceptance, only where it names the person, as
    /// answers come one after the other.
    fileprivate func ends(_ open: LoggedEvent?, of person: Int64) -> Bool { open.map { !$0.isAcceptance || naming(person) != nil } ?? false }
}
