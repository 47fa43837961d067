public import AccessControl
internal import Addressee
internal import AuditTrail
public import Postgres

/// 復元の準備. What is to be done once after the database was restored, by whatever means, and before anything is served: `atena restore prepare`.
///
/// It refuses by name what can't go on, begins the incarnation of the journal where nothing sealed is missing, and says what two people have to accept where
/// something is. Running it again changes nothing. The sealer does the same by itself; whoever restores need not wait for it to find out.
public struct RestorePreparation: Sendable {
    private let pool: Pool
    private let sealing: Sealing
    private let resumption: SealingResumption

    /// All of the same hub.
    public init(pool: Pool, sealing: Sealing, resumption: SealingResumption) {
        (self.pool, self.sealing, self.resumption) = (pool, sealing, resumption)
    }

    /// What was found.
    public struct Report: Sendable, Encodable {
        /// Number of the journal's incarnation (世代), as it is now.
        public var incarnation: Int
        /// Whether it began with this database server: now, or just before by the process that seals.
        public var isNew: Bool
        /// Pushed receivers that are delivered everything anew, as system/dataset.
        public var startOver: [String]
        /// Why sealing, and so every provision, stands still; nil where the hub can go on.
        public var halted: String?
        /// What is lost, for two people to accept; nil where nothing is, or where files are to be put back.
        public var loss: SealingResumption.Loss?
    }

    /// - Throws: `AccessRefused`, `RestoreRefused`, recorded; `ResumptionRefused` where no two people could accept what is lost; `PostgresError`,
    ///   `KeyError`, `SealedBatchFilesError`.
    public func run(by principal: Principal) async throws -> Report {
        try await pool.permit(principal, .operateDeliveries, or: .restorePrepared, fields: [:])
        do {
            try await pool.withConnection { try await RestoreRefused.check(on: $0) }
        } catch let refused as RestoreRefused {
            let event = AuditEvent(.restorePrepared, isFailure: true, by: principal.name, fields: ["refusal": refused.code])
            try await pool.withConnection { try await event.record(on: $0) }
            throw refused
        }
        let before = try await incarnation()
        var (halted, loss) = (String?.none, SealingResumption.Loss?.none)
        do {
            try await sealing.catchUp()
        } catch let halt as SealingHalted {
            halted = halt.reason
            loss = try await resumption.loss()
        }
        // Nobody compared the two: that nothing was found then means nothing.
        if halted == nil, case .elsewhere(let other) = sealing, try await !other.isAtWork() {
            let event = AuditEvent(.restorePrepared, isFailure: true, by: principal.name, fields: ["refusal": ResumptionRefused.nobodySeals.code])
            try await pool.withConnection { try await event.record(on: $0) }
            throw ResumptionRefused.nobodySeals
        }
        let now = try await incarnation()
        let receivers = try await pool.query("SELECT system || '/' || dataset FROM delivery.subscription WHERE starts_over ORDER BY 1")
        let report = Report(
            incarnation: now, isNew: try await isNew(now, after: before), startOver: try receivers.map { try $0.decode(String.self) }, halted: halted,
            loss: loss)
        let fields = ["halted": halted == nil ? "no" : "yes", "incarnation": String(now)]
        try await pool.withConnection { try await AuditEvent(.restorePrepared, by: principal.name, fields: fields).record(on: $0) }
        return report
    }

    private func isNew(_ number: Int, after before: Int) async throws -> Bool {
        guard number == before, number > 1, case .elsewhere = sealing else { return number > before }
        let rows = try await pool.query("SELECT began_at > pg_postmaster_start_time() FROM journal.incarnation WHERE number = \(Int32(number))")
        return try rows.first?.decode(Bool.self) ?? false
    }

    private func incarnation() async throws -> Int {
        let rows = try await pool.query("SELECT max(number) FROM journal.incarnation")
        return Int(try rows.first?.decode(Int32?.self) ?? 0)
    }
}
