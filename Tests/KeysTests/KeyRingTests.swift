import Crypto
import Foundation
import Testing

@testable import Keys

@Suite struct KeyRingTests {
    let directory = FileManager.default.temporaryDirectory.appending(path: "atena-keys-\(UUID())").path

    private func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: "\(directory)/\(name)")[.posixPermissions] as? Int
    }

    private func remove() { try? FileManager.default.removeItem(atPath: directory) }

    @Test func filesAreForTheirOwnerOnly() throws {
        defer { remove() }
        try KeyRing.create(directory: directory)
        for name in [KeyRing.fileName, KeyRing.keyEncryptionFileName] {
            #expect(try mode(name) == 0o600)
            for open in [0o640, 0o604, 0o660, 0o644] {
                try FileManager.default.setAttributes([.posixPermissions: open], ofItemAtPath: "\(directory)/\(name)")
                #expect(throws: KeyError.exposed("\(directory)/\(name)")) { try KeyRing.open(directory: directory) }
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(directory)/\(name)")
        }
        _ = try KeyRing.open(directory: directory)
    }

    @Test func aRingIsNeverOverwritten() throws {
        defer { remove() }
        try KeyRing.create(directory: directory)
        #expect(throws: KeyError.ringExists("\(directory)/key-ring.json")) { try KeyRing.create(directory: directory) }
    }

    @Test func aNewKeyComesToEveryCopyAndTheCopyStaysItsOwners() throws {
        defer { remove() }
        var ring = try KeyRing.create(directory: directory)
        let copy = directory + "/copy"
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o750])
        for name in [KeyRing.fileName, KeyRing.keyEncryptionFileName] {
            try FileManager.default.copyItem(atPath: "\(directory)/\(name)", toPath: "\(copy)/\(name)")
            if geteuid() == 0 { try FileManager.default.setAttributes([.ownerAccountID: 65_534], ofItemAtPath: "\(copy)/\(name)") }
        }
        try OwnerOnlyFile.create("\(directory)/\(KeyRing.copiesFileName)", Array("\(copy)\n".utf8))
        try ring.rotate()
        #expect(try KeyRing.open(directory: copy).currentKeyID == 2)
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(copy)/\(KeyRing.fileName)")
        #expect(attributes[.posixPermissions] as? Int == 0o600 && (geteuid() != 0 || attributes[.ownerAccountID] as? Int == 65_534))
        // Where anybody could have put the file there, it is not theirs.
        if geteuid() == 0 {
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: copy)
            try ring.rotate()
            #expect(try FileManager.default.attributesOfItem(atPath: "\(copy)/\(KeyRing.fileName)")[.ownerAccountID] as? Int == 0)
        }
    }

    @Test func rotationKeepsWhatOlderKeysEncrypted() throws {
        defer { remove() }
        var ring = try KeyRing.create(directory: directory)
        let old = FieldCipher(ring)
        let encrypted = try old.encrypt("123456789018".utf8, context: "row".utf8)
        let live = try LiveCipher(directory: directory)
        try ring.rotate()
        #expect(ring.keyIDs == [1, 2])
        #expect(try mode(KeyRing.fileName) == 0o600)
        let new = FieldCipher(try KeyRing.open(directory: directory))
        #expect(new.currentKeyID == 2)
        #expect(try new.decrypt(encrypted, keyID: old.currentKeyID, context: "row".utf8) == Array("123456789018".utf8))
        #expect(new.keyedHash("123456789018".utf8) == old.keyedHash("123456789018".utf8))
        let reencrypted = try new.encrypt("123456789018".utf8, context: "row".utf8)
        #expect(throws: KeyError.unknownKey(2)) { try live.cipher.decrypt(reencrypted, keyID: 2, context: "row".utf8) }
        #expect(try live.reload().decrypt(reencrypted, keyID: 2, context: "row".utf8) == Array("123456789018".utf8))
    }

    @Test func rotationsAtOnceAddAKeyEach() async throws {
        defer { remove() }
        let ring = try KeyRing.create(directory: directory)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var own = ring
                    try own.rotate()
                }
            }
            try await group.waitForAll()
        }
        #expect(try KeyRing.open(directory: directory).keyIDs == Array(1...9))
    }

    /// RFC 3394, 4.6: 256 bits of key data under a 256-bit key-encryption key.
    @Test func keysAreWrappedAsTheStandardSays() throws {
        defer { remove() }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        let kek = Data(hex("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F")).base64EncodedString()
        let wrapped = Data(
            hex("28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21")
        ).base64EncodedString()
        let ring =
            #"{"format":"atena-key-ring/1","current":7,"dataKeys":[{"id":7,"wrapped":"\#(wrapped)"}],"hashKey":"\#(wrapped)"}"#
        try OwnerOnlyFile.create("\(directory)/key-encryption.key", Array((kek + "\n").utf8))
        try OwnerOnlyFile.create("\(directory)/key-ring.json", Array(ring.utf8))
        let key = hex("00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F")
        let plainCipher = FieldCipher(key: key, hashKey: key)
        let cipher = FieldCipher(try KeyRing.open(directory: directory))
        let encrypted = try plainCipher.encrypt("x".utf8, context: [])
        #expect(try cipher.decrypt(encrypted, keyID: 7, context: []) == Array("x".utf8))
        #expect(cipher.keyedHash("x".utf8) == plainCipher.keyedHash("x".utf8))
    }

    @Test func anotherKeyEncryptionKeyOrADamagedRingIsSaid() throws {
        defer { remove() }
        try KeyRing.create(directory: directory)
        let kekPath = "\(directory)/key-encryption.key"
        let ringPath = "\(directory)/key-ring.json"
        let kek = try OwnerOnlyFile.read(kekPath)
        try OwnerOnlyFile.replace(
            kekPath, Array(Data(repeating: 9, count: 32).base64EncodedString().utf8))
        #expect(throws: KeyError.wrongKeyEncryptionKey(ringPath)) { try KeyRing.open(directory: directory) }
        try OwnerOnlyFile.replace(kekPath, Array("AAAA".utf8))
        #expect(throws: KeyError.damagedRing(kekPath)) { try KeyRing.open(directory: directory) }
        try OwnerOnlyFile.replace(kekPath, kek)
        let ring = try OwnerOnlyFile.read(ringPath)
        try OwnerOnlyFile.replace(ringPath, Array(ring.dropLast(9)))
        #expect(throws: KeyError.damagedRing(ringPath)) { try KeyRing.open(directory: directory) }
        try OwnerOnlyFile.replace(ringPath, ring)
        _ = try KeyRing.open(directory: directory)
        #expect(throws: KeyError.ringMissing("\(directory)-not/key-ring.json")) {
            try KeyRing.open(directory: directory + "-not")
        }
    }

    @Test func whatAKilledProcessLeftOfAKeyIsRemovedByTheNextAndNeverRead() throws {
        defer { remove() }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        // Of this program and of an earlier one, cut off in the middle.
        let left = ["key-encryption.key.4000000-1.partial", "key-ring.json.4000000-1.partial", "key-ring.json.4000000.new"]
        for name in left { try "AAAA".write(toFile: "\(directory)/\(name)", atomically: true, encoding: .utf8) }
        var ring = try KeyRing.create(directory: directory)
        try ring.rotate()
        #expect(try KeyRing.open(directory: directory).keyIDs == [1, 2])
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).sorted() == ["key-encryption.key", "key-ring.json"])
    }

    @Test func aKeyThatIsThereIsNotWrittenOver() throws {
        defer { remove() }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        let path = "\(directory)/key"
        try OwnerOnlyFile.create(path, [1])
        #expect(throws: KeyError.system("write", errno: EEXIST, path: path)) { try OwnerOnlyFile.create(path, [2]) }
        #expect(try OwnerOnlyFile.read(path) == [1])
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["key"])
    }

    @Test func noWayOfPrintingShowsAKey() throws {
        defer { remove() }
        let ring = try KeyRing.create(directory: directory)
        let cipher = FieldCipher(ring)
        var dumped = ""
        dump(ring, to: &dumped)
        dump(cipher, to: &dumped)
        dump(KeyedHash(key: [1, 2, 3]), to: &dumped)
        let printed = ["\(ring)", String(reflecting: ring), "\(cipher)", String(reflecting: cipher), dumped]
        let raw = ring.currentKey.withUnsafeBytes { Array($0) }
        let forms = [
            Data(raw).base64EncodedString(), raw.map { String($0, radix: 16) }.joined(),
            raw.prefix(4).map { String($0) }.joined(separator: ", "),
        ]
        for text in printed {
            #expect(text.contains("****"))
            for form in forms { #expect(!text.contains(form)) }
        }
        #expect(dumped.split(separator: "\n").count == 3)
    }
}
