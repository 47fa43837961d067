public import HubServer
public import Postgres

/// The server answers 503 while the database is away, without knowing what a database is.
extension PostgresError: TemporaryFailure {
    /// Connection lost, pool exhausted, or a failure that a retry may get past.
    public var isTemporary: Bool { isConnectionLoss || isPoolExhausted || isRetryable || clockDifference != nil }
}
