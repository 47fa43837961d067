public import Addressee
internal import AuditTrail
internal import Postgres

/// サービスアカウント. Programs of the hub that act without a person.
enum ServiceAccounts {
    /// What a program may ever do; the table's constraint says the same.
    static let allowed: Set<Right> = [.seePerson, .seeIndividualNumber, .operateDeliveries, .pensionWork, .readLog]
}

/// The secret of a service account, shown once.
public struct ServiceSecret: Sendable, CustomStringConvertible, CustomReflectable {
    private let secret: String

    package init(_ secret: String) { self.secret = secret }

    /// The secret, for an owner-only file.
    public func reveal() -> String { secret }
    /// Without the secret.
    public var description: String { "ServiceSecret(****)" }
    /// Nothing that `dump` could show.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension AccessControl {
    /// Adds a service account with these rights.
    ///
    /// - Throws: `AccessRefused` A0001, A0013 for a right that only persons hold, A0017, A0021.
    public func addService(by administrator: Principal, _ account: String, rights: [Right]) async throws -> ServiceSecret {
        try await pool.permit(administrator, [.administerAccess], as: attempt(.serviceChanged)) { connection in
            guard SystemName(rawValue: account) != nil else { throw AccessRefused.wrongInput("サービスアカウントの名前は英小文字で始まる英小文字・数字・ハイフン40字以内です。") }
            guard !Self.reservedNames.contains(account) else { throw AccessRefused.wrongInput("この名前は使えません（記録で別の意味に使われています）。") }
            guard !rights.isEmpty, Set(rights).isSubset(of: ServiceAccounts.allowed) else { throw AccessRefused.rightForPersonsOnly }
            let secret = RandomSecret.token()
            let names = Set(rights).map(\.rawValue).sorted()
            let inserted = try await seal.write(
                .serviceAccount,
                """
                INSERT INTO access.service_account (account, added_at, added_on, added_by, rights, secret_hash)
                VALUES (\(account), \(now()), \(now().day), \(administrator.account), \(names), \(RandomSecret.digest(secret))) ON CONFLICT (account) DO NOTHING
                """, on: connection)
            guard inserted == 1 else { throw AccessRefused.existsAlready }
            return Recorded(
                ServiceSecret(secret),
                as: AuditEvent(
                    .serviceChanged, by: administrator.name, fields: ["account": account, "act": "added", "rights": names.joined(separator: " ")], at: now()))
        }
    }

    /// Closes a service account, at once.
    ///
    /// - Throws: `AccessRefused` A0001, A0014.
    public func closeService(by administrator: Principal, _ account: String) async throws {
        try await pool.permit(administrator, [.administerAccess], as: attempt(.serviceChanged)) { connection in
            let closed = try await seal.update(
                .serviceAccount, "t.account = \(account) AND t.closed_at IS NULL \(unsafeSQL: RowSeal.set(.serviceAccount)) closed_at = \(now())",
                on: connection)
            guard closed == 1 else { throw AccessRefused.unknownPerson }
            return Recorded(as: AuditEvent(.serviceChanged, by: administrator.name, fields: ["account": account, "act": "closed"], at: now()))
        }
    }

    /// A service account by its secret, with the rights it was given.
    ///
    /// - Throws: `AccessRefused` A0006.
    public func service(account: String, secret: String, terminal: String) async throws -> Principal {
        let rows = try await pool.query(
            """
            SELECT rights, added_by, added_on, \(unsafeSQL: SealedTable.serviceAccount.sealed("s")) FROM access.service_account s
            WHERE account = \(account) AND secret_hash = \(RandomSecret.digest(secret)) AND closed_at IS NULL
            """)
        guard let row = rows.first else { return try await refuse(.wrongServiceSecret, by: "terminal \(terminal)", account: nil, terminal: terminal) }
        let (names, by, on, form, mac) = try row.decode(([String], String, CalendarDay, [UInt8], [UInt8]?).self)
        guard seal.holds(.serviceAccount, form, mac) else {
            return try await refuse(.untrueRow, by: "terminal \(terminal)", account: account, terminal: terminal)
        }
        let rights = names.compactMap(Right.init(rawValue:)).filter { ServiceAccounts.allowed.contains($0) }
        return Principal(
            account: account, isService: true, department: nil, terminal: terminal,
            grants: Dictionary(rights.map { ($0, Principal.Grant(by: by, on: on)) }) { first, _ in first })
    }
}
