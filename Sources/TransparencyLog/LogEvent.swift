internal import Foundation
internal import TextForms

/// One event as it is kept or exported, with its place in the log.
public struct LogEvent: Sendable, Codable, Hashable {
    /// Its leaf, 0 first.
    public var index: Int
    /// `audit.event.event_id`.
    public var id: Int64
    /// The leaf's text.
    public var body: String
    /// Base64 of the salt that opens the commitment; nil where there is nothing to open, or it was erased or left out.
    public var salt: String?
    /// The committed fields, JSON with sorted keys; nil with the salt.
    public var personal: String?

    /// As kept; `salt` is the raw bytes.
    public init(index: Int, id: Int64, body: String, salt: [UInt8]?, personal: String?) {
        (self.index, self.id, self.body, self.personal) = (index, id, body, personal)
        self.salt = salt.map { Data($0).base64EncodedString() }
    }

    /// Its leaf hash.
    public var leaf: TreeHash { .leaf(body.utf8) }

    /// Whether the body commits to personal fields that are no longer there, or were left out.
    public var isErased: Bool { personal == nil && body.contains(",\"personal\":\"") }

    /// Whether what opens its commitment may be gone by then: seven years of 365 days after the moment that was sealed (CT-15).
    public func mayBeErased(by now: LogTime) -> Bool { LogTime(ofEvent: body).map { now.seconds(since: $0) >= 7 * 365 * 86400 } ?? false }

    /// Whether text and personal fields are of the form that the program writes, as far as they are there.
    public var isOfProgram: Bool { LogEventText(body) != nil && (personal.map { LogEventText.fields(of: $0) != nil } ?? true) }

    /// That a name stands twice in its text or in its personal fields, in words; nil in whatever the program writes.
    public var repetition: String? { (RepeatedName.first(in: body.utf8) ?? personal.flatMap { RepeatedName.first(in: $0.utf8) }).map(LogExport.twice) }

    /// Whether the personal fields, where they are still there, are those that the body commits to.
    var opensItsCommitment: Bool {
        guard let personal else { return salt == nil }
        guard let salt = salt.flatMap({ Data(base64Encoded: $0) }), salt.count == TreeHash.length else { return false }
        return body.hasSuffix("\"personal\":\"\(TreeHash.digest(Array(salt) + Array(personal.utf8)))\"}")
    }
}
