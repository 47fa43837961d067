import Foundation
import Synchronization

/// Where a connection stands in its transaction (`PQtransactionStatus`).
public enum TransactionStatus: UInt8, Sendable {
    /// Outside any transaction.
    case idle
    /// A statement or a COPY is under way.
    case active
    /// Inside a transaction.
    case inTransaction
    /// Inside a transaction that can only be rolled back.
    case inFailedTransaction
    /// Not connected.
    case unknown
}

/// What the pool may know of a connection without waiting for its thread.
final class ConnectionState: Sendable {
    private let status = Atomic<UInt8>(TransactionStatus.unknown.rawValue)
    private let listens = Atomic<Bool>(false)
    private let descriptor = Atomic<Int32>(-1)
    /// The number of a COPY OUT whose reader is gone; 0: none.
    private let abandoned = Atomic<UInt64>(0)

    var transactionStatus: TransactionStatus {
        TransactionStatus(rawValue: status.load(ordering: .acquiring)) ?? .unknown
    }

    func publish(_ transactionStatus: TransactionStatus) {
        status.store(transactionStatus.rawValue, ordering: .releasing)
    }

    func publish(listens value: Bool) { listens.store(value, ordering: .releasing) }
    func publish(socket: Int32) { descriptor.store(socket, ordering: .releasing) }

    func abandon(_ operation: UInt64) { abandoned.store(operation, ordering: .releasing) }
    func isAbandoned(_ operation: UInt64) -> Bool { abandoned.load(ordering: .acquiring) == operation }

    /// Fit for the next user of a pool.
    var isIdle: Bool { transactionStatus == .idle && !listens.load(ordering: .acquiring) }

    /// Whether the server has said nothing since the last answer. An idle connection with something to read was closed by the server, as a rule.
    /// One system call that does not block.
    var isQuiet: Bool {
        var probe = pollfd(fd: descriptor.load(ordering: .acquiring), events: Int16(POLLIN), revents: 0)
        return probe.fd >= 0 && poll(&probe, 1, 0) == 0
    }
}
