public import AccessControl
public import Addressee
internal import AuditTrail
package import Postgres

/// 支援措置の一覧の1件. A measure that stands, or what rows stated of one person whom no measure protects.
public struct MeasureEntry: Redacted {
    /// 番号; nil where no clerk set it.
    public let measure: Int64?
    /// 宛名番号 of those whom it still protects; the applicant first.
    public let addresseeNumbers: [String]
    /// 支援措置開始年月日; nil where none was stated.
    public let from: CalendarDay?
    /// 支援措置終了年月日; nil where none was stated.
    public let until: CalendarDay?
    /// 仮支援措置
    public let isProvisional: Bool
    /// 根拠; empty where no clerk set it.
    public let ground: String
    /// 申出を受けた機関; empty where no clerk set it.
    public let sourceOffice: String
    /// Account of who set or extended it last; empty where no clerk did.
    public let setBy: String

    /// Printed with `****` in place of the persons.
    public static var redactedName: String { "支援措置" }
}

/// 決定を待つ終了の申し出
public struct WaitingEnd: Redacted {
    /// Number that people call it by.
    public let proposal: Int64
    /// Of which measure; nil of what rows stated.
    public let measure: Int64?
    /// Of whom.
    public let addresseeNumbers: [String]
    /// Account of who proposed.
    public let proposedBy: String
    /// When, Japan time.
    public let proposedAt: String
    /// Why.
    public let reason: String

    /// Printed with `****` in place of the persons.
    public static var redactedName: String { "終了の申し出" }
}

extension ProtectionMeasures {
    /// Days before a measure's last one from which it is told as coming to its end.
    public static let notice = 30

    /// 期限の一覧. What is over or will be within some days, the oldest first; it goes on protecting until two people end it. That it was read is an event.
    ///
    /// - Parameter within: days; 0: only what is over.
    /// - Throws: `AccessRefused`, `ProtectionRefused` (both recorded), `PostgresError`.
    public func due(by principal: Principal, within days: Int = Self.notice) async throws -> [MeasureEntry] {
        let last = today.adding(days: max(0, min(days, 3660)))
        return try await listed("due", principal) { connection in
            try await entries(where: "e.until_day < '\(last)'::date", on: connection)
        } persons: {
            $0.flatMap(\.addresseeNumbers)
        }
    }

    /// 継続中の支援措置, by the number of the measure. That it was read is an event.
    ///
    /// - Throws: `AccessRefused`, `ProtectionRefused` (both recorded), `PostgresError`.
    public func standing(by principal: Principal) async throws -> [MeasureEntry] {
        try await listed("standing", principal) {
            try await entries(where: "true", on: $0)
        } persons: {
            $0.flatMap(\.addresseeNumbers)
        }
    }

    /// 決定を待つ終了の申し出, the oldest first. That it was read is an event.
    ///
    /// - Throws: `AccessRefused`, `ProtectionRefused` (both recorded), `PostgresError`.
    public func waitingEnds(by principal: Principal) async throws -> [WaitingEnd] {
        try await listed("waiting", principal) { connection in
            try await connection.query(
                """
                SELECT p.proposal_id, p.measure_id, p.proposed_by, p.proposed_at, p.reason,
                    ARRAY(SELECT a.atenabango FROM register.addressee a WHERE a.addressee_id = ANY (p.addressee_ids) ORDER BY a.atenabango) AS numbers
                FROM register.end_proposal p WHERE NOT EXISTS (SELECT FROM register.end_decision d WHERE d.proposal_id = p.proposal_id)
                ORDER BY p.proposal_id LIMIT 1000
                """
            ).map { row in
                WaitingEnd(
                    proposal: try row.decode("proposal_id"), measure: try row.decode("measure_id"), addresseeNumbers: try row.decode("numbers"),
                    proposedBy: try row.decode("proposed_by"), proposedAt: JapanTime(try row.decode("proposed_at", as: PostgresInstant.self)).plain,
                    reason: try row.decode("reason"))
            }
        } persons: {
            $0.flatMap(\.addresseeNumbers)
        }
    }

    private func listed<Entry: Sendable>(
        _ list: String, _ principal: Principal, _ read: @Sendable (Connection) async throws -> [Entry], persons: @Sendable ([Entry]) -> [String]
    ) async throws -> [Entry] {
        // Whoever ends needs to know what stands, as does whoever sets.
        let right: Right = principal.may(.protectPersons) ? .protectPersons : .liftSuppression
        return try await acting(.measuresListed, right, principal) { connection in
            let entries = try await read(connection)
            var fields = fields(principal)
            (fields["list"], fields["count"]) = (list, String(entries.count))
            return Recorded(
                entries,
                as: AuditEvent(
                    .measuresListed, by: principal.name, fields: fields, personal: ["atenabango": persons(entries).joined(separator: " ")], at: now()))
        }
    }

    private func entries(where condition: String, on connection: Connection) async throws -> [MeasureEntry] {
        try await connection.query(
            "SELECT * FROM (\(unsafeSQL: Self.all)) AS e WHERE \(unsafeSQL: condition) ORDER BY e.until_day NULLS LAST, e.measure_id LIMIT 10000"
        )
        .map { row in
            MeasureEntry(
                measure: try row.decode("measure_id"), addresseeNumbers: try row.decode("numbers"), from: try row.decode("from_day"),
                until: try row.decode("until_day"), isProvisional: try row.decode("is_provisional"), ground: try row.decode("ground"),
                sourceOffice: try row.decode("source_office"), setBy: try row.decode("set_by"))
        }
    }

    /// What stands, where every row is true: an untrue one is named by status, and ends nothing.
    private static let all = """
        SELECT m.measure_id, m.numbers, t.from_day, t.until_day, t.is_provisional, t.ground, t.source_office, t.set_by
        FROM (\(standingMeasures)) AS m
        CROSS JOIN LATERAL (SELECT * FROM register.measure_term t WHERE t.measure_id = m.measure_id ORDER BY t.term_id DESC LIMIT 1) AS t
        UNION ALL
        SELECT NULL, ARRAY[a.atenabango], n.first, n.last, n.provisional, '', '', ''
        FROM (SELECT DISTINCT addressee_id FROM register.protection) AS p
        JOIN register.addressee a USING (addressee_id)
        CROSS JOIN LATERAL register.protection_now(p.addressee_id) AS n
        WHERE (n.suppressed OR n.provisional OR n.first IS NOT NULL) AND NOT EXISTS (
            SELECT FROM register.measure_person m
            WHERE m.addressee_id = ANY (ARRAY[p.addressee_id] || ARRAY(SELECT register.sharing_number(p.addressee_id))) AND \(isStanding))
        """

    private static let standingMeasures = """
        SELECT m.measure_id, array_agg(a.atenabango ORDER BY m.is_together, a.addressee_id) AS numbers
        FROM register.measure_person m JOIN register.addressee a USING (addressee_id) WHERE \(isStanding) GROUP BY m.measure_id
        """

    /// Of a person `m` of a measure.
    private static let isStanding = """
        NOT EXISTS (
            SELECT FROM register.end_proposal o JOIN register.end_decision d USING (proposal_id)
            WHERE o.measure_id = m.measure_id AND d.approved AND m.addressee_id = ANY (o.addressee_ids))
        """

    /// 期限を過ぎた支援措置. How many are over on a day and stand all the same; for status.
    package static func countDue(on day: CalendarDay, _ connection: Connection) async throws -> Int {
        let rows = try await connection.query("SELECT count(*) FROM (\(unsafeSQL: all)) AS e WHERE e.until_day < \(day)")
        return Int(try rows.first?.decode(Int64.self) ?? 0)
    }
}
