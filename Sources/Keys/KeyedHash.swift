package import Crypto

/// HMAC-SHA-256 (RFC 2104, FIPS 180-4) under one key; the key is prepared once.
public struct KeyedHash: Sendable {
    private let prepared: HMAC<SHA256>

    /// - Parameter key: any length; 32 bytes is usual.
    public init(key: some Collection<UInt8>) {
        self.init(SymmetricKey(data: Array(key)))
    }

    package init(_ key: SymmetricKey) {
        prepared = HMAC(key: key)
    }

    /// The hash of the bytes: 32 bytes.
    public func hash(_ bytes: some Collection<UInt8>) -> [UInt8] {
        bytes.withContiguousStorageIfAvailable { hash(contiguous: UnsafeRawBufferPointer($0)) }
            ?? Array(bytes).withUnsafeBytes { hash(contiguous: $0) }
    }

    /// The same of an array.
    public func hash(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { hash(contiguous: $0) } }

    private func hash(contiguous bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var running = prepared
        running.update(data: bytes)
        return running.finalize().withUnsafeBytes { Array($0) }
    }
}

extension KeyedHash: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// For people; no key, no personal data.
    public var description: String { "KeyedHash(****)" }
    /// As `description`.
    public var debugDescription: String { description }
    /// Nothing that `dump` could show.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
