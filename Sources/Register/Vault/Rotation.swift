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

    /// What a walk along the encrypted values did.
    package struct Rewritten: Sendable, Equatable {
        /// Values that were encrypted again.
        package var count = 0
        /// Values that are not as the hub laid them down: they stay as they are, and go out to nobody.
        package var altered = 0

        package static func += (a: inout Self, b: Self) { (a.count, a.altered) = (a.count + b.count, a.altered + b.altered) }
    }

    /// Encrypts again, under the current key, every number that is still under an older one, `limit` in a transaction. Nothing stops meanwhile:
    /// readers find old and new keys in the ring.
    ///
    /// Walks along the numbers, so that each is looked at once however many there are.
    ///
    /// - Parameter progress: told how many were encrypted again so far, after each transaction.
    /// - Returns: how many; where others wrote meanwhile, 0 on a second walk means that the rotation is complete.
    /// - Throws: `KeyError` where a key lacks, `PostgresError`.
    package func reencrypt(limit: Int, pool: Pool, progress: (Int) throws -> Void = { _ in }) async throws -> Rewritten {
        try await rewriteNumbers(limit, pool, progress, among: "key_id <> \(keys.cipher.currentKeyID)") { row, columns in
            try columns.open(row, by: self)
        }
    }

    /// The same for the rows that wait for a clerk.
    package func reencryptHeld(limit: Int, pool: Pool) async throws -> Rewritten {
        try await rewriteHeld(limit, pool, among: "key_id <> \(keys.cipher.currentKeyID)") { id, keyID, sealed in
            try open(sealed, keyID: keyID, HeldRow.context(id))
        }
    }

    /// Walks along all numbers and encrypts those again, for the place where they stand, that `open` gives.
    ///
    /// - Parameters:
    ///   - waiting: whether whoever holds a row is waited for, so that none is passed over.
    ///   - open: nil where a number is altered.
    func rewriteNumbers(
        _ limit: Int, _ pool: Pool, _ progress: (Int) throws -> Void, among condition: String, waiting: Bool = false,
        _ open: (Row, NumberColumns) throws -> [UInt8]?
    ) async throws -> Rewritten {
        var total = Rewritten()
        var place = Place(runningNumber: 0, ordinal: 0)
        while true {
            let (done, read, last) = try await rewriteNumbers(after: place, limit, pool, among: condition, waiting: waiting, open)
            total += done
            if done.count > 0 { try progress(total.count) }
            guard read == limit, let last else { return total }
            place = last
        }
    }

    private func rewriteNumbers(
        after place: Place, _ limit: Int, _ pool: Pool, among condition: String, waiting: Bool, _ open: (Row, NumberColumns) throws -> [UInt8]?
    ) async throws -> (Rewritten, read: Int, last: Place?) {
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
                WHERE (running_number, ordinal) > (\(place.runningNumber), \(place.ordinal)) AND \(unsafeSQL: condition)
                ORDER BY running_number, ordinal LIMIT \(Int64(limit)) FOR UPDATE \(unsafeSQL: waiting ? "" : "SKIP LOCKED")
                """)
            var done = Rewritten()
            var last: Place?
            var (places, encrypted): ([Place], [[UInt8]]) = ([], [])
            let columns = try NumberColumns(rows)
            for row in rows {
                let place = try columns.place(row)
                last = place
                guard let digits = try open(row, columns) else {
                    done.altered += 1
                    continue
                }
                places.append(place)
                encrypted.append(try cipher.encrypt(digits, context: place.context(columns.hash(row))))
            }
            done.count = places.count
            guard !places.isEmpty else { return (done, rows.count, last) }
            try await connection.execute(
                """
                UPDATE vault.individual_number n SET key_id = \(cipher.currentKeyID), sealed = r.sealed
                FROM unnest(\(places.map(\.runningNumber)), \(places.map { Int32($0.ordinal) }), \(encrypted)) AS r (running_number, ordinal, sealed)
                WHERE n.running_number = r.running_number AND n.ordinal = r.ordinal
                """)
            return (done, rows.count, last)
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
