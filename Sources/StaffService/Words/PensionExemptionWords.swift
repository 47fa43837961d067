internal import Addressee
internal import NationalPension
internal import StaffAPI

/// 免除等の申請の文面. What the form says, whose income counts, and what the rules make of it, line by line with the article.
extension PensionWords {
    // MARK: answers

    func applied(_ receipt: Receipt, _ detail: ApplicationDetail) throws -> Sheet {
        var lines = ["受付 \(receipt.reception)"]
        if let due = receipt.reportDue { lines.append("報告の期限\t\(due.reason)") }
        lines += form(detail.application) + earlier(detail)
        lines.append(next(detail))
        return try Sheet(lines: lines, of: ToldApplication(detail, hidesHint: true))
    }

    /// - Parameter hidesHint: of whoever is protected nobody is told with whom they live.
    func sheet(_ detail: ApplicationDetail, hidesHint: Bool) throws -> Sheet {
        var lines = ["受付 \(detail.row.reception)\t\(detail.row.state.label)", "申請\t\(tables.notices[detail.row.kind].label)", "宛名番号\t\(detail.row.number)"]
        lines += form(detail.application) + earlier(detail) + ["受付日\t\(EraDate.display(detail.row.receivedOn))"]
        if let due = detail.row.dueOn { lines.append("報告の期限\t\(EraDate.display(due))\(detail.row.state.isOpen && due < today ? "【期限超過】" : "")") }
        lines.append("入力\t\(detail.row.enteredBy)\t\(detail.row.section)")
        lines += examined(detail, hidesHint: hidesHint)
        if detail.row.state.isOpen { lines += ["", next(detail)] }
        return try Sheet(lines: lines, of: ToldApplication(detail, hidesHint: hidesHint), remarks: untrue(detail))
    }

    /// For whoever checks it: the reception, and what it stands on.
    func sheet(_ detail: ReceptionDetail, _ application: ApplicationDetail, hidden: Set<AddresseeNumber>, hintHidden: Bool) throws -> Sheet {
        var sheet = try sheet(detail, hidden: hidden)
        sheet.lines += earlier(application) + examined(application, hidesHint: hintHidden)
        if detail.row.state.isOpen { sheet.lines += ["", next(application)] }
        sheet.remarks += untrue(application)
        return sheet
    }

    func forwarded(_ reception: ReceptionNumber, _ examination: Int64) throws -> Sheet {
        try Sheet(
            lines: [
                "受付 \(reception) を確定しました。審査 \(examination)番を意見として、日本年金機構に進達します。",
                "承認するかは日本年金機構が決めます。決定が届くまで、免除の記録は変わりません。",
            ], of: ToldForwarding(reception: reception.description, examination: examination))
    }

    func asked(_ asked: [AskedIncome], _ reception: ReceptionNumber) throws -> Sheet {
        let lines =
            ["照会する所得（対象者・所得の年・宛名番号・申立て・照会の内容）"]
            + asked.map { "\($0.question.person.label)\t\($0.question.year)年分\t\($0.number ?? "－")\t\($0.declared)\t\($0.question.reason)" }
        return try Sheet(
            lines: lines + [
                "照会したことを記録しました。同じ人の同じ年分を、もう一度照会することはできません。", "照会書は atena pension exemption letter \(reception) --out ファイル で印刷します。",
                "所得が届くと、審査は続きます。書面の回答は atena pension exemption income \(reception) で入力します。",
            ],
            of: asked.map(ToldAsked.init))
    }

    func sheet(_ listed: Listed<ApplicationRow>, limit: Int) throws -> Sheet {
        let shown = Array(listed.rows.prefix(limit))
        let end = listed.rows.count > limit ? "\(shown.count)件を超えました。--limit か --person で絞り込んでください。" : "\(shown.count)件"
        return try Sheet(lines: applications(shown) + [end], of: shown.map(told), remarks: Self.untrue(listed.untrue, isCut: listed.isCut))
    }

    func applications(_ rows: [ApplicationRow]) -> [String] {
        ["受付番号\t状態\t審査\t申請\t宛名番号\t申請期間\t受付日\t報告の期限"]
            + rows.map { row in
                let late = row.row.state.isOpen && (row.row.dueOn.map { $0 < today } ?? false) ? "【期限超過】" : ""
                return [
                    "\(row.row.reception)", row.row.state.label, state(row), tables.notices[row.row.kind].label, row.row.number, row.application.months.display,
                    "\(row.row.receivedOn)", row.row.dueOn.map { "\($0)\(late)" } ?? "－",
                ].joined(separator: "\t")
            }
    }

    func told(_ row: ApplicationRow) -> ToldApplicationRow { ToldApplicationRow(row, state(row)) }

    private func state(_ row: ApplicationRow) -> String { row.lacksHousehold ? "世帯未入力" : row.state?.label ?? "未審査" }

    // MARK: what it says

    /// 申請の内容, term by term.
    func form(_ application: ExemptionApplication) -> [String] {
        let months = application.months
        var lines = ["申請期間\t\(months.displayWithCount)"]
        let struck = tables.order(on: application.filedOn).kinds(application.group).filter(application.struck.contains)
        if !struck.isEmpty { lines.append("希望しない区分\t" + struck.map { tables.kinds[$0].label }.joined(separator: "、")) }
        if application.group == .general { lines.append("継続審査\t\(application.wantsContinuation ? "希望する" : "希望しない")") }
        lines += application.special.map { claim in
            "特例の事由\t\(claim.person.label)\t\(tables.specialGrounds.row(claim.ground, in: application.months.first).label)\t\(EraDate.display(claim.day))\t\(claim.isProven ? "確認書類あり" : "確認書類なし")"
        }
        return lines + application.studentMonths.map { "学生である月\t\($0.display)" }
    }

    private func earlier(_ detail: ApplicationDetail) -> [String] {
        detail.earlier.map { "進達済み\t同じ月を含む申請 \($0) を、日本年金機構に進達しています。決定を確かめてください。" }
    }

    private func next(_ detail: ApplicationDetail) -> String {
        let reception = detail.row.reception
        if detail.application.group == .general, detail.household == nil {
            return "次は: 世帯を\(EraDate.display(detail.asOf))現在で確かめ、atena pension exemption household \(reception) で入力します。"
        }
        switch detail.examinations.first?.state {
        case .toAsk?: return "次は: atena pension exemption ask \(reception) で、足りない所得を照会します。"
        case .waiting? where detail.examinations.first?.proposal.waitingFor.contains(where: \.isUnfiled) == true:
            return "税の記録では未申告です。届くのを待つだけでは進みません。申告を求めるか、所得の申立てを atena pension exemption income \(reception) で入力します。"
        case .waiting?: return "所得を待っています。届くと審査は続きます。書面の回答は atena pension exemption income \(reception) で入力します。"
        case .held?: return "次は: 保留の理由を確かめ、世帯は household、示されていない所得の項目は income で入力する（atena pension exemption income \(reception)）か、返戻します。"
        case .decided?:
            let looked = detail.examinations.first.map { " --examination \($0.id)" } ?? ""
            return "次は: 別の人が atena pension notify show \(reception) で確かめ、atena pension notify accept \(reception)\(looked) で確定します。"
        case nil: return "次は: atena pension exemption examine \(reception) で審査します。"
        }
    }

    private func untrue(_ detail: ApplicationDetail) -> [String] {
        detail.untrueRows > 0
            ? ["この申請に、このシステムの書いたものでない行が\(detail.untrueRows)件あります。誰の入力でもないものとして、使っていません。システム管理者に知らせてください。"] : []
    }

    // MARK: household, incomes, examination

    private func examined(_ detail: ApplicationDetail, hidesHint: Bool) -> [String] {
        var lines: [String] = []
        if detail.application.group == .general { lines += [""] + household(detail, hidesHint: hidesHint) }
        if !detail.unread.isEmpty {
            let numbers = detail.unread.map { "\($0)番" }.joined(separator: "、")
            lines += ["", "読めない審査\t\(numbers)\t別の版のプログラムが書いたもので、内容を示せません。記録は残っています。審査し直すには examine を使います。"]
        }
        guard let examination = detail.examination else { return lines }
        lines += [""] + incomes(examination.basis, detail.declarations)
        lines += ["", "審査 \(examination.id)番\t\(EraDate.display(examination.on))\t\(examination.by)\t\(examination.state.label)"]
        if examination.id != detail.examinations.first?.id { lines.append("この審査の後に、別の審査があります。") }
        if detail.opinion == examination.id { lines.append("この審査を意見として、確定しました。") }
        if let opinion = detail.opinion, detail.unread.contains(opinion) { lines.append("読めない審査 \(opinion)番を意見として、確定しました。") }
        if detail.row.state == .accepted, detail.opinion == nil { lines.append("どの審査を意見として確定したかの記録がないか、このシステムの書いたものではありません。") }
        lines += proposal(examination)
        let others = detail.examinations.filter { $0.id != examination.id }
        if !others.isEmpty { lines.append("ほかの審査\t" + others.map { "\($0.id)番（\(EraDate.display($0.on))、\($0.state.label)）" }.joined(separator: "、")) }
        return lines
    }

    private func household(_ detail: ApplicationDetail, hidesHint: Bool) -> [String] {
        guard let entry = detail.entry else {
            var lines = ["世帯\t入力されていません（\(EraDate.display(detail.asOf))現在で審査します）"]
            if hidesHint { lines.append("世帯の案\t抑止または支援措置があるため、示しません。申請書と本人の申立てで確かめてください。") } else { lines += hint(detail) }
            return lines
        }
        func who(_ relative: HouseholdEntry.Relative?) -> String {
            guard let relative else { return "" }
            let number = relative.number.map { "\t\($0)\t\(detail.names[$0] ?? "（提供されていません）")" } ?? "\t－\t"
            return number + (relative.declared.isEmpty ? "" : "\t申立て: \(relative.declared)")
        }
        var lines = ["世帯\t\(EraDate.display(entry.household.asOf))現在"]
        lines.append("　配偶者\t\(entry.household.spouse.label)\(who(entry.spouse))")
        lines.append("　世帯主\t\(entry.household.householder.label)\(who(entry.householder))")
        if let household = detail.household, household.entry == entry {
            lines.append("　入力\t\(household.enteredBy.account)\t\(EraDate.display(household.enteredBy.on))")
        }
        return lines
    }

    private func hint(_ detail: ApplicationDetail) -> [String] {
        guard let hint = detail.hint else { return ["世帯の案\t住民記録から示せるものはありません。申請書で確かめてください。"] }
        func who(_ number: AddresseeNumber?) -> String { number.map { "\t\($0)\t\(detail.names[$0.value] ?? "")" } ?? "" }
        return [
            "世帯の案\t住民記録の続柄は「\(hint.relation)」です。申請書で確かめてから入力してください。",
            "　世帯主\t\(hint.householder.label)\(who(hint.householderNumber))",
            "　配偶者\t\(hint.spouseNumber == nil ? "住民記録からは分かりません（別居の配偶者も審査の対象です）" : "同じ世帯にあり\(who(hint.spouseNumber))")",
        ]
    }

    private func incomes(_ basis: ExaminationBasis, _ declarations: [Declaration]) -> [String] {
        basis.incomes.flatMap { income in
            var lines = ["所得\t\(income.person.label)\t\(income.year)年分\t\(income.number ?? "－")\t\(told(income))"]
            if let asked = income.asked { lines.append("　照会\t\(EraDate.display(asked.on))\t\(asked.by)\t受付 \(asked.reception)") }
            lines += declarations.filter { income.declared.contains($0.id) }.map {
                "　所得の申立て（\($0.id)番）の入力\t\(EraDate.display($0.enteredBy.on))\t\($0.enteredBy.account)\t受付 \($0.reception)\t\($0.remarks)"
            }
            if case .told(let statement)? = income.reading, let unstated = statement.unstated {
                lines.append("　示されていない項目\t\(unstated.joined(separator: "、"))（なしとは数えません。基準額を超えるときは保留します。確かめて income で入力してください）")
            }
            lines += income.items.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { "　\(tables.incomes.label(of: $0.key))\t\($0.value)" }
            return lines
        } + (basis.months == nil && basis.holds.isEmpty ? ["資格\t資格の記録がないため、被保険者期間と照らしていません。"] : [])
            + basis.holds.map { "保留\t\($0.reason)" }
    }

    private func told(_ income: KnownIncome) -> String {
        if income.isUnsettled {
            let named = if case .tax(let version)? = income.source { "（履歴番号 \(version)）" } else { "" }
            return "税の記録\(named)が確認中のため、使っていません"
        }
        let declared = "所得の申立て（\(income.declared.map { "\($0)番" }.joined(separator: "、"))）"
        switch (income.source, income.reading) {
        case (.tax(let version)?, .told?):
            return "税の記録（履歴番号 \(version)）" + (income.declared.isEmpty ? "" : "と、そこにない項目の\(declared)")
        case (.tax(let version)?, .unfiled?): return "税の記録（履歴番号 \(version)）では未申告"
        case (.declared?, .told?): return declared
        case (_, .unclear(let labels)?): return "記録から所得が分かりません（\(labels.joined(separator: "、"))）"
        default: return "分かりません"
        }
    }

    private func proposal(_ examination: KeptExamination) -> [String] {
        let proposal = examination.proposal
        var lines = proposal.parts.flatMap(part)
        lines.append("継続審査\t\(proposal.continuation.isAllowed ? "できます" : "できません")\t\(proposal.continuation.reason)")
        lines += proposal.toAsk.map { "照会が要る所得\t\($0.reason)" } + proposal.waitingFor.map { "待っている所得\t\($0.reason)" }
        return lines + proposal.remarks.map { "注意\t\($0)" }
    }

    private func part(_ part: ExemptionProposal.Part) -> [String] {
        let months = part.months.display
        var lines: [String] = []
        switch part.outcome {
        case .granted(let kind): lines.append("\(months)\t承認相当: \(tables.kinds[kind].label)")
        case .refused: lines.append("\(months)\t却下相当")
        case .waiting: lines.append("\(months)\t所得を待つ")
        case .held(let holds): lines += ["\(months)\t保留"] + holds.map { "　\($0.reason)" }
        case .inadmissible(let reasons): lines += ["\(months)\t審査の対象となりません"] + reasons.map { "　\($0)" }
        }
        for payable in part.payable { lines.append("　納付する額\t\(payable.months.display)\t月額 \(payable.yen.map(Yen.display) ?? "（規則表にありません）")") }
        for kind in part.kinds {
            lines.append("　\(tables.kinds[kind.kind].label)\t\(kind.verdict.label)" + kind.reasons.map { "\t\($0)" }.joined())
            for person in kind.persons {
                lines.append("　　\(person.person.label)\t\(person.verdict.label)\t\(person.reason)")
                lines += person.lines.map { line in
                    "　　　\(line.side.label)\t\(line.label)\t\(line.amount)\t\(line.article)"
                }
            }
        }
        return lines
    }
}

extension ArithmeticLine.Side {
    fileprivate var label: String {
        switch self {
        case .income: "所得"
        case .deduction: "控除"
        case .assessed: "審査する所得"
        case .threshold: "基準額の内訳"
        case .limit: "基準額"
        }
    }
}
