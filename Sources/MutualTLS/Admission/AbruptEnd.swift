internal import NIOCore

/// 打切り. Ends a connection under TLS, where it says no farewell and waits for none: whoever is cut off may not answer, and its place is needed now.
///
/// Stands before the handler of TLS, which would else hold the connection until its farewell is answered.
final class AbruptEnd: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    /// Puts one into the pipeline of a channel whose handlers so far are those of TLS.
    ///
    /// - Returns: what ends the connection, from anywhere.
    static func add(to channel: any Channel) throws -> @Sendable () -> Void {
        let handler = AbruptEnd()
        try channel.pipeline.syncOperations.addHandler(handler, position: .first)
        let bound = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        return { channel.eventLoop.execute { bound.value.context?.close(promise: nil) } }
    }
}
