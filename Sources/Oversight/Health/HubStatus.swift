public import AccessControl
internal import Addressee
public import AuditTrail
package import Governance
internal import Postgres
public import Register
public import Sharing

/// Where the hub stands, for `atena status`: counts only, no person.
public struct HubStatus: Sendable, Codable {
    /// The hub's day, `YYYY-MM-DD`; nil if it was never told one.
    public var day: String?
    /// Days that it is behind the day in Japan; nil where it isn't. Ages are then counted, and policies closed, too late; what has ended gives nothing.
    public var daysBehind: Int?
    /// Persons in the register.
    public var persons: Int64 = 0
    /// 履歴. Versions of their records, current ones included.
    public var versions: Int64 = 0
    /// 団体内統合宛名番号 given so far.
    public var integratedNumbers: Int64 = 0
    /// Rows held for a clerk.
    public var held: Int64 = 0
    /// Rows rejected so far, of all files.
    public var rejectedRows: Int64 = 0
    /// The faults of those rows by code; a row may have several.
    public var rejectedByCode: [CodeCount] = []
    /// ロック待ち. Who holds what somebody has waited for longer than two seconds.
    public var lockHolders: [String] = []
    /// How far readers of the journal may go.
    public var horizon: HorizonStatus
    /// 封印の遅れ. How far the sealing of the log is behind.
    public var sealing: SealingDelay
    /// Seconds that this machine's clock is ahead of the database's, negative where it is behind; nil before that is known.
    public var clockSkewSeconds: Double?
    /// 証跡の分析の遅れ. When the log was last analysed for misuse.
    public var analysis = AnalysisDelay()
    /// 証明書の期限. Certificates that end within 30 days or are over; nil where no directory of them is known here.
    public var certificatesEnding: [CertificateEnd]?
    /// 届くべきファイル. How each source stands whose files are due; nil where that was not asked, or nobody knows what is due.
    public var sources: [SourceStanding]?
    /// Why nobody knows which files are due, in Japanese; nil where it is known, or was not asked.
    public var sourcesProblem: String?
    /// One per policy in force, by system and dataset.
    public var systems: [SystemStatus] = []

    /// How often rows were rejected for one reason.
    public struct CodeCount: Sendable, Codable {
        /// Error code, such as `E0001`.
        public var code: String
        /// 理由, in Japanese; one of them where a code has several.
        public var reason: String
        /// Faults, not rows.
        public var count: Int64
    }

    /// 検索キー. Whether every version has its search keys; until then searches are refused (`atena migrate` goes on making them).
    public var searchIsReady = true
    /// Versions whose stored text is not what was approved.
    public var policiesAltered: [AlteredPolicy] = []
    /// Versions that the tables say are in force or on their way, and whose acts are not the hub's own: they give nothing, and bring nothing about.
    public var policiesUnproven: [UnprovenPolicy] = []
    /// Versions that the hub's day should have brought into force or ended, and has not.
    public var policiesOverdue: [OverduePolicy] = []
    /// Policies in force that end within 90 days.
    public var policiesEnding: [PolicyWarning] = []
    /// Changes of policies that some receiver has not confirmed.
    public var changesPending: [PolicyChangeRecord] = []
    /// 提供を止めているもの. Why nothing is provided; empty where the hub can serve.
    public var blocking: [ReadinessFinding] = []
    /// Where the policy files and what is in force differ; nil where no files were compared.
    public var drift: [PolicyDrift]?

    /// 接続の不足. Where something is to be pushed and is not, or is not known to have been done, in Japanese.
    public var endpointGaps: [String] = []
    /// 証印の正しくない行. Rows that the program did not write as they are.
    public var untrueRows: [UntrueRows] = []
    /// 期限を過ぎた支援措置. How many are over and protect all the same; `atena protection due` lists them.
    public var protectionDue = 0
    /// 支援措置の消失. Persons of whom a set that the log knows was taken out of the tables; they are protected all the same.
    public var protectionMissing = 0
    /// 支援措置の未受領. Receivers that have not followed within a day.
    public var protectionUnacknowledged: [UnacknowledgedProtection] = []
    /// 期限を過ぎた媒体. Those that should have come further.
    public var mediaOverdue: [OverdueMedium] = []

    /// One receiver, pushed to or pulling.
    public struct SystemStatus: Sendable, Codable {
        /// The receiver's slug.
        public var system: String
        /// データセット名.
        public var dataset: String
        /// First 12 hex digits of the content hash of the policy in force.
        public var policyVersion: String
        /// Entries a pushed receiver acknowledged.
        public var delivered: Int64
        /// Persons given something of, as often as they were, by whatever way; of a push, once the receiver has it.
        public var provided: Int64
        /// Refusals on record (拒否), whatever the way.
        public var refused: Int64
        /// Persons the receiver asked to be sent again later.
        public var waiting: Int64
        /// Persons it would not take and who were not sent again since.
        public var deadLetters: Int64
        /// 回答待ち. Entries that it accepted and has not answered.
        public var awaited: Int64 = 0
        /// 接続: which connector, and when; nil where there is none.
        public var endpoint: String?
        /// Persons of whom is not known whether the policy speaks of them; `atena policy undecided` lists them.
        public var undecided: Int64 = 0
        /// Whether the policy gives items of place and says nothing of protected persons: it was approved before it had to.
        public var lacksWordOfProtected = false
        /// Journal place of a pushed receiver, as transaction:position; nil where nothing was pushed.
        public var position: String?
        /// Journal entries above it, or persons of a first delivery that are left, 100,000 at most; nil where nothing is pushed any more.
        public var behind: Int64?
        /// Age in seconds of the oldest of them; nil as above.
        public var secondsBehind: Double?
        /// What last went wrong in delivery, without personal data; nil where nothing did.
        public var lastFailure: String?
        /// When a delivery last failed, in Japan's time; nil where none ever did.
        public var lastFailedAt: String?
        /// Whether the place can't be read any more: nothing is delivered before everything is delivered again (`atena redeliver --everything`).
        public var isPositionUnreadable = false
    }

    /// Counts everything in one read-only snapshot; what policies say of themselves is read after it. Throws `PostgresError`.
    ///
    /// - Parameters:
    ///   - certificates: whose ends are told.
    ///   - sources: which files are due; nil: nobody asks.
    package static func read(
        _ provisioning: Provisioning, files: PolicyLibrary? = nil, certificates: CertificateDirectory? = nil, sources: SourceScheduleReading? = nil
    ) async throws -> HubStatus {
        var status = try await counts(provisioning)
        let lifecycle = PolicyLifecycle(pool: provisioning.pool, store: provisioning.store)
        status.blocking = await HealthLook.ready(provisioning.pool, provisioning.monitor)
        status.lockHolders = try await provisioning.pool.withConnection { try await LockHolders.read(on: $0) }
        status.clockSkewSeconds = HubClock.skew
        status.daysBehind = status.day.flatMap { CalendarDay($0) }.flatMap { HubCalendar.daysBehind($0, today: provisioning.today()) }
        status.policiesAltered = try await lifecycle.altered()
        status.policiesUnproven = try await lifecycle.unproven()
        status.policiesOverdue = try await lifecycle.overdue()
        status.policiesEnding = try await lifecycle.warnings()
        status.changesPending = try await lifecycle.changes(isPending: true)
        status.endpointGaps = try await provisioning.pool.withConnection {
            try await EndpointGap.all(provisioning.store, on: $0) + EndpointGap.months(provisioning.store, on: $0)
        }
        .map { "\($0.system)/\($0.dataset): \($0.text)" }
        status.untrueRows = try await provisioning.pool.withConnection { try await UntrueRows.all(provisioning.vault.keys, on: $0) }
        (status.protectionDue, status.protectionUnacknowledged) = try await provisioning.pool.withConnection {
            (
                try await ProtectionMeasures.countDue(on: provisioning.today(), $0),
                try await UnacknowledgedProtection.all(at: .now(), RowSeal(keys: provisioning.vault.keys), on: $0)
            )
        }
        status.protectionMissing = try await provisioning.pool.withConnection {
            try await ProtectionTrail.missingPersons(provisioning.vault.keys, on: $0)
        }
        status.mediaOverdue = try await OverdueMedium.all(provisioning.pool, provisioning.vault.keys)
        status.certificatesEnding = await certificates?.ends().filter { $0.stage != nil }
        status.sourcesProblem = sources?.problem
        if case .known(let schedule) = sources { status.sources = try await SourcesDue(pool: provisioning.pool).standings(schedule) }
        if let files { status.drift = try await lifecycle.drift(from: files) }
        return status
    }

    private static func counts(_ provisioning: Provisioning) async throws -> HubStatus {
        try await provisioning.pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
            var status = HubStatus(
                horizon: try await HorizonStatus.read(on: connection), sealing: try await SealingDelay.read(on: connection, provisioning.monitor))
            let counts = try await connection.query(
                """
                SELECT (SELECT count(*) FROM register.addressee) AS persons,
                    (SELECT count(*) FROM register.version) AS versions, (SELECT count(*) FROM register.integrated_number) AS integrated_numbers,
                    (SELECT count(*) FROM intake.held WHERE state IN ('w', 'p')) AS held,
                    (SELECT count(*) FROM (SELECT DISTINCT file_id, line FROM intake.rejected_now) AS r) AS rejected_rows
                """)
            status.day = try await HubCalendar.newest(RowSeal(keys: provisioning.vault.keys), on: connection)?.description
            if let row = counts.first {
                status.persons = try row.decode("persons")
                status.versions = try row.decode("versions")
                status.integratedNumbers = try row.decode("integrated_numbers")
                status.held = try row.decode("held")
                status.rejectedRows = try row.decode("rejected_rows")
            }
            for row in try await connection.query(
                "SELECT code, min(reason) AS reason, count(*) AS n FROM intake.rejected_now GROUP BY code ORDER BY code")
            {
                status.rejectedByCode.append(.init(code: try row.decode("code"), reason: try row.decode("reason"), count: try row.decode("n")))
            }
            status.searchIsReady = try await SearchKeying.isComplete(on: connection)
            status.analysis = try await AnalysisDelay.read(on: connection, today: provisioning.today())
            status.systems = try await systems(provisioning, connection)
            return status
        }
    }

    private static func systems(_ provisioning: Provisioning, _ connection: Connection) async throws -> [SystemStatus] {
        let rows = try await connection.query(
            """
            SELECT f.system, f.dataset, f.content_hash, coalesce(s.delivered, 0) AS delivered, s.position, s.last_failure,
                coalesce(r.provided, 0) AS provided, coalesce(r.refused, 0) AS refused,
                (SELECT count(*) FROM delivery.waiting w WHERE w.system = f.system AND w.dataset = f.dataset) AS waiting,
                (SELECT count(DISTINCT d.addressee_id) FROM delivery.dead_letter d WHERE d.system = f.system AND d.dataset = f.dataset AND d.redelivered_at IS NULL) AS dead,
                (SELECT count(*) FROM delivery.awaited a WHERE a.system = f.system AND a.dataset = f.dataset) AS awaited
            FROM governance.in_force f
            LEFT JOIN delivery.subscription s ON s.system = f.system AND s.dataset = f.dataset
            LEFT JOIN (
                SELECT system, dataset, (sum(persons_count) FILTER (WHERE result = 'p'))::bigint AS provided,
                    count(*) FILTER (WHERE result = 'r') AS refused
                FROM provision.record GROUP BY system, dataset
            ) AS r ON r.system = f.system AND r.dataset = f.dataset
            ORDER BY f.system, f.dataset
            """)
        let endpoints = try await StandingEndpoint.all(provisioning.store.seal, on: connection)
        let lags = try await DeliveryLag.read(provisioning.cursors, provisioning.store, on: connection)
        var systems: [SystemStatus] = []
        for row in rows {
            var system = SystemStatus(
                system: try row.decode("system"), dataset: try row.decode("dataset"),
                policyVersion: String(try row.decode("content_hash", as: String.self).prefix(12)), delivered: try row.decode("delivered"),
                provided: try row.decode("provided"), refused: try row.decode("refused"), waiting: try row.decode("waiting"),
                deadLetters: try row.decode("dead"), lastFailure: try row.decode("last_failure"))
            system.awaited = try row.decode("awaited")
            system.endpoint = endpoints.first { $0.endpoint.system.rawValue == system.system && $0.endpoint.dataset.rawValue == system.dataset }?.summary
            // An altered policy is named by itself.
            if let name = SystemName(rawValue: system.system) {
                do {
                    if let policy = try await provisioning.store.inForce(name, system.dataset, on: connection) {
                        system.lacksWordOfProtected = policy.lacksWordOfProtected
                        system.undecided = try await UndecidedPersons.count(policy, provisioning.store.seal, on: connection)
                    }
                } catch is PolicyStoreError {}
            }
            if let lag = lags.first(where: { $0.system == system.system && $0.dataset == system.dataset }) {
                (system.behind, system.secondsBehind) = (lag.entriesBehind, lag.secondsBehind)
                system.isPositionUnreadable = lag.isPositionUnreadable
                system.lastFailedAt = lag.lastFailedAt.map { JapanTime(PostgresInstant(microsecondsSince1970: Int64($0 * 1_000_000))).plain }
            }
            if let position = try row.decode("position", as: String?.self) {
                do throws(CursorRefused) {
                    let cursor = try Cursor(position, system: system.system, dataset: system.dataset, form: provisioning.cursors)
                    system.position = "\(cursor.at.xact):\(cursor.at.position == .max ? "end" : String(cursor.at.position))"
                } catch {
                    system.isPositionUnreadable = true
                }
            }
            systems.append(system)
        }
        return systems
    }
}
