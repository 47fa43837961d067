internal import Keys
package import Postgres

/// 保留の行の再暗号化. The rows of the conflict queue are encrypted as the numbers are, by the same key ring.
extension Vault {
    /// Encrypts again, under the current key, every row of the conflict queue that is still under an older one, as ``reencrypt(limit:pool:progress:)`` does numbers.
    package func reencryptHeld(limit: Int, pool: Pool) async throws -> Rewritten {
        try await rewriteHeld(limit, pool, among: "key_id <> \(keys.cipher.currentKeyID)") { id, keyID, sealed in
            try open(sealed, keyID: keyID, HeldRow.context(id))
        }
    }

    /// Walks along all rows of the conflict queue, as ``rewriteNumbers(_:_:_:among:_:)`` does along the numbers.
    func rewriteHeld(
        _ limit: Int, _ pool: Pool, among condition: String, waiting: Bool = false, _ open: (_ id: Int64, _ keyID: Int32, _ sealed: [UInt8]) throws -> [UInt8]?
    ) async throws -> Rewritten {
        let cipher = keys.cipher
        var total = Rewritten()
        var after: Int64 = 0
        while true {
            let from = after
            let (done, read, last) = try await pool.transaction(retries: 3) { connection in
                let rows = try await connection.query(
                    """
                    SELECT held_id, key_id, sealed_row FROM intake.held
                    WHERE held_id > \(from) AND \(unsafeSQL: condition) ORDER BY held_id LIMIT \(Int64(limit)) FOR UPDATE \(unsafeSQL: waiting ? "" : "SKIP LOCKED")
                    """)
                var done = Rewritten()
                var last = from
                var (ids, encrypted): ([Int64], [[UInt8]]) = ([], [])
                for row in rows {
                    let (id, keyID, sealed) = try row.decode((Int64, Int32, [UInt8]).self)
                    last = id
                    guard let plain = try open(id, keyID, sealed) else {
                        done.altered += 1
                        continue
                    }
                    ids.append(id)
                    encrypted.append(try cipher.encrypt(plain, context: HeldRow.context(id)))
                }
                done.count = ids.count
                try await connection.execute(
                    """
                    UPDATE intake.held h SET key_id = \(cipher.currentKeyID), sealed_row = r.sealed
                    FROM unnest(\(ids), \(encrypted)) AS r (id, sealed) WHERE h.held_id = r.id
                    """)
                return (done, rows.count, last)
            }
            total += done
            guard read == limit else { return total }
            after = last
        }
    }
}
