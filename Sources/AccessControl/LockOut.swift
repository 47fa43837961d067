internal import AuditTrail
internal import Keys
internal import Postgres

/// 連続失敗による受付停止. After five failures in a row nothing is taken for an account for a minute, then two, four … an hour at most.
///
/// A terminal at which many accounts fail is slowed, never shut: one failure a minute is forgotten, and once thirty more have come together, the machine
/// takes one attempt in ten seconds until they are. Whoever tries a few passwords on every account gets six tries a minute and no more; an office whose
/// people share one machine waits seconds, and each success ends the wait.
///
/// Whoever has signed in at the machine within ninety days is not slowed there, so that a program which keeps it busy keeps out nobody who works at it;
/// what fails for such an account is held by the account's own lock.
enum LockOut {
    /// Failures at one terminal, those forgotten apart, from which on it is slowed.
    static let terminalThreshold = 30
    /// Seconds between two attempts at a slowed terminal.
    static let terminalSeconds: Int64 = 10
    /// Seconds after which one failure at a terminal is forgotten.
    static let terminalForgets: Int64 = 60

    /// Seconds for which a machine is one that a person works at, from their last sign-in there.
    static let worksThereSeconds: Int64 = 90 * 86_400

    static let threshold = 5
    static let longest: Int64 = 3600

    /// Seconds to wait after so many attempts in a row; nil below the threshold.
    static func seconds(after failed: Int) -> Int64? {
        guard failed >= threshold else { return nil }
        return min(longest, 60 << Int64(min(failed - threshold, 10)))
    }
}

extension AccessControl {
    /// Counts the attempt before it is looked at, so that many at once get no more tries than one after the other; success forgets the count.
    ///
    /// The account as entered is counted, known or not, so that both are answered alike; only its keyed hash is kept.
    /// - Throws: `AccessRefused` A0003 while nothing is taken for the account, A0025 while the terminal is slowed; recorded as failures of `kind`.
    func countAttempt(_ account: String, terminal: String, for kind: EventKind = .signedIn) async throws {
        let hash = attemptHash(account)
        let at = now()
        let refused: AccessRefused? = try await pool.transaction(retries: 3) { connection in
            let rows = try await connection.query(
                """
                INSERT INTO access.attempt (account_hash, last_at, failed) VALUES (\(hash), \(at), 0)
                ON CONFLICT (account_hash) DO UPDATE SET last_at = excluded.last_at RETURNING failed, locked_until
                """)
            guard let row = rows.first else { return nil }
            let (failed, locked) = try row.decode((Int32, PostgresInstant?).self)
            if let locked, locked > at { return .locked(minutes: (locked.unixSeconds - at.unixSeconds + 59) / 60) }
            guard try await countTerminal(terminal, account, at, on: connection) else { return .slowTerminal }
            let count = Int(failed) + 1
            let until = LockOut.seconds(after: count).map { at.adding(seconds: $0) }
            try await connection.execute(
                "UPDATE access.attempt SET failed = \(Int32(clamping: count)), last_at = \(at), locked_until = \(until) WHERE account_hash = \(hash)")
            return nil
        }
        guard let refused else { return }
        var fields = ["reason": refused == .slowTerminal ? "slow-terminal" : "locked", "terminal": terminal]
        if try await isKnown(account) { fields["account"] = account }
        try await record(refused, kind, by: "terminal \(terminal)", fields: fields)
        throw refused
    }

    /// Counts an attempt that is looked at for its machine, whatever the account.
    ///
    /// - Returns: false while the machine has to wait, and the person of the account does not work there.
    private func countTerminal(_ terminal: String, _ account: String, _ at: PostgresInstant, on connection: Connection) async throws -> Bool {
        let hash = terminalHash(terminal)
        let rows = try await connection.query(
            """
            INSERT INTO access.attempt (account_hash, last_at, failed) VALUES (\(hash), \(at), 0)
            ON CONFLICT (account_hash) DO UPDATE SET failed = access.attempt.failed RETURNING failed, last_at, locked_until
            """)
        guard let row = rows.first else { return true }
        let (failed, last, locked) = try row.decode((Int32, PostgresInstant, PostgresInstant?).self)
        let isSlowed = locked.map { $0 > at } ?? false
        if isSlowed, try await !works(account, at: terminal, on: connection, now: at) { return false }
        let forgotten = max(0, (at.unixSeconds - last.unixSeconds) / LockOut.terminalForgets)
        let left = max(0, Int64(failed) - forgotten)
        // What is left of a minute goes on counting.
        let since = left == 0 ? at : last.adding(seconds: forgotten * LockOut.terminalForgets)
        // Who works there does not lengthen the wait of the others.
        let until = isSlowed ? locked : left + 1 > LockOut.terminalThreshold ? at.adding(seconds: LockOut.terminalSeconds) : nil
        try await connection.execute(
            "UPDATE access.attempt SET failed = \(Int32(clamping: left + 1)), last_at = \(since), locked_until = \(until) WHERE account_hash = \(hash)")
        return true
    }

    /// Whether the person of an account has signed in at the machine lately.
    private func works(_ account: String, at terminal: String, on connection: Connection, now: PostgresInstant) async throws -> Bool {
        let since = now.adding(seconds: -LockOut.worksThereSeconds)
        let rows = try await connection.query(
            """
            SELECT \(unsafeSQL: SealedTable.token.sealed("t")) FROM access.token t
            WHERE account = \(account) AND issued_at > \(since) AND split_part(terminal, '/', 1) = \(Self.machine(of: terminal)) ORDER BY issued_at DESC
            """)
        for row in rows {
            let (form, mac) = try row.decode(([UInt8], [UInt8]?).self)
            // By a session that somebody put in nobody works there.
            if seal.holds(.token, form, mac) { return true }
        }
        return false
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

    /// - Parameter terminal: where the attempt succeeded, which was no failure there either.
    func forgetAttempts(_ account: String, terminal: String? = nil, on connection: Connection) async throws {
        let hash = attemptHash(account)
        try await connection.execute("DELETE FROM access.attempt WHERE account_hash = \(hash)")
        guard let terminal else { return }
        try await connection.execute(
            "UPDATE access.attempt SET failed = greatest(failed - 1, 0), locked_until = NULL WHERE account_hash = \(terminalHash(terminal))")
    }

    private func attemptHash(_ account: String) -> [UInt8] { keys.cipher.keyedHash(Array("access.attempt \(account)".utf8)) }

    /// Of the terminal alone: its certificates and windows come and go, and who asks names the window.
    private func terminalHash(_ terminal: String) -> [UInt8] {
        keys.cipher.keyedHash(Array("access.attempt terminal \(Self.machine(of: terminal))".utf8))
    }

    private static func machine(of terminal: String) -> String { String(terminal.prefix { $0 != "/" }) }

    func isKnown(_ account: String) async throws -> Bool {
        try await !pool.query("SELECT FROM access.person WHERE account = \(account)").isEmpty
    }
}
