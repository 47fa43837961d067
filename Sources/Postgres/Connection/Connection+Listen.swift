import CLibPQ

/// A message that another session sent with NOTIFY.
public struct Notification: Sendable, Hashable {
    /// Channel that it was sent on.
    public var channel: String
    /// What the sender added; empty where nothing.
    public var payload: String
}

/// Who waits for which channel. Pure.
struct Listeners {
    private var streams: [String: [Int: AsyncStream<Notification>.Continuation]] = [:]
    private var last = 0

    var isListening: Bool { !streams.isEmpty }

    mutating func add(_ continuation: AsyncStream<Notification>.Continuation, channel: String) -> Int {
        last += 1
        streams[channel, default: [:]][last] = continuation
        return last
    }

    /// Gives whether the channel has no listener any more.
    mutating func remove(_ id: Int, channel: String) -> Bool {
        guard streams[channel]?.removeValue(forKey: id) != nil else { return false }
        guard streams[channel]?.isEmpty == true else { return false }
        streams[channel] = nil
        return true
    }

    func deliver(_ notification: Notification) {
        for continuation in (streams[notification.channel] ?? [:]).values { continuation.yield(notification) }
    }

    mutating func finish() {
        let all = streams.values.flatMap(\.values)
        streams = [:]
        for continuation in all { continuation.finish() }
    }
}

extension Connection {
    /// Listens on a channel until the stream is dropped or the connection is lost (then the stream ends).
    ///
    /// While nothing else is asked of the connection, its thread waits on the socket, so messages come at once; statements still work meanwhile. A reader
    /// that falls more than 1,024 messages behind loses the oldest: take a message as a hint to look, not as data.
    public func listen(_ channel: String) async throws -> AsyncStream<Notification> {
        try await cancellable {
            try perform("LISTEN \(Query.quoted(identifier: channel))")
        }
        let (stream, continuation) = AsyncStream.makeStream(
            of: Notification.self, bufferingPolicy: .bufferingNewest(1024))
        let id = listeners.add(continuation, channel: channel)
        continuation.onTermination = { [weak self] _ in
            guard let self else { return }
            Task { await self.stopListening(id, channel: channel) }
        }
        state.publish(listens: true)
        watchSocket()
        return stream
    }

    private func stopListening(_ id: Int, channel: String) {
        guard listeners.remove(id, channel: channel) else { return }
        if !listeners.isListening { unwatchSocket() }
        // If it can't be said now (failed transaction, COPY under way), messages just find no listener.
        if activity == .none { try? perform("UNLISTEN \(Query.quoted(identifier: channel))") }
        if !listeners.isListening { state.publish(listens: false) }
        publish()
    }

    func socketBecameReadable() {
        guard activity == .none, let pointer = handle.pointer else { return }
        _ = PQconsumeInput(pointer)
        publish()
    }

    func deliverNotifications() {
        guard let pointer = handle.pointer else { return }
        while let notify = PQnotifies(pointer) {
            listeners.deliver(
                Notification(
                    channel: String(cString: notify.pointee.relname), payload: String(cString: notify.pointee.extra)))
            PQfreemem(notify)
        }
    }
}
