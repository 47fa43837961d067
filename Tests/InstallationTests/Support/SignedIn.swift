import AccessControl
import AccessControlStand
import Addressee
import Foundation
import Keys
import Testing

extension TestHub {
    /// Where the first administrator is signed in: beside the others, so that nobody takes the place of that session.
    func administratorsEnvironment(_ environment: [String: String]) throws -> [String: String] {
        let home = path("home-administrator")
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        return environment.merging(["XDG_RUNTIME_DIR": home]) { $1 }
    }

    /// A person with these rights, signed in where the program is run; the administrator who added them is signed in apart.
    func signIn(_ account: String, _ rights: [Right], _ environment: [String: String]) async throws {
        func atena(_ environment: [String: String], _ arguments: String...) async throws {
            let outcome = try await Program.run(try #require(Program.atena), arguments, environment: environment)
            try #require(outcome.status == 0, "\(arguments): \(outcome.error)")
        }
        let (password, setUp) = (path("password"), path("set-up"))
        try OwnerOnlyFile.create(password, Array("a password for a test\n".utf8))
        let name = try write("職員\n".utf8, to: "name")
        let administrator = try administratorsEnvironment(environment)
        try await atena(administrator, "access", "init", "1", "--name-file", name, "--password-file", password, "--totp-secret-file", path("totp-1"))
        try await atena(administrator, "sign-in", "1", "--password-file", password, "--totp-secret-file", path("totp-1"))
        try await atena(administrator, "access", "department", "add", "10", "課")
        try await atena(administrator, "access", "person", "add", account, "--name-file", name, "--department", "10", "--set-up-code-file", setUp)
        for right in rights { try await atena(administrator, "access", "grant", account, right.rawValue) }
        try await atena(environment, "access", "enrol", account, "--set-up-code-file", setUp, "--password-file", password, "--totp-secret-file", path("totp"))
        try await atena(environment, "sign-in", account, "--password-file", password, "--totp-secret-file", path("totp"))
    }
}
