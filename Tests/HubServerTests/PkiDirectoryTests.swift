import Addressee
import Foundation
import HubServer
import Testing

@Suite struct PkiDirectoryTests {
    @Test func nothingIsOverwrittenAndKeysAreTheOwners() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "atena-pki-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let pki = PkiDirectory(path: directory)
        await #expect(throws: PkiRefused.self) { try await pki.issue("tax", to: .client(.tax), days: 1) }
        _ = try await pki.create(authorityNamed: "test")
        _ = try await pki.issue("tax", to: .client(.tax), days: 1)
        let before = try ["ca.pem", "ca.key", "tax.pem", "tax.key"].map {
            try Data(contentsOf: URL(filePath: "\(directory)/\($0)"))
        }
        await #expect(throws: PkiRefused.self) { try await pki.create(authorityNamed: "test") }
        await #expect(throws: PkiRefused.self) { try await pki.issue("tax", to: .client(.tax), days: 1) }
        await #expect(throws: PkiRefused.self) { try await pki.issue("ca", to: .client(.tax), days: 1) }
        await #expect(throws: PkiRefused.self) { try await pki.issue("../tax", to: .client(.tax), days: 1) }
        await #expect(throws: PkiRefused.self) { try await pki.issue("other", to: .client(.tax), days: 0) }
        let after = try ["ca.pem", "ca.key", "tax.pem", "tax.key"].map {
            try Data(contentsOf: URL(filePath: "\(directory)/\($0)"))
        }
        #expect(before == after)
        for key in ["ca.key", "tax.key"] {
            let mode =
                try FileManager.default.attributesOfItem(atPath: "\(directory)/\(key)")[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        // OpenSSL takes what we issue, for its purpose and no other.
        _ = try await pki.issue("server", to: .server(hosts: ["localhost", "127.0.0.1", "::1"]), days: 1)
        for (name, purpose, holds) in [
            ("tax", "sslclient", true), ("tax", "sslserver", false), ("server", "sslserver", true),
            ("server", "sslclient", false),
        ] {
            let verified = try await Command.run(
                "/usr/bin/openssl",
                [
                    "verify", "-x509_strict", "-purpose", purpose, "-CAfile", directory + "/ca.pem",
                    "\(directory)/\(name).pem",
                ])
            #expect((verified.status == 0) == holds, "\(verified.error)")
        }
    }
}
