public import Addressee
import Crypto
import SwiftASN1
internal import TextForms
import X509

/// Who is at the other end of a connection, as its verified certificate says.
public struct ClientIdentity: Sendable, Hashable {
    /// The system named by the certificate; nil where it names none, or more than one.
    public let system: SystemName?
    /// SHA-256 of the certificate's DER, in lower-case hexadecimal.
    public let fingerprint: String

    /// How provision records name the caller: system and certificate.
    public var byWhom: String { system.map { "\($0.rawValue)/sha256:\(fingerprint)" } ?? "sha256:\(fingerprint)" }

    /// - Parameter der: a certificate that TLS has already verified.
    public init(certificate der: [UInt8]) {
        fingerprint = SHA256.hash(data: der).hex
        system = Self.systemNamed(by: der)
    }

    /// Exactly one alternative name of ours must stand there: two would leave open whose records they fetch.
    private static func systemNamed(by der: [UInt8]) -> SystemName? {
        guard let certificate = try? Certificate(derEncoded: der),
            let names = try? certificate.extensions.subjectAlternativeNames
        else { return nil }
        let ours = names.compactMap { name -> Substring? in
            guard case .uniformResourceIdentifier(let uri) = name, uri.hasPrefix(SystemURI.prefix) else { return nil }
            return uri.dropFirst(SystemURI.prefix.count)
        }
        guard ours.count == 1, let slug = ours.first else { return nil }
        return SystemName(rawValue: String(slug))
    }
}

/// The name of a system in its certificate's subject alternative name: `urn:atena:system:care-insurance`.
public enum SystemURI {
    static let prefix = SystemName.uriPrefix

    /// The URI that a certificate of `system` must carry.
    public static func uri(of system: SystemName) -> String { system.uri }
}
