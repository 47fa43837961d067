internal import COpenSSL

/// 消去される秘密. A key or secret that is held longer than a call, in memory that is overwritten before it is given back. No form of printing shows it.
package final class SecretBytes: Sendable {
    /// How many there are.
    package let count: Int
    /// An address, which goes from task to task. Once this is made nothing is written there before it is overwritten.
    private let address: UInt
    private let capacity: Int
    private let isLent: Bool

    /// - Parameters:
    ///   - capacity: room for at least this many; all of it is overwritten.
    ///   - fill: writes them, and says how many they are.
    package convenience init<E: Error>(capacity: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(E) -> Int) throws(E) {
        try self.init(.allocate(byteCount: max(capacity, 1), alignment: 16), isLent: false, fill)
    }

    /// - Parameters:
    ///   - memory: where they stand.
    ///   - isLent: whether it goes on being the caller's, overwritten, as a test does to look at it.
    init<E: Error>(_ memory: UnsafeMutableRawBufferPointer, isLent: Bool, _ fill: (UnsafeMutableRawBufferPointer) throws(E) -> Int) throws(E) {
        do throws(E) {
            count = min(max(try fill(memory), 0), memory.count)
        } catch {
            Self.overwrite(memory)
            if !isLent { memory.deallocate() }
            throw error
        }
        (address, capacity, self.isLent) = (UInt(bitPattern: memory.baseAddress), memory.count, isLent)
    }

    deinit {
        let memory = UnsafeMutableRawBufferPointer(start: UnsafeMutableRawPointer(bitPattern: address), count: capacity)
        Self.overwrite(memory)
        if !isLent { memory.deallocate() }
    }

    /// Lends them. They must not outlive `body` in clear.
    package func withUnsafeBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        try withExtendedLifetime(self) { () throws(E) -> R in try body(UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: count)) }
    }

    /// With zeros, by a call that no compiler leaves out because nobody reads them.
    fileprivate static func overwrite(_ memory: UnsafeMutableRawBufferPointer) {
        if let start = memory.baseAddress { OPENSSL_cleanse(start, memory.count) }
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// For people; nothing of it.
    package var description: String { "SecretBytes(****)" }
    /// As `description`.
    package var debugDescription: String { description }
    /// Nothing that `dump` could show.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension [UInt8] {
    /// Overwrites them with zeros, where nobody else holds the same array: what is another's stays.
    package mutating func wipe() {
        withUnsafeMutableBytes(SecretBytes.overwrite)
    }
}

/// 鍵の文字表現. 32 bytes as a line of base 64 (RFC 4648), in which nothing of a key is left behind.
enum KeyText {
    private static let length = 44

    /// The line, with its end; the caller's to overwrite.
    static func line(_ key: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: length + 2) { line, filled in
            guard key.count == 32, let start = line.baseAddress else { return }
            // It ends the text with a zero, which the end of the line takes the place of.
            let written = Int(EVP_EncodeBlock(start, key.bindMemory(to: UInt8.self).baseAddress, Int32(key.count)))
            line[written] = 0x0A
            filled = written + 1
        }
    }

    /// The key of a line; nil where it is none.
    static func key(_ line: SecretBytes) -> SecretBytes? {
        line.withUnsafeBytes { line -> SecretBytes? in
            func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
            guard let first = line.firstIndex(where: { !isSpace($0) }), let last = line.lastIndex(where: { !isSpace($0) }) else { return nil }
            let text = UnsafeRawBufferPointer(rebasing: line[first...last])
            // 32 bytes end with one sign of padding, and have none before.
            guard text.count == length, text.firstIndex(of: UInt8(ascii: "=")) == length - 1, !text.contains(where: isSpace) else { return nil }
            let key = SecretBytes(capacity: 33) { memory in
                Int(EVP_DecodeBlock(memory.bindMemory(to: UInt8.self).baseAddress, text.bindMemory(to: UInt8.self).baseAddress, Int32(text.count))) - 1
            }
            return key.count == 32 ? key : nil
        }
    }
}
