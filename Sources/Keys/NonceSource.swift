import Foundation
import Synchronization

/// Random nonces, drawn from the operating system by the handful: a system call for each was a quarter of the cost of encryption.
///
/// No nonce is handed out twice, because the process never forks without exec and the bytes are used up under a lock.
final class NonceSource: Sendable {
    static let shared = NonceSource()

    private static let length = FieldKey.nonceLength
    /// `getentropy` gives at most 256 bytes a call.
    private static let drawn = 21 * length

    private struct Stock {
        var bytes = [UInt8](repeating: 0, count: NonceSource.drawn)
        var used = NonceSource.drawn
    }

    private let stock = Mutex(Stock())

    /// 12 bytes.
    ///
    /// - Throws: `KeyError.cryptography` where the operating system gives none.
    func next() throws(KeyError) -> [UInt8] {
        let nonce = stock.withLock { stock -> [UInt8]? in
            if stock.used == Self.drawn {
                guard stock.bytes.withUnsafeMutableBytes({ getentropy($0.baseAddress, $0.count) }) == 0 else { return nil }
                stock.used = 0
            }
            defer { stock.used += Self.length }
            return Array(stock.bytes[stock.used..<stock.used + Self.length])
        }
        guard let nonce else { throw .cryptography }
        return nonce
    }
}
