internal import Postgres
internal import Seal

/// 連続失敗による受付停止. After five failures in a row nothing is taken for a minute, then two, four … an hour at most.
enum LockOut {
    static let threshold = 5
    static let longest: Int64 = 3600

    /// Seconds to wait after so many attempts in a row; nil below the threshold.
    static func seconds(after failed: Int) -> Int64? {
        guard failed >= threshold else { return nil }
        return min(longest, 60 << Int64(min(failed - threshold, 10)))
    }
}

extension AccessDesk {
    /// Counts the attempt before it is looked at, so that many at once get no more tries than one after the other; success forgets the count.
    ///
    /// The account as entered is counted, known or not, so that both are answered alike; only its keyed hash is kept.
    /// - Throws: `AccessRefused` A0003 while nothing is taken.
    func countAttempt(_ account: String, terminal: String) async throws {
        let hash = attemptHash(account)
        let at = now()
        let wait: Int64? = try await pool.transaction(retries: 3) { connection in
            let rows = try await connection.query(
                """
                INSERT INTO access.attempt (account_hash, last_at, failed) VALUES (\(hash), \(at), 0)
                ON CONFLICT (account_hash) DO UPDATE SET last_at = excluded.last_at RETURNING failed, locked_until
                """)
            guard let row = rows.first else { return nil }
            let (failed, locked) = try row.decode((Int32, PostgresInstant?).self)
            if let locked, locked > at { return locked.unixSeconds - at.unixSeconds }
            let count = Int(failed) + 1
            let until = LockOut.seconds(after: count).map { at.adding(seconds: $0) }
            try await connection.execute(
                "UPDATE access.attempt SET failed = \(Int32(clamping: count)), last_at = \(at), locked_until = \(until) WHERE account_hash = \(hash)")
            return nil
        }
        guard let wait else { return }
        let refused = AccessRefused.locked(minutes: (wait + 59) / 60)
        var fields = ["reason": "locked", "terminal": terminal]
        if try await isKnown(account) { fields["account"] = account }
        try await record(refused, .signedIn, by: "terminal \(terminal)", fields: fields)
        throw refused
    }

    /// Tells the log where the last failure has locked a known account.
    func recordLock(_ account: String, terminal: String) async throws {
        let hash = attemptHash(account)
        try await pool.withConnection { connection in
            let rows = try await connection.query("SELECT failed, locked_until FROM access.attempt WHERE account_hash = \(hash) AND locked_until > \(now())")
            guard let row = rows.first else { return }
            let (failed, until) = try row.decode((Int32, PostgresInstant).self)
            try await AuditEvent(
                .accountLocked, by: "terminal \(terminal)", fields: ["account": account, "failed": String(failed), "until": until.iso8601], at: now()
            ).record(on: connection)
        }
    }

    func forgetAttempts(_ account: String, on connection: Connection) async throws {
        let hash = attemptHash(account)
        try await connection.execute("DELETE FROM access.attempt WHERE account_hash = \(hash)")
    }

    private func attemptHash(_ account: String) -> [UInt8] { keys.cipher.keyedHash(Array("access.attempt \(account)".utf8)) }

    func isKnown(_ account: String) async throws -> Bool {
        try await !pool.query("SELECT FROM access.person WHERE account = \(account)").isEmpty
    }
}
