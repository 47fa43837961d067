import Addressee
import Foundation
import HubServer
import MutualTLS
import NIOSSL
import Testing

@Suite struct ClientIdentityTests {
    private func identity(_ issued: IssuedCertificate) throws -> ClientIdentity {
        let certificate = try #require(try NIOSSLCertificate.fromPEMBytes(Array(issued.certificate.utf8)).first)
        return ClientIdentity(certificate: try certificate.toDERBytes())
    }

    @Test func theCertificateNamesTheSystem() throws {
        let authority = try CertificateAuthority(named: "test")
        let identity = try identity(authority.issueClient(.careInsurance, of: LocalGovernmentCode("111007")))
        #expect(identity.name == .system(.careInsurance, of: try LocalGovernmentCode("111007")))
        #expect(identity.name.uri == "urn:atena:111007:system:care-insurance")
        #expect(identity.fingerprint.count == 64)
        #expect(identity.byWhom == "care-insurance/sha256:\(identity.fingerprint)")
    }

    @Test func aCertificateWithoutSystemNamesNone() throws {
        let authority = try CertificateAuthority(named: "test")
        let identity = try identity(authority.issueProbe("probe", of: LocalGovernmentCode("111007")))
        #expect(identity.name == .probe(of: try LocalGovernmentCode("111007")) && identity.system == nil)
        #expect(identity.byWhom == "sha256:\(identity.fingerprint)")
    }

    @Test(
        "Names that are not exactly one system of ours name none",
        arguments: [
            "URI:urn:atena:system:tax,URI:urn:atena:system:childcare", "URI:urn:atena:system:",
            "URI:urn:atena:system:Tax",
            "URI:urn:atena:system:tax%20", "URI:https://tax", "DNS:urn:atena:system:tax",
            "URI:urn:atena:system:tax/../childcare", "URI:urn:atena:111008:system:tax", "URI:urn:atena:11100:system:tax", "URI:urn:atena::system:tax",
            "URI:urn:atena:111007:system:tax:x", "URI:urn:atena:111007:tax", "URI:URN:atena:111007:system:tax",
            "URI:urn:atena:111007:system:tax,URI:urn:atena:111015:system:tax", "URI:urn:atena:111007:system:tax,URI:urn:ATENA:x",
        ])
    func oddNames(names: String) async throws {
        let base = FileManager.default.temporaryDirectory.appending(path: "atena-odd-\(UUID())").path
        defer { for ending in [".pem", ".key"] { try? FileManager.default.removeItem(atPath: base + ending) } }
        let made = try await Command.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=tax",
                "-days",
                "1", "-keyout", base + ".key", "-out", base + ".pem", "-addext", "subjectAltName=\(names)",
            ])
        try #require(made.status == 0, "\(made.error)")
        let certificate = try #require(try NIOSSLCertificate.fromPEMFile(base + ".pem").first)
        #expect(ClientIdentity(certificate: try certificate.toDERBytes()).system == nil)
    }

    @Test func theFingerprintIsOpenSSLs() async throws {
        let issued = try CertificateAuthority(named: "test").issueClient(.tax, of: LocalGovernmentCode("111007"))
        let path = FileManager.default.temporaryDirectory.appending(path: "atena-print-\(UUID()).pem").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try issued.certificate.write(toFile: path, atomically: true, encoding: .utf8)
        let shown = try await Command.run(
            "/usr/bin/openssl", ["x509", "-in", path, "-noout", "-fingerprint", "-sha256"])
        let hex = shown.output.split(separator: "=").last.map { $0.filter(\.isHexDigit).lowercased() }
        #expect(hex == (try identity(issued)).fingerprint)
    }

    @Test func aKeyIsNeverPrinted() throws {
        let issued = try CertificateAuthority(named: "test").issueClient(.tax, of: LocalGovernmentCode("111007"))
        var dumped = ""
        dump(issued, to: &dumped)
        for text in ["\(issued)", String(reflecting: issued), dumped] { #expect(!text.contains("PRIVATE KEY")) }
    }
}
