import AccessControl
import AccessControlStand
import Addressee
import Keys
import Testing

extension TestHub {
    /// A person with these rights, signed in where the program is run.
    func signIn(_ account: String, _ rights: [Right], _ environment: [String: String]) async throws {
        func atena(_ arguments: String...) async throws {
            let outcome = try await Program.run(try #require(Program.atena), arguments, environment: environment)
            try #require(outcome.status == 0, "\(arguments): \(outcome.error)")
        }
        let (password, setUp) = (path("password"), path("set-up"))
        try OwnerOnlyFile.create(password, Array("a password for a test\n".utf8))
        let name = try write("職員\n".utf8, to: "name")
        try await atena("access", "init", "1", "--name-file", name, "--password-file", password, "--totp-secret-file", path("totp-1"))
        try await atena("sign-in", "1", "--password-file", password, "--totp-secret-file", path("totp-1"))
        try await atena("access", "department", "add", "10", "課")
        try await atena("access", "person", "add", account, "--name-file", name, "--department", "10", "--set-up-code-file", setUp)
        for right in rights { try await atena("access", "grant", account, right.rawValue) }
        try await atena("access", "enrol", account, "--set-up-code-file", setUp, "--password-file", password, "--totp-secret-file", path("totp"))
        try await atena("sign-in", account, "--password-file", password, "--totp-secret-file", path("totp"))
    }
}
