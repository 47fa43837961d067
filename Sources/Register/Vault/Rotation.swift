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
}
