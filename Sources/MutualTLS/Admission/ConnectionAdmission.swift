internal import Synchronization

/// 接続の受付. How many connections there are, from where, and which have to go so that others find a place.
///
/// Whoever has not ended its handshake is nobody yet: it has a waiting place only until a newcomer needs it, and who waits longest goes first. So nothing that
/// strangers open keeps others from beginning a handshake. Once it is known who is there, systems have places up to a bound for each peer address and one for
/// all, and the last places are kept for health checks.
package final class ConnectionAdmission: Sendable {
    package struct Limits: Sendable {
        /// Places of those that are known.
        var connections: Int
        /// Of these, for whoever names no system: health checks and measures.
        var keptForProbes: Int
        /// Of one peer address.
        var perPeer: Int
        /// Waiting places of those that are not known yet, in all and of one peer address.
        var handshakes: Int
        var handshakesPerPeer: Int
    }

    /// Why a connection was ended before its time.
    package enum CutOff: String, CaseIterable, Sendable {
        /// It took too long over its handshake.
        case handshake
        /// It took too long over a request.
        case request
        /// It had not ended its handshake when others needed the place.
        case crowded
        /// It found no place among those that are known.
        case surplus
        /// It was there for as long as a connection may be.
        case age
    }

    /// A connection as admission knows it.
    package struct Ticket: Hashable, Sendable {
        fileprivate let number: UInt64
        fileprivate let peer: PeerAddress
    }

    private struct Waiting {
        let ticket: Ticket
        let close: @Sendable () -> Void
    }

    private struct Known {
        let isProbe: Bool
    }

    private struct State {
        var next: UInt64 = 0
        /// By peer, who waits longest first.
        var waiting: [PeerAddress: [Waiting]] = [:]
        var waitingCount = 0
        var known: [Ticket: Known] = [:]
        var knownByPeer: [PeerAddress: Int] = [:]
        var probes = 0
        var cutOff: [CutOff: Int] = [:]
    }

    private let limits: Limits
    private let state = Mutex(State())

    package init(_ limits: Limits) { self.limits = limits }

    /// A connection comes. Where there is no waiting place left, the one that has waited longest is closed: of the same peer address where that has as many as
    /// it may, else of the address that has most.
    ///
    /// - Parameter close: ends it; called at most once, from anywhere.
    package func arrive(_ peer: PeerAddress, close: @escaping @Sendable () -> Void) -> Ticket {
        let (ticket, evicted) = state.withLock { state in
            let ticket = Ticket(number: state.next, peer: peer)
            state.next += 1
            var evicted: Waiting?
            if state.waiting[peer, default: []].count >= limits.handshakesPerPeer {
                evicted = Self.takeLongest(of: peer, &state)
            } else if state.waitingCount >= limits.handshakes, let fullest = state.waiting.max(by: { $0.value.count < $1.value.count })?.key {
                evicted = Self.takeLongest(of: fullest, &state)
            }
            if evicted != nil { state.cutOff[.crowded, default: 0] += 1 }
            state.waiting[peer, default: []].append(Waiting(ticket: ticket, close: close))
            state.waitingCount += 1
            return (ticket, evicted)
        }
        evicted?.close()
        return ticket
    }

    /// It has ended its handshake.
    ///
    /// - Parameter isProbe: whether its certificate names no system.
    /// - Returns: false where there is no place for it: it keeps its waiting place, for as long as it takes to tell it.
    package func identified(_ ticket: Ticket, isProbe: Bool) -> Bool {
        state.withLock { state in
            guard state.waiting[ticket.peer]?.contains(where: { $0.ticket == ticket }) == true else { return false }
            let ofOthers = state.known.count - state.probes
            let hasPlace =
                if isProbe { state.probes < limits.keptForProbes || state.known.count < limits.connections } else {
                    ofOthers < limits.connections - limits.keptForProbes && state.knownByPeer[ticket.peer, default: 0] < limits.perPeer
                }
            guard hasPlace else {
                state.cutOff[.surplus, default: 0] += 1
                return false
            }
            _ = Self.take(ticket, &state)
            state.known[ticket] = Known(isProbe: isProbe)
            if isProbe { state.probes += 1 } else { state.knownByPeer[ticket.peer, default: 0] += 1 }
            return true
        }
    }

    /// It has ended, however it did.
    package func leave(_ ticket: Ticket) {
        state.withLock { state in
            if Self.take(ticket, &state) != nil { return }
            guard let known = state.known.removeValue(forKey: ticket) else { return }
            if known.isProbe {
                state.probes -= 1
            } else {
                let left = state.knownByPeer[ticket.peer, default: 1] - 1
                state.knownByPeer[ticket.peer] = left == 0 ? nil : left
            }
        }
    }

    package func count(_ cutOff: CutOff) { state.withLock { $0.cutOff[cutOff, default: 0] += 1 } }

    private static func takeLongest(of peer: PeerAddress, _ state: inout State) -> Waiting? {
        guard let first = state.waiting[peer]?.first else { return nil }
        return take(first.ticket, &state)
    }

    private static func take(_ ticket: Ticket, _ state: inout State) -> Waiting? {
        guard let index = state.waiting[ticket.peer]?.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        state.waitingCount -= 1
        let taken = state.waiting[ticket.peer]?.remove(at: index)
        if state.waiting[ticket.peer]?.isEmpty == true { state.waiting[ticket.peer] = nil }
        return taken
    }

    /// Adds the counts to `text`.
    package func write(to text: inout PrometheusText) {
        let (waiting, probes, known, cutOff) = state.withLock { ($0.waitingCount, $0.probes, $0.known.count, $0.cutOff) }
        text.family("atena_connections", type: "gauge", help: "Open connections: before the end of their handshake, of systems, and of health checks.")
        for (name, count) in [("handshake", waiting), ("system", known - probes), ("probe", probes)] {
            text.sample("atena_connections", [("of", name)], Double(count))
        }
        text.family(
            "atena_connections_cut_off_total", type: "counter",
            help:
                "Connections that the hub ended: too slow a handshake or request, crowded out before the handshake ended, no place among those known, too old.")
        for reason in CutOff.allCases { text.sample("atena_connections_cut_off_total", [("reason", reason.rawValue)], Double(cutOff[reason] ?? 0)) }
    }
}
