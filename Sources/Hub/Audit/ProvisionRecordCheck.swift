internal import Addressee
internal import Postgres

/// Holds provision records against the sealed events that say the same.
struct ProvisionRecordCheck {
    let connection: Connection

    /// The first record that its event does not say, the first event without its record, or the first record without an event or with one it
    /// shares; nil where all agree.
    ///
    /// - Parameter whole: false skips what needs no event: records that were added.
    func first(in whole: Bool) async throws -> (eventID: Int64?, recordID: Int64?)? {
        let rows = try await connection.query(
            """
            WITH item AS (SELECT name, i, n FROM unnest(\(Item.allCases.map(\.rawValue)), \(Item.allCases.map { Int32($0.bit) })) WITH ORDINALITY AS t (name, i, n)),
            told AS (
                SELECT event_id, is_failure, by_whom, recorded_at, addressee_id, personal::jsonb AS p, body::jsonb -> 'fields' AS f
                FROM audit.event WHERE kind = 'provision.answered'
            )
            SELECT e.event_id, r.record_id
            FROM told e FULL JOIN provision.record r ON r.event_id = e.event_id
            WHERE (r.record_id IS NULL OR e.event_id IS NULL
                OR (r.system, r.dataset, r.by_whom, r.result = 'r', r.policy_version, r.refusal, r.batch_key, r.calendar_day::text)
                    IS DISTINCT FROM (e.f ->> 'system', e.f ->> 'dataset', e.by_whom, e.is_failure, e.f ->> 'policy', e.f ->> 'refusal', e.f ->> 'batch', e.f ->> 'day')
                OR CASE r.way WHEN 'p' THEN 'push' WHEN 'd' THEN 'delta' WHEN 'f' THEN 'full' WHEN 'o' THEN 'one' WHEN 'm' THEN 'medium' ELSE 'none' END IS DISTINCT FROM e.f ->> 'way'
                OR abs(extract(epoch FROM r.recorded_at - e.recorded_at)) > 120
                OR (r.result <> 'r' AND (
                    (CASE r.result WHEN 's' THEN 'started' WHEN 'p' THEN 'provided' ELSE 'interrupted' END, r.persons_count::text, r.started_by::text,
                        r.cut_xact::text, CASE WHEN r.individual_number THEN 'yes' ELSE 'no' END, encode(r.digest, 'base64'))
                    IS DISTINCT FROM (e.f ->> 'result', e.f ->> 'persons_count', e.f ->> 'started_by', e.f ->> 'cut', e.f ->> 'individual_number', e.f ->> 'digest')
                    -- The first hubs wrote the items' names.
                    OR CASE WHEN e.f ? 'item_bits' THEN to_hex(r.items) IS DISTINCT FROM e.f ->> 'item_bits'
                        ELSE coalesce((SELECT string_agg(name, ' ' ORDER BY n) FROM item WHERE (r.items >> i) & 1 = 1), '')
                            <> coalesce(e.f ->> 'items', '') END))
                OR (e.p IS NOT NULL AND (r.addressee_id::text, r.atenabango, translate(encode(r.persons, 'base64'), E'\\n', ''))
                    IS DISTINCT FROM (e.p ->> 'addressee_id', e.p ->> 'atenabango', e.p ->> 'persons'))
                OR (e.p IS NULL AND num_nonnulls(r.addressee_id, r.atenabango, r.persons) > 0))
                -- Records from before there was a log have no event.
                AND (r.record_id IS NULL OR r.event_id IS NOT NULL
                    OR r.recorded_at >= (SELECT recorded_at FROM audit.event ORDER BY xact, event_id LIMIT 1))
            ORDER BY e.event_id NULLS LAST, r.record_id LIMIT 1
            """)
        if let row = rows.first {
            let (event, record) = (try row.decode(0, as: Int64?.self), try row.decode(1, as: Int64?.self))
            if whole || event != nil { return (event, record) }
        }
        let twice = try await connection.query(
            "SELECT event_id, max(record_id) FROM provision.record WHERE event_id IS NOT NULL GROUP BY event_id HAVING count(*) > 1 ORDER BY event_id LIMIT 1")
        guard let row = twice.first else { return nil }
        return (try row.decode(0, as: Int64?.self), try row.decode(1, as: Int64?.self))
    }
}
