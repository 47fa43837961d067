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
    /// 日本年金機構への申請の審査, where that is what was filed.
    package let request: PensionRequest.Verdict?
    /// 産前産後・育児の免除, where that is what was filed: its months, those ahead too.
    package let parental: ParentalExemption?

    /// Doubts that come with what was filed.
    package var newDoubts: [Doubt] {
        let known = Set(before?.doubts ?? [])
        let refused = request.map { $0.isAccepted ? [] : $0.reasons.map { Doubt(.requestNotAllowed, on: nil, $0) } } ?? []
        return refused + (after?.doubts.filter { !known.contains($0) } ?? [])
    }

    init(_ record: PersonRecord, with content: FiledContent, receivedOn: CalendarDay, today: CalendarDay, using tables: RuleTables) {
        before = try? record.history(on: today, using: tables)
        guard case .event(let said) = content else {
            (after, holds, additional, parental) = (before, [], nil, nil)
            if case .request(let said) = content {
                let facts = try? EventsInForce(record.events.map(\.event)).facts
                request = said.judge(facts, insuredClass: before?.insuredClass(on: receivedOn), using: tables)
            } else {
                request = nil
            }
            return
        }
        request = nil
        // A name that no event has: numbers are positive.
        let event = PensionEvent(id: .init("0"), said, receivedOn: receivedOn, recordedAt: 0)
        do throws(HeldForClerk) {
            after = try record.history(on: today, with: event, using: tables)
            holds = []
        } catch {
            after = nil
            holds = error.holds
        }
        parental =
            switch event.fact {
            case .maternity(let month, let isMultiple)?: ParentalExemption.maternity(dueOrBorn: month.firstDay, isMultiple: isMultiple, using: tables)
            case .childcare(let born, let from, let until, let isMother)?:
                ParentalExemption.childcare(childBorn: born, from: from, until: until, isBirthMother: isMother, using: tables)
            default: nil
            }
        switch (event.fact, before) {
        case (.additionalApplied(let day)?, let before?):
            let facts = (try? EventsInForce(record.events.map(\.event)).facts) ?? []
            additional = AdditionalPremium.judge(appliedOn: day, before, among: facts, using: tables)
        case (.farmersPensionBegan(let day)?, let before?): additional = AdditionalPremium.judge(farmerSince: day, before, using: tables)
        default: additional = nil
        }
    }
}
