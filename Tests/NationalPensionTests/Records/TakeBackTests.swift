import Addressee
import Foundation
import Postgres
import Testing

@testable import NationalPension

/// 確定取消し. What was accepted by mistake, and from which nothing of the record followed, is taken back by two people before it goes anywhere.
@Suite(.timeLimit(.minutes(5))) struct TakeBackTests: ExemptionStand {
    private static let terms = BatchTerms(body: "111007", hidden: [])
    private static let why = "別の人の届出書だった"

    private static func states(_ records: PensionRecords) async throws -> [String: ReportState] { try await ReportRecordTests.states(records) }

    private static func row(_ records: PensionRecords, _ reception: ReceptionNumber) async throws -> LedgerRow? {
        var filter = LedgerFilter()
        (filter.all, filter.reception) = (true, reception)
        return try await records.ledger(filter).rows.first
    }

    /// By the two.
    private static func takeBack(_ records: PensionRecords, _ reception: ReceptionNumber) async throws {
        try await records.askTakeBack(reception, because: why, by: second, today: today)
        try await records.takeBack(reception, by: first, today: today)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let what: String
        let isReported: Bool
        let record: @Sendable (PensionRecords) async throws -> ReceptionNumber

        var testDescription: String { what }
    }

    static let cases = [
        Case(what: "change of name", isReported: true) { try await $0.record("A1", .nameChanged, NoticeTerms(day: day("2026-05-30"))) },
        Case(what: "correction of a birth date", isReported: true) { try await $0.record("A1", .birthCorrected, NoticeTerms(day: day("2026-05-30"))) },
        Case(what: "change of the householder", isReported: false) { try await $0.record("A1", .householderChanged, NoticeTerms(day: day("2026-05-30"))) },
        Case(what: "application for exemption", isReported: true) { records in
            let reception = try await apply(records)
            try await household(records, reception)
            _ = try await records.accept(
                reception, despiteDoubts: false, examination: try await newest(records, reception), by: second, today: today)
            return reception
        },
        Case(what: "claim", isReported: true) { records in
            let claim = Claim(.oldAge, groundOn: nil, using: records.tables)
            let received = try await records.receive(
                claim, of: try AddresseeNumber("A1"), receivedOn: day("2026-06-01"), with: claim.asked.map(\.key), remarks: "", by: first, today: today
            ).claim
            if !received.untold.isEmpty { _ = try await records.tellLacks(of: received.reception, because: "確かめ中", by: first, today: today) }
            _ = try await records.accept(
                received.reception, despiteDoubts: true, mark: try await records.claim(received.reception)?.mark, by: second, today: today)
            return received.reception
        },
    ]

    @Test(arguments: cases) func whateverIsTakenBackByTwoIsReportedToNobodyAndStaysInTheLedger(_ tried: Case) async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            try await database.giveIncome("A1", year: 2024, Self.filed)
            let reception = try await tried.record(records)
            #expect(try await Self.states(records) == (tried.isReported ? ["\(reception)-1": .due] : [:]))
            #expect(try await Self.code { try await records.askTakeBack(reception, because: " ", by: first, today: today) } == "J0006")
            #expect(try await Self.code { try await records.takeBack(reception, by: first, today: today) } == "J0117")
            try await records.askTakeBack(reception, because: Self.why, by: second, today: today)
            // Asked for, it stays accepted, and goes in no batch.
            #expect(try await Self.row(records, reception)?.state == .accepted)
            #expect(try await records.tasks().map(\.kind) == [.takeBack])
            var named = ReportFilter()
            named.receptions = [reception]
            for filter in [ReportFilter(), named] {
                let code = try await Self.code { _ = try await records.makeBatch(filter, Self.terms, by: first, today: today) }
                #expect(code == (filter.receptions.isEmpty ? "J0052" : "J0053"))
            }
            #expect(try await Self.code { try await records.askTakeBack(reception, because: Self.why, by: first, today: today) } == "J0118")
            // Whoever asked for it is not the other person; nor does a clerk end its task by themselves.
            #expect(try await Self.code { try await records.takeBack(reception, by: second, today: today) } == "J0004")
            #expect(try await records.takeBackAsker(of: reception).account == "3002")
            let task = try #require(try await records.tasks().first?.id)
            #expect(try await Self.code { try await records.close(task, found: "済み", by: first) } == "J0092")

            try await records.takeBack(reception, by: first, today: today)
            let row = try #require(try await Self.row(records, reception))
            #expect(row.state == .takenBack && row.isTrue && row.decidedBy == "3002")
            #expect(try await Self.states(records) == (tried.isReported ? ["\(reception)-1": .takenBack] : [:]))
            #expect(try await records.tasks().isEmpty)
            #expect(try await Self.code { _ = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today) } == "J0052")
            for (code, act) in [
                ("J0118", { try await records.askTakeBack(reception, because: Self.why, by: second, today: today) }),
                ("J0117", { try await records.takeBack(reception, by: Self.third, today: today) }),
                ("J0117", { try await records.dismissTakeBack(reception, because: Self.why, by: second, today: today) }),
                ("J0003", { try await records.withdraw(reception, because: Self.why, by: second, today: today) }),
            ] as [(String, () async throws -> Void)] {
                #expect(try await Self.code(act) == code)
            }
            // Who did what, and why, stays; the counts still add up.
            let detail = try await records.detail(of: reception, today: today)
            #expect(detail.takeBacks.map(\.step) == [.asked, .confirmed] && detail.takeBacks.first?.reason == Self.why)
            let counted = try await records.statistics(ofFiscalYear: 2026, today: today).counts
            #expect(counted.map(\.counts) == [[.takenBack: 1]] && counted.map(\.all) == [1] && counted.map(\.overdue) == [0])
            #expect(try await records.reportStatistics(ofFiscalYear: 2026).map(\.counts) == (tried.isReported ? [[.takenBack: 1]] : []))
            var late = ReportFilter()
            (late.states, late.overdueOn) = ([], day("2027-06-10"))
            #expect(try await records.reports(late).reports.isEmpty)
            var told: [ToldAct.Kind] = []
            try await records.tellActs { acts, _ in told += acts.map(\.kind) }
            #expect(told.suffix(4) == [.takeBackAsked, .taskOpened, .takeBackConfirmed, .taskClosed])
            // The same may be filed again, of whomever it was.
            _ = try await tried.record(records)
            #expect(try await Self.states(records).values.filter { $0 == .due }.count == (tried.isReported ? 1 : 0))
        }
    }

    @Test func whatIsDismissedGoesOnAndMayBeAskedForAgain() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            let reception = try await records.record("A1", .nameChanged, NoticeTerms(day: day("2026-05-30")))
            // Whoever asked may say that it was a mistake to ask; another may, too.
            for clerk in [second, first] {
                try await records.askTakeBack(reception, because: Self.why, by: second, today: today)
                try await records.dismissTakeBack(reception, because: "届出書を確かめた", by: clerk, today: today)
                #expect(try await records.tasks().isEmpty)
                #expect(try await Self.states(records) == ["\(reception)-1": .due])
            }
            #expect(try await records.detail(of: reception, today: today).takeBacks.map(\.step) == [.asked, .dismissed, .asked, .dismissed])
            try await Self.takeBack(records, reception)
            #expect(try await Self.row(records, reception)?.state == .takenBack)
        }
    }

    @Test func whatTheRecordSaysIsNotTakenBackByThisWay() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            let event = try await records.record("A1", .reached20, NoticeTerms())
            let basic = try await records.receive(basic: "2150123456", of: "A1")
            let name = Filing(number: try AddresseeNumber("A1"), kind: .nameChanged, receivedOn: today)
            let waiting = try await records.receive(name, saying: NoticeTerms(day: day("2026-05-30")), by: first, today: today).reception
            for reception in [basic, waiting] {
                #expect(try await Self.code { try await records.askTakeBack(reception, because: Self.why, by: second, today: today) } == "J0114")
            }
            _ = try await records.accept(basic, despiteDoubts: false, by: second, today: today)
            for (reception, words) in [(event, "記録を訂正"), (basic, "年金基本情報"), (waiting, "返戻か取下げ")] {
                let refused = await #expect(throws: PensionRefused.self) {
                    try await records.askTakeBack(reception, because: Self.why, by: second, today: today)
                }
                #expect(refused?.code == "J0114" && refused?.rule.contains(words) == true)
            }
            let unknown = ReceptionNumber(fiscalYear: 2026, number: 99)
            #expect(try await Self.code { try await records.askTakeBack(unknown, because: Self.why, by: second, today: today) } == "J0002")
        }
    }

    @Test func itLeavesABatchThatWasOnlyMadeAndNoOther() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2"] { try await database.give(number, ["shimei_furigana": "ネンキン　タロウ"]) }
            let wrong = try await records.record("A1", .nameChanged, NoticeTerms(day: day("2026-05-30")))
            let right = try await records.record("A2", .nameChanged, NoticeTerms(day: day("2026-05-30")))
            let batch = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today)
            try await records.askTakeBack(wrong, because: Self.why, by: second, today: today)
            // While somebody asks, nothing is settled.
            #expect(try await Self.code { _ = try await records.close(batch, in: .utf8, by: first, today: today) } == "J0119")
            try await records.takeBack(wrong, by: first, today: today)
            let detail = try await records.batchDetail(batch)
            #expect(detail.reports.map(\.id.reception) == [right] && detail.batch.head.count == 1 && detail.batch.left == [wrong])
            #expect(try await Self.states(records) == ["\(wrong)-1": .takenBack, "\(right)-1": .batched])
            #expect(try await records.close(batch, in: .utf8, by: first, today: today).closed?.count == 1)
            // Closed, released, made into a medium: it has to be cancelled first.
            for step in [nil, BatchStep.released, .written] {
                switch step {
                case .released?: _ = try await records.release(batch, hidden: [], by: second, today: today)
                case .written?:
                    let file = try #require(try await records.write(batch, hidden: [], by: first, today: today).files.first)
                    let text = String(decoding: file.bytes, as: UTF8.self)
                    #expect(text.contains("\(right)-1,") && !text.contains("\(wrong)-1,") && text.hasSuffix("end,1\r\n"))
                default: break
                }
                #expect(try await Self.code { try await records.askTakeBack(right, because: Self.why, by: second, today: today) } == "J0116")
            }
            // What left it is told to nobody.
            let published = try await records.reportPublications(of: [try AddresseeNumber("A1"), try AddresseeNumber("A2")])
            #expect(published.mapValues(\.count) == [try AddresseeNumber("A1"): 0, try AddresseeNumber("A2"): 1])
            _ = try await records.cancel(batch, because: "作り直すため", by: first, today: today)
            #expect(try await Self.states(records) == ["\(wrong)-1": .takenBack, "\(right)-2": .due])
            // The only one of a batch: that holds nothing, and is not closed.
            let last = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today)
            try await Self.takeBack(records, right)
            #expect(try await Self.code { _ = try await records.close(last, in: .utf8, by: first, today: today) } == "J0091")
            #expect(try await records.cancel(last, because: "空になったため", by: first, today: today).head.count == 0)
            #expect(try await Set(Self.states(records).values) == [.takenBack])
        }
    }

    @Test func whatWentToTheServiceIsNotTakenBack() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1", ["shimei_furigana": "ネンキン　タロウ"])
            let sent = try await records.record("A1", .nameChanged, NoticeTerms(day: day("2026-05-30")))
            let batch = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today)
            _ = try await records.close(batch, in: .utf8, by: first, today: today)
            _ = try await records.release(batch, hidden: [], by: second, today: today)
            _ = try await records.write(batch, hidden: [], by: first, today: today)
            _ = try await records.move(batch, .handed, on: nil, counterpart: "年金事務所", remarks: "", by: first, today: today)
            func refused() async throws -> String {
                try await Self.code { try await records.askTakeBack(sent, because: Self.why, by: second, today: today) }
            }
            #expect(try await refused() == "J0115")
            // Nor what did not arrive and is due again: what the Service has of it nobody knows.
            _ = try await records.fail(batch, because: "媒体を読めないと連絡", by: second, today: today)
            _ = try await records.recall(batch, by: first, today: today)
            #expect(try await Self.states(records) == ["\(sent)-2": .due])
            #expect(try await refused() == "J0115")
        }
    }

    @Test func whatFollowedFromItEndsWithIt() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2", "S1"] { try await database.give(number) }
            for number in ["A1", "A2"] { try await database.giveIncome(number, year: 2024, Self.filed) }
            // An application whose household names a spouse, of whose income only a declaration under it tells.
            let wrong = try await Self.apply(records)
            try await Self.household(records, wrong, spouse: "S1")
            _ = try await records.declare(
                ["gokeishotokukingaku": "100000"], of: .spouse, year: 2024, for: wrong, remarks: "", by: first, today: today)
            try await records.interestBegins(in: [try AddresseeNumber("S1")], for: wrong, by: first)
            let examination = try #require(try await Self.newest(records, wrong))
            _ = try await records.accept(wrong, despiteDoubts: false, examination: examination, by: second, today: today)
            let other = try await Self.apply(records, "A2")
            #expect(try await Self.household(records, other, spouse: "S1").basis.incomes.last?.source == .declared(1))
            let (s1, service) = (try AddresseeNumber("S1"), Clerk(account: "staff service", setUpBy: nil, section: "", terminal: ""))
            _ = try await records.goOn(by: service, today: today)
            try await Self.takeBack(records, wrong)
            // Nothing that was declared under it counts: whatever waits is examined anew.
            #expect(try await records.goOn(by: service, today: today).anew == 1)
            let anew = try #require(try await records.application(other).examination)
            #expect(anew.basis.incomes.last?.person == .spouse && anew.basis.incomes.last?.source == nil)
            try await records.withdraw(other, because: "入力の誤り", by: second, today: today)
            #expect(try await records.endInterest(in: s1, by: first) {})

            // A proposal that was dismissed by mistake is open again.
            try await records.record("A2", .reached20, NoticeTerms())
            _ = try await records.lookAtMovements(by: first, today: day("2026-06-09"))
            try await database.give("A2", sequence: 2, ["shimei": "年金　花子", "idojiyu": "43", "idonengappi": "2026-06-10"])
            _ = try await records.lookAtMovements(by: first, today: today)
            let proposal = try #require(try await records.proposals(ProposalFilter()).first { $0.number == "A2" })
            let dismissed = try await records.dismiss(proposal.id, because: "要らない", by: first, today: today).reception
            _ = try await records.accept(dismissed, despiteDoubts: false, by: second, today: today)
            #expect(try await records.proposals(ProposalFilter()).filter { $0.id == proposal.id }.isEmpty)
            try await Self.takeBack(records, dismissed)
            #expect(try await records.proposals(ProposalFilter()).first { $0.id == proposal.id }?.isOpen == true)
        }
    }

    @Test func rowsWrittenBySQLTakeNothingBackAndOneIsNotTwo() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2"] { try await database.give(number) }
            let forged = try await records.record("A1", .nameChanged, NoticeTerms(day: day("2026-05-30")))
            let asked = try await records.record("A2", .nameChanged, NoticeTerms(day: day("2026-05-30")))
            try await records.askTakeBack(asked, because: Self.why, by: second, today: today)
            func row(_ reception: ReceptionNumber, _ values: String) -> String {
                """
                INSERT INTO pension.take_back (fiscal_year, number, ordinal, step, confirms_ordinal, confirms_step, confirms_by, entered_by, reason, section, mac)
                VALUES (\(reception.fiscalYear), \(reception.number), \(values), '', '')
                """
            }
            // What the constraints hold, whoever writes.
            for values in [
                "2, 'confirmed', 1, 'asked', '3002', '3002', ''", "2, 'confirmed', NULL, NULL, NULL, '3009', ''",
                "2, 'confirmed', 1, 'confirmed', '3002', '3009', ''", "2, 'asked', NULL, NULL, NULL, '3009', ''",
            ] {
                #expect(try await database.refusal("atena_national_pension", row(asked, values)) == "23514", "\(values)")
            }
            #expect(try await database.refusal("atena_national_pension", row(asked, "2, 'confirmed', 1, 'asked', '3003', '3009', ''")) == "23503")
            #expect(try await database.refusal("atena_national_pension", "UPDATE pension.take_back SET reason = 'x'") == "42501")
            #expect(try await database.refusal("atena_national_pension", "DELETE FROM pension.take_back") == "42501")
            // Both rows that one takes, by nobody: it stays accepted and due, and they are named.
            for values in ["1, 'asked', NULL, NULL, NULL, '3008', 'x'", "2, 'confirmed', 1, 'asked', '3008', '3009', ''"] {
                #expect(try await database.refusal("atena_national_pension", row(forged, values)) == nil)
            }
            #expect(try await Self.row(records, forged)?.state == .accepted)
            #expect(try await records.statistics(ofFiscalYear: 2026, today: today).counts.map(\.counts) == [[.accepted: 2]])
            let batch = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today)
            #expect(try await records.batchDetail(batch).reports.map(\.id.reception) == [forged])
            // Asked for in truth, it can't be confirmed before the row that is nobody's is taken away.
            _ = try await records.cancel(batch, because: "作り直すため", by: first, today: today)
            try await records.askTakeBack(forged, because: Self.why, by: second, today: today)
            #expect(try await Self.code { try await records.takeBack(forged, by: first, today: today) } == "J0023")
            while try await !records.checkSeals().isRound {}
            #expect(records.untrueRows.map(\.table) == ["pension.take_back"])
        }
    }

    /// Whoever comes first: a report that is settled in a batch is not taken back, and what is taken back is in none.
    @Test func nobodyClosesABatchWhileAReceptionIsTakenBack() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in 1...6 { try await database.give("A\(number)", ["shimei_furigana": "ネンキン　タロウ"]) }
            for number in 1...6 {
                let reception = try await records.record("A\(number)", .nameChanged, NoticeTerms(day: day("2026-05-30")))
                try await records.askTakeBack(reception, because: Self.why, by: second, today: today)
                let isMade = number % 2 == 0
                if isMade {
                    // In a batch before anybody asked.
                    try await records.dismissTakeBack(reception, because: "束に入れるため", by: second, today: today)
                    _ = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today)
                    try await records.askTakeBack(reception, because: Self.why, by: second, today: today)
                }
                let batch = try await records.batches().first?.head.batch
                let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
                    group.addTask { try await Self.code { try await records.takeBack(reception, by: first, today: today) } }
                    group.addTask {
                        try await Self.code {
                            if isMade, let batch {
                                _ = try await records.close(batch, in: .utf8, by: first, today: today)
                            } else {
                                _ = try await records.makeBatch(ReportFilter(), Self.terms, by: first, today: today)
                            }
                        }
                    }
                    return try await group.reduce(into: [String]()) { $0.append($1) }
                }
                #expect(outcomes.contains(""), "\(outcomes)")
                #expect(try await Self.row(records, reception)?.state == .takenBack)
                if isMade, let batch { #expect(try await records.batchDetail(batch).reports.isEmpty) }
            }
        }
    }
}
