import AccessControl
import Foundation
import MutualTLS
import Postgres
import Settings
import StaffAPI
import StaffCommands

/// The gate of the command line: every command that acts on the hub learns here who acts, and whether they may.
struct Gate {
    let access: AccessControl
    let pool: Pool
    let settings: Settings
    let terminal: String

    /// Whom a command prefers where both a person and a service account are there.
    enum Preference {
        /// Commands that somebody waits for: the person signed in at this terminal, else the service account of `ATENA_ACCOUNT`.
        case person
        /// Programs that go on for days: the service account, else the person.
        case service
    }

    var tokenFile: TokenFile { TokenFile(settings) }

    init(access: AccessControl, pool: Pool, settings: Settings) {
        (self.access, self.pool, self.settings) = (access, pool, settings)
        // As the staff service names this terminal: a session of it is one here, too. Without a certificate no session counts; records name the machine.
        if let identity = settings[.terminal].flatMap({ ClientIdentity(pemFile: $0 + ".pem") }) {
            terminal = TerminalName.bound(identity.name, fingerprint: identity.fingerprint, window: Terminal.window)
        } else {
            terminal = "\(Terminal.machine)/-/\(Terminal.window)"
        }
    }

    /// Who acts, signed in.
    ///
    /// - Throws: `AccessRefused` where nobody is, on record.
    func acting(_ preference: Preference = .person) async throws -> Principal {
        if preference == .service, let service = try await service() { return service }
        let file = tokenFile
        if let token = try file.read().map({ SessionToken($0) }) {
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
        guard let token = try tokenFile.read().map({ SessionToken($0) }) else { throw try await access.nobody(at: terminal) }
        return try await access.principal(of: token, terminal: terminal)
    }

    /// The service account of the file that `ATENA_ACCOUNT` names; nil where the variable is not set.
    private func service() async throws -> Principal? {
        guard let account = try ServiceAccountFile.read(settings) else { return nil }
        return try await access.service(account: account.name, secret: account.secret, terminal: terminal)
    }
}
