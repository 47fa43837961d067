internal import Synchronization

/// 要求の速さの上限. So many a minute for each of those that ask: a minute's worth at once, and then as they come back, evenly.
package final class RequestRate<Asker: Hashable & Sendable>: Sendable {
    private struct Bucket {
        var left: Double
        var at: ContinuousClock.Instant
    }

    /// What it bounds, as metrics name it.
    package let name: String
    private let perMinute: Int
    private let buckets = Mutex<[Asker: Bucket]>([:])

    package init(_ name: String, perMinute: Int) { (self.name, self.perMinute) = (name, perMinute) }

    /// Takes one of what `asker` has left.
    ///
    /// - Returns: false where nothing is left.
    package func take(_ asker: Asker, now: ContinuousClock.Instant = .now) -> Bool { change(asker, now, by: 1) }

    /// Whether anything is left.
    package func has(_ asker: Asker, now: ContinuousClock.Instant = .now) -> Bool { change(asker, now, by: 0) }

    private func change(_ asker: Asker, _ now: ContinuousClock.Instant, by count: Double) -> Bool {
        buckets.withLock { buckets in
            var bucket = buckets[asker] ?? Bucket(left: Double(perMinute), at: now)
            let (seconds, attoseconds) = (now - bucket.at).components
            bucket.left = min(Double(perMinute), bucket.left + (Double(seconds) + Double(attoseconds) / 1e18) * Double(perMinute) / 60)
            bucket.at = now
            let isThere = bucket.left >= 1
            if isThere { bucket.left -= count }
            buckets[asker] = bucket
            return isThere
        }
    }
}
