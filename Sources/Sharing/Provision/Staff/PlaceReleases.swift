public import AccessControl
public import Addressee
internal import AuditTrail
internal import Governance
package import Postgres
internal import Register

/// 一時解除. Lets one clerk read where one protected person is, for some minutes: asked for by the clerk, released by another whose set-up is apart (decision
/// 0017), and over by itself. Nothing that goes out to a receiver is otherwise by it.
public struct PlaceReleases: Sendable {
    /// Minutes of a release unless told otherwise.
    public static let usual = 30
    /// Minutes of a release at most.
    public static let most = 1440

    package let pool: Pool
    let vault: Vault
    let now: @Sendable () -> PostgresInstant
    private var seal: RowSeal { RowSeal(keys: vault.keys) }

    /// Releases what `provisioning` shows to the staff.
    public init(provisioning: Provisioning) { self.init(provisioning: provisioning, now: { .now() }) }

    package init(provisioning: Provisioning, now: @escaping @Sendable () -> PostgresInstant) {
        (pool, vault, self.now) = (provisioning.pool, provisioning.vault, now)
    }

    /// Asks for a release to oneself.
    ///
    /// - Parameter minutes: 1 to 1440.
    /// - Returns: the request's number.
    /// - Throws: `AccessRefused`, `ProtectionRefused` (both recorded), `PostgresError`.
    public func ask(by principal: Principal, _ number: AddresseeNumber, minutes: Int = Self.usual, because reason: String) async throws -> Int64 {
        try await acting(.releaseAsked, .seePerson, principal, reason) { connection in
            guard (1...Self.most).contains(minutes) else { throw ProtectionRefused.wrongMinutes }
            let rows = try await connection.query("SELECT addressee_id FROM register.addressee WHERE atenabango = \(number.value)")
            guard let id = try rows.first?.decode(Int64.self) else { throw ProtectionRefused.unknown }
            let setUpBy = try await SetUp.of(principal, on: connection)
            let numbers = try await seal.returning(
                .releaseRequest,
                """
                INSERT INTO register.release_request (asked_at, addressee_id, minutes, account, set_up_by, reason)
                VALUES (\(now()), \(id), \(Int32(minutes)), \(principal.account), \(setUpBy), \(reason))
                """, on: connection)
            let request = numbers.first.flatMap { Int64($0) } ?? 0
            var fields = fields(principal)
            (fields["request"], fields["minutes"]) = (String(request), String(minutes))
            return Recorded(request, as: event(.releaseAsked, id, number.value, fields, reason, principal))
        }
    }

    /// Releases what another person asked for, from now on for as many minutes as were asked for; or refuses it.
    ///
    /// - Returns: until when, Japan time; nil where it was refused.
    /// - Throws: `AccessRefused`, `ProtectionRefused` (both recorded), `PostgresError`.
    @discardableResult
    public func decide(by principal: Principal, _ request: Int64, isReleased: Bool, because reason: String) async throws -> String? {
        try await acting(.releaseDecided, .liftSuppression, principal, reason, fields: ["request": String(request)]) { connection in
            // Two who decide at once take turns here, and the second finds it decided.
            let rows = try await connection.query(
                """
                SELECT r.addressee_id, a.atenabango, r.minutes, r.account, (r.asked_at AT TIME ZONE 'Asia/Tokyo')::date, r.set_up_by,
                    \(unsafeSQL: SealedTable.releaseRequest.sealed("r"))
                FROM register.release_request r JOIN register.addressee a USING (addressee_id) WHERE r.request_id = \(request) FOR UPDATE OF r
                """)
            guard let row = rows.first else { throw ProtectionRefused.notWaiting }
            let (id, number, minutes, account, day, setUpBy, form, mac) = try row.decode(
                (Int64, String, Int32, String, CalendarDay, String?, [UInt8], [UInt8]?).self)
            guard try await connection.query("SELECT FROM register.release_decision WHERE request_id = \(request)").isEmpty else {
                throw ProtectionRefused.notWaiting
            }
            guard seal.holds(.releaseRequest, form, mac) else { throw ProtectionRefused.untrueRow }
            if isReleased {
                let word = TwoPeople.Word(account: account, on: day, setUpBy: setUpBy)
                switch try await TwoPeople(connection: connection, today: now().day).violation(by: principal, holding: .liftSuppression, after: word) {
                case nil: break
                case .some(.ownProposal): throw ProtectionRefused.samePerson
                case .some(.service): throw ProtectionRefused.onlyPersons
                case .some(.withoutRight): throw ProtectionRefused.rightLost
                default: throw ProtectionRefused.notTwoPeople
                }
            }
            let until = isReleased ? now().adding(seconds: Int64(minutes) * 60) : nil
            let written = try await seal.write(
                .releaseDecision,
                """
                INSERT INTO register.release_decision (request_id, decided_at, until_at, addressee_id, account, decided_by, reason)
                VALUES (\(request), \(now()), \(until), \(id), \(account), \(principal.account), \(reason)) ON CONFLICT DO NOTHING
                """, on: connection)
            guard written == 1 else { throw ProtectionRefused.notWaiting }
            var fields = fields(principal)
            (fields["request"], fields["account"], fields["outcome"]) = (String(request), account, isReleased ? "released" : "refused")
            fields["until"] = until.map { JapanTime($0).iso8601 }
            return Recorded(until.map { JapanTime($0).plain }, as: event(.releaseDecided, id, number, fields, reason, principal))
        }
    }

    /// 申し出. One that nobody has decided.
    public struct Waiting: Redacted {
        /// Number that people call it by.
        public let request: Int64
        /// Of whom.
        public let addresseeNumber: String
        /// Account of who asks.
        public let account: String
        /// For how long.
        public let minutes: Int
        /// When, Japan time.
        public let askedAt: String
        /// Why.
        public let reason: String

        /// Printed with `****` in place of the person.
        public static var redactedName: String { "一時解除の申し出" }
    }

    /// Requests of the last day that nobody has decided, the oldest first. That it was read is an event.
    ///
    /// - Throws: `AccessRefused`, `ProtectionRefused` (both recorded), `PostgresError`.
    public func waiting(by principal: Principal) async throws -> [Waiting] {
        try await acting(.releasesListed, .liftSuppression, principal, nil) { connection in
            let waiting = try await connection.query(
                """
                SELECT r.request_id, a.atenabango, r.account, r.minutes, r.asked_at, r.reason
                FROM register.release_request r JOIN register.addressee a USING (addressee_id)
                WHERE r.asked_at > \(now().adding(seconds: -86_400))
                    AND NOT EXISTS (SELECT FROM register.release_decision d WHERE d.request_id = r.request_id)
                ORDER BY r.request_id LIMIT 1000
                """
            ).map { row in
                Waiting(
                    request: try row.decode("request_id"), addresseeNumber: try row.decode("atenabango"), account: try row.decode("account"),
                    minutes: Int(try row.decode("minutes", as: Int32.self)), askedAt: JapanTime(try row.decode("asked_at", as: PostgresInstant.self)).plain,
                    reason: try row.decode("reason"))
            }
            var fields = fields(principal)
            fields["count"] = String(waiting.count)
            return Recorded(
                waiting,
                as: AuditEvent(
                    .releasesListed, by: principal.name, fields: fields,
                    personal: ["atenabango": waiting.map(\.addresseeNumber).joined(separator: " ")], at: now()))
        }
    }

    /// Of whom a person of the staff may see where they are at a moment, each with the number of the release; a row that is not true releases nobody.
    static func held(by principal: Principal, at now: PostgresInstant, _ seal: RowSeal, on connection: Connection) async throws -> [Int64: Int64] {
        guard !principal.isService else { return [:] }
        let rows = try await connection.query(
            """
            SELECT d.request_id, d.addressee_id, \(unsafeSQL: SealedTable.releaseDecision.sealed("d"))
            FROM register.release_decision d WHERE d.account = \(principal.account) AND d.until_at > \(now) ORDER BY d.request_id
            """)
        var held: [Int64: Int64] = [:]
        for row in rows {
            let (request, person, form, mac) = try row.decode((Int64, Int64, [UInt8], [UInt8]?).self)
            if seal.holds(.releaseDecision, form, mac) { held[person] = request }
        }
        return held
    }

    // MARK: parts

    /// Right, person and reason first; a refusal is recorded as the failure of what was tried.
    private func acting<R: Sendable>(
        _ kind: EventKind, _ right: Right, _ principal: Principal, _ reason: String?, fields: [String: String] = [:],
        _ body: (Connection) async throws -> Recorded<R>
    ) async throws -> R {
        func check() throws(ProtectionRefused) {
            guard !principal.isService else { throw .onlyPersons }
            if let reason, !LookupReason(.inquiry, reason).isTold || reason.count > 500 { throw .noReason }
        }
        let attempt = Attempt(kind, refusing: ProtectionRefused.self, fields: fields, retries: 3)
        return try await pool.permit(principal, [right], as: attempt, first: check) { _, connection in try await body(connection) }
    }

    private func fields(_ principal: Principal) -> [String: String] {
        var fields = ["terminal": principal.terminal]
        fields["department"] = principal.department
        return fields
    }

    private func event(
        _ kind: EventKind, _ id: Int64, _ number: String, _ fields: [String: String], _ reason: String, _ principal: Principal
    ) -> AuditEvent {
        AuditEvent(
            kind, by: principal.name, fields: fields, personal: ["addressee_id": String(id), "atenabango": number, "reason_text": reason], addresseeID: id,
            at: now())
    }
}
