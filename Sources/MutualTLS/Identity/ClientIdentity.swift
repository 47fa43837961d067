public import Addressee
internal import Crypto
public import Foundation
internal import NIOSSL
internal import SwiftASN1
internal import TextForms
internal import X509

/// Who is at the other end of a connection, as its verified certificate says.
public struct ClientIdentity: Sendable, Hashable {
    /// Whom the certificate names.
    public let name: CertificateName
    /// SHA-256 of the certificate's DER, in lower-case hexadecimal.
    public let fingerprint: String
    /// End of its validity (notAfter); of what can't be read, long ago.
    public let endsAt: Date

    /// The system named by the certificate, of whatever body (``BodyGate``); nil where it names none, or more than one.
    public var system: SystemName? { name.system }

    /// How provision records name the caller: system and certificate.
    public var byWhom: String { system.map { "\($0.rawValue)/sha256:\(fingerprint)" } ?? "sha256:\(fingerprint)" }

    /// The same, with the body where it is another than that one.
    package func byWhom(at own: LocalGovernmentCode) -> String { name.body.map { $0 == own ? byWhom : "\($0)/\(byWhom)" } ?? byWhom }

    /// - Parameter der: a certificate that TLS has already verified.
    public init(certificate der: [UInt8]) {
        fingerprint = SHA256.hash(data: der).hex
        let certificate = try? Certificate(derEncoded: der)
        name = Self.named(by: certificate)
        endsAt = certificate?.notValidAfter ?? .distantPast
    }

    /// Of a certificate in a file, as far as one is there.
    package init?(pemFile path: String) {
        guard let der = try? NIOSSLCertificate.fromPEMFile(path).first?.toDERBytes() else { return nil }
        self.init(certificate: der)
    }

    /// Exactly one alternative name of ours must stand there: two would leave open whose records they fetch.
    private static func named(by certificate: Certificate?) -> CertificateName {
        guard let certificate, let names = try? certificate.extensions.subjectAlternativeNames.map({ Array($0) }) ?? []
        else { return .unreadable }
        return CertificateName(uris: names.compactMap { if case .uniformResourceIdentifier(let uri) = $0 { uri } else { nil } })
    }
}
