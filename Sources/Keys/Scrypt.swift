internal import COpenSSL

/// scrypt (RFC 7914), by libcrypto: a guess at a password takes as long in a debug build as in a release build.
package enum Scrypt {
    /// Blocks the calling thread, and takes 128 · r · n bytes while it does.
    ///
    /// - Parameters:
    ///   - n: cost, a power of two up to 2²⁰; `r` (block size) up to 32, `p` (parallelization) up to 64, as RFC 7914 names them.
    ///   - count: bytes of the key that is made.
    /// - Throws: `KeyError.cryptography` where the parameters are none of scrypt's or ask for too much.
    package static func derive(_ secret: [UInt8], salt: [UInt8], n: Int32, r: Int32, p: Int32, count: Int) throws(KeyError) -> [UInt8] {
        // 4 GiB at the most, whatever stands in a row of the database.
        guard (2...1 << 20).contains(n), (1...32).contains(r), (1...64).contains(p), count > 0 else { throw .cryptography }
        let (n, r, p) = (UInt64(n), UInt64(r), UInt64(p))
        var key = [UInt8](repeating: 0, count: count)
        let isMade = secret.withUnsafeBytes { secret in
            EVP_PBE_scrypt(
                secret.bindMemory(to: CChar.self).baseAddress, secret.count, salt, salt.count, n, r, p, 128 * r * (n + p + 2), &key, count)
        }
        guard isMade == 1 else { throw .cryptography }
        return key
    }
}
