public import Addressee
internal import AuditTrail
public import Postgres
internal import TextForms

/// What is done to certificates of systems tells the log which one it was, never a key.
extension EventKind {
    /// 証明書の登録
    static let certificateAdded = EventKind(
        "access.certificate-added", "業務システムの証明書の登録", onSuccess: ["ends", "fingerprint", "first_sight", "system"],
        onFailure: ["code", "fingerprint", "system"])
    /// 証明書の失効
    static let certificateBlocked = EventKind(
        "access.certificate-blocked", "証明書の失効", onSuccess: ["fingerprint", "reason", "system"], onFailure: ["code", "fingerprint"])
    /// 初回使用による登録の期限の変更
    static let enrolmentSet = EventKind("access.certificate-enrolment-set", "証明書の初回使用による登録の期限の変更", onSuccess: ["until"], onFailure: ["code"])

    /// Of certificates.
    static let certificates: [EventKind] = [certificateAdded, certificateBlocked, enrolmentSet]
}

extension AccessControl {
    /// Days for which first use may be opened at once.
    public static var longestEnrolment: Int { 90 }

    /// 証明書の登録. Puts a certificate on the list of the system that it names.
    ///
    /// - Parameters:
    ///   - administrator: must have the right to administer access.
    ///   - fingerprint: SHA-256 of its DER, in lower-case hexadecimal.
    ///   - endsAt: end of its validity.
    /// - Throws: `AccessRefused` A0001, A0017 where it is listed, A0028 where it was blocked, A0021 for what is no fingerprint; all recorded.
    public func addCertificate(by administrator: Principal, _ system: SystemName, fingerprint: String, endsAt: PostgresInstant) async throws {
        let about = ["fingerprint": fingerprint, "system": system.rawValue]
        try await pool.permit(administrator, [.administerAccess], as: attempt(.certificateAdded, fields: about)) { connection in
            guard Self.isFingerprint(fingerprint) else { throw AccessRefused.noFingerprint }
            let isBlocked = try await connection.query("SELECT FROM access.certificate_block WHERE fingerprint = \(fingerprint)")
            guard isBlocked.isEmpty else { throw AccessRefused.blockedCertificate }
            var added = try await CertificateList.add(system, fingerprint, endsAt, by: administrator.name, isFirstSight: false, seal, on: connection)
            if added == nil { added = try await CertificateList.replace(system, fingerprint, endsAt, by: administrator.name, seal, on: connection) }
            guard let added else { throw AccessRefused.existsAlready }
            return Recorded(as: added)
        }
    }

    /// 証明書の失効. From within a second it opens nothing, on connections that are open either; for good.
    ///
    /// - Parameters:
    ///   - principal: must have the right to operate deliveries, or to administer access.
    ///   - fingerprint: the whole of it, listed or not; or its first twelve characters or more, of one that is listed.
    ///   - reason: in words.
    /// - Returns: the whole fingerprint.
    /// - Throws: `AccessRefused` A0001, A0021, A0029 where none or several begin so, A0028 where it is blocked already; all recorded.
    @discardableResult
    public func blockCertificate(by principal: Principal, _ fingerprint: String, reason: String) async throws -> String {
        let wanted = fingerprint.lowercased()
        let reason = reason.drop(while: \.isWhitespace)
        // What is no fingerprint may be anything, and is not kept.
        let told = Hex.isWritten(wanted.utf8) ? String(wanted.prefix(64)) : "?"
        return try await pool.permit(
            principal, [principal.oneOf(.administerAccess, orElse: .operateDeliveries)], as: attempt(.certificateBlocked, fields: ["fingerprint": told])
        ) { connection in
            guard !reason.isEmpty, reason.count <= 1000 else { throw AccessRefused.wrongInput("理由を1000字以内で書いてください。") }
            guard wanted.count >= 12, Hex.isWritten(wanted.utf8) else { throw AccessRefused.noFingerprint }
            let known = try await SystemCertificate.all(of: nil, seal, on: connection).filter { $0.fingerprint.hasPrefix(wanted) }
            guard known.count == 1 || (known.isEmpty && Self.isFingerprint(wanted)) else { throw AccessRefused.unknownCertificate }
            let whole = known.first?.fingerprint ?? wanted
            let blocked = try await seal.write(
                .certificateBlock,
                """
                INSERT INTO access.certificate_block (fingerprint, blocked_by, reason) VALUES (\(whole), \(principal.name), \(String(reason)))
                ON CONFLICT (fingerprint) DO NOTHING
                """, on: connection)
            guard blocked == 1 else { throw AccessRefused.blockedCertificate }
            var fields = ["fingerprint": whole, "reason": String(reason)]
            fields["system"] = known.first?.system?.rawValue
            return Recorded(whole, as: AuditEvent(.certificateBlocked, by: principal.name, fields: fields, at: now()))
        }
    }

    /// 証明書の一覧.
    ///
    /// - Parameters:
    ///   - principal: must have the right to operate deliveries, or to administer access.
    ///   - system: whose; nil: all.
    /// - Throws: `AccessRefused` A0001, recorded; `PostgresError`.
    public func certificates(by principal: Principal, of system: SystemName? = nil) async throws -> [SystemCertificate] {
        try await pool.permit(principal, [principal.oneOf(.administerAccess, orElse: .operateDeliveries)]) {
            try await SystemCertificate.all(of: system, seal, on: $0)
        }
    }

    /// 初回使用による登録の期限. Until which day a certificate of the hub's authority comes on the list by its first use; a day that is over ends it.
    ///
    /// - Throws: `AccessRefused` A0001, A0021 where the day is too far; recorded.
    public func setEnrolment(by administrator: Principal, until day: CalendarDay) async throws {
        try await pool.permit(administrator, [.administerAccess], as: attempt(.enrolmentSet)) { connection in
            guard day.daysSince2000 <= now().day.daysSince2000 + Int32(Self.longestEnrolment) else {
                throw AccessRefused.wrongInput("初回使用による登録の期限は、今日から\(Self.longestEnrolment)日以内です。")
            }
            try await seal.write(
                .certificateEnrolment, "INSERT INTO access.certificate_enrolment (until_day, set_by) VALUES (\(day), \(administrator.name))", on: connection)
            return Recorded(as: AuditEvent(.enrolmentSet, by: administrator.name, fields: ["until": day.description], at: now()))
        }
    }

    /// Until which day certificates come on the list by their first use.
    ///
    /// - Throws: `AccessRefused` A0001, recorded; `PostgresError`.
    public func enrolment(by principal: Principal) async throws -> CalendarDay? {
        try await pool.permit(principal, [principal.oneOf(.administerAccess, orElse: .operateDeliveries)]) { connection in
            let last = try await connection.query("SELECT max(enrolment_id) FROM access.certificate_enrolment").first?.decode(Int64?.self) ?? nil
            return try await SystemCertificate.enrolment(last, seal, on: connection)
        }
    }

    private static func isFingerprint(_ text: String) -> Bool { text.utf8.count == 64 && Hex.isWritten(text.utf8) }
}

extension AccessRefused {
    static let blockedCertificate = AccessRefused("A0028", "この証明書は失効しています。失効は取り消せません。新しい証明書を発行して登録してください。")
    static let unknownCertificate = AccessRefused(
        "A0029", "この指紋で始まる証明書が、登録されていないか、二つ以上あります。atena system certificate list で確かめ、指紋の全体を指定してください。")
    static let noFingerprint = wrongInput("証明書の指紋は、SHA-256の16進数64桁（登録済みのものは先頭12桁以上）です。")
}
