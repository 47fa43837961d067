internal import Addressee

/// 報告の状態. How the report of an accepted reception stands.
package enum ReportState: String, Sendable, Hashable, Codable, CodedTerm {
    /// 報告待ち: due, and in no batch.
    case due
    /// 束に入れた
    case batched
    /// 承認済み: its batch was released.
    case released
    /// 進達済み: its medium was handed over.
    case sent
    /// 処理済み by the Service
    case processed
    /// 返戻: given back by the Service, till a clerk has mended it.
    case returned
    /// 終了: given back, and ended here.
    case ended
    /// 確定取消し: what it would have reported was taken back, and it never went.
    case takenBack = "taken-back"

    /// In Japanese, for people.
    package var label: String {
        switch self {
        case .due: "報告待ち"
        case .batched: "束に入れた"
        case .released: "承認済み"
        case .sent: "進達済み"
        case .processed: "処理済み"
        case .returned: "返戻"
        case .ended: "終了"
        case .takenBack: "確定取消し"
        }
    }

    /// Whether the report is still to be made, whoever has it: till then its day counts.
    package var isToBeSent: Bool { self == .due || self == .batched || self == .released || self == .returned }
}

/// 報告の経過. How a report stands, and what is known of the times it went.
package struct ReportStanding: Sendable, Hashable, Unprinted {
    /// 報告番号: of a report that is due the one that it will have.
    package let id: ReportID
    /// How it stands.
    package let state: ReportState
    /// The batch that it is in, or went in last; `nil` where it never was in any.
    package let batch: ReportBatchNumber?
    /// 返戻の理由 of the last time; empty where there was none.
    package let returnReason: String
    /// What was mended since; empty where nothing was.
    package let mended: String
}
