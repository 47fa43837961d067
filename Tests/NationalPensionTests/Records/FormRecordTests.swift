import Addressee
import Foundation
import Postgres
import Testing

@testable import NationalPension

/// 様式の記入: what a form says comes from the record, as it was accepted.
@Suite(.timeLimit(.minutes(5))) struct FormRecordTests {
    private func form(
        _ records: PensionRecords, _ reception: ReceptionNumber, of report: ReportContent? = nil, examination: Int64? = nil, hides: Bool = false,
        today: CalendarDay = today
    ) async throws -> FormContent {
        let detail = try await records.detail(of: reception, today: today)
        let application = detail.row.kind.isApplication ? try await records.application(reception, examination: examination) : nil
        return try await records.form(detail, application, of: report, hides: hides, today: today)
    }

    private static func code(_ body: () async throws -> Void) async throws -> String {
        do { try await body() } catch let refused as PensionRefused { return refused.code }
        return ""
    }

    @Test func noticesBecomeTheirForms() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            let acquired = try await records.record("A1", .reached20, NoticeTerms())
            let left = try await records.record("A1", .leftJapan, NoticeTerms(day: day("2026-05-20")))
            // What came later is not on an earlier form.
            let first = try await form(records, acquired)
            #expect(first.form == "insured-person" && first.isAccepted && first.person.name == "年金　太郎" && first.person.birth == "平成2年4月15日")
            #expect(first.person.address == .told("埼玉県常盤六丁目"))
            let born = [FormField("事実の日", "平成22年4月14日"), FormField("住所を有した日（出生の日）", "平成2年4月15日")]
            let attained = FormContent.Said.fact(born, .qualification([QualificationChange(.acquisition, on: day("2010-04-14"), .class1, .acquire20)]))
            #expect(first.said == attained)
            #expect(
                try await form(records, left).said
                    == .fact(
                        [FormField("事実の日", "令和8年5月20日")], .qualification([QualificationChange(.loss, on: day("2026-05-21"), nil, .loseLeftJapan)])))
            // Nor is the 60th birthday, when it is printed after that.
            #expect(try await form(records, acquired, today: day("2051-01-01")).said == attained)

            // Protected, nobody is told where they are.
            let hidden = try await form(records, left, hides: true)
            #expect(hidden.person.address == .withheld && hidden.person.telephone == .withheld)
            let noDay = QualificationChange(.loss, on: nil, nil, .loseLeftJapan)
            #expect(hidden.said == .fact([], .qualification([noDay])))
            #expect(
                try await form(records, acquired, hides: true).said
                    == .fact(Array(born.prefix(1)), .qualification([QualificationChange(.acquisition, on: day("2010-04-14"), .class1, .acquire20)])))

            // A new name and a new address: as they were given before, and now.
            try await database.give("A1", sequence: 2, ["shimei": "保険　太郎", "jusho_choaza": "青木二丁目"])
            let named = try await records.record("A1", .nameChanged, NoticeTerms(day: day("2026-05-30")))
            let moved = try await records.record("A1", .movedWithinJapan, NoticeTerms(day: day("2026-05-30")))
            #expect(
                try await form(records, named).said
                    == .name(before: FormName("年金　太郎", ""), after: FormName("保険　太郎", ""), on: day("2026-05-30")))
            #expect(
                try await form(records, moved).said
                    == .address(before: .told("埼玉県常盤六丁目"), after: .told("埼玉県青木二丁目"), on: day("2026-05-30")))
            #expect(try await form(records, moved, hides: true).said == .address(before: .withheld, after: .withheld, on: nil))

            // What came after another change of each is not on it, nor a version that somebody put ahead of the person's last.
            try await database.give("A1", sequence: 3, ["shimei": "介護　太郎", "jusho_choaza": "末広三丁目"])
            let again = try await records.record("A1", .nameChanged, NoticeTerms(day: day("2026-06-01")))
            try await database.admin {
                try await $0.execute(
                    """
                    INSERT INTO pension.addressee_version (history_number, kept_at, moved_on, presence, atenabango, items)
                    SELECT 9, kept_at, moved_on, presence, atenabango, items FROM pension.addressee_version WHERE atenabango = 'A1' AND history_number = 1
                    """)
            }
            #expect(
                try await form(records, named).said
                    == .name(before: FormName("年金　太郎", ""), after: FormName("保険　太郎", ""), on: day("2026-05-30")))
            #expect(
                try await form(records, moved).said
                    == .address(before: .told("埼玉県常盤六丁目"), after: .told("埼玉県青木二丁目"), on: day("2026-05-30")))
            #expect(
                try await form(records, again).said
                    == .name(before: FormName("保険　太郎", ""), after: FormName("介護　太郎", ""), on: day("2026-06-01")))
            for (reception, name) in [(named, "保険　太郎"), (again, "介護　太郎")] { #expect(try await form(records, reception).person.name == name) }

            // With a batch it is what the report says, which the policy is asked about; of whoever is protected no address is in it.
            for (hidden, address) in [([], "埼玉県常盤六丁目"), ([try AddresseeNumber("A1")], nil)] as [(Set<AddresseeNumber>, String?)] {
                var filter = ReportFilter()
                filter.receptions = [named, moved]
                let batch = try await records.makeBatch(filter, BatchTerms(body: "111007", hidden: hidden), by: NationalPensionTests.first, today: today)
                _ = try await records.close(batch, in: .utf8, by: NationalPensionTests.first, today: today)
                _ = try await records.release(batch, hidden: [], by: second, today: today)
                let items = try await records.reportPublications(of: [try AddresseeNumber("A1")]).values.joined().map(\.items)
                #expect(items.map { $0["henkomae_shimei"] } == ["年金　太郎", nil] && items.map { $0["henkomae_jusho"] } == [nil, address])
                let reports = try await records.batchDetail(batch).reports
                let told = FormPerson.Place.told("埼玉県常盤六丁目")
                try await database.admin { try await $0.execute("UPDATE pension.addressee_version SET items = '{}' WHERE history_number = 1") }
                #expect(
                    try await form(records, named, of: reports[0]).said
                        == .name(before: FormName("年金　太郎", ""), after: FormName("保険　太郎", ""), on: day("2026-05-30")))
                guard case .address(let before, _, _) = try await form(records, moved, of: reports[1], hides: !hidden.isEmpty).said else {
                    return #expect(Bool(false), "no address")
                }
                #expect(before == (hidden.isEmpty ? told : .withheld))
                try await database.admin {
                    try await $0.execute(
                        """
                        UPDATE pension.addressee_version v SET items = w.items FROM pension.addressee_version w
                        WHERE v.atenabango = w.atenabango AND v.history_number = 1 AND w.history_number = 9
                        """)
                }
                _ = try await records.cancel(batch, because: "作り直す", by: NationalPensionTests.first, today: today)
            }

            // What has no form, and what went back.
            let worked = try await records.record("A1", .employmentBegan, NoticeTerms(day: day("2026-06-01")), despiteDoubts: true)
            await #expect(throws: PensionRefused.noForm) { try await form(records, worked) }
            let filing = Filing(number: try AddresseeNumber("A1"), kind: .additionalApplied, receivedOn: today)
            let open = try await records.receive(filing, saying: NoticeTerms(day: day("2026-06-05")), by: NationalPensionTests.first, today: today).reception
            let waiting = try await form(records, open)
            #expect(!waiting.isAccepted && waiting.said == .fact([FormField("事実の日", "令和8年6月5日")], .nothing))
            try await records.giveBack(open, because: "書類を待つ", by: second, today: today)
            await #expect(throws: PensionRefused.formWithdrawn) { try await form(records, open) }
        }
    }

    @Test func whatCannotBeToldIsNoForm() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1")
            let acquired = try await records.record("A1", .reached20, NoticeTerms())
            // Of somebody whose birth nobody knows to the day, a notice waits, and says that what follows can't be told.
            try await database.give("A2", ["seinengappi": "1990-04-00", "seinengappi_fushohyoki": "平成2年4月頃"])
            let filing = Filing(number: try AddresseeNumber("A2"), kind: .employmentEnded, receivedOn: today)
            let waits = try await records.receive(filing, saying: NoticeTerms(day: day("2026-06-01")), by: NationalPensionTests.first, today: today).reception
            #expect(try await form(records, waits).said == .fact([FormField("事実の日", "令和8年6月1日")], .qualification(nil)))
            // Of what is accepted it is refused where its own event is not one that this program wrote.
            try await database.admin { try await $0.execute("UPDATE pension.event SET mac = decode('00', 'hex') WHERE atenabango = 'A1'") }
            #expect(try await Self.code { _ = try await form(records, acquired) } == "J0088")
        }
    }

    /// 様式のある届出 of all kinds: each has its form, and no layout is for a form that no notice has.
    @Test func eachNoticeThatHasAFormBecomesIt() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "A2"] { try await database.give(number) }
            try await records.record("A1", .reached20, NoticeTerms())
            let number = try AddresseeNumber("A1")
            let received = "2026-10-20"
            var forms: Set<String> = []
            for kind in NoticeKind.allCases where !kind.isClaim && !records.tables.notices[kind].form.isEmpty {
                var terms = NoticeTerms(day: day("2026-10-01"))
                switch kind {
                case .reached20: terms = NoticeTerms()
                case .voluntaryApplied: terms.ground = VoluntaryGround.allCases.first?.rawValue
                case .legalExemptionBegan, .legalExemptionEnded: terms.ground = LegalGround.livelihoodProtection.rawValue
                case .paymentElected: terms = NoticeTerms(months: span("2026-10", "2027-03"))
                case .childcare: terms.months = span("2026-10", "2026-10")
                case .exemptionCancelApplied: terms = NoticeTerms(ground: "full")
                case .numberNoticeRequested: terms = NoticeTerms(ground: "lost")
                default: break
                }
                let reception: ReceptionNumber
                switch kind {
                case .exemptionApplied, .studentApplied:
                    let months = span("2025-07", "2026-03")
                    let application = ExemptionApplication(
                        kind == .studentApplied ? .student : .general, months: months, filedOn: today, studentMonths: kind == .studentApplied ? [months] : [])
                    let of = kind == .studentApplied ? try AddresseeNumber("A2") : number
                    reception = try await records.apply(application, of: of, remarks: "", by: NationalPensionTests.first, today: today).reception
                case .cancellation:
                    reception = try await records.cancel(
                        1, of: number, receivedOn: day(received), remarks: "", by: NationalPensionTests.first, today: day(received)
                    ).reception
                default:
                    reception = try await records.receive(
                        Filing(number: kind == .reached20 ? try AddresseeNumber("A2") : number, kind: kind, receivedOn: day(received)), saying: terms,
                        by: NationalPensionTests.first, today: day(received)
                    ).reception
                }
                let content = try await form(records, reception)
                #expect(content.form == records.tables.notices[kind].form, "\(kind)")
                _ = try FormSheet(content, using: records.tables)
                forms.insert(content.form)
            }
            #expect(forms.count == 13)

            // A correction says what it corrects, whatever it is about.
            let applied = try await records.record("A1", .additionalApplied, NoticeTerms(day: day("2026-05-30")))
            let event = try #require(try await records.detail(of: applied, today: today).record.events.last)
            let corrected = try await records.correct(
                event.number, of: number, as: nil, saying: NoticeTerms(day: day("2026-05-31")), receivedOn: today, remarks: "", by: NationalPensionTests.first,
                today: today
            ).reception
            #expect(try await form(records, corrected).target == FormField("訂正する記録", "付加保険料の納付の申出　令和8年5月30日　受付 \(applied)"))
            #expect(try await form(records, applied).target == nil)
        }
    }

    @Test func aReleasedBatchBringsItsFormsAndTheListOfItsMedium() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            var accepted: [ReceptionNumber] = []
            for number in ["A1", "A2"] {
                try await database.give(number, ["shimei_furigana": "ネンキン　タロウ"])
                accepted.append(try await records.record(number, .reached20, NoticeTerms()))
            }
            try await database.give(
                "A1", sequence: 2, ["shimei": "改姓　太郎", "shimei_furigana": "カイセイ　タロウ", "tsusho": "通称　太郎", "seibetsu": "1"])
            let batch = try await records.makeBatch(ReportFilter(), ReportRecordTests.terms, by: first, today: today)
            #expect(try await Self.code { _ = try await records.forms(of: batch) } == "J0050")
            _ = try await records.close(batch, in: .utf8, by: second, today: today)
            #expect(try await Self.code { _ = try await records.forms(of: batch) } == "J0050")
            _ = try await records.release(batch, hidden: [], by: ReportRecordTests.third, today: today)
            let forms = try await records.forms(of: batch)
            #expect(forms.reports.map(\.id.reception) == accepted && forms.prints == 1)
            #expect(try forms.reports(of: 1).count == 2)
            #expect(throws: PensionRefused.self) { try forms.reports(of: 2) }
            // What is printed, and what is not, are all of its reports.
            let held = HeldForm(id: forms.reports[0].id, code: "J0088", meaning: "算定できない", remedy: "訂正する")
            for (printed, held, code) in [(2, [], ""), (1, [held], ""), (1, [], "J0085"), (2, [held], "J0085")] as [(Int, [HeldForm], String)] {
                #expect(try await Self.code { _ = try forms.transmittal(of: 1, printed: printed, held: held) } == code, "\(printed) \(held.count)")
            }
            // What lies with the medium, and what lies with the forms, say the same.
            let files = try await records.write(batch, hidden: [], by: first, today: today).files
            let html = FormHTML.document([try forms.transmittal(of: 1, printed: 2, held: []).sheet()], style: "")
            let cells = String(decoding: files[1].bytes, as: UTF8.self).split(whereSeparator: { "\n\t".contains($0) })
            #expect(cells.count > 20)
            for cell in cells { #expect(html.contains(cell), "\(cell)") }
            // Who they are is what the batch says, on paper, too: of A1 neither as they were when it was accepted, nor as they are now.
            try await database.give("A1", sequence: 3, ["shimei": "再改　太郎", "jusho_choaza": "別の町"])
            _ = try await records.accept(try await records.receive(basic: "2150123456", of: "A1"), despiteDoubts: false, by: second, today: today)
            let report = try #require(forms.reports.first { $0.id.reception == accepted[0] })
            let person = try await form(records, accepted[0], of: report).person
            #expect(person.name == "改姓　太郎" && person.furigana == "カイセイ　タロウ" && person.commonName == "通称　太郎" && person.basicPensionNumber == nil)
            #expect(person.birth == "平成2年4月15日" && person.sex == "男" && person.address == .told("埼玉県常盤六丁目") && person.telephone == .unknown)
            #expect(String(decoding: files[0].bytes, as: UTF8.self).contains(",A1,,カイセイ　タロウ,改姓　太郎,1990-04-15,,1,,埼玉県常盤六丁目,"))
            let hidden = try await form(records, accepted[0], of: report, hides: true).person
            #expect(hidden.address == .withheld && hidden.telephone == .withheld)
            _ = try await records.move(batch, .handed, on: today, counterpart: "年金事務所", remarks: "", by: first, today: today)
            #expect(try await Self.code { _ = try await records.forms(of: batch) } == "J0050")
        }
    }

    /// `pdftotext` as it is installed, and then what a fault in the print would have it read: between quotes of a shell.
    private func printer(reading edit: String, in place: URL) throws -> FormPrinter {
        let path = place.appending(path: "reader-\(UUID())")
        try "#!/bin/sh\n/usr/bin/pdftotext \"$@\" | sed '\(edit)'\n".write(to: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path.path)
        var tools = FormPrinter.Tools()
        tools.reader = path.path
        return FormPrinter(tools)
    }

    private func drawing(_ records: PensionRecords, by printer: FormPrinter = FormPrinter(), hides: Bool = false) -> FormDrawing {
        FormDrawing(
            by: printer, form: { try await form(records, $0.id.reception, of: $0, hides: hides) },
            held: { HeldForm(id: $0, code: $1.code, meaning: "", remedy: "") })
    }

    @Test func aBatchOnPaperClosesOnlyWhereEachPageHasItsKeyOnce() async throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "readers-\(UUID())")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        try await PensionDatabase.with { database in
            let records = database.records
            var accepted: [ReceptionNumber] = []
            for number in ["A1", "A2"] {
                try await database.give(number)
                accepted.append(try await records.record(number, .reached20, NoticeTerms()))
            }
            let batch = try await records.makeBatch(ReportFilter(), ReportRecordTests.terms, by: first, today: today)
            // A page without its key, one with another's, and one that nobody's form has: of a form, and of the 送付書.
            for (edit, told) in [
                ("s#\(accepted[1]) 1/1##", "番号のない頁があります: \(accepted[1]) 1/1"), ("s#\(accepted[1]) 1/1#\(accepted[0]) 1/1#", "番号が二度あります: \(accepted[0]) 1/1"),
                ("s#\(accepted[1]) 1/1#2026-999999 1/1#", "様式にない頁が1枚あります"), ("s#送付書 \(batch) 1/1##", "番号のない頁があります: 送付書 \(batch) 1/1"),
            ] {
                let faulty = drawing(records, by: try printer(reading: edit, in: place))
                let refused = await #expect(throws: PensionRefused.self) {
                    _ = try await records.closeOnPaper(batch, in: .utf8, drawing: faulty, by: second, today: today)
                }
                #expect(refused?.code == "J0085" && refused?.rule.contains(told) == true, "\(edit): \(String(describing: refused?.rule))")
                let after = try await records.batchDetail(batch).batch
                #expect(after.last == nil && after.closed == nil && after.stands == "作成" && after.next == [.closed, .cancelled])
            }
            try await database.admin {
                let steps = try await $0.query(
                    "SELECT (SELECT count(*) FROM pension.report_step) + (SELECT count(*) FROM pension.act WHERE kind = 'report-batch-closed')")
                #expect(try steps.first?.decode(Int64.self) == 0)
            }
            // Nothing of it is lost: its reports are due as before.
            _ = try await records.cancel(batch, because: "頁が合わない", by: first, today: today)
            #expect(Set(try await records.reports(ReportFilter()).reports.map(\.standing.id.reception)) == Set(accepted))

            // As it should be it closes, with what stands on its pages; and what is printed is that, or nothing.
            let good = try await records.makeBatch(ReportFilter(), ReportRecordTests.terms, by: first, today: today)
            #expect(
                try await Self.code {
                    _ = try await records.close(good, in: .utf8, on: DrawnPaper(reports: [], paper: ClosedPaper(prints: [])), by: second, today: today)
                } == "J0145")
            let (closed, held) = try await records.closeOnPaper(good, in: .utf8, drawing: drawing(records), by: second, today: today)
            let paper = try #require(closed.closed?.paper)
            #expect(held.isEmpty && paper.forms == 2 && paper.pages == 2 && paper.prints.count == 1 && paper.held.isEmpty && closed.last == .closed)
            #expect(try await Self.code { _ = try await records.closeOnPaper(good, in: .utf8, drawing: drawing(records), by: second, today: today) } == "J0050")
            _ = try await records.release(good, hidden: [], by: ReportRecordTests.third, today: today)
            let forms = try await records.forms(of: good)
            let printed = try await records.printReleased(forms, 1, drawing: drawing(records))
            #expect(printed.settled == paper.prints[0] && printed.pages == 3 && printed.contents.count == 2)
            #expect(try await Self.code { _ = try await records.printReleased(forms, 2, drawing: drawing(records)) } == "J0007")
            let faulty = drawing(records, by: try printer(reading: "s#\(accepted[0]) 1/1##", in: place))
            #expect(try await Self.code { _ = try await records.printReleased(forms, 1, drawing: faulty) } == "J0085")
            // Other words on a page, or a form less, are other forms than those that another person has released.
            #expect(try await Self.code { _ = try await records.printReleased(forms, 1, drawing: drawing(records, hides: true)) } == "J0145")
            try await database.admin { try await $0.execute("UPDATE pension.event SET mac = decode('00', 'hex') WHERE atenabango = 'A2'") }
            #expect(try await Self.code { _ = try await records.printReleased(forms, 1, drawing: drawing(records)) } == "J0145")
            _ = try await records.cancel(good, because: "様式が変わった", by: first, today: today)

            // What can't be printed is told when the batch is closed, by number and code, and stands with it.
            let some = try await records.makeBatch(ReportFilter(), ReportRecordTests.terms, by: first, today: today)
            let (without, left) = try await records.closeOnPaper(some, in: .utf8, drawing: drawing(records), by: second, today: today)
            let reports = try await records.batchDetail(some).reports.map(\.id)
            #expect(left.map(\.form.id) == [reports[1]] && without.closed?.paper?.held == ["\(reports[1])": "J0088"] && without.closed?.paper?.forms == 1)
            _ = try await records.cancel(some, because: "除く", by: first, today: today)

            // For its medium alone it has no paper.
            let medium = try await records.makeBatch(ReportFilter(), ReportRecordTests.terms, by: first, today: today)
            #expect(try await records.close(medium, in: .utf8, by: second, today: today).closed?.paper == nil)
            _ = try await records.release(medium, hidden: [], by: ReportRecordTests.third, today: today)
            let none = try await records.forms(of: medium)
            #expect(try await Self.code { _ = try await records.printReleased(none, 1, drawing: drawing(records)) } == "J0144")
        }
    }

    @Test func anApplicationBringsItsIncomesAndItsArithmetic() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            for number in ["A1", "S1"] { try await database.give(number) }
            try await records.record("A1", .reached20, NoticeTerms())
            try await database.giveIncome("A1", year: 2024, ["gokeishotokukingaku": "500000", "shinkokukubun": "1"])
            let application = ExemptionApplication(.general, months: span("2025-07", "2026-06"), filedOn: today)
            let reception = try await records.apply(
                application, of: try AddresseeNumber("A1"), remarks: "", by: NationalPensionTests.first, today: today
            ).reception
            _ = try await records.enter(
                { asOf, applicant in
                    try HouseholdEntry(
                        ExemptionHousehold(asOf: asOf, spouse: .exists, householder: .applicant),
                        spouse: .init(number: try AddresseeNumber("S1"), declared: "妻"),
                        householder: nil, of: applicant)
                }, for: reception, by: NationalPensionTests.first, today: today)
            guard case .exemption(let form) = try await form(records, reception).said else { return #expect(Bool(false), "no application") }
            #expect(form.spouse == "年金　太郎　妻" && form.householder.isEmpty && form.household?.spouse == .exists)
            #expect(form.incomes.map(\.source) == ["税の記録", "分からない"])
            // An income that nobody knows is not printed as none.
            #expect(form.incomes.map(\.statement?.totalIncome) == [500_000, nil])
            #expect(form.proposal?.parts.first?.kinds.first?.persons.first?.lines.isEmpty == false)
        }
    }

    @Test func anAcceptedApplicationShowsTheExaminationThatItWentWith() async throws {
        try await PensionDatabase.with { database in
            let records = database.records
            try await database.give("A1", ["shimei": "", "shimei_gaikokujinromaji": "SMITH JOHN"])
            try await records.record("A1", .reached20, NoticeTerms())
            try await database.giveIncome("A1", year: 2024, ExemptionRecordTests.filed)
            let reception = try await records.apply(
                ExemptionApplication(.general, months: span("2025-07", "2026-06"), filedOn: today), of: try AddresseeNumber("A1"), remarks: "",
                by: NationalPensionTests.first, today: today
            ).reception
            var examined: [Int64] = []
            for declared in [ExemptionHousehold.Spouse.unknown, .none] {
                let kept = try await records.enter(
                    { asOf, applicant in
                        try HouseholdEntry(
                            ExemptionHousehold(asOf: asOf, spouse: declared, householder: .applicant), spouse: nil, householder: nil, of: applicant)
                    }, for: reception, by: NationalPensionTests.first, today: today)
                examined.append(kept.id)
            }
            // While it waits, each may be looked at.
            for id in examined { _ = try await form(records, reception, examination: id) }
            _ = try await records.accept(reception, despiteDoubts: true, examination: examined.last, by: second, today: today)
            let opinion = try #require(try await records.opinion(of: reception))
            let accepted = try await form(records, reception, examination: opinion)
            #expect(opinion == examined.last && accepted.isAccepted && accepted.person.name == "SMITH JOHN")
            #expect(try await Self.code { _ = try await form(records, reception, examination: examined.first) } == "J0089")
            // What somebody else wrote is no opinion, and none is guessed.
            try await database.admin { try await $0.execute("UPDATE pension.opinion SET mac = decode('00', 'hex')") }
            #expect(try await Self.code { _ = try await form(records, reception) } == "J0089")
        }
    }
}
