/// 証印のある表. A table whose rows say who did, entered or checked something, each with a MAC over its columns: the module's login alone is nobody.
package struct SealedRecord: Sendable {
    /// `pension.act`.
    let name: String
    /// What the MAC covers, in this order for ever.
    let columns: [String]

    private init(_ name: String, _ columns: String) {
        self.name = name
        self.columns = columns.split(separator: " ").map(String.init)
    }

    /// 操作. When the log was told of it is not in the MAC: that changes.
    static let act = SealedRecord("pension.act", "act_id acted_at fiscal_year number kind section by_whom terminal atenabango reason")
    /// 受付
    package static let reception = SealedRecord(
        "pension.reception",
        "fiscal_year number received_on happened_on due_on entered_at proposal_id atenabango kind section entered_by entered_set_up_by content remarks")
    /// 確認
    package static let decision = SealedRecord("pension.decision", "fiscal_year number decided_at outcome entered_by decided_by reason")
    /// 記録
    package static let event = SealedRecord(
        "pension.event", "event_id target recorded_at fiscal_year number received_on happened_on atenabango act fact outcome content")
    /// 年金基本
    package static let basicVersion = SealedRecord(
        "pension.basic_version", "history_number fiscal_year number recorded_at atenabango outcome basic_pension_number telephone remarks")
    /// 老齢福祉年金の証書
    package static let welfareVersion = SealedRecord(
        "pension.welfare_version",
        "history_number fiscal_year number recorded_at is_registered atenabango outcome symbol certificate_number payment_class")

    /// 審査の世帯
    static let household = SealedRecord(
        "pension.household", "household_version fiscal_year number entered_at atenabango section entered_by entered_set_up_by content")
    /// 所得の照会
    static let incomeQuestion = SealedRecord(
        "pension.income_question",
        "question_id asked_at fiscal_year number household_version income_year is_unfiled person atenabango section asked_by")
    /// 所得の申立て
    static let declaredIncome = SealedRecord(
        "pension.declared_income",
        "declaration_id entered_at fiscal_year number household_version income_year person atenabango section entered_by entered_set_up_by items remarks")
    /// 審査
    static let examination = SealedRecord(
        "pension.examination", "examination_id examined_at fiscal_year number atenabango section examined_by state basis proposal")
    /// 関心の登録の控え
    static let toldInterest = SealedRecord("pension.told_interest", "interest_id told_at fiscal_year number holds atenabango section told_by")
    /// 進達する意見
    static let opinion = SealedRecord(
        "pension.opinion", "fiscal_year number household_version examination_id given_at outcome household_entered_by given_by")

    /// 届いた書類
    static let claimArrival = SealedRecord(
        "pension.claim_arrival", "arrival_id entered_at fiscal_year number came_on has_come atenabango paper section entered_by entered_set_up_by")
    /// 不備のまま進達する理由
    static let claimLack = SealedRecord(
        "pension.claim_lack", "lack_id entered_at fiscal_year number atenabango keys section entered_by entered_set_up_by reason")
    /// 請求の記載の版
    static let claimVersion = SealedRecord(
        "pension.claim_version", "version_id entered_at fiscal_year number atenabango section entered_by entered_set_up_by content")
    /// 催促
    static let claimReminder = SealedRecord(
        "pension.claim_reminder", "reminder_id entered_at fiscal_year number reminded_on reminded means keys section entered_by")

    /// 報告の束
    static let reportBatch = SealedRecord(
        "pension.report_batch", "fiscal_year number made_at made_on items body section entered_by entered_set_up_by")
    /// 報告の一件
    static let reportItem = SealedRecord(
        "pension.report_item", "fiscal_year number attempt batch_year batch_number line atenabango outcome")
    /// 報告の内容
    static let reportContent = SealedRecord("pension.report_content", "fiscal_year number attempt content")
    /// 束の経過
    static let reportStep = SealedRecord(
        "pension.report_step",
        "batch_year batch_number ordinal stepped_at stepped_on step confirms_step confirms_by counterpart reason content section entered_by entered_set_up_by")
    /// 代替文字
    static let reportCharacter = SealedRecord(
        "pension.report_character", "character_id entered_at original replacement section entered_by entered_set_up_by")
    /// 返戻の処理
    static let reportMending = SealedRecord(
        "pension.report_mending", "fiscal_year number attempt entered_at goes_again reason section entered_by entered_set_up_by")
    /// 確定取消し
    static let takeBack = SealedRecord(
        "pension.take_back",
        "fiscal_year number ordinal confirms_ordinal batch_year batch_number entered_at outcome step confirms_step confirms_by reason section entered_by entered_set_up_by"
    )
    /// 処理結果一覧表
    static let resultList = SealedRecord(
        "pension.result_list", "list_id taken_at batch_year batch_number lines digest layout section entered_by entered_set_up_by")
    /// 処理結果の一行
    static let resultRow = SealedRecord("pension.result_row", "list_id line content")
    /// 結果の突合
    static let resultAnswer = SealedRecord(
        "pension.result_answer",
        "list_id line answered_at fiscal_year number attempt outcome by_rule result_year result_number reason section entered_by entered_set_up_by")

    /// 移行のファイル
    static let importFile = SealedRecord(
        "pension.import_file", "import_id opened_at lines kind digest section entered_by entered_set_up_by")
    /// 移行の行
    static let importRow = SealedRecord("pension.import_row", "import_id line fiscal_year number")

    /// 引継ぎ
    static let handover = SealedRecord(
        "pension.handover", "handover_id made_at moved_on atenabango destination content section entered_by entered_set_up_by")
    /// 引継ぎの確認・取下げ
    static let handoverEnd = SealedRecord(
        "pension.handover_end", "handover_id ended_at step made_by reason section entered_by entered_set_up_by")

    /// 処理の案の置換え
    static let proposalSuperseded = SealedRecord(
        "pension.proposal_superseded", "proposal_id superseded_by ended_at atenabango section entered_by entered_set_up_by")

    /// All of them.
    static let all = [
        act, reception, decision, event, basicVersion, household, incomeQuestion, declaredIncome, examination, opinion, toldInterest, claimArrival, claimLack,
        claimVersion, claimReminder, reportBatch, reportItem, reportContent, reportStep, reportCharacter, reportMending, takeBack, resultList, resultRow,
        resultAnswer,
        importFile, importRow, welfareVersion, handover, handoverEnd, proposalSuperseded,
    ]

    /// Whether a row names the reception it is of; the number of a batch is another.
    var isOfReception: Bool { columns.contains("fiscal_year") && name != Self.reportBatch.name }

    /// PostgreSQL's binary form of the columns of a row `alias`, the same whatever a session is set to. Null columns are in it.
    func form(_ alias: String) -> String { "pg_catalog.record_send(ROW(\(columns.map { "\(alias).\($0)" }.joined(separator: ", "))))" }

    /// To be selected behind what is read of a row `alias`; `PensionSeal.holds` takes both. Of a row that an outer join did not find the MAC is NULL.
    func sealed(_ alias: String) -> String { "\(form(alias)), \(alias).mac" }
}
