public import Addressee

/// Why a halted sealer may not go on this way: a stable code and the rule, in Japanese. The refusal is on record already.
public struct ResumptionRefused: Explained, Sendable, Hashable, CustomStringConvertible {
    /// `S` and four digits.
    public let code: String
    /// The rule.
    public let rule: String

    /// Code and rule.
    public var description: String { "\(code): \(rule)" }

    private init(_ code: String, _ rule: String) { (self.code, self.rule) = (code, rule) }

    /// The files have what the database has.
    static let nothingLost = ResumptionRefused("S0001", "封印の記録は失われていません。再開の承認は要りません。")
    /// Neither side has batches that were sealed: not even their hashes are known.
    static func batchesLost(heard: Int, outside: Int, database: Int) -> ResumptionRefused {
        ResumptionRefused(
            "S0002",
            "心拍が示すバッチ \(heard) までの記録が、外の記録（バッチ \(outside) まで）にもデータベース（バッチ \(database) まで）にもありません。封印はこの方法では再開できません。外の記録を控えから戻してください。")
    }
    /// Nothing that two people accept makes its transactions rise.
    static func fromDump(needed: UInt64) -> ResumptionRefused {
        let refused = RestoreRefused.fromDump(needed: needed)
        return ResumptionRefused(refused.code, refused.rule)
    }
    /// What both have differs.
    package static let fork = ResumptionRefused("S0003", "データベースと外の記録が、同じバッチで異なります。再開できません。atena audit verify で確かめてください。")
    /// What the database says of itself is not signed.
    static let notSigned = ResumptionRefused("S0004", "データベースのチェックポイントが、この証跡の鍵で署名されていません。再開できません。")
    /// There is no proposal of the present state.
    static let noProposal = ResumptionRefused("S0005", "今の状態についての、24時間以内の提案がありません。先に別の人が atena audit resume propose を行ってください。")
    /// 提案者と承認者は別の者とする.
    package static let ownProposal = ResumptionRefused("S0006", "提案した人は承認できません。別の人が承認してください。")
    /// The proposer had a part in making the confirmer.
    static let makersProposal = ResumptionRefused("S0007", "提案した人が同じ日または提案以後に権限の付与・登録に関わった人、提案した人と登録コードを渡し合った人、提案した人と同じ人から登録コードを受け取った人は、承認できません。")
    /// A program.
    /// A program acts where only a person may.
    public static let onlyPersons = ResumptionRefused("S0008", "サービスアカウントには行えない操作です。")
    /// Why it is done must be said.
    /// No word of why, or too few.
    public static let noReason = ResumptionRefused("S0009", "理由を書いてください。")
    /// The process that seals does not run, or can't read what it is asked.
    static let notSignedInTime = ResumptionRefused(
        "S0010",
        "封印するプロセス（atena seal）が、提案・承認に署名したことを確かめられません。動いているか、ATENA_RESUMPTION を読めるかを確かめてください。"
            + "この申出は30秒で無効になります。その後、もう一度行ってください。")
    /// Files and database were compared by nobody: the process that seals does not run.
    static let nobodySeals = ResumptionRefused("S0011", "封印するプロセス（atena seal）が動いていないため、データベースと外の記録を比べられていません。")
}
