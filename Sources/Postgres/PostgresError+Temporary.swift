extension PostgresError {
    /// Connection lost, pool exhausted, or a failure that a retry may get past.
    public var isTemporary: Bool { isConnectionLoss || isPoolExhausted || isRetryable || clockDifference != nil }
}
