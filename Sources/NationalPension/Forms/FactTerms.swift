package import Addressee

/// 届出の内容. What a fact says, each term with its label, for paper and screen alike.
extension PensionFact {
    /// - Parameters:
    ///   - day: 事実の日, as the ledger has it (`NoticeKind.day`).
    ///   - born: 生年月日, where it is known.
    ///   - hides: whether nobody is to be told where the person is: then the days of moves are left out.
    package func terms(on day: CalendarDay?, born: CalendarDay?, hides: Bool = false, using tables: RuleTables) -> [FormField] {
        var terms = (hides && day == movedOn ? nil : day).map { [FormField("事実の日", EraDate.display($0))] } ?? []
        // 20歳到達 speaks of an address that was gained before.
        if let gained = happenedOn, gained != day, !hides || gained != movedOn {
            terms.append(FormField("住所を有した日" + (gained == born ? "（出生の日）" : ""), EraDate.display(gained)))
        }
        return terms + rest(tables)
    }

    private func rest(_ tables: RuleTables) -> [FormField] {
        switch self {
        case .addressGained, .addressLost, .movedWithinJapan, .died, .employmentBegan, .employmentEnded, .dependencyEnded, .spouseEmploymentEnded,
            .oldAgeBenefitBegan, .oldAgeBenefitEnded, .exclusionBegan, .exclusionEnded, .voluntaryWithdrawn, .voluntaryLapsed, .fullMonthsReached,
            .nationalityLost, .oldAgePensionAcquired, .additionalApplied, .additionalWithdrawn, .farmersPensionBegan, .farmersPensionEnded, .fundJoined,
            .fundLeft:
            []
        case .spouse65thBirthday(let birthday): [FormField("配偶者の65歳の誕生日", EraDate.display(birthday))]
        case .dependencyBegan(_, let isExempt): [FormField("国内居住要件の特例", isExempt ? "あり" : "なし")]
        case .voluntaryApplied(_, let ground, let paid):
            [FormField("要件", ground.label), FormField("納付月数", paid.map { "\($0)月" } ?? "不明")]
        case .exemptionGranted(let kind, let months), .exemptionRevoked(let kind, let months):
            [FormField("免除の種類", tables.kinds[kind].label), FormField("期間", months.displayWithCount)]
        case .exemptionDecided(let decision):
            decision.parts.map { FormField($0.kind.map { tables.kinds[$0].label } ?? "却下", $0.months.displayWithCount) }
        case .legalExemptionBegan(_, let ground), .legalExemptionEnded(_, let ground):
            [FormField("事由", tables.legalGrounds[ground].label), FormField("事由の条文", tables.legalGrounds[ground].article.text)]
        case .paymentElected(let months): [FormField("期間", months.displayWithCount)]
        case .maternity(let month, let isMultiple): [FormField("出産予定月", month.display), FormField("単胎・多胎の別", isMultiple ? "多胎" : "単胎")]
        case .childcare(let born, let from, let until, let isBirthMother):
            [
                FormField("子の生年月日", EraDate.display(born)), FormField("養育の始まり", EraDate.display(from)),
                FormField("養育の終わり", until.map(EraDate.display) ?? "継続中"), FormField("出産した本人", isBirthMother ? "はい" : "いいえ"),
            ]
        case .carriedOver(let record): [FormField("移行した記録", "\(EraDate.display(record.through))まで")]
        }
    }
}

extension PensionRequest {
    /// 申請の内容, each term with its label.
    package func terms(using tables: RuleTables) -> [FormField] {
        switch self {
        case .exemptionCancellation(let cancellation):
            [
                FormField("申請の日", EraDate.display(cancellation.appliedOn)), FormField("取り消す免除の種類", tables.kinds[cancellation.kind].label),
                FormField("取り消すことのできる月", "\(cancellation.firstMonth.display)以後（\(cancellation.article)）"),
            ]
        case .numberNotice(let ground): [FormField("再交付の事由", ground.label)]
        }
    }
}

extension ReceptionDetail {
    /// 届出の内容, each term with its label.
    ///
    /// - Parameter hides: whether nobody is to be told where the person is.
    package func terms(hides: Bool = false, using tables: RuleTables) -> [FormField] {
        if case .request(let request) = content { return request.terms(using: tables) }
        guard case .event(let said) = content, let fact = said.fact else { return happenedOn.map { [FormField("事実の日", EraDate.display($0))] } ?? [] }
        return fact.terms(on: happenedOn, born: record.birth?.known, hides: hides, using: tables)
    }

    /// 訂正・取消しの対象: the event that it corrects or cancels.
    package var target: RecordedEvent? {
        guard case .event(let said) = content, let id = said.target else { return nil }
        return record.events.first { $0.event.id == id }
    }
}
