internal import Addressee
internal import AuditTrail
internal import Postgres
internal import Sharing
internal import TransparencyLog

/// Holds provision records against the sealed events that say the same.
struct ProvisionRecordCheck {
    let connection: Connection

    /// What was found.
    struct Found: Sendable {
        /// The first of each sort.
        var faults: [LogFault] = []
        /// How many records are not told one by one.
        var uncounted = 0
        /// Records of the first hubs whose time is more than two minutes from their event's.
        var byAnotherClock = 0
    }

    /// Which events are looked at.
    struct Part: Sendable {
        /// After this place.
        package var after: Checkpoint.Cut
        /// Up to this one.
        var through: Checkpoint.Cut
    }

    /// Records told one by one at most.
    fileprivate static let most = 200

    /// Every record that its event does not say, event without its record, and record without an event or with one that another has.
    ///
    /// - Parameters:
    ///   - part: nil for the whole log; of a part, records that need no event are passed over.
    ///   - foreign: events of provisions that are not as the program writes them: nobody's records are held against those.
    func run(_ part: Part? = nil, without foreign: [Int64] = []) async throws -> Found {
        var found = Found()
        let shared = try await shared()
        for row in try await differing(part, without: foreign, only: nil) where !shared.contains(row.event ?? -1) { found.take(row) }
        // Of several records for one event the one that it says is its own; whoever wrote the others did so past the program.
        for event in shared.sorted() {
            let rows = try await differing(nil, without: foreign, only: event)
            let own = rows.first { $0.columns.isEmpty } ?? rows.first
            for row in rows where row.record != own?.record {
                found.faults.append(
                    LogFault(.foreign, eventID: event, batch: nil, "この提供には記録がもう一つあります（内部番号 \(row.record ?? 0)）。プログラムの外で書かれたものです"))
            }
            if let own, !own.columns.isEmpty { found.take(own) }
        }
        if part == nil { found.byAnotherClock = try await byAnotherClock(without: foreign) }
        return found
    }

    /// A record and its event, as far as they are there.
    fileprivate struct Pair {
        var event: Int64?
        var record: Int64?
        var columns: [String]
        var of: Int
    }

    /// Events that several records name; the first hundred.
    private func shared() async throws -> Set<Int64> {
        let rows = try await connection.query(
            "SELECT event_id FROM provision.record WHERE event_id IS NOT NULL GROUP BY event_id HAVING count(*) > 1 ORDER BY event_id LIMIT 100")
        return Set(try rows.map { try $0.decode(Int64.self) })
    }

    /// Codes of the columns, as the log names them: branches of a CASE.
    private static let resultNames = ProvisionRecord.Result.allCases.map { "WHEN '\($0.rawValue)' THEN '\($0.name)'" }.joined(separator: " ")
    private static let wayNames = ProvisionRecord.Way.allCases.map { "WHEN '\($0.rawValue)' THEN '\($0.name)'" }.joined(separator: " ")

    /// The first hubs knew the register's record only.
    private static let items = ItemCatalogue.register.items

    /// Whose columns differ; of one event all that name it.
    private func differing(_ part: Part?, without foreign: [Int64], only event: Int64?) async throws -> [Pair] {
        let (after, through) = (part?.after ?? .init(xact: 0, eventID: 0), part?.through ?? .init(xact: UInt64(Int64.max), eventID: .max))
        let rows = try await connection.query(
            """
            WITH item AS (SELECT name, i, n FROM unnest(\(Self.items.map(\.rawValue)), \(Self.items.map { Int32($0.bit) })) WITH ORDINALITY AS t (name, i, n)),
            told AS (
                -- By what is sealed, and not by the columns beside it, which are held against it elsewhere.
                SELECT event_id, b ->> 'outcome' = 'failure' AS is_failure, b ->> 'by' AS by_whom, b -> 'fields' AS f, personal::jsonb AS p,
                    CASE WHEN b ? 'clock' THEN (b ->> 'at')::timestamptz END AS at
                FROM audit.event CROSS JOIN LATERAL (SELECT body::jsonb AS b) AS text
                WHERE kind = \(EventKind.provision.name) AND event_id <> ALL (\(foreign)) AND (xact, event_id) > (\(after.xact), \(after.eventID))
                    AND (xact, event_id) <= (\(through.xact), \(through.eventID)) AND (\(event)::bigint IS NULL OR event_id = \(event))
            ), pair AS (
                SELECT e.event_id, r.record_id, CASE WHEN e.event_id IS NULL OR r.record_id IS NULL THEN '' ELSE concat_ws(' ',
                    CASE WHEN r.system IS DISTINCT FROM e.f ->> 'system' THEN 'system' END,
                    CASE WHEN r.dataset IS DISTINCT FROM e.f ->> 'dataset' THEN 'dataset' END,
                    CASE WHEN r.by_whom IS DISTINCT FROM e.by_whom THEN 'by_whom' END,
                    CASE WHEN r.policy_version IS DISTINCT FROM e.f ->> 'policy' THEN 'policy_version' END,
                    CASE WHEN r.refusal IS DISTINCT FROM e.f ->> 'refusal' THEN 'refusal' END,
                    CASE WHEN r.batch_key IS DISTINCT FROM e.f ->> 'batch' THEN 'batch_key' END,
                    CASE WHEN r.calendar_day::text IS DISTINCT FROM e.f ->> 'day' THEN 'calendar_day' END,
                    CASE WHEN CASE r.way \(unsafeSQL: Self.wayNames) END IS DISTINCT FROM e.f ->> 'way' THEN 'way' END,
                    CASE WHEN r.recorded_at <> e.at THEN 'recorded_at' END,
                    CASE WHEN (r.result = 'r') <> e.is_failure
                        OR NOT e.is_failure AND CASE r.result \(unsafeSQL: Self.resultNames) END IS DISTINCT FROM e.f ->> 'result'
                        THEN 'result' END,
                    CASE WHEN NOT e.is_failure AND r.persons_count::text IS DISTINCT FROM e.f ->> 'persons_count' THEN 'persons_count' END,
                    CASE WHEN NOT e.is_failure AND r.taken_back_count <> coalesce(e.f ->> 'taken_back_count', '0')::bigint THEN 'taken_back_count' END,
                    CASE WHEN NOT e.is_failure AND r.not_taken_count <> coalesce(e.f ->> 'not_taken_count', '0')::bigint THEN 'not_taken_count' END,
                    CASE WHEN NOT e.is_failure AND r.protected_count <> coalesce(e.f ->> 'protected_count', '0')::bigint THEN 'protected_count' END,
                    CASE WHEN NOT e.is_failure AND r.started_by::text IS DISTINCT FROM e.f ->> 'started_by' THEN 'started_by' END,
                    CASE WHEN NOT e.is_failure AND r.cut_xact::text IS DISTINCT FROM e.f ->> 'cut' THEN 'cut_xact' END,
                    CASE WHEN NOT e.is_failure AND CASE WHEN r.individual_number THEN 'yes' ELSE 'no' END IS DISTINCT FROM e.f ->> 'individual_number'
                        THEN 'individual_number' END,
                    CASE WHEN NOT e.is_failure AND encode(r.digest, 'base64') IS DISTINCT FROM e.f ->> 'digest' THEN 'digest' END,
                    -- The first hubs wrote the items' names.
                    CASE WHEN NOT e.is_failure AND CASE WHEN e.f ? 'item_bits' THEN to_hex(r.items) IS DISTINCT FROM e.f ->> 'item_bits'
                        ELSE coalesce((SELECT string_agg(name, ' ' ORDER BY n) FROM item WHERE (r.items >> i) & 1 = 1), '') <> coalesce(e.f ->> 'items', '') END
                        THEN 'items' END,
                    CASE WHEN r.addressee_id::text IS DISTINCT FROM e.p ->> 'addressee_id' THEN 'addressee_id' END,
                    CASE WHEN r.atenabango IS DISTINCT FROM e.p ->> 'atenabango' THEN 'atenabango' END,
                    CASE WHEN translate(encode(r.persons, 'base64'), E'\\n', '') IS DISTINCT FROM e.p ->> 'persons' THEN 'persons' END,
                    CASE WHEN translate(encode(r.taken_back, 'base64'), E'\\n', '') IS DISTINCT FROM e.p ->> 'taken_back' THEN 'taken_back' END,
                    CASE WHEN translate(encode(r.not_taken, 'base64'), E'\\n', '') IS DISTINCT FROM e.p ->> 'not_taken' THEN 'not_taken' END) END AS columns
                FROM told e FULL JOIN (SELECT * FROM provision.record WHERE \(event)::bigint IS NULL OR event_id = \(event)) AS r ON r.event_id = e.event_id
                WHERE (e.event_id IS NOT NULL OR \(part == nil) AND (r.event_id IS NULL OR r.event_id <> ALL (\(foreign))))
                    -- Records from before there was a log have no event.
                    AND (r.record_id IS NULL OR r.event_id IS NOT NULL
                        OR r.recorded_at >= (SELECT recorded_at FROM audit.event ORDER BY xact, event_id LIMIT 1))
            )
            SELECT event_id, record_id, columns, count(*) OVER () FROM pair
            WHERE event_id IS NULL OR record_id IS NULL OR columns <> '' OR \(event)::bigint IS NOT NULL
            ORDER BY event_id NULLS LAST, record_id LIMIT \(Int64(Self.most))
            """)
        return try rows.map { row in
            let (event, record, columns, count) = try row.decode((Int64?, Int64?, String, Int64).self)
            return Pair(event: event, record: record, columns: columns.split(separator: " ").map(String.init), of: Int(count))
        }
    }

    /// Before there was one clock, records took the database's and events the program's: that they differ says nothing of either.
    private func byAnotherClock(without foreign: [Int64]) async throws -> Int {
        let rows = try await connection.query(
            """
            SELECT count(*) FROM provision.record r JOIN audit.event e ON e.event_id = r.event_id
            WHERE e.kind = \(EventKind.provision.name) AND e.event_id <> ALL (\(foreign)) AND r.recorded_at <> e.recorded_at
                AND (r.recorded_at > e.recorded_at + interval '2 minutes' OR r.recorded_at < e.recorded_at - interval '2 minutes')
                AND position('","clock":"' in e.body) = 0
            """)
        return Int(try rows.first?.decode(Int64.self) ?? 0)
    }
}

extension ProvisionRecordCheck.Found {
    /// Records are numbered as the disclosure report does: by their event.
    fileprivate mutating func take(_ pair: ProvisionRecordCheck.Pair) {
        uncounted = max(uncounted, pair.of - ProvisionRecordCheck.most)
        guard let event = pair.event else {
            faults.append(
                LogFault(.foreign, eventID: nil, batch: nil, "証跡のイベントがない提供の記録です（内部番号 \(pair.record ?? 0)）。プログラムの外で書かれたか、event_id が書き換えられたものです"))
            return
        }
        guard pair.record != nil else {
            faults.append(LogFault(.missing, eventID: event, batch: nil, "このイベントの提供の記録がありません（消されたか、プログラムの外で書かれたイベントです）"))
            return
        }
        faults.append(
            LogFault(
                .disagrees, eventID: event, batch: nil, columns: pair.columns,
                "提供の記録の列 \(pair.columns.joined(separator: "、")) が、封印された内容と異なります"))
    }
}
