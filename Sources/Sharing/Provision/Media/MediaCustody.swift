public import AccessControl
public import Addressee
internal import AuditTrail
internal import Governance
package import Keys
package import Postgres
internal import Register

/// 媒体の受渡し (CT-16, INCIDENTS 2). Who had a medium when, from its making to its end: each step once, in an order that can be; what is open for too long is named.
public struct MediaCustody: Sendable {
    let pool: Pool
    private let seal: RowSeal
    private let now: @Sendable () -> PostgresInstant

    /// Of the media that `provisioning` writes.
    public init(provisioning: Provisioning) { self.init(provisioning: provisioning, now: { .now() }) }

    package init(provisioning: Provisioning, now: @escaping @Sendable () -> PostgresInstant) {
        self.init(pool: provisioning.pool, keys: provisioning.vault.keys, now: now)
    }

    package init(pool: Pool, keys: LiveCipher, now: @escaping @Sendable () -> PostgresInstant = { .now() }) {
        (self.pool, seal, self.now) = (pool, RowSeal(keys: keys), now)
    }

    /// 受渡しの記録. One step.
    public struct Step: Sendable, Hashable {
        /// What happened.
        public let step: MediumStep
        /// On which day.
        public let day: CalendarDay
        /// Account of who recorded it.
        public let recordedBy: String
        /// 相手; nil where there was none.
        public let counterpart: String?
        /// 備考
        public let note: String?
    }

    /// 媒体. One, and where it is.
    public struct Medium: Sendable, Hashable {
        /// 状態: before it is made, or its last step.
        public enum State: Sendable, Hashable {
            /// 申し出
            case proposed
            /// 却下
            case refused
            /// 承認済み, and not written yet.
            case released
            /// What happened to it last.
            case at(MediumStep)

            /// In Japanese.
            public var label: String {
                switch self {
                case .proposed: "承認待ち"
                case .refused: "却下"
                case .released: "承認済み（未作成）"
                case .at(let step): step.label
                }
            }
        }

        /// Number that people call it by.
        public let id: Int64
        /// Receiving system's slug.
        public let system: String
        /// Dataset.
        public let dataset: String
        /// SHA-256 of the receiver's certificate.
        public let fingerprint: String
        /// Account of who proposed it.
        public let proposedBy: String
        /// When, Japan time.
        public let proposedAt: String
        /// Account of who decided; nil while nobody has.
        public let decidedBy: String?
        /// Where it is.
        public let state: State
        /// In their order.
        public let steps: [Step]
        /// Days since its last step beyond which something should have followed; nil where it is not overdue.
        public let daysOverdue: Int?
    }

    /// Records what happened to a medium after it was made.
    ///
    /// - Parameters:
    ///   - day: on which it happened; nil: today.
    ///   - counterpart: who took or gave it; needed but for its destruction.
    /// - Throws: `AccessRefused`, `MediaRefused` (both recorded), `PostgresError`.
    public func record(
        by principal: Principal, _ step: MediumStep, of medium: Int64, on day: CalendarDay? = nil, counterpart: String? = nil, note: String? = nil
    ) async throws {
        let told = ["medium": String(medium), "step": step.rawValue]
        func check() throws(MediaRefused) {
            guard !principal.isService else { throw .onlyPersons }
            guard (counterpart ?? "").count <= 200, (note ?? "").count <= 500, step == .destroyed || !(counterpart ?? "").isEmpty else { throw .noReason }
        }
        let attempt = Attempt(.mediumMoved, refusing: MediaRefused.self, fields: told, retries: 3)
        try await pool.permit(principal, [.operateDeliveries], as: attempt, first: check) { _, connection in
            // Two who record at once take turns here.
            let request = try await MediumRequest.locked(medium, seal, on: connection)
            guard let last = try await steps(of: [medium], on: connection)[medium]?.last, last.step.next.contains(step) else {
                throw MediaRefused.notNext
            }
            let today = now().day
            let day = day ?? today
            guard day >= last.day, day <= today else { throw MediaRefused.wrongDay }
            try await seal.write(
                .custody,
                """
                INSERT INTO provision.custody (medium_id, recorded_at, day, step, recorded_by, counterpart, note)
                VALUES (\(medium), \(now()), \(day), \(step.rawValue), \(principal.account), \(counterpart), \(note))
                """, on: connection)
            var fields = told.merging(MediaEvents.fields(principal)) { $1 }
            (fields["system"], fields["dataset"], fields["day"]) = (request.system.rawValue, request.dataset, day.description)
            // Somebody of another office.
            let personal = counterpart.map { ["counterpart": $0] } ?? [:]
            return Recorded(as: AuditEvent(.mediumMoved, by: principal.name, fields: fields, personal: personal, at: now()))
        }
    }

    /// Media, the newest first; or only those that should have come further, the oldest first. That it was read is an event.
    ///
    /// - Throws: `AccessRefused` (recorded), `PostgresError`.
    public func list(by principal: Principal, onlyOverdue: Bool = false) async throws -> [Medium] {
        try await listed(principal, "list") { connection in
            let media = try await media(where: "true", on: connection)
            return onlyOverdue ? media.filter { $0.daysOverdue != nil }.reversed() : media
        }
    }

    /// One medium with its chain. That it was read is an event.
    ///
    /// - Throws: `AccessRefused`, `MediaRefused` M0010 (both recorded), `PostgresError`.
    public func show(by principal: Principal, _ medium: Int64) async throws -> Medium {
        let found = try await listed(principal, "show") { try await media(where: "m.medium_id = \(medium)", on: $0) }
        guard let medium = found.first else {
            try await pool.refuse(.mediaListed, MediaRefused.unknownMedium.code, by: principal)
            throw MediaRefused.unknownMedium
        }
        return medium
    }

    private func listed(_ principal: Principal, _ list: String, _ read: (Connection) async throws -> [Medium]) async throws -> [Medium] {
        try await pool.permit(principal, [.operateDeliveries], as: Attempt(.mediaListed)) { connection in
            let media = try await read(connection)
            var fields = MediaEvents.fields(principal)
            (fields["list"], fields["count"]) = (list, String(media.count))
            return Recorded(media, as: AuditEvent(.mediaListed, by: principal.name, fields: fields, at: now()))
        }
    }

    /// 期限を過ぎた媒体, the oldest first; for status.
    func overdue(on connection: Connection) async throws -> [OverdueMedium] {
        try await media(where: "EXISTS (SELECT FROM provision.custody c WHERE c.medium_id = m.medium_id)", on: connection).reversed().compactMap { medium in
            guard let days = medium.daysOverdue, let last = medium.steps.last else { return nil }
            return OverdueMedium(
                medium: medium.id, system: medium.system, dataset: medium.dataset, step: last.step, day: last.day.description, daysOverdue: days)
        }
    }

    /// - Parameter condition: of a medium `m`, without values but numbers.
    private func media(where condition: String, on connection: Connection) async throws -> [Medium] {
        let rows = try await connection.query(
            """
            SELECT m.medium_id, m.system, m.dataset, m.fingerprint, m.proposed_by, m.proposed_at, \(unsafeSQL: SealedTable.medium.sealed("m")),
                d.released, d.decided_by, \(unsafeSQL: SealedTable.mediumDecision.form("d")), d.mac
            FROM provision.medium m LEFT JOIN provision.medium_decision d USING (medium_id) WHERE \(unsafeSQL: condition) ORDER BY m.medium_id DESC
            """)
        let today = now().day
        let all = try await steps(of: rows.map { try $0.decode("medium_id", as: Int64.self) }, on: connection)
        return try rows.compactMap { row in
            let (id, system, dataset, fingerprint, by, at, form, mac, released, decidedBy, decision, decisionMAC) = try row.decode(
                (Int64, String, String, String, String, PostgresInstant, [UInt8], [UInt8]?, Bool?, String?, [UInt8]?, [UInt8]?).self)
            // What is not as the program wrote it is named by status, and is no medium.
            guard seal.holds(.medium, form, mac) else { return nil }
            let isDecided = decision.map { seal.holds(.mediumDecision, $0, decisionMAC) } ?? false
            let steps = all[id] ?? []
            let state: Medium.State =
                if let last = steps.last { .at(last.step) } else if isDecided, let released { released ? .released : .refused } else { .proposed }
            let late = steps.last.flatMap { last in last.step.days.map { Int(today.daysSince2000 - last.day.daysSince2000) - $0 } } ?? 0
            return Medium(
                id: id, system: system, dataset: dataset, fingerprint: fingerprint, proposedBy: by, proposedAt: JapanTime(at).plain,
                decidedBy: isDecided ? decidedBy : nil, state: state, steps: steps, daysOverdue: late > 0 ? late : nil)
        }
    }

    /// True steps by medium, in their order.
    private func steps(of media: [Int64], on connection: Connection) async throws -> [Int64: [Step]] {
        let rows = try await connection.query(
            """
            SELECT c.medium_id, c.step, c.day, c.recorded_by, c.counterpart, c.note, \(unsafeSQL: SealedTable.custody.sealed("c"))
            FROM provision.custody c WHERE c.medium_id = ANY (\(media)) ORDER BY c.custody_id
            """)
        var steps: [Int64: [Step]] = [:]
        for row in rows {
            let (medium, name, day, by, counterpart, note, form, mac) = try row.decode(
                (Int64, String, CalendarDay, String, String?, String?, [UInt8], [UInt8]?).self)
            guard seal.holds(.custody, form, mac), let step = MediumStep(rawValue: name) else { continue }
            steps[medium, default: []].append(Step(step: step, day: day, recordedBy: by, counterpart: counterpart, note: note))
        }
        return steps
    }
}
