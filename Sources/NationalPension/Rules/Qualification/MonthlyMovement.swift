package import Addressee

/// 処理年月の異動. Whether what is recorded of a person's classes became another in a month, be it by an event that was recorded in it, or by the days that passed
/// (the 60th birthday). Of what another department is told monthly (NP-11).
package struct MonthlyMovement: Sendable, Hashable, Unprinted {
    /// The newest class at the end of the month; `nil` where none is left.
    package let newest: ClassPeriod?

    /// - Parameters:
    ///   - events: all that was recorded about the person, in any order. What was carried over from another system is no movement.
    ///   - birth: 生年月日 as it was known at the end of the month.
    ///   - former: 生年月日 as it was known at the end of the month before: a correction moves the days of the law, and with them the record.
    ///   - month: 処理年月, which is over.
    /// - Returns: `nil` where nothing became another.
    /// - Throws: `HeldForClerk` where birth or events leave it open.
    package static func of(
        _ events: [PensionEvent], born birth: BirthDate, before former: BirthDate, in month: CalendarMonth, using tables: RuleTables
    ) throws(HeldForClerk) -> MonthlyMovement? {
        func periods(on day: CalendarDay, born birth: BirthDate) throws(HeldForClerk) -> [ClassPeriod] {
            let known = events.filter { event in
                if case .carriedOver = event.fact { return true }
                return CalendarDay(inJapanAt: event.recordedAt) <= day
            }
            return try Replay.periods(of: known, born: birth, on: day, using: tables).byClass
        }
        let after = try periods(on: month.lastDay, born: birth)
        // Whoever could not be told then, and can now, moved.
        let before = try? periods(on: month.adding(-1).lastDay, born: former)
        return before == after ? nil : MonthlyMovement(newest: after.last)
    }
}
