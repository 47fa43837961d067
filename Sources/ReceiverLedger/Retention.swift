import Postgres

extension ReceivedPersons {
    /// Forgets the keys of batches applied longer ago, for a nightly run. One of them delivered again would change nothing, because persons keep their sequence.
    /// - Returns: how many were forgotten.
    @discardableResult
    package func forgetBatches(olderThanDays days: Int) async throws -> Int {
        try await pool.execute(queries.forgetBatches(olderThanDays: days))
    }
}
