extension Duration {
    /// In milliseconds, to the microsecond.
    package var milliseconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) * 1e3 + Double(attoseconds / 1_000_000_000_000) / 1e3
    }
}
