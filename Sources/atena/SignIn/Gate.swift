import AccessControl
import Foundation
import Postgres
import Settings

/// The gate of the command line: every command that acts on the hub learns here who acts, and whether they may.
struct Gate {
    let access: AccessControl
    let pool: Pool
    let settings: Settings
    let terminal = Terminal.name

    /// Whom a command prefers where both a person and a service account are there.
    enum Preference {
        /// Commands that somebody waits for: the person signed in at this terminal, else the service account of `ATENA_ACCOUNT`.
        case person
        /// Programs that go on for days: the service account, else the person.
        case service
    }

    var tokenFile: TokenFile { TokenFile(settings, database: settings[.database] ?? "", terminal: terminal) }

    /// Who acts, signed in.
    ///
    /// - Throws: `AccessRefused` where nobody is, on record.
    func acting(_ preference: Preference = .person) async throws -> Principal {
        if preference == .service, let service = try await service() { return service }
        let file = tokenFile
        if let token = try file.read() {
            do {
                return try await access.principal(of: token, terminal: terminal)
            } catch let refused as AccessRefused {
                try file.remove()
                // Who believed to be signed in must see in whose name the work is done instead.
                guard let service = try await service() else { throw refused }
                tell("サインインの期限が切れています。\(service.name) として実行します。")
                return service
            }
        }
        if let service = try await service() { return service }
        throw try await access.nobody(at: terminal)
    }

    /// The person signed in at this terminal, never a program.
    ///
    /// - Throws: `AccessRefused` where nobody is, on record.
    func person() async throws -> Principal {
        guard let token = try tokenFile.read() else { throw try await access.nobody(at: terminal) }
        return try await access.principal(of: token, terminal: terminal)
    }

    /// The service account of the file that `ATENA_ACCOUNT` names (`NAME SECRET`); nil where the variable is not set.
    private func service() async throws -> Principal? {
        guard let path = settings[.account], !path.isEmpty else { return nil }
        let parts = try SecretFile.read(path).split(separator: " ").map(String.init)
        guard parts.count == 2 else { throw CommandFailure("\(path): 「名前 秘密」の1行にしてください（atena access service add が書きます）。") }
        return try await access.service(account: parts[0], secret: parts[1], terminal: terminal)
    }
}
