internal import Addressee
internal import Crypto
internal import Foundation
internal import Postgres

/// One event of the log (証跡), to be written in the transaction of what it describes.
///
/// Its body is what the sealer makes a leaf of: JSON with sorted keys. Fields that name persons stand beside it and enter the body as the
/// SHA-256 of a random salt and their JSON only: erasing salt and fields leaves every proof whole (CT-15).
public struct AuditEvent: Sendable {
    let kind: EventKind
    let isFailure: Bool
    let byWhom: String
    let at: PostgresInstant
    /// The one person it concerns, for searching.
    var addresseeID: Int64?
    private let fields: [String: String]
    private let personal: [String: String]

    /// - Parameters:
    ///   - isFailure: refused or failed.
    ///   - byWhom: who acted, as authenticated.
    ///   - fields: of the kind's list; absent where there is nothing to tell.
    ///   - personal: of the kind's personal list.
    init(
        _ kind: EventKind, isFailure: Bool = false, by byWhom: String, fields: [String: String], personal: [String: String] = [:],
        addresseeID: Int64? = nil, at: PostgresInstant = .now()
    ) {
        assert(Set(fields.keys).isSubset(of: isFailure ? kind.onFailure : kind.onSuccess), "\(kind.name) has no such field: \(fields.keys.sorted())")
        assert(Set(personal.keys).isSubset(of: kind.personal), "\(kind.name) has no such personal field: \(personal.keys.sorted())")
        (self.kind, self.isFailure, self.byWhom, self.fields, self.personal) = (kind, isFailure, byWhom, fields, personal)
        (self.addresseeID, self.at) = (addresseeID, at)
    }

    /// The row: body, and salt and personal fields where there are some.
    func row() -> (body: String, salt: [UInt8]?, personal: String?) {
        var salt: [UInt8]?
        var opening: String?
        var commitment: String?
        if !personal.isEmpty {
            let fresh = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
            let text = Self.json(personal)
            commitment = SHA256.hash(data: fresh + Array(text.utf8)).map { Self.hex($0) }.joined()
            (salt, opening) = (fresh, text)
        }
        var body = Self.opening(at: at, by: byWhom, kind: kind.name)
        body += Self.json(fields)
        body += #","outcome":"\#(isFailure ? "failure" : "success")""#
        if let commitment { body += #","personal":"\#(commitment)""# }
        body += "}"
        return (body, salt, opening)
    }

    /// What a body begins with: the columns beside it repeat this.
    static func opening(at: PostgresInstant, by byWhom: String, kind: String) -> String {
        #"{"at":"\#(at.iso8601)","by":\#(json(byWhom)),"event":"\#(kind)","fields":"#
    }

    /// A field of committed JSON; nil where it is not among them.
    static func personalField(_ name: String, in personal: String) -> String? {
        guard let fields = try? JSONDecoder().decode([String: String].self, from: Data(personal.utf8)) else { return nil }
        return fields[name]
    }

    /// The statement that writes it; returns `event_id`.
    func statement() -> Query {
        let row = row()
        return """
            INSERT INTO audit.event (recorded_at, addressee_id, is_failure, kind, by_whom, body, salt, personal)
            VALUES (\(at), \(addresseeID), \(isFailure), \(kind.name), \(byWhom), \(row.body), \(row.salt), \(row.personal)) RETURNING event_id
            """
    }

    /// Writes it in the transaction that is open on the connection.
    func record(on connection: Connection) async throws { try await connection.query(statement()).written() }

    private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

    private static func json(_ fields: [String: String]) -> String {
        "{" + fields.sorted { $0.key < $1.key }.map { "\(json($0.key)):\(json($0.value))" }.joined(separator: ",") + "}"
    }

    private static func json(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\u{0}"..<" ": out += "\\u00" + hex(UInt8(scalar.value))
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}

extension PostgresInstant {
    /// This moment.
    static func now() -> PostgresInstant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return PostgresInstant(microsecondsSince1970: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// `2026-11-21T09:30:00.123456Z`.
    var iso8601: String {
        let day = 86_400_000_000 as Int64
        let days = microsecondsSince2000 >= 0 ? microsecondsSince2000 / day : (microsecondsSince2000 - day + 1) / day
        let rest = microsecondsSince2000 - days * day
        func digits(_ value: Int64, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let seconds = rest / 1_000_000
        return
            "\(CalendarDay(daysSince2000: Int32(clamping: days)))T\(digits(seconds / 3600, 2)):\(digits(seconds / 60 % 60, 2)):\(digits(seconds % 60, 2)).\(digits(rest % 1_000_000, 6))Z"
    }
}
