import Crypto
import Foundation
import Testing

@testable import Keys

/// What is held of a key longer than a call is overwritten when it is let go.
@Suite struct SecretBytesTests {
    private struct Broken: Error {}

    @Test func whoLetsItGoLeavesZerosBehind() throws {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 16)
        defer { memory.deallocate() }
        func fill(_ memory: UnsafeMutableRawBufferPointer) -> Int {
            memory.copyBytes(from: repeatElement(UInt8(0xA5), count: 64))
            return 40
        }
        do {
            let secret = SecretBytes(memory, isLent: true, fill)
            secret.withUnsafeBytes { #expect($0.elementsEqual(repeatElement(0xA5, count: 40))) }
            #expect("\(secret) \(String(reflecting: secret))" == "SecretBytes(****) SecretBytes(****)")
            #expect(memory.allSatisfy { $0 == 0xA5 })
        }
        // Also the room behind it.
        #expect(memory.allSatisfy { $0 == 0 })

        // What fails half way leaves nothing either.
        #expect(throws: Broken.self) {
            _ = try SecretBytes(memory, isLent: true) { memory throws(Broken) -> Int in
                _ = fill(memory)
                throw Broken()
            }
        }
        #expect(memory.allSatisfy { $0 == 0 })
    }

    @Test func anArrayIsOverwrittenWhereItStandsAndAnothersIsNot() {
        var bytes = [UInt8](repeating: 7, count: 32)
        let place = bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        bytes.wipe()
        #expect(bytes == [UInt8](repeating: 0, count: 32))
        #expect(bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } == place)
        var mine: [UInt8] = [1, 2, 3]
        let theirs = mine
        mine.wipe()
        #expect(theirs == [1, 2, 3])
        var none: [UInt8] = []
        none.wipe()
        #expect(none == [])
    }

    @Test func aKeyIsWrittenAndReadAsBase64() throws {
        let key = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        let line = key.withUnsafeBytes { KeyText.line($0) }
        #expect(String(decoding: line, as: UTF8.self) == Data(key).base64EncodedString() + "\n")
        func read(_ text: some Collection<UInt8>) -> [UInt8]? {
            KeyText.key(
                SecretBytes(capacity: text.count) { memory in
                    memory.copyBytes(from: text)
                    return text.count
                })?.withUnsafeBytes { Array($0) }
        }
        #expect(read(line) == key)
        #expect(read(Array(" \t".utf8) + line + Array("\r\n".utf8)) == key)
        let text = Array(line.dropLast())
        let wrong: [[UInt8]] = [
            [], Array("\n".utf8), Array(text.dropLast()), text + text, Array("=".utf8) + text.dropFirst(), Array(text.prefix(42)) + Array("==".utf8),
            Array("!".utf8) + text.dropFirst(), Array(text.prefix(20)) + Array("\n".utf8) + text.dropFirst(21),
        ]
        for wrong in wrong { #expect(read(wrong) == nil, "\(wrong.count) characters") }
    }
}
