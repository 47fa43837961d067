internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Postgres
internal import StaffAPI

/// 証明書, line by line.
enum CertificateWords {
    private struct Line: Encodable {
        let system, fingerprint, state: String
        let until, addedBy, blockedBy, reason: String?
    }

    static func sheet(_ certificates: [SystemCertificate], enrolment until: CalendarDay?) throws -> Sheet {
        let lines = certificates.map { one in
            let isOver = one.endsAt.map { $0 < .now() } ?? false
            let state = one.blockedAt != nil ? "失効" : isOver ? "期限切れ" : one.isFirstSight ? "有効（初回使用で登録）" : "有効"
            return Line(
                system: one.system?.rawValue ?? "-", fingerprint: one.fingerprint, state: state, until: one.endsAt?.day.description, addedBy: one.addedBy,
                blockedBy: one.blockedBy, reason: one.reason)
        }
        var shown = ["業務システム\t指紋（SHA-256）\t状態\t期限\t登録\t失効させた人\t理由"]
        for line in lines {
            let rest = [line.until, line.addedBy, line.blockedBy, line.reason].map { $0 ?? "-" }
            shown.append(([line.system, line.fingerprint, line.state] + rest).joined(separator: "\t"))
        }
        if let until { shown.append("初回使用による登録の期限: \(until)\(until < .todayInJapan() ? "（終わっています）" : "")") }
        return try Sheet(lines: shown, of: lines)
    }
}
