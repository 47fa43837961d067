public import AccessControl
internal import Addressee
internal import AuditTrail
internal import Foundation
internal import Postgres
internal import Register

/// 提供先. One provision in which a number went out that was in conflict, or was wrong, and any by which it may have.
public struct NumberReceipt: Sendable {
    /// 結果. Whether the receiver has it.
    public enum Outcome: String, Sendable {
        /// 提供
        case provided
        /// 結果不明: it was on its way, and nobody knows whether it arrived.
        case unconfirmed
        /// 受領: it arrived, and what became of it is not said yet.
        case accepted
        /// 受取り拒否: it arrived, and was not kept.
        case notTaken = "not-taken"

        /// In Japanese.
        public var label: String {
            switch self {
            case .provided: "提供"
            case .unconfirmed: "届いたか不明"
            case .accepted: "受領済み、処理の結果待ち"
            case .notTaken: "提供先が受け取らず"
            }
        }
    }

    /// Record of the provision.
    public let record: Int64
    /// Receiving system's slug.
    public let system: String
    /// Dataset.
    public let dataset: String
    /// push, delta, full, one or medium.
    public let way: String
    /// When, Japan time.
    public let at: String
    /// Whose entry it was in.
    public let addresseeNumber: String
    /// Whether the receiver has it.
    public let outcome: Outcome
}

extension PersonLookup {
    /// Who received the number that an entry of the queue is about, of whom it was registered for when, from the records of provision (INCIDENTS 8, 15).
    ///
    /// Of each person whose tie was decided, or of the other where nothing is decided yet: from when the tie began until it waited or ended. That it was
    /// read is an event.
    ///
    /// - Throws: `AccessRefused`, `HeldRefused` H0010 (both recorded), `PostgresError`.
    public func receivers(by principal: Principal, ofEntry id: Int64) async throws -> [NumberReceipt] {
        try await pool.permit(principal, [.correct], as: Attempt(.heldReceiversListed, fields: ["entry": String(id)])) { connection in
            var receipts: [NumberReceipt] = []
            var persons: [Int64] = []
            for period in try await periods(of: id, on: connection) {
                receipts += try await received(period, on: connection)
                persons.append(period.person)
            }
            receipts.sort { ($0.at, $0.record) < ($1.at, $1.record) }
            var fields = ["count": String(receipts.count), "entry": String(id), "terminal": principal.terminal]
            fields["department"] = principal.department
            var set = PersonSet()
            for person in Set(persons).sorted() { set.insert(person) }
            return Recorded(
                receipts,
                as: AuditEvent(
                    .heldReceiversListed, by: principal.name, fields: fields, personal: ["persons": Data(set.finish()).base64EncodedString()]))
        }
    }

    private struct Period {
        var person: Int64
        var number: String
        var from: PostgresInstant
        var until: PostgresInstant
        var items: ItemSet
    }

    private func periods(of id: Int64, on connection: Connection) async throws -> [Period] {
        // A tie began with the first version that had it, which a decision since may have set otherwise; an entry that marks a number ends its going out.
        try await connection.query(
            """
            WITH entry AS (
                SELECT h.held_id, h.recorded_at, h.running_number, h.items, h.other_addressee_id, h.addressee_id,
                    EXISTS (SELECT FROM register.tie_act t WHERE t.held_id = h.held_id) AS is_decided
                FROM intake.held h WHERE h.held_id = \(id)
            ), person AS (
                SELECT e.other_addressee_id AS id, e.running_number AS running, NULL::timestamptz AS since, e.recorded_at AS until, e.items
                FROM entry e WHERE e.other_addressee_id IS NOT NULL AND NOT e.is_decided
                UNION ALL
                -- What never was theirs: while they had it, until it waited or was ended.
                SELECT t.addressee_id, t.before_running_number, NULL, CASE WHEN e.items <> 0 THEN e.recorded_at ELSE t.recorded_at END, e.items
                FROM entry e JOIN register.tie_act t ON t.held_id = e.held_id AND t.act = 'e'
                UNION ALL
                -- What was tied by the decision, and taken back: while it lasted.
                SELECT t.addressee_id, t.after_running_number, t.recorded_at, b.recorded_at, e.items
                FROM entry e JOIN register.tie_act t ON t.held_id = e.held_id AND t.act = 't'
                CROSS JOIN LATERAL (
                    SELECT min(b.recorded_at) AS recorded_at FROM register.tie_act b
                    WHERE b.held_id = t.held_id AND b.addressee_id = t.addressee_id AND b.act = 'b' AND b.tie_act_id > t.tie_act_id
                ) AS b WHERE b.recorded_at IS NOT NULL
            )
            SELECT p.id, a.atenabango AS number, coalesce(p.since, (
                    SELECT min(v.recorded_at) FROM register.version v WHERE v.addressee_id = p.id AND (v.running_number = p.running OR v.history_number = (
                        SELECT max(t.history_number) FROM register.tie_act t
                        WHERE t.addressee_id = p.id AND t.held_id = \(id) AND t.before_running_number = p.running))
                ), p.until) AS since, p.until, CASE WHEN p.items = 0 THEN \(ItemSet(.kojinbango).rawValue) ELSE p.items END AS items
            FROM person p JOIN register.addressee a ON a.addressee_id = p.id
            """
        ).map { row in
            Period(
                person: try row.decode("id"), number: try row.decode("number"), from: try row.decode("since"), until: try row.decode("until"),
                items: ItemSet(rawValue: try row.decode("items")))
        }
    }

    /// Batches by the compressed set of whom they named; answers about one person by the person.
    private func received(_ period: Period, on connection: Connection) async throws -> [NumberReceipt] {
        var found: [NumberReceipt] = []
        /// Records of what was accepted and not answered yet, by what they started with.
        var awaiting: [Int64: Int64] = [:]
        var after: Int64 = 0
        while true {
            let rows = try await connection.query(
                """
                SELECT r.record_id, r.system, r.dataset, r.way::text AS way, coalesce(s.recorded_at, r.recorded_at) AS recorded_at, r.persons, r.not_taken,
                    r.addressee_id, r.result::text AS result, r.started_by
                FROM provision.record r LEFT JOIN provision.record s ON s.record_id = r.started_by
                WHERE r.record_id > \(after) AND r.result IN ('p', 'i', 'o', 'a', 'u', 'x') AND r.items & \(period.items.rawValue) <> 0
                    -- What was begun while the person had the number went out with it, however late it ended.
                    AND coalesce(s.recorded_at, r.recorded_at) >= \(period.from) AND coalesce(s.recorded_at, r.recorded_at) <= \(period.until)
                    AND (r.addressee_id = \(period.person) OR r.addressee_id IS NULL)
                    -- What became of an offer tells it.
                    AND (r.result <> 'o' OR NOT EXISTS (SELECT FROM provision.record e WHERE e.started_by = r.record_id))
                ORDER BY r.record_id LIMIT 200
                """)
            for row in rows {
                after = try row.decode("record_id", as: Int64.self)
                guard let outcome = try outcome(row, for: period.person) else { continue }
                let way = ProvisionRecord.Way(rawValue: try row.decode("way", as: String.self)) ?? .none
                // What became of what was accepted takes its place.
                let start = try row.decode("started_by", as: Int64?.self)
                if let start, let accepted = awaiting.removeValue(forKey: start) { found.removeAll { $0.record == accepted } }
                if let start, outcome == .accepted { awaiting[start] = after }
                found.append(
                    NumberReceipt(
                        record: after, system: try row.decode("system", as: String.self), dataset: try row.decode("dataset", as: String.self), way: way.name,
                        at: JapanTime(try row.decode("recorded_at", as: PostgresInstant.self)).plain, addresseeNumber: period.number, outcome: outcome))
            }
            if rows.count < 200 { return found }
        }
    }
    /// nil where the record names somebody else.
    private func outcome(_ row: Row, for person: Int64) throws -> NumberReceipt.Outcome? {
        let isGiven: NumberReceipt.Outcome =
            switch try row.decode("result", as: String.self) {
            case "o", "u": .unconfirmed
            case "a": .accepted
            default: .provided
            }
        if try row.decode("addressee_id", as: Int64?.self) == person { return isGiven }
        func names(_ column: String) throws -> Bool { try row.decode(column, as: [UInt8]?.self).map { PersonSet.contains(person, in: $0) } ?? false }
        if try names("persons") { return isGiven }
        return try names("not_taken") ? .notTaken : nil
    }
}
