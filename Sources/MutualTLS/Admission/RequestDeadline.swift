internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1

/// The whole of a request did not come in time.
package struct RequestTooSlow: Error {}

/// 要求の期限. Holds each request of a connection to the time it may take to come, headers and body together, from its first byte on.
///
/// Between the bytes of TLS and the parts of HTTP: ``ClientWatch`` tells it that bytes came, and it sees what they became. A body that keeps up its pace may take
/// longer in all, so that a long list is no slow one; whoever drips is cut off.
final class RequestDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long an answered client may go on sending what nobody reads, so that its answer arrives before the connection ends (RFC 9112 §9.6).
    private static let lingering = TimeAmount.seconds(2)

    private let whole: TimeAmount
    /// Bytes a second that a body must bring to take longer.
    private let pace: Int
    private let admission: ConnectionAdmission
    private let end: @Sendable () -> Void
    private var context: ChannelHandlerContext?
    private var deadline: Scheduled<Void>?
    private var began = NIODeadline.uptimeNanoseconds(0)
    private var bytes = 0
    private var isComing = false
    private var hasHead = false
    /// Requests whose head came and whose answer has not gone.
    private var unanswered = 0
    private var endsWithAnswer = false

    /// - Parameters:
    ///   - whole: how long a request may take.
    ///   - end: cuts the connection off.
    init(whole: TimeAmount, pace: Int, admission: ConnectionAdmission, end: @escaping @Sendable () -> Void) {
        (self.whole, self.pace, self.admission, self.end) = (whole, pace, admission, end)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = nil
        self.context = nil
    }

    /// Bytes of requests came.
    func came(_ count: Int) {
        if !isComing { (isComing, bytes, began) = (true, 0, .now()) }
        bytes += count
    }

    /// That was all there is to read now: what has not come whole is waited for. Most requests come at once and are never timed.
    func waited() {
        guard isComing, deadline == nil, let context else { return }
        schedule(at: began + whole, context)
    }

    /// The connection has been there for long enough: it ends at once, or with the answer under way.
    func retire() {
        guard let context else { return }
        endsWithAnswer = true
        if unanswered == 0, !isComing { context.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            hasHead = true
            unanswered += 1
        case .body: break
        case .end:
            (isComing, hasHead) = (false, false)
            deadline?.cancel()
            deadline = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if head.headerFields[.connection] == "close" { endsWithAnswer = true }
            if endsWithAnswer { head.headerFields[.connection] = "close" }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            unanswered -= 1
            context.write(data, promise: promise)
            guard unanswered <= 0 else { return }
            if isComing, hasHead {
                // It has its answer; nobody reads the rest.
                context.flush()
                deadline?.cancel()
                close(after: Self.lingering, context)
            } else if endsWithAnswer {
                context.flush()
                context.close(promise: nil)
            }
        }
    }

    private func schedule(at time: NIODeadline, _ context: ChannelHandlerContext) {
        // Both live on this event loop, where the task runs, too.
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(deadline: time) { bound.value.passed() }
    }

    private func close(after delay: TimeAmount, _ context: ChannelHandlerContext) {
        let end = end
        deadline = context.eventLoop.scheduleTask(in: delay) { end() }
    }

    private func passed() {
        guard isComing, let context else { return }
        if hasHead {
            let earned = began + whole + .seconds(Int64(bytes / pace))
            if earned > .now() { return schedule(at: earned, context) }
        }
        admission.count(.request)
        if hasHead {
            // Whoever reads the body gets this, and answers.
            context.fireErrorCaught(RequestTooSlow())
            close(after: Self.lingering, context)
        } else if unanswered > 0 {
            end()
        } else {
            let answer = Problem.tooSlow.parts
            context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
            context.write(wrapOutboundOut(.body(answer.body)), promise: nil)
            let channel = context.channel
            context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
        }
    }
}
