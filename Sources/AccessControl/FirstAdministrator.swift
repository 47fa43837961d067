internal import Addressee
internal import AuditTrail
internal import Postgres

extension AccessControl {
    /// Makes the first administrator of access, only while there is nobody.
    ///
    /// - Returns: what the person puts into an authenticator app.
    /// - Throws: `AccessRefused` A0018 once there is anybody, A0008 for a password that won't do, A0021 for a number or name out of form.
    public func initialise(account: String, name: String, password: String, terminal: String) async throws -> Enrolment {
        let by = "terminal \(terminal)"
        return try await refusing(.personAdded, by: by, fields: Self.tellable(account)) {
            try Self.checkForm(account: account, name: name)
            try PasswordRule.check(password, account: account)
            let hash = try await PasswordHash.make(password, cost: cost)
            let secret = RandomSecret.totpSecret()
            return try await pool.transaction(retries: 3) { connection in
                // Two at once: the second waits here and finds the first.
                try await connection.execute("SELECT pg_advisory_xact_lock(hashtext('access.person'))")
                guard try await connection.query("SELECT FROM access.person LIMIT 1").isEmpty else { throw AccessRefused.alreadyInitialised }
                let (at, day) = (now(), now().day)
                try await seal.write(
                    .person, "INSERT INTO access.person (account, opened_at, name, by_whom) VALUES (\(account), \(at), \(name), 'initial')",
                    on: connection)
                let code = try await issueSetUpCode(account, byWhom: "initial", on: connection)
                _ = try await setCredential(account, hash, secret, spending: RandomSecret.digest(setUpCode: code.reveal()), on: connection)
                try await enter(
                    .init(account: account, act: "grant", right: .administerAccess, basis: "initial", from: day, byWhom: "initial", reason: "最初の権限管理者"),
                    on: connection)
                try await AuditEvent(.personAdded, by: by, fields: ["account": account, "basis": "initial"], at: at).record(on: connection)
                try await AuditEvent(.passwordSet, by: by, fields: ["account": account], at: at).record(on: connection)
                try await AuditEvent(
                    .rightGranted, by: by,
                    fields: ["account": account, "basis": "initial", "from": day.description, "right": Right.administerAccess.rawValue], at: at
                ).record(on: connection)
                return Enrolment(account: account, secret: secret)
            }
        }
    }

    /// Runs `body`; what it refuses is recorded as a failure of `kind` and thrown.
    private func refusing<R>(_ kind: EventKind, by byWhom: String, fields: [String: String], _ body: () async throws -> R) async throws -> R {
        do {
            return try await body()
        } catch let refused as AccessRefused {
            try await record(refused, kind, by: byWhom, fields: fields)
            throw refused
        }
    }

    /// What a refusal tells of a number as it was typed: it may be anything, and only what has the form of one is told.
    static func tellable(_ account: String) -> [String: String] { isAccount(account) ? ["account": account] : [:] }

    static func isAccount(_ text: String) -> Bool {
        (1...20).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
    }

    /// What records name that is no account; nobody may pass for it.
    static let reservedNames: Set<String> = ["calendar", "initial", "installation", "personnel-transfer", "protection-trail", "staff-service"]

    static func checkForm(account: String, name: String) throws(AccessRefused) {
        guard isAccount(account) else { throw .wrongInput("職員番号は半角英数字20文字以内です。") }
        guard !reservedNames.contains(account.lowercased()) else { throw .wrongInput("この職員番号は使えません（記録で別の意味に使われています）。") }
        guard !name.isEmpty, name.count <= 100, !name.unicodeScalars.contains(where: { $0.value < 0x20 }) else { throw .wrongInput("氏名は100文字以内で入力してください。") }
    }
}
