internal import Addressee
internal import AuditTrail
internal import ConnectorKit
internal import Governance
internal import Postgres
internal import Register

/// One page of what a receiver is to learn next: a function of its cursor, the policy in force and the journal, and of nothing else.
struct Page {
    var entries: [Entry] = []
    /// Internal ids of the entries' persons, entry by entry.
    var addressees: [Int64] = []
    /// Whom the receiver is told nothing about until a person of the staff decides (自動応答不可).
    var withheld: [Withheld.Person] = []
    var next: Cursor
    /// Whether another page follows at once.
    var more: Bool
    /// Journal entries or persons gone through, named or not.
    var read = 0
    /// The hub's day at the page's end.
    var day: CalendarDay
    /// Versions that the holdings may have followed and follow no longer, once the page that ends a move is applied; empty in all others.
    var left: Set<String> = []

    /// Whom the page gives something of, and whom it takes back, for its record. Whoever awaits confirmation is named and given nothing of: that is neither.
    var persons: ProvisionRecord.Persons {
        var persons = ProvisionRecord.Persons()
        for (id, entry) in zip(addressees, entries).sorted(by: { $0.0 < $1.0 }) {
            switch entry.operation {
            case .upsert: persons.given.insert(id)
            case .remove: persons.takenBack.insert(id)
            case .awaitingConfirmation: continue
            }
        }
        return persons
    }
}

/// What the journal says of a person between two places.
struct JournalledChange {
    /// Of entries that are about no version.
    var items: ItemSet = []
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
        let day = try await HubCalendar.day(at: cursor.at, on: connection)
        var page = Page(next: cursor, more: false, day: day)
        let everything = policy.items
        try await fill(
            &page, with: Dictionary(uniqueKeysWithValues: addressees.map { ($0, JournalledChange(items: everything)) }), from: .start, to: cursor.at,
            before: removals ? .something : .nothing, isComparing: !removals, on: day)
        return page
    }

    /// What the receiver may hold of a person before the page.
    private enum Before {
        case nothing
        /// Something, whatever the register says.
        case something
        /// What these policies let it see, from these places on.
        case under([Held])
    }

    /// A policy the receiver's holdings may follow, and on which day.
    private struct Held {
        var policy: Policy
        var day: CalendarDay
    }

    private func followingPage(_ cursor: Cursor, _ horizon: Position, _ limit: Int) async throws -> Page {
        let from = cursor.at
        let rows = try await connection.query(
            """
            SELECT xact, position, addressee_id, changed, kind = 'r', kind = 'r' AND (EXISTS (
                    SELECT FROM answer.request q
                    WHERE q.addressee_id = entry.addressee_id AND q.system = \(policy.system.rawValue) AND q.dataset = \(policy.dataset.rawValue)
                        AND q.items = 0)
                    OR EXISTS (
                        SELECT FROM delivery.sent_again s
                        WHERE s.position = entry.position AND s.system = \(policy.system.rawValue) AND s.dataset = \(policy.dataset.rawValue))),
                kind = 'v'
            FROM journal.entry
            WHERE (xact, position) > (\(from.xact), \(from.position)) AND (xact, position) <= (\(horizon.xact), \(horizon.position))
            ORDER BY xact, position LIMIT \(Int64(limit))
            """)
        var changed: [Int64: JournalledChange] = [:]
        // What was withheld from this receiver, or found to differ there, comes as if everything had changed; what of others is none of its business.
        var released: Set<Int64> = []
        for row in rows {
            if try row.decode(4, as: Bool.self) {
                guard try row.decode(5, as: Bool.self) else { continue }
                let id = try row.decode(2, as: Int64.self)
                changed[id, default: .init()].items.formUnion(policy.items)
                released.insert(id)
                continue
            }
            let id = try row.decode(2, as: Int64.self)
            let items = ItemSet(rawValue: try row.decode(3, as: Int64.self))
            if try row.decode(6, as: Bool.self) {
                changed[id, default: .init()].versions.append((try row.decode(1, as: Int64.self), items))
            } else {
                changed[id, default: .init()].items.formUnion(items)
            }
        }
        var end = max(from, horizon)
        if rows.count == limit, let last = rows.last {
            end = Position(xact: try last.decode(0, as: UInt64.self), position: try last.decode(1, as: Int64.self))
        }
        var next = cursor
        next.at = end
        if let ages = cursor.ages, end >= ages.until { next.ages = nil }
        let (today, held) = try await self.held(policy, from: cursor.agesSince, upTo: end)
        var page = Page(next: next, more: rows.count == limit, read: rows.count, day: today)
        try await fill(&page, with: changed, from: from, to: end, before: .under(held), released: released, on: today)
        return page
    }

    /// What the holdings may follow that stand at a place, and the day at the page's end. Days between count, too: of a page that was handed over and not
    /// acknowledged the receiver may have applied what held on one of them.
    private func held(_ policy: Policy, from place: Position, upTo end: Position) async throws -> (today: CalendarDay, held: [Held]) {
        let days = try await HubCalendar.days(from: place, upTo: end, on: connection)
        guard let today = days.last else { throw HubHasNoDay() }
        return (today, (policy.scope.asks.contains(.birth) ? days : [today]).map { Held(policy: policy, day: $0) })
    }

    private func movingPage(_ cursor: Cursor, _ moving: Cursor.Moving, _ horizon: Position, _ limit: Int) async throws -> Page {
        let ids = try await connection.query(
            "SELECT addressee_id FROM register.addressee WHERE addressee_id > \(moving.after) ORDER BY addressee_id LIMIT \(Int64(limit))")
        let persons = try ids.map { try $0.decode(0, as: Int64.self) }
        var before = moving.from
        if let place = moving.ever {
            before = try await store.everInForce(cursor.system, cursor.dataset, on: connection).map { Cursor.Held(policy: $0, at: place) }
        }
        var held: [Held] = []
        // Of a version whose text can't be read any more, the records say whom the receiver was told of.
        var told: Set<Int64> = []
        for before in before {
            do {
                guard let policy = try await store.version(before.policy, on: connection) else { throw PolicyStoreError.altered(before.policy) }
                held += try await self.held(policy, from: before.at, upTo: moving.to).held
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
        let today = try await HubCalendar.day(at: moving.to, on: connection)
        // Once everybody was gone through, what happened meanwhile follows; where everything was taken back, nothing does.
        let isOpen = policy.closing == nil && policy.delivery.allows(way)
        var page = Page(next: next, more: next.moving != nil || isOpen && moving.to < horizon, read: persons.count, day: today)
        let everything = policy.items
        try await fill(
            &page, with: Dictionary(uniqueKeysWithValues: persons.map { ($0, JournalledChange(items: everything)) }), from: before.map(\.at).min() ?? .start,
            to: moving.to, before: before.isEmpty ? .nothing : .under(held), isMoving: true, told: told, on: today)
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
        var told = Set(try alone.map { try $0.decode(0, as: Int64.self) })
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
                    ELSE r.persons_count + r.taken_back_count > 0 AND num_nonnulls(r.addressee_id, r.atenabango, r.persons, r.taken_back) = 0 END
                FROM provision.record r
                WHERE r.system = \(system) AND r.dataset = \(dataset) AND r.policy_version = \(version) AND r.result <> 'r'
                    AND (r.addressee_id IS NULL OR r.event_id IS NULL) AND r.record_id > \(last)
                ORDER BY r.record_id LIMIT 50
                """)
            for row in rows {
                last = try row.decode(0, as: Int64.self)
                if try row.decode(4, as: Bool.self) { return Set(persons) }
                if let one = try row.decode(1, as: Int64?.self) { told.insert(one) }
                for column in [2, 3] {
                    if let many = try row.decode(column, as: [UInt8]?.self) { told.formUnion(PersonSet.those(of: left, in: many)) }
                }
            }
            if rows.count < 50 { break }
            left.removeAll { told.contains($0) }
        }
        return told.intersection(persons)
    }

    /// Decides person by person, by the one function there is, and opens individual numbers where the policy says so.
    ///
    /// What a receiver may hold is taken widely: a page that was handed over but not acknowledged is read again up to a later horizon, and whoever
    /// was in scope at any state since the receiver's place may be held. A removal too many does no harm, one too few does.
    private func fill(
        _ page: inout Page, with changed: [Int64: JournalledChange], from: Position, to end: Position, before: Before, isMoving: Bool = false,
        isComparing: Bool = false, released: Set<Int64> = [], told: Set<Int64> = [], on today: CalendarDay
    ) async throws {
        guard !changed.isEmpty else { return }
        let items = ItemExpression.rowItems(of: policy)
        var visible = policy.items.subtracting(ItemSet([.rirekibango, .atenabango]))
        // Whether somebody is protected decides what of them is given.
        if policy.withholdsPlaceOfProtected { visible.formUnion(.ofProtection) }
        // A reason comes with its day, so both must be allowed, whole.
        let tellsReasons = policy.items.isSuperset(of: ItemSet([.idojiyu, .idonengappi])) && policy.reductions.items[.idonengappi] == nil
        var owners: [(entry: Int, owner: Vault.Place)] = []
        var kept: Kept?
        let rows = try await versions(of: changed.keys.sorted(), from: from, to: end)
        let isAfterColumn = PersonState.factCount + items.count
        var index = rows.startIndex
        while index < rows.endIndex {
            let person = try rows[index].decode(0, as: Int64.self)
            var states: [(state: PersonState, isAfter: Bool)] = []
            var last = index
            // Positions of versions that are told to nobody.
            var provisional: Set<Int64> = []
            repeat {
                let state = try PersonState(rows[index])
                if state.facts.provisional {
                    provisional.insert(try rows[index].decode(isAfterColumn + 3, as: Int64.self))
                } else {
                    states.append((state, try rows[index].decode(isAfterColumn, as: Bool.self)))
                    last = index
                }
                index += 1
            } while try index < rows.endIndex && rows[index].decode(0, as: Int64.self) == person
            guard let now = states.last?.state else { continue }
            let standing = try rows[last].decode(isAfterColumn + 1, as: String?.self)
            let withholdsPlace = try rows[last].decode(isAfterColumn + 2, as: Bool.self)
            let awaiting = ItemSet(rawValue: try rows[last].decode(isAfterColumn + 4, as: Int64.self)).intersection(policy.items)
            let isWithheld = standing.map(Withheld.confirmation) ?? .notNeeded != .notNeeded
            var isIn = sees(policy, now, on: today)
            var mayHold: Bool
            var neverLeft = false
            // By a change of policy, not by what happened to the person.
            var isTakenBack = false
            switch before {
            case .nothing: mayHold = false
            case .something: mayHold = true
            case .under(let held):
                mayHold = states.contains { candidate in
                    held.contains { sees($0.policy, candidate.state, on: $0.day) || sees($0.policy, candidate.state, on: today) }
                }
                isTakenBack = isMoving && !isIn && (told.contains(now.addresseeID) || held.contains { sees($0.policy, now, on: today) })
                neverLeft =
                    !isMoving && states.contains { !$0.isAfter }
                    && states.allSatisfy { candidate in
                        held.allSatisfy { sees($0.policy, candidate.state, on: $0.day) && sees($0.policy, candidate.state, on: today) }
                    }
            }
            if released.contains(now.addresseeID) || told.contains(now.addresseeID) { mayHold = true }
            guard isIn || mayHold || (isComparing && isWithheld) else { continue }
            if neverLeft, changed[now.addresseeID]?.items(hiding: provisional).isDisjoint(with: visible) ?? true { continue }
            if isWithheld {
                if isIn || !isMoving { page.withheld.append(Withheld.Person(id: now.addresseeID, number: now.addresseeNumber)) }
                if isComparing { continue }
                // Nothing is told until somebody decides but that it waits; of who left the scope not even that. A policy that changed takes back what it
                // no longer lets be held; and where a protected person is, nobody who is not told of the protection goes on holding: who is pushed to keeps
                // a marked person whole, and so holds nothing of this one.
                let mustErase = isIn && withholdsPlace && way == .push
                if isIn {
                    if kept == nil { kept = try await self.kept(before, told: !told.isEmpty, isMoving: isMoving) }
                    if let kept, !(kept.isTakenBack || mustErase) || !mayHold {
                        let items = withholdsPlace ? kept.items.filter { !ItemSet.ofPlace.contains($0) } : kept.items
                        page.addressees.append(now.addresseeID)
                        page.entries.append(.awaitingConfirmation(try AddresseeNumber(now.addresseeNumber), keeping: items))
                        continue
                    }
                }
                guard isMoving || mustErase, mayHold else { continue }
                isIn = false
            }
            let reasons =
                tellsReasons && from > .beginning && !isTakenBack && !isWithheld && !withholdsPlace ? states.filter(\.isAfter).compactMap(\.state.reason) : []
            if isIn, policy.includesIndividualNumber, !awaiting.contains(Item.kojinbango), let owner = now.owner { owners.append((page.entries.count, owner)) }
            page.addressees.append(now.addresseeID)
            page.entries.append(
                Entry(
                    addresseeNumber: try AddresseeNumber(now.addresseeNumber), historyNumber: Int(now.historyNumber),
                    operation: isIn ? .upsert : .remove, items: isIn ? now.items(items) : [:], individualNumber: nil, reasons: reasons,
                    waiting: isIn ? awaiting.items : []))
        }
        let numbers = try await vault.open(owners.map(\.owner), on: connection)
        for (entry, owner) in owners { page.entries[entry].individualNumber = numbers[owner] }
        // Numbers that came to wait since the versions were read.
        let late = try await AwaitingItems.among(owners.filter { numbers[$0.owner] == nil }.map(\.owner.runningNumber), on: connection)
        for (entry, owner) in owners where late.contains(owner.runningNumber) { page.entries[entry].waiting.append(.kojinbango) }
    }

    /// What a receiver may keep of those who await confirmation.
    private struct Kept {
        var items: [Item]
        /// What it may hold of them goes beyond the policy, and can't be told item by item: it is taken back whole.
        var isTakenBack: Bool
    }

    private func kept(_ before: Before, told: Bool, isMoving: Bool) async throws -> Kept {
        switch before {
        case .nothing where isMoving:
            // Nobody knows what the receiver holds from earlier: whatever any version gave it that this one does not is left out.
            Kept(items: try await store.keepable(under: policy, on: connection), isTakenBack: false)
        case .under(let held) where isMoving:
            Kept(items: policy.keepable.items, isTakenBack: told || held.contains { !PolicyDifference(from: $0.policy, to: policy).withdrawn.isEmpty })
        default: Kept(items: policy.keepable.items, isTakenBack: false)
        }
    }

    /// Dates are no part of it: whether the policy in force is open at all was asked before the page, and what was given under an earlier one was
    /// given while that one held.
    private func sees(_ policy: Policy, _ state: PersonState, on day: CalendarDay) -> Bool {
        policy.closing == nil && policy.delivery.allows(way) && concerns(policy: policy, facts: state.facts, on: day) == .provide
    }

    /// The versions of persons between two places, and the last one before them; from the start, only the last one. 仮登録 is shown to nobody: those between are
    /// among them so that it is known whose entries in the journal tell nothing.
    private func versions(of persons: [Int64], from: Position, to end: Position) async throws -> Rows {
        let since = from == .start ? end : from
        return try await connection.query(
            """
            SELECT \(unsafeSQL: PersonState.factColumns)\(unsafeSQL: ItemExpression.columns(policy)),
                (v.xact, v.journal_position) > (\(from.xact), \(from.position)) AS is_after, (
                    SELECT coalesce((
                        SELECT q.outcome::text FROM answer.request q
                        WHERE q.addressee_id = f.addressee_id AND q.system = \(policy.system.rawValue) AND q.dataset = \(policy.dataset.rawValue)
                            AND q.items = 0 AND q.stands_until > now()
                        ORDER BY q.request_id DESC LIMIT 1
                    ), 'a') FROM answer.flagged f WHERE f.addressee_id = v.addressee_id
                ) AS confirmation\(unsafeSQL: ProtectionColumns.withholds(policy)), v.journal_position,
                \(unsafeSQL: AwaitingItems.column) AS awaiting
            FROM unnest(\(persons)) AS wanted (id)
            JOIN register.addressee a ON a.addressee_id = wanted.id
            JOIN register.version v ON v.addressee_id = wanted.id AND (v.xact, v.journal_position) <= (\(end.xact), \(end.position))
                AND (v.karitorokufuragu IS DISTINCT FROM '1' OR (v.xact, v.journal_position) > (\(since.xact), \(since.position)))
                AND v.history_number >= coalesce((
                    SELECT max(w.history_number) FROM register.version w
                    WHERE w.addressee_id = wanted.id AND w.karitorokufuragu IS DISTINCT FROM '1'
                        AND (w.xact, w.journal_position) <= (\(since.xact), \(since.position))
                ), 0)
            LEFT JOIN LATERAL (
                \(unsafeSQL: ProtectionColumns.selected)
                WHERE addressee_id = v.addressee_id AND (xact, journal_position) <= (\(end.xact), \(end.position))
                ORDER BY xact DESC, journal_position DESC LIMIT 1
            ) AS p ON true
            ORDER BY v.addressee_id, v.history_number
            """)
    }
}
