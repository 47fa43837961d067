internal import COpenSSL
internal import Crypto
internal import Synchronization

/// Encrypts and decrypts under one AES-256-GCM key. Preparing the key takes longer than a field does, so what was prepared once is lent to one
/// call after the other.
///
/// The contexts are OpenSSL's, each used by one call at a time, and wiped when the key is let go.
final class FieldKey: Sendable {
    static let nonceLength = 12
    static let tagLength = 16

    private enum Direction: Int32 {
        case open = 0
        case seal = 1
    }

    /// Contexts that nobody uses, as addresses: a pointer may not leave the lock it is kept under.
    private struct Idle: ~Copyable {
        var contexts: [UInt] = []

        deinit { for context in contexts { EVP_CIPHER_CTX_free(OpaquePointer(bitPattern: context)) } }
    }

    private let key: SymmetricKey
    private let opening = Mutex(Idle())
    private let sealing = Mutex(Idle())

    /// - Parameter key: of 256 bits; under any other nothing is encrypted or decrypted.
    init(_ key: SymmetricKey) { self.key = key }

    /// Encrypts.
    ///
    /// - Parameter nonce: 12 bytes that this key never meets again.
    /// - Returns: nonce ‖ ciphertext ‖ tag.
    func seal(_ plain: UnsafeRawBufferPointer, nonce: [UInt8], authenticating context: UnsafeRawBufferPointer) throws(KeyError) -> [UInt8] {
        let sealed = try lending(sealing, .seal) { cipher -> [UInt8]? in
            let count = Self.nonceLength + plain.count + Self.tagLength
            var isWhole = false
            let sealed = [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
                guard nonce.count == Self.nonceLength, let start = bytes.baseAddress else { return }
                start.update(from: nonce, count: Self.nonceLength)
                let text = start + Self.nonceLength
                isWhole =
                    Self.begin(cipher, nonce, .seal) && Self.feed(cipher, context, into: nil) && Self.feed(cipher, plain, into: text)
                    && Self.end(cipher, text + plain.count)
                    && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagLength), text + plain.count) == 1
                filled = isWhole ? count : 0
            }
            return isWhole ? sealed : nil
        }
        guard let sealed else { throw .cryptography }
        return sealed
    }

    /// Decrypts what `seal` made.
    ///
    /// - Throws: `KeyError.notAuthentic`; nothing of it is given then.
    func open(_ sealed: UnsafeRawBufferPointer, authenticating context: UnsafeRawBufferPointer) throws(KeyError) -> [UInt8] {
        let count = sealed.count - Self.nonceLength - Self.tagLength
        guard count >= 0 else { throw .notAuthentic }
        let plain = try lending(opening, .open) { cipher -> [UInt8]? in
            var tag = Array(sealed.suffix(Self.tagLength))
            var isAuthentic = false
            let plain = [UInt8](unsafeUninitializedCapacity: max(count, 1)) { bytes, filled in
                guard let text = bytes.baseAddress else { return }
                isAuthentic =
                    Self.begin(cipher, Array(sealed.prefix(Self.nonceLength)), .open) && Self.feed(cipher, context, into: nil)
                    && Self.feed(cipher, UnsafeRawBufferPointer(rebasing: sealed.dropFirst(Self.nonceLength).prefix(count)), into: text)
                    && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagLength), &tag) == 1 && Self.end(cipher, text + count)
                if !isAuthentic { text.update(repeating: 0, count: count) }
                filled = isAuthentic ? count : 0
            }
            return isAuthentic ? plain : nil
        }
        guard let plain else { throw .notAuthentic }
        return plain
    }

    private func lending<R>(_ idle: borrowing Mutex<Idle>, _ direction: Direction, _ body: (OpaquePointer) -> R?) throws(KeyError) -> R? {
        guard let context = idle.withLock({ $0.contexts.popLast() }).flatMap({ OpaquePointer(bitPattern: $0) }) ?? prepared(direction) else {
            throw .cryptography
        }
        defer {
            let address = UInt(bitPattern: context)
            idle.withLock { $0.contexts.append(address) }
        }
        return body(context)
    }

    private func prepared(_ direction: Direction) -> OpaquePointer? {
        guard key.bitCount == 256, let context = EVP_CIPHER_CTX_new() else { return nil }
        let isPrepared = key.withUnsafeBytes {
            EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, $0.bindMemory(to: UInt8.self).baseAddress, nil, direction.rawValue) == 1
        }
        guard isPrepared else {
            EVP_CIPHER_CTX_free(context)
            return nil
        }
        return context
    }

    private static func begin(_ cipher: OpaquePointer, _ nonce: [UInt8], _ direction: Direction) -> Bool {
        EVP_CipherInit_ex(cipher, nil, nil, nil, nonce, direction.rawValue) == 1
    }

    /// - Parameter text: where it goes; nil: it is authenticated alone.
    private static func feed(_ cipher: OpaquePointer, _ bytes: UnsafeRawBufferPointer, into text: UnsafeMutablePointer<UInt8>?) -> Bool {
        guard !bytes.isEmpty else { return true }
        guard let count = Int32(exactly: bytes.count) else { return false }
        var written: Int32 = 0
        return EVP_CipherUpdate(cipher, text, &written, bytes.bindMemory(to: UInt8.self).baseAddress, count) == 1 && written == count
    }

    private static func end(_ cipher: OpaquePointer, _ text: UnsafeMutablePointer<UInt8>) -> Bool {
        var written: Int32 = 0
        return EVP_CipherFinal_ex(cipher, text, &written) == 1 && written == 0
    }
}
