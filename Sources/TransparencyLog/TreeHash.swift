internal import Crypto
internal import TextForms

/// A hash of the log's Merkle tree (RFC 6962 §2.1): SHA-256, 32 bytes.
public struct TreeHash: Sendable, Hashable {
    /// Bytes of every hash.
    public static let length = 32

    // Four words and no array: a tree of millions is appended without one allocation a leaf. Two pairs: values aligned to 32 bytes, as four in one
    // would be, are written beside their place where they live in the memory of a task, which is aligned to 16 (Swift 6.3, optimized).
    private let first: SIMD2<UInt64>
    private let second: SIMD2<UInt64>

    /// From its 32 bytes; nil for another length.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        self = Array(bytes).withUnsafeBytes { TreeHash(words: $0) }
    }

    private init(_ digest: SHA256Digest) {
        self = digest.withUnsafeBytes { TreeHash(words: $0) }
    }

    private init(words: UnsafeRawBufferPointer) {
        first = words.loadUnaligned(as: SIMD2<UInt64>.self)
        second = words.loadUnaligned(fromByteOffset: 16, as: SIMD2<UInt64>.self)
    }

    /// The root of a tree without leaves: SHA-256 of nothing.
    public static let empty = TreeHash(SHA256.hash(data: [UInt8]()))

    /// A leaf's hash: SHA-256 of 0x00 and the leaf's bytes.
    public static func leaf(_ body: some Collection<UInt8>) -> TreeHash {
        var bytes: [UInt8] = [0]
        bytes.append(contentsOf: body)
        return TreeHash(SHA256.hash(data: bytes))
    }

    /// An inner node's hash: SHA-256 of 0x01 and the hashes of its children.
    public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        var hash = SHA256()
        withUnsafeBytes(of: UInt8(1)) { hash.update(bufferPointer: $0) }
        for words in [left.first, left.second, right.first, right.second] { withUnsafeBytes(of: words) { hash.update(bufferPointer: $0) } }
        return TreeHash(hash.finalize())
    }

    /// SHA-256 of bytes that are no part of a tree, such as a signed note.
    package static func digest(_ bytes: some Collection<UInt8>) -> TreeHash { TreeHash(SHA256.hash(data: Array(bytes))) }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes(of: (first, second)) { Array($0) } }
}

extension TreeHash: CustomStringConvertible {
    /// 64 hexadecimal digits.
    public var description: String { bytes.hex }
}

extension [TreeHash] {
    /// One after the other, 32 bytes each.
    public var joinedBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * TreeHash.length)
        for hash in self { bytes.append(contentsOf: hash.bytes) }
        return bytes
    }

    /// From hashes one after the other; nil where the last one is not whole.
    public init?(joinedBytes bytes: [UInt8]) {
        guard bytes.count % TreeHash.length == 0 else { return nil }
        self = stride(from: 0, to: bytes.count, by: TreeHash.length).compactMap { TreeHash(bytes[$0..<$0 + TreeHash.length]) }
    }
}
