import AccessControl
import Addressee
import Foundation
import Installation
import LogSealing
import NationalPension
import Sharing
import StaffCommands
import StaffService
import SyntheticCity
import TextFiles

/// 国民年金の一年. A year in the life of a pension department: each week notices and applications are received by one clerk and checked by another, what is due goes in a
/// batch that is closed, released by another, written and handed over, and the Service answers the batch of the week before; each month movements are looked at,
/// all is published, and a receiver is given its list.
///
/// Its weeks lie ahead of today, so that what is recorded now was known by their months' ends.
final class PensionYear {
    private let clerks: PensionClerks
    private var records: PensionRecords { clerks.records }
    private let publisher: PensionPublisher
    /// Where media and lists of results lie.
    private let media: String
    /// To whom the month's list goes; nobody where it is `nil`.
    private let receiver: SystemName?
    /// The day on which it begins.
    private let start: CalendarDay

    private var filings: PensionFilings
    private var answers = ServiceAnswers()
    private(set) var counts = PensionYearCounts()
    private(set) var times = PensionYearTimes()
    /// Of last week, to be checked this week.
    private var waiting: [ReceptionNumber] = []
    /// Sent and not answered.
    private var sent: ReportBatchNumber?
    /// Tasks that stay with the clerk.
    private var left: Set<Int64> = []

    init(_ clerks: PensionClerks, publisher: PensionPublisher, media: String, receiver: SystemName?, start: CalendarDay, filings: PensionFilings) {
        (self.clerks, self.publisher, self.media) = (clerks, publisher, media)
        (self.receiver, self.start, self.filings) = (receiver, start, filings)
    }

    // MARK: - the year

    /// - Parameters:
    ///   - weeks: how many; the last batch is not answered any more.
    ///   - weekly: how many file in a week.
    func run(weeks: Int, weekly: Int) async throws {
        try FileManager.default.createDirectory(atPath: media, withIntermediateDirectories: true)
        var month = CalendarMonth(of: start)
        try await publishAll(start, named: "publicationFirst")
        for number in 0..<weeks {
            let began = ContinuousClock.now
            let day = start.adding(days: 7 * number)
            if CalendarMonth(of: day) != month {
                month = CalendarMonth(of: day)
                try await transfer(on: day)
            }
            try await week(number, weekly, on: day)
            times.weeks.append((ContinuousClock.now - began).seconds)
            FileHandle.standardError.write(Data("week \(number + 1): \(times.weeks[number]) s\n".utf8))
        }
        // The twelfth month ends with the year.
        if weeks >= 52, counts.transfers < 12 { try await transfer(on: month.adding(1).firstDay) }
    }

    private func week(_ week: Int, _ weekly: Int, on day: CalendarDay) async throws {
        let filed = filings.week(weekly, on: day)
        try await check(waiting, on: day)
        // One clerk checks while another receives; some wait for next week.
        let received = try await timed("receive and check") {
            try await PensionClerks.atOnce(filed) { [clerks] filed -> (reception: ReceptionNumber, outcome: String?) in
                let reception = try await clerks.receive(filed, on: day)
                let stays = reception.number % 50 == 7
                return (reception, stays ? nil : try await clerks.check(reception, on: day))
            }
        }
        for filed in filed { counts.filed[filed.kind.rawValue, default: 0] += 1 }
        for outcome in received.compactMap({ $0.outcome }) { counts.checked[outcome, default: 0] += 1 }
        waiting = received.filter { $0.outcome == nil }.map { $0.reception }
        try await timed("mend") { try await mend() }
        try await timed("settle") { try await settle(on: day) }
        let batch = try await send(on: day, week: week)
        if let sent { try await answer(sent, on: day) }
        sent = batch
        _ = try await timed("publishAccepted") { await publisher.publishAccepted(on: day) }
    }

    /// Another person checks: most are accepted, some go back to whoever filed them, some are withdrawn; what can't be accepted stays.
    private func check(_ receptions: [ReceptionNumber], on day: CalendarDay) async throws {
        let outcomes = try await timed("check") { try await PensionClerks.atOnce(receptions) { [clerks] in try await clerks.check($0, on: day) } }
        for outcome in outcomes { counts.checked[outcome, default: 0] += 1 }
    }

    // MARK: - batches

    private func send(on day: CalendarDay, week: Int) async throws -> ReportBatchNumber {
        let began = ContinuousClock.now
        let batch = try await timed("batch") { try await clerks.make(ReportFilter(), in: week % 2 == 0 ? .shiftJIS : .utf8, on: day) }
        let files = try await timed("write") {
            try await clerks.call { try await records.write(batch, hidden: try await clerks.placed(in: batch), by: PensionClerks.first, today: day).files }
        }
        try keep(files, of: batch)
        try await timed("hand over") {
            let hidden = try await clerks.placed(in: batch)
            _ = try await clerks.call {
                try await records.move(batch, .handed, on: nil, counterpart: "年金事務所", remarks: "", hidden: hidden, by: PensionClerks.first, today: day)
            }
            _ = try await clerks.call { try await records.matchAgain(by: PensionClerks.first, today: day) }
        }
        times.batches.append((ContinuousClock.now - began).seconds)
        return batch
    }

    private func keep(_ files: [ReportFile], of batch: ReportBatchNumber) throws {
        for file in files {
            try BlockingWholeFile.write(file.bytes, to: "\(media)/\(file.name)", readers: .owner)
            if file.name.hasSuffix(".csv") {
                // Without the record of the medium, the heading, and the end.
                counts.reportsOnMedia += try [UInt8](Data(contentsOf: URL(filePath: "\(media)/\(file.name)"))).count { $0 == 0x0A } - 3
            }
            guard file.name.hasSuffix("-transmittal.txt") else { continue }
            let text = try String(contentsOfFile: "\(media)/\(file.name)", encoding: .utf8)
            let total = text.split(separator: "\n").first { $0.hasPrefix("合計\t") }.flatMap { Int($0.dropFirst(3)) }
            counts.transmittals += 1
            if let total { counts.reportsOnTransmittals += total } else { counts.faults.append("送付書 \(batch) に合計がありません") }
        }
    }

    // MARK: - answers

    /// The Service answers a batch; what it decided on applications is checked by another.
    private func answer(_ batch: ReportBatchNumber, on day: CalendarDay) async throws {
        let path = "\(media)/result-\(batch).csv"
        let list = answers.list(for: try await records.batchDetail(batch).reports.map(ServiceAnswers.Report.init), of: "\(batch)", on: day).bytes
        try BlockingWholeFile.write(list, to: path, readers: .owner)
        let began = ContinuousClock.now
        let taken = try await timed("results") {
            let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
            return try await clerks.call { try await records.takeResults(bytes, in: .utf8, by: PensionClerks.first, today: day) }
        }
        for step in [BatchStep.received, .destroyed] {
            _ = try await clerks.call {
                try await records.move(batch, step, on: nil, counterpart: "年金事務所", remarks: "", by: PensionClerks.first, today: day)
            }
        }
        times.results.append((ContinuousClock.now - began).seconds)
        counts.lists += 1
        counts.resultLines += taken.lines
        (counts.returned, counts.mismatched, counts.unnamed) = (answers.returned, answers.mismatched, answers.unnamed)
        counts.matchedByRule += taken.matched + taken.matchedAnew
        counts.missing += taken.missing.count
        counts.decisionsReceived += taken.receptions.count
        try await check(taken.receptions, on: day)
    }

    /// What came back: most goes again, some ends by another's hand, the rest stays with the clerk.
    private func mend() async throws {
        for task in try await records.tasks(limit: 100_000) where task.kind == .returnedReport && !left.contains(task.id) {
            guard let reception = task.reception else { continue }
            switch counts.mended % 10 {
            case 0..<6:
                _ = try await clerks.call { try await records.mend(reception, goesAgain: true, because: "書類を添えた", by: PensionClerks.first) }
                counts.goneAgain += 1
            case 6: _ = try await clerks.call { try await records.mend(reception, goesAgain: false, because: "届出の誤り", by: PensionClerks.second) }
            default: left.insert(task.id)
            }
            counts.mended += 1
        }
    }

    /// What found no report by rule: a clerk finds out half of it.
    private func settle(on day: CalendarDay) async throws {
        var made: [ReceptionNumber] = []
        for doubtful in try await records.doubtfulResults(limit: 1_000) {
            let open = doubtful.open
            guard (Int(open.list) + Int(open.line)) % 2 == 0 else { continue }
            if let only = doubtful.candidates.first, doubtful.candidates.count == 1 {
                if let reception = try await clerks.call({
                    try await records.settle(open.list, open.line, as: only.id, because: "年金事務所に確認した", by: PensionClerks.first, today: day)
                }) {
                    made.append(reception)
                }
                counts.settled += 1
            } else {
                try await clerks.call { try await records.dismiss(open.list, open.line, because: "該当する報告がない", by: PensionClerks.first) }
                counts.dismissed += 1
            }
        }
        counts.decisionsReceived += made.count
        try await check(made, on: day)
    }

    // MARK: - months

    private func transfer(on day: CalendarDay) async throws {
        let run = try await timed("movements") { try await clerks.call { try await records.lookAtMovements(by: PensionClerks.first, today: day) } }
        counts.proposals += run.proposals
        try await publishAll(day, named: "publication")
        counts.transfers += 1
        guard let receiver else { return }
        let rows = try await timed("transfer") {
            try await clerks.hub.sealing.catchUp()
            let extract = try await clerks.hub.provisioning.full(
                Caller(system: receiver, byWhom: "\(clerks.hub.acting.name) bench"), dataset: PensionDataset.movement.rawValue, format: .csv)
            return try await WholeFile.with(path: "\(media)/movements-\(day).csv") { file in
                var lines = 0
                for try await piece in extract {
                    lines += piece.count { $0 == 0x0A }
                    try await file.append(piece)
                }
                return lines - 1
            }
        }
        counts.transferred.append(rows)
        if rows == 0 { counts.faults.append("\(day) の異動情報に誰もいません") }
    }

    private func publishAll(_ day: CalendarDay, named name: String) async throws {
        let isWhole = try await timed(name) { await publisher.publishAll(on: day) }
        if !isWhole { counts.faults.append("\(day) の公開が終わりませんでした") }
    }

    // MARK: - time

    private func timed<R>(_ step: String, _ body: () async throws -> R) async throws -> R {
        let began = ContinuousClock.now
        let result = try await body()
        times.steps[step, default: 0] += (ContinuousClock.now - began).seconds
        return result
    }

    // MARK: - paper

    /// A batch of so many reports, closed with its forms, released and not handed over, for the print; as many file as it takes.
    ///
    /// - Returns: the batch, and how many seconds it took to make, close and release it.
    func paper(_ count: Int, on day: CalendarDay) async throws -> (batch: ReportBatchNumber, seconds: Double) {
        filings.leaveOutUnprintable()
        var (due, received): ([ReceptionNumber], Set<ReceptionNumber>) = ([], [])
        var (filter, tries) = (ReportFilter(), 0)
        filter.limit = PensionRecords.mostInBatch
        while due.count < count, tries < 10 {
            let filed = filings.week(count, on: day)
            let these = try await PensionClerks.atOnce(filed) { [clerks] in try await clerks.receive($0, on: day) }
            for filed in filed { counts.filed[filed.kind.rawValue, default: 0] += 1 }
            try await check(these, on: day)
            received.formUnion(these)
            due = try await records.reports(filter).reports.map(\.standing.id.reception).filter(received.contains)
            tries += 1
        }
        guard due.count >= count else { throw CommandFailure("紙の束にする報告が\(due.count)件しかありません。") }
        filter.receptions = Array(due.prefix(count))
        let began = ContinuousClock.now
        let batch = try await clerks.make(filter, in: .utf8, onPaper: true, on: day)
        return (batch, (ContinuousClock.now - began).seconds)
    }
}
