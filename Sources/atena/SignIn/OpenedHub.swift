import AccessControl
import Addressee
import Installation
import Settings

/// The hub as a command has it: the installation, and whoever acts on it, let in by the one gate of the command line.
@dynamicMemberLookup
struct OpenedHub: Sendable {
    let installation: Installation
    let gate: Gate
    /// Who acts. Of a hub that was opened without a right: nobody, who may nothing.
    private(set) var acting = Principal(account: "nobody", isService: true, department: nil, terminal: "", grants: [:])

    private init(_ installation: Installation) {
        self.installation = installation
        gate = Gate(access: installation.access, pool: installation.pool, settings: installation.settings)
    }

    /// A part of the installation.
    subscript<Part>(dynamicMember part: KeyPath<Installation, Part>) -> Part { installation[keyPath: part] }

    /// Opens the hub for somebody who is signed in and holds the right.
    ///
    /// - Parameters:
    ///   - login: as whom the process logs in to the database.
    ///   - preference: programs that go on for days take the service account first.
    /// - Throws: `AccessRefused`, on record; what `Installation.open` throws.
    static func open(
        _ settings: Settings = Settings(), for right: Right, as login: DatabaseLogin = .operation, prefer preference: Gate.Preference = .person
    ) async throws -> OpenedHub {
        let hub = try await open(settings, as: login, prefer: preference)
        try await hub.pool.permit(hub.acting, right)
        return hub
    }

    /// Opens the hub for whoever is signed in, for commands whose calls ask for the right themselves (`by: hub.acting`).
    ///
    /// - Throws: as the other.
    static func open(
        _ settings: Settings = Settings(), as login: DatabaseLogin = .operation, prefer preference: Gate.Preference = .person
    ) async throws -> OpenedHub {
        var hub = try await unguarded(settings, as: login)
        hub.acting = try await hub.gate.acting(preference)
        return hub
    }

    /// Opens the hub for commands that ask for the right themselves: sign-in, and the administration of access.
    ///
    /// - Throws: what `Installation.open` throws.
    static func unguarded(_ settings: Settings = Settings(), as login: DatabaseLogin = .operation) async throws -> OpenedHub {
        OpenedHub(try await Installation.open(settings, as: login))
    }

    /// The person signed in at this terminal, for what a program may never do.
    ///
    /// - Throws: `AccessRefused` A0012 where a service account acts; on record.
    func person() async throws -> Principal {
        try await acting.requirePerson(at: installation.pool)
        return acting
    }
}
