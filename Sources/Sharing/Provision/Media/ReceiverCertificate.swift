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
    ///   - authority: ours, PEM; what it issued must name the system. nil where there is none.
    ///   - now: when it must hold.
    /// - Throws: `MediaRefused`.
    init(pem: String, of system: SystemName, authority: String?, now: Date) throws(MediaRefused) {
        guard let certificate = try? Certificate(pemEncoded: pem), let bytes = try? Self.bytes(of: certificate) else { throw .unreadable }
        der = bytes
        subject = certificate.subject.description
        fingerprint = SHA256.hash(data: der).hex
        guard certificate.notValidBefore <= now, now < certificate.notValidAfter else { throw .outsideDates }
        guard let kind = try? EnvelopeWriter.keyKind(of: der), Self.canReceive(kind, certificate.extensions) else { throw .noEncipherment }
        let named = Self.systems(namedBy: certificate)
        guard named.allSatisfy({ $0 == system.uri }) else { throw .anotherSystem }
        guard let authority else { return }
        guard let ours = try? Certificate(pemEncoded: authority) else { throw .authority }
        guard certificate.issuer == ours.subject else { return }
        guard ours.publicKey.isValidSignature(certificate.signature, for: certificate) else { throw .notOfOurs }
        guard named == [system.uri] else { throw .anotherSystem }
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

    private static func systems(namedBy certificate: Certificate) -> [String] {
        guard let names = try? certificate.extensions.subjectAlternativeNames else { return [] }
        return names.compactMap { name in
            guard case .uniformResourceIdentifier(let uri) = name, uri.hasPrefix(SystemName.uriPrefix) else { return nil }
            return uri
        }
    }
}
