import Addressee
import Foundation
import Postgres
import Testing

@testable import NationalPension

/// 引継ぎ. Whoever moves to another municipality keeps their number; what is open of them is handed on by two people, whole, and none of it is lost.
@Suite(.timeLimit(.minutes(5))) struct HandoverTests: ExemptionStand {
    private static let city = "112038 川口市　国民年金担当"
    /// Whose records these are.
    private static func body() throws -> LocalGovernmentCode { try LocalGovernmentCode("111007") }

    private struct Open {
        let notice: ReceptionNumber
        let application: ReceptionNumber
        let claim: ReceptionNumber
        let reported: ReceptionNumber
    }

    /// A notice, an application and a claim that wait, and a report that is due, of A1, who then moves.
    private static func mover(_ database: PensionDatabase, moves: Bool = true) async throws -> Open {
        let records = database.records
        try await database.give("A1", ["shimei_furigana": "ネンキン　タロウ"])
        try await records.record("A1", .reached20, NoticeTerms())
        let reported = try await records.record("A1", .nameChanged, NoticeTerms(day: day("2026-05-30")))
        let number = try AddresseeNumber("A1")
        let notice = try await records.receive(
            Filing(number: number, kind: .employmentBegan, receivedOn: today), saying: NoticeTerms(day: day("2026-06-01")), by: first, today: today
        ).reception
        let application = try await apply(records)
        let claim = try await records.receive(
            Claim(.disability, groundOn: day("2026-01-10"), firstVisitOn: day("2024-07-01"), using: records.tables), of: number, receivedOn: today, with: [],
            remarks: "", by: first, today: today
        ).receipt.reception
        if moves { try await move(database) }
        return Open(notice: notice, application: application, claim: claim, reported: reported)
    }

    private static func move(_ database: PensionDatabase, sequence: Int64 = 2) async throws {
        try await database.takeBack("A1", sequence: sequence, reason: "21", lostOn: "2026-06-05")
    }

    private static func make(_ records: PensionRecords, keeping: Set<ReceptionNumber> = [], by clerk: Clerk = second) async throws -> KeptHandover {
        try await records.makeHandover(of: try AddresseeNumber("A1"), to: city, from: try body(), keeping: keeping, by: clerk, today: today)
    }

    private static func states(_ records: PensionRecords) async throws -> [ReceptionNumber: LedgerRow.State] {
        Dictionary(uniqueKeysWithValues: try await records.look("A1").receptions.map { ($0.reception, $0.state) })
    }

    @Test func whatIsOpenIsHandedOnByTwoAndStaysInTheLedger() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let open = try await Self.mover(database, moves: false)
            #expect(try await Self.code { _ = try await Self.make(records) } == "W0431")
            try await Self.move(database)
            #expect(try await records.look("A1").record.addressee?.presence == .movedWithinJapan)
            // Where to is a municipality by its code and its name, and another than this.
            for destination in [" ", "川口市", "112039 川口市", "112038", "112038 　", "111007 さいたま市", "111015 さいたま市西区"] {
                let code = try await Self.code {
                    _ = try await records.makeHandover(
                        of: try AddresseeNumber("A1"), to: destination, from: try Self.body(), keeping: [], by: second, today: today)
                }
                #expect(code == "J0007", "\(destination)")
            }
            let made = try await Self.make(records)
            // What waits is handed on; what was accepted here is reported from here.
            #expect(made.list.handedOn.compactMap(\.reception) == [open.notice, open.application, open.claim].sorted())
            #expect(made.list.handedOn.allSatisfy { $0.kind == .reception && !$0.label.isEmpty && $0.since == today })
            #expect(made.list.handedOn.contains { $0.reception == open.application && $0.words.contains("申請期間") })
            #expect(made.list.handedOn.contains { $0.reception == open.claim && $0.state == "不備" && $0.words.contains("不備") })
            // 20歳到達 was accepted before it, and is reported, too.
            #expect(made.list.staying.filter { $0.kind == .report }.compactMap(\.reception).contains(open.reported))
            #expect(made.movedOn == day("2026-06-05") && made.destination == Self.city && made.end == nil)
            // Nothing is closed yet, and one list waits at a time.
            #expect(try await Self.states(records)[open.notice]?.isOpen == true)
            #expect(try await Self.code { _ = try await Self.make(records) } == "W0433")
            // Neither whoever made it, nor whoever entered what it hands on.
            for clerk in [second, first] {
                #expect(try await Self.code { _ = try await records.confirmHandover(made.id, by: clerk, today: today) } == "J0004")
            }
            #expect(try await Self.states(records)[open.notice]?.isOpen == true)
            #expect(try await Set(records.handoverEnterers(of: made.id).map(\.account)) == [first.account, second.account])
            let confirmed = try await records.confirmHandover(made.id, by: Self.third, today: today)
            #expect(confirmed.end?.step == .confirmed && confirmed.end?.by == Self.third.account)
            let states = try await Self.states(records)
            for reception in [open.notice, open.application, open.claim] { #expect(states[reception] == .handedOn) }
            #expect(states[open.reported] == .accepted)
            // None is lost: each stays in the ledger, counted, with why; no task is left, and the report still goes from here.
            let counts = try await records.statistics(ofFiscalYear: 2026, today: today).counts
            #expect(counts.reduce(0) { $0 + ($1.counts[.handedOn] ?? 0) } == 3)
            #expect(try await records.detail(of: open.notice, today: today).decisionReason == "引継ぎ \(made.id) により転出先に引き継いだため")
            #expect(try await records.tasks(of: try AddresseeNumber("A1")).isEmpty)
            #expect(try await records.reports(ReportFilter()).reports.contains { $0.standing.id.reception == open.reported })
            #expect(try await records.handovers(all: false, limit: 10).kept.isEmpty)
            #expect(try await records.handovers(all: true, limit: 10).kept.map(\.id) == [made.id])
            for body in [
                { _ = try await records.confirmHandover(made.id, by: Self.third, today: today) },
                { _ = try await records.withdrawHandover(made.id, because: "誤り", by: second) },
            ] as [() async throws -> Void] {
                #expect(try await Self.code(body) == "W0430")
            }
            #expect(try await Self.code { _ = try await records.accept(open.notice, despiteDoubts: true, by: Self.third, today: today) } == "J0003")
            #expect(try await Self.code { _ = try await Self.make(records) } == "W0433")
        }
    }

    @Test func whatChangesMeanwhileIsNotHandedOnUnseen() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let open = try await Self.mover(database)
            let made = try await Self.make(records)
            let another = try await records.receive(
                Filing(number: try AddresseeNumber("A1"), kind: .householderChanged, receivedOn: today), saying: NoticeTerms(day: day("2026-06-01")),
                by: first, today: today
            ).reception
            #expect(try await Self.code { _ = try await records.confirmHandover(made.id, by: Self.third, today: today) } == "W0432")
            #expect(try await Self.code { _ = try await records.withdrawHandover(made.id, because: " ", by: second) } == "J0006")
            #expect(try await records.withdrawHandover(made.id, because: "受付が増えた", by: second).end?.step == .withdrawn)
            #expect(try await Self.states(records).values.allSatisfy { $0 != .handedOn })
            // What stays here stays open.
            #expect(try await Self.code { _ = try await Self.make(records, keeping: [open.reported]) } == "J0002")
            let again = try await Self.make(records, keeping: [another, open.claim])
            #expect(again.list.handedOn.compactMap(\.reception) == [open.notice, open.application].sorted())
            // Two who confirm at once: it is confirmed once.
            let fourth = Clerk(account: "3004", setUpBy: "4", section: "3020", terminal: "terminal-4")
            let outcomes = await withTaskGroup(of: String.self) { group in
                for clerk in [Self.third, fourth] {
                    group.addTask { (try? await Self.code { _ = try await records.confirmHandover(again.id, by: clerk, today: today) }) ?? "?" }
                }
                return await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(outcomes.sorted() == ["", "W0430"], "\(outcomes)")
            let states = try await Self.states(records)
            #expect(states[another]?.isOpen == true && states[open.claim]?.isOpen == true)
            #expect(states[open.notice] == .handedOn && states[open.application] == .handedOn)
        }
    }

    @Test func ofWhomCameBackOrMovedOnAnotherDayNothingIsClosed() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let open = try await Self.mover(database)
            let made = try await Self.make(records)
            try await database.give("A1", sequence: 3)
            #expect(try await Self.code { _ = try await records.confirmHandover(made.id, by: Self.third, today: today) } == "W0431")
            #expect(try await Self.states(records)[open.notice]?.isOpen == true)
            let moved = ["juminjotai": "2", "idojiyu": "21", "idonengappi": "2026-06-08"]
            try await database.give("A1", sequence: 4, moved)
            #expect(try await Self.code { _ = try await records.confirmHandover(made.id, by: Self.third, today: today) } == "W0432")
            #expect(try await Self.states(records).values.allSatisfy { $0 != .handedOn })
            _ = try await records.withdrawHandover(made.id, because: "別の異動", by: second)
            let again = try await Self.make(records)
            #expect(again.movedOn == day("2026-06-08"))
            _ = try await records.confirmHandover(again.id, by: Self.third, today: today)
            #expect(try await Self.states(records)[open.notice] == .handedOn)
        }
    }

    /// What was decided since the list was made is no reason of its own: the list is made anew, whoever asks.
    @Test func whatWasDecidedSinceIsNotHandedOn() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let open = try await Self.mover(database)
            let made = try await Self.make(records)
            try await records.withdraw(open.notice, because: "誤り", by: Self.third, today: today)
            #expect(try await Self.code { _ = try await records.handoverEnterers(of: made.id) } == "W0432")
            #expect(try await Self.code { _ = try await records.confirmHandover(made.id, by: Self.third, today: today) } == "W0432")
        }
    }

    /// What the Service decided, what a city brought along, and what speaks of a record that is here: nobody else can go on with it.
    @Test func whatSpeaksOfOurOwnRecordsStaysHere() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let number = try AddresseeNumber("A1")
            try await database.give("A1", born: "2004-04-15", ["shimei_furigana": "ネンキン　タロウ"])
            try await records.record("A1", .reached20, NoticeTerms())
            _ = try await ResultRecordTests.application(database, "A1")
            try await ResultRecordTests.send(records)
            let row = ResultRecordTests.person("2026-000002-1", "A1", birth: "2004-04-15") + ",処理済,,2026-06-09,承認,student,2025-07,2026-03"
            #expect(try await ResultRecordTests.take(records, [row]).matched == 1)
            let file = try await records.openImport(.maternity, digest: [UInt8](repeating: 7, count: 32), lines: 1, by: first)
            let carried = ImportedRow(line: 2, values: ["atenabango": "A1", "shussanbi": "2025-05-10", "tatai": ""])
            _ = try await records.take([carried], of: file, by: first, today: today)
            _ = try await records.receive(basic: "2150123456", of: "A1")
            let event = try #require(try await records.look("A1").record.events.first?.number)
            _ = try await records.cancel(event, of: number, receivedOn: today, remarks: "", by: first, today: today)
            let ours = try await records.look("A1").receptions.filter(\.state.isOpen)
            #expect(Set(ours.map(\.kind)) == [.exemptionGranted, .carriedOver, .basicData, .cancellation])
            let notice = try await records.receive(
                Filing(number: number, kind: .employmentBegan, receivedOn: today), saying: NoticeTerms(day: day("2026-06-01")), by: first, today: today
            ).reception
            try await Self.move(database)
            let made = try await Self.make(records)
            #expect(made.list.handedOn.compactMap(\.reception) == [notice])
            let staying = made.list.staying.filter { $0.kind == .reception }.compactMap(\.reception)
            #expect(staying == ours.map(\.reception).sorted())
            _ = try await records.confirmHandover(made.id, by: Self.third, today: today)
            let states = try await Self.states(records)
            #expect(states[notice] == .handedOn && staying.allSatisfy { states[$0]?.isOpen == true })
            // The decision counts here as ever.
            let decided = try #require(ours.first { $0.kind == .exemptionGranted }).reception
            _ = try await records.accept(decided, despiteDoubts: true, by: second, today: today)
            #expect(try await Self.states(records)[decided] == .accepted)
        }
    }

    /// A claim stands under whoever died; the survivor who moves away is told to the next municipality with it, and it goes on here.
    @Test func whatAMoverClaimsOfTheDeadStaysAndIsTold() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let open = try await Self.mover(database)
            try await database.give("D1")
            let claim = Claim(
                .deathLumpSum, groundOn: day("2026-05-20"), claimant: Claimant(.spouse, number: try AddresseeNumber("A1")), using: records.tables)
            let reception = try await records.receive(
                claim, of: try AddresseeNumber("D1"), receivedOn: today, with: [], remarks: "", by: first, today: today
            ).claim.reception
            let made = try await Self.make(records)
            let told = try #require(made.list.staying.first { $0.reception == reception })
            #expect(told.kind == .reception && told.words.contains("死亡した人"))
            #expect(made.list.handedOn.compactMap(\.reception) == [open.notice, open.application, open.claim].sorted())
            _ = try await records.confirmHandover(made.id, by: Self.third, today: today)
            #expect(try await records.look("D1").receptions.map(\.state) == [.incomplete])
        }
    }

    /// 支援措置. Neither a notice nor a proposal tells the day of a move: protection may come after the list.
    @Test func noListTellsTheDayOfAMove() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            _ = try await Self.mover(database)
            _ = try await records.receive(
                Filing(number: try AddresseeNumber("A1"), kind: .movedWithinJapan, receivedOn: today), saying: NoticeTerms(day: day("2026-06-05")), by: first,
                today: today)
            let made = try await Self.make(records)
            let moved = try #require(made.list.handedOn.first { $0.label == records.tables.notices[.movedWithinJapan].label })
            #expect(moved.words.isEmpty)
            #expect(made.list.handedOn.contains { $0.words.contains("事実の日 \(EraDate.display(day("2026-06-01")))") })
            let proposal = try #require(made.list.staying.first { $0.kind == .proposal })
            #expect(proposal.dueOn == nil)
            let paper = HandoverPaper(try await records.handoverDetail(made.id, today: today), hides: true, today: today, using: records.tables)
            let text = FormHTML.document([paper.sheet], style: "")
            for told in [day("2026-06-05"), day("2026-06-19")] {
                #expect(!text.contains(EraDate.display(told)) && !text.contains(told.description), "\(told)")
            }
        }
    }

    /// However many were made since, what waits is found.
    @Test func whatWaitsIsFoundBehindAllThatEnded() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            _ = try await Self.mover(database)
            let made = try await Self.make(records)
            try await database.admin {
                try await $0.script(
                    unsafeSQL: """
                        INSERT INTO pension.handover (handover_id, moved_on, atenabango, destination, content, section, entered_by, mac)
                        OVERRIDING SYSTEM VALUE
                        SELECT 1000 + n, moved_on, atenabango, destination, content, section, entered_by, mac FROM pension.handover, generate_series(1, 10001) n;
                        INSERT INTO pension.handover_end (handover_id, step, made_by, reason, section, entered_by, mac)
                        SELECT handover_id, 'withdrawn', entered_by, 'x', section, entered_by, mac FROM pension.handover WHERE handover_id > 1000
                        """)
            }
            let found = try await records.handovers(all: false, limit: 10)
            #expect(found.kept.map(\.id) == [made.id] && found.untrue == 10_001)
        }
    }

    @Test func whatSomebodyWritesBySQLHandsNothingOn() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let open = try await Self.mover(database)
            let made = try await Self.make(records)
            let forged = """
                INSERT INTO pension.handover (handover_id, moved_on, atenabango, destination, content, section, entered_by, mac)
                OVERRIDING SYSTEM VALUE SELECT 99, moved_on, atenabango, destination, content, section, '3009', mac FROM pension.handover;
                INSERT INTO pension.handover_end (handover_id, step, made_by, reason, section, entered_by, mac) VALUES (\(made.id), 'confirmed', '3002', '', '3020', '3003', '');
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            for id in [99, made.id] {
                #expect(try await Self.code { _ = try await records.confirmHandover(id, by: Self.third, today: today) } == "J0023", "\(id)")
            }
            for all in [true, false] { #expect(try await records.handovers(all: all, limit: 10).untrue == 2) }
            #expect(try await Self.states(records)[open.notice]?.isOpen == true)
            for sql in ["UPDATE pension.handover SET destination = 'x'", "DELETE FROM pension.handover_end"] {
                #expect(try await database.refusal("atena_national_pension", sql) == "42501")
            }
            let own = """
                INSERT INTO pension.handover_end (handover_id, step, made_by, reason, section, entered_by, mac) VALUES (99, 'confirmed', '3009', '', '3020', '3009', '')
                """
            #expect(try await database.refusal("atena_national_pension", own) == "23514")
        }
    }

    @Test func thePaperTellsWhoAndWhatAndOfTheProtectedNoPlace() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            let open = try await Self.mover(database)
            let made = try await Self.make(records)
            let detail = try await records.handoverDetail(made.id, today: today)
            func text(_ hides: Bool) -> String {
                FormHTML.document([HandoverPaper(detail, hides: hides, today: today, using: records.tables).sheet], style: "")
            }
            for part in ["国民年金関係事務引継書", "引継ぎ \(made.id) 1/", "確認待ち（引き渡せません）", "年金　太郎", "\(open.notice)", "\(open.claim)", "引継ぎ元で処理するもの", "\(Self.city) あて"] {
                #expect(text(false).contains(part), "\(part)")
            }
            #expect(!text(true).contains(Self.city) && !text(true).contains("異動日") && text(true).contains("印字しません"))
            // A list that was withdrawn waits for nobody.
            _ = try await records.withdrawHandover(made.id, because: "作り直す", by: second)
            let withdrawn = HandoverPaper(try await records.handoverDetail(made.id, today: today), hides: false, today: today, using: records.tables)
            #expect(withdrawn.mark == "取下げ済み（引き渡せません）" && withdrawn.sheet.mark == withdrawn.mark)
            let again = try await Self.make(records)
            _ = try await records.confirmHandover(again.id, by: Self.third, today: today)
            let confirmed = try await records.handoverDetail(again.id, today: today)
            #expect(HandoverPaper(confirmed, hides: false, today: today, using: records.tables).sheet.mark.isEmpty)
        }
    }

    /// Rows as the staff service reads them.
    private static func rows(_ data: String) throws -> [ImportedRow] {
        let records = try #require(CSVText.records(of: data))
        let names = try #require(records.first).values
        return records.dropFirst().map { ImportedRow(line: $0.line, values: Dictionary(uniqueKeysWithValues: zip(names, $0.values))) }
    }

    private static func told(_ outcomes: [ImportOutcome]) -> [String] {
        outcomes.map { outcome in
            switch outcome {
            case .accepted: "accepted"
            case .unchanged: "unchanged"
            case .held: "held"
            case .rejected(let faults): faults.map(\.code).joined(separator: "+")
            }
        }
    }

    /// 引継ぎの取込: what one municipality hands on is proposed in the next, row by row; a clerk confirms it, and another checks that.
    @Test func whatIsHandedOnIsTakenInByTheNextMunicipalityAsProposals() async throws {
        var data = ""
        try await PensionDatabase.with { database in
            let records = database.records
            _ = try await Self.mover(database)
            let made = try await Self.make(records)
            func paper() async throws -> HandoverPaper {
                HandoverPaper(try await records.handoverDetail(made.id, today: today), hides: false, today: today, using: records.tables)
            }
            #expect(try await Self.code { _ = try await paper().data(from: try Self.body()) } == "J0007")
            _ = try await records.confirmHandover(made.id, by: Self.third, today: today)
            data = try await paper().data(from: try Self.body())
            #expect(data.contains(",111007,112038,川口市　国民年金担当,") && !data.contains("2026-06-05"))
            // Of whoever is protected the file tells nobody where they went.
            let detail = try await records.handoverDetail(made.id, today: today)
            let hidden = try HandoverPaper(detail, hides: true, today: today, using: records.tables).data(from: try Self.body())
            #expect(hidden.contains(",111007,,,") && !hidden.contains("川口") && !hidden.contains("112038"))
            let printed = FormHTML.document(
                [HandoverPaper(detail, hides: true, from: try Self.body(), today: today, using: records.tables).sheet], style: "")
            #expect(printed.contains("引継ぎ元の市区町村コード") && printed.contains("111007"))
        }
        let rows = try Self.rows(data)
        #expect(Set(rows[0].values.keys) == Set(FileLayout.pensionHandover.columns.map(\.name)) && rows.count == 3)
        try await PensionDatabase.with { database in
            let records = database.records
            let number = try AddresseeNumber("N1")
            func take(_ rows: [ImportedRow]) async throws -> [String] {
                Self.told(try await records.takeHandover(rows, of: number, at: try LocalGovernmentCode("112038"), by: first, today: today))
            }
            #expect(try await Self.code { _ = try await take([]) } == "J0001")
            try await database.give("N1", ["juminjotai": "2", "idojiyu": "21"])
            #expect(try await Self.code { _ = try await take(rows) } == "J0007")
            try await database.give("N1", sequence: 2, ["shimei_furigana": "ネンキン　タロウ"])
            #expect(try await take(rows) == ["accepted", "accepted", "accepted"])
            #expect(try await take(rows) == ["unchanged", "unchanged", "unchanged"])
            var filter = ProposalFilter()
            filter.number = number
            let proposals = try await records.proposals(filter).filter { $0.content.kind == .handedOn }
            #expect(proposals.count == 3 && proposals.allSatisfy { $0.content.holds.isEmpty && $0.content.due == nil })
            let before = try await records.look("N1")
            #expect(before.record.events.isEmpty && before.receptions.isEmpty)
            func proposal(_ kind: NoticeKind) throws -> KeptProposal { try #require(proposals.first { $0.content.notice == kind }) }
            // A notice is received as it was filed, and counts once another has checked it.
            let notice = try proposal(.employmentBegan)
            #expect(notice.content.effectiveOn == day("2026-06-01") && notice.content.reasons.first?.text.contains("令和8年6月10日") == true)
            let receipt = try await records.confirm(notice.id, saying: nil, remarks: "", by: first, today: today)
            #expect(try await records.look("N1").record.events.isEmpty)
            #expect(try await Self.code { _ = try await records.accept(receipt.reception, despiteDoubts: true, by: first, today: today) } == "J0004")
            _ = try await records.accept(receipt.reception, despiteDoubts: true, by: second, today: today)
            #expect(try await records.look("N1").record.events.map(\.kind) == [.employmentBegan])
            // What papers come along for is received by them.
            for kind in [NoticeKind.exemptionApplied, .disabilityClaimed] {
                let other = try proposal(kind)
                #expect(try await Self.code { _ = try await records.confirm(other.id, saying: nil, remarks: "", by: first, today: today) } == "J0007")
                let dismissed = try await records.dismiss(other.id, because: "申請書により受け付けた", by: first, today: today)
                _ = try await records.accept(dismissed.reception, despiteDoubts: false, by: second, today: today)
            }
            #expect(try await records.proposals(filter).allSatisfy { $0.content.kind != .handedOn })
        }
    }

    private static func row(_ changes: [String: String]) -> ImportedRow {
        let right = [
            "atenabango": "X1", "hikitsugibango": "7", "hikitsugimotokodo": "112038", "hikitsugisakikodo": "111007",
            "hikitsugisaki": "さいたま市　国民年金担当", "kisonenkinbango": "", "shimei_furigana": "ネンキンタロウ", "seinengappi": "1990-04-15",
            "kubun": "reception", "bango": "2026-000001", "shurui": "employment-began", "naiyo": "就職", "uketsukebi": "2026-06-01",
            "jijitsubi": "2026-05-20", "jiko": "",
        ]
        return ImportedRow(line: 2, values: right.merging(changes) { $1 })
    }

    private static func take(_ rows: [ImportedRow], of number: String = "N1", _ records: PensionRecords) async throws -> [String] {
        told(try await records.takeHandover(rows, of: try AddresseeNumber(number), at: try body(), by: first, today: today))
    }

    private static func proposal(_ bango: String, of number: String = "N1", _ database: PensionDatabase) async throws -> KeptProposal {
        let rows = try await database.admin {
            try await $0.query(
                "SELECT proposal_id FROM pension.proposal WHERE atenabango = \(number) AND kind = 'handed-on' AND cause LIKE '% ' || \(bango)")
        }
        #expect(rows.count == 1)
        var filter = ProposalFilter()
        filter.all = true
        filter.id = try #require(try rows.first?.decode(Int64.self))
        return try #require(try await database.records.proposals(filter).first)
    }

    /// The day of receipt is the other municipality's: from it the months of a 免除取消 and the limits count.
    @Test func aNoticeThatWasHandedOnKeepsItsDayOfReceipt() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("N1", ["shimei_furigana": "ネンキン　タロウ"])
            let changes = ["shurui": "exemption-cancel-applied", "naiyo": "免除等の取消申請", "uketsukebi": "2026-05-28", "jijitsubi": ""]
            #expect(try await Self.take([Self.row(changes), Self.row(["bango": "2"])], records) == ["accepted", "accepted"])
            let cancel = try await Self.proposal("2026-000001", database)
            #expect(cancel.content.filed == PensionProposal.FiledElsewhere(receivedOn: day("2026-05-28"), happenedOn: nil))
            let receipt = try await records.confirm(cancel.id, saying: NoticeTerms(ground: "full"), remarks: "", by: first, today: today)
            let limit = FilingDue.report(receivedOn: day("2026-05-28"), using: records.tables).due
            #expect(receipt.reportDue?.due == limit)
            let began = try await records.confirm(try await Self.proposal("2", database).id, saying: nil, remarks: "", by: first, today: today)
            let ledger = try await records.look("N1").receptions
            let row = try #require(ledger.first { $0.reception == receipt.reception })
            #expect(row.receivedOn == day("2026-05-28") && row.dueOn == limit)
            #expect(ledger.first { $0.reception == began.reception }?.receivedOn == day("2026-06-01"))
            let kept = try await database.admin {
                try await $0.query("SELECT content::text FROM pension.reception WHERE number = \(receipt.reception.number)").first?.decode(String.self)
            }
            let content: FiledContent = try KeptJSON.read(try #require(kept))
            #expect(content == .request(.exemptionCancellation(ExemptionCancellation(.full, appliedOn: day("2026-05-28")))))
            _ = try await records.accept(began.reception, despiteDoubts: true, by: second, today: today)
            #expect(try await records.look("N1").record.events.map(\.kind) == [.employmentBegan])
        }
    }

    /// A hold about whose a row is: no day answers it, and a notice that has no day can be confirmed all the same.
    @Test(arguments: [("exemption-cancel-applied", "full"), ("number-notice-requested", ""), ("payment-elected", ""), ("employment-began", "")])
    func whoseItIsIsSaidAndNotDated(_ kind: String, _ ground: String) async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("N1", ["shimei_furigana": "ネンキン　ハナコ"])
            let hasDay = kind == "employment-began"
            #expect(try await Self.take([Self.row(["shurui": kind, "jijitsubi": hasDay ? "2026-05-20" : ""])], records) == ["held"])
            let held = try await Self.proposal("2026-000001", database)
            #expect(held.content.holds.map(\.kind) == [.identityUnknown] && held.content.effectiveOn == nil)
            var terms: NoticeTerms?
            switch kind {
            case "exemption-cancel-applied": terms = NoticeTerms(ground: ground)
            case "number-notice-requested": terms = NoticeTerms(ground: try #require(ReissueGround.allCases.first).rawValue)
            case "payment-elected":
                let (from, to) = (try #require(CalendarMonth("2026-06")), try #require(CalendarMonth("2026-09")))
                let months = try #require(MonthSpan(first: from, last: to))
                terms = NoticeTerms(months: months)
            default: break
            }
            func confirm(_ terms: NoticeTerms?, _ isSamePerson: Bool, _ remarks: String) async throws -> String {
                try await Self.code {
                    _ = try await records.confirm(held.id, saying: terms, isSamePerson: isSamePerson, remarks: remarks, by: first, today: today)
                }
            }
            #expect(try await confirm(NoticeTerms(day: day("2026-05-20")), false, "戸籍で確認") == "J0019")
            #expect(try await confirm(terms, false, "戸籍で確認") == "J0019")
            #expect(try await confirm(terms, true, " ") == "J0019")
            #expect(try await confirm(terms, true, "改姓を戸籍で確認") == "")
            let ledger = try await records.look("N1").receptions
            #expect(ledger.map(\.kind.rawValue) == [kind] && ledger.first?.receivedOn == day("2026-06-01"))
        }
    }

    @Test func aBirthDateAloneIsNobodysAndAFileIsOneList() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("N1", ["shimei_furigana": "ネンキン　タロウ"])
            try await database.give("N2")
            #expect(try await Self.take([Self.row(["shimei_furigana": ""])], records) == ["held"])
            #expect(try await Self.take([Self.row(["shimei_furigana": "", "kisonenkinbango": "2150123456", "bango": "2"])], records) == ["held"])
            #expect(try await Self.take([Self.row(["bango": "3"])], records) == ["accepted"])
            #expect(try await Self.take([Self.row([:])], of: "N2", records) == ["held"])
            let mine = try await records.receive(basic: "2150123456", of: "N2")
            _ = try await records.accept(mine, despiteDoubts: false, by: second, today: today)
            #expect(try await Self.take([Self.row(["kisonenkinbango": "2150123456", "bango": "2"])], of: "N2", records) == ["accepted"])
            let count = try await database.count("SELECT count(*) FROM pension.proposal WHERE kind = 'handed-on'")
            for other in [["atenabango": "X2"], ["hikitsugibango": "8"]] {
                let rows = [Self.row(["bango": "8"]), Self.row(["bango": "9"].merging(other) { $1 })]
                #expect(try await Self.code { _ = try await Self.take(rows, records) } == "J0007")
            }
            let many = (1...101).map { Self.row(["bango": "M\($0)"]) }
            #expect(try await Self.code { _ = try await Self.take(many, records) } == "J0007")
            #expect(try await database.count("SELECT count(*) FROM pension.proposal WHERE kind = 'handed-on'") == count)
            #expect(try await Self.take(Array(many.dropLast()), records).count { $0 == "accepted" } == 100)
        }
    }

    /// Proposals of a piece of work, the first first.
    private static func proposals(_ bango: String, _ database: PensionDatabase) async throws -> [KeptProposal] {
        let ids = try await database.admin {
            try await $0.query(
                "SELECT proposal_id FROM pension.proposal WHERE kind = 'handed-on' AND cause LIKE '% ' || \(bango) ORDER BY proposal_id"
            ).map { try $0.decode(Int64.self) }
        }
        var kept: [KeptProposal] = []
        for id in ids {
            var filter = ProposalFilter()
            (filter.all, filter.id) = (true, id)
            kept.append(try #require(try await database.records.proposals(filter).first))
        }
        return kept
    }

    /// What waits of N1, by its number.
    private static func waiting(_ records: PensionRecords) async throws -> [Int64] {
        var filter = ProposalFilter()
        filter.number = try AddresseeNumber("N1")
        return try await records.proposals(filter).filter { $0.content.kind == .handedOn }.map(\.id)
    }

    /// A row that was mended and comes again, of which nothing was received: a proposal stands in place of the first, which stays, and nothing is there twice.
    @Test func aMendedRowStandsInPlaceOfTheProposalThatNobodyConfirmed() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("N1", ["shimei_furigana": "ネンキン　タロウ"])
            #expect(try await Self.take([Self.row([:])], records) == ["accepted"])
            var said = [Self.row([:])]
            for mended in [
                ["uketsukebi": "2026-06-02"], ["jijitsubi": "2026-05-21"], ["shurui": "employment-ended"], ["jiko": "直した"], ["naiyo": "退職"],
            ] {
                let row = Self.row(mended)
                #expect(try await Self.take([row], records) == ["accepted"], "\(mended.keys.sorted())")
                #expect(try await Self.take([row], records) == ["unchanged"], "\(mended.keys.sorted())")
                // Which of two files is the newer neither says.
                for old in said { #expect(try await Self.take([old], records) == ["J0098"], "\(mended.keys.sorted())") }
                said.append(row)
            }
            let chain = try await Self.proposals("2026-000001", database)
            #expect(chain.count == 6 && zip(chain, chain.dropFirst()).allSatisfy { $0.supersededBy == $1.id } && chain.last?.supersededBy == nil)
            #expect(chain.dropLast().allSatisfy { !$0.isOpen } && chain.allSatisfy { $0.content.corrects == nil })
            let last = try #require(chain.last)
            #expect(try await Self.waiting(records) == [last.id])
            #expect(try await Self.code { _ = try await records.confirm(chain[0].id, saying: nil, remarks: "", by: first, today: today) } == "J0018")
            #expect(try await Self.code { _ = try await records.dismiss(chain[0].id, because: "違う", by: first, today: today) } == "J0018")
            let receipt = try await records.confirm(last.id, saying: nil, remarks: "", by: first, today: today)
            _ = try await records.accept(receipt.reception, despiteDoubts: true, by: second, today: today)
            #expect(try await records.look("N1").record.events.map(\.kind) == [.employmentBegan])
            #expect(try await Self.waiting(records).isEmpty)
        }
    }

    /// Whose a row is, the clerk says: no file lifts that, and none brings it up unseen.
    @Test func aMendedRowLiftsNoHold() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("N1", ["shimei_furigana": "ネンキン　タロウ"])
            let other = ["bango": "2", "shimei_furigana": "ネンキンハナコ"]
            #expect(try await Self.take([Self.row([:]), Self.row(other)], records) == ["accepted", "held"])
            #expect(try await Self.take([Self.row(["shimei_furigana": "ネンキンハナコ"])], records) == ["J0098"])
            #expect(try await Self.take([Self.row(["bango": "2"])], records) == ["held"])
            #expect(try await Self.take([Self.row(["bango": "2", "jiko": "直した"])], records) == ["held"])
            #expect(try await Self.take([Self.row(["shimei_furigana": "ネンキンハナコ", "jiko": "直した"])], records) == ["held"])
            for bango in ["2", "2026-000001"] {
                let chain = try await Self.proposals(bango, database)
                #expect(chain.count == 2 && chain[0].supersededBy == chain[1].id && !chain[1].content.holds.isEmpty, "\(bango)")
            }
        }
    }

    /// What was received for the row before stays as it is, whatever comes.
    @Test func aMendedRowOfWhatWasReceivedIsACorrectionForAClerk() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("N1", ["shimei_furigana": "ネンキン　タロウ"])
            #expect(try await Self.take([Self.row([:]), Self.row(["bango": "2"]), Self.row(["bango": "3"])], records) == ["accepted", "accepted", "accepted"])
            func confirm(_ id: Int64) async throws -> ReceptionNumber {
                try await records.confirm(id, saying: nil, remarks: "", by: first, today: today).reception
            }
            func one(_ bango: String) async throws -> Int64 { try #require(try await Self.proposals(bango, database).last).id }
            let accepted = try await confirm(try await one("2026-000001"))
            _ = try await records.accept(accepted, despiteDoubts: true, by: second, today: today)
            let waiting = try await records.confirm(
                try await one("2"), saying: NoticeTerms(day: day("2026-05-10")), remarks: "", by: first, today: today
            ).reception
            let dismissed = try await records.dismiss(try await one("3"), because: "別の人のもの", by: first, today: today).reception
            _ = try await records.accept(dismissed, despiteDoubts: false, by: second, today: today)
            let mended = ["2026-000001", "2", "3"].map { Self.row(["bango": $0, "jijitsubi": $0 == "3" ? "2026-05-24" : "2026-05-25"]) }
            #expect(try await Self.take([Self.row([:])], records) == ["unchanged"])
            #expect(try await Self.take(mended, records) == ["accepted", "accepted", "accepted"])
            #expect(try await Self.take(mended, records) == ["unchanged", "unchanged", "unchanged"])
            for (bango, reception) in [("2026-000001", accepted), ("2", waiting), ("3", dismissed)] {
                let chain = try await Self.proposals(bango, database)
                #expect(chain.count == 2 && chain[0].supersededBy == chain[1].id && chain[0].reception == reception, "\(bango)")
                #expect(chain[1].isOpen && chain[1].content.reasons.contains { $0.text.contains("受付 \(reception)") }, "\(bango)")
                // By a dismissal nothing was received: the mended row can be.
                #expect(chain[1].content.corrects == (reception == dismissed ? nil : reception), "\(bango)")
                let code = try await Self.code { _ = try await records.confirm(chain[1].id, saying: nil, remarks: "", by: first, today: today) }
                #expect(code == (reception == dismissed ? "" : "J0141"), "\(bango)")
            }
            // Nothing that was received has changed, and whoever checks is told.
            let record = try await records.look("N1").record
            #expect(record.events.map(\.kind) == [.employmentBegan] && record.events.first?.event.fact?.happenedOn == day("2026-05-20"))
            let next = try await one("2")
            #expect(try await records.detail(of: waiting, today: today).proposal?.supersededBy == next)
            // What is returned is received by the mended row; the first one does not come back.
            try await records.giveBack(waiting, because: "直されたため", by: second, today: today)
            #expect(try await Self.waiting(records).count == 2)
            #expect(try await confirm(next) != waiting)
            // A correction ends by two, and is not made again.
            let ended = try await records.dismiss(try await one("2026-000001"), because: "記録を訂正した", by: first, today: today).reception
            _ = try await records.accept(ended, despiteDoubts: false, by: second, today: today)
            #expect(try await Self.take([mended[0]], records) == ["unchanged"])
            #expect(try await Self.take([Self.row([:])], records) == ["J0098"])
            #expect(try await Self.take([Self.row(["jijitsubi": "2026-05-26"])], records) == ["accepted"])
            #expect(try await Self.proposals("2026-000001", database).last?.content.corrects == accepted)
        }
    }

    /// Two rows of one file that say different things, two municipalities that give the same numbers, and a file of before they were named.
    @Test func aPieceOfWorkIsOfItsMunicipality() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("N1", ["shimei_furigana": "ネンキン　タロウ"])
            #expect(try await Self.take([Self.row([:]), Self.row(["jiko": "直した"]), Self.row([:])], records) == ["J0098", "J0098", "J0098"])
            #expect(try await Self.take([Self.row([:])], records) == ["accepted"])
            let another = ["hikitsugimotokodo": "131016"]
            #expect(try await Self.take([Self.row(another.merging(["jiko": "別の団体の"]) { $1 })], records) == ["accepted"])
            #expect(try await Self.proposals("2026-000001", database).allSatisfy { $0.supersededBy == nil })
            let unnamed = ["hikitsugimotokodo": "", "hikitsugisakikodo": "", "bango": "2"]
            #expect(try await Self.take([Self.row(unnamed)], records) == ["held"])
            #expect(try await Self.take([Self.row(["bango": "2"])], records) == ["held"])
            #expect(try await Self.take([Self.row(["bango": "2", "jiko": "直した"])], records) == ["held"])
            let chain = try await Self.proposals("2", database)
            #expect(chain.count == 2 && chain[0].supersededBy == chain[1].id)
        }
    }

    @Test func aFileForAnotherMunicipalityIsRefusedByCodeAndName() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("N1", ["shimei_furigana": "ネンキン　タロウ"])
            let (from, to) = ("hikitsugimotokodo", "hikitsugisakikodo")
            for (changes, words) in [
                ([to: "131016", "hikitsugisaki": "千代田区"], "131016 千代田区"), ([to: "131016", "hikitsugisaki": ""], "131016 あて"),
                ([to: "131016", "hikitsugisaki": "千代\u{202E}田区"], "131016 あて"), ([from: "111007"], "引継ぎ元です"), ([from: "111015"], "引継ぎ元です"),
            ] as [([String: String], String)] {
                let refused = await #expect(throws: PensionRefused.self) { _ = try await Self.take([Self.row(["bango": "8"]), Self.row(changes)], records) }
                #expect(
                    refused?.code == "J0140" && refused?.rule.contains(words) == true && refused?.rule.contains("111007") == true, "\(changes.keys.sorted())")
            }
            #expect(try await Self.code { _ = try await Self.take([Self.row([:]), Self.row([from: "131016"])], records) } == "J0007")
            #expect(try await database.count("SELECT count(*) FROM pension.proposal WHERE kind = 'handed-on'") == 0)
            // A ward of ours is we.
            for (changes, says) in [
                ([to: "111015"], "accepted"), ([to: "", "bango": "2"], "held"), ([from: "", "bango": "3"], "held"), ([from: "112039", "bango": "4"], "J0097"),
            ] as [([String: String], String)] { #expect(try await Self.take([Self.row(changes)], records) == [says], "\(changes.keys.sorted())") }
        }
    }

    /// Whoever has the module's password takes no proposal out of sight.
    @Test func whatSomebodyWritesBySQLReplacesNoProposal() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("N1", ["shimei_furigana": "ネンキン　タロウ"])
            #expect(try await Self.take([Self.row([:]), Self.row(["bango": "2"])], records) == ["accepted", "accepted"])
            let forged = """
                INSERT INTO pension.proposal_superseded (proposal_id, superseded_by, atenabango, section, entered_by, mac)
                SELECT min(proposal_id), max(proposal_id), atenabango, '3020', '3009', '' FROM pension.proposal
                WHERE kind = 'handed-on' GROUP BY atenabango
                """
            #expect(try await database.refusal("atena_national_pension", forged) == nil)
            #expect(try await Self.waiting(records).count == 2)
            #expect(try await Self.code { _ = try await Self.take([Self.row(["jiko": "直した"])], records) } == "J0023")
            #expect(try await Self.waiting(records).count == 2)
            for sql in ["UPDATE pension.proposal_superseded SET mac = ''", "DELETE FROM pension.proposal_superseded"] {
                #expect(try await database.refusal("atena_national_pension", sql) == "42501")
            }
        }
    }

    /// Replaced proposals take nobody's place in a list that ends.
    @Test func aListOfProposalsIsAsLongAsAsked() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("N1", ["shimei_furigana": "ネンキン　タロウ"])
            let rows = (1...12).map { Self.row(["bango": "M\($0)"]) }
            #expect(try await Self.take(rows, records).allSatisfy { $0 == "accepted" })
            #expect(try await Self.take((1...10).map { Self.row(["bango": "M\($0)", "jiko": "直した"]) }, records).allSatisfy { $0 == "accepted" })
            func shown(_ limit: Int) async throws -> [KeptProposal] {
                var filter = ProposalFilter()
                (filter.number, filter.limit) = (try AddresseeNumber("N1"), limit)
                return try await records.proposals(filter)
            }
            let all = try await shown(1_000)
            #expect(all.count { $0.content.kind == .handedOn } == 12 && all.allSatisfy { $0.supersededBy == nil })
            for limit in [1, 3, 11, 12, 50] { #expect(try await shown(limit).map(\.id) == all.prefix(limit).map(\.id), "\(limit)") }
        }
    }

    @Test func whoseBirthDateIsPartlyUnknownIsHandedOnAndHeld() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["N1", "N2"] {
                try await database.give(number, born: "1990-04-00", ["seinengappi_fushohyoki": "平成2年4月頃", "shimei_furigana": "ネンキン　タロウ"])
            }
            try await database.give("N3", ["shimei_furigana": "ネンキン　タロウ"])
            for (born, says) in [
                ("1990-04-00", "held"), ("1990-00-00", "held"), ("0000-00-00", "held"), ("1990-04-15", "held"), ("1990-05-00", "J0098"),
                ("1990-05-15", "J0098"),
                ("1990-13-00", "J0097"),
            ] {
                #expect(try await Self.take([Self.row(["seinengappi": born, "bango": born])], records) == [says], "\(born)")
                let known = try await Self.take([Self.row(["seinengappi": born, "bango": born])], of: "N3", records)
                #expect(known == [born == "1990-04-15" ? "accepted" : says], "\(born)")
            }
            let mine = try await records.receive(basic: "2150123456", of: "N2")
            _ = try await records.accept(mine, despiteDoubts: true, by: second, today: today)
            #expect(try await Self.take([Self.row(["seinengappi": "1990-04-00", "kisonenkinbango": "2150123456"])], of: "N2", records) == ["accepted"])
        }
        // By its form alone no row of theirs is refused.
        #expect(FileLayout.pensionHandover.columns.filter { $0.name == "seinengappi" }.map(\.kind) == [.halfWidth])
    }

    /// A list that waited when kind and day of its notices were not kept yet.
    @Test func aListOfBeforeIsStillWhatIsHandedOn() throws {
        func item(_ words: String, notice: NoticeKind?, _ happenedOn: CalendarDay?) -> HandoverList {
            HandoverList(items: [
                HandoverList.Item(
                    kind: .reception, isHandedOn: true, reception: ReceptionNumber(fiscalYear: 2026, number: 1), number: nil, label: "就職", since: today,
                    dueOn: nil,
                    state: "確認待ち", words: words, notice: notice, happenedOn: happenedOn)
            ])
        }
        let now = item("", notice: .employmentBegan, day("2026-06-01"))
        let text = try KeptJSON.of(item("", notice: nil, nil))
        #expect(!text.contains("notice") && !text.contains("happenedOn"))
        let before: HandoverList = try KeptJSON.read(text)
        #expect(before.isStill(now) && now.isStill(now) && !now.isStill(before))
        #expect(!before.isStill(item("不備", notice: .employmentBegan, day("2026-06-01"))) && !before.isStill(HandoverList(items: [])))
        #expect(!now.isStill(item("", notice: .employmentBegan, day("2026-06-02"))) && !now.isStill(item("", notice: .employmentEnded, day("2026-06-01"))))
    }

    @Test func aRowOfSomebodyElseOrOfNothingIsNoProposal() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("N1", ["shimei_furigana": "ネンキン　タロウ"])
            try await database.give("N2", ["shimei_furigana": "ネンキン　タロウ"])
            let mine = try await records.receive(basic: "2150123456", of: "N1")
            _ = try await records.accept(mine, despiteDoubts: false, by: second, today: today)
            func take(_ changes: [String: String], of number: String = "N1") async throws -> String {
                let row = Self.row(["kisonenkinbango": "2150123456"].merging(changes) { $1 })
                return try await Self.take([row], of: number, records).joined()
            }
            for (changes, says) in [
                (["kisonenkinbango": "215000000"], "E0003"), (["kisonenkinbango": "2150999999"], "J0098"), (["seinengappi": "1990-04-16"], "J0098"),
                (["seinengappi": "平成2年"], "J0097"), (["kubun": "report"], "J0097"), (["shurui": "no-such"], "J0097"),
                (["shurui": "carried-over"], "J0097"),
                (["shurui": "exemption-granted"], "J0097"), (["uketsukebi": "2026-06-11"], "J0097"), (["jijitsubi": "5/20"], "J0097"),
                (["naiyo": " "], "J0097"),
                (["uketsukebi": "1950-06-01"], "J0097"), (["jiko": "一行目\n二行目"], "J0097"), (["bango": ""], "J0097"),
                (["shimei_furigana": "ネンキン　ハナコ", "bango": "2026-000009"], "held"),
                ([:], "accepted"), ([:], "unchanged"), (["kubun": "task", "shurui": "", "bango": "12"], "accepted"), (["hikitsugibango": "8"], "accepted"),
            ] as [([String: String], String)] {
                #expect(try await take(changes) == says, "\(changes.keys.sorted())")
            }
            // Whose basic pension number is another's here is found out first.
            #expect(try await take([:], of: "N2") == "held")
            var filter = ProposalFilter()
            filter.number = try AddresseeNumber("N2")
            let held = try #require(try await records.proposals(filter).first { $0.content.kind == .handedOn })
            #expect(try await Self.code { _ = try await records.confirm(held.id, saying: nil, remarks: "", by: first, today: today) } == "J0019")
            #expect(try await records.look("N1").record.events.isEmpty)
        }
    }
}
