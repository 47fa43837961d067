internal import AuditTrail
internal import Postgres

extension AccessControl {
    /// パスワードの変更. Gives a person a new password for the old one and a code; whoever is signed in with the account is so no longer.
    ///
    /// - Throws: `AccessRefused` A0002 whatever of account, old password and code is wrong, A0003 or A0025 after too many failures, A0008 for a password that
    ///   may not be; on record.
    public func changePassword(account: String, old: String, code: String, new: String, terminal: String) async throws {
        let by = "terminal \(terminal)"
        do throws(AccessRefused) {
            try PasswordRule.check(new, account: account)
            guard new != old else { throw AccessRefused.weakPassword("いまのパスワードと同じです。") }
        } catch {
            // The account as entered may be anything: it is in no event before it is known.
            try await record(error, .passwordChanged, by: by, fields: ["terminal": terminal])
            throw error
        }
        try await countAttempt(account, terminal: terminal, for: .passwordChanged)
        let stored = try await proven(old, of: account, terminal: terminal, for: .passwordChanged)
        let hash = try await PasswordHash.make(new, cost: cost)
        let fault: SignInFault? = try await pool.transaction(retries: 3) { connection in
            do {
                try await spend(code, of: account, with: stored, on: connection)
            } catch let fault as SignInFault {
                return fault
            }
            guard try await isOpen(account, on: connection) else { return SignInFault(reason: "closed") }
            try await seal.update(
                .credential,
                """
                t.account = \(account) \(unsafeSQL: RowSeal.set(.credential)) password_set_at = \(now()),
                    scrypt_n = \(hash.cost.n), scrypt_r = \(hash.cost.r), scrypt_p = \(hash.cost.p), salt = \(hash.salt), password_hash = \(hash.hash)
                """, on: connection)
            try await endTokens(of: account, on: connection)
            try await forgetAttempts(account, terminal: terminal, on: connection)
            try await AuditEvent(.passwordChanged, by: "staff \(account)", fields: ["account": account, "terminal": terminal], at: now()).record(on: connection)
            return nil
        }
        if let fault { return try await fail(account, fault.reason, terminal: terminal, for: .passwordChanged) }
    }
}
