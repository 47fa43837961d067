internal import Addressee
internal import NationalPension

/// What staff write of reports and results.
extension PensionText {
    /// - Throws: `PensionRefused` J0007 for what is no number of a batch.
    static func batch(_ text: String) throws(PensionRefused) -> ReportBatchNumber {
        guard let batch = ReportBatchNumber(text) else { throw .terms("束の番号は 2026-0001 の形で指定してください。") }
        return batch
    }

    /// - Throws: `PensionRefused` J0063.
    static func report(_ text: String) throws(PensionRefused) -> ReportID {
        guard let id = ReportID(text) else { throw .unknownReport }
        return id
    }

    /// - Throws: `PensionRefused` J0007.
    static func encoding(_ text: String?) throws(PensionRefused) -> ReportEncoding {
        guard let encoding = ReportEncoding(rawValue: text?.lowercased() ?? ReportEncoding.utf8.rawValue) else {
            throw .terms("文字コードは \(ReportEncoding.allCases.map(\.rawValue).joined(separator: "、")) のいずれかです。")
        }
        return encoding
    }

    /// - Throws: `PensionRefused` J0007.
    static func step(_ text: String) throws(PensionRefused) -> BatchStep {
        guard let step = BatchStep(rawValue: text) else { throw .terms("束の処理は \(BatchStep.allCases.map(\.rawValue).joined(separator: "、")) のいずれかです。") }
        return step
    }

    /// Which states are asked for: `nil` what is due, `all` whatever it is.
    ///
    /// - Throws: `PensionRefused` J0007.
    static func reportStates(_ text: String?) throws(PensionRefused) -> Set<ReportState> {
        guard let text else { return [.due] }
        if text == "all" || text == "すべて" { return [] }
        guard let state = ReportState(named: text) else { throw .terms("報告の状態は すべて（all）、\(ReportState.choices) のいずれかです。") }
        return [state]
    }

    /// - Throws: `PensionRefused` J0007.
    static func doubt(_ text: String?) throws(PensionRefused) -> ResultMatching.Doubt? {
        guard let text else { return nil }
        return try term(text, "作業一覧")
    }
}
