internal import Addressee
internal import Crypto
internal import Foundation
package import Postgres
internal import TextForms
internal import TransparencyLog

/// One event of the log (証跡), to be written in the transaction of what it describes.
///
/// Its body is what the sealer makes a leaf of: JSON with sorted keys. Fields that name persons stand beside it and enter the body as the
/// SHA-256 of a random salt and their JSON only: erasing salt and fields leaves every proof whole (CT-15).
/// `clock` says that the time is of the hub's one clock (`HubClock`); the first hubs took the program's own, and do not say it.
public struct AuditEvent: Sendable {
    package let kind: EventKind
    package let isFailure: Bool
    package let byWhom: String
    package let at: PostgresInstant
    /// The one person it concerns, for searching.
    package var addresseeID: Int64?
    private let fields: [String: String]
    private let personal: [String: String]

    /// - Parameters:
    ///   - isFailure: refused or failed.
    ///   - byWhom: who acted, as authenticated.
    ///   - fields: of the kind's list; absent where there is nothing to tell.
    ///   - personal: of the kind's personal list.
    package init(
        _ kind: EventKind, isFailure: Bool = false, by byWhom: String, fields: [String: String], personal: [String: String] = [:],
        addresseeID: Int64? = nil, at: PostgresInstant = .now()
    ) {
        assert(Set(fields.keys).isSubset(of: isFailure ? kind.onFailure : kind.onSuccess), "\(kind.name) has no such field: \(fields.keys.sorted())")
        assert(Set(personal.keys).isSubset(of: kind.personal), "\(kind.name) has no such personal field: \(personal.keys.sorted())")
        // Verification holds the column against the text: a row whose text does not name the person counts as written past the program.
        assert(addresseeID == nil || personal["addressee_id"] == addresseeID.map(String.init), "\(kind.name) names a person in its column alone")
        (self.kind, self.isFailure, self.byWhom, self.fields, self.personal) = (kind, isFailure, byWhom, fields, personal)
        (self.addresseeID, self.at) = (addresseeID, at)
    }

    /// What the text of a row holds: body, and salt and personal fields where there are some.
    package typealias Text = (body: String, salt: [UInt8]?, personal: String?)

    /// The texts of several at once: their salts are drawn together, for each draw is a call of the system.
    package static func texts(of events: [AuditEvent]) -> [Text] {
        let salts = random(events.count * saltLength)
        return events.enumerated().map { index, event in event.text(salts[index * saltLength..<(index + 1) * saltLength]) }
    }

    private static let saltLength = 32

    /// Bytes of the system's generator of random numbers.
    private static func random(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { bytes, drawn in
            guard let start = bytes.baseAddress else { return }
            arc4random_buf(start, count)
            drawn = count
        }
    }

    private func text(_ fresh: ArraySlice<UInt8>) -> Text {
        var salt: [UInt8]?
        var opening: [UInt8]?
        var body: [UInt8] = []
        body.reserveCapacity(640)
        Self.open(&body, at: at, by: byWhom, kind: kind.name)
        Self.append(fields, to: &body)
        body += isFailure ? #","outcome":"failure""#.utf8 : #","outcome":"success""#.utf8
        if !personal.isEmpty {
            var text: [UInt8] = []
            Self.append(personal, to: &text)
            body += #","personal":""#.utf8
            for byte in SHA256.hash(data: fresh + text) { Hex.append(byte, to: &body) }
            body.append(UInt8(ascii: "\""))
            (salt, opening) = (Array(fresh), text)
        }
        body.append(UInt8(ascii: "}"))
        return (String(decoding: body, as: UTF8.self), salt, opening.map { String(decoding: $0, as: UTF8.self) })
    }

    private static func open(_ body: inout [UInt8], at: PostgresInstant, by byWhom: String, kind: String) {
        body += #"{"at":""#.utf8
        LogTime(at).append(to: &body)
        body += #"","by":"#.utf8
        JSONText.append(byWhom, to: &body)
        body += #","clock":"\#(LogEventText.hubClock)","event":""#.utf8
        body += kind.utf8
        body += #"","fields":"#.utf8
    }

    /// A field of committed JSON; nil where it is not among them.
    package static func personalField(_ name: String, in personal: String) -> String? {
        guard let fields = try? JSONDecoder().decode([String: String].self, from: Data(personal.utf8)) else { return nil }
        return fields[name]
    }

    /// How any statement that writes events begins; values in this order follow, or a query for them.
    package static let insertion = "INSERT INTO audit.event (recorded_at, addressee_id, is_failure, kind, by_whom, body, salt, personal)"

    /// The statement that writes it; returns `event_id`.
    package func statement() -> Query {
        let row = Self.texts(of: [self])[0]
        return """
            \(unsafeSQL: Self.insertion)
            VALUES (\(at), \(addresseeID), \(isFailure), \(kind.name), \(byWhom), \(row.body), \(row.salt), \(row.personal)) RETURNING event_id
            """
    }

    /// Writes it in the transaction that is open on the connection.
    package func record(on connection: Connection) async throws { try await connection.query(statement()).written() }

    private static func append(_ fields: [String: String], to out: inout [UInt8]) {
        var separator = UInt8(ascii: "{")
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            out.append(separator)
            JSONText.append(name, to: &out)
            out.append(UInt8(ascii: ":"))
            // PostgreSQL's JSON has no NUL: an event with one in somebody's words would not be written, and what it tells of not done.
            var value = value
            if value.withUTF8({ $0.contains(0) }) { value.replace("\0", with: "\u{FFFD}") }
            JSONText.append(value, to: &out)
            separator = UInt8(ascii: ",")
        }
        if fields.isEmpty { out.append(separator) }
        out.append(UInt8(ascii: "}"))
    }
}
