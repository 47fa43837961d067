import NIOCore

/// JSON written straight into a buffer: what is sent here is small in kind and great in number.
struct JSONText {
    private(set) var buffer = ByteBuffer()

    init(capacity: Int = 256) { buffer.reserveCapacity(capacity) }

    /// JSON as it stands.
    mutating func raw(_ json: String) { buffer.writeString(json) }

    /// JSON as it stands.
    mutating func raw(_ json: [UInt8]) { buffer.writeBytes(json) }

    /// `text` as a JSON string, quotation marks and all.
    mutating func string(_ text: String) {
        buffer.writeInteger(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): buffer.writeString("\\\"")
            case UInt8(ascii: "\\"): buffer.writeString("\\\\")
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                buffer.writeString("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
            default: buffer.writeInteger(byte)
            }
        }
        buffer.writeInteger(UInt8(ascii: "\""))
    }
}
