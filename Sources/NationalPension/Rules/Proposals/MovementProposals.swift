package import Addressee

/// 住民異動から処理の案を作る (国民年金法第12条). Pure: a movement or a day, how the person stands, and today in; proposals out.
package struct MovementProposals: Sendable {
    private let tables: RuleTables
    private let today: CalendarDay

    /// For one day's work.
    package init(today: CalendarDay, using tables: RuleTables) {
        self.today = today
        self.tables = tables
    }

    /// What a movement calls for, in the order of `NotificationKind`.
    package func of(_ movement: ResidentMovement, _ standing: PensionStanding) -> [PensionProposal] {
        var proposals: [PensionProposal] = []
        let (before, after) = (movement.before, movement.after)
        if after.presence != before?.presence { proposals += presence(movement, standing) }
        if standing.hasWelfareCertificate, let ended = endOfCertificate(movement) { proposals.append(ended) }
        if let before, after.presence == .resident, before.presence == .resident { proposals += parts(before, movement, standing) }
        // Days of the record move with it, of whoever has one, wherever they are by now.
        if let before, before.birth != after.birth, standing.insuredClass != nil || standing.hasRecord {
            let what = before.birth == nil ? "生年月日が提供されました。" : "生年月日が訂正されました。"
            proposals.append(plain(.correctBirthDate, movement, "\(what)資格の取得日と喪失日を確かめてください。"))
        }
        return proposals.sorted(by: inOrder)
    }

    private func parts(_ before: ResidentSnapshot, _ movement: ResidentMovement, _ standing: PensionStanding) -> [PensionProposal] {
        var proposals: [PensionProposal] = []
        let after = movement.after
        let isMunicipal = standing.insuredClass.map { $0 != .class2 && $0 != .class3 } ?? false
        func changed(_ kind: NotificationKind, _ text: String) { proposals.append(unclear(kind, movement, standing, text)) }
        if standing.isHeld {
            if before.name != after.name { changed(.changeName, "氏名が変わりました。") }
            if before.address != after.address { changed(.changeAddress, "住所が変わりました。国内の転居では資格を失いません。") }
            if before.householder != after.householder { changed(.changeOfHouseholder, "世帯主が変わりました。免除を受けているか確かめてください。") }
            return proposals
        }
        if isMunicipal, before.name != after.name { proposals.append(plain(.changeName, movement, "氏名が変わりました。")) }
        if isMunicipal, before.address != after.address { proposals.append(plain(.changeAddress, movement, "住所が変わりました。国内の転居では資格を失いません。")) }
        if before.householder != after.householder, standing.hasExemption {
            proposals.append(plain(.changeOfHouseholder, movement, "世帯主が変わりました。免除の審査の対象者を確かめてください。"))
        }
        return proposals
    }

    /// 確認の間に提供され、取り消された人: who came after one look and was gone before the next. Nothing is kept of them, so that a clerk asks the register.
    ///
    /// - Parameter presence: what became of them.
    package func ofSomebodyGone(_ presence: ResidentSnapshot.Presence) -> PensionProposal {
        let (kind, what): (NotificationKind, String) =
            switch presence {
            case .movedWithinJapan: (.moveWithinJapan, "国内へ転出しました")
            case .movedAbroad: (.loseAbroad, "国外へ転出しました")
            case .dead: (.loseByDeath, "死亡しました")
            case .resident, .removed, .nonResident: (.loseAbroad, "住民でなくなりました")
            }
        let asked = "前の確認の後に住民として提供され、この確認の前に\(what)。氏名や生年月日は、ここに残っていません。資格の取得と喪失があったか、住民記録で確かめてください。"
        return held(kind, [Hold(.classUnknown, Reason(asked, tables.notifications[kind].article))])
    }

    /// What birthdays call for that fell between the last time it was asked and today.
    ///
    /// - Parameter since: the last day that was looked at already; ages attained after it and until today count.
    package func ofAge(_ resident: ResidentSnapshot, _ standing: PensionStanding, since: CalendarDay) -> [PensionProposal] {
        guard resident.presence == .resident else { return [] }
        if standing.isHeld {
            // Of which class they are can't be told, so that either age may matter.
            return [(AgeLimits.Key.insuredFrom, NotificationKind.acquireAt20), (.insuredUntil, .loseAt60)].flatMap { key, kind in
                reaching(key, kind, resident, since).map { $0.holds.isEmpty ? held(kind, standing.holds) : $0 }
            }
        }
        switch standing.insuredClass {
        case nil: return reaching(.insuredFrom, .acquireAt20, resident, since)
        case .class1: return reaching(.insuredUntil, .loseAt60, resident, since)
        // Class 2 is not lost at 60; class 3 is the Service's; who applied for themselves ends at 65.
        case .class2, .class3, .voluntary, .specialVoluntary: return []
        }
    }

    /// 厚生年金保険の資格取得 as somebody tells it: the class changes, and no filing is needed once the Service has confirmed it.
    package func ofEmployment(began day: CalendarDay, _ standing: PensionStanding, isConfirmed: Bool) -> [PensionProposal] {
        guard let insuredClass = standing.insuredClass, insuredClass != .class2 else { return [] }
        let kind = NotificationKind.becomeClass2
        let effective = tables.reasons.day(.changeEmployment, from: day)
        let reason = Reason("\(EraDate.display(effective))に厚生年金保険の資格を取得したため、第2号被保険者となります。", tables.notifications[kind].article)
        return [proposal(kind, fact: .employmentBegan(on: day), effectiveOn: effective, from: day, [reason], isConfirmed: isConfirmed)]
    }

    // MARK: ages

    private func reaching(
        _ key: AgeLimits.Key, _ kind: NotificationKind, _ resident: ResidentSnapshot, _ since: CalendarDay
    ) -> [PensionProposal] {
        // Of whom no date was given, or not even the year is known, the age may be attained on any day: a clerk finds it out, and nothing is guessed.
        func open() -> [PensionProposal] { [held(kind, BirthDay.holds(resident.birth, ages: [key], on: today, tables: tables))] }
        guard let birth = resident.birth, let possible = BirthDay.attained(key, birth, tables: tables) else { return open() }
        guard possible.lowerBound <= today, since < possible.upperBound else { return [] }
        guard let born = birth.known else { return open() }
        let day = tables.ages.attained(key, born: born)
        let limit = tables.ages.inForce(key, on: day)
        let what = key == .insuredFrom ? "第1号被保険者の資格を取得します" : "第1号被保険者の資格を失います"
        let reason = Reason("\(EraDate.display(day))に\(limit.years)歳に達するため、\(what)。", tables.notifications[kind].article)
        // The law alone makes it: no fact has to be recorded beside the address that the person has.
        return [proposal(kind, fact: nil, effectiveOn: day, from: day, [reason])]
    }

    // MARK: presence

    private func presence(_ movement: ResidentMovement, _ standing: PensionStanding) -> [PensionProposal] {
        switch movement.after.presence {
        case .resident: return entry(movement, standing)
        case .movedAbroad: return departure(movement, standing)
        case .dead: return death(movement, standing)
        case .removed, .nonResident:
            guard concerns(standing) else { return [] }
            let what = movement.after.presence == .removed ? "住民票が職権で消除されました。" : "住民でなくなり、住登外者として登録されました。"
            let reason = Reason("\(what)国内に住所があるか確かめてください。なければ資格の喪失です。", tables.notifications[.loseAbroad].article)
            return [held(.loseAbroad, [Hold(.dayUnknown, reason)] + standing.holds)]
        case .movedWithinJapan:
            guard concerns(standing) else { return [] }
            guard let day = movement.on else { return [undated(.moveWithinJapan)] }
            var reasons = [Reason("国内へ転出しました。資格は失わず、基礎年金番号もそのままです。", tables.notifications[.moveWithinJapan].article)]
            if standing.hasOpenTasks { reasons.append(Reason("処理中の届出があります。転出先へ引き継ぐか、済ませてください。", "国民年金法施行令第2条")) }
            return [proposal(.moveWithinJapan, fact: .movedWithinJapan(on: day), effectiveOn: day, from: day, reasons)]
        }
    }

    /// Whether what becomes of the person is the department's business: insured, or perhaps, or with something that is not finished.
    private func concerns(_ standing: PensionStanding) -> Bool { standing.insuredClass != nil || standing.isHeld || standing.hasOpenTasks }

    /// 国外転出. The address is what the first class stands on (法第7条第1項第1号), so that its end is recorded of everybody whose record has one: of 第2号 and 第3号, who lose nothing by it,
    /// for the day on which they are of that class no more.
    private func departure(_ movement: ResidentMovement, _ standing: PensionStanding) -> [PensionProposal] {
        let kind = NotificationKind.loseAbroad
        if standing.isHeld { return [unclear(kind, movement, standing, "国外へ転出しました。")] }
        switch standing.insuredClass {
        case .class1: return loss(kind, movement, standing, .loseLeftJapan, .voluntaryLoseLeftJapan) { .addressLost(on: $0) }
        case .voluntary where standing.hasAddress, .specialVoluntary where standing.hasAddress:
            return loss(kind, movement, standing, .loseLeftJapan, .voluntaryLoseLeftJapan) { .addressLost(on: $0) }
        case .class2, .class3, .voluntary, .specialVoluntary, nil:
            // Where they live matters until nobody can be insured by their own application any more.
            let matters = standing.insuredClass != nil || !isPast(.specialVoluntaryUntil, movement)
            guard (standing.hasAddress && matters) || standing.hasOpenTasks else { return [] }
            guard let day = movement.on else { return [undated(kind)] }
            let what = standing.insuredClass.map { "\($0.label)の資格は失いません" } ?? "被保険者ではないため、資格の喪失はありません"
            var reasons = [
                Reason("\(EraDate.display(day))に国外へ転出しました。\(what)。国内の住所の喪失として記録します。", tables.reasons[.changeLeftEmployment].article)
            ]
            if !standing.hasAddress { reasons.append(Reason("記録では、国内に住所がありません。記録するかを確かめてください。", tables.notifications[kind].article)) }
            if standing.hasOpenTasks { reasons.append(unfinished) }
            return [
                proposal(
                    kind, fact: .addressLost(on: day), effectiveOn: tables.reasons.day(.loseLeftJapan, from: day), from: day, reasons, by: .addressLost)
            ]
        }
    }

    /// 死亡. Of whoever is not insured it is looked at where something of theirs is not finished.
    private func death(_ movement: ResidentMovement, _ standing: PensionStanding) -> [PensionProposal] {
        let kind = NotificationKind.loseByDeath
        if standing.isHeld { return [unclear(kind, movement, standing, "死亡しました。")] }
        guard standing.insuredClass == nil else {
            return loss(kind, movement, standing, .loseDeath, .loseDeath) { .died(on: $0) }
        }
        guard standing.hasOpenTasks else { return [] }
        guard let day = movement.on else { return [undated(kind)] }
        let reasons = [
            Reason("\(EraDate.display(day))に死亡しました。被保険者ではないため、資格の喪失はありません。", tables.notifications[kind].article), unfinished, claims,
        ]
        return [proposal(kind, fact: .died(on: day), effectiveOn: tables.reasons.day(.loseDeath, from: day), from: day, reasons, isUnfiled: true)]
    }

    private var unfinished: Reason { Reason("処理中の届出、申請または請求があります。続けるか、取り下げるかを確かめてください。", "国民年金法施行令第1条の2") }
    private var claims: Reason { Reason("未支給年金、遺族基礎年金、寡婦年金、死亡一時金の請求を案内してください。", "国民年金法第19条") }

    /// Whether an age is attained on the day of a movement, whatever is unknown of the birth date.
    private func isPast(_ key: AgeLimits.Key, _ movement: ResidentMovement) -> Bool {
        guard let latest = movement.after.birth?.possible?.upperBound else { return false }
        return tables.ages.attained(key, born: latest) <= movement.on ?? today
    }

    /// 老齢福祉年金の証書の登録の終了: of whoever dies or is no resident any more. Nothing here says when the Service takes a certificate back, so that nobody's ends by itself; and nobody files it
    /// with the municipality.
    private func endOfCertificate(_ movement: ResidentMovement) -> PensionProposal? {
        guard movement.after.presence != movement.before?.presence else { return nil }
        let row = tables.notifications[.endWelfareCertificate]
        let end = "証書を確かめ、登録を終えてください。終えると、介護保険への提供も終わります。"
        let reasons: [Reason]
        switch movement.after.presence {
        case .resident: return nil
        case .dead: reasons = [Reason("老齢福祉年金の証書が登録されている人が死亡しました。\(end)", row.article)]
        case .movedWithinJapan:
            reasons = [
                Reason("老齢福祉年金の証書が登録されている人が国内へ転出しました。年金は続きます。\(end)", row.article),
                Reason("住所のある市区町村が事務を行います。転出先で証書の住所変更を届け出るよう案内してください。", "国民年金法施行令第2条"),
            ]
        case .movedAbroad:
            reasons = [Reason("老齢福祉年金の証書が登録されている人が国外へ転出しました。支給が続くかを年金事務所に確かめてください。\(end)", row.article)]
        case .removed:
            reasons = [Reason("老齢福祉年金の証書が登録されている人の住民票が職権で消除されました。国内に住所があるか確かめてください。なければ、\(end)", row.article)]
        case .nonResident:
            reasons = [Reason("老齢福祉年金の証書が登録されている人が住民でなくなりました。国内に住所があるか確かめてください。なければ、\(end)", row.article)]
        }
        return PensionProposal(
            kind: .endWelfareCertificate, fact: nil, effectiveOn: movement.on, filing: .undecided, due: nil, form: row.form, reasons: reasons, holds: [])
    }

    private func entry(_ movement: ResidentMovement, _ standing: PensionStanding) -> [PensionProposal] {
        guard movement.origin != .birth else { return [] }
        let kind = NotificationKind.acquireFromAbroad
        if movement.origin == .japan {
            var proposals: [PensionProposal] = []
            if concerns(standing) {
                if let day = movement.on {
                    let reason = Reason("国内から転入しました。資格は続き、基礎年金番号もそのままです。", tables.notifications[.moveWithinJapan].article)
                    proposals.append(proposal(.moveWithinJapan, fact: .movedWithinJapan(on: day), effectiveOn: day, from: day, [reason]))
                } else {
                    proposals.append(undated(.moveWithinJapan))
                }
            }
            // Who is of the age and has no record here keeps the class that they had there (法第12条第3項): only they, the notice of their move, or that municipality can tell it.
            if !concerns(standing), !standing.hasRecord, decided(movement.after.birth, on: movement.on ?? today) != false {
                let asked = "20歳以上60歳未満の人が国内から転入しました。ここには資格の記録がありません。種別を、住民異動届の国民年金の付記、本人または前の住所地の市区町村に確かめてください。"
                let then = "第1号被保険者または任意加入被保険者であれば、資格と処理中の届出の引継ぎを受けてください。そうでなければ、案を却下してください。"
                proposals.append(held(.moveWithinJapan, [Hold(.classUnknown, Reason(asked + then, "国民年金法第12条第3項"))]))
            }
            // Who left Japan came back to another municipality: since when they live in Japan again, only that one knows.
            if standing.hasRecord, !standing.isHeld, !standing.hasAddress, decided(movement.after.birth, on: movement.on ?? today) != false {
                let reason = Reason("国内から転入しましたが、記録では国内に住所がありません。いつから国内に住所があるか、前の住所地に確かめてください。", tables.notifications[kind].article)
                proposals.append(held(kind, [Hold(.dayUnknown, reason)]))
            }
            return proposals
        }
        if standing.isHeld { return [unclear(kind, movement, standing, movement.origin == .abroad ? "国外から転入しました。" : "どこから転入したか分かりません。")] }
        // From nobody knows where, to who lives in Japan by the record: nothing becomes another.
        if movement.origin != .abroad, standing.insuredClass != nil, standing.hasAddress { return [] }
        guard let day = movement.on else { return [undated(kind)] }
        guard movement.origin == .abroad else {
            return [held(kind, [Hold(.dayUnknown, Reason("どこから転入したか分かりません。国外からであれば資格の取得を確かめてください。", tables.notifications[kind].article))])]
        }
        var missing: [Reason] = []
        if standing.insuredClass != nil, standing.hasAddress {
            missing.append(Reason("記録では、国内に住所があります。国外への転出が記録されていません。先に確かめてください。", tables.notifications[.loseAbroad].article))
        }
        switch standing.insuredClass {
        case .class2, .class3:
            // 第2号 and 第3号 acquire nothing by it (法第8条第2号); on the day on which they are of that class no more, it makes them of the first.
            let reason = Reason(
                "\(EraDate.display(day))に国外から転入しました。\(standing.insuredClass?.label ?? "")の資格は変わりません。国内の住所の取得として記録します。",
                tables.reasons[.changeLeftEmployment].article)
            return [proposal(kind, fact: .addressGained(on: day), effectiveOn: day, from: day, [reason] + missing, by: .addressGained)]
        case nil, .class1, .voluntary, .specialVoluntary: break
        }
        guard let ages = decided(movement.after.birth, on: day) else {
            return [held(kind, BirthDay.holds(movement.after.birth, ages: [.insuredFrom, .insuredUntil], on: day, tables: tables))]
        }
        if ages {
            var reasons = [Reason("\(EraDate.display(day))に国内に住所を有するに至ったため、その日に第1号被保険者の資格を取得します。", tables.notifications[kind].article)]
            if standing.insuredClass == .voluntary { reasons.append(Reason("在外の任意加入の資格は、その日に失います。", tables.reasons[.voluntaryLoseCompulsory].article)) }
            return [
                proposal(kind, fact: .addressGained(on: day), effectiveOn: tables.reasons.day(.acquireEnteredJapan, from: day), from: day, reasons + missing)
            ]
        }
        if standing.insuredClass == .class1 { return [] }
        if standing.insuredClass != nil {
            let lost = tables.reasons.day(.voluntaryLoseEnteredJapan, from: day)
            let reason = Reason("\(EraDate.display(day))に国内に住所を有するに至ったため、その翌日に在外の任意加入の資格を失います。", tables.reasons[.voluntaryLoseEnteredJapan].article)
            return [proposal(kind, fact: .addressGained(on: day), effectiveOn: lost, from: day, [reason] + missing)]
        }
        // Not insured, and not of the age: where they live decides on what they may apply for.
        guard standing.hasRecord, !standing.hasAddress, !isPast(.specialVoluntaryUntil, movement) else { return [] }
        let reason = Reason("\(EraDate.display(day))に国外から転入しました。被保険者ではありません。国内の住所の取得として記録します。", tables.reasons[.changeLeftEmployment].article)
        return [proposal(kind, fact: .addressGained(on: day), effectiveOn: day, from: day, [reason], by: .addressGained)]
    }

    private func loss(
        _ kind: NotificationKind, _ movement: ResidentMovement, _ standing: PensionStanding, _ reason: QualificationReason,
        _ voluntaryReason: QualificationReason, fact: (CalendarDay) -> PensionFact
    ) -> [PensionProposal] {
        guard let insuredClass = standing.insuredClass else { return [] }
        guard let day = movement.on else { return [undated(kind)] }
        let code = insuredClass.isCompulsory ? reason : voluntaryReason
        let effective = tables.reasons.day(code, from: day)
        var reasons = [
            Reason("\(EraDate.display(day))の\(tables.reasons[code].label)により、その翌日に\(insuredClass.label)の資格を失います。", tables.reasons[code].article)
        ]
        if kind == .loseAbroad, movement.after.isJapanese { reasons.append(Reason("日本国籍を有する人は、国外でも申出により任意加入できます。", "国民年金法附則第5条第1項第3号")) }
        if kind == .loseByDeath { reasons.append(claims) }
        if standing.hasOpenTasks { reasons.append(unfinished) }
        return [proposal(kind, fact: fact(day), effectiveOn: effective, from: day, reasons)]
    }

    /// Whether a person is of insured age on a day; `nil` where the date of birth leaves it open.
    private func decided(_ birth: BirthDate?, on day: CalendarDay) -> Bool? {
        guard let possible = birth?.possible else { return nil }
        let answers = [possible.lowerBound, possible.upperBound].map {
            tables.ages.attained(.insuredFrom, born: $0) <= day && day < tables.ages.attained(.insuredUntil, born: $0)
        }
        return answers[0] == answers[1] ? answers[0] : nil
    }

    // MARK: proposals

    private func plain(_ kind: NotificationKind, _ movement: ResidentMovement, _ text: String) -> PensionProposal {
        guard let day = movement.on else { return undated(kind) }
        return proposal(kind, fact: nil, effectiveOn: day, from: day, [Reason(text, tables.notifications[kind].article)])
    }

    private func proposal(
        _ kind: NotificationKind, fact: PensionFact?, effectiveOn: CalendarDay, from day: CalendarDay, _ reasons: [Reason],
        isConfirmed: Bool = false, isUnfiled: Bool = false, by notice: NoticeKind? = nil
    ) -> PensionProposal {
        let row = tables.notifications[kind]
        let filing: PensionProposal.Filing =
            switch row.waiver {
            case _ where isUnfiled || notice != nil: .notNeeded
            case .never: .needed
            case .always: .notNeeded
            case .linked: kind != .acquireAt20 || day >= tables.eras.firstDay(.networkAge20) ? .neededUnlessLinked : .needed
            case .death: today <= tables.limits.limit(.deathRegister, on: day).due(after: day) ? .neededUnlessLinked : .needed
            case .confirmed: isConfirmed ? .notNeeded : .needed
            }
        // The limit is that of the law on the day of the fact, from which it counts.
        let due = FilingDue.notification(happenedOn: day, using: tables)
        return PensionProposal(
            kind: kind, fact: fact, effectiveOn: effectiveOn, filing: filing, due: due.due, form: notice == nil ? row.form : "",
            reasons: reasons + why(filing, kind, day, due), holds: [], notice: notice)
    }

    /// 届出の要否の理由. Whether somebody is linked to the resident network, and whether their own notice of the movement has the annotation, no source here tells: a clerk who knows it
    /// from the Service or the notice confirms without a filing.
    private func why(_ filing: PensionProposal.Filing, _ kind: NotificationKind, _ day: CalendarDay, _ due: FilingDue) -> [Reason] {
        let row = tables.notifications[kind]
        guard filing != .notNeeded else { return [Reason("届出は要りません。", row.waiverArticle.text.isEmpty ? row.article : row.waiverArticle)] }
        var reasons = [due.reason]
        if filing == .neededUnlessLinked {
            let confirmed = tables.limits.limit(.deathRegister, on: day).due(after: day)
            let death = row.waiver == .death ? "で、戸籍による死亡の確認が\(EraDate.display(confirmed))までにできる人" : ""
            reasons.append(Reason("機構保存本人確認情報と紐付いている人\(death)は、届出が要りません。紐付けは、このシステムには知らされません。", row.waiverArticle))
        }
        if [.acquireFromAbroad, .loseAbroad, .moveWithinJapan, .changeAddress].contains(kind) {
            reasons.append(Reason("住民異動届に国民年金の付記があれば、届出があったものとみなします。付記は、このシステムには知らされません。", "国民年金法第12条第3項"))
        }
        return reasons
    }

    private func held(_ kind: NotificationKind, _ holds: [Hold]) -> PensionProposal {
        PensionProposal(
            kind: kind, fact: nil, effectiveOn: nil, filing: .undecided, due: nil, form: tables.notifications[kind].form, reasons: holds.map(\.reason),
            holds: holds)
    }

    /// A movement of whom the record can't be told: what has to be found out for that, and what the register said.
    private func unclear(_ kind: NotificationKind, _ movement: ResidentMovement, _ standing: PensionStanding, _ text: String) -> PensionProposal {
        let day = movement.on.map { "異動の日は\(EraDate.display($0))です。" } ?? "異動の日は分かりません。"
        let said = Reason("\(text)\(day)資格の記録が確かめられないため、どの種別であるかは分かりません。", tables.notifications[kind].article)
        return PensionProposal(
            kind: kind, fact: nil, effectiveOn: nil, filing: .undecided, due: nil, form: tables.notifications[kind].form,
            reasons: [said] + standing.holds.map(\.reason), holds: standing.holds)
    }

    private func undated(_ kind: NotificationKind) -> PensionProposal {
        held(kind, [Hold(.dayUnknown, Reason("異動の日が分かりません。確かめてください。", tables.notifications[kind].article))])
    }

    private func inOrder(_ a: PensionProposal, _ b: PensionProposal) -> Bool {
        let all = NotificationKind.allCases
        return (all.firstIndex(of: a.kind) ?? 0) < (all.firstIndex(of: b.kind) ?? 0)
    }
}
