internal import Foundation
internal import Synchronization

/// The server's clock as this process knows it: read once over the wire, and from then on counted by the machine's steady clock, so that setting this
/// machine's clock changes nothing.
///
/// Whoever writes times that are compared with the server's own takes them from here: two clocks that differ then never meet in one comparison. A connection
/// whose settings name a clock reads it when it opens, and `Pool.run()` goes on doing so.
public final class ServerClock: Sendable {
    /// What one reading told: at `at` the server's clock stood somewhere within [`earliest`, `earliest` + `width`].
    private struct Reading: Sendable {
        var earliest: PostgresInstant
        var width: Int64
        var at: ContinuousClock.Instant

        /// The server's clock at another moment, by this reading.
        func moment(at other: ContinuousClock.Instant) -> PostgresInstant {
            PostgresInstant(microsecondsSince2000: earliest.microsecondsSince2000 + width / 2 + (other - at).wholeMicroseconds)
        }
    }

    private let steady: @Sendable () -> ContinuousClock.Instant
    private let system: @Sendable () -> PostgresInstant
    private let reading = Mutex<Reading?>(nil)

    /// After this time it is read anew.
    static let interval = Duration.seconds(60)

    /// Not read yet: until then it is the machine's own clock.
    public convenience init() { self.init(steady: { .now }, system: { .bySystem() }) }

    /// - Parameter system: this machine's clock, which people set.
    init(steady: @escaping @Sendable () -> ContinuousClock.Instant, system: @escaping @Sendable () -> PostgresInstant) {
        (self.steady, self.system) = (steady, system)
    }

    /// This moment, by the server's clock; by this machine's before the first reading.
    public func now() -> PostgresInstant {
        reading.withLock { $0 }?.moment(at: steady()) ?? system()
    }

    /// Seconds that this machine's clock is ahead of the server's now, negative where it is behind; nil before the first reading.
    public var skew: Double? {
        guard let known = reading.withLock({ $0 }) else { return nil }
        return Double(system().microsecondsSince2000 - known.moment(at: steady()).microsecondsSince2000) / 1_000_000
    }

    /// Whether it should be read: never yet, or long ago.
    var isDue: Bool { reading.withLock { $0.map { steady() - $0.at >= Self.interval } ?? true } }

    /// Whether this machine's clock differs by more than so many seconds.
    func differs(by seconds: Double) -> Bool { skew.map { abs($0) > seconds } ?? false }

    /// Takes what the server said in answer to a question that was sent then: it looked at its clock before the answer arrived.
    func take(_ server: PostgresInstant, sentAt sent: ContinuousClock.Instant) {
        let received = steady()
        let fresh = Reading(earliest: server, width: max(0, (received - sent).wholeMicroseconds), at: received)
        reading.withLock { known in
            if let old = known {
                // What is known agrees with this answer and was had from a quicker one: it stays. Else the clocks ran apart, or one was set.
                let told = old.moment(at: received).microsecondsSince2000 - server.microsecondsSince2000
                if (0...fresh.width).contains(told), old.width <= fresh.width {
                    known = Reading(
                        earliest: PostgresInstant(microsecondsSince2000: old.moment(at: received).microsecondsSince2000 - old.width / 2), width: old.width,
                        at: received)
                    return
                }
            }
            known = fresh
        }
    }

    /// For a reading: when the question is sent.
    func sending() -> ContinuousClock.Instant { steady() }
}

extension PostgresInstant {
    /// This moment by the machine's own clock.
    static func bySystem() -> PostgresInstant {
        PostgresInstant(microsecondsSince1970: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded()))
    }
}

extension Duration {
    /// Microseconds, the rest left out.
    fileprivate var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }
}

extension Connection {
    /// Reads the server's clock into the one that the settings name; one round trip, and none where they name none.
    ///
    /// - Throws: `PostgresError`.
    public func readClock() async throws {
        guard let clock else { return }
        let sent = clock.sending()
        if let row = try await query("SELECT clock_timestamp()").first { clock.take(try row.decode(PostgresInstant.self), sentAt: sent) }
    }
}
