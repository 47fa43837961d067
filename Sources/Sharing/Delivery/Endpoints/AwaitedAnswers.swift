internal import Addressee
internal import AuditTrail
internal import Postgres

/// 回答待ち. What receivers accepted and have not answered.
enum AwaitedAnswers {
    /// Puts on record, once for each entry, that its answer did not come in the time that the endpoint gives; where there is none, nobody asks for it any more. It
    /// goes on being awaited; somebody looks, or has it sent again.
    static func tellOverdue(by whom: String, pool: Pool) async throws {
        try await pool.transaction(retries: 3) { connection in
            let overdue = try await connection.query(
                """
                WITH late AS (
                    UPDATE delivery.awaited a SET is_overdue = true
                    WHERE NOT a.is_overdue AND a.accepted_at < clock_timestamp() - coalesce((
                        SELECT make_interval(hours => e.hours_to_answer) FROM delivery.endpoint e WHERE e.system = a.system AND e.dataset = a.dataset), '0')
                    RETURNING a.system, a.dataset
                )
                SELECT system, dataset, count(*) AS count FROM late GROUP BY system, dataset ORDER BY system, dataset
                """)
            for row in overdue {
                let fields = [
                    "count": String(try row.decode("count", as: Int64.self)), "dataset": try row.decode("dataset", as: String.self),
                    "system": try row.decode("system", as: String.self),
                ]
                try await AuditEvent(.answersOverdue, by: whom, fields: fields).record(on: connection)
            }
        }
    }

    /// Waits no longer: what was accepted ends on record as what nobody knows of, batch by batch.
    ///
    /// - Parameters:
    ///   - system: whose; nil: everybody's.
    ///   - onlyOverdue: only what was not answered in time.
    ///   - whom: as whom the records name who gives up.
    /// - Returns: the persons and datasets that were waited for.
    static func giveUp(
        _ system: SystemName?, _ dataset: String? = nil, onlyOverdue: Bool = false, by whom: String, on connection: Connection
    ) async throws -> [(person: Int64, dataset: String)] {
        let rows = try await connection.query(
            """
            WITH gone AS (
                DELETE FROM delivery.awaited
                WHERE (\(system?.rawValue)::text IS NULL OR system = \(system?.rawValue)) AND (\(dataset)::text IS NULL OR dataset = \(dataset))
                    AND (is_overdue OR NOT \(onlyOverdue))
                RETURNING record_id, addressee_id, is_removal, place_of_protected, record_key
            )
            SELECT DISTINCT g.record_id, g.addressee_id, g.is_removal, g.place_of_protected, g.record_key, r.system, r.dataset, r.items, r.policy_version, r.batch_key, r.calendar_day
            FROM gone g JOIN provision.record r USING (record_id) ORDER BY g.record_id, g.addressee_id
            """)
        var records: [ProvisionRecord] = []
        var persons: [(person: Int64, dataset: String)] = []
        var named = ProvisionRecord.Persons()
        for (index, row) in rows.enumerated() {
            let (id, person) = (try row.decode("record_id", as: Int64.self), try row.decode("addressee_id", as: Int64.self))
            if index == 0 || records.last?.startedBy != id {
                if !records.isEmpty { records[records.count - 1].name(named) }
                named = ProvisionRecord.Persons()
                var record = ProvisionRecord(
                    .unconfirmed, .push, system: try row.decode("system"), dataset: try row.decode("dataset"), byWhom: whom, policy: nil)
                record.given = ItemSet(rawValue: try row.decode("items", as: Int64.self))
                record.policyVersion = try row.decode("policy_version", as: String?.self)
                record.batchKey = try row.decode("batch_key", as: String?.self)
                record.day = try row.decode("calendar_day", as: CalendarDay?.self)
                record.startedBy = id
                records.append(record)
            }
            named.insert(person, try row.decode("is_removal", as: Bool.self) ? .takenBack : .given, record: try row.decode("record_key"))
            if try row.decode("place_of_protected", as: Bool.self) { named.placeOfProtected.insert(person) }
            persons.append((person, records[records.count - 1].dataset))
        }
        guard !records.isEmpty else { return [] }
        records[records.count - 1].name(named)
        try await connection.query(ProvisionRecord.statement(of: records)).written(records.count)
        return persons
    }
}
