internal import TransparencyLog

/// Up to when everything that was committed is sealed, by the server's own count of transactions; pure.
///
/// Not by the times of events that wait: whoever holds the horizon back could take them away. A moment is passed once every transaction that had
/// begun by then is over and sealed.
struct SealingProgress {
    /// Whatever was committed before is sealed; nil where not known yet.
    private(set) var through: LogTime?
    /// Every transaction below is over, and its events are sealed.
    private(set) var horizon: UInt64 = 0
    /// Moments with the first transaction id that was not given out then, oldest first.
    private var moments: [(time: LogTime, next: UInt64)] = []

    /// Seconds between heartbeats.
    static let interval = 45.0

    /// At that moment no transaction from `next` on had begun.
    mutating func began(at time: LogTime, before next: UInt64) {
        // The clock was put back: what was said of moments that are still to come is worth nothing.
        if let said = through, said > time { through = nil }
        moments.removeAll { $0.time > time }
        if let last = moments.last, time.seconds(since: last.time) < 0.5, moments.count > 1 { return }
        moments.append((time, next))
    }

    /// Everything below the horizon is sealed.
    mutating func reached(_ horizon: UInt64) {
        self.horizon = max(self.horizon, horizon)
        let passed = moments.prefix { $0.next <= self.horizon }
        if let last = passed.last { through = through.map { max($0, last.time) } ?? last.time }
        moments.removeFirst(passed.count)
    }

    /// What an earlier sealer said.
    mutating func take(up word: Heartbeat.Word) { through = through.map { max($0, word.through) } ?? word.through }

    /// Whether a heartbeat is due: the last one is old, or says much less than can be said now.
    func isDue(after last: Heartbeat.Word?, now: LogTime) -> Bool {
        guard let through else { return false }
        guard let last, !last.isStop else { return true }
        return abs(now.seconds(since: last.time)) >= Self.interval || through.seconds(since: last.through) >= Self.interval
    }
}
