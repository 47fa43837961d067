package import Addressee
package import AuditTrail
internal import OneTimeCodes
package import Postgres

extension AccessControl {
    /// Signs a person in with password and time-based code.
    ///
    /// - Parameter terminal: what the token is bound to; only the same text can use it.
    /// - Throws: `AccessRefused` A0002 whatever of the three is wrong, A0003 after too many failures.
    public func signIn(account: String, password: String, code: String, terminal: String) async throws -> (token: SessionToken, principal: Principal) {
        try await countAttempt(account, terminal: terminal)
        let stored = try await proven(password, of: account, terminal: terminal, for: .signedIn)
        let outcome: Result<(SessionToken, Principal), SignInFault> = try await pool.transaction(retries: 3) { connection in
            do {
                try await spend(code, of: account, with: stored, on: connection)
            } catch let fault as SignInFault {
                return .failure(fault)
            }
            try await forgetAttempts(account, terminal: terminal, on: connection)
            try await applyTransfers(of: account, on: connection)
            guard try await isOpen(account, on: connection) else { return .failure(SignInFault(reason: "closed")) }
            let token = SessionToken(RandomSecret.token())
            let (at, day) = (now(), now().day)
            try await seal.write(
                .token,
                """
                INSERT INTO access.token (token_hash, issued_at, used_at, expires_at, account, terminal)
                VALUES (\(token.digest), \(at), \(at), \(at.adding(seconds: SessionToken.longestSeconds)), \(account), \(terminal))
                """, on: connection)
            let person = try await person(account, terminal: terminal, on: day, connection)
            var fields = ["terminal": terminal]
            fields["department"] = person.department
            try await AuditEvent(.signedIn, by: person.name, fields: fields, at: at).record(on: connection)
            return .success((token, person))
        }
        switch outcome {
        case .success(let signedIn): return signedIn
        case .failure(let fault): return try await fail(account, fault.reason, terminal: terminal)
        }
    }

    /// The stored password, where this is it.
    ///
    /// - Throws: `AccessRefused` A0002, recorded as a failure of `kind`.
    package func proven(_ password: String, of account: String, terminal: String, for kind: EventKind) async throws -> PasswordHash {
        let rows = try await pool.query(
            """
            SELECT c.scrypt_n, c.scrypt_r, c.scrypt_p, c.salt, c.password_hash, \(unsafeSQL: SealedTable.credential.sealed("c"))
            FROM access.credential c JOIN access.person p ON p.account = c.account
            WHERE c.account = \(account) AND c.password_set_at IS NOT NULL AND p.closed_at IS NULL
            """)
        guard let row = rows.first else {
            // The same work as for a known account, so that the time doesn't tell.
            _ = try await PasswordHash(cost: cost, salt: [UInt8](repeating: 0, count: 16), hash: []).matches(password)
            let isKnown = try await isKnown(account)
            return try await fail(account, "unknown-or-closed", terminal: terminal, isKnown: isKnown, for: kind)
        }
        let (n, r, p, salt, hash, form, mac) = try row.decode((Int32, Int32, Int32, [UInt8], [UInt8], [UInt8], [UInt8]?).self)
        let stored = PasswordHash(cost: PasswordCost(n: n, r: r, p: p), salt: salt, hash: hash)
        guard try await stored.matches(password) else { return try await fail(account, "password", terminal: terminal, for: kind) }
        guard seal.holds(.credential, form, mac) else { return try await fail(account, "row-untrue", terminal: terminal, for: kind) }
        return stored
    }

    package func person(_ account: String, terminal: String, on day: CalendarDay, _ connection: Connection) async throws -> Principal {
        Principal(
            account: account, isService: false, department: try await rightsOfTheDay.department(account, on: day, connection), terminal: terminal,
            grants: try await rightsOfTheDay.read(account, on: day, connection), signedInUnder: seal)
    }

    package func isOpen(_ account: String, on connection: Connection) async throws -> Bool {
        try await seal.isOpen(account, on: connection)
    }

    /// Takes the code, once: the row is locked, so that of two sign-ins with the same code one finds it spent.
    ///
    /// - Throws: `SignInFault`.
    func spend(_ code: String, of account: String, with stored: PasswordHash, on connection: Connection) async throws {
        let rows = try await connection.query(
            """
            SELECT password_hash, totp_key_id, totp_sealed, last_step, \(unsafeSQL: SealedTable.credential.sealed("c")) FROM access.credential c
            WHERE account = \(account) AND password_set_at IS NOT NULL FOR UPDATE
            """)
        guard let row = rows.first else { throw SignInFault(reason: "unknown-or-closed") }
        let (hash, keyID, sealed, last, form, mac) = try row.decode(([UInt8], Int32, [UInt8], Int64, [UInt8], [UInt8]?).self)
        guard seal.holds(.credential, form, mac) else { throw SignInFault(reason: "row-untrue") }
        guard hash == stored.hash else { throw SignInFault(reason: "password") }
        let totp = try openTotp(sealed, keyID: keyID, account: account)
        let seconds = now().unixSeconds
        guard let step = totp.match(code, at: seconds, after: last) else {
            throw SignInFault(reason: totp.match(code, at: seconds, after: -1) == nil ? "code" : "code-used")
        }
        try await seal.update(
            .credential, "t.account = \(account) \(unsafeSQL: RowSeal.set(.credential)) last_step = \(step), last_sign_in_at = \(now())", on: connection)
    }

    package func fail<R>(_ account: String, _ reason: String, terminal: String, isKnown: Bool = true, for kind: EventKind = .signedIn) async throws -> R {
        var fields = ["reason": reason, "terminal": terminal]
        if isKnown { fields["account"] = account }
        try await record(.wrongCredentials, kind, by: "terminal \(terminal)", fields: fields)
        if isKnown { try await recordLock(account, terminal: terminal) }
        throw AccessRefused.wrongCredentials
    }

    func refuse(_ refused: AccessRefused, by byWhom: String, account: String?, terminal: String) async throws -> Principal {
        var fields = ["terminal": terminal]
        fields["account"] = account
        try await record(refused, .accessRefused, by: byWhom, fields: fields)
        throw refused
    }
}

/// Which of the proofs was wrong; told to the log, not to the person.
struct SignInFault: Error {
    let reason: String
}
