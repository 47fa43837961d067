internal import AccessControl
internal import Addressee
internal import Crypto
internal import Envelope
internal import Foundation
internal import SwiftASN1
internal import TextForms
internal import X509

/// 受取人の証明書. Checked: it can receive an envelope, holds today, and is not another system's.
struct ReceiverCertificate: Sendable {
    let der: [UInt8]
    /// RFC 4514.
    let subject: String
    /// SHA-256 of the certificate, lower-case hexadecimal.
    let fingerprint: String

    /// - Parameters:
    ///   - body: whose hub this is: a certificate of another body is refused, and one that names no body once that counts no more.
    ///   - authority: ours, PEM; what it issued must name the system. nil where there is none.
    ///   - now: when it must hold.
    /// - Throws: `MediaRefused`.
    init(pem: String, of system: SystemName, at body: HubBody, authority: String?, now: Date) throws(MediaRefused) {
        guard let certificate = try? Certificate(pemEncoded: pem), let bytes = try? Self.bytes(of: certificate) else { throw .unreadable }
        der = bytes
        subject = certificate.subject.description
        fingerprint = SHA256.hash(data: der).hex
        guard certificate.notValidBefore <= now, now < certificate.notValidAfter else { throw .outsideDates }
        guard let kind = try? EnvelopeWriter.keyKind(of: der), Self.canReceive(kind, certificate.extensions) else { throw .noEncipherment }
        let name = Self.name(in: certificate)
        // A stranger's certificate may name nobody.
        if name != .none {
            switch body.standing(of: name, on: CalendarDay(inJapanAt: Int64(now.timeIntervalSince1970))) {
            case .own: break
            case .another: throw .anotherBody
            case .unnamed: throw .unnamedBody
            case .unreadable: throw .anotherSystem
            }
            guard name.system == system else { throw .anotherSystem }
        }
        guard let authority else { return }
        guard let ours = try? Certificate(pemEncoded: authority) else { throw .authority }
        guard certificate.issuer == ours.subject else { return }
        guard ours.publicKey.isValidSignature(certificate.signature, for: certificate) else { throw .notOfOurs }
        guard name.system == system else { throw .anotherSystem }
    }

    /// The same, for somebody of the staff: what is refused is on record as the refusal of a provision.
    ///
    /// - Throws: `MediaRefused` (recorded), `PostgresError`.
    static func checked(
        _ pem: String, of system: SystemName, _ dataset: String, for principal: Principal, _ provisioning: Provisioning, authority: String?, now: Date
    ) async throws -> ReceiverCertificate {
        do {
            return try ReceiverCertificate(pem: pem, of: system, at: provisioning.body, authority: authority, now: now)
        } catch {
            try await provisioning.record(error, system, dataset, principal)
            throw error
        }
    }

    private static func bytes(of certificate: Certificate) throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return serializer.serializedBytes
    }

    private static func canReceive(_ kind: EnvelopeWriter.KeyKind, _ extensions: Certificate.Extensions) -> Bool {
        // What says nothing of its use may be used; what can't be read may not.
        guard let usage = try? extensions.keyUsage ?? KeyUsage(keyEncipherment: true, keyAgreement: true),
            let basic = try? extensions.basicConstraints ?? .notCertificateAuthority, case .notCertificateAuthority = basic
        else { return false }
        switch kind {
        case .rsa(let bits): return bits >= 2048 && usage.keyEncipherment
        case .ellipticCurve(let bits): return bits >= 256 && usage.keyAgreement
        case .other: return false
        }
    }

    private static func name(in certificate: Certificate) -> CertificateName {
        guard let names = try? certificate.extensions.subjectAlternativeNames.map({ Array($0) }) ?? [] else { return .unreadable }
        return CertificateName(uris: names.compactMap { if case .uniformResourceIdentifier(let uri) = $0 { uri } else { nil } })
    }
}
