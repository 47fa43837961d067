internal import Postgres

/// Trying a transaction of intake again.
enum IntakeRetry {
    /// Tries again while another writer came first, and for a minute while the server is away.
    static func retrying<R>(_ body: (_ attempt: Int) async throws -> R) async throws -> R {
        var attempt = 0
        while true {
            do {
                return try await body(attempt)
            } catch let error as PostgresError where attempt < 60 && isWorthRetrying(error) {
                attempt += 1
                try await Task.sleep(for: error.isConnectionLoss ? .seconds(1) : .milliseconds(Int.random(in: 5...50)))
            }
        }
    }

    /// Whether a number or code turned out to be another's only when it was laid down.
    static func isTaken(_ error: PostgresError) -> Bool { error.constraint == numberIsTaken || error.constraint == codeIsTaken }

    /// The unique index over individual numbers, which decides who is whose.
    private static let numberIsTaken = "individual_number_keyed_hash_key"
    /// The same for resident record codes.
    private static let codeIsTaken = "record_code_is_held"

    /// Another writer came first, or the server went away: the block is read and decided anew.
    private static func isWorthRetrying(_ error: PostgresError) -> Bool {
        let raced = [
            numberIsTaken, codeIsTaken, "individual_number_pkey", "addressee_atenabango_key", "version_pkey", "block_pkey", "decided_anew_pkey",
            "published_record_pkey",
        ]
        return error.isRetryable || error.isConnectionLoss || error.isPoolExhausted || (error.sqlState == "23505" && raced.contains(error.constraint ?? ""))
    }
}
