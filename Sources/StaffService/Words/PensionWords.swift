internal import Addressee
internal import NationalPension
internal import StaffAPI

/// 国民年金の文面. How the pension department's records are told to people, and the same as data.
struct PensionWords {
    let tables: RuleTables
    let today: CalendarDay
    /// 所属名 by 所属コード, where they are known.
    var sections: [String: String] = [:]

    /// 課・出張所: its code, and its name where it is known.
    func section(_ code: String) -> String {
        guard !code.isEmpty else { return "－" }
        return sections[code].map { "\(code) \($0)" } ?? code
    }

    // MARK: one person

    /// - Parameters:
    ///   - reports: how the reports of the person's receptions stand.
    ///   - hidden: of whom the register shows nobody where they are.
    ///   - protected: the same of whoever claims, and of whom they claim.
    func sheet(
        _ found: LookedUp, reports: [ReceptionNumber: ReportStanding], withoutPlace hidden: Set<AddresseeNumber>, hidden protected: Set<AddresseeNumber>
    ) throws -> Sheet {
        let record = found.record
        let isOpen = { (numbers: [String?]) in !numbers.contains { number in protected.contains { $0.value == number } } }
        let carried = found.carriedClaims.map { kept in
            isOpen([record.number.value, kept.claim.claim.claimant?.number]) ? (kept.reception, kept.claim) : (kept.reception, kept.claim.withoutPlace)
        }
        let waiting = found.claims.map { claim in isOpen([claim.kept.number.value, claim.kept.claim.claimant?.number]) ? claim : claim.withoutPlace }
        let hides = Self.hides(record, hidden)
        let history = try? record.history(on: today, using: tables)
        var lines = resident(record, hides) + basics(record)
        lines += qualification(record, history)
        lines += events(record)
        lines += incomes(found.incomes)
        if !found.receptions.isEmpty { lines += ["", "受付"] + ledger(found.receptions, reports: reports) }
        if !found.applications.isEmpty { lines += ["", "確認を待つ免除等の申請"] + applications(found.applications) }
        if !waiting.isEmpty {
            lines += ["", "確認を待つ裁定請求"] + claims(waiting)
            for claim in waiting {
                let particulars = particulars(claim.kept.claim)
                if !particulars.isEmpty { lines += ["受付 \(claim.row.reception)"] + particulars.map { "　\($0)" } }
            }
        }
        if !carried.isEmpty {
            lines += ["", "移行した裁定請求"] + carried.flatMap { reception, claim in ["受付 \(reception)"] + form(claim).map { "　\($0)" } }
        }
        if !found.tasks.isEmpty { lines += ["", "課題"] + tasks(found.tasks) }
        if !found.proposals.isEmpty { lines += ["", "確認を待つ処理の案"] + (hides ? ["\(found.proposals.count)件（異動の日と事由は表示しません）"] : proposals(found.proposals)) }
        return try Sheet(
            lines: lines,
            of: ToldPerson(
                found, history, reports: reports, applications: found.applications.map(told), claims: waiting.map { ToldClaim($0, today) },
                carriedClaims: Dictionary(carried.map { ($0.0.description, $0.1) }) { first, _ in first }, hidesPlace: hides),
            remarks: remarks(record, hides) + (hides || protected.isEmpty ? [] : [Self.protected]))
    }

    /// 所得, as it stands and as it stood.
    private func incomes(_ incomes: [ReceivedIncome]) -> [String] {
        func items(_ income: ReceivedIncome) -> [String] {
            income.items.sorted { $0.key < $1.key }.map { "\(income.fiscalYear)\t\(tables.incomes.label(of: $0.key))\t\($0.value)" }
        }
        var (lines, former): ([String], [String]) = ([], [])
        for income in incomes {
            let given = income.givenOn.map { "\(EraDate.display($0))に提供" } ?? "提供の日は記録にありません"
            guard let ended = income.ended else {
                lines += ["\(income.fiscalYear)\t履歴番号 \(income.version)\t\(given)"] + items(income)
                continue
            }
            let end = "\(EraDate.display(ended.on))に\(ended.isTakenBack ? "提供の取消し" : "変更")"
            former += ["\(income.fiscalYear)\t履歴番号 \(income.version)\t\(given)、\(end)"] + items(income)
        }
        return (lines.isEmpty ? [] : ["", "所得（年度・項目・値）"] + lines) + (former.isEmpty ? [] : ["", "以前の所得（年度・項目・値）"] + former)
    }

    /// What the module was given says so, or the register, which may know better.
    private static func hides(_ record: PersonRecord, _ hidden: Set<AddresseeNumber>) -> Bool {
        record.addressee?.isProtected == true || hidden.contains(record.number)
    }

    private func remarks(_ record: PersonRecord, _ hides: Bool) -> [String] {
        var remarks: [String] = []
        if hides { remarks.append("抑止または支援措置があります。住所は表示しません。所在を本人以外に示さないでください。") }
        if record.untrueRows > 0 {
            remarks.append("この人の記録に、このシステムの書いたものでない行が\(record.untrueRows)件あります。誰の入力でもないものとして、数えていません。システム管理者に知らせてください。")
        }
        if !record.isProvided { remarks.append("住民記録からの提供は終わっています。宛名は最後に提供された内容です。") }
        return remarks
    }

    private func resident(_ record: PersonRecord, _ hides: Bool) -> [String] {
        guard let version = record.addressee else { return ["宛名番号\t\(record.number)"] }
        var lines = ["宛名番号\t\(record.number)"]
        for item in [Item.shimei, .shimeiFurigana, .tsusho] { if let value = version[item] { lines.append("\(item.label)\t\(value)") } }
        if let birth = version.birth { lines.append("生年月日\t\(EraDate.display(birth))") }
        if let sex = version[.seibetsu] { lines.append("性別\t\(Item.seibetsu.meaning(of: sex) ?? sex)") }
        guard !hides else { return lines + ["住所\t（表示できません）", "住民の状態\t（表示できません）"] }
        lines.append("住所\t\(version.address)")
        lines.append("住民の状態\t\(version.presence.label)\(version.movedOn.map { "（異動日 \(EraDate.display($0))）" } ?? "")")
        return lines
    }

    private func basics(_ record: PersonRecord) -> [String] {
        let data = record.basic.data
        return [
            "", "基礎年金番号\t\(Self.shown(data.basicPensionNumber))", "電話番号\t\(data.telephone)", "備考\t\(data.remarks)",
        ]
            // Hardly anybody has one.
            + (record.welfare.certificate.map { ["", "老齢福祉年金の証書"] + Self.certificate($0).map { "\($0.label)\t\($0.value)" } } ?? [])
    }

    private func qualification(_ record: PersonRecord, _ history: InsuredHistory?) -> [String] {
        guard let history else {
            var holds: [Hold] = []
            do throws(HeldForClerk) { _ = try record.history(on: today, using: tables) } catch { holds = error.holds }
            return ["", "資格\t確かめることがあります。"] + holds.map { "\t\($0.reason)" }
        }
        return ["", "現在の種別\t\(history.current?.label ?? "被保険者ではありません")"] + periods(history) + months(history)
            + history.doubts.map { "疑義\t\($0.day.map(EraDate.display) ?? "")\t\($0.reason)" }
    }

    private func periods(_ history: InsuredHistory) -> [String] {
        guard !history.periods.isEmpty else { return ["資格期間\tありません"] }
        return history.periods.flatMap { period in
            period.spans.enumerated().map { index, span in
                "\(index == 0 ? "取得" : "種別変更")\t\(EraDate.display(span.from))\t\(span.insuredClass.label)\t\(tables.reasons[span.reason].label)"
            } + (period.lost.map { ["喪失\t\(EraDate.display($0))\t\t\(period.lostBy.map { tables.reasons[$0].label } ?? "")"] } ?? [])
        }
    }

    private func months(_ history: InsuredHistory) -> [String] {
        history.runs.map { run in
            var what = [run.exemption.map { tables.kinds[$0].label } ?? ""]
            if run.isPaymentElected { what.append("納付申出") }
            if run.hasAdditionalPremium { what.append("付加") }
            if run.isFundMember { what.append("基金") }
            return "月\t\(run.months.display)\t\(run.insuredClass.label)\t\(what.filter { !$0.isEmpty }.joined(separator: "・"))\t\(run.months.count)月"
        } + ["合計\t\(history.totals.all)月"]
    }

    private func events(_ record: PersonRecord) -> [String] {
        guard !record.events.isEmpty else { return [] }
        return ["", "記録（番号・届出の種類・事実の日・受付日・受付番号・入力・確認・状態）"]
            + record.events.map { event in
                let day = record.day(of: event, using: tables).map { "\($0)" } ?? "－"
                let state = event.isStanding(in: record.events) ? "" : "取消し済み"
                let target = event.event.target.map { "（\($0.text)番の\(event.event.fact == nil ? "取消し" : "訂正")）" } ?? ""
                return "\(event.number)\t\(tables.notices[event.kind].label)\(target)\t\(day)\t\(event.event.receivedOn)\t\(event.reception)"
                    + "\t\(event.enteredBy)\t\(event.checkedBy)\t\(state)"
            }
    }

    /// 検索の結果. One line each; of a protected person no address.
    func found(_ people: [LookedUp], hasMore: Bool, withoutPlace hidden: Set<AddresseeNumber>) throws -> Sheet {
        let lines =
            ["宛名番号\t氏名\t生年月日\t住所\t基礎年金番号"]
            + people.map { found in
                let (record, version) = (found.record, found.record.addressee)
                let address = Self.hides(record, hidden) ? "（表示できません）" : version?.address ?? ""
                return "\(record.number)\t\(version?.formalName ?? "")\t\(version?.birth.map(EraDate.display) ?? "")\t\(address)"
                    + "\t\(record.basic.data.basicPensionNumber ?? "")"
            }
        let end = hasMore ? "\(people.count)人を超えるため、残りは表示しません。氏名を長くするか、基礎年金番号で探してください。" : "\(people.count)人"
        return try Sheet(lines: lines + [end], of: people.map { ["atenabango": $0.record.number.value] })
    }

    // MARK: receptions

    func sheet(_ receipt: Receipt) throws -> Sheet {
        var lines = ["受付 \(receipt.reception)"]
        if let due = receipt.filingDue { lines.append("届出の期限\t\(due.reason)\(due.state(on: today) == .overdue ? "【期限後】" : "")") }
        if let due = receipt.reportDue { lines.append("報告の期限\t\(due.reason)") }
        lines += outlook(receipt.outlook)
        lines.append("次は: 別の人が atena pension notify show \(receipt.reception) で確かめ、atena pension notify accept \(receipt.reception) で確定します。")
        return try Sheet(lines: lines, of: ToldReceipt(receipt, today))
    }

    func sheet(_ outlook: Outlook, of reception: ReceptionNumber, isAccepted: Bool = false) throws -> Sheet {
        let next = isAccepted ? ["日本年金機構に報告するものは、atena pension report due に出ます。"] : []
        return try Sheet(
            lines: [isAccepted ? "受付 \(reception) を確定しました。" : "受付 \(reception)"] + self.outlook(outlook, isAccepted: isAccepted) + next,
            of: ToldOutlook(outlook))
    }

    /// - Parameter isAccepted: whether it has been accepted, and what was before is past.
    func outlook(_ outlook: Outlook, isAccepted: Bool = false) -> [String] {
        if !outlook.holds.isEmpty { return ["確定できません。先に確かめることがあります。"] + outlook.holds.map { "保留\t\($0.reason)" } }
        var lines: [String] = []
        if let additional = outlook.additional { lines += additional.reasons.map { "付加\t\($0)" } }
        if let request = outlook.request, request.isAccepted { lines += request.reasons.map { "申請\t\($0)" } }
        if let parental = outlook.parental { lines += parental.reasons.map { "免除\t\($0)" } }
        let doubts = outlook.newDoubts.map { "疑義\t\($0.day.map(EraDate.display) ?? "")\t\($0.reason)" }
        guard outlook.before != outlook.after else {
            // Months that lie ahead stand in no record yet.
            return lines + [outlook.parental?.months == nil ? "資格の記録は変わりません。" : "今月までの資格の記録は変わりません。"] + doubts
        }
        if let before = outlook.before { lines += [isAccepted ? "確定する前の記録" : "いまの記録"] + (periods(before) + months(before)).map { "　\($0)" } }
        if let after = outlook.after { lines += ["確定した後の記録"] + (periods(after) + months(after)).map { "　\($0)" } }
        return lines + doubts
    }

    /// - Parameter reports: 報告の経過 of those that have one.
    func ledger(_ rows: [LedgerRow], reports: [ReceptionNumber: ReportStanding] = [:]) -> [String] {
        ["受付番号\t状態\t届出の種類\t宛名番号\t受付日\t報告の期限\t課\t入力\t確認\t処理の案\t報告"]
            + rows.map { row in
                let late = row.state.isOpen && (row.dueOn.map { $0 < today } ?? false) ? "【期限超過】" : ""
                return [
                    "\(row.reception)", row.isTrue ? row.state.label : "証印なし", tables.notices[row.kind].label, row.number, "\(row.receivedOn)",
                    row.dueOn.map { "\($0)\(late)" } ?? "－",
                ].joined(separator: "\t") + "\t"
                    + (row.isTrue ? [section(row.section), row.enteredBy, row.decidedBy ?? "－"] : ["－", "－", "－"]).joined(separator: "\t")
                    + "\t\(row.proposal.map(String.init) ?? "－")\t\(reports[row.reception]?.state.label ?? "－")"
            }
    }

    /// - Parameter listed: true rows one more than the limit, where there are more, and untrue ones among them, which are shown and not counted.
    func sheet(_ listed: Listed<LedgerRow>, limit: Int, reports: [ReceptionNumber: ReportStanding]) throws -> Sheet {
        let isMore = listed.rows.count(where: \.isTrue) > limit
        let shown = isMore ? Array(listed.rows.dropLast()) : listed.rows
        let count = shown.count(where: \.isTrue)
        let end = isMore ? "\(count)件を超えました。--limit か --person で絞り込んでください。" : "\(count)件"
        return try Sheet(
            lines: ledger(shown, reports: reports) + [end], of: shown.map { ToldRow($0, today, reports[$0.reception]) },
            remarks: Self.untrue(listed.untrue, isCut: listed.isCut))
    }

    /// 証印のない行 of a list: nobody's, and named; and that the list is not whole because of them.
    static func untrue(_ count: Int, isCut: Bool = false) -> [String] {
        (count > 0
            ? ["このシステムの書いたものでない行が\(count)件あります。誰の受付でも確認でもないものとして、件数に入れていません。システム管理者に知らせてください（atena status）。"] : [])
            + (isCut ? ["行が多すぎるため、途中までを読みました。示していないものがあります。条件で絞り込んでください。"] : [])
    }

    /// 受付件数, and those of reports. Each count is the rows that the command at its end lists.
    func sheet(_ statistics: LedgerStatistics, ofFiscalYear year: Int32, reports: [ReportCount]) throws -> Sheet {
        let states = LedgerRow.State.allCases
        let header = ["届出の種類", "受付"] + states.map(\.label) + ["期限超過", "内訳"]
        let counts = statistics.counts
        let rows = counts.map { count in
            ([tables.notices[count.kind].label, String(count.all)] + states.map { String(count.counts[$0] ?? 0) } + [
                String(count.overdue), "atena pension ledger list --all --fiscal-year \(year) --kind \(count.kind.rawValue)",
            ]).joined(separator: "\t")
        }
        let total = counts.reduce(0) { $0 + $1.all }
        let reported = Dictionary(reports.map { ($0.kind, $0.counts) }) { first, _ in first }
        return try Sheet(
            lines: ["\(year)年度の受付"] + [header.joined(separator: "\t")] + rows + ["合計\t\(total)"] + reportCounts(reports, year),
            of: counts.map { ToldCount($0, year, reported[$0.kind] ?? [:]) }, remarks: Self.untrue(statistics.untrue, isCut: statistics.isCut))
    }

    /// 日本年金機構への報告の件数, and the command that lists them.
    private func reportCounts(_ reports: [ReportCount], _ year: Int32) -> [String] {
        guard !reports.isEmpty else { return [] }
        let header = ["届出の種類", "報告"] + ReportState.allCases.map(\.label) + ["内訳"]
        let rows = reports.map { count in
            let numbers = ReportState.allCases.map { String(count.counts[$0] ?? 0) }
            let command = "atena pension report due --all --fiscal-year \(year) --kind \(count.kind.rawValue)"
            return ([tables.notices[count.kind].label, String(count.counts.values.reduce(0, +))] + numbers + [command]).joined(separator: "\t")
        }
        return ["", "\(year)年度の受付の、日本年金機構への報告", header.joined(separator: "\t")] + rows
    }

    func tasks(_ tasks: [PensionTask]) -> [String] {
        ["課題\t種類\t受付番号\t宛名番号\t相手の宛名番号\t登録日\t確かめること\t期限\t課"]
            + tasks.map { task in
                [
                    String(task.id), task.kind.label, task.reception.map { "\($0)" } ?? "－", task.number, task.other ?? "－", "\(task.since)", task.words,
                    "\(task.dueOn)\(task.dueOn < today ? "【期限超過】" : "")", task.section.map(section) ?? "－",
                ].joined(separator: "\t")
            }
    }

    /// - Parameter hidden: of whom nobody is told where they are or how they moved: that there is a proposal, and none of what it says.
    func proposals(_ proposals: [KeptProposal], hidden: Set<String> = []) -> [String] {
        ["案\t状態\t種類\t宛名番号\t効力の日\t届出の期限\t届出\t理由"]
            + proposals.map { kept in
                let content = kept.content
                let state = kept.isOpen ? (content.holds.isEmpty ? "確認待ち" : "保留") : kept.state?.label ?? "置換え"
                let by = (kept.reception.map { "（受付 \($0)）" } ?? "") + (kept.supersededBy.map { "（案 \($0) に置換え）" } ?? "")
                let shown = [String(kept.id), state + by]
                guard !hidden.contains(kept.number) else {
                    return (shown + ["（表示できません）", kept.number, "－", "－", "－", "（異動の日と事由は表示しません）"]).joined(separator: "\t")
                }
                return
                    (shown + [
                        tables.notifications[content.kind].label, kept.number, content.effectiveOn.map { "\($0)" } ?? "－",
                        content.due.map { "\($0)" } ?? "－", content.filing.label, content.reasons.map(\.description).joined(separator: " "),
                    ]).joined(separator: "\t")
            }
    }

    func sheet(_ kept: [KeptProposal], limit: Int, hidden: Set<AddresseeNumber>) throws -> Sheet {
        let shown = Array(kept.prefix(limit))
        let end = kept.count > limit ? "\(shown.count)件を超えました。--limit か --person で絞り込んでください。" : "\(shown.count)件"
        let next = "次は: atena pension proposal confirm 案 で受け付け、別の人が確定します。要らない案は dismiss です。"
        let numbers = Set(hidden.map(\.value))
        return try Sheet(
            lines: proposals(shown, hidden: numbers) + [end] + (shown.contains(where: \.isOpen) ? [next] : []),
            of: shown.map { ToldProposal($0, hidesPlace: numbers.contains($0.number)) })
    }

    func kinds() throws -> Sheet {
        let shown = NoticeKind.allCases.filter(\.isFiled)
        let lines =
            ["種類\t届出\t様式\t報告\t根拠"]
            + shown.map { kind in
                let row = tables.notices[kind]
                let form = tables.forms.version(row.form, on: today)?.label ?? "－"
                return "\(kind.rawValue)\t\(row.label)\t\(form)\t\(row.isReported ? "する" : "しない")\t\(row.article)"
            }
        return try Sheet(lines: lines, of: shown.map(\.rawValue))
    }
}

extension PensionProposal.Filing {
    fileprivate var label: String {
        switch self {
        case .needed: "要"
        case .notNeeded: "不要"
        case .neededUnlessLinked: "要（紐付けのある人は不要）"
        case .undecided: "未定"
        }
    }
}
