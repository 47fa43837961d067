internal import Crypto
import Foundation

/// The keys of one holder (the vault, or one department's module).
///
/// Numbered data keys (AES-256) encrypt fields, the newest one is current; one hash key (256 bits) makes keyed hashes and is never rotated,
/// because the hashes stand in unique indexes. In `key-ring.json` every key is wrapped (RFC 3394) by the key-encryption key in `key-encryption.key`.
/// Both files are owner-only, or they are not opened. No form of printing shows a key.
public struct KeyRing: Sendable {
    /// Name of the ring file in its directory.
    public static let fileName = "key-ring.json"
    /// Name of the key-encryption key's file in the same directory: base64 of 32 bytes.
    public static let keyEncryptionFileName = "key-encryption.key"

    /// Name of the list of copies in the same directory: a directory a line, of an account of the machine that has a copy of the ring of its own.
    public static let copiesFileName = "key-ring.copies"

    private let directory: String
    private(set) var dataKeys: [Int32: SymmetricKey]
    private(set) var currentKey: SymmetricKey
    let hashKey: SymmetricKey
    /// Id of the data key that encrypts from now on.
    public private(set) var currentKeyID: Int32

    /// Ids of all data keys, oldest first.
    public var keyIDs: [Int32] { dataKeys.keys.sorted() }

    /// Makes a ring with one data key; the directory is made (0700) if there is none.
    ///
    /// A key-encryption key that stands there already, without a ring, is taken: it may have been put there by other hands.
    /// - Throws: `KeyError.ringExists`, or what the file system says.
    @discardableResult
    public static func create(directory: String) throws(KeyError) -> KeyRing {
        if mkdir(directory, 0o700) != 0, errno != EEXIST { throw .system("mkdir", errno: errno, path: directory) }
        return try OwnerOnlyFile.locked(directory) { () throws(KeyError) -> KeyRing in
            let path = Self.path(directory)
            guard access(path, F_OK) != 0 else { throw .ringExists(path) }
            let kekPath = directory + "/" + keyEncryptionFileName
            if access(kekPath, F_OK) != 0 {
                var fresh = SymmetricKey(size: .bits256).withUnsafeBytes { KeyText.line($0) }
                defer { fresh.wipe() }
                try OwnerOnlyFile.create(kekPath, fresh)
            }
            let first = SymmetricKey(size: .bits256)
            let ring = KeyRing(
                directory: directory,
                dataKeys: [1: first],
                currentKey: first,
                hashKey: SymmetricKey(size: .bits256),
                currentKeyID: 1
            )
            try ring.write()
            return ring
        }
    }

    /// Reads the ring.
    /// - Throws: `KeyError`: `ringMissing`, `exposed`, `damagedRing`, `wrongKeyEncryptionKey`.
    public static func open(directory: String) throws(KeyError) -> KeyRing {
        let path = Self.path(directory)
        let bytes = try OwnerOnlyFile.read(path)
        let kek = try keyEncryptionKey(directory)
        guard let file = try? JSONDecoder().decode(RingFile.self, from: Data(bytes)), file.format == RingFile.format else {
            throw .damagedRing(path)
        }
        var dataKeys: [Int32: SymmetricKey] = [:]
        for entry in file.dataKeys {
            let key = try unwrap(entry.wrapped, kek, path)
            guard dataKeys.updateValue(key, forKey: entry.id) == nil else { throw .damagedRing(path) }
        }
        guard let current = dataKeys[file.current] else { throw .damagedRing(path) }
        return KeyRing(
            directory: directory,
            dataKeys: dataKeys,
            currentKey: current,
            hashKey: try unwrap(file.hashKey, kek, path),
            currentKeyID: file.current
        )
    }

    /// Adds a data key, makes it current and rewrites the ring file; what older keys encrypted can still be decrypted.
    ///
    /// The ring is read again first, so two processes that rotate at once add two keys. Copies follow the ring itself: whoever finds a value under a key that
    /// its copy does not have yet reads again.
    public mutating func rotate() throws(KeyError) {
        let directory = directory
        self = try OwnerOnlyFile.locked(directory) { () throws(KeyError) -> KeyRing in
            var ring = try Self.open(directory: directory)
            let next = (ring.dataKeys.keys.max() ?? 0) + 1
            ring.currentKey = SymmetricKey(size: .bits256)
            ring.dataKeys[next] = ring.currentKey
            ring.currentKeyID = next
            try ring.write()
            try ring.writeCopies()
            return ring
        }
    }

    /// Puts the ring's file into each directory of the list; who owns the file there goes on owning it.
    private func writeCopies() throws(KeyError) {
        let list = directory + "/" + Self.copiesFileName
        guard access(list, F_OK) == 0 else { return }
        let bytes = try OwnerOnlyFile.read(Self.path(directory))
        for copy in String(decoding: try OwnerOnlyFile.read(list), as: UTF8.self).split(separator: "\n") {
            try OwnerOnlyFile.replace(Self.path(String(copy)), bytes)
        }
    }

    private static func path(_ directory: String) -> String { directory + "/" + fileName }

    private static func keyEncryptionKey(_ directory: String) throws(KeyError) -> SymmetricKey {
        let path = directory + "/" + keyEncryptionFileName
        guard let key = KeyText.key(try OwnerOnlyFile.readSecret(path)) else { throw .damagedRing(path) }
        return key.withUnsafeBytes { SymmetricKey(data: $0) }
    }

    private static func unwrap(_ text: String, _ kek: SymmetricKey, _ path: String) throws(KeyError) -> SymmetricKey {
        guard let wrapped = Data(base64Encoded: text), wrapped.count == 40 else { throw .damagedRing(path) }
        do { return try AES.KeyWrap.unwrap(wrapped, using: kek) } catch { throw .wrongKeyEncryptionKey(path) }
    }

    private func write() throws(KeyError) {
        let kek = try Self.keyEncryptionKey(directory)
        func wrap(_ key: SymmetricKey) throws(KeyError) -> String {
            do { return try AES.KeyWrap.wrap(key, using: kek).base64EncodedString() } catch { throw .cryptography }
        }
        var entries: [RingFile.DataKey] = []
        for id in keyIDs {
            guard let key = dataKeys[id] else { continue }
            entries.append(RingFile.DataKey(id: id, wrapped: try wrap(key)))
        }
        let file = RingFile(format: RingFile.format, current: currentKeyID, dataKeys: entries, hashKey: try wrap(hashKey))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(file) else { throw .cryptography }
        try OwnerOnlyFile.replace(Self.path(directory), Array(json) + [0x0A])
    }
}

/// The ring file's form. Wrapped keys are base64 of 40 bytes (RFC 3394).
private struct RingFile: Codable {
    static let format = "atena-key-ring/1"

    struct DataKey: Codable {
        var id: Int32
        var wrapped: String
    }

    var format: String
    var current: Int32
    var dataKeys: [DataKey]
    var hashKey: String
}

extension KeyRing: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// For people; no key, no personal data.
    public var description: String { "KeyRing(****)" }
    /// As `description`.
    public var debugDescription: String { description }
    /// Nothing that `dump` could show.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
