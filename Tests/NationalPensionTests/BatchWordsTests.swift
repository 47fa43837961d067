import Addressee
import Testing

@testable import NationalPension

/// What is said of a batch, in every state that it can come to: what became of its reports, where its medium is, what is next, and since when that is late.
@Suite struct BatchWordsTests {
    /// What a clerk writes goes to the hub with the report: the register refuses these.
    @Test(arguments: [0x0A, 0x202E, 0xFDD0, 0xFDEF, 0xFEFF, 0xFFFD, 0xFFFE, 0x1FFFF, 0x10FFFE] as [UInt32])
    func whatTheRegisterRefusesIsNoWord(scalar: UInt32) throws {
        let character = Character(try #require(Unicode.Scalar(scalar)))
        #expect(!EnteredText.isPlain("理由" + String(character)) && EnteredText.isPlain("理由𠮷\u{FFFC}"))
    }

    private static let number = ReportBatchNumber(fiscalYear: 2026, number: 1)

    private static func batch(_ steps: [BatchStep], on days: [Int] = []) -> ReportBatch {
        let made = EnteredBy(account: "3001", on: day("2026-06-10"), setUpBy: nil)
        return ReportBatch(
            head: ReportHead(batch: number, body: "111007", madeOn: day("2026-06-10"), count: 1), madeBy: made, section: "3020",
            steps: steps.enumerated().map { index, step in
                KeptStep(
                    step: step, on: day("2026-06-10").adding(days: days.isEmpty ? 0 : days[index]), enteredBy: made, counterpart: "", reason: "", closed: nil)
            }, untrueRows: 0, left: [])
    }

    private static let released: [BatchStep] = [.closed, .released]
    private static let written = released + [.written]
    private static let handed = written + [.handed]

    struct State: Sendable, CustomTestStringConvertible {
        let steps: [BatchStep]
        let stands: String
        /// Parts of what is next.
        let says: [String]
        let saysNot: [String]
        var testDescription: String { steps.map(\.rawValue).joined(separator: " ") }

        init(_ steps: [BatchStep], _ stands: String, _ says: [String], not saysNot: [String] = ["報告待ち", "終わって"]) {
            (self.steps, self.stands, self.says, self.saysNot) = (steps, stands, says, saysNot)
        }
    }

    static let states = [
        State([], "作成", ["report close"]), State([.closed], "締め", ["report release"]), State(released, "承認", ["report write"]),
        State(written, "媒体の作成", ["report sent"]), State(handed, "引渡し", ["report received", "届いたときに"], not: ["destroyed", "報告待ち"]),
        State(handed + [.received], "受領", ["report returned", "report destroyed", "届いたときに"]),
        State(handed + [.received, .returned], "返却", ["report destroyed", "届いたときに"]),
        State(handed + [.received, .destroyed], "廃棄", ["終わって", "届いたときに"], not: ["次は", "報告待ち"]),
        // Cancelled: nothing of it was sent, and a medium that was made is to be destroyed.
        State([.cancelled], "取消し", ["報告待ちに戻りました"], not: ["次は"]), State(released + [.cancelled], "取消し", ["報告待ちに戻りました"], not: ["次は"]),
        State(written + [.cancelled], "取消し（媒体は手元）", ["報告待ちに戻りました", "report destroyed"], not: ["sent", "cancel "]),
        State(written + [.cancelled, .destroyed], "取消し（媒体は廃棄済み）", ["報告待ちに戻りました"], not: ["次は", "result import"]),
        // Failed: till another confirms it nothing is due again, wherever the medium is.
        State(handed + [.failed], "不達（媒体は引渡し済み）", ["report recall"], not: ["戻りました", "result import"]),
        State(handed + [.failed, .returned], "不達（媒体は返却済み）", ["report recall"], not: ["戻りました", "result import"]),
        State(handed + [.failed, .destroyed], "不達（媒体は廃棄済み）", ["report recall"], not: ["戻りました", "終わって"]),
        // Recalled: what was not answered is due again, whatever is recorded of the medium after it.
        State(handed + [.failed, .recalled], "再報告（媒体は引渡し済み）", ["戻りました", "report returned", "report destroyed"], not: ["result import", "recall"]),
        State(handed + [.received, .failed, .recalled], "再報告（媒体は受領済み）", ["戻りました", "report destroyed"], not: ["result import", "received"]),
        State(handed + [.failed, .recalled, .received], "再報告（媒体は受領済み）", ["戻りました", "report returned"], not: ["result import", "received"]),
        State(handed + [.failed, .recalled, .received, .returned], "再報告（媒体は返却済み）", ["戻りました", "report destroyed"], not: ["result import", "returned "]),
        State(handed + [.failed, .recalled, .destroyed], "再報告（媒体は廃棄済み）", ["戻りました", "終わって"], not: ["次は", "result import"]),
    ]

    @Test(arguments: states) func whatIsSaidIsTrueOfTheState(state: State) {
        let batch = Self.batch(state.steps)
        // It is a state: each step may follow those before it.
        for index in state.steps.indices { #expect(BatchStep.next(after: Array(state.steps[..<index])).contains(state.steps[index]), "\(state.steps[index])") }
        #expect(batch.stands == state.stands)
        for part in state.says { #expect(batch.whatIsNext.contains(part), "\(part): \(batch.whatIsNext)") }
        for part in state.saysNot { #expect(!batch.whatIsNext.contains(part), "\(part): \(batch.whatIsNext)") }
        // No command is named that would be refused.
        let commands: [BatchStep: String] = [.closed: "close", .released: "release", .written: "write", .handed: "sent", .recalled: "recall"]
        for step in BatchStep.allCases where batch.whatIsNext.contains("report \(commands[step] ?? step.rawValue) ") {
            #expect(batch.next.contains(step), "\(step): \(batch.whatIsNext)")
        }
    }

    /// The days of a medium count from what was done with it, and not from what was told of its reports meanwhile.
    @Test(
        arguments: [
            (written, [0, 0, 0], 17, nil), (written, [0, 0, 0], 18, 1), (written + [.cancelled], [0, 0, 0, 6], 18, 1),
            (written + [.cancelled], [0, 0, 0, 6], 17, nil),
            (released + [.cancelled], [0, 0, 6], 40, nil), (written + [.cancelled, .destroyed], [0, 0, 0, 6, 6], 40, nil),
            (handed + [.failed, .recalled], [0, 0, 0, 0, 5, 6], 18, 1), (handed + [.received, .failed], [0, 0, 0, 0, 1, 6], 41, nil),
        ] as [([BatchStep], [Int], Int, Int?)]) func daysCountFromTheMedium(steps: [BatchStep], days: [Int], today: Int, late: Int?)
    {
        #expect(Self.batch(steps, on: days).daysOverdue(on: day("2026-06-01").adding(days: today - 1)) == late)
    }

    /// Of a report of a batch: what became of it here, and where it is now, by another number or this one.
    @Test(
        arguments: [
            (handed, 1, ReportState.sent, false, "進達済み"), (handed, 1, .processed, true, "処理済み"), (handed, 2, .due, true, "結果あり（いまは 2026-000001-2 報告待ち）"),
            (released + [.cancelled], 2, .due, false, "取消し（いまは 2026-000001-2 報告待ち）"),
            (handed + [.failed, .recalled], 2, .sent, false, "不達（いまは 2026-000001-2 進達済み）"),
            (handed + [.failed, .recalled], 2, .processed, false, "不達（いまは 2026-000001-2 処理済み）"),
            // Answered before the recall: what goes again goes because it came back.
            (handed + [.failed, .recalled], 2, .due, true, "結果あり（いまは 2026-000001-2 報告待ち）"),
            (handed + [.failed, .recalled, .destroyed], 1, .processed, true, "処理済み"),
        ] as [([BatchStep], Int32, ReportState, Bool, String)])
    func aReportSaysWhatBecameOfIt(steps: [BatchStep], attempt: Int32, state: ReportState, isAnswered: Bool, stands: String) throws {
        let reception = ReceptionNumber(fiscalYear: 2026, number: 1)
        let id = ReportID(reception: reception, attempt: 1)
        let report = ReportContent(
            id: id, kind: .died, label: "死亡", form: "insured-person", receivedOn: day("2026-06-01"), dueOn: nil, number: "A1", basicPensionNumber: "", kana: "",
            name: "", birth: "", birthNotation: "", sex: "1", postalCode: "", address: "", isProtected: false, happenedOn: nil, months: nil, target: nil,
            terms: [], returnReason: "", mended: "", commonName: nil, telephone: nil, former: nil)
        let now = ReportStanding(id: ReportID(reception: reception, attempt: attempt), state: state, batch: nil, returnReason: "", mended: "")
        let detail = BatchDetail(
            batch: Self.batch(steps), reports: [report], standings: [reception: now], answered: isAnswered ? [id] : [], characters: [])
        #expect(detail.stands(report) == stands)
    }
}
