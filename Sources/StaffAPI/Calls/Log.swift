/// 証跡の検証, against what lies outside the database.
package struct VerifyLog: LongRequest {
    package static let name = "log/verify"
    package typealias Answer = Sheet
    /// Positions from 0.
    package var from: Int?
    package var to: Int?
    /// 検証鍵; nil: the one beside the sealed batches.
    package var key: String?
    /// チェックポイント that were kept elsewhere, as text.
    package var checkpoints: String?

    package init(from: Int?, to: Int?, key: String?, checkpoints: String?) {
        (self.from, self.to, self.key, self.checkpoints) = (from, to, key, checkpoints)
    }
}

/// 証跡の書出し, as a file of JSON lines.
package struct ExportLog: LongRequest {
    package static let name = "log/export"
    /// Positions from 0.
    package var from: Int?
    package var to: Int?
    /// Whether what opens the commitments to persons is left out.
    package var withoutPersonal: Bool

    package init(from: Int?, to: Int?, withoutPersonal: Bool) { (self.from, self.to, self.withoutPersonal) = (from, to, withoutPersonal) }

    package struct Answer: Codable, Sendable {
        package var events: Int
        /// Whether the log's own statement of what was written stands in it.
        package var isStated: Bool

        package init(events: Int, isStated: Bool) { (self.events, self.isStated) = (events, isStated) }
    }
}

/// 検証鍵. What signatures of the log are verified with.
package struct ReadLogKey: StaffRequest {
    package static let name = "log/key"

    package init() {}

    package struct Answer: Codable, Sendable {
        package var key: String

        package init(key: String) { self.key = key }
    }
}

/// 封印の証明. Of one event, or that a later tree begins with an earlier one; as JSON.
package struct ProveLog: StaffRequest {
    package static let name = "log/prove"
    package var what: What

    package init(what: What) { self.what = what }

    package enum What: Codable, Sendable {
        case event(Int64)
        case consistency(earlier: Int, later: Int)
    }

    package struct Answer: Codable, Sendable {
        /// nil where there is none.
        package var proof: String?

        package init(proof: String?) { self.proof = proof }
    }
}

/// 封印の再開
package struct ResumeSealing: StaffRequest {
    package static let name = "log/resume"
    /// Whether this confirms another's proposal.
    package var confirms: Bool
    package var reason: String

    package init(confirms: Bool, reason: String) { (self.confirms, self.reason) = (confirms, reason) }

    package struct Answer: Codable, Sendable {
        /// What was lost, in words.
        package var lines: [String]

        package init(lines: [String]) { self.lines = lines }
    }
}

/// 個人を示す項目の消去, of what is older than a day.
package struct EraseOpenings: LongRequest {
    package static let name = "log/erase"
    /// YYYY-MM-DD
    package var before: String

    package init(before: String) { self.before = before }

    package struct Answer: Codable, Sendable {
        package var events: Int

        package init(events: Int) { self.events = events }
    }
}

/// 証跡の分析
package struct AnalyseLog: LongRequest {
    package static let name = "log/analyse"

    package init() {}

    package struct Answer: Codable, Sendable {
        /// New ones.
        package var findings: Int

        package init(findings: Int) { self.findings = findings }
    }
}

/// 所見の一覧
package struct ListFindings: StaffRequest {
    package static let name = "log/findings"
    package typealias Answer = Sheet
    /// YYYY-MM-DD
    package var from: String
    package var to: String

    package init(from: String, to: String) { (self.from, self.to) = (from, to) }
}

/// 所見の処理
package struct CloseFinding: StaffRequest {
    package static let name = "log/findings/close"
    package typealias Answer = Done
    package var finding: Int64
    package var reason: String

    package init(finding: Int64, reason: String) { (self.finding, self.reason) = (finding, reason) }
}

/// 開示記録. Brings `disclosure.csv`, `disclosure.html` and `proofs/N.json`; on demand also `every.csv` and `proofs.jsonl`, of each event by itself.
package struct DiscloseRecords: LongRequest {
    package static let name = "log/disclosure"
    package typealias Answer = Sheet
    /// 宛名番号
    package var number: String
    /// YYYY-MM-DD
    package var from: String?
    package var to: String?
    package var reason: String
    /// Whether each event is wanted by itself, too.
    package var every: Bool

    package init(number: String, from: String?, to: String?, reason: String, every: Bool) {
        (self.number, self.from, self.to, self.reason, self.every) = (number, from, to, reason, every)
    }
}
