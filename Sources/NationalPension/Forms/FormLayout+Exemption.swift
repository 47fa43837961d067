internal import Addressee

/// 免除等の申請書の欄: incomes and the arithmetic, line by line with the article.
extension FormLayout {
    func terms(_ application: ExemptionApplication) -> [FormField] {
        var fields = [FormField("申請期間", application.months.displayWithCount)]
        if application.group == .general {
            let struck = tables.order(on: application.filedOn).kinds(application.group).filter(application.struck.contains)
            fields.append(FormField("希望しない区分", struck.isEmpty ? "なし" : struck.map { tables.kinds[$0].label }.joined(separator: "、")))
            fields.append(FormField("継続審査", application.wantsContinuation ? "希望する" : "希望しない"))
        }
        fields += application.studentMonths.map { FormField("学生である期間", $0.displayWithCount) }
        return fields
            + application.special.map { claim in
                let row = tables.specialGrounds.row(claim.ground, in: application.months.first)
                return FormField(
                    "特例認定区分",
                    "\(row.code)　\(claim.person.label)　\(row.label)　\(EraDate.display(claim.day))　確認書類\(claim.isProven ? "あり" : "なし")")
            }
    }

    func examination(_ form: FormApplication) -> [FormBlock] {
        var blocks: [FormBlock] = []
        if let household = form.household { blocks.append(.fields("世帯（\(EraDate.display(household.asOf))現在）", members(household, form))) }
        blocks += form.incomes.map(income)
        guard let proposal = form.proposal else { return blocks + [.note("審査をしていません。")] }
        blocks.append(
            .table(
                "審査" + (form.examinedOn.map { "（\(EraDate.display($0))）" } ?? ""), [FormColumn("期間", 42), FormColumn("結果", 58)],
                proposal.parts.flatMap(result)))
        for part in proposal.parts { blocks += arithmetic(part, isOnly: proposal.parts.count == 1) }
        blocks += proposal.remarks.map { FormBlock.note($0.description) }
        // Nothing is to be said of what nobody asked for.
        guard form.application.wantsContinuation else { return blocks }
        return blocks + [.note("継続審査　\(proposal.continuation.isAllowed ? "できます" : "できません")　\(proposal.continuation.reason)")]
    }

    private func members(_ household: ExemptionHousehold, _ form: FormApplication) -> [FormField] {
        let spouse = household.spouse == .exists ? form.spouse : household.spouse.label
        let householder = household.householder == .other ? form.householder : household.householder.label
        return [FormField("配偶者", spouse), FormField("世帯主", householder)]
    }

    private func income(_ income: FormIncome) -> FormBlock {
        var fields = [FormField("所得の把握", income.source)]
        guard let statement = income.statement else { return .fields("所得　\(income.person.label)　\(income.year)年分", fields) }
        fields.append(FormField("合計所得金額", Yen.display(statement.totalIncome)))
        if statement.carriedLoss > 0 { fields.append(FormField("純損失の繰越控除", Yen.display(statement.carriedLoss))) }
        let deducted = DeductionKind.allCases.compactMap { kind -> String? in
            guard let yen = statement.deductions[kind], yen > 0 else { return nil }
            return "\(tables.deductions.row(kind, incomeYear: statement.year)?.label ?? kind.rawValue) \(Yen.display(yen))"
        }
        if let unstated = statement.unstated { fields.append(FormField("示されていない項目", unstated.joined(separator: "、"))) }
        fields.append(FormField("控除", deducted.isEmpty ? "なし" : deducted.joined(separator: "、")))
        let heads = DependantKind.allCases.compactMap { kind -> String? in
            guard let count = statement.dependants[kind], count > 0 else { return nil }
            return "\(tables.dependants.row(kind, incomeYear: statement.year)?.label ?? kind.rawValue) \(count)人"
        }
        fields.append(FormField("扶養親族等", "\(statement.dependantCount)人" + (heads.isEmpty ? "" : "（\(heads.joined(separator: "、"))）")))
        var disabled: [String] = []
        if statement.disabledDependants > 0 { disabled.append("障害者 \(statement.disabledDependants)人") }
        if statement.speciallyDisabledDependants > 0 { disabled.append("特別障害者 \(statement.speciallyDisabledDependants)人") }
        if !disabled.isEmpty { fields.append(FormField("扶養親族等の障害", disabled.joined(separator: "、"))) }
        let own = circumstances(statement)
        if !own.isEmpty { fields.append(FormField("本人の区分", own.joined(separator: "、"))) }
        return .fields("所得　\(income.person.label)　\(income.year)年分", fields)
    }

    private func circumstances(_ statement: IncomeStatement) -> [String] {
        var found: [String] = []
        switch statement.disability {
        case .none: break
        case .disabled: found.append("障害者")
        case .special: found.append("特別障害者")
        }
        if statement.isWidow { found.append("寡婦") }
        if statement.isSingleParent { found.append("ひとり親") }
        if statement.isWorkingStudent { found.append("勤労学生") }
        return found
    }

    private func result(_ part: ExemptionProposal.Part) -> [[String]] {
        let outcome =
            switch part.outcome {
            case .granted(let kind): "\(tables.kinds[kind].label)の承認相当"
            case .refused: "却下相当"
            case .waiting: "所得を待つ"
            case .held(let holds): "保留　" + holds.map(\.reason.description).joined(separator: " ")
            case .inadmissible(let reasons): "審査の対象とならない　" + reasons.map(\.description).joined(separator: " ")
            }
        return [[part.months.displayWithCount, outcome]]
            + part.payable.map { ["納付する額", "\($0.months.display)　月額 \($0.yen.map(Yen.display) ?? "（規則表にありません）")"] }
    }

    /// The examination of each kind, in its order, with the lines of each person.
    private func arithmetic(_ part: ExemptionProposal.Part, isOnly: Bool) -> [FormBlock] {
        let columns = [FormColumn("対象者", 10), FormColumn("計算", 34), FormColumn("金額", 18, isAmount: true), FormColumn("根拠条文・理由", 38)]
        return part.kinds.map { kind in
            let title = "計算　\(tables.kinds[kind.kind].label)　\(kind.verdict.label)" + (isOnly ? "" : "　\(part.months.display)")
            let rows = kind.persons.flatMap { person in
                person.lines.map { line in
                    [person.person.label, line.label, line.amount, line.article.text]
                } + [[person.person.label, person.verdict.label, "", person.reason.description]]
            }
            let why = (kind.reasons + kind.holds.map(\.reason)).map { ["", kind.verdict.label, "", $0.description] }
            return .table(title, columns, rows + why)
        }
    }
}
