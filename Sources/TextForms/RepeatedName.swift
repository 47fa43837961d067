/// 同じ名前の繰返し. Finds a name that stands twice in one object of a JSON text, however deep: of such a name each reader takes another value, and none says so.
///
/// Whether the text is JSON at all is left to whoever reads it; it is UTF-8.
package enum RepeatedName {
    /// The first name that stands a second time in its object, in the order of the text; nil where none does.
    ///
    /// Names are compared as text and not as written: an escape stands for what it means.
    package static func first(in json: some Sequence<UInt8>) -> String? {
        // Names so far of each object that is open; nil for an array.
        var open: [Set<String>?] = []
        var isNameNext = false
        var bytes = json.makeIterator()
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "{"):
                open.append([])
                isNameNext = true
            case UInt8(ascii: "["):
                open.append(nil)
                isNameNext = false
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                open.removeLast(min(1, open.count))
                isNameNext = false
            case UInt8(ascii: ","):
                isNameNext = open.last.map { $0 != nil } ?? false
            case UInt8(ascii: "\""):
                let written = string(&bytes)
                guard isNameNext, let last = open.indices.last else { continue }
                isNameNext = false
                let name = text(written)
                guard open[last]?.insert(name).inserted ?? true else { return name }
            default: continue
            }
        }
        return nil
    }

    /// What stands up to the closing quote, as written.
    private static func string(_ bytes: inout some IteratorProtocol<UInt8>) -> [UInt8] {
        var string: [UInt8] = []
        while let byte = bytes.next(), byte != UInt8(ascii: "\"") {
            string.append(byte)
            if byte == UInt8(ascii: "\\"), let escaped = bytes.next() { string.append(escaped) }
        }
        return string
    }

    /// What a string means. An escape that is none stays as it is: no parser takes it.
    private static func text(_ string: [UInt8]) -> String {
        guard string.contains(UInt8(ascii: "\\")) else { return String(decoding: string, as: UTF8.self) }
        var units: [UInt16] = []
        var rest = string[...]
        while let at = rest.firstIndex(of: UInt8(ascii: "\\")) {
            units += String(decoding: rest[..<at], as: UTF8.self).utf16
            let (unit, length) = escape(rest[at...])
            if let unit { units.append(unit) } else { units += String(decoding: rest[at...].prefix(length), as: UTF8.self).utf16 }
            rest = rest[at...].dropFirst(length)
        }
        units += String(decoding: rest, as: UTF8.self).utf16
        return String(decoding: units, as: UTF16.self)
    }

    /// What an escape stands for, and how long it is.
    private static func escape(_ bytes: ArraySlice<UInt8>) -> (unit: UInt16?, length: Int) {
        guard let kind = bytes.dropFirst().first else { return (nil, 1) }
        switch kind {
        case UInt8(ascii: "b"): return (0x08, 2)
        case UInt8(ascii: "f"): return (0x0C, 2)
        case UInt8(ascii: "n"): return (0x0A, 2)
        case UInt8(ascii: "r"): return (0x0D, 2)
        case UInt8(ascii: "t"): return (0x09, 2)
        case UInt8(ascii: "u"):
            let digits = bytes.dropFirst(2).prefix(4)
            guard digits.count == 4, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) else { return (nil, 2) }
            return (unit, 6)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return (UInt16(kind), 2)
        default: return (nil, 2)
        }
    }
}
