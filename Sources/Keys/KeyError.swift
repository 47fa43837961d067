/// What went wrong with keys or with an encrypted field, and so what a caller can do.
///
/// Never carries key material, plain text or ciphertext.
public struct KeyError: Error, Sendable, Equatable, CustomStringConvertible {
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

    /// The encrypted bytes, their context or their key do not belong together, or they were altered.
    public static let notAuthentic = KeyError(.notAuthentic)
    /// The snapshot has no data key of that id: read the key ring again; if it still lacks the key, the ring is an old copy.
    public static func unknownKey(_ id: Int32) -> KeyError { KeyError(.unknownKey(id)) }
    /// There is a key ring already; making another would lose what the first one encrypted.
    public static func ringExists(_ path: String) -> KeyError { KeyError(.ringExists, path: path) }
    /// No key ring there: make one, or correct the directory.
    public static func ringMissing(_ path: String) -> KeyError { KeyError(.ringMissing, path: path) }
    /// Somebody other than the owner may read or change the file: correct owner and mode (0600), and think of rotating the keys.
    public static func exposed(_ path: String) -> KeyError { KeyError(.exposed, path: path) }
    /// The file is not a key ring, or a part of one.
    public static func damagedRing(_ path: String) -> KeyError { KeyError(.damagedRing, path: path) }
    /// The key-encryption key is not the one that wrapped the ring's keys.
    public static func wrongKeyEncryptionKey(_ path: String) -> KeyError { KeyError(.wrongKeyEncryptionKey, path: path) }
    /// A system call failed.
    package static func system(_ call: String, errno: Int32, path: String) -> KeyError {
        KeyError(.system(call: call, errno: errno), path: path)
    }
    /// The cryptographic library refused; not expected with keys of the right length.
    package static let cryptography = KeyError(.cryptography)

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
        case .notAuthentic: "暗号化された値が、この鍵と場所のものではないか、改変されています"
        case .unknownKey(let id): "鍵 \(id) が鍵ファイルにありません。鍵ファイルが古い控えでないか確かめてください"
        case .ringExists: "鍵ファイルはすでにあります\(place)"
        case .ringMissing: "鍵ファイルがありません。ATENA_KEYS を確かめてください\(place)"
        case .exposed: "実行する利用者のもので、その利用者だけが読めるファイル（0600）にしてください\(place)"
        case .damagedRing: "鍵ファイルの一部が欠けているか、鍵ファイルではありません\(place)"
        case .wrongKeyEncryptionKey: "鍵暗号化鍵が、この鍵ファイルのものではありません\(place)"
        case .system(let call, let errno): "ファイルの操作に失敗しました（\(call) \(errno)）\(place)"
        case .cryptography: "暗号の処理に失敗しました"
        }
    }
}
