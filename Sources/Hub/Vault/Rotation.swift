public import Postgres
internal import Seal

extension Vault {
    /// Takes up keys that another process made, until cancelled: after a rotation every process seals under the new key within the interval.
    public func followRotation(every interval: Duration = .seconds(10)) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: interval)
            // A ring that can't be read now is read at the next turn; the one in hand goes on working.
            _ = try? keys.reload()
        }
    }

    /// The same for the rows that wait for a clerk.
    public func resealHeld(limit: Int, pool: Pool) async throws -> Int {
        let cipher = keys.cipher
        let context = Array("held row".utf8)
        return try await pool.transaction(retries: 3) { connection in
            let rows = try await connection.query(
                """
                SELECT held_id, key_id, sealed_row FROM intake.held
                WHERE key_id <> \(cipher.currentKeyID) LIMIT \(Int64(limit)) FOR UPDATE SKIP LOCKED
                """)
            guard !rows.isEmpty else { return 0 }
            var ids: [Int64] = []
            var sealed: [[UInt8]] = []
            for row in rows {
                let plain = try cipher.open(row.bytes(2) ?? [], keyID: try row.decode(1, as: Int32.self), context: context)
                ids.append(try row.decode(0, as: Int64.self))
                sealed.append(try cipher.seal(plain, context: context))
            }
            try await connection.execute(
                """
                UPDATE intake.held h SET key_id = \(cipher.currentKeyID), sealed_row = r.sealed
                FROM unnest(\(ids), \(sealed)) AS r (id, sealed) WHERE h.held_id = r.id
                """)
            return rows.count
        }
    }

    /// Seals again, under the current key, up to `limit` numbers that are still under an older one. Nothing stops meanwhile:
    /// readers find old and new keys in the ring.
    ///
    /// - Returns: how many were sealed again; 0 means that the rotation is complete.
    public func reseal(limit: Int, pool: Pool) async throws -> Int {
        let cipher = keys.cipher
        return try await pool.transaction(retries: 3) { connection in
            try await connection.execute("SET LOCAL ROLE atena_vault")
            let rows = try await connection.query(
                """
                SELECT running_number, ordinal, key_id, keyed_hash, sealed FROM vault.individual_number
                WHERE key_id <> \(cipher.currentKeyID) LIMIT \(Int64(limit)) FOR UPDATE SKIP LOCKED
                """)
            guard !rows.isEmpty else { return 0 }
            var runningNumbers: [Int64] = []
            var ordinals: [Int32] = []
            var sealed: [[UInt8]] = []
            for row in rows {
                let hash = row.bytes(3) ?? []
                let digits = try openDigits(keyID: try row.decode(2, as: Int32.self), keyedHash: hash, sealed: row.bytes(4) ?? [])
                runningNumbers.append(try row.decode(0, as: Int64.self))
                ordinals.append(Int32(try row.decode(1, as: Int16.self)))
                sealed.append(try cipher.seal(digits, context: hash))
            }
            try await connection.execute(
                """
                UPDATE vault.individual_number n SET key_id = \(cipher.currentKeyID), sealed = r.sealed
                FROM unnest(\(runningNumbers), \(ordinals), \(sealed)) AS r (running_number, ordinal, sealed)
                WHERE n.running_number = r.running_number AND n.ordinal = r.ordinal
                """)
            return rows.count
        }
    }
}
