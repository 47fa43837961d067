internal import Glibc

/// 報告の文字コード. How the characters of a file for the Service are written.
package enum ReportEncoding: String, Sendable, Hashable, Codable, CaseIterable {
    /// UTF-8
    case utf8 = "utf-8"
    /// Shift_JIS, with the characters of Windows-31J (CP932).
    case shiftJIS = "shift_jis"
}

/// 文字の対応. Which characters have a code in an encoding, and a text in that code.
///
/// A character with a variation selector, or made of several scalars, is one: it has a code where all of it has. A code that is read back as another character is none.
struct ReportCharacters {
    let encoding: ReportEncoding
    private var codes: [Unicode.Scalar: [UInt8]] = [:]
    private let table: CharacterTable?

    /// - Throws: `PensionRefused` J0017 where the machine has no table of the encoding.
    init(_ encoding: ReportEncoding) throws(PensionRefused) {
        self.encoding = encoding
        table = encoding == .utf8 ? nil : try CharacterTable()
    }

    /// Characters of values that have no code, each once, in the order of their scalars. Each value by itself: what it begins with belongs to nothing before it.
    mutating func missing(in values: some Sequence<String>) -> [Character] {
        guard table != nil else { return [] }
        var found: Set<Character> = []
        for value in values {
            for character in value where !found.contains(character) && bytes(of: character.unicodeScalars) == nil { found.insert(character) }
        }
        return found.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    }

    /// A file in code: in each value something stands for what has none, and then the layout writes them.
    ///
    /// - Returns: `nil` where something has no code and no replacement that has one.
    mutating func bytes(of records: [[String]], in layout: any ReportLayout, replacing replacements: [Character: String]) -> [UInt8]? {
        guard table != nil else { return Array(layout.text(of: records).utf8) }
        var replaced: [[String]] = []
        for record in records {
            var values: [String] = []
            for value in record {
                var written = String.UnicodeScalarView()
                for character in value {
                    if bytes(of: character.unicodeScalars) != nil {
                        written.append(contentsOf: character.unicodeScalars)
                    } else {
                        guard let replacement = replacements[character] else { return nil }
                        written.append(contentsOf: replacement.unicodeScalars)
                    }
                }
                values.append(String(written))
            }
            replaced.append(values)
        }
        return bytes(of: layout.text(of: replaced).unicodeScalars)
    }

    /// A text in code; `nil` where something of it has none.
    mutating func bytes(of text: String) -> [UInt8]? { table == nil ? Array(text.utf8) : bytes(of: text.unicodeScalars) }

    private mutating func bytes(of scalars: some Sequence<Unicode.Scalar>) -> [UInt8]? {
        var written: [UInt8] = []
        for scalar in scalars {
            let code: [UInt8]
            if let known = codes[scalar] {
                code = known
            } else {
                code = table?.code(of: scalar) ?? []
                codes[scalar] = code
            }
            guard !code.isEmpty else { return nil }
            written += code
        }
        return written
    }

    /// A text that was read in an encoding; `nil` where the bytes are none of it.
    static func text(_ bytes: [UInt8], in encoding: ReportEncoding) throws(PensionRefused) -> String? {
        switch encoding {
        case .utf8: return String(validating: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
        case .shiftJIS: return try CharacterTable().text(bytes)
        }
    }
}

/// The C library's table of Windows-31J, both ways.
private final class CharacterTable {
    private let to: iconv_t
    private let from: iconv_t

    init() throws(PensionRefused) {
        to = iconv_open("CP932", "UTF-8")
        from = iconv_open("UTF-8", "CP932")
        // (iconv_t) -1 is its way to say no.
        guard Int(bitPattern: to) != -1, Int(bitPattern: from) != -1 else { throw .unreadable }
    }

    deinit {
        iconv_close(to)
        iconv_close(from)
    }

    /// Empty where there is none.
    func code(of scalar: Unicode.Scalar) -> [UInt8] {
        guard !(0xE000...0xF8FF).contains(scalar.value), let code = converted(Array(String(Character(scalar)).utf8), by: to),
            let back = converted(code, by: from), back == Array(String(Character(scalar)).utf8)
        else { return [] }
        return code
    }

    func text(_ bytes: [UInt8]) -> String? { converted(bytes, by: from).flatMap { String(validating: $0, as: UTF8.self) } }

    private func converted(_ bytes: [UInt8], by descriptor: iconv_t) -> [UInt8]? {
        var input = bytes.map { CChar(bitPattern: $0) }
        // No character of either is more than three times as long in the other.
        var output = [CChar](repeating: 0, count: bytes.count * 3 + 4)
        var (left, room) = (input.count, output.count)
        let size = output.count
        let result = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var source = input.baseAddress
                var target = output.baseAddress
                return iconv(descriptor, &source, &left, &target, &room)
            }
        }
        // A conversion that can't be undone is told by a count; -1 by any number of reasons.
        guard result == 0, left == 0 else {
            iconv(descriptor, nil, nil, nil, nil)
            return nil
        }
        return output[..<(size - room)].map { UInt8(bitPattern: $0) }
    }
}
