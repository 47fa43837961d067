/// 職員の要求. What staff ask of the hub: a typed question, and the type of its answer.
///
/// Asked with `POST /v1/NAME` and the question as JSON, over TLS with the certificate of a terminal; answered as JSON, or as a problem (RFC 9457).
package protocol StaffRequest: Veiled {
    /// What is answered.
    associatedtype Answer: Codable & Sendable
    /// Its path: small letters and hyphens, parts apart by slashes.
    static var name: String { get }
}

/// 済み. The answer to what is done, and has no other.
package struct Done: Codable, Sendable {
    /// It is done.
    package init() {}
}

/// A value on the wire that may hold a person or a secret: printed in no way, dumped in no way.
package protocol Veiled: Codable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Veiled {
    /// The type's name and `****`.
    package var description: String { "\(Self.self)(****)" }
    /// As `description`.
    package var debugDescription: String { description }
    /// Without children, so that `dump` and reflection find no value.
    package var customMirror: Mirror { Mirror(self, children: [Mirror.Child]()) }
}
