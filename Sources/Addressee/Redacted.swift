/// A value that Swift can print in no way: `print`, interpolation, `String(reflecting:)`, `dump` and
/// `Mirror` show its name and `****`.
///
/// A type that adopts this must not be `Codable`, `LosslessStringConvertible` or `RawRepresentable`.
public protocol Redacted: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The Japanese name of the value, shown in its place.
    static var redactedName: String { get }
}

extension Redacted {
    /// 墨消し. The name of the type's value and `****`.
    public var description: String { "\(Self.redactedName)(****)" }
    /// As `description`: debuggers and `String(reflecting:)` see no more.
    public var debugDescription: String { description }
    /// Without children, so that `dump` and reflection find no value.
    public var customMirror: Mirror { Mirror(self, children: [Mirror.Child]()) }
}
