/// A value about a person that is kept and sent as JSON, but printed in no way: interpolation, `dump` and reflection show its type and `****`.
package protocol Unprinted: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Unprinted {
    /// The type's name and `****`.
    package var description: String { "\(Self.self)(****)" }
    /// As `description`.
    package var debugDescription: String { description }
    /// Without children, so that `dump` and reflection find no value.
    package var customMirror: Mirror { Mirror(self, children: [Mirror.Child]()) }
}
