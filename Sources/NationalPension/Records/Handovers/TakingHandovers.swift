package import Addressee
internal import Postgres

extension PensionRecords {
    /// 引継ぎの取込. What the municipality that somebody left hands on becomes proposals: a clerk confirms each, and another checks it. Nothing is received by it, and the same rows may come again.
    ///
    /// - Parameter rows: of one list, all of them.
    /// - Returns: what became of each row, in their order.
    /// - Throws: `PensionRefused` J0001, J0007 of whoever does not live here, of rows of several lists, and of too many; J0017; `PostgresError`.
    package func takeHandover(_ rows: [ImportedRow], of number: AddresseeNumber, by clerk: Clerk, today: CalendarDay) async throws -> [ImportOutcome] {
        try Self.boundHandover(rows.count)
        let lists = Set(rows.filter { $0.faults.isEmpty }.map { [$0["atenabango"], $0["hikitsugibango"]] })
        guard lists.count <= 1 else { throw PensionRefused.terms("引継ぎ元の宛名番号か引継ぎの番号が、行によって違います。一人の引継ぎごとに、ファイルを分けてください。1行も取り込んでいません。") }
        return try await pool.transaction(retries: 2) { connection in
            let person = try await follow(number, try await Follow.of(today, on: connection), on: connection)
            guard person.version?.presence == .resident else { throw PensionRefused.terms("引継ぎを取り込めるのは、転入した人（住民）のものだけです。") }
            let record = try await record(of: person, on: connection)
            var (outcomes, made): ([ImportOutcome], Int) = ([], 0)
            for row in rows {
                switch HandedOnRow.read(row, of: record, today: today, using: tables) {
                case .failure(let wrong): outcomes.append(.rejected(wrong.faults))
                case .success(let read):
                    var holds = read.holds
                    if let digits = read.digits, record.basic.data.basicPensionNumber == nil {
                        let others = try await connection.query(
                            "SELECT FROM pension.basic_number WHERE basic_pension_number = \(digits) AND atenabango <> \(number.value)")
                        if !others.isEmpty { holds.append(HandedOnRow.hold("基礎年金番号は、別の人に登録されています。どちらのものか確かめてください。")) }
                    }
                    let proposal = read.proposal(holds, using: tables)
                    if try await keep(proposal, of: number, cause: read.cause, on: connection) > 0 {
                        made += 1
                        outcomes.append(holds.isEmpty ? .accepted : .held)
                    } else {
                        outcomes.append(try await again(proposal, of: number, cause: read.cause, on: connection))
                    }
                }
            }
            if made > 0 { try await Act(kind: .proposalsMade, clerk: clerk).record(seal, on: connection) }
            return outcomes
        }
    }

    /// 引継ぎの行の上限. What is open of one person is far less; a file of more is none of one person.
    ///
    /// - Throws: `PensionRefused` J0007.
    package static func boundHandover(_ rows: Int) throws(PensionRefused) {
        let most = 100
        guard rows <= most else { throw .terms("引継ぎのデータは、一人の分（\(most)行まで）です。一人の引継ぎごとに、ファイルを分けてください。1行も取り込んでいません。") }
    }

    /// What becomes of a row whose piece of work made a proposal before: that one stays as it was, so a row that says something else is told of and not lost.
    private func again(_ proposal: PensionProposal, of number: AddresseeNumber, cause: String, on connection: Connection) async throws -> ImportOutcome {
        let found = try await connection.query(
            "SELECT proposal_id FROM pension.proposal WHERE atenabango = \(number.value) AND kind = \(proposal.kind.rawValue) AND cause = \(cause)")
        var filter = ProposalFilter()
        filter.all = true
        filter.id = try found.first?.decode(Int64.self)
        guard filter.id != nil, let kept = try await proposals(filter, on: connection).first else { throw PensionRefused.unreadable }
        guard kept.content.saysAsHandedOn(proposal) else {
            return .rejected([
                ImportFault.rule("この番号の行は、違う内容で取り込み済みです（案 \(kept.id)）。案が確認を待っていれば dismiss とし、正しい内容は届いた書類により受け付けてください（受付日は前の市区町村の受付日）。")
            ])
        }
        guard kept.isOpen else { return .unchanged }
        guard kept.content.holds.isEmpty else { return .held }
        guard proposal.holds.isEmpty else {
            return .rejected([ImportFault.rule("取り込んだとき（案 \(kept.id)）と違い、本人のものか確かめることがあります。" + proposal.holds.map(\.reason.text).joined())])
        }
        return .unchanged
    }
}

extension PensionProposal {
    /// Whether another row says the same of a piece of work; what is held against the person's record is not of it.
    fileprivate func saysAsHandedOn(_ other: PensionProposal) -> Bool {
        notice == other.notice && filed == other.filed && reasons.first?.text == other.reasons.first?.text
    }
}

/// 引継ぎの一行. What a row says, held against the record of whom it is said to be about.
private struct HandedOnRow {
    struct Wrong: Error { let faults: [RowFault] }

    /// 届出の種類; `nil` of a task.
    let notice: NoticeKind?
    /// 内容, as the other municipality calls it.
    let label: String
    let receivedOn: CalendarDay
    let happenedOn: CalendarDay?
    let words: String
    /// 基礎年金番号; `nil` where none is told.
    let digits: String?
    /// Which piece of work of which list of theirs it is, whatever else the row says of it: it makes one proposal, however often it comes. Their own number of
    /// the person keeps apart the lists of two municipalities.
    let cause: String
    let holds: [Hold]

    private static let article: LawArticle = "国民年金法施行令第2条"

    static func hold(_ text: String) -> Hold { Hold(.identityUnknown, Reason(text, article)) }

    static func read(_ row: ImportedRow, of record: PersonRecord, today: CalendarDay, using tables: RuleTables) -> Result<HandedOnRow, Wrong> {
        func wrong(_ column: String, _ reason: String) -> Result<HandedOnRow, Wrong> { .failure(Wrong(faults: [ImportFault.row(column, reason)])) }
        func other(_ reason: String) -> Result<HandedOnRow, Wrong> { .failure(Wrong(faults: [ImportFault.rule(reason)])) }
        guard row.faults.isEmpty else { return .failure(Wrong(faults: row.faults)) }
        var digits: String?
        if !row["kisonenkinbango"].isEmpty {
            do {
                let number = try BasicPensionNumber(row["kisonenkinbango"])
                digits = number.reveal { String(decoding: $0, as: UTF8.self) }
            } catch {
                return .failure(Wrong(faults: [RowFault(code: error.code, column: "kisonenkinbango", reason: error.rule)]))
            }
        }
        guard let kind = HandoverList.Kind(rawValue: row["kubun"]), kind == .reception || kind == .task else {
            return wrong("kubun", "区分は reception（受付）か task（課題）です。")
        }
        let written = row["seinengappi"]
        // What is unknown of it is 00, as the register writes it; the notation is not handed on.
        guard let born = (try? BirthDate(written: written)) ?? (try? BirthDate(written: written, unknownNotation: "不詳")) else {
            return wrong("seinengappi", "生年月日は 1990-04-15 の形で書いてください（分からない月日は 00）。")
        }
        guard let received = CalendarDay(row["uketsukebi"]) else { return wrong("uketsukebi", "受付日・登録日は 2026-04-01 の形で書いてください。") }
        guard CalendarMonth(of: received) >= tables.kinds[.legal].firstMonth else { return wrong("uketsukebi", "受付日・登録日が、国民年金の始まる前です。") }
        guard received <= today else { return wrong("uketsukebi", "受付日・登録日が今日より後です。") }
        let happened = CalendarDay(row["jijitsubi"])
        guard happened != nil || row["jijitsubi"].isEmpty else { return wrong("jijitsubi", "事実の日は 2026-04-01 の形で書いてください。") }
        let isMissing = [row["hikitsugibango"], row["bango"], row["naiyo"]].contains { text in !text.contains { !$0.isWhitespace } }
        guard !isMissing else { return wrong("bango", "引継ぎの番号、番号、内容を書いてください。") }
        guard EnteredText.isPlain(row["naiyo"]), EnteredText.isPlain(row["jiko"]) else { return wrong("jiko", "内容と引き継ぐ事項は、1行で書いてください。") }
        var notice: NoticeKind?
        if kind == .reception, !row["shurui"].isEmpty {
            guard let known = NoticeKind(rawValue: row["shurui"]), known.isHandedOver else {
                return wrong("shurui", "引き継ぐ届出の種類（atena pension notify kinds の種類、申請、請求）ではありません。")
            }
            notice = known
        }
        // Of somebody else is not of them, whatever else fits.
        let own = record.basic.data.basicPensionNumber
        if let theirs = born.possible, let ours = record.birth?.possible, !theirs.overlaps(ours) { return other("生年月日が、この宛名番号の人のものと違います。") }
        if let digits, let own, own != digits { return other("基礎年金番号が、この人に登録されているものと違います。") }
        var holds: [Hold] = []
        let isOfNumber = digits != nil && digits == own
        let isAsWritten = isOfNumber && born.written == record.birth?.written
        if born.known == nil || record.birth?.known == nil, !isAsWritten {
            holds.append(hold("生年月日に分からない部分があるため、引継ぎの生年月日と照らせません。本人のものか確かめてください。"))
        }
        let (theirs, ours) = (plain(row["shimei_furigana"]), plain(record.addressee?[.shimeiFurigana] ?? ""))
        if !theirs.isEmpty, !ours.isEmpty {
            if theirs != ours { holds.append(hold("氏名フリガナが、この人のものと違います。本人のものか確かめてください。")) }
        } else if !isOfNumber {
            // A birth date alone is many people's.
            holds.append(hold("基礎年金番号でも氏名フリガナでも照らせません。本人のものか確かめてください。"))
        }
        return .success(
            HandedOnRow(
                notice: notice, label: row["naiyo"], receivedOn: received, happenedOn: happened, words: row["jiko"], digits: digits,
                cause: ["handover", row["atenabango"], row["hikitsugibango"], kind.rawValue, row["bango"]].joined(separator: " "), holds: holds))
    }

    private static func plain(_ reading: String) -> String { reading.filter { !$0.isWhitespace } }

    func proposal(_ holds: [Hold], using tables: RuleTables) -> PensionProposal {
        let row = tables.notifications[.handedOn]
        let more = words.isEmpty ? "" : "　\(words)"
        var reasons = [Reason("前の住所地の市区町村が\(EraDate.display(receivedOn))に受け付け、引き継いだもの: \(label)\(more)", row.article)]
        if notice?.isFiled != true {
            var by = "課題を処理し、届出があれば notify receive"
            if notice?.isApplication == true { by = "申請書により exemption apply" }
            if notice?.isClaim == true { by = "請求書により claim receive" }
            reasons.append(Reason("\(by) で受け付け（受付日は前の市区町村の受付日）、この案は dismiss としてください。", row.article))
        }
        return PensionProposal(
            kind: .handedOn, fact: nil, effectiveOn: holds.isEmpty ? happenedOn : nil, filing: .notNeeded, due: nil, form: row.form,
            reasons: reasons + holds.map(\.reason), holds: holds, notice: notice,
            filed: PensionProposal.FiledElsewhere(receivedOn: receivedOn, happenedOn: happenedOn))
    }
}

extension NoticeKind {
    /// Whether another municipality can go on with it: what was filed, applied for or claimed, and not what speaks of the first one's own records.
    fileprivate var isHandedOver: Bool {
        switch self {
        case .exemptionGranted, .exemptionRevoked, .exemptionRefused, .carriedOver, .basicData, .welfareCertificate, .cancellation, .proposalDismissed: false
        default: true
        }
    }
}
