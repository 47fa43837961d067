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

    /// 鍵暗号化鍵 is read at start and at each rotation: of the line that it stands in nothing is left in the process.
    @Test func theLineOfTheKeyEncryptionKeyIsNowhereInMemoryOnceItWasRead() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "atena-keys-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        let path = directory + "/" + KeyRing.keyEncryptionFileName
        // What is looked for stands in one place only, which is known; it is written from there.
        let searched = UnsafeMutableRawBufferPointer.allocate(byteCount: 45, alignment: 16)
        defer { searched.deallocate() }
        var key = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        var line = key.withUnsafeBytes { KeyText.line($0) }
        searched.copyBytes(from: line)
        line.wipe()
        key.wipe()
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        try #require(file >= 0 && write(file, searched.baseAddress, 45) == 45)
        close(file)
        try KeyRing.create(directory: directory)
        var ring = try KeyRing.open(directory: directory)
        try ring.rotate()
        // Where it is known to stand it is found, so that the search is one; the list of regions can lack some while others come and go.
        let known = UInt(bitPattern: searched.baseAddress)
        var (isFound, others) = (false, 0)
        for _ in 1...10 where !isFound {
            let places = try Self.places(of: UnsafeRawBufferPointer(rebasing: searched[..<44]))
            isFound = places.contains(known)
            others = max(others, places.count { $0 != known })
        }
        #expect(isFound && others == 0, "in \(others) other places")
    }

    /// Where the bytes stand in this process's memory.
    private static func places(of searched: UnsafeRawBufferPointer) throws -> [UInt] {
        let start = try #require(searched.baseAddress)
        let memory = open("/proc/self/mem", O_RDONLY)
        try #require(memory >= 0)
        defer { close(memory) }
        // A region of its own, which is not looked at.
        let room = 1 << 20
        let part = try #require(mmap(nil, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
        try #require(part != MAP_FAILED)
        defer { munmap(part, room) }
        let own = UInt(bitPattern: part)..<UInt(bitPattern: part) + UInt(room)
        var places: Set<UInt> = []
        for line in try String(contentsOfFile: "/proc/self/maps", encoding: .utf8).split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 2)
            let ends = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard words[1].hasPrefix("rw"), ends.count == 2 else { continue }
            var at = ends[0]
            while at < ends[1] {
                let wanted = min(UInt(room), ends[1] - at)
                let count = pread(memory, part, Int(wanted), off_t(at))
                // It may be gone meanwhile.
                guard count > 0 else { break }
                var from = 0
                while from + searched.count <= count, let found = memchr(part + from, Int32(searched[0]), count - from - searched.count + 1) {
                    let place = at + UInt(found - part)
                    if memcmp(found, start, searched.count) == 0, !own.contains(place) { places.insert(place) }
                    from = found - part + 1
                }
                guard count == room else { break }
                // What lies across two parts is seen in the second.
                at += UInt(room - searched.count)
            }
        }
        return places.sorted()
    }
}
