internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Postgres

extension ManualConfirmation {
    /// 確認の期限. Days after which a question that nobody decided lapses, unless configured otherwise.
    public static let waitingDays = 30

    /// Why a question was refused that lapsed; stands where a person's reason would.
    static let lapsedReason = "期限切れ"

    /// Requests that lapse in one transaction.
    private static let lapsesAtOnce: Int64 = 500

    /// 期限切れ. What has waited for longer than this is refused, each with an event; the receiver is told so for some days, and may ask again after them.
    ///
    /// Running it twice does nothing more. Whoever lapsed can still be released or refused as long as the same was not asked again.
    /// - Parameters:
    ///   - days: 1 or more.
    ///   - whom: who runs the daily step, as the log is to name it.
    /// - Returns: how many lapsed.
    /// - Throws: `PostgresError`.
    @discardableResult
    package func lapse(after days: Int = ManualConfirmation.waitingDays, byWhom whom: String) async throws -> Int {
        var lapsed = 0
        while true {
            let some = try await pool.transaction(retries: 3) { try await lapse(after: max(days, 1), by: whom, on: $0) }
            lapsed += some
            guard some == Int(Self.lapsesAtOnce) else { return lapsed }
        }
    }

    private func lapse(after days: Int, by whom: String, on connection: Connection) async throws -> Int {
        let old = try await connection.query(
            """
            SELECT request_id FROM answer.request
            WHERE outcome IS NULL AND asked_at <= clock_timestamp() - \(Int64(days)) * interval '1 day'
            ORDER BY request_id LIMIT \(Self.lapsesAtOnce) FOR UPDATE SKIP LOCKED
            """
        ).map { try $0.decode(Int64.self) }
        // One that isn't true lapses like the others, and stays untrue.
        try await seal.update(
            .answerRequest,
            """
            t.request_id = ANY (\(old)) \(unsafeSQL: RowSeal.set(.answerRequest)) outcome = 'x', decided_at = clock_timestamp(), decided_by = \(whom),
                reason = \(Self.lapsedReason), stands_until = clock_timestamp() + \(Int64(Self.usualDays)) * interval '1 day'
            """, on: connection)
        let rows = try await connection.query(
            """
            SELECT q.request_id, q.addressee_id, q.system, q.dataset, q.items, q.stands_until FROM answer.request q
            WHERE q.request_id = ANY (\(old)) ORDER BY q.request_id
            """)
        for row in rows {
            let (request, id, system, dataset, items, until) = try row.decode((Int64, Int64, String, String, Int64, PostgresInstant).self)
            var fields = [
                "dataset": dataset, "days": String(days), "reason": Self.lapsedReason, "request": String(request), "system": system,
                "until": JapanTime(until).iso8601,
            ]
            fields["items"] = try await store.items(ItemSet(rawValue: items), of: system, dataset, on: connection).named
            try await AuditEvent(
                .answerLapsed, by: whom, fields: fields, personal: ["addressee_id": String(id)], addresseeID: id
            ).record(on: connection)
        }
        return rows.count
    }
}
