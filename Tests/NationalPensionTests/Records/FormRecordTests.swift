import Addressee
import Foundation
import NationalPension
import Postgres
import Testing

/// 様式の記入: what a form says comes from the record, as it was accepted.
@Suite(.timeLimit(.minutes(5))) struct FormRecordTests {
    private func form(_ records: PensionRecords, _ reception: ReceptionNumber, hides: Bool = false) async throws -> FormContent {
        let detail = try await records.detail(of: reception, today: today)
        let application = detail.row.kind.isApplication ? try await records.application(reception) : nil
        return try await records.form(detail, application, hides: hides, today: today)
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
            guard case .qualification(_, let changes) = first.said else { return #expect(Bool(false), "no qualification") }
            #expect(changes == [QualificationChange(.acquisition, on: day("2010-04-14"), .class1, .acquire20)])
            guard case .qualification(let terms, let lost) = try await form(records, left).said else { return #expect(Bool(false), "no qualification") }
            #expect(terms == [FormField("事実の日", "令和8年5月20日")])
            #expect(lost == [QualificationChange(.loss, on: day("2026-05-21"), nil, .loseLeftJapan)])

            // Protected, nobody is told where they are.
            let hidden = try await form(records, left, hides: true)
            #expect(hidden.person.address == .withheld && hidden.person.telephone == .withheld)

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

            // What has no form, and what went back.
            let worked = try await records.record("A1", .employmentBegan, NoticeTerms(day: day("2026-06-01")), despiteDoubts: true)
            await #expect(throws: PensionRefused.noForm) { try await form(records, worked) }
            let filing = Filing(number: try AddresseeNumber("A1"), kind: .additionalApplied, receivedOn: today)
            let open = try await records.receive(filing, saying: NoticeTerms(day: day("2026-06-05")), by: NationalPensionTests.first, today: today).reception
            let waiting = try await form(records, open)
            #expect(!waiting.isAccepted && waiting.said == .additional(isWithdrawal: false, on: day("2026-06-05")))
            try await records.giveBack(open, because: "書類を待つ", by: second, today: today)
            await #expect(throws: PensionRefused.formWithdrawn) { try await form(records, open) }
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
}
