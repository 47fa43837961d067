public import AccessControl
public import Addressee
internal import AuditTrail
package import Postgres
internal import Register

/// 支援措置の通知の受領の確認. Which receivers have followed the protection of a person, and what somebody of the staff confirmed with them.
public struct ProtectionAcknowledgements: Sendable {
    private let notices: ProtectionNotices
    private var pool: Pool { notices.provisioning.pool }
    private var seal: RowSeal { RowSeal(keys: notices.provisioning.vault.keys) }

    /// Of what `provisioning` tells receivers.
    public init(provisioning: Provisioning) { notices = ProtectionNotices(provisioning: provisioning) }

    package init(provisioning: Provisioning, now: @escaping @Sendable () -> PostgresInstant) {
        notices = ProtectionNotices(provisioning: provisioning, now: now)
    }

    /// 受領の状態
    public enum State: String, Sendable, Codable, CaseIterable {
        /// 受領
        case acknowledged
        /// 職員が確かめた受領
        case confirmed
        /// 未受領
        case waiting
        /// 期限超過
        case overdue

        /// In Japanese.
        public var label: String {
            switch self {
            case .acknowledged: "受領"
            case .confirmed: "受領（職員が業務システムに確認）"
            case .waiting: "未受領"
            case .overdue: "未受領（1日を超過）"
            }
        }
    }

    /// One receiver that was told of the person.
    public struct Line: Redacted {
        /// 宛名番号
        public let addresseeNumber: String
        /// The receiver's slug.
        public let system: String
        /// データセット名.
        public let dataset: String
        /// Whether it has followed.
        public let state: State
        /// When it was set last, Japan time.
        public let setAt: String
        /// When the receiver had followed; nil before.
        public let acknowledgedAt: String?
        /// Who of the staff confirmed it; nil where the receiver said so.
        public let confirmedBy: String?

        /// Printed with `****` in place of the person.
        public static var redactedName: String { "支援措置の受領" }
    }

    /// Of a person's newest set, and of the others under the same number: each receiver that was told of them. That it was read is an event.
    ///
    /// - Throws: `AccessRefused`, `ProtectionRefused` (both recorded), `PostgresError`.
    public func list(by principal: Principal, of number: AddresseeNumber) async throws -> [Line] {
        // Whoever protects asks whether it has arrived, and whoever operates deliveries.
        let right: Right = principal.may(.protectPersons) ? .protectPersons : .operateDeliveries
        return try await acting(.acknowledgementsListed, right, principal) { connection in
            let rows = try await connection.query(
                """
                WITH person AS (
                    SELECT a.addressee_id FROM register.addressee a WHERE a.atenabango = \(number.value)
                    UNION SELECT register.sharing_number(a.addressee_id) FROM register.addressee a WHERE a.atenabango = \(number.value)
                )
                SELECT a.atenabango, n.addressee_id, n.system, n.dataset, n.set_at, n.acknowledged_at, n.acknowledged_by, n.was_told,
                    \(unsafeSQL: SealedTable.protectionNotice.form("n")) AS form, n.mac
                FROM person JOIN register.addressee a USING (addressee_id) JOIN delivery.protection_notice n USING (addressee_id)
                WHERE (n.xact, n.position) = (
                    SELECT p.xact, p.journal_position FROM register.protection p WHERE p.addressee_id = n.addressee_id ORDER BY p.ordinal DESC LIMIT 1)
                ORDER BY a.atenabango, n.system, n.dataset
                """)
            let isKnown = try await !connection.query("SELECT FROM register.addressee WHERE atenabango = \(number.value)").isEmpty
            guard isKnown else { throw ProtectionRefused.unknown }
            var lines: [Line] = []
            for row in rows {
                let person = try row.decode("addressee_id", as: Int64.self)
                let (system, dataset) = (try row.decode("system", as: String.self), try row.decode("dataset", as: String.self))
                // What the program did not write says nothing of the receiver.
                let isTrue = seal.holds(.protectionNotice, try row.decode("form", as: [UInt8].self), try row.decode("mac", as: [UInt8]?.self))
                var wasTold = isTrue ? try row.decode("was_told", as: Bool?.self) : nil
                if wasTold == nil { wasTold = try await ProtectionNotices.told([person], system, dataset, on: connection).contains(person) }
                guard wasTold == true else { continue }
                let setAt = try row.decode("set_at", as: PostgresInstant.self)
                let acknowledgedAt = isTrue ? try row.decode("acknowledged_at", as: PostgresInstant?.self) : nil
                let confirmedBy = isTrue ? try row.decode("acknowledged_by", as: String?.self) : nil
                let isOverdue = setAt.adding(seconds: ProtectionNotices.patience).microsecondsSince2000 <= notices.now().microsecondsSince2000
                let state: State = acknowledgedAt == nil ? (isOverdue ? .overdue : .waiting) : confirmedBy == nil ? .acknowledged : .confirmed
                lines.append(
                    Line(
                        addresseeNumber: try row.decode("atenabango"), system: system, dataset: dataset, state: state, setAt: JapanTime(setAt).plain,
                        acknowledgedAt: acknowledgedAt.map { JapanTime($0).plain }, confirmedBy: confirmedBy))
            }
            var fields = fields(principal)
            fields["count"] = String(lines.count)
            return Recorded(
                lines,
                as: AuditEvent(
                    .acknowledgementsListed, by: principal.name, fields: fields, personal: ["atenabango": number.value], at: notices.now()))
        }
    }

    /// Notes that somebody of the staff has confirmed with a receiver that it protects the person: for what no cursor can tell, such as a medium.
    ///
    /// - Throws: `AccessRefused`, `ProtectionRefused` (both recorded), `PostgresError`.
    public func confirm(
        by principal: Principal, _ number: AddresseeNumber, at system: SystemName, dataset: String, because reason: String
    ) async throws {
        try await acting(.acknowledgementConfirmed, .operateDeliveries, principal, fields: ["dataset": dataset, "system": system.rawValue]) { connection in
            guard LookupReason(.delivery, reason).isTold, reason.count <= 500 else { throw ProtectionRefused.noReason }
            let known = try await connection.query("SELECT addressee_id FROM register.addressee WHERE atenabango = \(number.value)")
            guard let person = try known.first?.decode(Int64.self) else { throw ProtectionRefused.unknownReceiver }
            let confirmed = try await seal.update(
                .protectionNotice,
                """
                t.addressee_id = \(person) AND t.system = \(system.rawValue) AND t.dataset = \(dataset) AND t.acknowledged_at IS NULL
                \(unsafeSQL: RowSeal.set(.protectionNotice)) acknowledged_at = \(notices.now()), acknowledged_by = \(principal.account), reason = \(reason)
                """, on: connection)
            let mended = try await confirmUntrue(person, system, dataset, by: principal, because: reason, on: connection)
            guard confirmed + mended > 0 else { throw ProtectionRefused.unknownReceiver }
            var fields = fields(principal)
            (fields["system"], fields["dataset"]) = (system.rawValue, dataset)
            return Recorded(
                as: AuditEvent(
                    .acknowledgementConfirmed, by: principal.name, fields: fields,
                    personal: ["addressee_id": String(person), "atenabango": number.value, "reason_text": reason], addresseeID: person, at: notices.now()))
        }
    }

    /// Writes anew what notices of a person say of a receiver where the program did not write it: what somebody of the staff confirmed stands in place of it. What is no notice of a set of
    /// protection stays untrue.
    ///
    /// - Returns: how many.
    private func confirmUntrue(
        _ person: Int64, _ system: SystemName, _ dataset: String, by principal: Principal, because reason: String, on connection: Connection
    ) async throws -> Int {
        let rows = try await connection.query(
            """
            SELECT n.position, \(unsafeSQL: SealedTable.protectionNotice.sealed("n")) FROM delivery.protection_notice n
            WHERE n.addressee_id = \(person) AND n.system = \(system.rawValue) AND n.dataset = \(dataset) AND EXISTS (
                SELECT FROM register.protection p
                WHERE p.addressee_id = n.addressee_id AND p.xact = n.xact AND p.journal_position = n.position AND p.recorded_at = n.set_at)
            FOR UPDATE OF n
            """)
        var untrue: [Int64] = []
        for row in rows {
            let (position, form, mac) = try row.decode((Int64, [UInt8], [UInt8]?).self)
            if !seal.holds(.protectionNotice, form, mac) { untrue.append(position) }
        }
        guard !untrue.isEmpty else { return 0 }
        return try await seal.write(
            .protectionNotice,
            """
            UPDATE delivery.protection_notice AS t SET acknowledged_at = \(notices.now()), acknowledged_by = \(principal.account), reason = \(reason),
                was_told = true, alarmed_at = NULL
            WHERE t.addressee_id = \(person) AND t.system = \(system.rawValue) AND t.dataset = \(dataset) AND t.position = ANY (\(untrue))
            """, on: connection)
    }

    /// Right and person first, and what is known of receivers by now; a refusal is recorded as the failure of what was tried.
    private func acting<R: Sendable>(
        _ kind: EventKind, _ right: Right, _ principal: Principal, fields: [String: String] = [:], _ body: (Connection) async throws -> Recorded<R>
    ) async throws -> R {
        func look() async throws {
            guard !principal.isService else { throw ProtectionRefused.onlyPersons }
            _ = try await notices.keep(by: principal.name)
        }
        let attempt = Attempt(kind, refusing: ProtectionRefused.self, fields: fields, retries: 3)
        return try await pool.permit(principal, [right], as: attempt, first: look) { _, connection in try await body(connection) }
    }

    private func fields(_ principal: Principal) -> [String: String] {
        var fields = ["terminal": principal.terminal]
        fields["department"] = principal.department
        return fields
    }
}
