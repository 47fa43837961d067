internal import AccessControl
internal import Addressee
internal import Postgres

/// 保留の決定の経過. A step of deciding on an entry of the queue, as the program wrote it.
struct HeldAct: Sendable {
    /// p proposed, w withdrawn, c confirmed, a taking back asked for, b taken back, s settled.
    let act: String
    /// What was proposed or confirmed.
    let decision: HeldDecision?
    /// Who acted, as records name them.
    let byWhom: String
    /// When, in Japan.
    let day: CalendarDay

    /// All of an entry, in the order in which they came; nil where one isn't as the program wrote it: nobody knows what it said, and nothing is decided beside it.
    static func all(of entry: Int64, _ seal: RowSeal, on connection: Connection) async throws -> [HeldAct]? {
        let rows = try await connection.query(
            """
            SELECT a.act::text, a.decision, a.by_whom, (a.recorded_at AT TIME ZONE 'Asia/Tokyo')::date, \(unsafeSQL: SealedTable.heldAct.sealed("a"))
            FROM intake.held_act a WHERE a.held_id = \(entry) ORDER BY a.held_act_id
            """)
        var acts: [HeldAct] = []
        for row in rows {
            let (act, decision, whom, day, form, mac) = try row.decode((String, String?, String, CalendarDay, [UInt8], [UInt8]?).self)
            guard seal.holds(.heldAct, form, mac) else { return nil }
            acts.append(HeldAct(act: act, decision: decision.flatMap(HeldDecision.init(rawValue:)), byWhom: whom, day: day))
        }
        return acts
    }
}
