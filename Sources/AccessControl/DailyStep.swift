internal import AuditTrail
internal import Postgres

extension AccessControl {
    /// What each day asks for: transfers of the day take effect, dormant accounts are closed, old failures and tokens are forgotten, and rows that are not the
    /// program's are told.
    ///
    /// Running it twice does nothing more; rights are right without it.
    /// - Returns: transfers that took effect, and accounts closed.
    @discardableResult
    package func daily(dormantAfter days: Int = AccessControl.dormantDays, byWhom: String) async throws -> (transfers: Int, closed: Int) {
        let transfers = try await applyTransfers()
        let closed = try await closeDormant(days: days, byWhom: byWhom)
        try await pool.execute("DELETE FROM access.attempt WHERE last_at < \(now().adding(seconds: -86_400)) AND coalesce(locked_until < \(now()), true)")
        try await pool.execute("DELETE FROM access.token WHERE expires_at < \(now().adding(seconds: -90 * 86_400))")
        try await tellUntrue(by: byWhom)
        return (transfers, closed)
    }
}
