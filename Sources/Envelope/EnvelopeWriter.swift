internal import COpenSSL

/// 暗号化した封筒. A CMS message (RFC 5083 AuthEnvelopedData, AES-256-GCM) for its receivers, made piece by piece: clear text goes in, cipher text comes out.
///
/// Opens with `openssl cms -decrypt -inform DER`. Memory is bounded by the piece; whatever is kept between two pieces is less than a block.
/// libcrypto is used here and in `Keys` (fields, passwords), nowhere else.
public final class EnvelopeWriter {
    private let message: OpaquePointer
    /// Cipher, encoder and `encrypted`, in this order; nil once finished.
    private var chain: OpaquePointer?
    /// Memory at the chain's end, emptied after every piece.
    private let encrypted: OpaquePointer

    /// What kind of key a certificate holds, and how strong it is.
    public enum KeyKind: Sendable, Hashable {
        case rsa(bits: Int)
        case ellipticCurve(bits: Int)
        /// Can't receive an envelope.
        case other
    }

    /// The kind of the key in a certificate.
    ///
    /// - Parameter der: X.509 certificate.
    /// - Throws: `EnvelopeError` where it is none.
    public static func keyKind(of der: [UInt8]) throws(EnvelopeError) -> KeyKind {
        let certificate = try parse(der)
        defer { X509_free(certificate) }
        guard let key = X509_get0_pubkey(certificate) else { throw failure("public key") }
        let bits = Int(EVP_PKEY_get_bits(key))
        switch EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_RSA: return .rsa(bits: bits)
        case EVP_PKEY_EC: return .ellipticCurve(bits: bits)
        default: return .other
        }
    }

    /// Opens an envelope for the holder of the certificate's private key: RSA by OAEP with SHA-256, elliptic curves by ECDH with SHA-256.
    ///
    /// - Parameter der: X.509 certificate; whether it is the right one has been checked before.
    /// - Throws: `EnvelopeError` where it can't receive an envelope.
    public convenience init(recipient der: [UInt8]) throws(EnvelopeError) { try self.init(recipients: [der]) }

    /// The same for several, each of whom can open it by itself.
    ///
    /// - Throws: `EnvelopeError` where one of them can't receive an envelope.
    public init(recipients: [[UInt8]]) throws(EnvelopeError) {
        guard let message = CMS_encrypt(nil, nil, EVP_aes_256_gcm(), UInt32(CMS_STREAM | CMS_PARTIAL | CMS_BINARY)) else {
            throw Self.failure("message")
        }
        do throws(EnvelopeError) { for der in recipients { try Self.add(der, to: message) } } catch {
            CMS_ContentInfo_free(message)
            throw error
        }
        guard let encrypted = BIO_new(BIO_s_mem()) else {
            CMS_ContentInfo_free(message)
            throw Self.failure("memory")
        }
        guard let chain = BIO_new_CMS(encrypted, message) else {
            BIO_free(encrypted)
            CMS_ContentInfo_free(message)
            throw Self.failure("stream")
        }
        (self.message, self.encrypted, self.chain) = (message, encrypted, chain)
    }

    private static func add(_ der: [UInt8], to message: OpaquePointer) throws(EnvelopeError) {
        let kind = try keyKind(of: der)
        let certificate = try parse(der)
        defer { X509_free(certificate) }
        guard let recipient = CMS_add1_recipient_cert(message, certificate, UInt32(CMS_KEY_PARAM)),
            let key = CMS_RecipientInfo_get0_pkey_ctx(recipient), choose(kind, key)
        else { throw failure("recipient") }
    }

    deinit {
        // The chain owns its end.
        if let chain { BIO_free_all(chain) } else { BIO_free(encrypted) }
        CMS_ContentInfo_free(message)
    }

    /// Encrypts some bytes.
    ///
    /// - Returns: what is to be written next; may be empty.
    public func append(_ clear: [UInt8]) throws(EnvelopeError) -> [UInt8] {
        guard let chain else { throw EnvelopeError("already finished", reason: "") }
        var start = 0
        while start < clear.count {
            let count = min(clear.count - start, 1 << 20)
            let written = clear.withUnsafeBytes { BIO_write(chain, $0.baseAddress?.advanced(by: start), Int32(count)) }
            guard written > 0 else { throw Self.failure("encrypt") }
            start += Int(written)
        }
        return drain()
    }

    /// Ends the message: without these last bytes it does not open.
    public func finish() throws(EnvelopeError) -> [UInt8] {
        guard let chain else { throw EnvelopeError("already finished", reason: "") }
        guard BIO_ctrl(chain, BIO_CTRL_FLUSH, 0, nil) == 1 else { throw Self.failure("finish") }
        let rest = drain()
        var part = chain
        while part != encrypted {
            guard let next = BIO_pop(part) else { break }
            BIO_free(part)
            part = next
        }
        self.chain = nil
        return rest
    }

    private func drain() -> [UInt8] {
        let pending = BIO_ctrl_pending(encrypted)
        guard pending > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: pending) { buffer, count in
            while count < pending {
                let read = BIO_read(encrypted, buffer.baseAddress?.advanced(by: count), Int32(clamping: pending - count))
                guard read > 0 else { break }
                count += Int(read)
            }
        }
    }

    /// How the content key is wrapped; OpenSSL's defaults would still use SHA-1.
    private static func choose(_ kind: KeyKind, _ key: OpaquePointer) -> Bool {
        switch kind {
        case .rsa:
            EVP_PKEY_CTX_ctrl_str(key, "rsa_padding_mode", "oaep") > 0 && EVP_PKEY_CTX_ctrl_str(key, "rsa_oaep_md", "sha256") > 0
                && EVP_PKEY_CTX_ctrl_str(key, "rsa_mgf1_md", "sha256") > 0
        case .ellipticCurve:
            EVP_PKEY_CTX_ctrl_str(key, "ecdh_kdf_md", "sha256") > 0
        case .other:
            false
        }
    }

    private static func parse(_ der: [UInt8]) throws(EnvelopeError) -> OpaquePointer {
        let parsed = der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var start = buffer.baseAddress
            return d2i_X509(nil, &start, buffer.count)
        }
        guard let parsed else { throw failure("certificate") }
        return parsed
    }

    /// The first reason of this thread's error queue, which is emptied.
    private static func failure(_ step: String) -> EnvelopeError {
        let code = ERR_get_error()
        ERR_clear_error()
        return EnvelopeError(step, reason: ERR_reason_error_string(code).map { String(cString: $0) } ?? "")
    }
}
