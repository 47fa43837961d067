internal import Addressee
internal import TextForms

/// Reads a list of what a receiver holds: a line for each record, addressee number, tab, digest in hexadecimal; where the dataset has several records a person,
/// the record key stands between them, between tabs. Bounded by the line, however it is cut.
struct InventoryLines {
    /// One record as reported.
    struct Held: Sendable, Hashable {
        var number: AddresseeNumber
        /// Empty where there is one record a person.
        var recordKey: String
        var digest: [UInt8]
    }

    /// Bytes of a line, with its end.
    static let longest = 128
    /// Lines of a list: no body has as many addressees.
    static let most = 10_000_000

    private var partial: [UInt8] = []
    /// Lines read so far.
    private(set) var count = 0

    /// The persons of the lines that these bytes bring to their end.
    mutating func read(_ bytes: [UInt8]) throws(InventoryRefused) -> [Held] {
        var held: [Held] = []
        held.reserveCapacity(bytes.count / 66)
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            if partial.isEmpty {
                held.append(try self.line(line))
            } else {
                partial += line
                held.append(try self.line(partial[...]))
                partial.removeAll(keepingCapacity: true)
            }
        }
        partial += rest
        guard partial.count < Self.longest else { throw .lineTooLong(count + 1) }
        return held
    }

    /// The last line may lack its end.
    mutating func finish() throws(InventoryRefused) -> [Held] {
        guard !partial.isEmpty else { return [] }
        defer { partial = [] }
        return [try line(partial[...])]
    }

    private mutating func line(_ bytes: ArraySlice<UInt8>) throws(InventoryRefused) -> Held {
        count += 1
        guard count <= Self.most else { throw .tooMany }
        guard bytes.count < Self.longest else { throw .lineTooLong(count) }
        let text = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
        guard let tab = text.firstIndex(of: UInt8(ascii: "\t")), let last = text.lastIndex(of: UInt8(ascii: "\t")),
            let digest = Self.digest(text[(last + 1)...]), let number = try? AddresseeNumber(String(decoding: text[..<tab], as: UTF8.self))
        else { throw .line(count) }
        let key = tab < last ? text[(tab + 1)..<last] : []
        guard (tab == last || !key.isEmpty) && key.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .line(count) }
        return Held(number: number, recordKey: String(decoding: key, as: UTF8.self), digest: digest)
    }

    /// 32 bytes in hexadecimal.
    static func digest(_ text: some Collection<UInt8>) -> [UInt8]? {
        text.count == 64 ? [UInt8](hex: text) : nil
    }
}
