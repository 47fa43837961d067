/// 国民年金の事務. What people of the pension department do and see; the module keeps its own record, and the staff service tells the log of it.
extension EventKind {
    private static let whose = ["addressee_id", "atenabango", "reason_text"]

    /// 国民年金の記録の照会
    package static let pensionLookedUp = EventKind(
        "pension.looked-up", "国民年金の記録の照会", onSuccess: ["department", "list", "reason", "reception", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: whose)
    /// 国民年金の記録の検索
    package static let pensionSearched = EventKind(
        "pension.searched", "国民年金の記録の検索", onSuccess: ["count", "department", "reason", "terminal", "terms"],
        onFailure: ["department", "refusal", "terminal"], personal: ["atenabango", "birth", "name", "reason_text"])
    /// 国民年金の一覧の閲覧
    package static let pensionListed = EventKind(
        "pension.listed", "国民年金の受付処理簿・課題・処理の案の閲覧", onSuccess: ["count", "department", "list", "terminal"],
        onFailure: ["department", "refusal", "terminal"])
    /// 国民年金の届出の受付
    package static let pensionReceived = EventKind(
        "pension.received", "国民年金の届出の受付", onSuccess: ["act", "department", "reception", "terminal"], onFailure: ["department", "refusal", "terminal"],
        personal: whose)
    /// 国民年金の受付の確定・返戻・取下げ
    package static let pensionDecided = EventKind(
        "pension.decided", "国民年金の受付の確定・返戻・取下げ・引継ぎ", onSuccess: ["act", "department", "outcome", "reception", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: whose)
    /// 国民年金の受付の確定取消し
    package static let pensionTakenBack = EventKind(
        "pension.taken-back", "国民年金の受付の確定を取り消すことの求め・確認・却下", onSuccess: ["act", "department", "outcome", "reception", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: whose)
    /// 国民年金の引継ぎ
    package static let pensionHandover = EventKind(
        "pension.handover", "国民年金の引継ぎの作成・確認・取下げ（各受付は pension.decided）",
        onSuccess: ["act", "department", "handover", "outcome", "terminal"], onFailure: ["department", "refusal", "terminal"], personal: whose)
    /// 国民年金の課題の登録
    package static let pensionTaskOpened = EventKind(
        "pension.task-opened", "国民年金の課題の登録", onSuccess: ["act", "department", "reception", "terminal"], personal: whose)
    /// 国民年金の課題の処理
    package static let pensionTaskClosed = EventKind(
        "pension.task-closed", "国民年金の課題の処理", onSuccess: ["act", "department", "reception", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: whose)
    /// 国民年金の異動の確認
    package static let pensionProposalsMade = EventKind(
        "pension.proposals-made", "国民年金の異動の確認と処理の案の作成", onSuccess: ["act", "department", "terminal"],
        onFailure: ["department", "refusal", "terminal"])
    /// 免除の審査の世帯の入力
    package static let pensionHouseholdEntered = EventKind(
        "pension.household-entered", "国民年金の免除等の審査の世帯の入力", onSuccess: ["act", "department", "reception", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: whose)
    /// 免除の審査のための所得の照会
    package static let pensionIncomeAsked = EventKind(
        "pension.income-asked", "国民年金の免除等の審査のための所得の照会", onSuccess: ["act", "department", "reception", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: whose)
    /// 所得の申立ての入力
    package static let pensionIncomeDeclared = EventKind(
        "pension.income-declared", "国民年金の免除等の審査のための所得の申立ての入力", onSuccess: ["act", "department", "reception", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: whose)
    /// 免除の審査
    package static let pensionExamined = EventKind(
        "pension.examined", "国民年金の免除等の審査", onSuccess: ["act", "department", "reception", "terminal"], onFailure: ["department", "refusal", "terminal"],
        personal: whose)

    /// 裁定請求の添付書類の受領
    package static let pensionPaperCame = EventKind(
        "pension.paper-came", "国民年金の裁定請求の添付書類の受領と、その取消しの記録", onSuccess: ["act", "department", "reception", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: whose)
    /// 裁定請求を不備のまま進達する理由の入力
    package static let pensionLackTold = EventKind(
        "pension.lack-told", "国民年金の裁定請求を不備のまま進達する理由の入力", onSuccess: ["act", "department", "reception", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: whose)
    /// 裁定請求の記載事項の入力
    package static let pensionClaimEntered = EventKind(
        "pension.claim-entered", "国民年金の裁定請求の記載事項（診断書、請求者の連絡先など）の入力と訂正", onSuccess: ["act", "department", "reception", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: whose)
    /// 裁定請求の書類の催促の記録
    package static let pensionClaimReminded = EventKind(
        "pension.claim-reminded", "国民年金の裁定請求の書類の催促の記録", onSuccess: ["act", "department", "reception", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: whose)

    /// 報告の束の作成
    package static let pensionBatchMade = EventKind(
        "pension.batch-made", "国民年金の報告の束の作成", onSuccess: ["act", "batch", "department", "terminal"], onFailure: ["department", "refusal", "terminal"])
    /// 報告の束の締め・承認・取消しと媒体の受渡し
    package static let pensionBatchMoved = EventKind(
        "pension.batch-moved", "国民年金の報告の束の締め・承認・取消しと、その媒体の作成・引渡し・受領・返却・廃棄・不達の記録、再報告の承認",
        onSuccess: ["act", "batch", "department", "step", "terminal"], onFailure: ["department", "refusal", "terminal"])
    /// 報告の媒体のファイルの書出し
    package static let pensionBatchWritten = EventKind(
        "pension.batch-written", "国民年金の報告の媒体のファイルの書出し（初めての作成と、引渡し前の作り直し）",
        onSuccess: ["batch", "count", "department", "digest", "encrypted_digest", "fingerprint", "individual_number", "terminal"],
        onFailure: ["department", "refusal", "terminal"])
    /// 報告の代替文字の決定
    package static let pensionCharacterDecided = EventKind(
        "pension.character-decided", "国民年金の報告の代替文字の決定", onSuccess: ["act", "department", "terminal"],
        onFailure: ["department", "refusal", "terminal"])
    /// 返戻された報告の処理
    package static let pensionReportMended = EventKind(
        "pension.report-mended", "国民年金の返戻された報告の補正または終了", onSuccess: ["act", "department", "reception", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: whose)
    /// 処理結果一覧表の取込
    package static let pensionResultsTaken = EventKind(
        "pension.results-taken", "国民年金の処理結果一覧表の取込", onSuccess: ["act", "department", "list", "terminal"],
        onFailure: ["department", "refusal", "terminal"])
    /// 処理結果の突合
    package static let pensionResultMatched = EventKind(
        "pension.result-matched", "国民年金の処理結果の突合", onSuccess: ["act", "department", "reception", "terminal"],
        onFailure: ["department", "refusal", "terminal"], personal: whose)
    /// 国民年金の様式の作成
    package static let pensionFormsMade = EventKind(
        "pension.forms-made", "国民年金の様式の作成", onSuccess: ["batch", "count", "department", "held", "pages", "terminal"],
        onFailure: ["department", "refusal", "terminal"])

    /// 移行のファイルの取込の開始
    package static let pensionImportOpened = EventKind(
        "pension.import-opened", "国民年金の移行のファイルの取込の開始", onSuccess: ["act", "department", "digest", "import", "import_kind", "terminal"])
    /// 移行のファイルの取込
    package static let pensionImportTaken = EventKind(
        "pension.import-taken", "国民年金の移行のファイルの取込の結果（行の受付・変更なし・保留・却下の数）",
        onSuccess: ["accepted", "department", "held", "import", "import_kind", "rejected", "rows", "terminal", "unchanged", "whole"],
        onFailure: ["department", "refusal", "terminal"])
    /// 移行の承認・取下げ
    package static let pensionImportSettled = EventKind(
        "pension.import-settled", "国民年金の移行の承認または取下げ（各行は pension.decided）",
        onSuccess: ["act", "department", "digest", "import", "import_kind", "outcome", "terminal"], onFailure: ["department", "refusal", "terminal"])

    /// 証印の正しくない行
    package static let pensionRowsUntrue = EventKind(
        "pension.rows-untrue", "国民年金の記録にある、職員サービスの書いたものでない行の検出", onSuccess: ["count", "rows"])

    /// All of the pension department.
    package static let pension: [EventKind] = [
        pensionLookedUp, pensionSearched, pensionListed, pensionReceived, pensionDecided, pensionTakenBack, pensionHandover, pensionTaskOpened,
        pensionTaskClosed,
        pensionProposalsMade, pensionHouseholdEntered, pensionIncomeAsked, pensionIncomeDeclared, pensionExamined, pensionPaperCame, pensionLackTold,
        pensionClaimEntered, pensionClaimReminded,
        pensionBatchMade, pensionBatchMoved, pensionBatchWritten, pensionCharacterDecided, pensionReportMended, pensionResultsTaken, pensionResultMatched,
        pensionFormsMade, pensionImportOpened, pensionImportTaken, pensionImportSettled, pensionRowsUntrue,
    ]
}
