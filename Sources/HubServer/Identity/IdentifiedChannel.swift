import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// HTTP/1.1 on a connection whose client is known: every request's task sees it as ``ClientConnection/current``.
struct IdentifiedChannel: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        let http: HTTP1Channel.Value
        let client: ClientConnection
        var channel: any Channel { http.channel }
    }

    let http: HTTP1Channel
    let stall: TimeAmount

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let client = ClientConnection()
        return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(ClientWatch(connection: client, stall: stall))
        }.flatMap {
            http.setup(channel: channel, logger: logger)
        }.flatMapThrowing { http in
            try AnswerFraming.takeOver(channel)
            return Value(http: http, client: client)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await ClientConnection.$current.withValue(value.client) {
            await http.handle(value: value.http, logger: logger)
        }
    }
}
