import Addressee
import Foundation
import HubServer
import MutualTLS
import Settings
import Testing

@Suite struct HubServerSettingsTests {
    @Test func theEnvironmentIsReadWhole() throws {
        let settings = try HubServerSettings(
            Settings(["ATENA_PKI": "/pki", "ATENA_LISTEN": "[::1]:9000", "ATENA_DRAIN_SECONDS": "5"]))
        #expect(settings.host == "::1" && settings.port == 9000 && settings.drain == .seconds(5))
        #expect(settings.clientAuthority == "/pki/ca.pem")
        let usual = try HubServerSettings(Settings(["ATENA_PKI": "/pki"]))
        #expect(usual.host == "127.0.0.1" && usual.port == 8443 && usual.drain == .seconds(30))
    }

    @Test func everyProblemIsNamedAtOnce() {
        let refused = #expect(throws: SettingsRefused.self) {
            try HubServerSettings(Settings(["ATENA_LISTEN": "8443", "ATENA_DRAIN_SECONDS": "soon"]))
        }
        for key in ["ATENA_LISTEN", "ATENA_DRAIN_SECONDS", "ATENA_PKI"] {
            #expect(refused?.problems.contains { $0.hasPrefix(key) } == true)
        }
    }

    @Test func filesAreCheckedBeforeServing() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "atena-settings-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let build = {
            _ = try buildServer(
                provisioning: FakeProvisioning(), health: FakeHealth(), checkpoints: FakeCheckpoints(), list: FakeRegister(),
                body: HubBody(code: ServerStand.body, unnamedUntil: nil),
                settings: HubServerSettings(Settings(["ATENA_PKI": directory])), today: { .today() },
                logger: LogBook().logger())
        }
        let missing = #expect(throws: SettingsRefused.self, performing: build)
        #expect(missing?.problems.count == 3)

        let pki = PkiDirectory(path: directory)
        _ = try await pki.create(authorityNamed: "test")
        _ = try await pki.issue("server", to: .server(hosts: ["localhost"]), days: 1)
        #expect(throws: Never.self, performing: build)

        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: directory + "/server.key")
        #expect(throws: SettingsRefused.self, performing: build)

        // Another's key, as private as it should be.
        try FileManager.default.removeItem(atPath: directory + "/server.key")
        try FileManager.default.copyItem(atPath: directory + "/ca.key", toPath: directory + "/server.key")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: directory + "/server.key")
        let unpaired = #expect(throws: SettingsRefused.self, performing: build)
        #expect(unpaired?.description.contains("対になる鍵") == true)
    }
}
