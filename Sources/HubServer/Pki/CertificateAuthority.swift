public import Addressee
import Crypto
import Foundation
import NIOCore
import SwiftASN1
import X509

/// A certificate and its key, as PEM. The key's text is a secret: it goes into an owner-only file and nowhere else.
public struct IssuedCertificate: Sendable, CustomStringConvertible, CustomReflectable {
    /// X.509 certificate, PEM.
    public let certificate: String
    /// Private key, PEM; secret.
    public let key: String

    /// Nothing of the key.
    public var description: String { "IssuedCertificate(****)" }
    /// Without children, so that `dump` finds no key.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A certificate authority for trying out and testing: P-256, no revocation. A city in operation uses its own.
public struct CertificateAuthority: Sendable {
    static let clockSkew: TimeInterval = 3600
    static let day: TimeInterval = 86400

    /// The end of what is to hold so many days from now. A certificate knows whole seconds, and rounded up it would outlive what was asked for.
    static func end(after days: Int) -> Date { Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + Double(days) * day).rounded(.down)) }

    let certificate: Certificate
    let key: P256.Signing.PrivateKey

    /// The authority's own certificate and key.
    public var issued: IssuedCertificate {
        get throws {
            IssuedCertificate(certificate: try certificate.serializeAsPEM().pemString, key: key.pemRepresentation)
        }
    }

    /// A new authority.
    /// - Parameters:
    ///   - name: common name of its certificate.
    ///   - days: of validity, counted from now.
    public init(named name: String, days: Int = 3650) throws {
        let key = P256.Signing.PrivateKey()
        let publicKey = Certificate.PublicKey(key.publicKey)
        let subject = try DistinguishedName {
            CommonName(name)
        }
        self.key = key
        certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey,
            notValidBefore: Date(timeIntervalSinceNow: -Self.clockSkew),
            notValidAfter: Self.end(after: days), issuer: subject, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: publicKey)
            },
            issuerPrivateKey: Certificate.PrivateKey(key))
    }

    /// The authority whose certificate and key stand in `issued`.
    /// - Throws: ``PkiRefused`` where they are no pair or no authority.
    public init(_ issued: IssuedCertificate) throws {
        let certificate = try Certificate(pemEncoded: issued.certificate)
        let key = try P256.Signing.PrivateKey(pemRepresentation: issued.key)
        guard Certificate.PublicKey(key.publicKey) == certificate.publicKey else {
            throw PkiRefused(rule: "ca.pem と ca.key が対になっていません。")
        }
        guard case .isCertificateAuthority = try certificate.extensions.basicConstraints else {
            throw PkiRefused(rule: "ca.pem は認証局の証明書ではありません。")
        }
        self.certificate = certificate
        self.key = key
    }

    /// A client certificate that names `system` of `body` in a subject alternative name of type URI.
    public func issueClient(_ system: SystemName, of body: LocalGovernmentCode, days: Int = 365) throws -> IssuedCertificate {
        try issue(
            named: system.rawValue, names: Self.names(.system(system, of: body)), usage: .clientAuth,
            days: days)
    }

    /// A client certificate that names no system: for probes of health and metrics of `body`.
    public func issueProbe(_ name: String, of body: LocalGovernmentCode, days: Int = 365) throws -> IssuedCertificate {
        try issue(named: name, names: Self.names(.probe(of: body)), usage: .clientAuth, days: days)
    }

    /// A client certificate of a terminal or a service account: what asks the staff service.
    func issueStaff(_ holder: CertificateName, named name: String, days: Int) throws -> IssuedCertificate {
        try issue(named: name, names: Self.names(holder), usage: .clientAuth, days: days)
    }

    static func names(_ name: CertificateName) -> [GeneralName] { name.uri.map { [.uniformResourceIdentifier($0)] } ?? [] }

    /// A certificate of `system` that receives envelopes (media): for key agreement, not for TLS.
    public func issueMedium(_ system: SystemName, of body: LocalGovernmentCode, days: Int = 365) throws -> IssuedCertificate {
        try issue(
            named: "\(system) medium", names: Self.names(.system(system, of: body)), usage: nil, days: days)
    }

    /// A server certificate.
    /// - Parameter hosts: DNS names and IP addresses; at least one.
    /// - Throws: ``PkiRefused`` for an empty list or an empty name.
    public func issueServer(named name: String, hosts: [String], days: Int = 365) throws -> IssuedCertificate {
        guard !hosts.isEmpty, hosts.allSatisfy({ !$0.isEmpty }) else { throw PkiRefused(rule: "ホスト名がありません。") }
        return try issue(named: name, names: hosts.map(Self.generalName), usage: .serverAuth, days: days)
    }

    private func issue(
        named name: String, names: [GeneralName], usage: ExtendedKeyUsage.Usage?, days: Int
    ) throws -> IssuedCertificate {
        let leafKey = P256.Signing.PrivateKey()
        let publicKey = Certificate.PublicKey(leafKey.publicKey)
        var extensions = try Certificate.Extensions {
            Critical(BasicConstraints.notCertificateAuthority)
            Critical(KeyUsage(digitalSignature: usage != nil, keyAgreement: usage == nil))
            SubjectKeyIdentifier(hash: publicKey)
            AuthorityKeyIdentifier(
                keyIdentifier: try certificate.extensions.subjectKeyIdentifier?.keyIdentifier)
        }
        if let usage { try extensions.append(.init(ExtendedKeyUsage([usage]), critical: false)) }
        if !names.isEmpty { try extensions.append(.init(SubjectAlternativeNames(names), critical: false)) }
        let leaf = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey,
            notValidBefore: Date(timeIntervalSinceNow: -Self.clockSkew),
            notValidAfter: min(Self.end(after: days), certificate.notValidAfter),
            issuer: certificate.subject,
            subject: try DistinguishedName {
                CommonName(name)
            }, signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
            issuerPrivateKey: Certificate.PrivateKey(key))
        return IssuedCertificate(certificate: try leaf.serializeAsPEM().pemString, key: leafKey.pemRepresentation)
    }

    /// An IP address where `host` is one, else a DNS name.
    private static func generalName(_ host: String) -> GeneralName {
        guard let address = try? SocketAddress(ipAddress: host, port: 0) else { return .dnsName(host) }
        switch address {
        case .v4(let v4): return .ipAddress(octets(of: v4.address.sin_addr))
        case .v6(let v6): return .ipAddress(octets(of: v6.address.sin6_addr))
        case .unixDomainSocket: return .dnsName(host)
        }
    }

    /// Both C structures hold the address alone, in network byte order.
    private static func octets<Address>(of address: Address) -> ASN1OctetString {
        withUnsafeBytes(of: address) { ASN1OctetString(contentBytes: ArraySlice($0)) }
    }
}

/// Why no authority was made or no certificate issued. The rule is Japanese and tells what to do.
public struct PkiRefused: Explained, Sendable, CustomStringConvertible {
    /// What stands in the way and what to do, in Japanese.
    public let rule: String

    /// X0016.
    public var code: String { "X0016" }

    /// `rule` is Japanese and shown to people as it is.
    public init(rule: String) { self.rule = rule }

    /// The rule.
    public var description: String { rule }
}
