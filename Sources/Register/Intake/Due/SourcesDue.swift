public import AccessControl
internal import Addressee
internal import AuditTrail
public import Governance
public import Postgres

/// 届くべきファイルの確認. Holds what was taken in against what a body says is due: a source whose file is absent, empty or cut short is named, and not only by
/// whoever happens to miss it.
public struct SourcesDue: Sendable {
    /// Due moments that are looked at of each source, the last first: what an earlier one had is the measure of a later one.
    private static let most = 8

    package let pool: Pool
    /// The hub's clock, unless a test has another.
    private let now: PostgresInstant?

    /// `pool` is that of the hub's database.
    public init(pool: Pool) { (self.pool, now) = (pool, nil) }

    package init(pool: Pool, now: PostgresInstant) { (self.pool, self.now) = (pool, now) }

    /// How each source of the schedule stands.
    ///
    /// - Throws: `AccessRefused` (recorded) without the right to operate deliveries; `PostgresError`.
    public func standings(by principal: Principal, _ schedule: SourceSchedule) async throws -> [SourceStanding] {
        try await pool.permit(principal, [.operateDeliveries]) { try await standings(schedule, on: $0) }
    }

    /// The same, for whoever looks after the hub by itself.
    package func standings(_ schedule: SourceSchedule) async throws -> [SourceStanding] {
        guard !schedule.sources.isEmpty else { return [] }
        return try await pool.transaction(isolation: .repeatableRead, readOnly: true) { try await standings(schedule, on: $0) }
    }

    private func standings(_ schedule: SourceSchedule, on connection: Connection) async throws -> [SourceStanding] {
        guard !schedule.sources.isEmpty else { return [] }
        let look = try await DueLook.read(schedule, at: now, most: Self.most, on: connection)
        return look.watched.map { look.standing(of: $0) }
    }

    /// Notes due moments that passed without what was due, an event each, once.
    ///
    /// - Parameter whom: who looks, as the log is to name it.
    /// - Returns: how many are new.
    package func note(_ schedule: SourceSchedule, by whom: String) async throws -> Int {
        guard !schedule.sources.isEmpty else { return 0 }
        return try await pool.transaction(retries: 3) { connection in
            let look = try await DueLook.read(schedule, at: now, most: Self.most, whole: true, on: connection)
            var noted = 0
            for watched in look.watched {
                for missed in look.missed(of: watched) {
                    let due = PostgresInstant(microsecondsSince2000: missed.moment.due * 1_000_000)
                    let added = try await connection.execute(
                        """
                        INSERT INTO intake.missed_due (due_at, source, layout, state)
                        VALUES (\(due), \(watched.rule.source.rawValue), \(watched.rule.data), \(missed.state.rawValue)) ON CONFLICT DO NOTHING
                        """)
                    guard added == 1 else { continue }
                    noted += 1
                    var fields = [
                        "data": watched.rule.data, "due": JapanTime(due).iso8601, "rows": String(missed.taken), "source": watched.rule.source.rawValue,
                        "state": missed.state.rawValue,
                    ]
                    fields["last"] = watched.lastTakenAt.map { JapanTime($0).iso8601 }
                    try await AuditEvent(.sourceMissed, isFailure: true, by: whom, fields: fields).record(on: connection)
                }
            }
            return noted
        }
    }
}

/// One look at everything that is due.
private struct DueLook {
    /// A source of the schedule, with what came of it.
    struct Watched {
        let rule: DueSource
        /// The last first; empty before the first.
        let moments: [DueSource.Moment]
        var arrivals: [SourceArrivals]
        /// Moments that were noted as missed, by when they were due.
        var noted: Set<Int64> = []
        var lastTakenAt: PostgresInstant?
    }

    let now: PostgresInstant
    private(set) var watched: [Watched]

    static func read(_ schedule: SourceSchedule, at given: PostgresInstant?, most: Int, whole: Bool = false, on connection: Connection) async throws -> DueLook
    {
        var now = given
        if now == nil { now = try await connection.query("SELECT clock_timestamp()").first?.decode(PostgresInstant.self) }
        let moment = now ?? .now()
        let seconds = moment.microsecondsSince2000 / 1_000_000
        var look = DueLook(
            now: moment,
            watched: schedule.sources.map { rule in
                // Earlier moments are of use only as a measure, and to whoever notes what was missed.
                let moments = rule.moments(upTo: seconds, most: whole || rule.percentOfLast > 0 ? most : 1)
                return Watched(rule: rule, moments: moments, arrivals: moments.map { _ in SourceArrivals() })
            })
        try await look.readArrivals(on: connection)
        try await look.readNoted(on: connection)
        return look
    }

    /// What was taken within the time of each moment, all in one statement.
    private mutating func readArrivals(on connection: Connection) async throws {
        let windows = watched.indices.flatMap { source in watched[source].moments.indices.map { (source: source, moment: $0) } }
        let moments = windows.map { watched[$0.source].moments[$0.moment] }
        let rows = try await connection.query(
            """
            SELECT w.n, f.rows_read, f.finished_at IS NOT NULL AS is_finished, min(t.taken_at) AS first_at,
                EXISTS (
                    SELECT FROM intake.file o WHERE o.digest = f.digest AND o.layout = f.layout AND o.source = f.source AND o.started_at < w.opens
                ) AS is_again,
                (SELECT coalesce(sum(accepted + unchanged + held), 0)::bigint FROM intake.block b WHERE b.file_id = f.file_id)
                + (SELECT count(DISTINCT d.line) FROM intake.decided_anew d JOIN intake.rejected r ON r.file_id = d.file_id AND r.line = d.line
                    WHERE d.file_id = f.file_id AND d.outcome <> 'rejected') AS taken,
                greatest(max(t.taken_at), (SELECT max(b.recorded_at) FROM intake.block b WHERE b.file_id = f.file_id)) AS last_at
            FROM unnest(\(windows.map { watched[$0.source].rule.source.rawValue }), \(windows.map { watched[$0.source].rule.data }),
                \(moments.map { PostgresInstant(microsecondsSince2000: $0.opens * 1_000_000) }),
                \(moments.map { PostgresInstant(microsecondsSince2000: $0.closes * 1_000_000) })) WITH ORDINALITY AS w (source, layout, opens, closes, n)
            JOIN intake.taking t ON t.source = w.source AND t.layout = w.layout AND t.taken_at >= w.opens AND t.taken_at < w.closes AND t.taken_at <= \(now)
            JOIN intake.file f ON f.file_id = t.file_id
            GROUP BY w.n, w.opens, f.file_id
            """)
        for row in rows {
            let window = windows[Int(try row.decode("n", as: Int64.self)) - 1]
            let (read, taken) = (try row.decode("rows_read", as: Int64.self), try row.decode("taken", as: Int64.self))
            let (first, last) = (try row.decode("first_at", as: PostgresInstant.self), try row.decode("last_at", as: PostgresInstant.self))
            let isAgain = try row.decode("is_again", as: Bool.self)
            if try !row.decode("is_finished", as: Bool.self) {
                let known = watched[window.source].arrivals[window.moment].unfinishedAt
                watched[window.source].arrivals[window.moment].unfinishedAt = max(known ?? last, last)
            } else {
                watched[window.source].arrivals[window.moment].add(rows: read, taken: taken, at: first, isAgain: isAgain)
            }
        }
        let last = try await connection.query(
            """
            SELECT w.n, (SELECT max(t.taken_at) FROM intake.taking t WHERE t.source = w.source AND t.layout = w.layout AND t.taken_at <= \(now)) AS last_at
            FROM unnest(\(watched.map(\.rule.source.rawValue)), \(watched.map(\.rule.data))) WITH ORDINALITY AS w (source, layout, n)
            """)
        for row in last { watched[Int(try row.decode("n", as: Int64.self)) - 1].lastTakenAt = try row.decode("last_at") }
    }

    private mutating func readNoted(on connection: Connection) async throws {
        let oldest = watched.map { PostgresInstant(microsecondsSince2000: ($0.moments.last?.due ?? $0.rule.first) * 1_000_000) }
        let rows = try await connection.query(
            """
            SELECT w.n, m.due_at
            FROM unnest(\(watched.map(\.rule.source.rawValue)), \(watched.map(\.rule.data)), \(oldest)) WITH ORDINALITY AS w (source, layout, oldest, n)
            JOIN intake.missed_due m ON m.source = w.source AND m.layout = w.layout AND m.due_at >= w.oldest
            """)
        for row in rows {
            let (n, due) = try row.decode((Int64, PostgresInstant).self)
            watched[Int(n) - 1].noted.insert(due.microsecondsSince2000 / 1_000_000)
        }
    }

    /// Rows that a moment's files must have had taken in at least: one, what the schedule says, and its share of what the last one had that was not missed.
    private func expected(_ watched: Watched, _ index: Int) -> Int64 {
        let least = Int64(max(watched.rule.rowsAtLeast, 0))
        guard watched.rule.percentOfLast > 0 else { return least }
        let measure = watched.moments.indices.dropFirst(index + 1).first { index in
            watched.arrivals[index].whole(watched.rule) > 0 && !watched.noted.contains(watched.moments[index].due)
        }
        guard let measure else { return least }
        // Rounded up: a share of a row is a row.
        return max(least, (watched.arrivals[measure].whole(watched.rule) * Int64(watched.rule.percentOfLast) + 99) / 100)
    }

    /// The moments that passed without what was due and were not noted.
    func missed(of watched: Watched) -> [(moment: DueSource.Moment, state: SourceStanding.State, taken: Int64)] {
        watched.moments.indices.reversed().compactMap { index in
            let moment = watched.moments[index]
            guard !watched.noted.contains(moment.due) else { return nil }
            let state = watched.arrivals[index].state(watched.rule, moment, expected: expected(watched, index), at: now)
            return state.isMissing ? (moment, state, watched.arrivals[index].whole(watched.rule)) : nil
        }
    }

    func standing(of watched: Watched) -> SourceStanding {
        func text(_ seconds: Int64) -> String { JapanTime(PostgresInstant(microsecondsSince2000: seconds * 1_000_000)).iso8601 }
        let last = watched.lastTakenAt.map { JapanTime($0).iso8601 }
        guard let moment = watched.moments.first else {
            let first = watched.rule.first
            return SourceStanding(
                source: watched.rule.source.rawValue, data: watched.rule.data, rhythm: watched.rule.label, state: .notYetDue, dueAt: text(first),
                nextDueAt: text(first), overdueSeconds: 0, lastTakenAt: last, rows: 0, taken: 0, expected: Int64(watched.rule.rowsAtLeast),
                words: "最初の期限は\(Self.plain(first))です。")
        }
        let arrivals = watched.arrivals[0]
        let expected = expected(watched, 0)
        let state = arrivals.state(watched.rule, moment, expected: expected, at: now)
        return SourceStanding(
            source: watched.rule.source.rawValue, data: watched.rule.data, rhythm: watched.rule.label, state: state, dueAt: text(moment.due),
            nextDueAt: text(moment.next),
            overdueSeconds: state.isMissing ? max(0, Double(now.microsecondsSince2000) / 1_000_000 - Double(moment.due)) : 0, lastTakenAt: last,
            rows: arrivals.rows + arrivals.rowsAgain, taken: arrivals.whole(watched.rule), expected: expected,
            words: words(state, watched, moment, arrivals, expected))
    }

    private func words(_ state: SourceStanding.State, _ watched: Watched, _ moment: DueSource.Moment, _ arrivals: SourceArrivals, _ expected: Int64) -> String {
        let due = "期限（\(Self.plain(moment.due))）"
        let command = ["residents", "nonresidents"].contains(watched.rule.data) ? "atena intake" : "atena publish"
        let taking = "\(command) \(watched.rule.data) ファイル --source \(watched.rule.source)"
        let ask = "\(watched.rule.source) の担当者に確かめ、正しいファイルを \(taking) で取り込んでください。"
        switch state {
        case .notYetDue: return ""
        case .arrived: return "\(due)までに届きました（\(arrivals.whole(watched.rule))行）。"
        case .arrivedLate: return "\(due)の後に届きました（\(arrivals.whole(watched.rule))行）。"
        case .underway: return "取込中です。"
        case .stalled:
            return "取込が途中で止まっています。原因を取り除き、同じファイルをもう一度 \(taking) で取り込むと、続きから取り込みます。"
        case .absent:
            let last = watched.lastTakenAt.map { "最後に取り込んだのは\(JapanTime($0).plain)です。" } ?? "一度も取り込まれていません。"
            let isNext = watched.lastTakenAt.map { $0.microsecondsSince2000 >= moment.closes * 1_000_000 } ?? false
            let next = isNext ? "\(Self.plain(moment.closes))以後の取込は、次の期限（\(Self.plain(moment.next))）のものと数えます。" : ""
            return "\(due)までに届いていません。\(last)\(next)\(ask)"
        case .empty: return "\(due)のファイルに行がありません（見出しだけです）。\(ask)"
        case .rejected: return "\(due)のファイルは、\(arrivals.rows + arrivals.rowsAgain)行すべてが却下されました。理由は FILE.rejected.csv と atena status にあります。\(ask)"
        case .short:
            return "\(due)のファイルは、取り込めた行が\(arrivals.whole(watched.rule))行で、\(expected)行に足りません。\(ask)"
        case .sameContent:
            return "\(due)のファイルは、前に取り込んだものと同じ内容です。新しいファイルがあるかを\(ask)変わらないこともある提供元なら、予定に same-content: yes と書いてください。"
        }
    }

    private static func plain(_ seconds: Int64) -> String { String(JapanTime(PostgresInstant(microsecondsSince2000: seconds * 1_000_000)).plain.dropLast(3)) }
}

extension SourceArrivals {
    /// Rows taken in that count for the rule.
    func whole(_ rule: DueSource) -> Int64 { taken + (rule.acceptsSameContent ? takenAgain : 0) }

    /// Adds a file that was taken to its end.
    mutating func add(rows read: Int64, taken went: Int64, at first: PostgresInstant, isAgain: Bool) {
        if isAgain {
            (rowsAgain, takenAgain, filesAgain) = (rowsAgain + read, takenAgain + went, filesAgain + 1)
            firstAgainAt = min(firstAgainAt ?? first, first)
        } else {
            (rows, taken, files) = (rows + read, taken + went, files + 1)
            firstAt = min(firstAt ?? first, first)
        }
    }
}
