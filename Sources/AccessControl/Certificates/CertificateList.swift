public import Addressee
internal import AuditTrail
public import Keys
public import Logging
public import Postgres
internal import Synchronization

/// 証明書の台帳の写し. Which certificates open something, as this process knows it: asked at every request without waiting for anybody, and read anew several times
/// a second on a connection of its own.
///
/// Where the database could not be read for too long, nothing is known, and nothing is opened.
public final class CertificateList: Sendable {
    /// 証明書の状態.
    public enum Standing: Sendable, Equatable {
        /// On the list of the system that it names.
        case listed
        /// 失効
        case blocked
        /// Not on the list, or on that of another system.
        case unlisted
        /// Not on the list, and first use still puts it there.
        case unseen
        /// The list could not be read for too long.
        case unknown
    }

    private struct State {
        var systems: [String: SystemName] = [:]
        var blocked: Set<String> = []
        var enrolsUntil: CalendarDay?
        var oldTLS: Set<SystemName> = []
        var listed = ""
        var blockedCount: Int64 = -1
        var readAt: ContinuousClock.Instant?
        var onBlocked: [@Sendable (Set<String>) -> Void] = []
    }

    /// How often it is looked whether something changed.
    static let pause = Duration.milliseconds(250)
    /// How old what is known may be.
    static let age = Duration.seconds(10)

    private let settings: ConnectionSettings
    private let pool: Pool
    private let seal: RowSeal
    private let logger: Logger
    private let state = Mutex(State())

    /// - Parameters:
    ///   - settings: of the connection that looks.
    ///   - pool: for what first use writes.
    ///   - keys: the hub's, under which the list's rows are sealed.
    public init(settings: ConnectionSettings, pool: Pool, keys: LiveCipher, logger: Logger) {
        (self.settings, self.pool, seal, self.logger) = (settings, pool, RowSeal(keys: keys), logger)
    }

    /// How a certificate stands.
    ///
    /// - Parameters:
    ///   - fingerprint: of the certificate.
    ///   - system: which it names; nil where it names none: such are on no list, and may be blocked.
    ///   - today: the day in Japan.
    public func standing(of fingerprint: String, naming system: SystemName?, on today: CalendarDay) -> Standing {
        state.withLock { state in
            // What was blocked stays so, however old what is known.
            if state.blocked.contains(fingerprint) { return .blocked }
            guard let readAt = state.readAt, ContinuousClock.now - readAt < Self.age else { return .unknown }
            guard let system else { return .listed }
            if let listed = state.systems[fingerprint] { return listed == system ? .listed : .unlisted }
            return state.enrolsUntil.map { today <= $0 } ?? false ? .unseen : .unlisted
        }
    }

    /// Whether a system may ask with TLS 1.2, as an endpoint of it says.
    public func allowsOldTLS(_ system: SystemName) -> Bool { state.withLock { $0.oldTLS.contains(system) } }

    /// Tells `handler` of all blocked fingerprints whenever one is added.
    public func onBlocked(_ handler: @escaping @Sendable (Set<String>) -> Void) { state.withLock { $0.onBlocked.append(handler) } }

    /// 初回使用による登録. Puts a certificate on the list that was never seen, on record.
    ///
    /// - Throws: `PostgresError`.
    package func enrol(_ fingerprint: String, naming system: SystemName, endsAt: PostgresInstant, by whom: String) async throws {
        let isAdded = try await pool.transaction(retries: 3) { connection in
            let added = try await Self.add(system, fingerprint, endsAt, by: whom, isFirstSight: true, seal, on: connection)
            try await added?.record(on: connection)
            return added != nil
        }
        // Where another process was first, the next look finds it.
        if isAdded { state.withLock { if $0.systems[fingerprint] == nil { $0.systems[fingerprint] = system } } }
    }

    /// - Returns: the event that tells of it, to be written in the same transaction; nil where it is listed already.
    static func add(
        _ system: SystemName, _ fingerprint: String, _ endsAt: PostgresInstant, by whom: String, isFirstSight: Bool, _ seal: RowSeal, on connection: Connection
    ) async throws -> AuditEvent? {
        let added = try await seal.write(
            .systemCertificate,
            """
            INSERT INTO access.system_certificate (fingerprint, system, ends_at, added_by, is_first_sight)
            VALUES (\(fingerprint), \(system.rawValue), \(endsAt), \(whom), \(isFirstSight)) ON CONFLICT (fingerprint) DO NOTHING
            """, on: connection)
        guard added == 1 else { return nil }
        return event(system, fingerprint, endsAt, by: whom, isFirstSight: isFirstSight)
    }

    /// Puts a certificate on the list in the place of a row of it that the program did not write as it is: that one lists nothing, and keeps it from no list.
    ///
    /// - Returns: as `add`; nil where it is listed.
    static func replace(
        _ system: SystemName, _ fingerprint: String, _ endsAt: PostgresInstant, by whom: String, _ seal: RowSeal, on connection: Connection
    ) async throws -> AuditEvent? {
        let rows = try await connection.query(
            """
            SELECT \(unsafeSQL: SealedTable.systemCertificate.sealed("c")) FROM access.system_certificate c WHERE fingerprint = \(fingerprint) FOR UPDATE
            """)
        guard let (form, mac) = try rows.first?.decode(([UInt8], [UInt8]?).self), !seal.holds(.systemCertificate, form, mac) else { return nil }
        try await seal.write(
            .systemCertificate,
            """
            UPDATE access.system_certificate
            SET added_at = clock_timestamp(), ends_at = \(endsAt), is_first_sight = false, system = \(system.rawValue), added_by = \(whom)
            WHERE fingerprint = \(fingerprint)
            """, on: connection)
        return event(system, fingerprint, endsAt, by: whom, isFirstSight: false)
    }

    private static func event(_ system: SystemName, _ fingerprint: String, _ endsAt: PostgresInstant, by whom: String, isFirstSight: Bool) -> AuditEvent {
        AuditEvent(
            .certificateAdded, by: whom,
            fields: ["ends": endsAt.day.description, "fingerprint": fingerprint, "first_sight": isFirstSight ? "yes" : "no", "system": system.rawValue])
    }

    /// Follows the list until cancelled; opens the connection anew where it is lost.
    package func follow() async {
        var isTold = false
        while !Task.isCancelled {
            do {
                let connection = try await Connection.open(settings)
                do {
                    while !Task.isCancelled {
                        try await read(on: connection)
                        isTold = false
                        try await Task.sleep(for: Self.pause)
                    }
                } catch {
                    await connection.close()
                    throw error
                }
                await connection.close()
            } catch is CancellationError {
                return
            } catch {
                if !isTold { logger.warning("certificates can't be read", metadata: ["error": "\((error as? PostgresError)?.label ?? "\(type(of: error))")"]) }
                isTold = true
            }
            // Cancelled, the loop ends.
            try? await Task.sleep(for: .milliseconds(200))
        }
    }

    /// Reads what changed; the whole list only where it did.
    ///
    /// Counts, not the newest: rows become visible in the order of their commits, and none is ever removed. With the MACs of what is listed, because an
    /// administrator may put a row in the place of one that isn't true.
    package func read(on connection: Connection) async throws {
        let began = ContinuousClock.now
        let looks = try await connection.query(
            """
            SELECT (SELECT count(*) || ' ' || coalesce(sum(hashtext(encode(mac, 'hex'))), 0) FROM access.system_certificate), (SELECT count(*) FROM access.certificate_block),
                (SELECT max(enrolment_id) FROM access.certificate_enrolment)
            """)
        guard let look = looks.first else { return }
        let (listed, blocked, enrolment) = try look.decode((String, Int64, Int64?).self)
        let until = try await SystemCertificate.enrolment(enrolment, seal, on: connection)
        let old = try await connection.query(
            "SELECT e.system, \(unsafeSQL: SealedTable.endpoint.sealed("e")) FROM delivery.endpoint e WHERE tls = '1.2'"
        ).compactMap { row in
            let (system, form, mac) = try row.decode((String, [UInt8], [UInt8]?).self)
            return seal.holds(.endpoint, form, mac) ? SystemName(rawValue: system) : nil
        }
        let isSame = state.withLock { state in
            state.enrolsUntil = until
            state.oldTLS = Set(old)
            guard state.listed == listed, state.blockedCount == blocked else { return false }
            state.readAt = began
            return true
        }
        if isSame { return }
        let all = try await SystemCertificate.all(of: nil, seal, on: connection)
        let (handlers, stopped) = state.withLock { state in
            let before = state.blocked
            state.systems = Dictionary(all.compactMap { one in one.system.map { (one.fingerprint, $0) } }) { first, _ in first }
            // What was blocked stays so, whoever takes the row out.
            state.blocked.formUnion(all.filter { $0.blockedAt != nil }.map(\.fingerprint))
            (state.listed, state.blockedCount, state.readAt) = (listed, blocked, began)
            return (state.blocked == before ? [] : state.onBlocked, state.blocked)
        }
        for handler in handlers { handler(stopped) }
    }
}
