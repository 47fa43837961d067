internal import Keys
import Postgres

extension ReceivedPersons {
    /// Seals individual numbers under the current key that an older key sealed; after a rotation, without stopping. Call until it gives 0.
    /// - Parameter limit: how many at most in one transaction.
    /// - Returns: how many were sealed anew.
    /// - Throws: `KeyError` where a number doesn't open, `PostgresError`.
    package func reseal(limit: Int = 1_000) async throws -> Int {
        return try await pool.transaction(retries: 3) { connection in
            var cipher = keys.cipher
            let rows = try await connection.query(queries.sealedBefore(keyID: cipher.currentKeyID, limit: limit))
            guard !rows.isEmpty else { return 0 }
            var numbers: [String] = []
            var sealed: [[UInt8]] = []
            for row in rows {
                let number: String = try row.decode(0)
                guard let old = row.bytes(1) else { continue }
                let digits = try open(old, keyID: try row.decode(2), number: number, cipher: &cipher)
                numbers.append(number)
                sealed.append(
                    try cipher.seal(digits, context: SealContext.bytes(schema: schema, number: number)))
            }
            return try await connection.execute(
                queries.reseal(numbers: numbers, sealed: sealed, keyID: cipher.currentKeyID))
        }
    }
}
