import Addressee
import Foundation
import HubServer
import Testing

@Suite struct PkiDirectoryTests {
    @Test func nothingIsOverwrittenAndKeysAreTheOwners() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "atena-pki-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let pki = PkiDirectory(path: directory)
        await #expect(throws: PkiRefused.self) { try await pki.issue("tax", to: .client(.tax, of: ServerStand.body), days: 1) }
        _ = try await pki.create(authorityNamed: "test")
        _ = try await pki.issue("tax", to: .client(.tax, of: ServerStand.body), days: 1)
        let before = try ["ca.pem", "ca.key", "tax.pem", "tax.key"].map {
            try Data(contentsOf: URL(filePath: "\(directory)/\($0)"))
        }
        await #expect(throws: PkiRefused.self) { try await pki.create(authorityNamed: "test") }
        await #expect(throws: PkiRefused.self) { try await pki.issue("tax", to: .client(.tax, of: ServerStand.body), days: 1) }
        await #expect(throws: PkiRefused.self) { try await pki.issue("ca", to: .client(.tax, of: ServerStand.body), days: 1) }
        await #expect(throws: PkiRefused.self) { try await pki.issue("../tax", to: .client(.tax, of: ServerStand.body), days: 1) }
        await #expect(throws: PkiRefused.self) { try await pki.issue("other", to: .client(.tax, of: ServerStand.body), days: 0) }
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

@Suite struct PkiRenewalTests {
    private func with(_ body: (PkiDirectory) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "atena-pki-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let pki = PkiDirectory(path: directory)
        _ = try await pki.create(authorityNamed: "test")
        try await body(pki)
    }

    /// What OpenSSL says of the parts that must stay.
    private func parts(_ path: String) async throws -> String {
        try await Command.run(
            "/bin/sh", ["-c", "openssl x509 -in \(path) -noout -subject -issuer -ext subjectAltName,extendedKeyUsage,keyUsage,basicConstraints"]
        ).output
    }

    private func text(_ pki: PkiDirectory, _ name: String) throws -> String { try String(contentsOfFile: "\(pki.path)/\(name)", encoding: .utf8) }

    @Test(arguments: [true, false])
    func aRenewedCertificateIsTheSameButForItsEnd(keepsKey: Bool) async throws {
        try await with { pki in
            _ = try await pki.issue("tax", to: .client(.tax, of: ServerStand.body), days: 3)
            _ = try await pki.issue("probe", to: .probe(of: ServerStand.body), days: 3)
            _ = try await pki.issue("server", to: .server(hosts: ["hub.example", "10.0.0.1", "::1"]), days: 3)
            _ = try await pki.issue("tax", to: .medium(.tax, of: ServerStand.body), days: 3)
            for name in ["tax", "probe", "server", "tax-medium"] {
                let (before, key, certificate) = (try await parts("\(pki.path)/\(name).pem"), try text(pki, "\(name).key"), try text(pki, "\(name).pem"))
                #expect(before.contains("issuer="))
                let renewal = try await pki.renew(name, of: ServerStand.body, keepsKey: keepsKey, days: 90)
                #expect((89.9...90.1).contains(renewal.endsAt.timeIntervalSinceNow / 86400))
                #expect(try await parts("\(pki.path)/\(name).pem") == before)
                #expect(try text(pki, "\(name).pem") != certificate && text(pki, "\(name).pem.previous") == certificate)
                #expect((try text(pki, "\(name).key") == key) == keepsKey)
                if !keepsKey { #expect(try text(pki, "\(name).key.previous") == key) }
                // Key and certificate are a pair, and OpenSSL takes it.
                let pair = try await Command.run(
                    "/bin/sh",
                    [
                        "-c",
                        "cd \(pki.path) && openssl verify -x509_strict -CAfile ca.pem \(name).pem && [ \"$(openssl x509 -in \(name).pem -noout -pubkey)\" = \"$(openssl pkey -in \(name).key -pubout)\" ]",
                    ])
                #expect(pair.status == 0, "\(pair.error)")
                #expect(try FileManager.default.attributesOfItem(atPath: "\(pki.path)/\(name).key")[.posixPermissions] as? Int == 0o600)
                // Once more: what was kept is what was there last.
                let second = try text(pki, "\(name).pem")
                _ = try await pki.renew(name, of: ServerStand.body, keepsKey: keepsKey, days: 90)
                #expect(try text(pki, "\(name).pem.previous") == second)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: pki.path).filter { $0.hasSuffix(".partial") }.isEmpty)
        }
    }

    @Test func theAuthorityKeepsItsKeyAndWhatItIssued() async throws {
        try await with { pki in
            _ = try await pki.issue("tax", to: .client(.tax, of: ServerStand.body), days: 30)
            let key = try text(pki, "ca.key")
            let renewal = try await pki.renew("ca", of: ServerStand.body, days: 3650)
            #expect(renewal.written == ["\(pki.path)/ca.pem"])
            #expect(try text(pki, "ca.key") == key)
            for authority in ["ca.pem", "ca.pem.previous"] {
                let verified = try await Command.run(
                    "/usr/bin/openssl", ["verify", "-x509_strict", "-CAfile", "\(pki.path)/\(authority)", "\(pki.path)/tax.pem"])
                #expect(verified.status == 0, "\(verified.error)")
            }
            _ = try await pki.renew("tax", of: ServerStand.body, days: 40)
        }
    }

    @Test func whatAnotherAuthorityIssuedIsRefused() async throws {
        try await with { pki in
            // The same name, another key.
            let other = PkiDirectory(path: pki.path + "/other")
            _ = try await other.create(authorityNamed: "test")
            _ = try await other.issue("tax", to: .client(.tax, of: ServerStand.body), days: 3)
            for name in ["tax.pem", "tax.key"] { try FileManager.default.copyItem(atPath: "\(other.path)/\(name)", toPath: "\(pki.path)/\(name)") }
            let before = try text(pki, "tax.pem")
            for keepsKey in [true, false] {
                await #expect(throws: PkiRefused.self) { try await pki.renew("tax", of: ServerStand.body, keepsKey: keepsKey, days: 3) }
            }
            #expect(try text(pki, "tax.pem") == before)
            #expect(!FileManager.default.fileExists(atPath: "\(pki.path)/tax.pem.previous"))
            await #expect(throws: PkiRefused.self) { try await pki.renew("nobody", of: ServerStand.body, days: 3) }
            await #expect(throws: PkiRefused.self) { try await pki.renew("../ca", of: ServerStand.body, days: 3) }
            // A key that is another's can't be kept.
            _ = try await pki.issue("childcare", to: .client(.childcare, of: ServerStand.body), days: 3)
            try FileManager.default.removeItem(atPath: "\(pki.path)/childcare.key")
            try FileManager.default.copyItem(atPath: "\(other.path)/tax.key", toPath: "\(pki.path)/childcare.key")
            await #expect(throws: PkiRefused.self) { try await pki.renew("childcare", of: ServerStand.body, keepsKey: true, days: 3) }
            _ = try await pki.renew("childcare", of: ServerStand.body, days: 3)
        }
    }
}
