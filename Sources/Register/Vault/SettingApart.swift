internal import Keys
internal import Postgres

extension Vault {
    /// Gives one of several numbers under an integrated number an integrated number of its own, and encrypts it for that place.
    ///
    /// - Throws: `HeldRefused` H0021 where the number does not open, `KeyError`, `PostgresError`.
    func setApart(_ owner: Place, to kept: Place, on connection: Connection) async throws {
        let rows = try await connection.pipeline(
            Self.asVault(
                """
                SELECT running_number, ordinal, key_id, keyed_hash, sealed FROM vault.individual_number
                WHERE running_number = \(owner.runningNumber) AND ordinal = \(owner.ordinal) FOR UPDATE
                """))[1]
        let columns = try NumberColumns(rows)
        guard let row = rows.first, let digits = try columns.open(row, by: self) else { throw HeldRefused.alteredNumber }
        let cipher = keys.cipher
        let sealed = try cipher.encrypt(digits, context: kept.context(columns.hash(row)))
        try await connection.execute(
            "SELECT register.set_apart(\(owner.runningNumber), \(owner.ordinal), \(kept.runningNumber), \(cipher.currentKeyID), \(sealed))")
    }
}
