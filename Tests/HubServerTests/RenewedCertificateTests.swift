import Addressee
import Foundation
import HubServer
import MutualTLS
import Settings
import Testing

/// What is read again while the server runs.
@Suite struct RenewedCertificateTests {
    /// The serial number that a new connection is shown.
    private func shown(by stand: ServerStand) async throws -> String {
        let ended = try await Command.run(
            "/bin/sh",
            [
                "-c",
                "echo | openssl s_client -connect localhost:\(stand.port) -CAfile \(stand.pki)/ca.pem -cert \(stand.pki)/tax.pem -key \(stand.pki)/tax.key 2>/dev/null | openssl x509 -noout -serial",
            ])
        return ended.output
    }

    private func replace(_ name: String, in directory: String, with bytes: Data) throws {
        try bytes.write(to: URL(filePath: "\(directory)/\(name)"), options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(directory)/\(name)")
    }

    @Test func newConnectionsGetTheNewCertificateAndOldOnesGoOn() async throws {
        try await ServerStand.with { (stand) async throws in
            let first = try await shown(by: stand)
            #expect(first.hasPrefix("serial="))
            async let underWay = stand.curl(stand.dataset("slow/changes"))
            #expect(try await eventually { stand.provisioning.book.waiting == 1 })
            let before = stand.certificates.endsAt
            _ = try await PkiDirectory(path: stand.pki).renew("server", of: ServerStand.body, days: 20)
            // A file is not what is served.
            #expect(try await shown(by: stand) == first)
            #expect(stand.certificates.endsAt == before)
            try await stand.certificates.reload()
            let second = try await shown(by: stand)
            #expect(second.hasPrefix("serial=") && second != first)
            let metrics = try await stand.curl("/metrics")
            #expect(metrics.status == 200, "curl \(metrics.exit): \(metrics.error)")
            #expect(metrics.body.contains("\natena_served_certificate_days_left{body=\"111007\"} 19\n"), "\(metrics.body)")
            #expect(try await underWay.status == 200)
        }
    }

    /// Whole seconds rounded up would be a day more for half a second: days left that are one too many.
    @Test func nothingIsIssuedForLongerThanAskedFor() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "atena-ends-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let pki = PkiDirectory(path: directory)
        _ = try await pki.create(authorityNamed: "test")
        _ = try await pki.issue("server", to: .server(hosts: ["localhost"]), days: 1)
        for _ in 1...3 {
            // In the half of a second that rounds up.
            while !(0.55...0.75).contains(Date().timeIntervalSince1970.truncatingRemainder(dividingBy: 1)) { try await Task.sleep(for: .milliseconds(20)) }
            #expect(try await pki.renew("server", of: ServerStand.body, days: 20).endsAt.timeIntervalSinceNow <= 20 * 86_400)
        }
    }

    @Test(arguments: ["server.pem", "server.key", "ca.pem"])
    func whatCanNotBeServedLeavesTheOldOneInItsPlace(file: String) async throws {
        try await ServerStand.with { (stand) async throws in
            let first = try await shown(by: stand)
            let other = PkiDirectory(path: stand.pki + "/other")
            _ = try await other.create(authorityNamed: "other")
            _ = try await other.issue("server", to: .server(hosts: ["localhost"]), days: 1)
            for bytes in [
                Data(), Data("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8),
                file == "ca.pem" ? Data("x".utf8) : try Data(contentsOf: URL(filePath: "\(other.path)/\(file)")),
            ] {
                try replace(file, in: stand.pki, with: bytes)
                await #expect(throws: SettingsRefused.self) { try await stand.certificates.reload() }
                #expect(try await Command.run("/bin/sh", ["-c", "true"]).status == 0)
                #expect(stand.certificates.endsAt > Date())
            }
            // The client needs its authority's certificate back to look.
            if file != "ca.pem" { #expect(try await shown(by: stand) == first) }
        }
    }

    @Test func anAuthorityThatIsNoLongerTrustedIsRefusedFromTheNextReadingOn() async throws {
        try await ServerStand.with { (stand) async throws in
            #expect(try await stand.curl("/health/live", with: "tax").status == 200)
            let other = PkiDirectory(path: stand.pki + "/other")
            _ = try await other.create(authorityNamed: "other")
            _ = try await other.issue("tax", to: .client(.tax, of: ServerStand.body), days: 1)
            #expect(try await stand.curl("/health/live", with: "tax", from: other.path).status == 0)
            let mine = try Data(contentsOf: URL(filePath: stand.pki + "/ca.pem"))
            try replace("ca.pem", in: stand.pki, with: try Data(contentsOf: URL(filePath: other.path + "/ca.pem")))
            try await stand.certificates.reload()
            // curl checks the server by the authority that issued its certificate.
            try replace("ca.pem", in: stand.pki, with: mine)
            #expect(try await stand.curl("/health/live", with: "tax", from: other.path).status == 200)
            #expect(try await stand.curl("/health/live", with: "tax").status == 0)
        }
    }
}
