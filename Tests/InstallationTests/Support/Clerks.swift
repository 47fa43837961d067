import AccessControlStand
import Addressee
import Foundation
import RegisterStand
import SharingStand
import Testing

/// Somebody of the staff at the command line, signed in.
struct Clerk {
    let environment: [String: String]

    func run(_ arguments: String...) async throws -> (status: Int32, text: String) {
        let outcome = try await Program.run(try #require(Program.atena), arguments, environment: environment)
        return (outcome.status, String(decoding: outcome.output, as: UTF8.self) + outcome.error)
    }
}

extension TestHub {
    /// A hub of two residents, and three of its staff: 1001; 2, the second administrator, whose set-up is apart; and 1003, who has the code from whom 1001 has it.
    ///
    /// - Parameters:
    ///   - first: rights of 1001.
    ///   - others: of the two others.
    static func withClerks(
        _ first: [Right], _ others: [Right], prepare: (TestHub) async throws -> Void = { _ in },
        _ body: (TestHub, _ first: Clerk, _ second: Clerk, _ third: Clerk) async throws -> Void
    ) async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1), ResidentRow(2)])
            try await prepare(hub)
            try await hub.withStaffService { environment in
                try await hub.signIn("1001", first, environment)
                func home(_ account: String) throws -> [String: String] {
                    let home = hub.path("home-\(account)")
                    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
                    return environment.merging(["XDG_RUNTIME_DIR": home]) { $1 }
                }
                func atena(_ environment: [String: String], _ arguments: String...) async throws {
                    let outcome = try await Program.run(try #require(Program.atena), arguments, environment: environment)
                    try #require(outcome.status == 0, "\(arguments): \(outcome.error)")
                }
                let administrator = try hub.administratorsEnvironment(environment)
                var clerks: [Clerk] = []
                for (account, rights) in [("1003", others), ("2", others + [.administerAccess])] {
                    let own = try home(account)
                    let (setUp, totp) = (hub.path("set-up-\(account)"), hub.path("totp-\(account)"))
                    try await atena(
                        administrator, "access", "person", "add", account, "--name-file", hub.path("name"), "--department", "10", "--set-up-code-file", setUp)
                    for right in rights { try await atena(administrator, "access", "grant", account, right.rawValue) }
                    try await atena(
                        own, "access", "enrol", account, "--set-up-code-file", setUp, "--password-file", hub.path("password"), "--totp-secret-file", totp)
                    try await atena(own, "sign-in", account, "--password-file", hub.path("password"), "--totp-secret-file", totp)
                    clerks.append(Clerk(environment: own))
                }
                try await body(hub, Clerk(environment: environment), clerks[1], clerks[0])
            }
        }
    }
}
