internal import Addressee

/// 記録の見通し. What a person's record is, and what it would become by what was filed; or what has to be found out first.
package struct Outlook: Sendable, Unprinted {
    /// As it is; `nil` where it can't be told.
    package let before: InsuredHistory?
    /// As it would be; `nil` where `holds` says why it can't be told.
    package let after: InsuredHistory?
    /// What has to be found out before it can be told.
    package let holds: [Hold]
    /// 付加保険料の申出の審査, where that is what was filed.
    package let additional: AdditionalPremium.Verdict?

    /// Doubts that come with what was filed.
    package var newDoubts: [Doubt] {
        let known = Set(before?.doubts ?? [])
        return after?.doubts.filter { !known.contains($0) } ?? []
    }

    init(_ record: PersonRecord, with content: FiledContent, receivedOn: CalendarDay, today: CalendarDay, using tables: RuleTables) {
        before = try? record.history(on: today, using: tables)
        guard case .event(let said) = content else {
            (after, holds, additional) = (before, [], nil)
            return
        }
        // A name that no event has: numbers are positive.
        let event = PensionEvent(id: .init("0"), said, receivedOn: receivedOn, recordedAt: 0)
        do throws(HeldForClerk) {
            after = try record.history(on: today, with: event, using: tables)
            holds = []
        } catch {
            after = nil
            holds = error.holds
        }
        if case .additionalApplied(let day)? = event.fact, let before {
            additional = AdditionalPremium.judge(appliedOn: day, before, using: tables)
        } else {
            additional = nil
        }
    }
}
