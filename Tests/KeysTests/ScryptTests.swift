import Testing

@testable import Keys

/// What scrypt may be asked for. Its values are those of the RFC: `PasswordTests`.
@Suite struct ScryptTests {
    @Test(arguments: [(Int32(1) << 21, Int32(8), Int32(1)), (1024, 33, 1), (1024, 8, 65), (1, 8, 1), (1000, 8, 1), (-2, 8, 1), (1024, 0, 1), (1024, 8, 0)])
    func aCostThatIsNoneOrTooMuchIsRefused(n: Int32, r: Int32, p: Int32) {
        #expect(throws: KeyError.cryptography) { try Scrypt.derive(Array("words".utf8), salt: [1, 2, 3], n: n, r: r, p: p, count: 32) }
    }
}
