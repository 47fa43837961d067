internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import ConnectorKit
internal import Governance
internal import Postgres
internal import Register

/// What the journal says of a person between two places.
struct JournalledChange {
    /// Of entries that are about no version.
    var items: ItemSet = []
    /// 公開された記録. Of records of the receiver's dataset, by record key.
    var records: [String: ItemSet] = [:]
    /// Of versions, and of protection set beside them, by the position of the entry. One that is provisional is among them, though nobody is told of it.
    var versions: [(position: Int64, items: ItemSet)] = []

    /// What of it counts, where the versions at these positions are told to nobody.
    func items(hiding provisional: Set<Int64>) -> ItemSet {
        versions.reduce(into: items) { if !provisional.contains($1.position) { $0.formUnion($1.items) } }
    }
}

/// Reads a page: who changed since the cursor, what was visible of them then and is now, and what of that the receiver may know.
struct PageReader {
    let vault: Vault
    let store: PolicyStore
    let policy: Policy
    let way: Governance.Way
    let connection: Connection

    /// - Parameter known: how far to read, where that is known already; it rises from statement to statement.
    /// - Throws: `CursorRefused` for one of a future of the journal that is lost.
    func page(after place: Cursor, limit: Int, upTo known: JournalEnd? = nil) async throws -> Page {
        let journal: JournalEnd
        if let known { journal = known } else { journal = try await JournalEnd.read(on: connection) }
        let end = journal.horizon
        var cursor = try await place.carried(to: journal, on: connection)
        let changes = try await store.changes(of: cursor.system, cursor.dataset, after: cursor.change, upTo: policy.contentHash, on: connection)
        if !changes.isEmpty || cursor.policy != policy.contentHash {
            // The policy changed: everybody is gone through once, so that what is no longer allowed is taken back.
            // Every version since the receiver's place may have left something behind: half-way through an earlier change, or by a page that was
            // applied but never acknowledged.
            let place = cursor.held.at
            var moving = Cursor.Moving(from: cursor.moving?.from ?? [], ever: cursor.moving?.ever, to: end, after: 0)
            for version in [cursor.policy] + changes.dropLast().map(\.version) { moving.add(Cursor.Held(policy: version, at: place)) }
            cursor.moving = moving
            cursor.ages = Cursor.Ages(journal)
            cursor.policy = policy.contentHash
            cursor.change = changes.last?.number ?? cursor.change
        }
        if let moving = cursor.moving { return try await movingPage(cursor, moving, end, limit) }
        return try await followingPage(cursor, end, limit)
    }

    /// The state of persons at a place in the journal, whether or not it changed: upserts for those in scope, and removals for all others
    /// where `removals` asks for them. For persons to be sent again, and for reconciliation.
    func page(of addressees: [Int64], at cursor: Cursor, removals: Bool) async throws -> Page {
        let day = try await HubCalendar.day(at: cursor.at, RowSeal(keys: vault.keys), on: connection)
        var page = Page(next: cursor, more: false, day: day)
        let cause = removals ? Cause.again : .comparison
        try await fill(
            &page, with: addressees, from: .start, to: cursor.at, before: removals ? .something : .nothing, now: Terms(policy, way, on: day)
        ) { _, _, _ in cause }
        return page
    }

    private func followingPage(_ cursor: Cursor, _ horizon: Position, _ limit: Int) async throws -> Page {
        let from = cursor.at
        let rows = try await connection.query(
            """
            SELECT xact, position, addressee_id, changed, kind = 'r' AS is_again, kind = 'r' AND (EXISTS (
                    SELECT FROM answer.request q
                    WHERE q.addressee_id = entry.addressee_id AND q.system = \(policy.system.rawValue) AND q.dataset = \(policy.dataset.rawValue)
                        AND q.items = 0)
                    OR EXISTS (
                        SELECT FROM delivery.sent_again s
                        WHERE s.position = entry.position AND s.system = \(policy.system.rawValue) AND s.dataset = \(policy.dataset.rawValue))) AS is_meant,
                kind = 'v' AS is_version, record_key
            FROM journal.entry
            WHERE (dataset IS NULL OR dataset = \(policy.dataset.rawValue)) AND (xact, position) > (\(from.xact), \(from.position)) AND (xact, position) <= (\(horizon.xact), \(horizon.position))
            ORDER BY xact, position LIMIT \(Int64(limit))
            """)
        var changed: [Int64: JournalledChange] = [:]
        // What was withheld from this receiver, or found to differ there, comes as if everything had changed; what of others is none of its business.
        var released: Set<Int64> = []
        var last: Position?
        for row in rows {
            let (xact, position, id, bits, isAgain, isMeant, isVersion, recordKey) = try row.decode(
                (UInt64, Int64, Int64, Int64, Bool, Bool, Bool, String?).self)
            last = Position(xact: xact, position: position)
            if isAgain {
                guard isMeant else { continue }
                changed[id, default: .init()].items.formUnion(policy.items)
                released.insert(id)
            } else if let recordKey {
                changed[id, default: .init()].records[recordKey, default: []].formUnion(ItemSet(rawValue: bits))
            } else if isVersion {
                changed[id, default: .init()].versions.append((position, ItemSet(rawValue: bits)))
            } else {
                changed[id, default: .init()].items.formUnion(ItemSet(rawValue: bits))
            }
        }
        var end = max(from, horizon)
        if rows.count == limit, let last { end = last }
        var next = cursor
        next.at = end
        if let ages = cursor.ages, end >= ages.until { next.ages = nil }
        let (today, counted) = try await days(policy, from: cursor.agesSince, upTo: end)
        let held = counted.map { Before.Held(policy, way, on: $0, today: today) }
        var page = Page(next: next, more: rows.count == limit, read: rows.count, day: today)
        try await fill(
            &page, with: Array(changed.keys), from: from, to: end, before: .under(held), now: Terms(policy, way, on: today)
        ) { id, provisional, recordKey in
            var items = changed[id]?.items(hiding: provisional) ?? []
            let isMeant = released.contains(id)
            if let recordKey { items = isMeant ? policy.items : policy.changed(ofPerson: items).union(changed[id]?.records[recordKey] ?? []) }
            return .change(items, isMeant: isMeant)
        }
        return page
    }

    /// The days that holdings may follow which stand at a place, and the day at the page's end. Days between count, too: of a page that was handed over and not
    /// acknowledged the receiver may have applied what held on one of them.
    ///
    /// - Parameter endsOnly: the first day and the last alone, where the way between them is all that the hub ever went.
    private func days(
        _ policy: Policy, from place: Position, upTo end: Position, endsOnly: Bool = false
    ) async throws -> (today: CalendarDay, counted: [CalendarDay]) {
        let days = try await HubCalendar.days(from: place, upTo: end, RowSeal(keys: vault.keys), on: connection)
        guard let first = days.first, let today = days.last else { throw HubHasNoDay() }
        return (today, !policy.scope.asks.contains(.birth) || first == today ? [today] : endsOnly ? [first, today] : days)
    }

    private func movingPage(_ cursor: Cursor, _ moving: Cursor.Moving, _ horizon: Position, _ limit: Int) async throws -> Page {
        let ids = try await connection.query(PersonRecords.persons(of: policy.catalogue, after: moving.after, limit: limit))
        let persons = try ids.map { try $0.decode(Int64.self) }
        var before = moving.from
        if let place = moving.ever {
            before = try await store.everInForce(cursor.system, cursor.dataset, on: connection).map { Cursor.Held(policy: $0, at: place) }
        }
        let today = try await HubCalendar.day(at: moving.to, RowSeal(keys: vault.keys), on: connection)
        var held: [Before.Held] = []
        var narrows = false
        // Of a version whose text can't be read any more, the records say whom the receiver was told of.
        var told: Set<Int64> = []
        for before in before {
            do {
                guard let policy = try await store.version(before.policy, on: connection) else { throw PolicyStoreError.altered(before.policy) }
                let counted = try await days(policy, from: before.at, upTo: moving.to, endsOnly: moving.ever != nil).counted
                held += counted.map { Before.Held(policy, way, on: $0, today: today) }
                narrows = narrows || !PolicyDifference(from: policy, to: self.policy).withdrawn.isEmpty
            } catch is PolicyStoreError {
                told.formUnion(try await self.told(of: persons, under: before.policy))
            }
        }
        var next = cursor
        if persons.count == limit, let last = persons.last {
            next.moving?.after = last
        } else {
            next.at = moving.to
            next.moving = nil
            // Everybody was gone through here: whether an extract before ended tells nothing any more.
            next.extract = nil
        }
        // Once everybody was gone through, what happened meanwhile follows; where everything was taken back, nothing does.
        let isOpen = policy.closing == nil && policy.ways.allows(way)
        var page = Page(next: next, more: next.moving != nil || isOpen && moving.to < horizon, read: persons.count, day: today)
        let terms = Terms(policy, way, on: today, narrows: narrows || !told.isEmpty)
        try await fill(
            &page, with: persons, from: before.map(\.at).min() ?? .start, to: moving.to, before: before.isEmpty ? .nothing : .under(held), now: terms,
            isFirst: before.isEmpty
        ) { id, _, _ in .revision(isOnRecord: told.contains(id)) }
        if next.moving == nil { page.left = Set(before.map(\.policy)) }
        return page
    }

    /// Those of these persons whom a version of the policy named to the receiver, on whatever way.
    ///
    /// All of them, where a record that names its persons no more is among them (its retention is over), or an extract that was begun and never ended.
    /// - Parameter persons: internal ids, in rising order.
    private func told(of persons: [Int64], under version: String) async throws -> Set<Int64> {
        let (system, dataset) = (policy.system.rawValue, policy.dataset.rawValue)
        // Look-ups of one person are found by the person, in the events that say the same; no index on the records has to be kept for each of them.
        let alone = try await connection.query(
            """
            SELECT DISTINCT addressee_id FROM audit.event
            WHERE addressee_id = ANY (\(persons)) AND kind = \(EventKind.provision.name) AND NOT is_failure
                AND body::jsonb #>> '{fields,policy}' = \(version) AND body::jsonb #>> '{fields,system}' = \(system)
                AND body::jsonb #>> '{fields,dataset}' = \(dataset)
            """)
        var told = Set(try alone.map { try $0.decode(Int64.self) })
        var left = persons.filter { !told.contains($0) }
        var last: Int64 = 0
        while !left.isEmpty {
            let rows = try await connection.query(
                """
                SELECT r.record_id, r.addressee_id, r.persons, r.taken_back,
                    CASE WHEN r.result = 's' THEN NOT EXISTS (
                        SELECT FROM provision.record e
                        WHERE e.system = r.system AND e.dataset = r.dataset AND e.policy_version = r.policy_version AND e.result <> 'r'
                            AND (e.addressee_id IS NULL OR e.event_id IS NULL) AND e.record_id > r.record_id AND e.started_by = r.record_id)
                    ELSE r.persons_count + r.taken_back_count > 0 AND num_nonnulls(r.addressee_id, r.atenabango, r.persons, r.taken_back) = 0 END AS is_unnamed
                FROM provision.record r
                WHERE r.system = \(system) AND r.dataset = \(dataset) AND r.policy_version = \(version) AND r.result <> 'r'
                    AND (r.addressee_id IS NULL OR r.event_id IS NULL) AND r.record_id > \(last)
                ORDER BY r.record_id LIMIT 50
                """)
            for row in rows {
                let (record, one, given, takenBack, isUnnamed) = try row.decode((Int64, Int64?, [UInt8]?, [UInt8]?, Bool).self)
                last = record
                if isUnnamed { return Set(persons) }
                if let one { told.insert(one) }
                for many in [given, takenBack].compactMap(\.self) { told.formUnion(PersonSet.those(of: left, in: many)) }
            }
            if rows.count < 50 { break }
            left.removeAll { told.contains($0) }
        }
        return told.intersection(persons)
    }

    /// Tells person by person, by the one function there is, and opens individual numbers where the policy says so.
    ///
    /// - Parameters:
    ///   - persons: internal ids.
    ///   - isFirst: whether nobody knows what the receiver holds from earlier: what it may keep of flagged persons depends on every version there was.
    ///   - cause: why the receiver comes to be told of a person, or of a record of one, given the positions of those of their versions that are told to
    ///     nobody.
    private func fill(
        _ page: inout Page, with persons: [Int64], from: Position, to end: Position, before: Before, now: Terms, isFirst: Bool = false,
        cause: (Int64, Set<Int64>, _ recordKey: String?) -> Cause
    ) async throws {
        guard !persons.isEmpty else { return }
        var terms = now
        var asksKeepable = isFirst
        var owners: [(entry: Int, owner: Vault.Place, given: GivenItems)] = []
        // What was given may follow a version that asked for more than the one in force.
        let asksInterest = policy.scope.asks.union(before.asks).contains(.interest)
        let interest = try await InterestFacts.of(
            persons.sorted(), policy.system, isAsked: asksInterest, at: end, RowSeal(keys: vault.keys), on: connection)
        func read(_ ends: TrueEnds) async throws -> (Rows, PageColumns) {
            let rows = try await versions(of: persons.sorted(), from: from, to: end, ends)
            return (rows, try PageColumns(rows, policy, interest, items: ItemExpression.rowItems(of: policy)))
        }
        // Few are protected, and of fewer it ended: only then is asked which ends are true.
        var ends = TrueEnds.none
        var (rows, columns) = try await read(ends)
        let protected = try rows.filter { try columns.standing.asksEnds($0) }.map { try $0.decode(columns.person.addresseeID) }
        if !protected.isEmpty {
            ends = try await TrueEnds.of(protected, RowSeal(keys: vault.keys), on: connection)
            if ends != .none { (rows, columns) = try await read(ends) }
        }
        let asked = Set(try rows.filter { try columns.standing.asksAnswers($0) }.map { try $0.decode(columns.person.addresseeID) })
        let answers = try await TrueAnswers.of(
            asked.sorted(), policy.system.rawValue, policy.dataset.rawValue, RowSeal(keys: vault.keys), on: connection)
        let records = policy.catalogue.isOfRegister ? nil : try await PersonRecords.read(of: persons, policy, from: from, to: end, ends, on: connection)
        var index = rows.startIndex
        while index < rows.endIndex {
            let versions = try PersonVersions(rows, &index, since: from, columns)
            guard let state = versions.last, let row = versions.lastRow else { continue }
            let standing = try columns.standing.standing(row, answers[state.addresseeID].confirmation)
            if asksKeepable, standing.confirmation != .notNeeded {
                terms = terms.keeping(try await store.keepable(under: policy, on: connection))
                asksKeepable = false
            }
            let (id, provisional) = (state.addresseeID, versions.provisional)
            let isProtected = try columns.standing.isProtected(row)
            func told(_ cause: Cause) -> Telling {
                tell(state.facts, before: before, states: versions.states, now: terms, standing: standing, cause: cause)
            }
            func add(_ entry: Entry, _ telling: Telling) {
                if entry.operation == .upsert, case .set(let given) = telling.word, given.items.contains(Item.kojinbango), let owner = state.owner {
                    owners.append((page.entries.count, owner, given))
                }
                if isProtected, entry.operation == .upsert, case .set(let given) = telling.word, !given.items.isDisjoint(with: policy.catalogue.ofPlace) {
                    page.placeOfProtected.insert(id)
                }
                page.addressees.append(id)
                page.entries.append(entry)
            }
            var isWithheld = false
            if let records {
                for record in records[id] {
                    let cause = record.cause(cause(id, provisional, record.key))
                    let telling = told(cause)
                    isWithheld = isWithheld || telling.isWithheld && (record.isThere || record.isAfter)
                    if let entry = try record.entry(telling, cause, before, of: state, policy.catalogue) { add(entry, telling) }
                }
            } else {
                let telling = told(cause(id, provisional, nil))
                isWithheld = telling.isWithheld
                if let entry = try Entry(telling, of: state, versions.reasons, policy.catalogue) { add(entry, telling) }
            }
            if isWithheld { page.withheld.append(Withheld.Person(id: id, number: state.addresseeNumber)) }
        }
        let opened = try await vault.open(owners.map(\.owner), on: connection)
        page.altered = opened.altered
        for (entry, owner, _) in owners { page.entries[entry].individualNumber = opened.numbers[owner] }
        // Numbers that came to wait since the versions were read; one that does not open waits until it is what it was.
        let late = try await AwaitingItems.among(owners.filter { opened.numbers[$0.owner] == nil }.map(\.owner.runningNumber), on: connection)
        for (entry, owner, given) in owners where late.contains(owner.runningNumber) || opened.altered.contains(owner) {
            page.entries[entry].waiting = policy.catalogue.items(of: given.withoutNumber.waiting)
        }
    }

    /// The versions of persons between two places, and the last one before them; from the start, only the last one. 仮登録 is shown to nobody: those between are
    /// among them so that it is known whose entries in the journal tell nothing.
    private func versions(of persons: [Int64], from: Position, to end: Position, _ ends: TrueEnds) async throws -> Rows {
        let since = from == .start ? end : from
        return try await connection.query(
            """
            SELECT \(unsafeSQL: PersonColumns.sql)\(unsafeSQL: ItemExpression.columns(policy)),
                (v.xact, v.journal_position) > (\(from.xact), \(from.position)) AS is_after, v.journal_position,
                \(unsafeSQL: StandingColumns.ofPage(policy, ends))
            FROM unnest(\(persons)) AS wanted (id)
            CROSS JOIN (SELECT \(end.xact), \(end.position)) \(unsafeSQL: StandingColumns.placeOfPage)
            JOIN register.addressee a ON a.addressee_id = wanted.id
            JOIN register.version v ON v.addressee_id = wanted.id AND (v.xact, v.journal_position) <= (\(end.xact), \(end.position))
                AND (v.karitorokufuragu IS DISTINCT FROM '1' OR (v.xact, v.journal_position) > (\(since.xact), \(since.position)))
                AND v.history_number >= coalesce((
                    SELECT max(w.history_number) FROM register.version w
                    WHERE w.addressee_id = wanted.id AND w.karitorokufuragu IS DISTINCT FROM '1'
                        AND (w.xact, w.journal_position) <= (\(since.xact), \(since.position))
                ), 0)
            \(unsafeSQL: ProtectionColumns.latest(ends))
            ORDER BY v.addressee_id, v.history_number
            """)
    }
}

extension Entry {
    /// What is told of a person, with the items of their state that are given; nil where nothing is.
    fileprivate init?(_ telling: Telling, of state: PersonState, _ reasons: [ReasonOnDay], _ catalogue: ItemCatalogue) throws {
        let history = Int(state.historyNumber)
        let reasons = telling.tellsReasons ? reasons : []
        switch telling.word {
        case .nothing: return nil
        case .awaitConfirmation(let kept, let withheld):
            self = .awaitingConfirmation(
                try AddresseeNumber(state.addresseeNumber), keeping: catalogue.items(of: kept), withheld: catalogue.items(of: withheld))
        case .takeBack:
            self.init(addresseeNumber: try AddresseeNumber(state.addresseeNumber), historyNumber: history, operation: .remove, reasons: reasons)
        case .set(let given):
            self.init(
                addresseeNumber: try AddresseeNumber(state.addresseeNumber), historyNumber: history, operation: .upsert,
                items: try state.items(among: given.items), reasons: reasons, waiting: given.waiting.isEmpty ? [] : catalogue.items(of: given.waiting),
                withheld: given.withheld.isEmpty ? [] : catalogue.items(of: given.withheld))
        }
    }
}
