internal import Addressee

/// 国民年金の事務の拒否. What the pension department's system does not do, and why. Holds no personal data.
package struct PensionRefused: Explained, Sendable, Hashable, CustomStringConvertible {
    /// A letter and four digits.
    package let code: String
    /// What is wrong, in Japanese.
    package let rule: String

    private init(_ code: String, _ rule: String) { (self.code, self.rule) = (code, rule) }

    /// Code and rule.
    package var description: String { "\(code) \(rule)" }

    package static let unknownPerson = Self("J0001", "国民年金のシステムは、この宛名番号の者をまだ受け取っていません。")
    package static let comesSoon = Self("J0113", "この宛名番号の者の宛名を、ハブに求めました。まだ届いていません。")
    package static let unknownReception = Self("J0002", "この受付番号の受付はありません。")
    static let decided = Self("J0003", "この受付は、すでに確定または返戻されています。")
    package static let samePerson = Self("J0004", "入力した人は、確定も返戻も取下げもできません。別の人が確認してください。")
    package static let sameReleaser = Self("J0004", "束を作った人と締めた人は、承認できません。別の人が承認してください。")
    package static let sameRecaller = Self("J0004", "不達を記録した人は、再報告を承認できません。別の人が承認してください。")
    package static let sameEnder = Self("J0004", "受付を入力した人は、その報告を終えられません。別の人が終えてください。")
    package static let notTwoPeople = Self("J0005", "入力した人と確認する人の登録コードまたは権限に同じ人が関わっているため、二人と数えられません。")
    package static let noReason = Self("J0006", "理由が書かれていません。")
    package static let shortReason = Self("J0006", "処理理由の文章は、5文字以上で書いてください。")
    package static func terms(_ what: String) -> Self { Self("J0007", what) }
    static func received(_ what: String) -> Self { Self("J0008", what) }
    /// What is written of a claim, by the code of the item's own rule.
    static func written(_ fault: WrittenClaim.Fault) -> Self {
        switch fault.kind {
        case .terms: terms(fault.rule)
        case .day: received(fault.rule)
        case .value(let code): Self(code, fault.rule)
        }
    }
    static func held(_ holds: [Hold]) -> Self {
        Self("J0009", "確かめることがあるため、確定できません。" + holds.map(\.reason.description).joined(separator: " "))
    }
    static let noEvent = Self("J0010", "この番号の記録は、この人にはありません。")
    static let basicMoved = Self("J0011", "年金基本情報が、入力の後に別の受付で変わりました。")
    static let welfareMoved = Self("J0102", "老齢福祉年金の証書の登録が、入力の後に別の受付で変わりました。")
    static let numberConflict = Self("J0012", "基礎年金番号が、この人に登録されている番号と違うか、別の人に登録されています。")
    package static let unknownTask = Self("J0013", "この番号の課題はないか、すでに処理されています。")
    package static let rightLost = Self("J0014", "国民年金事務の権限がありません。")
    static let spokenFor = Self("J0015", "この記録は、すでに訂正または取消しがされています。")
    static func doubts(_ doubts: [Doubt]) -> Self {
        Self("J0016", "確定すると疑義が生じます。" + doubts.map(\.reason.description).joined(separator: " "))
    }
    static let unknownProposal = Self("J0018", "この番号の処理の案はないか、すでに受付されて確認を待っているか、済んでいます。")
    static func superseded(by other: Int64) -> Self {
        Self("J0018", "この処理の案は、引継ぎの行が直されて届いたため、案 \(other) に置き換えられています。案 \(other) を確かめてください。")
    }
    static func corrects(_ reception: ReceptionNumber) -> Self {
        Self("J0141", "この案は、受付 \(reception) により処理した引継ぎの行が、直されて届いたものです。二重に受け付けないため、このままでは受け付けられません。")
    }
    static let proposalHeld = Self("J0019", "この案には、先に確かめることがあります。確かめた日を指定してください。")
    static let proposalOfWhom = Self("J0019", "この案が本人のものか、先に確かめてください。本人のものであれば、その旨を示し、確かめ方を備考に書いて受け付けます。")
    static func alike(_ reception: ReceptionNumber) -> Self { Self("J0020", "同じ内容の受付 \(reception) が確認を待っています。") }
    package static let notHere = Self("J0021", "この団体のハブには、国民年金のシステムが置かれていません。")
    static let unknownNumber = Self("J0022", "この基礎年金番号の人も、この氏名と生年月日の人も、登録されていません。")
    static let untrue = Self("J0023", "この受付か、その確認の行は、このシステムの書いたものではありません。誰の入力でも確認でもないものとして扱います。")
    static func standing(_ event: Int64) -> Self { Self("J0024", "同じ事実が、記録の\(event)番としてすでに登録されています。") }
    static func severalForms(_ forms: [MonthSpan], _ article: LawArticle) -> Self {
        Self("J0025", "申請期間が年度をまたがっています。申請書を \(forms.map(\.display).joined(separator: "、")) に分けてください（\(article)）。")
    }
    static func outside(_ what: String) -> Self { Self("J0026", what) }
    static func overlapping(_ reception: ReceptionNumber) -> Self { Self("J0027", "同じ月を含む申請 \(reception) が確認を待っています。") }
    static let noApplication = Self("J0028", "この受付は、免除等の申請ではありません。")
    static let toldByTax = Self("J0029", "この年分の所得は、税の記録にあります。申立てによることはできません。")
    static func askedAlready(_ reception: ReceptionNumber, _ day: CalendarDay) -> Self {
        Self("J0030", "この人のこの年分の所得は、受付 \(reception) のために\(EraDate.display(day))に照会しています。二度は照会しません。")
    }
    static let nothingToAsk = Self("J0031", "照会する所得はありません。")
    static func notExamined(_ state: ExaminationState) -> Self {
        Self("J0032", "審査が済んでいないため（\(state.label)）、確定できません。")
    }
    static let examinationOutdated = Self("J0033", "審査をしていないか、審査の後に世帯、所得または記録が変わりました。")
    static func examinedSince(_ looked: Int64, _ newest: Int64) -> Self {
        Self("J0033", "確かめた審査（\(looked)番）の後に審査し直されています。最新は\(newest)番です。それを確かめてから、その番号を指定してください。")
    }
    static let claimMoved = Self("J0048", "確かめた後に、書類か不備の理由が入力されました。もう一度確かめてください。")
    static let unknownExamination = Self("J0034", "この番号の審査は、この申請にはないか、このシステムの書いたものではありません。")
    package static let unknownRelative = Self("J0035", "この宛名番号の者は、ハブにも国民年金のシステムにも登録されていません。")
    static func sameClaim(_ reception: ReceptionNumber) -> Self { Self("J0040", "同じ請求 \(reception) が確認を待っています。") }
    package static let noClaim = Self("J0041", "この受付は、裁定請求ではありません。")
    static func incomplete(_ lacks: [ClaimLack]) -> Self {
        Self("J0042", "請求に不備があるため、確定できません。" + lacks.map { "\($0.label)（\($0.article)）" }.joined(separator: "、"))
    }
    static func notAsked(_ asked: [Claim.Asked]) -> Self {
        Self("J0043", "この請求に求めている書類ではありません。\(asked.map { "\($0.key)（\($0.label)）" }.joined(separator: "、")) のいずれかを指定してください。")
    }
    static func attached(_ label: String, _ hasCome: Bool) -> Self {
        Self("J0044", hasCome ? "\(label)は、すでに届いています。" : "\(label)は、届いたと記録されていません。")
    }
    static func remindedAlready(_ reception: ReceptionNumber, _ day: CalendarDay) -> Self {
        Self("J0045", "請求者には、受付 \(reception) について\(EraDate.display(day))に催促しています。同じ日に二度は催促しません。")
    }
    static let nothingLacks = Self("J0046", "この請求に、催促または理由の要る不備はありません。")
    package static let unknownClaimant = Self("J0047", "この宛名番号の請求者は、ハブにも国民年金のシステムにも登録されていません。")
    static let unknownBatch = Self("J0049", "この番号の束はありません。")
    static func batchStands(_ state: String, _ next: [String]) -> Self {
        Self("J0050", "束は「\(state)」のため、これはできません。できるのは: \(next.isEmpty ? "ありません" : next.joined(separator: "、"))")
    }
    package static let untrueReport = Self("J0051", "この束に、このシステムの書いたものでない行があるため、進められません。")
    static let nothingDue = Self("J0052", "報告を待つものがありません。")
    static func notDue(_ reception: ReceptionNumber, _ why: String) -> Self { Self("J0053", "受付 \(reception) は束に入れられません。\(why)") }
    static func undecided(_ characters: [Character]) -> Self {
        Self(
            "J0054",
            "Shift_JISにない文字が\(characters.count)種類あり、代わりの文字が決まっていません。atena pension report characters で示し、代わりの文字を入力してください。何も書き出していません。")
    }
    static let notTheSame = Self("J0055", "締めたときと同じファイルを作れません。書き出していません。")
    static let notClosedOnPaper = Self("J0144", "この束は、媒体だけで進達するものとして締めているため、様式を印刷できません。")
    static let otherForms = Self("J0145", "様式が、束を締めたときのものと違うため、渡していません。")
    static let leftWhileDrawn = Self("J0145", "様式を確かめている間に、束から外れた報告があります。締めていません。")
    package static let protectedSince = Self("J0056", "束を作った後に抑止または支援措置のかかった人の住所が入っています。束を取り消して、作り直してください。")
    static func results(_ line: Int?, _ what: String) -> Self { Self("J0057", (line.map { "\($0)行目: " } ?? "") + what) }
    static func anotherBody(_ named: String, ours: String) -> Self {
        Self("J0139", "この処理結果一覧表は、別の団体（\(named)）のものです。この団体は\(ours)です。何も取り込んでいません。")
    }
    static let takenBefore = Self("J0058", "この処理結果一覧表は、すでに取り込んでいます。突合の残りは atena pension result retry で突合します。")
    static let unknownResult = Self("J0059", "この番号の処理結果はないか、すでに突合が済んでいます。")
    static func notAwaited(_ id: ReportID) -> Self { Self("J0060", "報告 \(id) は、結果を待っていません。") }
    static func notReturned(_ id: ReportID) -> Self { Self("J0061", "報告 \(id) は、返戻の処理を待っていません。") }
    static func custody(_ what: String) -> Self { Self("J0062", what) }
    package static let unknownReport = Self("J0063", "この番号の報告はありません。")
    static func noNumber(_ what: String) -> Self {
        Self("J0065", "\(what)の番号を付けられません。番号が上限に達しているか、このシステムの書いたものでない行でふさがっています。")
    }
    static let unreadExamination = Self("J0066", "この審査は、別の版のプログラムが書いたもので、読めません。")
    static func sameOrOther(_ person: ExemptionPerson) -> Self {
        Self("J0067", "所得の照会か申立てのある\(person.label)を、ほかの言葉か番号で入力しています。前に入力した人と同じ人か、別の人かを指定してください。")
    }
    package static let noForm = Self("J0080", "この届出の様式は、このシステムでは作りません。")
    package static let formWithdrawn = Self("J0081", "返戻または取下げとした受付は、様式にできません。")
    static func glyphsMissing(_ glyphs: [MissingGlyph]) -> Self {
        let told = glyphs.prefix(50).map { "\($0.key): \($0.codePoints)" } + (glyphs.count > 50 ? ["ほか\(glyphs.count - 50)件"] : [])
        return Self("J0082", "様式のフォントにない文字があるため、印刷していません。" + told.joined(separator: "、"))
    }
    static let printerNotHere = Self("J0083", "様式を印刷するプログラムかフォントが、このサーバーにありません。")
    static let notPrinted = Self("J0084", "様式を印刷できませんでした。印刷するプログラムが失敗したか、時間か記憶域の上限を超えました。")
    static func pagesWrong(_ faults: [String]) -> Self {
        Self("J0085", "印刷した頁が様式と合わないため、渡していません。" + faults.joined(separator: "。"))
    }
    static func formNotInUse(_ reception: ReceptionNumber) -> Self { Self("J0086", "受付 \(reception) の受付日には、この様式はまだ使われていません。") }
    package static let formsRepeated = Self("J0087", "様式にする受付は、1件から500件まで、それぞれ一度だけ指定してください。束とともには指定できません。")
    static func changesUnknown(_ reception: ReceptionNumber) -> Self {
        Self("J0088", "確定した受付 \(reception) の資格の異動を算定できないため、様式にできません。")
    }
    static func opinionUnknown(_ reception: ReceptionNumber) -> Self {
        Self("J0089", "確定した申請 \(reception) の意見とした審査の記録がないか、このシステムの書いたものではないため、様式にできません。")
    }
    static func formOverflows(_ reception: ReceptionNumber) -> Self { Self("J0090", "受付 \(reception) の様式に、1頁に収まらない欄があります。") }
    static let unknownImport = Self("J0101", "この番号の移行はありません。")
    package static let sameImporter = Self("J0004", "移行のファイルを取り込んだ人は、承認も取下げもできません。別の人が行ってください。")
    /// - Parameter reports: which, so that a batch can be made without them.
    package static func notProvided(_ reports: [ReportID]) -> Self {
        Self("J0106", "提供ポリシーによって日本年金機構に提供できない報告が束にあるため、媒体も様式も作れず、引き渡せません: \(some(reports))")
    }
    /// - Parameter reports: as of `notProvided`.
    package static func withoutNumber(_ reports: [ReportID]) -> Self {
        Self("J0108", "提供ポリシーが個人番号を渡しますが、個人番号が登録されていないか、決定を待つ人の報告が束にあるため、媒体も様式も作れず、引き渡せません: \(some(reports))")
    }
    private static func some(_ reports: [ReportID]) -> String {
        (reports.prefix(50).map { "\($0)" } + (reports.count > 50 ? ["ほか\(reports.count - 50)件"] : [])).joined(separator: "、")
    }
    /// - Parameter codes: of the faults.
    package static func notPublished(_ faults: [String]) -> Self {
        Self("J0107", "束の報告に、ハブの取込みで受け付けられない値があるため、媒体も様式も作れず、引き渡せません: \(faults.joined(separator: "、"))")
    }
    static func notTakenBack(_ why: String) -> Self { Self("J0114", "この受付の確定は取り消せません。\(why)") }
    static func wasSent(_ id: ReportID) -> Self {
        Self("J0115", "報告 \(id) は、すでに日本年金機構に引き渡しています。確定は取り消せません。返戻されたら、atena pension report mend --end で報告を終えてください。")
    }
    static func isClosed(_ reception: ReceptionNumber, _ batch: ReportBatchNumber) -> Self {
        Self("J0116", "受付 \(reception) の報告は、締めた束 \(batch) に入っています。先に束を取り消してください（atena pension report cancel）。")
    }
    static func noTakeBack(_ reception: ReceptionNumber) -> Self { Self("J0117", "受付 \(reception) の確定を取り消すことは、求められていないか、すでに決められています。") }
    static func takeBackAsked(_ reception: ReceptionNumber) -> Self { Self("J0118", "受付 \(reception) の確定を取り消すことは、すでに求められ、確認を待っています。") }
    static func takenBack(_ reception: ReceptionNumber) -> Self { Self("J0118", "受付 \(reception) の確定は、すでに取り消されています。") }
    static func holdsTakeBack(_ reception: ReceptionNumber) -> Self {
        Self("J0119", "束に、確定を取り消すことの確認を待つ受付 \(reception) があります。確認するか却下してから、締めてください。")
    }
    static let emptied = Self("J0091", "束の報告は、確定の取消しですべて外れました。束を取り消してください。")
    static let takeBackTask = Self("J0092", "確定取消しの確認の課題は、確認（atena pension notify confirm-take-back）か却下（dismiss-take-back）で終わります。")
    package static let unknownSection = Self("J0093", "この所属コードの課・出張所は、登録されていません。")
    package static let otherSection = Self("J0093", "この課・出張所は、あなたの所属ではありません。")
    package static let noSection = Self("J0094", "所属のない職員です。受け付けた課・出張所の所属コードを指定してください（--office）。")
    package static let sameTaker = Self("J0004", "確定の取消しを求めた人は、確認できません。別の人が確認してください。")
    static let unknownHandover = Self("W0430", "この番号の引継ぎはないか、すでに確認または取下げがされています。")
    static let notMovedWithinJapan = Self("W0431", "この人は、住民記録では国内の他の市区町村に転出していません。引継ぎは、転出した人のものだけを作り、確認できます。")
    static let handoverMoved = Self("W0432", "引継ぎを作った後に、引き継ぐ受付か課題、または異動日が変わりました。取り下げて、作り直してください。")
    static func handoverWaits(_ what: String) -> Self { Self("W0433", what) }
    /// - Parameter named: whose it is, by code, and by name where the file tells one.
    static func handoverOfAnother(_ named: String, ours: LocalGovernmentCode) -> Self {
        Self("J0140", "この引継ぎのデータは、\(named) あてのものです。この団体は \(ours) です。1行も取り込んでいません。")
    }
    static func handoverOfOurs(_ ours: LocalGovernmentCode) -> Self {
        Self("J0140", "この引継ぎのデータは、この団体（\(ours)）が引継ぎ元です。他の市区町村に渡すもので、取り込めません。1行も取り込んでいません。")
    }
    package static let sameHandover = Self("J0004", "引継ぎを作った人と、引き継ぐ受付を入力した人は、確認できません。別の人が確認してください。")
    package static let notWritten = Self("J0109", "個人番号を加えた媒体を作れませんでした。何も渡していません。やり直してください。")
    package static let unreadable = Self("J0017", "国民年金の記録を読めません。")
}
