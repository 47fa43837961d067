internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOSSL

/// TLS with the certificates of the moment, under another channel.
struct CurrentTLSChannel<Base: ServerChildChannel>: ServerChildChannel {
    let certificates: ServerCertificates
    let base: Base

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: certificates.context))
        }.flatMap {
            base.setup(channel: channel, logger: logger)
        }
    }

    func handle(value: Base.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}
