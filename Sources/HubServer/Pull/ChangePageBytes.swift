import NIOCore

/// The entries of a page of changes as the bytes they came in: passing them on must not rewrite them.
struct ChangePageBytes {
    private(set) var entries: [ByteBuffer] = []

    /// Nil where `page` has no top-level array `entries` of objects. That the page is JSON is the decoder's to check.
    init?(_ page: ByteBuffer) {
        let bytes = page.readableBytesView
        var depth = 0
        var isInString = false
        var isEscaped = false
        var stringStart = bytes.startIndex
        var entryStart: Int?
        var lastKey: Range<Int>?
        var isInEntries = false
        var found = false
        for (index, byte) in zip(bytes.indices, bytes) {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                    if depth == 1 { lastKey = stringStart..<index }
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                isInString = true
                stringStart = index + 1
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if depth == 1, byte == UInt8(ascii: "["), let key = lastKey, bytes[key].elementsEqual("entries".utf8) {
                    isInEntries = true
                    found = true
                } else if depth == 2, isInEntries {
                    entryStart = index
                }
                depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                if depth == 2, isInEntries, let start = entryStart {
                    entries.append(ByteBuffer(bytes[start...index]))
                    entryStart = nil
                } else if depth == 1 {
                    isInEntries = false
                }
            default: break
            }
        }
        guard found, depth == 0 else { return nil }
    }
}
