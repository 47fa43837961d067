internal import Addressee
internal import NationalPension

/// 報告の経過, as data.
struct ToldStanding: Encodable {
    private let report: String
    private let state: String
    private let batch: String?
    private let returnReason: String

    init(_ standing: ReportStanding) {
        (report, state) = (standing.id.description, standing.state.rawValue)
        (batch, returnReason) = (standing.batch?.description, standing.returnReason)
    }
}

/// 報告, as data.
struct ToldReport: Encodable {
    private let standing: ToldStanding
    private let kind: String
    private let atenabango: String
    private let receivedOn: String
    private let dueOn: String?
    private let isOverdue: Bool
    private let section: String

    init(_ report: Report, _ today: CalendarDay) {
        (standing, kind, atenabango) = (ToldStanding(report.standing), report.kind.rawValue, report.number)
        (receivedOn, dueOn, section) = (report.receivedOn.description, report.dueOn?.description, report.section)
        isOverdue = report.standing.state.isToBeSent && (report.dueOn.map { $0 < today } ?? false)
    }
}

/// 束, as data.
struct ToldBatch: Encodable {
    private let batch: String
    /// What became of its reports where something did; otherwise its last step.
    private let state: String
    /// The last step of its medium; `nil` where none was made.
    private let medium: String?
    private let count: Int
    private let madeOn: String
    private let madeBy: String
    private let section: String
    private let steps: [Step]
    private let closed: ClosedReport?
    private let daysOverdue: Int?
    /// 確定取消しで外れた受付.
    private let left: [String]

    private struct Step: Encodable {
        let step: String
        let on: String
        let enteredBy: String
        let counterpart: String
        let reason: String
    }

    init(_ batch: ReportBatch, _ today: CalendarDay) {
        let done = batch.steps.map(\.step)
        (self.batch, count, left) = (batch.head.batch.description, batch.head.count, batch.left.sorted().map(\.description))
        state = (BatchStep.ofReports(done) ?? batch.last)?.rawValue ?? "made"
        medium = done.contains(.written) ? BatchStep.ofMedium(done)?.rawValue : nil
        section = batch.section
        (madeOn, madeBy, closed, daysOverdue) = (batch.head.madeOn.description, batch.madeBy.account, batch.closed, batch.daysOverdue(on: today))
        steps = batch.steps.map {
            Step(step: $0.step.rawValue, on: $0.on.description, enteredBy: $0.enteredBy.account, counterpart: $0.counterpart, reason: $0.reason)
        }
    }
}

/// 束の内容, as data.
struct ToldBatchDetail: Encodable {
    private let batch: ToldBatch
    private let reports: [Item]
    private let states: [String: String]
    private let characters: [String: String?]

    /// What the lines show, and nothing else: where somebody is, and what was found of them, goes in the file alone.
    private struct Item: Encodable {
        let report: String
        let kind: String
        let atenabango: String
        let basicPensionNumber: String
        let kana: String
        let receivedOn: String
        let dueOn: String?
    }

    init(_ detail: BatchDetail, _ today: CalendarDay) {
        batch = ToldBatch(detail.batch, today)
        reports = detail.reports.map {
            Item(
                report: $0.id.description, kind: $0.kind.rawValue, atenabango: $0.number, basicPensionNumber: $0.basicPensionNumber, kana: $0.kana,
                receivedOn: $0.receivedOn.description, dueOn: $0.dueOn?.description)
        }
        states = Dictionary(detail.standings.values.map { ($0.id.description, $0.state.rawValue) }) { first, _ in first }
        characters = Dictionary(detail.characters.map { (String($0.character), $0.replacement) }) { first, _ in first }
    }
}

/// 取込の結果, as data.
struct ToldTaken: Encodable {
    private let list: Int64
    private let lines: Int
    private let matched: Int
    private let returned: Int
    private let matchedAnew: Int
    private let receptions: [String]
    private let missing: [String]

    init(_ taken: TakenResults) {
        (list, lines, matched, returned, matchedAnew) = (taken.list, taken.lines, taken.matched, taken.returned, taken.matchedAnew)
        (receptions, missing) = (taken.receptions.map(\.description), taken.missing.map(\.description))
    }
}

/// 突合していない結果, as data.
struct ToldResult: Encodable {
    private let list: Int64
    private let line: Int32
    private let doubt: String
    private let row: ResultRow
    private let candidates: [String]

    init(_ result: DoubtfulResult) {
        (list, line, row) = (result.open.list, result.open.line, result.open.row)
        (doubt, candidates) = (result.doubt.rawValue, result.candidates.map(\.id.description))
    }
}

/// 取り込んだ一覧表, as data.
struct ToldList: Encodable {
    private let list: Int64
    private let batch: String?
    private let lines: Int
    private let openLines: Int
    private let on: String
    private let by: String

    init(_ kept: KeptList) {
        (list, batch, lines, openLines, on, by) = (kept.id, kept.batch?.description, kept.lines, kept.openLines, kept.on.description, kept.by)
    }
}
