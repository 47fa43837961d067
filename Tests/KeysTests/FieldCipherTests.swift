import Crypto
import Testing

@testable import Keys

@Suite struct FieldCipherTests {
    let cipher = FieldCipher(
        key: hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"), hashKey: Array("Jefe".utf8))

    /// AES-256-GCM, test case 16 of the GCM specification submitted to NIST (McGrew, Viega).
    @Test func encryptsAsTheStandardSays() throws {
        let plain = hex(
            """
            d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
            1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
            """)
        let context = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
        let nonce = hex("cafebabefacedbaddecaf888")
        let expected =
            nonce
            + hex(
                """
                522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
                8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
                76fc6ece0f4e1768cddf8853bb2d551b
                """)
        let encrypted = try cipher.encrypt(plain, context: context, nonce: nonce)
        #expect(encrypted == expected)
        #expect(try cipher.decrypt(expected, keyID: 1, context: context) == plain)
    }

    @Test func keyedHashIsHMAC_SHA256() {
        // RFC 4231, test cases 1, 2 and 6.
        #expect(
            KeyedHash(key: [UInt8](repeating: 0x0b, count: 20)).hash("Hi There".utf8)
                == hex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"))
        #expect(
            cipher.keyedHash("what do ya want for nothing?".utf8)
                == hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"))
        #expect(
            KeyedHash(key: [UInt8](repeating: 0xaa, count: 131))
                .hash("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
                == hex("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"))
    }

    @Test func aHashDoesNotDependOnWhatWasHashedBefore() {
        let first = cipher.keyedHash("123456789018".utf8)
        _ = cipher.keyedHash("something else".utf8)
        #expect(cipher.keyedHash("123456789018".utf8) == first)
    }

    @Test func encryptingTwiceGivesDifferentBytes() throws {
        let one = try cipher.encrypt("123456789018".utf8, context: "row".utf8)
        let two = try cipher.encrypt("123456789018".utf8, context: "row".utf8)
        #expect(one != two)
        #expect(one.count == 12 + FieldCipher.overhead)
    }

    @Test func anotherRowOrAChangedByteDoesNotOpen() throws {
        var encrypted = try cipher.encrypt("123456789018".utf8, context: "tax.person/1".utf8)
        #expect(throws: KeyError.notAuthentic) { try cipher.decrypt(encrypted, keyID: 1, context: "tax.person/2".utf8) }
        for index in encrypted.indices {
            encrypted[index] ^= 1
            #expect(throws: KeyError.notAuthentic) { try cipher.decrypt(encrypted, keyID: 1, context: "tax.person/1".utf8) }
            encrypted[index] ^= 1
        }
        #expect(throws: KeyError.notAuthentic) { try cipher.decrypt(encrypted.prefix(27), keyID: 1, context: "".utf8) }
        #expect(throws: KeyError.unknownKey(2)) { try cipher.decrypt(encrypted, keyID: 2, context: "tax.person/1".utf8) }
        #expect(try cipher.decrypt(encrypted[...], keyID: 1, context: "tax.person/1".utf8) == Array("123456789018".utf8))
    }

    @Test func emptyFieldsAreFieldsToo() throws {
        let encrypted = try cipher.encrypt([], context: [])
        #expect(try cipher.decrypt(encrypted, keyID: 1, context: []) == [])
    }

    /// What is prepared is lent to one call at a time, and a call that failed leaves nothing behind in it.
    @Test func manyAtOnceDoNotMeet() async throws {
        let cipher = cipher
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<16 {
                group.addTask {
                    for round in 0..<200 {
                        let (plain, row) = (Array("\(task)/\(round)".utf8), Array("row \(round)".utf8))
                        let encrypted = try cipher.encrypt(plain, context: row)
                        #expect(throws: KeyError.notAuthentic) { try cipher.decrypt(encrypted, keyID: 1, context: "another row".utf8) }
                        #expect(try cipher.decrypt(encrypted, keyID: 1, context: row) == plain)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func underAKeyOfAnotherLengthNothingIsEncrypted() {
        let weak = FieldCipher(key: [UInt8](repeating: 1, count: 16), hashKey: [1])
        #expect(throws: KeyError.cryptography) { try weak.encrypt([1], context: []) }
    }
}
