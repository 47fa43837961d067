package import Foundation

/// 報告の一覧. Accepted receptions that are reported to the Japan Pension Service, and how their reports stand.
package struct ListPensionReports: StaffRequest {
    package static let name = "pension/report/list"
    package typealias Answer = Sheet
    /// A state by its name; nil: what is due. `all`: whatever the state.
    package var state: String?
    /// Only what is past its day, and not sent.
    package var overdue: Bool
    /// 届出の種類
    package var kind: String?
    /// 年度 of receipt
    package var fiscalYear: Int32?
    /// 所属コード: only what this section received.
    package var office: String?
    package var limit: Int?

    package init(state: String?, overdue: Bool, kind: String?, fiscalYear: Int32?, office: String? = nil, limit: Int?) {
        (self.state, self.overdue, self.kind, self.fiscalYear, self.office, self.limit) = (state, overdue, kind, fiscalYear, office, limit)
    }
}

/// 束の作成. Of what is due; weekly, or on demand.
package struct MakePensionReportBatch: StaffRequest {
    package static let name = "pension/report/batch"
    package typealias Answer = Sheet
    /// Only of these kinds; all where it is empty.
    package var kinds: [String]
    /// 受付番号: only these; all that are due where it is empty.
    package var receptions: [String]
    /// 受付番号: not these.
    package var without: [String]
    /// 所属コード: only what this section received.
    package var office: String?

    package init(kinds: [String], receptions: [String], without: [String], office: String? = nil) {
        (self.kinds, self.receptions, self.without, self.office) = (kinds, receptions, without, office)
    }
}

/// 束の一覧, the newest first.
package struct ListPensionReportBatches: StaffRequest {
    package static let name = "pension/report/batches"
    package typealias Answer = Sheet
    /// Only those whose medium should have come further.
    package var overdue: Bool
    /// 所属コード: only those that this section made.
    package var office: String?
    package var limit: Int?

    package init(overdue: Bool, office: String? = nil, limit: Int?) { (self.overdue, self.office, self.limit) = (overdue, office, limit) }
}

/// 束の照会, with its reports, characters and steps.
package struct ShowPensionReportBatch: StaffRequest {
    package static let name = "pension/report/show"
    package typealias Answer = Sheet
    /// 束の番号
    package var batch: String

    package init(batch: String) { self.batch = batch }
}

/// 代替文字の決定.
package struct DecidePensionReportCharacters: StaffRequest {
    package static let name = "pension/report/characters"
    package typealias Answer = Done
    package var replacements: [Replacement]

    package init(replacements: [Replacement]) { self.replacements = replacements }

    /// What stands for a character.
    package struct Replacement: Veiled {
        package var character: String
        package var replacement: String

        package init(character: String, replacement: String) { (self.character, self.replacement) = (character, replacement) }
    }
}

/// 紙でも進達する束の締め. Draws the forms of the batch, and closes it where each page has its own key once; takes as long as they take to draw. The answer's status is 3
/// where there are forms that can't be printed.
package struct ClosePensionReportBatch: LongRequest {
    package static let name = "pension/report/close"
    package typealias Answer = Sheet
    /// 束の番号
    package var batch: String
    /// 文字コード of the medium: `utf-8` or `shift_jis`.
    package var encoding: String

    package init(batch: String, encoding: String) { (self.batch, self.encoding) = (batch, encoding) }
}

/// 束の締め（媒体だけで進達するもの）・承認・取消し、媒体の受渡し.
package struct MovePensionReportBatch: StaffRequest {
    package static let name = "pension/report/move"
    package typealias Answer = Sheet
    /// 束の番号
    package var batch: String
    /// `closed`, `released`, `cancelled`, `handed`, `received`, `returned`, `destroyed`, `failed` or `recalled`.
    package var step: String
    /// 文字コード, of closed: `utf-8` or `shift_jis`.
    package var encoding: String?
    /// nil: today.
    package var day: String?
    /// 相手
    package var counterpart: String
    /// 理由 of cancelled and failed, 備考 of others.
    package var reason: String

    package init(batch: String, step: String, encoding: String? = nil, day: String? = nil, counterpart: String = "", reason: String = "") {
        (self.batch, self.step, self.encoding, self.day, self.counterpart, self.reason) = (batch, step, encoding, day, counterpart, reason)
    }
}

/// 媒体の作成. The files of a released batch; the same again, till it is handed over.
package struct WritePensionReportBatch: StaffRequest {
    package static let name = "pension/report/write"
    /// 束の番号
    package var batch: String
    /// 受取人の証明書, PEM: of whom the policy names, where it gives individual numbers; none otherwise.
    package var certificates: [String]

    package init(batch: String, certificates: [String] = []) { (self.batch, self.certificates) = (batch, certificates) }

    package struct Answer: Veiled {
        package var files: [File]
        /// For people.
        package var lines: [String]

        package init(files: [File], lines: [String]) { (self.files, self.lines) = (files, lines) }
    }

    /// One file.
    package struct File: Veiled {
        package var name: String
        package var bytes: Data

        package init(name: String, bytes: Data) { (self.name, self.bytes) = (name, bytes) }
    }
}

/// 返戻された報告の処理.
package struct MendPensionReport: StaffRequest {
    package static let name = "pension/report/mend"
    package typealias Answer = Sheet
    /// 受付番号
    package var reception: String
    /// Otherwise it ends here.
    package var goesAgain: Bool
    package var reason: String

    package init(reception: String, goesAgain: Bool, reason: String) { (self.reception, self.goesAgain, self.reason) = (reception, goesAgain, reason) }
}

/// 処理結果一覧表の取込.
package struct TakePensionResults: StaffRequest {
    package static let name = "pension/result/take"
    package typealias Answer = Sheet
    package var bytes: Data
    /// `utf-8` or `shift_jis`.
    package var encoding: String

    package init(bytes: Data, encoding: String) { (self.bytes, self.encoding) = (bytes, encoding) }
}

/// 突合していない結果の作業一覧.
package struct ListPensionResults: StaffRequest {
    package static let name = "pension/result/list"
    package typealias Answer = Sheet
    /// `no-report`, `number-differs`, `birth-differs`, `several`, `answered` or `waiting`; nil: all.
    package var doubt: String?
    package var limit: Int?

    package init(doubt: String?, limit: Int?) { (self.doubt, self.limit) = (doubt, limit) }
}

/// 取り込んだ処理結果一覧表の一覧.
package struct ListPensionResultLists: StaffRequest {
    package static let name = "pension/result/lists"
    package typealias Answer = Sheet
    package var limit: Int?

    package init(limit: Int?) { self.limit = limit }
}

/// 確認を待つ、日本年金機構の決定: with the opinion of the municipality beside it.
package struct ListPensionRulings: StaffRequest {
    package static let name = "pension/result/rulings"
    package typealias Answer = Sheet
    /// Otherwise only those that differ from the opinion.
    package var all: Bool
    package var limit: Int?

    package init(all: Bool, limit: Int?) { (self.all, self.limit) = (all, limit) }
}

/// 職員による突合.
package struct SettlePensionResult: StaffRequest {
    package static let name = "pension/result/settle"
    package typealias Answer = Sheet
    package var list: Int64
    package var line: Int32
    /// 報告番号; nil: it answers no report of here.
    package var report: String?
    package var reason: String

    package init(list: Int64, line: Int32, report: String?, reason: String) {
        (self.list, self.line, self.report, self.reason) = (list, line, report, reason)
    }
}

/// 再突合.
package struct MatchPensionResults: StaffRequest {
    package static let name = "pension/result/match"

    package init() {}

    package struct Answer: Codable, Sendable {
        /// Rows matched now.
        package var matched: Int

        package init(matched: Int) { self.matched = matched }
    }
}
