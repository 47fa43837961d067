package import AccessControl
internal import Addressee
internal import AuditTrail
internal import Governance
package import Postgres
internal import Register

/// 支援措置の通知の受領 (INCIDENTS 5). Who is protected is protected in every system that knows them: each receiver that may hold the person has to follow the
/// set, and one that has not within a day is an alarm.
///
/// A pushed receiver has followed once its place is past the set, and nothing of the person waits, is awaited or lies dead; a pulling one once it asks for what
/// follows, or took a whole extract; one that only ever asks about single persons once it asks about this one again; anybody once somebody of the staff has
/// confirmed it with them.
package struct ProtectionNotices: Sendable {
    /// 期限. Seconds within which a receiver has to have followed.
    package static let patience: Int64 = 86_400

    let provisioning: Provisioning
    let now: @Sendable () -> PostgresInstant
    private var seal: RowSeal { RowSeal(keys: provisioning.vault.keys) }
    private var overdue: PostgresInstant { now().adding(seconds: -Self.patience) }

    package init(provisioning: Provisioning) { self.init(provisioning: provisioning, now: { .now() }) }

    package init(provisioning: Provisioning, now: @escaping @Sendable () -> PostgresInstant) { (self.provisioning, self.now) = (provisioning, now) }

    /// Makes notices of what was set since the last time, takes down who has followed, and tells the log, once each, of who has not in time.
    ///
    /// - Parameter whom: who does it, as the log is to name it.
    /// - Returns: how many were told to the log.
    package func keep(by whom: String) async throws -> Int {
        try await provisioning.pool.transaction(retries: 3) { connection in
            // One at a time: the second begins where the first one ended.
            let last = try await connection.query("SELECT xact, position FROM delivery.protection_noted FOR UPDATE")
            guard let (xact, position) = try last.first?.decode((UInt64, Int64).self) else { return 0 }
            try await note(since: Position(xact: xact, position: position), on: connection)
            try await acknowledge(on: connection)
            return try await alarm(by: whom, on: connection)
        }
    }

    /// One for each set that readers of the journal can see, and each receiver that was ever given something.
    private func note(since place: Position, on connection: Connection) async throws {
        let horizon = try await Horizon.read(on: connection)
        guard horizon > place else { return }
        let sets = try await connection.query(
            "SELECT FROM register.protection WHERE (xact, journal_position) > (\(place.xact), \(place.position)) AND (xact, journal_position) <= (\(horizon.xact), \(horizon.position)) LIMIT 1"
        )
        if !sets.isEmpty {
            let open = try await openReceivers(on: connection)
            try await seal.write(
                .protectionNotice,
                """
                WITH receiver AS (
                    SELECT r.system, r.dataset, EXISTS (
                            SELECT FROM provision.record b WHERE b.system = r.system AND b.dataset = r.dataset
                                AND (b.addressee_id IS NULL OR b.event_id IS NULL) AND b.result <> 'r'
                        ) OR EXISTS (
                            SELECT FROM delivery.subscription s
                            WHERE s.system = r.system AND s.dataset = r.dataset AND s.position IS NOT NULL) AS has_batches
                    FROM unnest(\(open.map(\.system)), \(open.map(\.dataset))) AS r (system, dataset)
                )
                INSERT INTO delivery.protection_notice (addressee_id, xact, position, set_at, system, dataset)
                SELECT p.addressee_id, p.xact, p.journal_position, p.recorded_at, r.system, r.dataset
                FROM register.protection p CROSS JOIN receiver r
                WHERE (p.xact, p.journal_position) > (\(place.xact), \(place.position)) AND (p.xact, p.journal_position) <= (\(horizon.xact), \(horizon.position))
                    AND (r.has_batches OR \(unsafeSQL: Self.wasAsked("p.addressee_id", "r", "e.recorded_at <= p.recorded_at")))
                ON CONFLICT DO NOTHING
                """, on: connection)
        }
        try await connection.execute("UPDATE delivery.protection_noted SET xact = \(horizon.xact), position = \(horizon.position)")
    }

    /// Receivers whose policy is not closed: of a closed one everything is taken back.
    private func openReceivers(on connection: Connection) async throws -> [(system: String, dataset: String)] {
        var open: [(system: String, dataset: String)] = []
        for row in try await connection.query("SELECT system, dataset FROM governance.in_force ORDER BY system, dataset") {
            let (system, dataset) = try row.decode((String, String).self)
            guard let name = SystemName(rawValue: system) else { continue }
            do {
                if let policy = try await provisioning.store.inForce(name, dataset, on: connection), policy.closing != nil { continue }
            } catch is PolicyStoreError {
                // What is altered gives nothing; what it gave before is held all the same.
            }
            open.append((system, dataset))
        }
        return open
    }

    /// In SQL, whether a receiver `r` was answered about one person.
    private static func wasAsked(_ person: String, _ receiver: String, _ when: String) -> String {
        """
        EXISTS (
            SELECT FROM audit.event e
            WHERE e.addressee_id = \(person) AND e.kind = '\(EventKind.provision.name)' AND NOT e.is_failure AND \(when)
                AND e.body::jsonb #>> '{fields,system}' = \(receiver).system AND e.body::jsonb #>> '{fields,dataset}' = \(receiver).dataset)
        """
    }

    /// Of a notice that waits.
    fileprivate static func isOpen(_ notice: String) -> String { "\(notice).acknowledged_at IS NULL AND \(notice).was_told IS NOT FALSE" }

    private func acknowledge(on connection: Connection) async throws {
        let pushed = try await connection.query(
            """
            SELECT s.system, s.dataset, s.position FROM delivery.subscription s
            WHERE s.position IS NOT NULL AND EXISTS (
                SELECT FROM delivery.protection_notice n WHERE n.system = s.system AND n.dataset = s.dataset AND \(unsafeSQL: Self.isOpen("n")))
            """)
        for row in pushed {
            let (system, dataset, text) = try row.decode((String, String, String).self)
            // One that can't be read is told by itself; nobody knows what it stood for.
            guard let cursor = try? Cursor(text, system: system, dataset: dataset, form: provisioning.cursors) else { continue }
            // While everybody is gone through, those are done who come before.
            let (place, through) = cursor.moving.map { ($0.to, $0.after) } ?? (cursor.at, Int64.max)
            try await seal.update(
                .protectionNotice,
                """
                t.system = \(system) AND t.dataset = \(dataset) AND \(unsafeSQL: Self.isOpen("t"))
                    AND (t.xact, t.position) <= (\(place.xact), \(place.position)) AND t.addressee_id <= \(through)
                    AND NOT EXISTS (
                        SELECT FROM delivery.waiting w WHERE w.system = t.system AND w.dataset = t.dataset AND w.addressee_id = t.addressee_id)
                    AND NOT EXISTS (
                        SELECT FROM delivery.awaited w WHERE w.system = t.system AND w.dataset = t.dataset AND w.addressee_id = t.addressee_id)
                    AND NOT EXISTS (
                        SELECT FROM delivery.dead_letter d
                        WHERE d.system = t.system AND d.dataset = t.dataset AND d.addressee_id = t.addressee_id AND d.redelivered_at IS NULL)
                \(unsafeSQL: RowSeal.set(.protectionNotice)) acknowledged_at = \(now())
                """, on: connection)
        }
        let followed = try await trulyFollowed(on: connection)
        try await seal.update(
            .protectionNotice,
            """
            \(unsafeSQL: Self.isOpen("t")) AND NOT EXISTS (
                    SELECT FROM delivery.subscription s WHERE s.system = t.system AND s.dataset = t.dataset AND s.position IS NOT NULL)
                AND (EXISTS (
                        SELECT FROM unnest(\(followed.map(\.system)), \(followed.map(\.dataset)), \(followed.map { String($0.place.xact) }),
                            \(followed.map { $0.place.position })) AS f (system, dataset, xact, position)
                        WHERE f.system = t.system AND f.dataset = t.dataset AND (t.xact, t.position) <= (f.xact::xid8, f.position))
                    OR EXISTS (
                        SELECT FROM provision.record r
                        WHERE r.system = t.system AND r.dataset = t.dataset AND r.way = 'f' AND r.result = 'p' AND r.cut_xact >= t.xact)
                    OR NOT EXISTS (
                        SELECT FROM provision.record b
                        WHERE b.system = t.system AND b.dataset = t.dataset AND (b.addressee_id IS NULL OR b.event_id IS NULL) AND b.result <> 'r')
                    AND \(unsafeSQL: Self.wasAsked("t.addressee_id", "t", "e.recorded_at > t.set_at")))
            \(unsafeSQL: RowSeal.set(.protectionNotice)) acknowledged_at = \(now())
            """, on: connection)
    }

    /// How far receivers that pull have applied what they were told, as the program wrote it.
    private func trulyFollowed(on connection: Connection) async throws -> [(system: String, dataset: String, place: Position)] {
        let rows = try await connection.query(
            "SELECT f.system, f.dataset, f.xact, f.position, \(unsafeSQL: SealedTable.followed.sealed("f")) FROM delivery.followed f")
        var followed: [(system: String, dataset: String, place: Position)] = []
        for row in rows {
            let (system, dataset, xact, position, form, mac) = try row.decode((String, String, UInt64, Int64, [UInt8], [UInt8]?).self)
            if seal.holds(.followed, form, mac) { followed.append((system, dataset, Position(xact: xact, position: position))) }
        }
        return followed
    }

    /// The statement that keeps how far a pulling receiver has applied what it was told, where the way there passes protection that was set; nothing is written
    /// for a cursor of another incarnation, or one that goes on from the beginning of an extract that was not written to its end.
    static func followed(_ cursor: Cursor) -> Query {
        """
        INSERT INTO delivery.followed AS f (system, dataset, xact, position)
        SELECT \(cursor.system), \(cursor.dataset), \(cursor.at.xact), \(cursor.at.position)
        FROM (SELECT number, incarnation::text FROM journal.incarnation ORDER BY number DESC LIMIT 1) AS newest
        WHERE (newest.incarnation = \(cursor.origin?.incarnation) OR newest.number = 1 AND \(cursor.origin?.incarnation)::text IS NULL)
            AND (\(cursor.extract)::bigint IS NULL OR EXISTS (
                SELECT FROM provision.record p
                WHERE p.system = \(cursor.system) AND p.dataset = \(cursor.dataset) AND p.way = 'f' AND p.result = 'p' AND p.started_by = \(cursor.extract)))
            AND EXISTS (
                SELECT FROM register.protection p WHERE (p.xact, p.journal_position) <= (\(cursor.at.xact), \(cursor.at.position))
                    AND (p.xact, p.journal_position) > (
                        coalesce((SELECT o.xact FROM delivery.followed o WHERE o.system = \(cursor.system) AND o.dataset = \(cursor.dataset)), '0'::xid8),
                        coalesce((SELECT o.position FROM delivery.followed o WHERE o.system = \(cursor.system) AND o.dataset = \(cursor.dataset)), 0)))
        ON CONFLICT (system, dataset) DO UPDATE SET xact = excluded.xact, position = excluded.position, followed_at = clock_timestamp()
        WHERE (f.xact, f.position) < (excluded.xact, excluded.position)
        """
    }

    /// Only of those that are late is looked whether the receiver was told of the person at all.
    private func alarm(by whom: String, on connection: Connection) async throws -> Int {
        var late: [String: (system: String, dataset: String, notices: [LateNotice])] = [:]
        for notice in try await LateNotice.all(setBy: overdue, seal, on: connection) {
            // Of what the program did not write the log says whether it was told.
            if try await (notice.isTrue ? notice.isAlarmed : notice.isTold(on: connection)) { continue }
            late["\(notice.system)/\(notice.dataset)", default: (notice.system, notice.dataset, [])].notices.append(notice)
        }
        var count = 0
        for (_, receiver) in late.sorted(by: { $0.key < $1.key }) {
            let told = try await Self.told(Set(receiver.notices.map(\.person)), receiver.system, receiver.dataset, on: connection)
            try await seal.update(
                .protectionNotice,
                """
                t.system = \(receiver.system) AND t.dataset = \(receiver.dataset) AND \(unsafeSQL: Self.isOpen("t")) AND t.alarmed_at IS NULL
                    AND t.set_at <= \(overdue)
                \(unsafeSQL: RowSeal.set(.protectionNotice)) was_told = t.addressee_id = ANY (\(told.sorted())),
                    alarmed_at = CASE WHEN t.addressee_id = ANY (\(told.sorted())) THEN \(now())::timestamptz END
                """, on: connection)
            for notice in receiver.notices where told.contains(notice.person) {
                count += 1
                try await AuditEvent(
                    .protectionUnacknowledged, isFailure: true, by: whom,
                    fields: ["dataset": receiver.dataset, "set_at": JapanTime(notice.setAt).iso8601, "system": receiver.system],
                    personal: ["addressee_id": String(notice.person), "atenabango": notice.number], addresseeID: notice.person, at: now()
                ).record(on: connection)
            }
        }
        return count
    }

    /// Which of these persons a receiver was ever told of; all of them where a record names its persons no more.
    static func told(_ persons: Set<Int64>, _ system: String, _ dataset: String, on connection: Connection) async throws -> Set<Int64> {
        let asked = try await connection.query(
            """
            SELECT p.id FROM unnest(\(persons.sorted())) AS p (id) CROSS JOIN (SELECT \(system) AS system, \(dataset) AS dataset) AS r
            WHERE \(unsafeSQL: wasAsked("p.id", "r", "true"))
            """)
        var told = Set(try asked.map { try $0.decode(Int64.self) })
        var left = persons.subtracting(told).sorted()
        var last: Int64 = 0
        while !left.isEmpty {
            let rows = try await connection.query(
                """
                SELECT r.record_id, r.persons, r.persons_count > 0 AS gave FROM provision.record r
                WHERE r.system = \(system) AND r.dataset = \(dataset) AND r.result <> 'r' AND (r.addressee_id IS NULL OR r.event_id IS NULL)
                    AND r.result IN ('p', 'i', 'o', 'a', 'u') AND r.record_id > \(last)
                ORDER BY r.record_id LIMIT 200
                """)
            for row in rows {
                let (record, given, gave) = try row.decode((Int64, [UInt8]?, Bool).self)
                last = record
                if let given { told.formUnion(PersonSet.those(of: left, in: given)) } else if gave { return persons }
            }
            if rows.count < 200 { break }
            left.removeAll { told.contains($0) }
        }
        return told
    }
}

/// 受領の遅れ. A receiver that has not followed in time, for status: counts only, no person.
public struct UnacknowledgedProtection: Sendable, Codable, Hashable {
    /// The receiver's slug.
    public let system: String
    /// データセット名.
    public let dataset: String
    /// Persons whose protection it has not followed within a day.
    public let count: Int
    /// When the oldest of them was set, Japan time.
    public let since: String

    /// What it is and what to do, in Japanese.
    public var text: String {
        "\(system)/\(dataset): 支援措置の設定を、1日を過ぎても受領していない者が\(count)人います（最も古い設定 \(since)）。配信・取得を確かめ、届かないときは業務システムに直接確かめて atena protection acknowledge で記録してください。"
    }

    /// By receiver.
    ///
    /// - Parameter seal: nil: whoever looks has no keys, and takes the rows as they stand.
    package static func all(at now: PostgresInstant, _ seal: RowSeal?, on connection: Connection) async throws -> [UnacknowledgedProtection] {
        let late = try await LateNotice.all(setBy: now.adding(seconds: -ProtectionNotices.patience), seal, on: connection)
        let receivers = Dictionary(grouping: late) { "\($0.system)/\($0.dataset)" }
        return receivers.sorted { $0.key < $1.key }.compactMap { _, notices in
            guard let oldest = notices.first else { return nil }
            return UnacknowledgedProtection(
                system: oldest.system, dataset: oldest.dataset, count: Set(notices.map(\.person)).count, since: JapanTime(oldest.setAt).plain)
        }
    }
}

/// 期限を過ぎた通知. A notice of whose receiver nothing true says that it has followed: one that waits, or one that the program did not write as it is, whatever that says.
private struct LateNotice: Sendable {
    let system: String
    let dataset: String
    let person: Int64
    /// 宛名番号
    let number: String
    let setAt: PostgresInstant
    let isTrue: Bool
    /// Whether it says that the log was told.
    let isAlarmed: Bool

    /// Of sets up to a moment, by receiver, the oldest first.
    static func all(setBy moment: PostgresInstant, _ seal: RowSeal?, on connection: Connection) async throws -> [LateNotice] {
        let rows = try await connection.query(
            """
            SELECT n.system, n.dataset, n.addressee_id, a.atenabango, n.set_at, \(unsafeSQL: ProtectionNotices.isOpen("n")) AS is_open,
                n.alarmed_at IS NOT NULL AS is_alarmed, \(unsafeSQL: SealedTable.protectionNotice.sealed("n"))
            FROM delivery.protection_notice n JOIN register.addressee a USING (addressee_id)
            WHERE n.set_at <= \(moment) ORDER BY n.system, n.dataset, n.set_at, n.position
            """)
        var late: [LateNotice] = []
        for row in rows {
            let (system, dataset, person, number, setAt, isOpen, isAlarmed, form, mac) = try row.decode(
                (String, String, Int64, String, PostgresInstant, Bool, Bool, [UInt8], [UInt8]?).self)
            let isTrue = seal?.holds(.protectionNotice, form, mac) ?? true
            if isTrue {
                guard isOpen else { continue }
            } else {
                guard try await ProtectionNotices.told([person], system, dataset, on: connection).contains(person) else { continue }
            }
            late.append(
                LateNotice(
                    system: system, dataset: dataset, person: person, number: number, setAt: setAt, isTrue: isTrue, isAlarmed: isAlarmed))
        }
        return late
    }

    /// Whether the log was told of it.
    func isTold(on connection: Connection) async throws -> Bool {
        try await !connection.query(
            """
            SELECT FROM audit.event e
            WHERE e.addressee_id = \(person) AND e.kind = \(EventKind.protectionUnacknowledged.name) AND e.body::jsonb #>> '{fields,system}' = \(system)
                AND e.body::jsonb #>> '{fields,dataset}' = \(dataset) AND e.body::jsonb #>> '{fields,set_at}' = \(JapanTime(setAt).iso8601) LIMIT 1
            """
        ).isEmpty
    }
}
