internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Foundation
internal import Installation
internal import MutualTLS
internal import Postgres
internal import StaffAPI
internal import SwiftASN1
internal import X509

extension StaffRoutes {
    /// 業務システムの証明書
    func addCertificates() {
        answer(AddCertificate.self) { call, request in
            try await call.hub.pool.permit(call.principal, .administerAccess)
            let (system, identity) = (try StaffCall.system(request.system), try StaffCall.identity(request.pem))
            guard identity.name == .system(system, of: call.hub.body.code) else {
                let uri = CertificateName.system(system, of: call.hub.body.code).uri ?? ""
                throw ValueError(code: FaultCode.characters, rule: "この団体の業務システム \(system) の証明書ではありません（URIは \(uri)）。")
            }
            let endsAt = PostgresInstant(microsecondsSince1970: Int64(identity.endsAt.timeIntervalSince1970) * 1_000_000)
            try await call.hub.access.addCertificate(by: call.principal, system, fingerprint: identity.fingerprint, endsAt: endsAt)
            return AddCertificate.Answer(fingerprint: identity.fingerprint, until: endsAt.day.description)
        }
        answer(ListCertificates.self) { call, request in
            let certificates = try await call.hub.access.certificates(by: call.principal, of: try request.system.map(StaffCall.system))
            return try CertificateWords.sheet(certificates, enrolment: try await call.hub.access.enrolment(by: call.principal))
        }
        answer(BlockCertificate.self) { call, request in
            let fingerprint =
                switch request.certificate {
                case .fingerprint(let text): text
                case .pem(let pem): try StaffCall.identity(pem).fingerprint
                }
            return BlockCertificate.Answer(
                fingerprint: try await call.hub.access.blockCertificate(by: call.principal, fingerprint, reason: request.reason))
        }
        answer(SetEnrolment.self) { call, request in
            try await call.hub.access.setEnrolment(by: call.principal, until: try StaffCall.day(request.until, called: "--until"))
            return Done()
        }
    }
}

extension StaffCall {
    fileprivate static func identity(_ pem: String) throws -> ClientIdentity {
        guard let certificate = try? Certificate(pemEncoded: pem), let der = try? certificate.serializeAsPEM().derBytes else {
            throw ValueError(code: FaultCode.characters, rule: "証明書として読めません。PEM形式の証明書を指定してください。")
        }
        return ClientIdentity(certificate: der)
    }
}
