package import Addressee
internal import Postgres

extension PensionRecords {
    /// 引継ぎの取込. What the municipality that somebody left hands on becomes proposals: a clerk confirms each, and another checks it. Nothing is received by it, and the same rows may come again.
    ///
    /// A row that comes again mended makes a proposal in place of the one before, which stays, and says by which; where something was received for that, what was received stays, and the
    /// new one says that it has to be put right.
    ///
    /// - Parameters:
    ///   - rows: of one list, all of them.
    ///   - body: whose records these are: a list that names another as the one that goes on with it, and no ward of it, is none for it.
    /// - Returns: what became of each row, in their order.
    /// - Throws: `PensionRefused` J0001, J0007 of whoever does not live here, of rows of several lists, and of too many; J0017; J0023; J0140; `PostgresError`.
    package func takeHandover(
        _ rows: [ImportedRow], of number: AddresseeNumber, at body: LocalGovernmentCode, by clerk: Clerk, today: CalendarDay
    ) async throws -> [ImportOutcome] {
        try Self.boundHandover(rows.count)
        let whole = rows.filter(\.faults.isEmpty)
        for row in rows { try HandedOnRow.requireMeant(row, for: body) }
        let lists = Set(whole.map { [$0["atenabango"], $0["hikitsugibango"], $0[HandedOnRow.sender], $0[HandedOnRow.receiver]] })
        guard lists.count <= 1 else {
            throw PensionRefused.terms("引継ぎ元の宛名番号か引継ぎの番号、または引継ぎ元か引継ぎ先が、行によって違います。一人の引継ぎごとに、ファイルを分けてください。1行も取り込んでいません。")
        }
        return try await pool.transaction(retries: 2) { connection in
            let person = try await follow(number, try await Follow.of(today, on: connection), on: connection)
            guard person.version?.presence == .resident else { throw PensionRefused.terms("引継ぎを取り込めるのは、転入した人（住民）のものだけです。") }
            let record = try await record(of: person, on: connection)
            var (outcomes, made): ([ImportOutcome], Int) = ([], 0)
            let readings = rows.map { HandedOnRow.read($0, of: record, today: today, using: tables) }
            let contradicted = contradicted(readings)
            for reading in readings {
                switch reading {
                case .failure(let wrong): outcomes.append(.rejected(wrong.faults))
                case .success(let read):
                    var holds = read.holds
                    if let digits = read.digits, record.basic.data.basicPensionNumber == nil {
                        let others = try await connection.query(
                            "SELECT FROM pension.basic_number WHERE basic_pension_number = \(digits) AND atenabango <> \(number.value)")
                        if !others.isEmpty { holds.append(HandedOnRow.hold("基礎年金番号は、別の人に登録されています。どちらのものか確かめてください。")) }
                    }
                    let proposal = read.proposal(holds, using: tables)
                    guard !contradicted.contains(read.work) else {
                        outcomes.append(.rejected([ImportFault.rule("このファイルに、同じ番号で違う内容の行があります。どちらが正しいか、引継ぎ元に確かめてください。")]))
                        continue
                    }
                    switch Self.step(proposal, after: try await earlier(of: read, number, on: connection)) {
                    case .nothing(let outcome): outcomes.append(outcome)
                    case .first:
                        guard try await keep(proposal, of: number, cause: read.cause(1), on: connection) > 0 else { throw PensionRefused.unreadable }
                        made += 1
                        outcomes.append(holds.isEmpty ? .accepted : .held)
                    case .mended(let kept, let turn):
                        // A file lifts no hold about whose it is: the clerk says that.
                        if holds.isEmpty, !kept.content.holds.isEmpty {
                            holds.append(HandedOnRow.hold("直される前の行（案 \(kept.id)）は、本人のものか確かめることがありました。本人のものか確かめてください。"))
                        }
                        let next = read.proposal(holds, after: kept, using: tables)
                        try await replace(kept, with: next, under: read.cause(turn), of: number, by: clerk, on: connection)
                        made += 1
                        outcomes.append(holds.isEmpty ? .accepted : .held)
                    }
                }
            }
            if made > 0 { try await Act(kind: .proposalsMade, clerk: clerk).record(seal, on: connection) }
            return outcomes
        }
    }

    /// Pieces of work of which rows of the same file say different things: which of them is right no order of theirs decides.
    private func contradicted(_ readings: [Result<HandedOnRow, HandedOnRow.Wrong>]) -> Set<String> {
        var (said, differing): ([String: PensionProposal], Set<String>) = ([:], [])
        for case .success(let read) in readings {
            let proposal = read.proposal(read.holds, using: tables)
            if let other = said[read.work], !other.saysAsHandedOn(proposal) { differing.insert(read.work) }
            said[read.work] = proposal
        }
        return differing
    }

    /// 引継ぎの行の上限. What is open of one person is far less; a file of more is none of one person.
    ///
    /// - Throws: `PensionRefused` J0007.
    package static func boundHandover(_ rows: Int) throws(PensionRefused) {
        let most = 100
        guard rows <= most else { throw .terms("引継ぎのデータは、一人の分（\(most)行まで）です。一人の引継ぎごとに、ファイルを分けてください。1行も取り込んでいません。") }
    }

    /// What a row makes, after what rows of the same piece of work made before.
    private enum Step {
        /// 案: the first of its piece of work
        case first
        /// 置換え: it stands in place of this one
        case mended(KeptProposal, turn: Int)
        case nothing(ImportOutcome)
    }

    /// - Parameter earlier: what was made of the piece of work before, the newest first.
    private static func step(_ proposal: PensionProposal, after earlier: [KeptProposal]) -> Step {
        guard let current = earlier.first(where: { $0.supersededBy == nil }) ?? earlier.first else { return .first }
        guard current.content.saysAsHandedOn(proposal) else {
            // Which of two files is the newer neither of them says.
            if let old = earlier.first(where: { $0.id != current.id && $0.content.saysAsHandedOn(proposal) }) {
                return .nothing(
                    .rejected([
                        ImportFault.rule(
                            "直される前の内容（案 \(old.id)）と同じ行です。いまの内容は案 \(current.id) です。古いファイルでないか確かめ、元の内容が正しければ、届いた書類により受け付けて、案 \(current.id) は dismiss としてください。"
                        )
                    ]))
            }
            return .mended(current, turn: earlier.count + 1)
        }
        guard current.isOpen else { return .nothing(.unchanged) }
        guard current.content.holds.isEmpty else { return .nothing(.held) }
        guard proposal.holds.isEmpty else {
            let reasons = proposal.holds.map(\.reason.text).joined()
            return .nothing(.rejected([ImportFault.rule("取り込んだとき（案 \(current.id)）と違い、本人のものか確かめることがあります。\(reasons)")]))
        }
        return .nothing(.unchanged)
    }

    /// What was made of a row's piece of work before, the newest first: by the same municipality, or by one that was not named.
    private func earlier(of read: HandedOnRow, _ number: AddresseeNumber, on connection: Connection) async throws -> [KeptProposal] {
        let rows = try await connection.query(
            """
            SELECT proposal_id, cause FROM pension.proposal
            WHERE atenabango = \(number.value) AND kind = \(NotificationKind.handedOn.rawValue) AND substr(cause, strpos(cause, ' ') + 1) = \(read.work)
            ORDER BY proposal_id DESC
            """)
        var found: [KeptProposal] = []
        for row in rows {
            let (id, cause) = try row.decode((Int64, String).self)
            guard read.mayBe(cause) else { continue }
            var filter = ProposalFilter()
            (filter.all, filter.id) = (true, id)
            guard let kept = try await proposals(filter, on: connection).first else { throw PensionRefused.unreadable }
            found.append(kept)
        }
        return found
    }

    /// Makes a proposal that stands in place of another. What was received for that one stays received.
    private func replace(
        _ kept: KeptProposal, with proposal: PensionProposal, under cause: String, of number: AddresseeNumber, by clerk: Clerk, on connection: Connection
    ) async throws {
        guard try await keep(proposal, of: number, cause: cause, on: connection) > 0,
            let id = try await connection.query(
                "SELECT proposal_id FROM pension.proposal WHERE atenabango = \(number.value) AND kind = \(proposal.kind.rawValue) AND cause = \(cause)"
            ).first?.decode(Int64.self)
        else { throw PensionRefused.unreadable }
        // What somebody put there by SQL is taken away first.
        guard try await connection.query("SELECT FROM pension.proposal_superseded WHERE proposal_id = \(kept.id)").isEmpty else { throw PensionRefused.untrue }
        try await seal.insert(
            .proposalSuperseded,
            """
            SELECT \(kept.id)::bigint AS proposal_id, \(id)::bigint AS superseded_by, now() AS ended_at, \(number.value)::text AS atenabango,
              \(clerk.section)::text AS section, \(clerk.account)::text AS entered_by, \(clerk.setUpBy)::text AS entered_set_up_by
            """, on: connection)
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

    /// 引継ぎ元の市区町村コード, as the layout calls it.
    static let sender = "hikitsugimotokodo"
    /// 引継ぎ先の市区町村コード.
    static let receiver = "hikitsugisakikodo"
    /// 引継ぎ先.
    private static let receiverName = "hikitsugisaki"

    /// 届出の種類; `nil` of a task.
    let notice: NoticeKind?
    /// 内容, as the other municipality calls it.
    let label: String
    let receivedOn: CalendarDay
    let happenedOn: CalendarDay?
    let words: String
    /// 基礎年金番号; `nil` where none is told.
    let digits: String?
    /// 引継ぎ元; `nil` where the row names none.
    let sentBy: LocalGovernmentCode?
    /// Which piece of work of which list of theirs it is, whatever else the row says of it.
    let work: String
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
        for column in [sender, receiver] where !row[column].isEmpty {
            guard (try? LocalGovernmentCode(row[column])) != nil else { return wrong(column, "全国地方公共団体コードは、検査数字の合う数字6桁で書いてください。") }
        }
        // Of somebody else is not of them, whatever else fits.
        let own = record.basic.data.basicPensionNumber
        if let theirs = born.possible, let ours = record.birth?.possible, !theirs.overlaps(ours) { return other("生年月日が、この宛名番号の人のものと違います。") }
        if let digits, let own, own != digits { return other("基礎年金番号が、この人に登録されているものと違います。") }
        var holds: [Hold] = []
        if row[sender].isEmpty || row[receiver].isEmpty {
            holds.append(hold("引継ぎ元か引継ぎ先の市区町村コードが書かれていません。どこからの、この団体への引継ぎか、引継書で確かめてください。"))
        }
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
                sentBy: try? LocalGovernmentCode(row[sender]),
                work: [row["atenabango"], row["hikitsugibango"], kind.rawValue, row["bango"]].joined(separator: " "), holds: holds))
    }

    /// 引継ぎ先の確認. A list that another municipality goes on with is none for this one, nor one that it handed on itself; one that names none is held row by row.
    ///
    /// - Throws: `PensionRefused` J0140.
    static func requireMeant(_ row: ImportedRow, for body: LocalGovernmentCode) throws(PensionRefused) {
        if let code = try? LocalGovernmentCode(row[receiver]), !code.isOf(body) {
            let name = row[receiverName]
            let isShown = !name.isEmpty && name.unicodeScalars.count <= 100 && EnteredText.isPlain(name)
            throw .handoverOfAnother(isShown ? "\(code) \(name)" : code.value, ours: body)
        }
        if let code = try? LocalGovernmentCode(row[sender]), code.isOf(body) { throw .handoverOfOurs(body) }
    }

    /// By which a proposal is named: it makes one, however often it comes; a row that was mended makes another, by its turn.
    func cause(_ turn: Int) -> String {
        let count = turn > 1 ? ":\(turn)" : ""
        let sender = sentBy.map { "@\($0)" } ?? ""
        return "handover\(count)\(sender) \(work)"
    }

    /// Whether a proposal of this piece of work, by its cause, may be of the same municipality: two may give one person the same numbers.
    func mayBe(_ cause: String) -> Bool {
        let head = cause.prefix { $0 != " " }
        guard let sentBy, let mark = head.firstIndex(of: "@") else { return true }
        return head[mark...].dropFirst() == sentBy.value
    }

    private static func plain(_ reading: String) -> String { reading.filter { !$0.isWhitespace } }

    /// - Parameter kept: in whose place it stands; `nil` of the first of its piece of work.
    func proposal(_ holds: [Hold], after kept: KeptProposal? = nil, using tables: RuleTables) -> PensionProposal {
        let row = tables.notifications[.handedOn]
        // Of what was returned, withdrawn or dismissed there is nothing to put right.
        let corrects = kept.flatMap { $0.isOpen || $0.isDismissed ? $0.content.corrects : $0.content.corrects ?? $0.reception }
        let more = words.isEmpty ? "" : "　\(words)"
        var reasons = [Reason("前の住所地の市区町村が\(EraDate.display(receivedOn))に受け付け、引き継いだもの: \(label)\(more)", row.article)]
        if notice?.isFiled != true {
            var by = "課題を処理し、届出があれば notify receive"
            if notice?.isApplication == true { by = "申請書により exemption apply" }
            if notice?.isClaim == true { by = "請求書により claim receive" }
            reasons.append(Reason("\(by) で受け付け（受付日は前の市区町村の受付日）、この案は dismiss としてください。", row.article))
        }
        if let kept { reasons.append(Reason("引継ぎの行が直されて届いたため、案 \(kept.id) に代わるものです。", row.article)) }
        if let kept, kept.isDismissed, !kept.isOpen, corrects == nil, let reception = kept.reception {
            reasons.append(
                Reason(
                    "直される前の行は、処理の要らないものとしています（受付 \(reception)）。その届出を別に受け付けていれば、それを訂正か取消し（notify correct・cancel）とし、この案は dismiss としてください。",
                    row.article))
        }
        if let corrects {
            reasons.append(
                Reason("直される前の行は、受付 \(corrects) により処理しています。記録が違えば訂正か取消し（notify correct・cancel）とし、この案は dismiss としてください。", row.article))
        }
        return PensionProposal(
            kind: .handedOn, fact: nil, effectiveOn: holds.isEmpty ? happenedOn : nil, filing: .notNeeded, due: nil, form: row.form,
            reasons: reasons + holds.map(\.reason), holds: holds, notice: notice,
            filed: PensionProposal.FiledElsewhere(receivedOn: receivedOn, happenedOn: happenedOn), corrects: corrects)
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
