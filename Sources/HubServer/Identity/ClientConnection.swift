import NIOCore
import NIOSSL
import NIOTLS
import Synchronization

/// One client's connection: its identity, read from the certificate once, and whether it is still there.
final class ClientConnection: Sendable {
    private struct State {
        var identity: ClientIdentity?
        var isGone = false
        var onHangUp: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// The connection whose request the current task answers.
    @TaskLocal static var current: ClientConnection?

    /// Nil until the handshake has ended.
    var identity: ClientIdentity? { state.withLock { $0.identity } }

    func identify(_ identity: ClientIdentity) { state.withLock { $0.identity = identity } }

    /// Whether the client has hung up.
    var isGone: Bool { state.withLock { $0.isGone } }

    func hangUp() {
        let handler = state.withLock { state in
            state.isGone = true
            defer { state.onHangUp = nil }
            return state.onHangUp
        }
        handler?()
    }

    /// Runs `body`; calls `handler` as soon as the client is gone, also where it has gone already. One at a time.
    func whileConnected<Result>(
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

/// Watches one channel between TLS and HTTP: takes the identity when the handshake ends, notes when the client hangs up,
/// and closes on a reader that takes nothing for too long (it would hold a database cursor open).
final class ClientWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: ClientConnection
    private let stall: TimeAmount
    private var stalled: Scheduled<Void>?

    init(connection: ClientConnection, stall: TimeAmount) {
        self.connection = connection
        self.stall = stall
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case TLSUserEvent.handshakeCompleted:
            if let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate(),
                let der = try? certificate.toDERBytes()
            {
                connection.identify(ClientIdentity(certificate: der))
            }
        case ChannelEvent.inputClosed:
            connection.hangUp()
        default:
            break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stalled?.cancel()
        stalled = nil
        if !context.channel.isWritable {
            let channel = context.channel
            stalled = context.eventLoop.scheduleTask(in: stall) { channel.close(promise: nil) }
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.hangUp()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        stalled?.cancel()
        stalled = nil
    }
}
