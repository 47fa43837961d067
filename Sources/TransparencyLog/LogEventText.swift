import TextForms

/// An event's text taken apart, where it is of the form that the program writes: JSON without spaces, its names in order, text and flat fields only.
///
/// Whoever may write into the log's table may write any text; what is of another form is nobody's word but that of whoever wrote it past the program.
public struct LogEventText: Sendable, Hashable {
    /// What `clock` says where the time is of the hub's one clock, and the record beside the event repeats it to the microsecond.
    public static let hubClock = "database"

    /// When.
    public let at: LogTime
    /// Who acted.
    public let byWhom: String
    /// Whether the time is of the hub's one clock; the first hubs took each program's own.
    public let isOfHubClock: Bool
    /// Name of the event.
    public let kind: String
    /// What it tells beside that, for anybody to read.
    public let fields: [String: String]
    /// Refused or failed.
    public let isFailure: Bool
    /// Commitment to the personal fields, lower-case hexadecimal; nil where it commits to none.
    public let commitment: String?

    /// nil for a text of another form.
    public init?(_ body: String) {
        var body = body
        guard let read = body.withUTF8({ LogEventText(utf8: $0) }) else { return nil }
        self = read
    }

    private init?(utf8: UnsafeBufferPointer<UInt8>) {
        var scan = Scan(utf8)
        guard scan.takes(#"{"at":""#), let at = scan.prefix(27).flatMap({ LogTime(utf8: $0) }), scan.skips(27), scan.takes(#"","by":"#),
            let byWhom = scan.string()
        else { return nil }
        isOfHubClock = scan.takes(#","clock":"#)
        guard !isOfHubClock || scan.string() == Self.hubClock, scan.takes(#","event":"#), let kind = scan.string(), scan.takes(#","fields":"#),
            let fields = scan.fields(), scan.takes(#","outcome":"#), let outcome = scan.string(), outcome == "success" || outcome == "failure"
        else { return nil }
        (self.at, self.byWhom, self.kind, self.fields, isFailure) = (at, byWhom, kind, fields, outcome == "failure")
        if scan.takes(#","personal":"#) {
            guard let hash = scan.string(), hash.utf8.count == 64, Hex.isWritten(hash.utf8) else { return nil }
            commitment = hash
        } else {
            commitment = nil
        }
        guard scan.takes("}"), scan.isAtEnd else { return nil }
    }

    /// Personal fields of the form that the program writes; nil for any other text.
    public static func fields(of personal: String) -> [String: String]? {
        var personal = personal
        return personal.withUTF8 { utf8 in
            var scan = Scan(utf8)
            guard let fields = scan.fields(), scan.isAtEnd else { return nil }
            return fields
        }
    }

    /// Reads UTF-8 in place: each event is read when it is sealed, and again by whoever verifies.
    private struct Scan {
        private let bytes: UnsafeBufferPointer<UInt8>
        private var place = 0

        init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        var isAtEnd: Bool { place == bytes.count }

        func prefix(_ count: Int) -> UnsafeBufferPointer<UInt8>? {
            place + count <= bytes.count ? UnsafeBufferPointer(rebasing: bytes[place..<place + count]) : nil
        }

        mutating func skips(_ count: Int) -> Bool {
            guard place + count <= bytes.count else { return false }
            place += count
            return true
        }

        mutating func takes(_ text: StaticString) -> Bool {
            let count = text.utf8CodeUnitCount
            guard place + count <= bytes.count else { return false }
            for index in 0..<count where bytes[place + index] != text.utf8Start[index] { return false }
            place += count
            return true
        }

        /// A string with its quotes; of escapes those that the program writes, which the database reads, too.
        mutating func string() -> String? {
            guard takes("\"") else { return nil }
            // Mostly nothing is escaped, and it stands there as it is.
            let start = place
            while place < bytes.count, bytes[place] >= 0x20, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") { place += 1 }
            let plain = UnsafeBufferPointer(rebasing: bytes[start..<place])
            if takes("\"") { return String(decoding: plain, as: UTF8.self) }
            var out = Array(plain)
            while place < bytes.count {
                let byte = bytes[place]
                place += 1
                switch byte {
                case UInt8(ascii: "\""): return String(decoding: out, as: UTF8.self)
                case 0..<0x20: return nil
                case UInt8(ascii: "\\"):
                    guard let escaped = escaped() else { return nil }
                    out.append(escaped)
                default: out.append(byte)
                }
            }
            return nil
        }

        private mutating func escaped() -> UInt8? {
            guard place < bytes.count else { return nil }
            let byte = bytes[place]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                place += 1
                return byte
            }
            guard takes("u00"), place + 2 <= bytes.count, Hex.isWritten(bytes[place..<place + 2]),
                let value = [UInt8](hex: bytes[place..<place + 2])?.first, (1..<0x20).contains(value)
            else { return nil }
            place += 2
            return value
        }

        mutating func fields() -> [String: String]? {
            guard takes("{") else { return nil }
            if takes("}") { return [:] }
            var fields: [String: String] = [:]
            repeat {
                guard let name = string(), takes(":"), let value = string(), fields.updateValue(value, forKey: name) == nil else { return nil }
            } while takes(",")
            return takes("}") ? fields : nil
        }
    }
}
