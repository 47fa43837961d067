import NIOCore
import Synchronization
import Testing

@testable import HubServer
@testable import MutualTLS

/// Who finds a place, and who has to go.
@Suite struct ConnectionAdmissionTests {
    private final class Closed: Sendable {
        private let names = Mutex<[String]>([])
        var all: [String] { names.withLock { $0 } }
        func close(_ name: String) -> @Sendable () -> Void { { self.names.withLock { $0.append(name) } } }
    }

    private func peer(_ address: String) throws -> PeerAddress { PeerAddress(try SocketAddress(ipAddress: address, port: 1)) }

    private let limits = ConnectionAdmission.Limits(connections: 4, keptForProbes: 1, perPeer: 2, handshakes: 4, handshakesPerPeer: 3)

    @Test func whoWaitsLongestMakesRoomOnItsOwnAddressFirst() throws {
        let (admission, closed) = (ConnectionAdmission(limits), Closed())
        let (one, two) = (try peer("192.0.2.1"), try peer("192.0.2.2"))
        for number in 1...3 { _ = admission.arrive(one, close: closed.close("one \(number)")) }
        #expect(closed.all.isEmpty)
        _ = admission.arrive(one, close: closed.close("one 4"))
        #expect(closed.all == ["one 1"])
        _ = admission.arrive(two, close: closed.close("two 1"))
        #expect(closed.all == ["one 1"])
        // All waiting places are taken: whose address has most of them gives one.
        let last = admission.arrive(two, close: closed.close("two 2"))
        #expect(closed.all == ["one 1", "one 2"])
        admission.leave(last)
        _ = admission.arrive(two, close: closed.close("two 3"))
        #expect(closed.all == ["one 1", "one 2"])
    }

    @Test func systemsAreBoundedAndTheLastPlacesAreForHealthChecks() throws {
        let admission = ConnectionAdmission(limits)
        func known(_ address: String, isProbe: Bool = false) throws -> ConnectionAdmission.Ticket? {
            let ticket = admission.arrive(try peer(address)) {}
            return admission.identified(ticket, isProbe: isProbe) ? ticket : nil
        }
        let first = try known("192.0.2.1")
        #expect(try first != nil && known("192.0.2.1") != nil)
        #expect(try known("192.0.2.1") == nil, "two of one address")
        #expect(try known("192.0.2.2") != nil)
        #expect(try known("192.0.2.3") == nil, "the fourth place is kept")
        #expect(try known("192.0.2.1", isProbe: true) != nil)
        #expect(try known("192.0.2.1", isProbe: true) == nil)
        admission.leave(try #require(first))
        #expect(try known("192.0.2.1") != nil)
    }

    @Test func whoWasCrowdedOutHasNoPlace() throws {
        let admission = ConnectionAdmission(limits)
        let tickets = try (1...4).map { _ in admission.arrive(try peer("192.0.2.1")) {} }
        #expect(!admission.identified(tickets[0], isProbe: false))
        #expect(admission.identified(tickets[3], isProbe: false))
    }

    @Test func oneSiteIsOneAddress() throws {
        #expect(try peer("2001:db8:1:2::1") == peer("2001:db8:1:2:ffff::9"))
        #expect(try peer("2001:db8:1:2::1") != peer("2001:db8:1:3::1"))
        #expect(try peer("::ffff:192.0.2.1") == peer("192.0.2.1"))
        #expect(try peer("192.0.2.1") != peer("192.0.2.2"))
    }

    @Test func aRateIsAMinutesWorthAndComesBackEvenly() {
        let rate = RequestRate<String>("test", perMinute: 60)
        let start = ContinuousClock.now
        #expect((1...60).allSatisfy { _ in rate.take("a", now: start) })
        #expect(!rate.take("a", now: start) && !rate.has("a", now: start) && rate.take("b", now: start))
        #expect(rate.take("a", now: start + .milliseconds(1100)) && !rate.take("a", now: start + .milliseconds(1200)))
        #expect((1...60).allSatisfy { _ in rate.take("a", now: start + .seconds(600)) } && !rate.take("a", now: start + .seconds(600)))
    }
}
