import AccessControlStand
import Foundation
import Keys
import OneTimeCodes
import Testing

@testable import AccessControl

/// RFC 6238 appendix B, RFC 4226 appendix D, RFC 4648 section 10.
@Suite struct TotpTests {
    static let secret = Array("12345678901234567890".utf8)

    @Test(
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"), (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] as [(Int64, String)]) func codesAreThoseOfTheRFC(seconds: Int64, code: String)
    {
        #expect(Totp(secret: Self.secret).code(step: Totp.step(at: seconds), digits: 8) == code)
    }

    @Test func sixDigitsAreThoseOfRFC4226() {
        let codes = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
        for (step, code) in codes.enumerated() { #expect(Totp(secret: Self.secret).code(step: Int64(step)) == code) }
    }

    @Test func oneStepBeforeAndAfterIsTakenAndNoFurther() {
        let totp = Totp(secret: Self.secret)
        for distance in Int64(-3)...3 {
            let found = totp.match(totp.code(step: 100 + distance), at: 100 * 30 + 7, after: -1)
            #expect(found == (abs(distance) <= 1 ? 100 + distance : nil))
        }
        #expect(totp.match(totp.code(step: 100), at: 3000, after: 100) == nil)
        #expect(totp.match("", at: 3000, after: -1) == nil)
        #expect(totp.match("１２３４５６", at: 3000, after: -1) == nil)
    }

    @Test(arguments: [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI")])
    func base32IsThatOfTheRFC(plain: String, coded: String) {
        #expect(Base32.encode(Array(plain.utf8)) == coded)
        #expect(Base32.decode(coded.lowercased()) == Array(plain.utf8))
    }

    @Test func anIndependentProgramShowsTheSameCode() async throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/oathtool") else { return }
        let secret = RandomSecret.totpSecret().withUnsafeBytes { Array($0) }
        let outcome = try await Program.run("/usr/bin/oathtool", ["--totp", "--base32", "--now", "2026-11-21 00:00:00 UTC", Base32.encode(secret)])
        let shown = String(decoding: outcome.output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(shown == Totp(secret: secret).code(step: Totp.step(at: 1_795_219_200)))
    }
}
