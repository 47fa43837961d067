package import AuditTrail

extension EventKind {
    /// 証跡の分析の実行.
    static let analysisRun = EventKind(
        "analysis.run", "証跡の分析", onSuccess: ["found", "from", "rules", "terminal", "until"], onFailure: ["department", "refusal", "terminal"])
    /// 所見の報告: the findings were read.
    static let analysisReported = EventKind(
        "analysis.reported", "分析の所見の報告", onSuccess: ["count", "department", "from", "terminal", "until"],
        onFailure: ["department", "refusal", "terminal"])
    /// 所見の処理.
    static let findingClosed = EventKind(
        "analysis.finding-closed", "分析の所見の処理", onSuccess: ["department", "finding", "rule", "terminal"],
        onFailure: ["department", "finding", "refusal", "terminal"], personal: ["reason_text"])

    /// Of the analysis of the log.
    package static let analysis: [EventKind] = [analysisRun, analysisReported, findingClosed]
}
