internal import AuditTrail
internal import Foundation
internal import Keys
internal import OneTimeCodes
internal import Postgres

/// 確認コードの登録. The secret of the time-based code, shown to its holder once and never again.
public struct Enrolment: Sendable, CustomStringConvertible, CustomReflectable {
    /// 職員番号
    public let account: String
    private let secret: SecretBytes

    init(account: String, secret: SecretBytes) { (self.account, self.secret) = (account, secret) }

    /// `otpauth://totp/…`, for an authenticator app (as a QR code or typed).
    public func revealURI() -> String {
        "otpauth://totp/Atena%20Hub:\(account)?secret=\(revealSecret())&issuer=Atena%20Hub&algorithm=SHA1&digits=\(Totp.digits)&period=\(Totp.period)"
    }

    /// The secret in base 32.
    public func revealSecret() -> String { secret.withUnsafeBytes { Base32.encode($0) } }

    /// Without the secret.
    public var description: String { "Enrolment(****)" }
    /// Nothing that `dump` could show.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// 登録コード. Lets its holder set a password once; to be handed over in person.
public struct SetUpCode: Sendable, CustomStringConvertible, CustomReflectable {
    private let code: String

    package init(_ code: String) { self.code = code }

    /// Days that it is taken for.
    public static let days = 3

    /// The code as typed.
    public func reveal() -> String { code }

    /// Without the code.
    public var description: String { "SetUpCode(****)" }
    /// Nothing that `dump` could show.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension AccessControl {
    /// Sets password and time-based code of a person who holds a set-up code; the code is used up.
    ///
    /// - Throws: `AccessRefused` A0003 after too many tries, A0007 for a wrong or old code, A0008 for a password that won't do.
    public func enrol(account: String, setUpCode: String, password: String, terminal: String) async throws -> Enrolment {
        let by = "terminal \(terminal)"
        try await countAttempt(account, terminal: terminal)
        let known = try await pool.query(
            """
            SELECT \(unsafeSQL: SealedTable.credential.sealed("c")) FROM access.credential c
            WHERE account = \(account) AND set_up_hash = \(RandomSecret.digest(setUpCode: setUpCode)) AND set_up_until > \(now())
            """)
        guard let (form, mac) = try known.first?.decode(([UInt8], [UInt8]?).self), seal.holds(.credential, form, mac) else {
            try await record(.wrongSetUpCode, .passwordSet, by: by)
            throw AccessRefused.wrongSetUpCode
        }
        do { try PasswordRule.check(password, account: account) } catch {
            try await record(error, .passwordSet, by: by, fields: ["account": account])
            throw error
        }
        let hash = try await PasswordHash.make(password, cost: cost)
        let secret = RandomSecret.totpSecret()
        return try await recorded(.passwordSet, by: by, fields: ["account": account]) { connection in
            let changed = try await setCredential(account, hash, secret, spending: RandomSecret.digest(setUpCode: setUpCode), on: connection)
            guard changed else { throw AccessRefused.wrongSetUpCode }
            try await SetUp.endAlone(with: account, rightsOfTheDay, on: now().day, connection)
            try await forgetAttempts(account, terminal: terminal, on: connection)
            try await AuditEvent(.passwordSet, by: by, fields: ["account": account], at: now()).record(on: connection)
            return Enrolment(account: account, secret: secret)
        }
    }

    /// - Returns: false where another use of the code came first.
    func setCredential(
        _ account: String, _ hash: PasswordHash, _ secret: SecretBytes, spending digest: [UInt8], on connection: Connection
    ) async throws -> Bool {
        let cipher = keys.cipher
        let encrypted = try secret.withUnsafeBytes { try cipher.encrypt($0, context: Self.totpContext(account)) }
        return try await seal.update(
            .credential,
            """
            t.account = \(account) AND t.set_up_hash = \(digest) AND t.set_up_until > \(now())
            \(unsafeSQL: RowSeal.set(.credential)) password_set_at = \(now()),
                scrypt_n = \(hash.cost.n), scrypt_r = \(hash.cost.r), scrypt_p = \(hash.cost.p),
                salt = \(hash.salt), password_hash = \(hash.hash), totp_key_id = \(cipher.currentKeyID), totp_sealed = \(encrypted), last_step = -1,
                set_up_hash = NULL, set_up_until = NULL
            """, on: connection) == 1
    }

    /// Gives a fresh set-up code; what was there before works no longer, and nobody stays signed in.
    ///
    /// - Parameters:
    ///   - byWhom: who hands it over; answers for the person's rights from that day on.
    ///   - isAlone: whether that is the first administrator, at the person's registration, while nobody else could.
    func issueSetUpCode(_ account: String, byWhom: String, isAlone: Bool = false, on connection: Connection) async throws -> SetUpCode {
        let code = RandomSecret.setUpCode()
        let until = now().adding(seconds: Int64(SetUpCode.days) * 86_400)
        let digest = RandomSecret.digest(setUpCode: code)
        // Whatever stood there says nothing any more.
        try await seal.write(
            .credential,
            """
            INSERT INTO access.credential (account, set_up_hash, set_up_until, set_up_by, set_up_on, set_up_alone)
            VALUES (\(account), \(digest), \(until), \(byWhom), \(now().day), \(isAlone))
            ON CONFLICT (account) DO UPDATE SET set_up_hash = excluded.set_up_hash, set_up_until = excluded.set_up_until, set_up_by = excluded.set_up_by,
                set_up_on = excluded.set_up_on, set_up_alone = excluded.set_up_alone,
                password_set_at = NULL, scrypt_n = NULL, scrypt_r = NULL, scrypt_p = NULL, salt = NULL, password_hash = NULL, totp_key_id = NULL, totp_sealed = NULL
            """, on: connection)
        try await endTokens(of: account, on: connection)
        return SetUpCode(code)
    }

    func endTokens(of account: String, on connection: Connection) async throws {
        try await seal.update(.token, "t.account = \(account) AND t.ended_at IS NULL \(unsafeSQL: RowSeal.set(.token)) ended_at = \(now())", on: connection)
    }

    static func totpContext(_ account: String) -> [UInt8] { Array("access.credential totp \(account)".utf8) }

    func openTotp(_ encrypted: [UInt8], keyID: Int32, account: String) throws -> Totp {
        func opened(by cipher: FieldCipher) throws(KeyError) -> Totp {
            var secret = try cipher.decrypt(encrypted, keyID: keyID, context: Self.totpContext(account))
            defer { secret.wipe() }
            return Totp(secret: secret)
        }
        do {
            return try opened(by: keys.cipher)
        } catch  where error.unknownKeyID != nil {
            return try opened(by: keys.reload())
        }
    }

    /// Encrypts the secrets of time-based codes anew under the ring's current key (`atena keys rotate`).
    ///
    /// - Returns: how many.
    package func reencryptCodes() async throws -> Int {
        try await pool.transaction(retries: 3) { connection in
            let cipher = try keys.reload()
            let rows = try await connection.query(
                "SELECT account, totp_key_id, totp_sealed FROM access.credential WHERE totp_key_id <> \(cipher.currentKeyID) FOR UPDATE")
            for row in rows {
                let (account, keyID, sealed) = try row.decode((String, Int32, [UInt8]).self)
                var secret = try cipher.decrypt(sealed, keyID: keyID, context: Self.totpContext(account))
                defer { secret.wipe() }
                try await seal.update(
                    .credential,
                    """
                    t.account = \(account) \(unsafeSQL: RowSeal.set(.credential)) totp_key_id = \(cipher.currentKeyID),
                        totp_sealed = \(try cipher.encrypt(secret, context: Self.totpContext(account)))
                    """, on: connection)
            }
            return rows.count
        }
    }
}
