import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS

/// Requests over HTTPS with mutual TLS, as many clients at once as asked for, each with one connection and one request under way.
///
/// A client of its own, because curl and its like cost more than the server that is measured.
struct ReadBench: Sendable {
    let host: String
    let port: Int
    let system: String
    let pki: String
    /// Asked one after the other, and from the first again.
    let paths: [String]

    struct Result: Codable {
        var answered = 0
        var others = 0
        var seconds = 0.0
        var perSecond = 0.0
    }

    func run(clients: Int, seconds: Double) async throws -> Result {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file("\(pki)/ca.pem")
        tls.certificateChain = try NIOSSLCertificate.fromPEMFile("\(pki)/\(system).pem").map { .certificate($0) }
        tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: "\(pki)/\(system).key", format: .pem))
        let context = try NIOSSLContext(configuration: tls)
        let deadline = NIODeadline.now() + .milliseconds(Int64(seconds * 1000))
        let started = ContinuousClock.now
        let counts = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for client in 0..<clients {
                let own = stride(from: client % paths.count, to: paths.count, by: clients).map { paths[$0] }
                group.addTask { try await self.client(own, context, until: deadline) }
            }
            return try await group.reduce(into: (0, 0)) { $0 = ($0.0 + $1.0, $0.1 + $1.1) }
        }
        let took = (ContinuousClock.now - started).seconds
        return Result(answered: counts.0, others: counts.1, seconds: took, perSecond: Double(counts.0) / took)
    }

    private func client(_ paths: [String], _ context: NIOSSLContext, until deadline: NIODeadline) async throws -> (Int, Int) {
        let host = host
        let requests = paths.map { ByteBuffer(string: "GET \($0) HTTP/1.1\r\nHost: \(host)\r\n\r\n") }
        let done = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: (Int, Int).self)
        _ = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: context, serverHostname: host))
                try channel.pipeline.syncOperations.addHandler(Asker(requests: requests, until: deadline, done: done))
            }
        }.connect(host: host, port: port).get()
        return try await done.futureResult.get()
    }
}

/// Sends the next request when the last one was answered; reads no more of an answer than its status and length.
private final class Asker: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let requests: [ByteBuffer]
    private let deadline: NIODeadline
    private let done: EventLoopPromise<(Int, Int)>
    private var next = 0
    private var answered = 0
    private var others = 0
    private var buffer = ByteBuffer()

    init(requests: [ByteBuffer], until deadline: NIODeadline, done: EventLoopPromise<(Int, Int)>) {
        self.requests = requests
        self.deadline = deadline
        self.done = done
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event { ask(context) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        buffer.writeBuffer(&part)
        while let end = buffer.readableBytesView.firstRange(of: Array("\r\n\r\n".utf8)) {
            let head = String(decoding: buffer.readableBytesView[..<end.lowerBound], as: UTF8.self)
            guard let length = Self.length(head) else { return finish(context) }
            let total = buffer.readableBytesView.distance(from: buffer.readableBytesView.startIndex, to: end.upperBound) + length
            guard buffer.readableBytes >= total else { return }
            buffer.moveReaderIndex(forwardBy: total)
            buffer.discardReadBytes()
            if head.hasPrefix("HTTP/1.1 200") { answered += 1 } else { others += 1 }
            ask(context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) { done.succeed((answered, others)) }
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        done.fail(error)
        context.close(promise: nil)
    }

    private func ask(_ context: ChannelHandlerContext) {
        guard NIODeadline.now() < deadline else { return finish(context) }
        context.writeAndFlush(wrapOutboundOut(requests[next % requests.count]), promise: nil)
        next += 1
    }

    private func finish(_ context: ChannelHandlerContext) {
        done.succeed((answered, others))
        context.close(promise: nil)
    }

    private static func length(_ head: String) -> Int? {
        for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix("content-length:") {
            return Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces))
        }
        return nil
    }
}
