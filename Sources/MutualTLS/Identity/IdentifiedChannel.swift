internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTPTypesHTTP1

/// HTTP/1.1 on a connection whose client is known: every request's task sees it as ``ClientConnection/current``.
struct IdentifiedChannel: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        let http: HTTP1Channel.Value
        let client: ClientConnection
        var channel: any Channel { http.channel }
    }

    /// How long things may take.
    struct Times: Sendable {
        let handshake: TimeAmount
        /// The whole of a request.
        let request: TimeAmount
        /// Bytes a second that a body must bring to take longer.
        let bodyPace: Int
        let stall: TimeAmount
        /// Of the whole connection.
        let age: TimeAmount
    }

    let http: HTTP1Channel
    let times: Times
    let admission: ConnectionAdmission
    let open: OpenConnections

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let client = ClientConnection()
        return channel.eventLoop.makeCompletedFuture {
            let end = try AbruptEnd.add(to: channel)
            let ticket = admission.arrive(PeerAddress(channel.remoteAddress), close: end)
            channel.closeFuture.whenComplete { [admission] _ in admission.leave(ticket) }
            let deadline = RequestDeadline(whole: times.request, pace: times.bodyPace, admission: admission, end: end)
            try channel.pipeline.syncOperations.addHandler(
                ClientWatch(
                    connection: client, admission: admission, ticket: ticket, times: times, open: open, deadline: deadline, end: end))
            return NIOLoopBound(deadline, eventLoop: channel.eventLoop)
        }.flatMap { deadline in
            http.setup(channel: channel, logger: logger).map { ($0, deadline) }
        }.flatMapThrowing { http, deadline in
            try AnswerFraming.takeOver(channel)
            let pipeline = channel.pipeline.syncOperations
            let codec = try pipeline.context(handlerType: HTTP1ToHTTPServerCodec.self)
            try pipeline.addHandler(deadline.value, position: .after(codec.handler))
            return Value(http: http, client: client)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await ClientConnection.$current.withValue(value.client) {
            await http.handle(value: value.http, logger: logger)
        }
    }
}
