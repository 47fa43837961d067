import Addressee
import Foundation
import HubServer
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
            #expect(try await eventually { stand.desk.book.waiting == 1 })
            let before = stand.certificates.endsAt
            _ = try await PkiDirectory(path: stand.pki).renew("server", days: 20)
            // A file is not what is served.
            #expect(try await shown(by: stand) == first)
            #expect(stand.certificates.endsAt == before)
            try await stand.certificates.reload()
            let second = try await shown(by: stand)
            #expect(second.hasPrefix("serial=") && second != first)
            let metrics = try await stand.curl("/metrics")
            #expect(metrics.status == 200, "curl \(metrics.exit): \(metrics.error)")
            // The new one's days, not the one day of the one before; a clock that was set back meanwhile says 20.
            let days = metrics.body.matches(of: /\natena_served_certificate_days_left (\d+)\n/).map(\.1)
            #expect(days == ["19"] || days == ["20"], "\(metrics.body)")
            #expect(try await underWay.status == 200)
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
            _ = try await other.issue("tax", to: .client(.tax), days: 1)
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
