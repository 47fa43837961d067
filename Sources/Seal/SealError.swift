/// What went wrong with keys or with a sealed field, and so what a caller can do.
///
/// Never carries key material, plain text or ciphertext.
public struct SealError: Error, Sendable, Equatable, CustomStringConvertible {
    private enum Kind: Sendable, Equatable {
        case notAuthentic
        case unknownKey(Int32)
        case ringExists
        case ringMissing
        case exposed
        case damagedRing
        case wrongKeyEncryptionKey
        case system(call: String, errno: Int32)
        case cryptography
    }

    private let kind: Kind
    /// The file concerned, where one is.
    public let path: String?

    private init(_ kind: Kind, path: String? = nil) {
        self.kind = kind
        self.path = path
    }

    /// The sealed bytes, their context or their key do not belong together, or they were altered.
    public static let notAuthentic = SealError(.notAuthentic)
    /// The snapshot has no data key of that id: read the key ring again; if it still lacks the key, the ring is an old copy.
    public static func unknownKey(_ id: Int32) -> SealError { SealError(.unknownKey(id)) }
    /// There is a key ring already; making another would lose what the first one sealed.
    public static func ringExists(_ path: String) -> SealError { SealError(.ringExists, path: path) }
    /// No key ring there: make one, or correct the directory.
    public static func ringMissing(_ path: String) -> SealError { SealError(.ringMissing, path: path) }
    /// Somebody other than the owner may read or change the file: correct owner and mode (0600), and think of rotating the keys.
    public static func exposed(_ path: String) -> SealError { SealError(.exposed, path: path) }
    /// The file is not a key ring, or a part of one.
    public static func damagedRing(_ path: String) -> SealError { SealError(.damagedRing, path: path) }
    /// The key-encryption key is not the one that wrapped the ring's keys.
    public static func wrongKeyEncryptionKey(_ path: String) -> SealError { SealError(.wrongKeyEncryptionKey, path: path) }
    /// A system call failed.
    static func system(_ call: String, errno: Int32, path: String) -> SealError {
        SealError(.system(call: call, errno: errno), path: path)
    }
    /// The cryptographic library refused; not expected with keys of the right length.
    static let cryptography = SealError(.cryptography)

    /// The id of the data key that is not in the snapshot, if that is the error.
    public var unknownKeyID: Int32? {
        if case .unknownKey(let id) = kind { id } else { nil }
    }

    /// A short bounded name for metrics.
    public var label: String {
        switch kind {
        case .notAuthentic: "not-authentic"
        case .unknownKey: "unknown-key"
        case .ringExists: "ring-exists"
        case .ringMissing: "ring-missing"
        case .exposed: "exposed"
        case .damagedRing: "damaged-ring"
        case .wrongKeyEncryptionKey: "wrong-key-encryption-key"
        case .system: "system"
        case .cryptography: "cryptography"
        }
    }

    /// For people; no key, no personal data.
    public var description: String {
        let place = path.map { ": \($0)" } ?? ""
        return switch kind {
        case .notAuthentic: "sealed field is not authentic under this key and context"
        case .unknownKey(let id): "no data key \(id) in the key ring"
        case .ringExists: "a key ring exists already\(place)"
        case .ringMissing: "no key ring\(place)"
        case .exposed: "must belong to this user and be readable by its owner only (mode 0600)\(place)"
        case .damagedRing: "not a whole key ring\(place)"
        case .wrongKeyEncryptionKey: "the key-encryption key did not wrap this ring\(place)"
        case .system(let call, let errno): "\(call) failed (errno \(errno))\(place)"
        case .cryptography: "cryptographic operation failed"
        }
    }
}
