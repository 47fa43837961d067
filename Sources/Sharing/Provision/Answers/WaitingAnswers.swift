public import AccessControl
public import Addressee
internal import AuditTrail
internal import Postgres

/// 確認待ち. One question that waits for a person of the staff, or waited in vain.
public struct WaitingAnswer: Sendable {
    /// Number that people call it by.
    public let id: Int64
    /// Receiving system's slug.
    public let system: String
    /// Dataset asked for.
    public let dataset: String
    /// About whom.
    public let addresseeNumber: String
    /// What waits of the answer; empty where it is all of it, because the person is flagged.
    public let items: [Item]
    /// Since when, Japan time.
    public let since: String
    /// Whole days since then.
    public let days: Int
    /// Who asked.
    public let askedBy: String
}

/// One page of what waits, the oldest first.
public struct WaitingAnswers: Sendable {
    /// On a page unless told otherwise.
    public static let usual = 50
    /// On a page at most.
    public static let most = 1000

    /// As many as were asked for at most.
    public let answers: [WaitingAnswer]
    /// Whether more follow after the last of them.
    public let more: Bool

    /// In SQL, of a request that lapsed: whether the same was asked again since.
    static func wasAskedAgain(_ request: String) -> String {
        """
        EXISTS (
            SELECT FROM answer.request n WHERE n.addressee_id = \(request).addressee_id AND n.system = \(request).system AND n.dataset = \(request).dataset
                AND n.items = \(request).items AND n.request_id > \(request).request_id)
        """
    }
}

extension ManualConfirmation {
    /// A page of what waits, the oldest first; or of what lapsed and was not asked again since. That it was read is an event.
    ///
    /// - Parameters:
    ///   - system: only what this one asked for; nil: all.
    ///   - after: number of the last on the page before; nil: from the beginning.
    ///   - limit: 1 to `WaitingAnswers.most`.
    /// - Throws: `AccessRefused`, `AnswerRefused` K0010 (both recorded), `PostgresError`.
    public func waiting(
        by principal: Principal, of system: SystemName? = nil, after: Int64? = nil, limit: Int = WaitingAnswers.usual, isLapsed: Bool = false
    ) async throws -> WaitingAnswers {
        func check() throws(AnswerRefused) {
            guard (1...WaitingAnswers.most).contains(limit) else { throw .wrongLimit }
        }
        let state = isLapsed ? "q.outcome = 'x' AND NOT \(WaitingAnswers.wasAskedAgain("q"))" : "q.outcome IS NULL"
        let attempt = Attempt(.answersListed, refusing: AnswerRefused.self)
        return try await pool.permit(principal, [.operateDeliveries], as: attempt, first: check) { _, connection in
            let rows = try await connection.query(
                """
                SELECT q.request_id, q.system, q.dataset, a.atenabango, q.items, q.asked_at, q.asked_by,
                    floor(extract(epoch FROM clock_timestamp() - q.asked_at) / 86400)::bigint
                FROM answer.request q JOIN register.addressee a ON a.addressee_id = q.addressee_id
                WHERE \(unsafeSQL: state) AND q.request_id > \(after ?? 0) AND (\(system?.rawValue)::text IS NULL OR q.system = \(system?.rawValue))
                ORDER BY q.request_id LIMIT \(Int64(limit) + 1)
                """)
            var answers: [WaitingAnswer] = []
            for row in rows.prefix(limit) { answers.append(try await WaitingAnswer(row, store, on: connection)) }
            var fields = fields(principal)
            fields["count"] = String(answers.count)
            fields["system"] = system?.rawValue
            fields["after"] = after.map(String.init)
            if isLapsed { fields["lapsed"] = "yes" }
            return Recorded(
                WaitingAnswers(answers: answers, more: rows.count > limit), as: AuditEvent(.answersListed, by: principal.name, fields: fields))
        }
    }
}

extension WaitingAnswer {
    fileprivate init(_ row: Row, _ store: PolicyStore, on connection: Connection) async throws {
        let (id, system, dataset, number, items, at, by, days) = try row.decode(
            (Int64, String, String, String, Int64, PostgresInstant, String, Int64).self)
        self.init(
            id: id, system: system, dataset: dataset, addresseeNumber: number,
            items: try await store.items(ItemSet(rawValue: items), of: system, dataset, on: connection), since: JapanTime(at).plain,
            days: Int(days), askedBy: by)
    }
}
