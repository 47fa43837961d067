public import Addressee

/// The key under which hub and receiver make digests of what they hold, so that they can compare without showing it.
///
/// There is no digest without a key: an individual number has only 10¹¹ values, so an unkeyed hash would give it away.
public struct DigestKey: Redacted {
    private let bytes: [UInt8]

    /// Stands in place of the value.
    public static var redactedName: String { "照合鍵" }

    /// - Parameter bytes: 32 random bytes.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Hands the key to `body`.
    public func reveal<R>(_ body: (_ key: [UInt8]) throws -> R) rethrows -> R { try body(bytes) }
}

extension Entry {
    /// The bytes that a digest is made of: the items in order of their romaji names as one JSON object, then the digits of 個人番号, if any, in clear.
    ///
    /// Apart, because a receiver keeps the number encrypted and the items not: it can make the digest without taking them apart.
    public func canonicalForm() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1_024)
        ItemsJSON.append(items, to: &bytes)
        individualNumber?.reveal { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// The entry's digest for reconciliation.
    /// - Parameter keyedHash: HMAC-SHA-256 under the comparison's `DigestKey`.
    public func digest(_ keyedHash: (_ canonicalForm: [UInt8]) throws -> [UInt8]) rethrows -> [UInt8] {
        try keyedHash(canonicalForm())
    }
}

/// What a receiver holds of one person, for reconciliation.
public struct HeldEntry: Sendable, Hashable {
    /// 宛名番号.
    public var addresseeNumber: AddresseeNumber
    /// レコードキー; nil where there is one record a person.
    public var recordKey: String?
    /// 履歴番号.
    public var historyNumber: Int
    /// HMAC-SHA-256 of the canonical form, 32 bytes.
    public var digest: [UInt8]

    /// One record as held.
    public init(addresseeNumber: AddresseeNumber, recordKey: String? = nil, historyNumber: Int, digest: [UInt8]) {
        self.addresseeNumber = addresseeNumber
        self.recordKey = recordKey
        self.historyNumber = historyNumber
        self.digest = digest
    }
}
