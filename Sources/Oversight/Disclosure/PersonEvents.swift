internal import Postgres

/// 一人についての証跡. Reads what the log tells about one person, in its order, some events at a time: those that name the person alone, searches and
/// lists that showed the person among others, and batches.
struct PersonEvents {
    /// Batches looked into at a time: one that names a whole city may be a megabyte.
    private static let batches: Int64 = 64
    /// Other events read at a time.
    private static let page = 500

    /// An event, and in which of its sets the person is.
    typealias Named = (event: LoggedEvent, naming: LoggedEvent.Naming)

    private let id: Int64
    private let number: String
    private let start: PostgresInstant
    private let end: PostgresInstant
    private let connection: Connection
    /// Numbers of the events that name the person alone and are not read yet, the last first.
    private var own: [Int64]
    private var ownPage: [Named] = []
    private var shownPage: [Named] = []
    private var lastShown: Int64? = 0
    /// What batches gave, offered or took back, the last first.
    private var provisions: [Named] = []

    /// In the transaction that is open on the connection, which has one snapshot.
    ///
    /// - Parameters:
    ///   - id: internal id of the person.
    ///   - number: the person's addressee number.
    init(of id: Int64, _ number: String, from start: PostgresInstant, until end: PostgresInstant, on connection: Connection) async throws {
        (self.id, self.number, self.start, self.end, self.connection) = (id, number, start, end, connection)
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
        let ids: [Int64] = [ownPage.last, shownPage.last, provisions.last].map { $0?.event.id ?? .max }
        guard let least = ids.min(), least < .max else { return nil }
        if ids[0] == least { return ownPage.removeLast() }
        return ids[1] == least ? shownPage.removeLast() : provisions.removeLast()
    }

    private mutating func fill() async throws {
        if ownPage.isEmpty, !own.isEmpty {
            let ids = Array(own.suffix(Self.page))
            own.removeLast(ids.count)
            ownPage = try await connection.query(
                "SELECT \(unsafeSQL: LoggedEvent.columns) FROM audit.event e WHERE e.event_id = ANY(\(ids)) ORDER BY e.event_id DESC"
            ).map { (try LoggedEvent($0), .given) }
        }
        while shownPage.isEmpty, let after = lastShown {
            let rows = try await connection.query(
                """
                SELECT \(unsafeSQL: LoggedEvent.columns) FROM audit.event e
                WHERE e.event_id > \(after) AND e.addressee_id IS NULL
                    AND (e.kind = ANY(\(DisclosedEvents.showing)) OR e.kind = ANY(\(DisclosedEvents.listing + DisclosedEvents.unregistered)) AND position(\(number) in e.personal) > 0)
                    AND e.personal IS NOT NULL AND e.recorded_at >= \(start) AND e.recorded_at < \(end)
                ORDER BY e.event_id LIMIT \(Int64(Self.page))
                """)
            lastShown = try rows.last?.decode("event_id")
            for event in try rows.map({ try LoggedEvent($0) }).reversed() {
                if let naming = event.naming(id) ?? (event.lists(number) ? .given : nil) { shownPage.append((event.about(id), naming)) }
            }
        }
    }

    /// Batches that name the person, each as it ended.
    private func batches() async throws -> [Named] {
        var events: [Named] = []
        // Offers that name the person and whose end was not read yet.
        var open: [LoggedEvent.OfferedKey: OpenBatch] = [:]
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
                    if let naming { open[batch] = OpenBatch(event.about(id), naming) }
                    continue
                }
                if let batch = event.batch { open[batch] = open[batch]?.after(event, of: id) }
                if let naming { events.append((event.about(id), naming)) }
            }
        }
        // What became of an offer is told in its place, also where that was after the report's last day.
        let told = Set(events.map(\.event.id))
        for (batch, offer) in open {
            var left: OpenBatch? = offer
            for end in try await ends(of: offer.event, batch) where !told.contains(end.id) {
                let naming = end.naming(id)
                if end.isAcceptance {
                    if let naming { left = OpenBatch(end.about(id), naming) }
                } else {
                    left = left?.after(end, of: id)
                    if let naming { events.append((end.about(id), naming)) }
                }
            }
            if let left { events.append((left.event, left.naming)) }
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

/// What stands open of a batch for one person: an offer, or what the receiver accepted and has not answered.
private struct OpenBatch {
    /// The offer, or the acceptance, with the records of the person that are open.
    private(set) var event: LoggedEvent
    private(set) var naming: LoggedEvent.Naming

    init(_ event: LoggedEvent, _ naming: LoggedEvent.Naming) { (self.event, self.naming) = (event, naming) }

    /// What is open still after an event that says what became of the batch: of an offer nothing, whomever it names; of an acceptance what it does not name, as
    /// answers come one after the other, for one person record by record.
    func after(_ end: LoggedEvent, of person: Int64) -> OpenBatch? {
        guard event.isAcceptance else { return nil }
        guard end.naming(person) != nil else { return self }
        let said = Set(end.about(person).named.values.joined())
        guard !event.named.isEmpty, !said.isEmpty else { return nil }
        let left = event.without(said)
        return LoggedEvent.Naming.allCases.first { left.named[$0] != nil }.map { OpenBatch(left, $0) }
    }
}
