import Addressee
import Crypto
public import Foundation
import SwiftASN1
import X509

extension CertificateAuthority {
    /// 更新. A certificate like another that this authority issued: the same subject, names and purposes, another serial number and end.
    /// A client that names no body, as before hubs knew theirs, names it from now on.
    ///
    /// - Parameters:
    ///   - old: PEM of the certificate; one that is over already is renewed all the same.
    ///   - body: whose hub it is for.
    ///   - key: PEM of the private key to keep; nil: a new one.
    ///   - days: of validity, counted from now, as far as the authority's own certificate goes.
    /// - Throws: ``PkiRefused`` where another authority issued it, it is an authority's or names another body, or the key is not its.
    func renew(_ old: String, of body: LocalGovernmentCode, keeping key: String?, days: Int) throws -> IssuedCertificate {
        let leaf = try Certificate(pemEncoded: old)
        guard leaf.issuer == certificate.subject, certificate.publicKey.isValidSignature(leaf.signature, for: leaf) else {
            throw PkiRefused(rule: "この認証局が発行した証明書ではないため、更新できません。発行した認証局で更新してください。")
        }
        if case .isCertificateAuthority = try leaf.extensions.basicConstraints {
            throw PkiRefused(rule: "認証局の証明書です。認証局そのものは atena pki renew ca で更新します。")
        }
        let leafKey = try key.map { try P256.Signing.PrivateKey(pemRepresentation: $0) } ?? P256.Signing.PrivateKey()
        let publicKey = Certificate.PublicKey(leafKey.publicKey)
        if key != nil, publicKey != leaf.publicKey { throw PkiRefused(rule: "鍵が証明書と対になっていません。--same-key を付けずに、鍵も新しくしてください。") }
        var extensions = Certificate.Extensions()
        let replaced = SubjectKeyIdentifier(hash: publicKey)
        let named = try named(leaf, of: body)
        for one in leaf.extensions {
            switch one.oid {
            case .X509ExtensionID.subjectKeyIdentifier: try extensions.append(Certificate.Extension(replaced, critical: one.critical))
            case .X509ExtensionID.subjectAlternativeName where named != nil: break
            default: try extensions.append(one)
            }
        }
        if let named { try extensions.append(.init(SubjectAlternativeNames(named), critical: false)) }
        let fresh = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey, notValidBefore: Date(timeIntervalSinceNow: -Self.clockSkew),
            notValidAfter: min(Self.end(after: days), certificate.notValidAfter), issuer: certificate.subject,
            subject: leaf.subject, signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions, issuerPrivateKey: Certificate.PrivateKey(self.key))
        return IssuedCertificate(certificate: try fresh.serializeAsPEM().pemString, key: leafKey.pemRepresentation)
    }

    /// The names of a client that named no body, with it; nil where they stay as they are.
    private func named(_ leaf: Certificate, of body: LocalGovernmentCode) throws -> [GeneralName]? {
        let names = try leaf.extensions.subjectAlternativeNames.map { Array($0) } ?? []
        let name = CertificateName(uris: names.compactMap { if case .uniformResourceIdentifier(let uri) = $0 { uri } else { nil } })
        if let own = name.body, own != body {
            throw PkiRefused(rule: "団体\(own)の証明書です。ATENA_BODYの団体は\(body)のため、更新しません。")
        }
        switch name {
        case .system(let system, of: nil):
            return names.filter { if case .uniformResourceIdentifier = $0 { false } else { true } } + Self.names(.system(system, of: body))
        case .none where try leaf.extensions.extendedKeyUsage?.contains(.clientAuth) == true: return names + Self.names(.probe(of: body))
        default: return nil
        }
    }

    /// The authority itself with a later end: the same name and key, so that everything it issued stands under the new certificate as under the old.
    func renewed(days: Int) throws -> CertificateAuthority {
        let fresh = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: certificate.publicKey,
            notValidBefore: Date(timeIntervalSinceNow: -Self.clockSkew), notValidAfter: Self.end(after: days),
            issuer: certificate.subject, subject: certificate.subject, signatureAlgorithm: .ecdsaWithSHA256, extensions: certificate.extensions,
            issuerPrivateKey: Certificate.PrivateKey(key))
        return try CertificateAuthority(IssuedCertificate(certificate: try fresh.serializeAsPEM().pemString, key: key.pemRepresentation))
    }
}

/// What a renewal left behind.
public struct Renewal: Sendable {
    /// The files that are new.
    public let written: [String]
    /// Where the files of before are kept, until the next renewal.
    public let kept: [String]
    /// When the new certificate ends.
    public let endsAt: Date
}
