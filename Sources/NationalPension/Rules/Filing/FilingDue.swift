package import Addressee

/// 届出・報告の期限. Until when something is due, and how it stands on a day.
package struct FilingDue: Sendable, Hashable, Codable {
    /// 状態.
    package enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// 期限内
        case due
        /// 期限超過
        case overdue
        /// 期限内に済み
        case doneInTime = "done-in-time"
        /// 期限後に済み
        case doneLate = "done-late"
    }

    /// The last day in time.
    package let due: CalendarDay
    /// Why.
    package let reason: Reason

    /// 日本年金機構への報告: within 14 days of the day of receipt (施行規則第9条).
    package static func report(receivedOn day: CalendarDay, using tables: RuleTables) -> FilingDue {
        let limit = tables.limits.limit(.report, on: day)
        let due = limit.due(after: day)
        return FilingDue(due: due, reason: Reason("\(EraDate.display(day))に受け付けたため、\(EraDate.display(due))までに報告します。", limit.article))
    }

    /// 届出: within 14 days of the day of the fact.
    package static func notification(happenedOn day: CalendarDay, using tables: RuleTables) -> FilingDue {
        let limit = tables.limits.limit(.notification, on: day)
        let due = limit.due(after: day)
        return FilingDue(due: due, reason: Reason("届出の期限は\(EraDate.display(due))です。遅れても、効力は事実のあった日にさかのぼります。", limit.article))
    }

    /// How it stands on a day, done or not.
    package func state(on day: CalendarDay, doneOn: CalendarDay? = nil) -> State {
        if let doneOn { return doneOn <= due ? .doneInTime : .doneLate }
        return day <= due ? .due : .overdue
    }

    /// 遅れた日数, on the day it was done or on the day asked for; 0 in time.
    package func daysLate(on day: CalendarDay, doneOn: CalendarDay? = nil) -> Int { max(0, Int((doneOn ?? day).daysSince2000 - due.daysSince2000)) }
}
