import AccessControlStand
import Foundation
import Testing

extension TestHub {
    /// Runs `atena staff` beside `body`, with a terminal's certificate: what people's commands need is in the environment that `body` gets.
    ///
    /// - Parameter extra: of the service and of the commands.
    func withStaffService(_ extra: [String: String] = [:], _ body: ([String: String]) async throws -> Void) async throws {
        let atena = try #require(Program.atena, "build the product atena first")
        var environment = commandEnvironment.merging(["ATENA_HOME": path("home")]) { $1 }.merging(extra) { $1 }
        let pki = path("pki")
        func run(_ arguments: [String]) async throws {
            let outcome = try await Program.run(atena, arguments, environment: environment)
            try #require(outcome.status == 0, "\(arguments): \(outcome.error)")
        }
        try await run(["pki", "init", "--dir", pki])
        for (name, use) in [("staff", "--server"), ("terminal-1", "--terminal"), ("terminal-2", "--terminal")] {
            try await run(["pki", "issue", name, "--dir", pki, use])
        }
        environment.merge(["ATENA_PKI": pki, "ATENA_TERMINAL": pki + "/terminal-1", "ATENA_AUTHORITY": pki + "/ca.pem"]) { $1 }
        let server = try RunningServer(
            atena, environment.merging(["ATENA_STAFF_LISTEN": "127.0.0.1:0"]) { $1 }, command: "staff", log: path("staff-\(UUID()).log"))
        defer { server.stop() }
        environment["ATENA_STAFF_URL"] = "https://localhost:\(try await server.port())"
        try await body(environment)
    }

    /// A hub whose staff service runs, and what the service account `operations` needs to run commands.
    ///
    /// - Parameter extra: of the service and of the commands, by the hub.
    static func withOperations(
        _ extra: (TestHub) throws -> [String: String] = { _ in [:] }, _ body: (TestHub, [String: String]) async throws -> Void
    ) async throws {
        try await TestHub.with { hub in
            try await hub.withStaffService(try extra(hub)) { environment in
                let account = try await hub.accountFile()
                try await hub.certify("operations", file: account, environment)
                try await body(hub, environment.merging(["ATENA_ACCOUNT": account]) { $1 })
            }
        }
    }

    /// Gives a service account's file the certificate that goes with it; after `withStaffService` has made an authority.
    func certify(_ account: String, file: String, _ environment: [String: String]) async throws {
        let pki = path("pki")
        let outcome = try await Program.run(
            try #require(Program.atena), ["pki", "issue", account, "--dir", pki, "--service"], environment: environment)
        try #require(outcome.status == 0, "\(outcome.error)")
        for suffix in ["pem", "key"] { try FileManager.default.copyItem(atPath: "\(pki)/\(account).\(suffix)", toPath: "\(file).\(suffix)") }
    }
}
