internal import Addressee
internal import AuditTrail
internal import OneTimeCodes
internal import Postgres

/// サインイン済みの証. The token that a terminal keeps; prints nothing of itself.
public struct SessionToken: Sendable, CustomStringConvertible, CustomReflectable {
    private let text: String

    /// A token as a terminal kept it.
    public init(_ text: String) { self.text = text }

    /// The token, for an owner-only file or a cookie.
    public func reveal() -> String { text }

    package var digest: [UInt8] { RandomSecret.digest(text) }

    /// Without the token.
    public var description: String { "SessionToken(****)" }
    /// Nothing that `dump` could show.
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// Seconds without use after which it ends.
    public static let idleSeconds: Int64 = 30 * 60
    /// Seconds after which it ends however much it is used.
    public static let longestSeconds: Int64 = 8 * 3600
}

extension AccessControl {
    /// Who a token speaks for, with the rights of this day; each use keeps it alive.
    ///
    /// - Throws: `AccessRefused` A0004 for a token that is unknown, ended, too old or not used for long, A0005 at another terminal.
    public func principal(of token: SessionToken, terminal: String) async throws -> Principal {
        let by = "terminal \(terminal)"
        let at = now()
        let rows = try await pool.query(
            """
            SELECT account, terminal, used_at, expires_at, ended_at, \(unsafeSQL: SealedTable.token.sealed("t")) FROM access.token t
            WHERE token_hash = \(token.digest)
            """)
        guard let row = rows.first else { return try await refuse(.notSignedIn, by: by, account: nil, terminal: terminal) }
        let (account, bound, used, expires, ended, form, mac) = try row.decode(
            (String, String, PostgresInstant, PostgresInstant, PostgresInstant?, [UInt8], [UInt8]?).self)
        guard seal.holds(.token, form, mac) else { return try await refuse(.untrueRow, by: by, account: nil, terminal: terminal) }
        guard ended == nil, at < expires, at < used.adding(seconds: SessionToken.idleSeconds) else {
            return try await refuse(.notSignedIn, by: by, account: account, terminal: terminal)
        }
        guard bound == terminal else {
            // It was shown where it does not belong: it is in other hands, and ends.
            try await pool.transaction(retries: 3) { connection in
                try await seal.update(
                    .token, "t.token_hash = \(token.digest) AND t.ended_at IS NULL \(unsafeSQL: RowSeal.set(.token)) ended_at = \(at)", on: connection)
            }
            return try await refuse(.anotherTerminal, by: by, account: account, terminal: terminal)
        }
        let person: Principal? = try await pool.transaction(retries: 3) { connection in
            try await applyTransfers(of: account, on: connection)
            // Ended meanwhile, or its person closed by a transfer of this day.
            let touched = try await seal.update(
                .token, "t.token_hash = \(token.digest) AND t.ended_at IS NULL \(unsafeSQL: RowSeal.set(.token)) used_at = greatest(t.used_at, \(at))",
                on: connection)
            guard touched == 1, try await isOpen(account, on: connection) else { return nil }
            return try await self.person(account, terminal: terminal, on: at.day, connection)
        }
        guard let person else { return try await refuse(.notSignedIn, by: by, account: account, terminal: terminal) }
        return person
    }

    /// Ends a token; one that has ended already is no error.
    ///
    /// - Throws: `AccessRefused` A0005 at another terminal, which ends it, too, on record.
    public func signOut(_ token: SessionToken, terminal: String) async throws {
        let rows = try await pool.query("SELECT account, terminal FROM access.token WHERE token_hash = \(token.digest) AND ended_at IS NULL")
        guard let (account, bound) = try rows.first?.decode((String, String).self) else { return }
        // Shown where it does not belong, it is treated as whoever shows it there to act.
        if bound != terminal { _ = try await principal(of: token, terminal: terminal) }
        try await pool.transaction(retries: 3) { connection in
            let ended = try await seal.update(
                .token, "t.token_hash = \(token.digest) AND t.ended_at IS NULL \(unsafeSQL: RowSeal.set(.token)) ended_at = \(now())", on: connection)
            guard ended == 1 else { return }
            try await AuditEvent(.signedOut, by: "staff \(account)", fields: ["terminal": terminal], at: now()).record(on: connection)
        }
    }

    /// 未サインイン. The refusal of whoever acts at a terminal without having signed in, once it is recorded.
    public func nobody(at terminal: String) async throws -> AccessRefused {
        try await record(.notSignedIn, .accessRefused, by: "terminal \(terminal)", fields: ["terminal": terminal])
        return .notSignedIn
    }

    /// 端末の拒否. Records that a terminal was not let in, whatever it asked.
    ///
    /// - Parameters:
    ///   - terminal: its fingerprint, or its name.
    ///   - code: why.
    package func refusedTerminal(_ terminal: String, code: String) async throws {
        let event = AuditEvent(.accessRefused, isFailure: true, by: "terminal \(terminal)", fields: ["code": code, "terminal": terminal], at: now())
        try await pool.withConnection { try await event.record(on: $0) }
    }
}
