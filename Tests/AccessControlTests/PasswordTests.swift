import Foundation
import Testing

@testable import AccessControl

/// RFC 7914 section 12, and what a password must be.
@Suite struct PasswordTests {
    @Test(arguments: [
        (
            "", "", Int32(16), Int32(1), Int32(1),
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
        ),
        (
            "password", "NaCl", 1024, 8, 16,
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        ),
        (
            "pleaseletmein", "SodiumChloride", 16384, 8, 1,
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        ),
    ]) func scryptIsThatOfTheRFC(password: String, salt: String, n: Int32, r: Int32, p: Int32, expected: String) async throws {
        let hash = try await PasswordHash.derive(Array(password.utf8), salt: Array(salt.utf8), cost: .init(n: n, r: r, p: p), count: 64)
        #expect(hash.map { String(format: "%02x", $0) }.joined() == expected)
    }

    @Test func theStandardCostWorksAndOnlyThePasswordMatches() async throws {
        let hash = try await PasswordHash.make("とても長い合言葉です。1234", cost: .standard)
        #expect(try await hash.matches("とても長い合言葉です。1234"))
        // The same in full-width digits: what another keyboard types.
        #expect(try await hash.matches("とても長い合言葉です。１２３４"))
        #expect(try await !hash.matches("とても長い合言葉です。1235"))
    }

    @Test(arguments: [
        "short", "elevenchars", "password1234", "Password1234!", "qwertyasdfgh", "1234567890123", "aaaaaaaaaaaaaaaa", "abababababab", "atenahub2026",
        "x12345-secret-one",
    ])
    func whatAnybodyWouldTryIsRefused(password: String) {
        #expect { try PasswordRule.check(password, account: "12345") } throws: { ($0 as? AccessRefused)?.code == "A0008" }
    }

    @Test(arguments: ["correct horse battery", "夕焼けの坂道で三匹の猫に会った", "t7#Kq-92mzPw!", "my password is a long walk"]) func aLongPhraseIsTaken(password: String)
        throws
    {
        try PasswordRule.check(password, account: "98765")
    }
}
