internal import Addressee
internal import NationalPension
internal import StaffAPI

/// 受付の文面. What whoever checks a reception decides on: what was filed, of whom, by whom and when, and what it makes of the record.
extension PensionWords {
    /// - Parameters:
    ///   - hidden: of whom nobody is shown where they are, or how they moved; whoever claims among them.
    ///   - claim: what a claim says now.
    func sheet(_ detail: ReceptionDetail, hidden: Set<AddresseeNumber>, claim: Claim? = nil) throws -> Sheet {
        let hides = hidden.contains(detail.record.number)
        let now = claim.map { FiledContent.claim($0) } ?? detail.content
        let content = hidden.isEmpty ? now : now.withoutPlace
        let row = tables.notices[detail.row.kind]
        var lines = ["受付 \(detail.row.reception)\t\(detail.row.state.label)", "届出の種類\t\(row.label)（\(row.article)）"]
        lines += who(detail.record)
        lines += said(detail, content)
        if let ruling = detail.ruling { lines += compared(ruling) }
        lines += ["受付日\t\(EraDate.display(detail.row.receivedOn))"]
        if let due = detail.row.dueOn { lines.append("報告の期限\t\(EraDate.display(due))\(detail.row.state.isOpen && due < today ? "【期限超過】" : "")") }
        lines.append("備考\t\(detail.remarks)")
        lines.append("入力\t\(detail.row.enteredBy)\t\(section(detail.row.section))\t\(EraDate.display(detail.enteredOn))")
        if let by = detail.row.decidedBy {
            // What was taken back was accepted first.
            let decided = detail.row.state == .takenBack ? LedgerRow.State.accepted : detail.row.state
            lines.append("\(decided.label)\t\(by)\t\(detail.decidedOn.map(EraDate.display) ?? "")\t\(detail.decisionReason)")
        }
        lines += takeBacks(detail)
        if let proposal = detail.proposal {
            lines.append("処理の案\t\(proposal.id)番" + (hides ? "（異動の日と事由は表示しません）" : "\t" + proposal.content.reasons.map(\.description).joined(separator: " ")))
        }
        if let other = detail.proposal?.supersededBy {
            lines.append("引継ぎの行が、直されて届いています。案 \(other) を確かめてください。\(detail.row.state.isOpen ? "違えば、この受付は返戻か取下げとし、案 \(other) を受け付けます。" : "")")
        }
        if !detail.tasks.isEmpty { lines += ["", "課題"] + tasks(detail.tasks) }
        if let event = detail.standing { lines.append("確定できません。同じ事実が、記録の\(event)番としてすでに登録されています。") }
        if let outlook = detail.outlook { lines += [""] + self.outlook(outlook) }
        let filed = hidden.isEmpty ? detail.content : detail.content.withoutPlace
        let told = ToldReception(detail, content, filed: filed == content ? nil : filed, terms: detail.terms(using: tables))
        return try Sheet(lines: lines, of: told, remarks: hidden.isEmpty ? [] : [Self.protected])
    }

    /// 確定取消しの経過, and what to do next.
    private func takeBacks(_ detail: ReceptionDetail) -> [String] {
        let lines = detail.takeBacks.map { said in
            let batch = said.left.map { "束 \($0) から外れました。" } ?? ""
            return "\(said.step.label)\t\(said.enteredBy.account)\t\(EraDate.display(said.enteredBy.on))\t\(said.reason)\(batch)"
        }
        guard detail.takeBacks.last?.step == .asked else { return lines }
        let reception = detail.row.reception
        return lines + [
            "次は: 別の人が atena pension notify confirm-take-back \(reception) で確認するか、dismiss-take-back で却下します。それまで、束に入りません。"
        ]
    }

    /// What became of it when somebody asked for it, confirmed or dismissed it.
    func said(_ step: TakeBackStep, of reception: ReceptionNumber) throws -> Sheet {
        let line =
            switch step {
            case .asked: "受付 \(reception) の確定を取り消すことを求めました。次は: 別の人が atena pension notify confirm-take-back \(reception) で確認します。"
            case .confirmed: "受付 \(reception) の確定を取り消しました。報告しません。受付処理簿に残ります。"
            case .dismissed: "受付 \(reception) の確定を取り消すことを却下しました。確定のままです。"
            }
        return try Sheet(lines: [line], of: reception.description)
    }

    static let protected = "抑止または支援措置があります。所在を本人以外に示さないでください。"

    private func who(_ record: PersonRecord) -> [String] {
        var lines = ["宛名番号\t\(record.number)"]
        if let version = record.addressee {
            for item in [Item.shimei, .shimeiFurigana, .tsusho] { if let value = version[item] { lines.append("\(item.label)\t\(value)") } }
            if let birth = version.birth { lines.append("生年月日\t\(EraDate.display(birth))") }
        }
        return lines + ["基礎年金番号\t\(Self.shown(record.basic.data.basicPensionNumber))"]
    }

    /// What was filed, term by term.
    private func said(_ detail: ReceptionDetail, _ content: FiledContent) -> [String] {
        switch content {
        case .basic(let data, _):
            let before = detail.basicBefore
            func change(_ label: String, _ old: String?, _ new: String) -> String { "\(label)\t\(old ?? "（読めません）")\t→ \(old == new ? "変更なし" : new)" }
            return [
                change("基礎年金番号", before.map { Self.shown($0.basicPensionNumber) }, Self.shown(data.basicPensionNumber)),
                change("電話番号", before.map(\.telephone), data.telephone), change("人の備考", before.map(\.remarks), data.remarks),
            ]
        case .welfare(let certificate, _):
            return zip(Self.certificate(detail.welfareBefore?.certificate), Self.certificate(certificate)).map { before, after in
                let old = detail.welfareBefore == nil ? "（読めません）" : before.value
                return "\(after.label)\t\(old)\t→ \(old == after.value ? "変更なし" : after.value)"
            }
        case .event:
            var lines: [String] = []
            if let event = detail.target {
                lines.append("対象の記録\t\(event.number)番\t\(tables.notices[event.kind].label)")
                if let fact = event.event.fact {
                    let terms = fact.terms(on: detail.record.day(of: event, using: tables), born: detail.record.birth?.known, using: tables)
                    lines += terms.map { "　元の\($0.label)\t\($0.value)" }
                }
            }
            return lines + terms(detail)
        case .application(let application): return form(application)
        case .claim(let claim): return form(claim, claimedOn: detail.row.receivedOn)
        case .carriedClaim(let carried): return form(carried)
        case .request, .nothing: return terms(detail)
        }
    }

    private func terms(_ detail: ReceptionDetail) -> [String] { detail.terms(using: tables).map { "\($0.label)\t\($0.value)" } }

    /// 老齢福祉年金の証書, term by term; of none each is said to be none.
    static func certificate(_ certificate: WelfareCertificate?) -> [FormField] {
        [
            FormField("証書記号", certificate?.symbol ?? "（登録なし）"), FormField("証書番号", certificate?.number ?? "（登録なし）"),
            FormField("支給区分", certificate?.paymentClass ?? "（登録なし）"),
        ]
    }

    static func shown(_ digits: String?) -> String { BasicData.display(digits) }
}

/// 受付の内容, as data.
struct ToldReception: Encodable {
    private let row: ToldRow
    private let content: FiledContent
    /// What was filed, where it is not what counts now.
    private let filed: FiledContent?
    private let terms: [String: String]
    private let happenedOn: String?
    private let remarks: String
    private let enteredOn: String
    private let decidedOn: String?
    private let decisionReason: String
    private let takeBacks: [TakeBack]
    private let basicBefore: BasicData?
    private let welfareBefore: WelfareCertificate?
    private let outlook: ToldOutlook?
    private let tasks: [ToldTask]
    private let proposal: Int64?
    private let standing: Int64?
    private let ruling: ToldComparison?

    private struct TakeBack: Encodable {
        let step: String
        let enteredBy: String
        let on: String
        let reason: String
        let left: String?
    }

    init(_ detail: ReceptionDetail, _ content: FiledContent, filed: FiledContent?, terms: [FormField]) {
        takeBacks = detail.takeBacks.map { said in
            TakeBack(
                step: said.step.rawValue, enteredBy: said.enteredBy.account, on: said.enteredBy.on.description, reason: said.reason,
                left: said.left?.description)
        }
        (row, self.content, self.filed, remarks) = (ToldRow(detail.row, nil), content, filed, detail.remarks)
        self.terms = Dictionary(terms.map { ($0.label, $0.value) }) { first, _ in first }
        (happenedOn, enteredOn, decidedOn) = (detail.happenedOn?.description, detail.enteredOn.description, detail.decidedOn?.description)
        welfareBefore = detail.welfareBefore?.certificate
        (decisionReason, basicBefore, outlook) = (detail.decisionReason, detail.basicBefore, detail.outlook.map(ToldOutlook.init))
        ruling = detail.ruling.map(ToldComparison.init)
        (tasks, proposal, standing) = (detail.tasks.map(ToldTask.init), detail.row.proposal, detail.standing)
    }
}
