import Addressee
import AuditTrail
import NationalPension

/// 一年の突き合わせ. Where every reception of a year is in the end, by what the module says, and whether ledger, transmittals and results add up; each difference is told.
struct PensionReckoning: Encodable {
    /// 処理済み: decided, and reported where it is reported, or ended.
    private(set) var processed = 0
    /// To be checked by another, to be sent, or to be answered by the Service.
    private(set) var waiting = 0
    /// 保留, 返戻 to be mended, or a result that a clerk has to settle.
    private(set) var withAClerk = 0
    /// Receptions by kind and state of the ledger.
    private(set) var ledger: [String: [String: Int]] = [:]
    /// Reports by state.
    private(set) var reports: [String: Int] = [:]
    /// Batches by how they stand.
    private(set) var batches: [String: Int] = [:]
    /// Reports in all batches, as their heads say.
    private(set) var transmitted = 0
    /// Lines of all lists, and those of them that nothing was decided on.
    private(set) var resultLines = 0
    private(set) var openResultLines = 0
    /// What does not add up.
    private(set) var faults: [String] = []

    /// - Parameter years: fiscal years that the year lies in.
    init(_ records: PensionRecords, years: [Int32], counts: PensionYearCounts) async throws {
        faults = counts.faults
        let held = Set(try await records.tasks(limit: 1_000_000).compactMap(\.reception))
        let doubtful = try await records.doubtfulResults(limit: .max)
        let doubted = Set(doubtful.flatMap { $0.candidates.map(\.id) })
        var (accepted, attempts, again, handed): (Int, Int, Int, Int) = (0, 0, 0, 0)
        for year in years {
            var (ledger, filter) = (LedgerFilter(), ReportFilter())
            (ledger.all, ledger.fiscalYear, ledger.limit, ledger.mostRead) = (true, year, .max, .max)
            (filter.states, filter.fiscalYear, filter.limit) = ([], year, .max)
            let reports = try await records.reports(filter)
            let standings = Dictionary(uniqueKeysWithValues: reports.reports.map { ($0.standing.id.reception, $0.standing) })
            let rows = try await records.ledger(ledger)
            if rows.untrue + reports.untrueRows > 0 { faults.append("証印のない行が\(rows.untrue + reports.untrueRows)行あります") }
            if rows.isCut { faults.append("\(year)年度の受付処理簿を終わりまで読めません") }
            for row in rows.rows { place(row, standings[row.reception], held, doubted) }
            accepted += rows.rows.count { [.accepted, .takenBack].contains($0.state) && records.tables.notices[$0.kind].isReported }
            for standing in standings.values {
                self.reports[standing.state.rawValue, default: 0] += 1
                // One that is due did not go by that number.
                let gone = Int(standing.id.attempt) - (standing.state == .due || standing.state == .takenBack ? 1 : 0)
                attempts += gone
                again += max(0, gone - 1) + (standing.state == .due && gone > 0 ? 1 : 0)
                if standing.state.wasHandedOver { handed += 1 }
            }
            let counted = try await records.statistics(ofFiscalYear: year, today: .todayInJapan()).counts.reduce(0) { $0 + $1.all }
            expect(counted, rows.rows.count, "\(year)年度の受付件数の表と受付処理簿")
            let told = try await records.reportStatistics(ofFiscalYear: year).flatMap(\.counts.values).reduce(0, +)
            expect(told, standings.count, "\(year)年度の報告件数の表と報告")
        }
        expect(again, counts.goneAgain, "もう一度報告するものと、返戻の処理")
        // As a batch asks for it, without looking at what was sent.
        var due = ReportFilter()
        due.limit = .max
        expect(try await records.reports(due).reports.count, reports["due"] ?? 0, "報告の期限の一覧と、報告")
        let all = ledger.values.flatMap(\.values).reduce(0, +)
        expect(all, counts.filed.values.reduce(0, +) + counts.decisionsReceived, "受付処理簿と、受け付けた件数")
        expect(processed + waiting + withAClerk, all, "処理済み・待ち・担当者の合計と、受付処理簿")
        expect(accepted, reports.values.reduce(0, +), "確定した報告対象の受付と、報告")
        try await reckonBatches(records, counts, attempts: attempts)
        try await reckonResults(records, counts, doubtful: doubtful.count, answered: handed - (reports["sent"] ?? 0) + again)
    }

    /// Each reception is in one place.
    private mutating func place(_ row: LedgerRow, _ standing: ReportStanding?, _ held: Set<ReceptionNumber>, _ doubted: Set<ReportID>) {
        ledger[row.kind.rawValue, default: [:]][row.state.rawValue, default: 0] += 1
        let isHeld = held.contains(row.reception)
        switch (row.state, standing?.state) {
        case (.returned, _), (.cancelled, _), (.handedOn, _), (.takenBack, _): processed += 1
        case (.held, _): withAClerk += 1
        case (.received, _), (.incomplete, _): waiting += 1
        case (.accepted, .returned):
            withAClerk += 1
            if !isHeld { faults.append("返戻された報告 \(row.reception) に、担当者の課題がありません") }
        case (.accepted, _) where isHeld: withAClerk += 1
        case (.accepted, .sent): if standing.map({ doubted.contains($0.id) }) == true { withAClerk += 1 } else { waiting += 1 }
        case (.accepted, .due), (.accepted, .batched), (.accepted, .released): waiting += 1
        case (.accepted, .processed), (.accepted, .ended), (.accepted, .takenBack): processed += 1
        case (.accepted, nil): processed += 1
        }
    }

    private mutating func reckonBatches(_ records: PensionRecords, _ counts: PensionYearCounts, attempts: Int) async throws {
        let batches = try await records.batches(limit: 10_000)
        for batch in batches {
            self.batches[batch.stands, default: 0] += 1
            transmitted += batch.head.count
        }
        let written = batches.filter { $0.steps.contains { $0.step == .written } }
        expect(counts.transmittals, written.count, "送付書と、媒体を作った束")
        expect(counts.reportsOnTransmittals, written.reduce(0) { $0 + $1.head.count }, "送付書の件数と、束の件数")
        expect(counts.reportsOnMedia, counts.reportsOnTransmittals, "媒体の件数と、送付書の件数")
        expect(attempts, transmitted, "報告の回数と、束の件数")
    }

    private mutating func reckonResults(_ records: PensionRecords, _ counts: PensionYearCounts, doubtful: Int, answered: Int) async throws {
        let lists = try await records.resultLists(limit: 10_000)
        resultLines = lists.reduce(0) { $0 + $1.lines }
        openResultLines = lists.reduce(0) { $0 + $1.openLines }
        expect(lists.count, counts.lists, "一覧表の数")
        expect(resultLines, counts.resultLines, "一覧表の行")
        expect(openResultLines, doubtful, "突合していない行と、作業一覧")
        expect(counts.matchedByRule + counts.settled + counts.dismissed + openResultLines, resultLines, "突合、処理、残りの合計と、一覧表の行")
        expect(counts.matchedByRule, resultLines - counts.mismatched, "規則で突合した行と、誤りのない行")
        expect(counts.missing, counts.unnamed, "送付書にあって一覧表にない報告と、報告を示さない行")
        expect(answered, counts.matchedByRule + counts.settled, "結果のある報告と、突合した行")
    }

    private mutating func expect(_ a: Int, _ b: Int, _ what: String) { if a != b { faults.append("\(what)が合いません: \(a) と \(b)") } }
}

extension ReportState {
    /// Whether the report of that number went to the Service.
    fileprivate var wasHandedOver: Bool {
        switch self {
        case .sent, .processed, .returned, .ended: true
        case .due, .batched, .released, .takenBack: false
        }
    }
}
