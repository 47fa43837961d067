import Crypto
public import Foundation
import SwiftASN1
import X509

extension CertificateAuthority {
    /// 更新. A certificate like another that this authority issued: the same subject, names and purposes, another serial number and end.
    ///
    /// - Parameters:
    ///   - old: PEM of the certificate; one that is over already is renewed all the same.
    ///   - key: PEM of the private key to keep; nil: a new one.
    ///   - days: of validity, counted from now, as far as the authority's own certificate goes.
    /// - Throws: ``PkiRefused`` where another authority issued it, it is an authority's, or the key is not its.
    func renew(_ old: String, keeping key: String?, days: Int) throws -> IssuedCertificate {
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
        for one in leaf.extensions {
            try extensions.append(one.oid == .X509ExtensionID.subjectKeyIdentifier ? Certificate.Extension(replaced, critical: one.critical) : one)
        }
        let fresh = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey, notValidBefore: Date(timeIntervalSinceNow: -Self.clockSkew),
            notValidAfter: min(Self.end(after: days), certificate.notValidAfter), issuer: certificate.subject,
            subject: leaf.subject, signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions, issuerPrivateKey: Certificate.PrivateKey(self.key))
        return IssuedCertificate(certificate: try fresh.serializeAsPEM().pemString, key: leafKey.pemRepresentation)
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
