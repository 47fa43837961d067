internal import Keys
import Postgres

extension ReceivedPersons {
    /// Encrypts individual numbers under the current key that an older key encrypted; after a rotation, without stopping. Call until it gives 0.
    /// - Parameter limit: how many at most in one transaction.
    /// - Returns: how many were encrypted anew.
    /// - Throws: `KeyError` where a number doesn't open, `PostgresError`.
    package func reencrypt(limit: Int = 1_000) async throws -> Int {
        return try await pool.transaction(retries: 3) { connection in
            var cipher = keys.cipher
            let rows = try await connection.query(queries.encryptedBefore(keyID: cipher.currentKeyID, limit: limit))
            guard !rows.isEmpty else { return 0 }
            var numbers: [String] = []
            var recordKeys: [String] = []
            var encrypted: [[UInt8]] = []
            for row in rows {
                let number = try row.decode("atenabango", as: String.self)
                let key = try row.decode("record_key", as: String.self)
                guard let old = try row.bytes("kojinbango_sealed") else { continue }
                let digits = try open(old, keyID: try row.decode("kojinbango_key_id"), of: (number, key), cipher: &cipher)
                numbers.append(number)
                recordKeys.append(key)
                encrypted.append(
                    try cipher.encrypt(digits, context: EncryptionContext(schema, table).bytes(number, key)))
            }
            return try await connection.execute(
                queries.reencrypt(numbers: numbers, recordKeys: recordKeys, encrypted: encrypted, keyID: cipher.currentKeyID))
        }
    }
}
