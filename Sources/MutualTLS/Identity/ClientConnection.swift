internal import NIOCore
internal import NIOSSL
internal import NIOTLS
internal import Synchronization

/// One client's connection: its identity, read from the certificate once, and whether it is still there.
package final class ClientConnection: Sendable {
    private struct State {
        var identity: ClientIdentity?
        var hasPlace = false
        var isOldTLS = true
        var isGone = false
        var onHangUp: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// The connection whose request the current task answers.
    @TaskLocal package static var current: ClientConnection?

    /// Nil until the handshake has ended.
    package var identity: ClientIdentity? { state.withLock { $0.identity } }

    /// Whether it has a place among the connections that are known; without one it is told so, and ended.
    package var hasPlace: Bool { state.withLock { $0.hasPlace } }

    /// Whether it was agreed on with a TLS before 1.3.
    package var isOldTLS: Bool { state.withLock { $0.isOldTLS } }

    package func identify(_ identity: ClientIdentity, hasPlace: Bool, isOldTLS: Bool) {
        state.withLock { ($0.identity, $0.hasPlace, $0.isOldTLS) = (identity, hasPlace, isOldTLS) }
    }

    /// Whether the client has hung up.
    package var isGone: Bool { state.withLock { $0.isGone } }

    package func hangUp() {
        let handler = state.withLock { state in
            state.isGone = true
            defer { state.onHangUp = nil }
            return state.onHangUp
        }
        handler?()
    }

    /// Runs `body`; calls `handler` as soon as the client is gone, also where it has gone already. One at a time.
    package func whileConnected<Result>(
        _ body: () async throws -> Result, onHangUp handler: @escaping @Sendable () -> Void
    ) async throws -> Result {
        let isGone = state.withLock { state in
            if !state.isGone { state.onHangUp = handler }
            return state.isGone
        }
        if isGone { handler() }
        defer { state.withLock { $0.onHangUp = nil } }
        return try await body()
    }
}
