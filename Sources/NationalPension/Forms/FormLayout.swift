internal import Addressee

/// 様式の欄の並び. What stands on a form, in which order: person, what was filed, what is certified.
struct FormLayout {
    let tables: RuleTables

    func blocks(_ content: FormContent) -> [FormBlock] {
        var blocks = [.fields("被保険者", person(content.person))] + said(content)
        if content.person.address == .withheld { blocks.append(.note("住所、電話番号と異動の日は、抑止または支援措置のため印字していません。所在を本人以外に示さないでください。")) }
        return blocks + [.certification(certified(content.said))]
    }

    private func person(_ person: FormPerson) -> [FormField] {
        var fields = [
            FormField("基礎年金番号", BasicData.display(person.basicPensionNumber)),
            FormField("宛名番号", person.number.value), FormField("フリガナ", person.furigana), FormField("氏名", person.name),
        ]
        if !person.commonName.isEmpty { fields.append(FormField("通称", person.commonName)) }
        fields += [FormField("生年月日", person.birth), FormField("性別", person.sex), FormField("住所", person.address.printed)]
        return fields + [FormField("電話番号", person.telephone.printed)]
    }

    private func said(_ content: FormContent) -> [FormBlock] {
        let filed = FormField("届出の種類", content.notice.text)
        let received = [FormField("受付日", EraDate.display(content.receivedOn)), FormField("根拠条文", content.notice.article.text)]
        func filing(_ fields: [FormField]) -> [FormBlock] {
            [.fields("届出", [filed] + [content.target].compactMap { $0 } + fields + received)]
        }
        switch content.said {
        case .fact(let terms, let following): return filing(terms) + follows(following)
        case .name(let before, let after, let day):
            return filing([Self.day("変更の日", day)]) + [
                .fields("変更前", [FormField("フリガナ", before.furigana), FormField("氏名", before.name)]),
                .fields("変更後", [FormField("フリガナ", after.furigana), FormField("氏名", after.name)]),
            ]
        case .birth(let before, let after, let day):
            return filing([Self.day("訂正の日", day), FormField("訂正前の生年月日", before), FormField("訂正後の生年月日", after)])
        case .address(let before, let after, let day):
            return filing([Self.day("変更の日", day), FormField("変更前の住所", before.printed), FormField("変更後の住所", after.printed)])
        case .exemption(let application): return filing(terms(application.application)) + examination(application)
        }
    }

    private func follows(_ following: FormContent.Following) -> [FormBlock] {
        switch following {
        case .qualification(let changes?): qualification(changes)
        case .qualification(nil): [.note("資格の異動を算定できません。")]
        case .exemption(let exemption): parental(exemption)
        case .nothing: []
        }
    }

    private func qualification(_ changes: [QualificationChange]) -> [FormBlock] {
        guard !changes.isEmpty else { return [.note("この届出で、資格の記録は変わりません。")] }
        let columns = [FormColumn("異動の別", 18), FormColumn("年月日", 22), FormColumn("種別", 24), FormColumn("事由", 36)]
        return [
            .table(
                "資格の異動", columns,
                changes.map { change in
                    [
                        change.kind.label + (change.isTaken ? "（取消し）" : ""), change.on.map { EraDate.display($0) } ?? FormPerson.Place.withheld.printed,
                        change.insuredClass?.label ?? "",
                        change.reason.map { tables.reasons[$0].label } ?? "",
                    ]
                })
        ]
    }

    private func parental(_ exemption: ParentalExemption) -> [FormBlock] {
        [.fields("免除する期間", [FormField("期間", exemption.months?.displayWithCount ?? "ありません")])] + exemption.reasons.map { .note($0.description) }
    }

    /// What the municipality certifies: a change of name that nobody filed comes from the resident record, incomes from the tax record.
    private func certified(_ said: FormContent.Said) -> String {
        switch said {
        case .name, .birth: "住民票の記載が上記のとおりであることを証明します。"
        case .exemption: "所得の状況が上記のとおりであることを証明し、申請書を送付します。"
        default: "上記のとおり届出（申出・申請）を受け付けたので、報告します。"
        }
    }

    private static func day(_ label: String, _ day: CalendarDay?) -> FormField { FormField(label, day.map(EraDate.display) ?? "") }
}
