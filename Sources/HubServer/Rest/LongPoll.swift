import MutualTLS
import ServiceLifecycle

/// Waits on behalf of a client, but no longer than the client and the server are there.
struct LongPoll {
    let client: ClientConnection?
    let draining: Draining

    /// - Parameters:
    ///   - poll: waits inside; is cancelled when the client hangs up or the server begins to stop.
    ///   - atOnce: answers in its place, without waiting, where the server stops.
    /// - Throws: ``ClientGone`` where the client hung up meanwhile.
    func wait<Result: Sendable>(
        _ poll: @escaping @Sendable () async throws -> Result, orAtOnce atOnce: () async throws -> Result
    ) async throws -> Result {
        let waiting = Task { try await poll() }
        do {
            return try await withTaskCancellationHandler {
                try await withGracefulShutdownHandler {
                    guard let client else { return try await waiting.value }
                    return try await client.whileConnected {
                        try await waiting.value
                    } onHangUp: {
                        waiting.cancel()
                    }
                } onGracefulShutdown: {
                    draining.begin()
                    waiting.cancel()
                }
            } onCancel: {
                waiting.cancel()
            }
        } catch {
            if waiting.isCancelled, error is CancellationError, client?.isGone == true { throw ClientGone() }
            guard waiting.isCancelled, draining.isUnderWay, !Task.isCancelled else { throw error }
            return try await atOnce()
        }
    }
}
