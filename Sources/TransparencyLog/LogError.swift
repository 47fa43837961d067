/// Why a text is no part of a sealed log. Carries no value of an event.
public struct LogError: Error, Sendable, Equatable, CustomStringConvertible {
    private enum Kind: Sendable { case malformed, forged, otherLog }

    private let kind: Kind
    /// What was expected.
    public let expected: String

    /// Not of the form it must have.
    package static func malformed(_ expected: String) -> LogError { LogError(kind: .malformed, expected: expected) }
    /// Not signed by the key.
    static let forged = LogError(kind: .forged, expected: "署名が検証鍵と合いません")
    /// Signed, but of another log.
    static func otherLog(_ origin: String) -> LogError { LogError(kind: .otherLog, expected: "別の証跡（\(origin)）のチェックポイントです") }

    /// Whether a signature is missing or wrong.
    public var isForged: Bool { kind == .forged }

    /// What was expected, in Japanese.
    public var description: String { expected }
}
