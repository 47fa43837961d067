/// A place in the journal: after everything up to and including (transaction, position).
///
/// A running id is not commit order; transaction ids are not either, but everything below the oldest running one is settled.
/// So positions are compared by transaction first, and a reader never passes the horizon.
package struct Position: Sendable, Hashable, Comparable, Codable {
    package var xact: UInt64
    package var position: Int64

    package init(xact: UInt64, position: Int64) { (self.xact, self.position) = (xact, position) }

    package static let start = Position(xact: 0, position: 0)

    /// Before every entry, too, but of a receiver that may hold something.
    package static let beginning = Position(xact: 1, position: 0)

    /// After everything that is committed.
    package static let newest = Position(xact: .max, position: .max)

    /// Everything below a horizon: no entry of `xact` itself.
    package static func below(_ xact: UInt64) -> Position { Position(xact: xact - 1, position: .max) }

    package static func < (a: Position, b: Position) -> Bool { (a.xact, a.position) < (b.xact, b.position) }
}
