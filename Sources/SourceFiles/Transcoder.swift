internal import Glibc

/// Makes UTF-8 of a file's characters piece by piece, and tells of each that has no one meaning.
///
/// The tables of Shift_JIS and Windows-31J are the C library's; what differs between them is found by comparing the two.
struct Transcoder {
    private let table: ShiftJISTable?
    private let isBigEndian: Bool
    /// The beginning of a character whose rest has not come yet.
    private var rest: [UInt8] = []
    private var offset = 0
    private var isAtStart = true

    /// - Parameter head: the first bytes of the file, which say what byte order it has.
    init(_ encoding: FileEncoding, head: [UInt8]) throws(FileRefused) {
        switch encoding {
        case .utf8: (table, isBigEndian) = (nil, false)
        case .shiftJIS, .cp932: (table, isBigEndian) = (try ShiftJISTable(encoding), false)
        case .utf16: (table, isBigEndian) = (nil, FileForm.utf16(head) != .utf16LittleEndian)
        case .utf16LittleEndian, .utf16BigEndian: (table, isBigEndian) = (nil, encoding == .utf16BigEndian)
        }
    }

    /// Converts what is whole of the next bytes.
    ///
    /// - Parameter isLast: nothing comes after them; half a character is then none.
    /// - Returns: UTF-8, and the characters to be told of, by their place in all of what was returned.
    mutating func convert(_ bytes: [UInt8], isLast: Bool) -> (bytes: [UInt8], foreign: [ForeignCharacter]) {
        let input = rest.isEmpty ? bytes : rest + bytes
        var output: [UInt8] = []
        output.reserveCapacity(input.count * 2)
        var foreign: [ForeignCharacter] = []
        let used =
            if let table { shiftJIS(input, table, isLast, &output, &foreign) } else { utf16(input, isLast, &output, &foreign) }
        rest = Array(input[used...])
        offset += output.count
        return (output, foreign)
    }

    private func shiftJIS(
        _ input: [UInt8], _ table: ShiftJISTable, _ isLast: Bool, _ output: inout [UInt8], _ foreign: inout [ForeignCharacter]
    ) -> Int {
        var at = 0
        while at < input.count {
            let lead = input[at]
            var code = UInt32(lead)
            var length = 1
            if ShiftJISTable.isLead(lead) {
                guard at + 1 < input.count || isLast else { break }
                // A lead byte before a byte that can't follow it stands alone: a comma or a line's end must not be swallowed.
                if at + 1 < input.count, ShiftJISTable.isTrail(input[at + 1]) { (code, length) = (code << 8 | UInt32(input[at + 1]), 2) }
            }
            let entry = table[Int(code), length]
            if let kind = entry.kind {
                foreign.append(ForeignCharacter(kind: kind, offset: offset + output.count, code: code, length: length, scalar: entry.scalar))
            }
            Self.append(entry.scalar, to: &output)
            at += length
        }
        return at
    }

    private mutating func utf16(_ input: [UInt8], _ isLast: Bool, _ output: inout [UInt8], _ foreign: inout [ForeignCharacter]) -> Int {
        func unit(_ at: Int) -> UInt32 { isBigEndian ? UInt32(input[at]) << 8 | UInt32(input[at + 1]) : UInt32(input[at + 1]) << 8 | UInt32(input[at]) }
        var at = 0
        if isAtStart, input.count >= 2 {
            isAtStart = false
            if unit(0) == 0xFEFF { at = 2 }
        }
        while at < input.count {
            guard at + 1 < input.count else {
                guard isLast else { break }
                foreign.append(ForeignCharacter(kind: .unmappable, offset: offset + output.count, code: UInt32(input[at]), length: 1, scalar: 0xFFFD))
                Self.append(0xFFFD, to: &output)
                at += 1
                continue
            }
            var scalar = unit(at)
            var length = 2
            if scalar & 0xF800 == 0xD800 {
                if scalar < 0xDC00, at + 3 >= input.count, !isLast { break }
                if scalar < 0xDC00, at + 3 < input.count, case let low = unit(at + 2), low & 0xFC00 == 0xDC00 {
                    (scalar, length) = (0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00), 4)
                } else {
                    foreign.append(ForeignCharacter(kind: .unmappable, offset: offset + output.count, code: scalar, length: 2, scalar: 0xFFFD))
                    scalar = 0xFFFD
                }
            }
            Self.append(scalar, to: &output)
            at += length
        }
        return at
    }

    private static func append(_ scalar: UInt32, to output: inout [UInt8]) {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (scalar >> shift) & 0x3F) }
        switch scalar {
        case 0..<0x80: output.append(UInt8(scalar))
        case 0x80..<0x800:
            output.append(UInt8(0xC0 | scalar >> 6))
            output.append(tail(0))
        case 0x800..<0x10000:
            output.append(UInt8(0xE0 | scalar >> 12))
            output.append(tail(6))
            output.append(tail(0))
        default:
            output.append(UInt8(0xF0 | scalar >> 18))
            output.append(tail(12))
            output.append(tail(6))
            output.append(tail(0))
        }
    }
}

/// What each code of Shift_JIS or Windows-31J is in Unicode, and which of them have no one answer.
struct ShiftJISTable {
    struct Entry {
        var scalar: UInt32
        var kind: ForeignCharacter.Kind?
    }

    private var single: [Entry]
    private var double: [Entry]

    static func isLead(_ byte: UInt8) -> Bool { (0x81...0x9F).contains(byte) || (0xE0...0xFC).contains(byte) }
    static func isTrail(_ byte: UInt8) -> Bool { (0x40...0x7E).contains(byte) || (0x80...0xFC).contains(byte) }

    subscript(code: Int, length: Int) -> Entry { length == 1 ? single[code] : double[code] }

    /// - Throws: `FileRefused.unreadable` where the C library has no such table.
    init(_ encoding: FileEncoding) throws(FileRefused) {
        let windows = try Converter("CP932")
        let standard = try Converter("SJIS")
        let none = Entry(scalar: 0xFFFD, kind: .unmappable)
        single = (0..<256).map { code in
            switch code {
            // 0x5C and 0x7E are a yen sign and an overline to some.
            case 0x5C, 0x7E: Entry(scalar: UInt32(code), kind: encoding == .shiftJIS ? .ambiguous : nil)
            case 0..<0x80: Entry(scalar: UInt32(code), kind: nil)
            case 0xA1...0xDF: Entry(scalar: 0xFF61 + UInt32(code) - 0xA1, kind: nil)
            default: none
            }
        }
        double = Array(repeating: none, count: 1 << 16)
        var codes: [UInt32: Int] = [:]
        for lead in UInt8(0x81)...0xFC where Self.isLead(lead) {
            for trail in UInt8(0x40)...0xFC where Self.isTrail(trail) {
                let code = Int(lead) << 8 | Int(trail)
                let (byWindows, byStandard) = (windows.scalar([lead, trail]), standard.scalar([lead, trail]))
                guard let scalar = encoding == .cp932 ? byWindows : byStandard, !(0xE000...0xF8FF).contains(scalar) else { continue }
                let isAmbiguous = if let byWindows, let byStandard { byWindows != byStandard } else { false }
                double[code] = Entry(scalar: scalar, kind: isAmbiguous ? .ambiguous : nil)
                if let other = codes.updateValue(code, forKey: scalar) {
                    for twin in [code, other] where double[twin].kind == nil { double[twin].kind = .doubled }
                }
            }
        }
    }

    /// One table of the C library.
    private final class Converter {
        private let descriptor: iconv_t

        init(_ name: String) throws(FileRefused) {
            descriptor = iconv_open("UTF-32LE", name)
            // (iconv_t) -1 is its way to say no.
            guard Int(bitPattern: descriptor) != -1 else { throw .unreadable("この機械には文字コード \(name) の対応表がありません") }
        }

        deinit { iconv_close(descriptor) }

        func scalar(_ bytes: [UInt8]) -> UInt32? {
            var input = bytes.map { CChar(bitPattern: $0) }
            var output: UInt32 = 0
            var left = input.count
            var room = MemoryLayout<UInt32>.size
            let converted = input.withUnsafeMutableBufferPointer { input in
                withUnsafeMutableBytes(of: &output) { output in
                    var from = input.baseAddress
                    var to = output.baseAddress?.assumingMemoryBound(to: CChar.self)
                    return iconv(descriptor, &from, &left, &to, &room)
                }
            }
            guard converted != -1, left == 0, room == 0 else {
                iconv(descriptor, nil, nil, nil, nil)
                return nil
            }
            return UInt32(littleEndian: output)
        }
    }
}
