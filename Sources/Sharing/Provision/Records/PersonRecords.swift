internal import Addressee
internal import ConnectorKit
internal import Governance
internal import Postgres
internal import Register

/// 公開された記録. What systems published about some persons in a policy's dataset, as it lets them be seen at a place of the journal.
struct PersonRecords {
    private var byPerson: [Int64: [PersonRecord]] = [:]

    /// A person's records, by record key.
    subscript(person: Int64) -> [PersonRecord] { byPerson[person] ?? [] }

    /// Reads each record's version at `end`, and whether the receiver can have had it at `from`.
    static func read(
        of persons: [Int64], _ policy: Policy, from: Position, to end: Position, _ ends: TrueEnds, on connection: Connection
    ) async throws -> PersonRecords {
        try PersonRecords(
            try await connection.query(
                """
                SELECT \(unsafeSQL: PersonRecord.columns(policy)),
                    (r.xact, r.journal_position) > (\(from.xact), \(from.position)) AS is_after,
                    coalesce((
                        SELECT o.items IS NOT NULL FROM dataset.records_at(r.addressee_id, r.dataset, \(from.xact), \(from.position)) AS o
                        WHERE o.record_key = r.record_key), false) AS was_there
                FROM unnest(\(persons)) AS wanted (id)
                CROSS JOIN LATERAL dataset.records_at(wanted.id, \(policy.dataset.rawValue), \(end.xact), \(end.position)) AS r
                \(unsafeSQL: policy.withholdsPlaceOfProtected(on: .pull) ? PersonRecord.protection(ends) : "")
                ORDER BY r.addressee_id, r.record_key
                """), policy)
    }

    /// The records of persons by addressee number, as they are now, those that were withdrawn among them.
    static func now(of numbers: [String], _ policy: Policy, _ ends: TrueEnds) -> Query {
        """
        SELECT \(unsafeSQL: PersonRecord.columns(policy, confirmed: true))
        FROM register.addressee a
        CROSS JOIN LATERAL dataset.records_at(a.addressee_id, \(policy.dataset.rawValue), \(Position.newest.xact), \(Position.newest.position)) AS r
        \(unsafeSQL: policy.withholdsPlaceOfProtected(on: .pull) ? PersonRecord.protection(ends) : "")
        WHERE a.atenabango = ANY(\(numbers)) ORDER BY r.addressee_id, r.record_key
        """
    }

    /// The records in a result.
    init(_ rows: Rows, _ policy: Policy, confirmed: Bool = false, isNow: Bool = false) throws {
        let columns = try PersonRecord.Columns(rows, policy, confirmed: confirmed, isNow: isNow)
        for row in rows {
            let record = try PersonRecord(row, columns)
            byPerson[record.addresseeID, default: []].append(record)
        }
    }

    /// The persons about whom there may be something to tell, after one of them: everybody, or those whom the dataset has a record of.
    static func persons(of catalogue: ItemCatalogue, after person: Int64, limit: Int) -> Query {
        guard !catalogue.isOfRegister else {
            return "SELECT addressee_id FROM register.addressee WHERE addressee_id > \(person) ORDER BY addressee_id LIMIT \(Int64(limit))"
        }
        return """
            SELECT a.addressee_id FROM register.addressee a
            WHERE a.addressee_id > \(person) AND EXISTS (
                SELECT FROM dataset.record r WHERE r.addressee_id = a.addressee_id AND r.dataset = \(catalogue.dataset.rawValue))
            ORDER BY a.addressee_id LIMIT \(Int64(limit))
            """
    }
}

/// One record of a person, as a policy lets it be seen.
struct PersonRecord {
    let addresseeID: Int64
    /// Empty where the dataset has one record a person.
    let key: String
    let historyNumber: Int32
    /// Whether the publisher says it still.
    let isThere: Bool
    /// Whether this version came since the receiver's place.
    let isAfter: Bool
    /// Whether there was a version at that place that said something.
    let wasThere: Bool
    private let row: Row
    private let columns: Columns

    fileprivate init(_ row: Row, _ columns: Columns) throws {
        (self.row, self.columns) = (row, columns)
        addresseeID = try row.decode(columns.addresseeID)
        key = try row.decode(columns.key)
        historyNumber = try row.decode(columns.historyNumber)
        isThere = try row.decode(columns.isThere)
        isAfter = try columns.isAfter.map { try row.decode($0) } ?? false
        wasThere = try columns.wasThere.map { try row.decode($0) } ?? true
    }

    /// What is selected of a record `r`, its items under their names.
    static func columns(_ policy: Policy, confirmed: Bool = false) -> String {
        let withholds = policy.placeOfProtected(on: .pull, isAsked: confirmed) == .withhold
        return "r.addressee_id, r.record_key, r.history_number AS record_history, r.items IS NOT NULL AS is_there"
            + ItemExpression.givable(policy, confirmed: confirmed)
            .map { ", \(ItemExpression.ofRecord($0, by: policy, withholds: withholds)) AS \(ItemExpression.name($0))" }.joined()
    }

    /// The person's version and protection beside a record `r`, where items of place depend on them.
    static func protection(_ ends: TrueEnds) -> String {
        """
        CROSS JOIN LATERAL register.settled(r.addressee_id) AS v
        \(ProtectionColumns.latest(ends))
        """
    }

    /// Where they stand in a result.
    struct Columns {
        let addresseeID: Column<Int64>
        let key: Column<String>
        let historyNumber: Column<Int32>
        let isThere: Column<Bool>
        let isAfter: Column<Bool>?
        let wasThere: Column<Bool>?
        let items: [(Item, Column<String?>)]

        init(_ rows: Rows, _ policy: Policy, confirmed: Bool = false, isNow: Bool = false) throws {
            addresseeID = try rows.column("addressee_id")
            key = try rows.column("record_key")
            historyNumber = try rows.column("record_history")
            isThere = try rows.column("is_there")
            isAfter = isNow ? nil : try rows.column("is_after")
            wasThere = isNow ? nil : try rows.column("was_there")
            items = try ItemExpression.givable(policy, confirmed: confirmed).map { ($0, try rows.column(ItemExpression.name($0))) }
        }
    }

    /// Why it is told: of a record that began or ended since the receiver's place everything changed, also where it did both: a page between may have been
    /// applied and never acknowledged.
    func cause(_ cause: Cause) -> Cause {
        guard case .change(let items, let isMeant) = cause, isAfter, !isThere || !wasThere else { return cause }
        return .change(items.union(.everything), isMeant: isMeant)
    }

    /// What is told of it; nil where nothing is.
    ///
    /// - Parameters:
    ///   - cause: why it comes to be told.
    ///   - before: what the receiver may hold.
    func entry(_ telling: Telling, _ cause: Cause, _ before: Before, of state: PersonState, _ catalogue: ItemCatalogue) throws -> Entry? {
        let number = try AddresseeNumber(state.addresseeNumber)
        let (history, recordKey) = (Int(historyNumber), key.isEmpty ? nil : key)
        let removal = Entry(addresseeNumber: number, historyNumber: history, operation: .remove, recordKey: recordKey)
        switch telling.word {
        case .nothing: return nil
        // Of what the publisher withdrew nothing is told but that: the receiver may hold it no longer.
        case .takeBack where !isThere, .awaitConfirmation where !isThere, .set where !isThere: return mayBeHeld(cause, before) ? removal : nil
        case .takeBack: return removal
        case .awaitConfirmation(let kept, let withheld):
            return .awaitingConfirmation(number, keeping: catalogue.items(of: kept), withheld: catalogue.items(of: withheld), recordKey: recordKey)
        case .set(let given):
            return Entry(
                addresseeNumber: number, historyNumber: history, operation: .upsert, items: try items(among: given.items),
                waiting: catalogue.items(of: given.waiting), withheld: catalogue.items(of: given.withheld), recordKey: recordKey)
        }
    }

    /// Whether the receiver may hold a record that the publisher withdrew.
    private func mayBeHeld(_ cause: Cause, _ before: Before) -> Bool {
        switch cause {
        case .change(_, let isMeant): isAfter || isMeant
        case .revision: if case .nothing = before { false } else { true }
        case .again: true
        case .extract, .comparison, .question: false
        }
    }

    /// The permitted items that are set.
    func items(among given: ItemSet) throws -> [Item: String] {
        var values: [Item: String] = [:]
        values.reserveCapacity(columns.items.count)
        for (item, column) in columns.items where given.contains(item) {
            if let value = try row.decode(column) { values[item] = value }
        }
        return values
    }
}

extension Policy {
    /// What of a change in the person's own record changes the published ones: the individual number, and what protection withholds.
    func changed(ofPerson items: ItemSet) -> ItemSet {
        let number = items.intersection(ItemSet(Item.kojinbango))
        return withholdsPlaceOfProtected(on: .pull) && !items.isDisjoint(with: .decidingPlace) ? number.union(catalogue.ofPlace) : number
    }
}
