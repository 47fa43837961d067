import Postgres

extension DepartmentModule {
    /// Forgets the keys of batches applied longer ago, for a nightly run. One of them delivered again would change nothing, because persons keep their sequence.
    /// - Returns: how many were forgotten.
    @discardableResult
    public func forgetBatches(olderThanDays days: Int = 400) async throws -> Int {
        try await pool.execute(LedgerQueries(kind.schema).forgetBatches(olderThanDays: days))
    }
}
