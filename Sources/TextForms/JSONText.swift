/// Writes strings of JSON (RFC 8259) byte by byte: entries and events are written by the million.
///
/// Only `"`, `\` and control characters are escaped; everything else, variation selectors included, stays as it is.
package enum JSONText {
    /// Appends the value as a JSON string.
    package static func append(_ value: String, to bytes: inout [UInt8]) {
        var value = value
        value.withUTF8 { append(utf8: $0, to: &bytes) }
    }

    /// Whether JSON holds U+0000, by itself or escaped: PostgreSQL takes it neither as text nor in `jsonb`.
    package static func holdsNUL(_ json: some Collection<UInt8>) -> Bool {
        var rest = json[...]
        while let at = rest.firstIndex(where: { $0 == 0 || $0 == UInt8(ascii: "\\") }) {
            guard rest[at] != 0 else { return true }
            let escaped = rest[rest.index(after: at)...]
            if escaped.starts(with: "u0000".utf8) { return true }
            // What is escaped is no beginning of another escape.
            rest = escaped.dropFirst()
        }
        return false
    }

    /// Appends UTF-8 as a JSON string.
    package static func append(utf8: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        for index in utf8.indices {
            let byte = utf8[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
            start = index + 1
            bytes.append(UInt8(ascii: "\\"))
            if byte >= 0x20 {
                bytes.append(byte)
            } else {
                bytes.append(contentsOf: "u00".utf8)
                Hex.append(byte, to: &bytes)
            }
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
        bytes.append(UInt8(ascii: "\""))
    }
}
