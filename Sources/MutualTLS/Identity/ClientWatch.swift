internal import Addressee
internal import NIOCore
internal import NIOSSL
internal import NIOTLS

/// Watches one channel between TLS and HTTP: ends it where the handshake takes too long, takes the identity when the handshake ends, tells how requests come,
/// notes when the client hangs up, and closes on a reader that takes nothing for too long (it would hold a database cursor open).
final class ClientWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: ClientConnection
    private let admission: ConnectionAdmission
    private let ticket: ConnectionAdmission.Ticket
    private let times: IdentifiedChannel.Times
    private let open: OpenConnections
    private let deadline: RequestDeadline
    private let end: @Sendable () -> Void
    private var aged: Scheduled<Void>?
    private var unidentified: Scheduled<Void>?
    private var stalled: Scheduled<Void>?

    /// - Parameters:
    ///   - times: how long things may take; who found no place may wait to be told for as long as a handshake.
    ///   - open: what knows of the connection once it is known whose it is.
    ///   - deadline: of each request.
    ///   - end: cuts the connection off.
    init(
        connection: ClientConnection, admission: ConnectionAdmission, ticket: ConnectionAdmission.Ticket, times: IdentifiedChannel.Times,
        open: OpenConnections, deadline: RequestDeadline, end: @escaping @Sendable () -> Void
    ) {
        (self.connection, self.admission, self.ticket, self.times) = (connection, admission, ticket, times)
        (self.open, self.deadline, self.end) = (open, deadline, end)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let (connection, admission, end) = (connection, admission, end)
        unidentified = context.eventLoop.scheduleTask(in: times.handshake) {
            if connection.identity == nil { admission.count(.handshake) }
            end()
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case TLSUserEvent.handshakeCompleted:
            if let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate(),
                let der = try? certificate.toDERBytes()
            {
                // All of it lives on this event loop.
                let (admission, bound, end) = (admission, NIOLoopBound(deadline, eventLoop: context.eventLoop), end)
                let identity = ClientIdentity(certificate: der)
                let hasPlace = admission.identified(ticket, isProbe: identity.name.isProbe)
                let version = try? context.pipeline.syncOperations.nioSSL_tlsVersion()
                connection.identify(identity, hasPlace: hasPlace, isOldTLS: version != .tlsv13)
                unidentified?.cancel()
                open.add(connection, identity.fingerprint, close: end)
                aged = context.eventLoop.scheduleTask(in: times.age) {
                    admission.count(.age)
                    bound.value.retire()
                }
                if !hasPlace { unidentified = context.eventLoop.scheduleTask(in: times.handshake) { end() } }
            }
        case ChannelEvent.inputClosed:
            connection.hangUp()
        default:
            break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        deadline.came(unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        deadline.waited()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stalled?.cancel()
        stalled = nil
        if !context.channel.isWritable {
            let channel = context.channel
            stalled = context.eventLoop.scheduleTask(in: times.stall) { channel.close(promise: nil) }
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.hangUp()
        open.remove(connection)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        for task in [unidentified, stalled, aged] { task?.cancel() }
        (unidentified, stalled, aged) = (nil, nil, nil)
    }
}
