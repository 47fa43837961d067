internal import Addressee

/// Somebody who has a number now.
package struct Holder: Sendable {
    /// What is known of a holder's identity: read from the register, or a row of the block.
    package enum Who: Sendable {
        case known(Identity)
        case row(Int)
    }

    package var addresseeID: Int64
    /// 宛名番号
    package var number: String
    var isResident: Bool
    package var who: Who
}

/// Who is tied to which integrated number: as the register has it, and as the rows of the block before have left it.
package struct NumberHolders {
    private var stored: [Int64: [Holder]]
    /// Of each number the first row of this block; a second one is rare.
    private var first: [Int64: Holder] = [:]
    private var more: [Int64: [Holder]] = [:]

    init(_ stored: [Int64: [Holder]]) { self.stored = stored }

    /// All who have it.
    func of(_ running: Int64) -> [Holder] { (stored[running] ?? []) + (first[running].map { [$0] } ?? []) + (more[running] ?? []) }

    /// Somebody's row was taken: they are tied to `running` now, and to nothing else.
    ///
    /// - Parameter before: what they were tied to before the row.
    mutating func place(_ holder: Holder, under running: Int64?, before: Int64?) {
        // Who keeps a number that nobody else in the block asks about need not be kept in mind.
        let isAskedAbout = running.map { $0 != before || stored[$0] != nil || first[$0] != nil } ?? false
        if let before { leave(holder.addresseeID, before) }
        guard let running, isAskedAbout else { return }
        if first[running] == nil { first[running] = holder } else { more[running, default: []].append(holder) }
    }

    private mutating func leave(_ id: Int64, _ running: Int64) {
        stored[running]?.removeAll { $0.addresseeID == id }
        more[running]?.removeAll { $0.addresseeID == id }
        if first[running]?.addresseeID == id { first[running] = nil }
    }
}
