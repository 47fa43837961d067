internal import Addressee

/// 移行の審査. Whether what a file says of a person goes with their record, by the rules that notices go by. Pure.
enum ImportFit: Sendable, Hashable {
    /// It does.
    case fits
    /// 却下: the file says what can't be so.
    case wrong(String)
    /// 保留: a clerk has to find out which is so.
    case held(String)

    /// What facts would make of a person's record.
    ///
    /// - Parameters:
    ///   - facts: what the file says.
    ///   - waiting: what was taken in before and nobody has decided yet.
    static func of(_ facts: [PensionFact], waiting: [PensionFact] = [], _ record: PersonRecord, today: CalendarDay, using tables: RuleTables) -> ImportFit {
        guard let birth = record.birth else { return held(PersonRecord.birthNotGiven(on: today, tables).holds.map(\.reason)) }
        if facts.contains(where: { if case .carriedOver = $0 { true } else { false } }), !record.events.isEmpty {
            return .held("この人には、確定した記録がすでにあります。移行した記録は、その日までの記録に代わります。どちらによるか確かめてください。")
        }
        if !record.isResident, facts.contains(where: { if case .carriedOver(let said) = $0 { said.goesOnAsClass1 } else { false } }) {
            return .held("続いている第1号の期間ですが、この人は、住民記録では住民ではありません。いつまで住んでいたか確かめてください。")
        }
        func events(_ facts: [PensionFact], _ name: String) -> [PensionEvent] {
            facts.enumerated().map { PensionEvent(id: .init("\(name)\($0.offset)"), .fact($0.element), receivedOn: today, recordedAt: 0) }
        }
        let base = record.events.map(\.event) + events(waiting, "w")
        let before = try? Replay.history(of: base, born: birth, on: today, using: tables)
        let after: InsuredHistory
        do throws(HeldForClerk) { after = try Replay.history(of: base + events(facts, "n"), born: birth, on: today, using: tables) } catch {
            return held(error.holds.map(\.reason))
        }
        let known = Set(before?.doubts ?? [])
        let doubts = after.doubts.filter { !known.contains($0) }
        let wrong = doubts.filter { !$0.kind.leavesItOpen }.map(\.reason) + facts.flatMap { against($0, among: facts, before, after, today, tables) }
        if !wrong.isEmpty { return .wrong(words(wrong)) }
        return doubts.isEmpty ? .fits : held(doubts.map(\.reason))
    }

    private static func held(_ reasons: [Reason]) -> ImportFit { .held(words(reasons)) }

    /// Reasons that are told: of months there may be hundreds.
    private static let told = 5

    private static func words(_ reasons: [Reason]) -> String {
        let more = reasons.count > told ? " ほか\(reasons.count - told)件" : ""
        return reasons.prefix(told).map(\.description).joined(separator: " ") + more
    }

    /// What a claim, that the system before received, makes of a person's record: nothing; but it may say of them what can't be so.
    static func of(_ carried: CarriedOverClaim, _ record: PersonRecord, using tables: RuleTables) -> ImportFit {
        guard let birth = record.birth else { return held(PersonRecord.birthNotGiven(on: carried.receivedOn, tables).holds.map(\.reason)) }
        let article = tables.claims.row(carried.claim.kind, on: carried.receivedOn).article
        if let earliest = birth.possible?.lowerBound, let wrong = carried.days(using: tables).first(where: { $0.day < earliest }) {
            return .wrong(words([Reason("\(wrong.label)が、生年月日より前です。", article)]))
        }
        guard let died = carried.claim.claimant == nil ? nil : carried.claim.groundOn else { return .fits }
        guard let addressee = record.addressee, addressee.presence == .dead else {
            return held([Reason("死亡による請求ですが、住民記録では、この人は死亡していません。宛名番号と死亡を確かめてください。", article)])
        }
        guard addressee.movedOn == nil || addressee.movedOn == died else {
            return held([Reason("死亡日が、住民記録の死亡の日と違います。どちらによるか確かめてください。", article)])
        }
        return .fits
    }

    private static func isOfClass1(_ months: MonthSpan, _ history: InsuredHistory) -> Bool {
        history.runs.contains { $0.insuredClass == .class1 && $0.months.first <= months.last && months.first <= $0.months.last }
    }

    private static let qualificationFirst = "資格の移行を先に取り込んでください。"

    /// What the rules leave out in silence where the Service has decided otherwise: of a city's file it is an error.
    private static func against(
        _ fact: PensionFact, among facts: [PensionFact], _ before: InsuredHistory?, _ after: InsuredHistory, _ today: CalendarDay, _ tables: RuleTables
    ) -> [Reason] {
        switch fact {
        case .exemptionGranted(_, let months):
            let outside = months.months.first { $0 <= CalendarMonth(of: today) && after.runs.run(of: $0)?.insuredClass != .class1 }
            return outside.map { [Reason("\($0.display)は第1号被保険者の月ではありません。\(qualificationFirst)", "国民年金法第90条第1項")] } ?? []
        case .additionalApplied(let day):
            guard let before else { return [] }
            let verdict = AdditionalPremium.judge(appliedOn: day, before, using: tables)
            return verdict.isAccepted ? [] : verdict.reasons
        case .legalExemptionBegan(let day, let ground):
            let ended = facts.lazy.compactMap { fact -> CalendarDay? in
                guard case .legalExemptionEnded(let end, let other) = fact, other == ground else { return nil }
                return end
            }.first
            guard let months = LegalExemption.months(from: day, until: ended, horizon: today), !isOfClass1(months, after) else { return [] }
            return [Reason("\(months.display)に第1号被保険者の月がありません。\(qualificationFirst)", tables.legalGrounds[ground].article)]
        case .paymentElected(let months):
            // What exempts before it in rank, of a month that both cover, leaves it a month of legal exemption.
            let kinds: [ExemptionKind?] = [.legal, .maternity, .childcare]
            let outside = months.months.first { $0 <= CalendarMonth(of: today) && !kinds.contains(after.runs.run(of: $0)?.exemption) }
            return outside.map { [Reason("\($0.display)は法定免除の月ではありません。", "国民年金法第89条第2項")] } ?? []
        case .maternity(let month, let isMultiple):
            guard let months = tables.parental.maternity(month: month, isMultiple: isMultiple), CalendarMonth(of: today) >= months.first,
                !isOfClass1(months, after)
            else { return [] }
            return [Reason("\(months.display)に第1号被保険者の月がありません。\(qualificationFirst)", tables.parental[isMultiple ? .multiple : .single].article)]
        case .childcare(let born, let from, let until, let isBirthMother):
            guard let months = tables.parental.childcare(born: born, from: from, until: until, isBirthMother: isBirthMother),
                CalendarMonth(of: today) >= months.first, !isOfClass1(months, after)
            else { return [] }
            return [Reason("\(months.display)に第1号被保険者の月がありません。\(qualificationFirst)", tables.parental[isBirthMother ? .birthMother : .parent].article)]
        case .fundJoined(let day):
            switch after.insuredClass(on: day) {
            case .class1?, .voluntary?:
                // Whoever elected to pay in a legal exemption pays as others do.
                guard let run = after.runs.run(of: CalendarMonth(of: day)), let kind = run.exemption,
                    kind.isOnApplication || (kind == .legal && !run.isPaymentElected)
                else { return [] }
                return [
                    Reason("\(EraDate.display(day))の月は\(tables.kinds[kind].label)の月のため、国民年金基金に加入できません。免除の移行と、加入日を確かめてください。", "国民年金法第127条")
                ]
            default: return [Reason("\(EraDate.display(day))に、第1号被保険者でも任意加入被保険者でもありません。\(qualificationFirst)", "国民年金法第127条")]
            }
        default: return []
        }
    }
}

extension PersonRecord {
    /// Whether the hub says that the person lives here.
    var isResident: Bool { addressee?.presence == .resident }

    /// Why a certificate of 老齢福祉年金 is looked at before it counts; `nil` of residents. Who died or left before it was registered, no movement tells of any more: what is published of
    /// them would never end.
    var certificateHold: String? {
        isResident ? nil : "老齢福祉年金の証書ですが、この人は、住民記録では住民ではありません。死亡または転出の前に登録を終えるものでなかったか確かめてください。"
    }
}

extension CarriedOverRecord {
    /// 第1号 by having an address, to this day.
    fileprivate var goesOnAsClass1: Bool { periods.last.map { $0.lost == nil && $0.insuredClass == .class1 } == true }
}

extension Doubt.Kind {
    /// Whether it may be so all the same: somebody has to look, and the file need not be wrong.
    fileprivate var leavesItOpen: Bool {
        switch self {
        case .ruleUnconfirmed, .beforeClasses, .recordAndFactsDiffer, .registerDiffers, .deathsDiffer, .afterDeath, .targetMissing, .fundMembershipEnds: true
        case .endWithoutBegin, .beginWithoutEnd, .beforeBirth, .outsideAge, .voluntaryNotAllowed, .grantsOverlap, .additionalNotAllowed, .requestNotAllowed,
            .notALegalGround:
            false
        }
    }
}
