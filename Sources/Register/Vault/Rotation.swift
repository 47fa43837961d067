internal import Keys
package import Postgres

extension Vault {
    /// Takes up keys that another process made, until cancelled: after a rotation every process encrypts under the new key within the interval.
    package func followRotation(every interval: Duration = .seconds(10)) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: interval)
            // A ring that can't be read now is read at the next turn; the one in hand goes on working.
            _ = try? keys.reload()
        }
    }

    /// The same for the rows that wait for a clerk.
    package func reencryptHeld(limit: Int, pool: Pool) async throws -> Int {
        let cipher = keys.cipher
        let context = HeldRow.context
        return try await pool.transaction(retries: 3) { connection in
            let rows = try await connection.query(
                """
                SELECT held_id, key_id, sealed_row FROM intake.held
                WHERE key_id <> \(cipher.currentKeyID) LIMIT \(Int64(limit)) FOR UPDATE SKIP LOCKED
                """)
            guard !rows.isEmpty else { return 0 }
            var ids: [Int64] = []
            var encrypted: [[UInt8]] = []
            for row in rows {
                let (id, keyID, old) = try row.decode((Int64, Int32, [UInt8]).self)
                let plain = try cipher.decrypt(old, keyID: keyID, context: context)
                ids.append(id)
                encrypted.append(try cipher.encrypt(plain, context: context))
            }
            try await connection.execute(
                """
                UPDATE intake.held h SET key_id = \(cipher.currentKeyID), sealed_row = r.sealed
                FROM unnest(\(ids), \(encrypted)) AS r (id, sealed) WHERE h.held_id = r.id
                """)
            return rows.count
        }
    }

    /// Encrypts again, under the current key, every number that is still under an older one, `limit` in a transaction. Nothing stops meanwhile:
    /// readers find old and new keys in the ring.
    ///
    /// Walks along the numbers, so that each is looked at once however many there are.
    ///
    /// - Parameter progress: told how many were encrypted again so far, after each transaction.
    /// - Returns: how many were encrypted again; where others wrote meanwhile, 0 on a second walk means that the rotation is complete.
    /// - Throws: `KeyError` where a number does not open, `PostgresError`.
    package func reencrypt(limit: Int, pool: Pool, progress: (Int) -> Void = { _ in }) async throws -> Int {
        var place: Place? = Place(runningNumber: 0, ordinal: 0)
        var total = 0
        while let from = place {
            let (count, last) = try await reencrypt(after: from, limit: limit, pool: pool)
            total += count
            place = count < limit ? nil : last
            if count > 0 { progress(total) }
        }
        return total
    }

    private func reencrypt(after place: Place, limit: Int, pool: Pool) async throws -> (count: Int, last: Place?) {
        let cipher = keys.cipher
        return try await pool.transaction(retries: 3) { connection in
            // By the primary key whatever the planner's statistics say of keys: they are of before the rotation.
            try await connection.execute(
                """
                SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true), set_config('enable_hashjoin', 'off', true),
                    set_config('enable_mergejoin', 'off', true)
                """)
            try await connection.execute("SET LOCAL ROLE atena_vault")
            let rows = try await connection.query(
                """
                SELECT running_number, ordinal, key_id, keyed_hash, sealed FROM vault.individual_number
                WHERE (running_number, ordinal) > (\(place.runningNumber), \(place.ordinal)) AND key_id <> \(cipher.currentKeyID)
                ORDER BY running_number, ordinal LIMIT \(Int64(limit)) FOR UPDATE SKIP LOCKED
                """)
            guard !rows.isEmpty else { return (0, nil) }
            var owners: [Place] = []
            var encrypted: [[UInt8]] = []
            let columns = try NumberColumns(rows)
            for row in rows {
                owners.append(try columns.place(row))
                encrypted.append(try cipher.encrypt(try columns.openDigits(row, by: self), context: columns.hash(row)))
            }
            try await connection.execute(
                """
                UPDATE vault.individual_number n SET key_id = \(cipher.currentKeyID), sealed = r.sealed
                FROM unnest(\(owners.map(\.runningNumber)), \(owners.map { Int32($0.ordinal) }), \(encrypted)) AS r (running_number, ordinal, sealed)
                WHERE n.running_number = r.running_number AND n.ordinal = r.ordinal
                """)
            return (owners.count, owners.last)
        }
    }
}
