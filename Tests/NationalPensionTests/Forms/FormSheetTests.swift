import Addressee
import Foundation
import Testing

@testable import NationalPension

/// 様式: what stands on each, on which page, and that nothing of a text is markup.
@Suite struct FormSheetTests {
    private func html(_ content: FormContent) throws -> String { FormHTML.document([try FormSheet(content, using: .delivered())], style: "") }

    @Test func eachFormShowsWhatItSaysAndItsKeyOnEachPage() throws {
        let forms = try FormSamples.all()
        let tables = try RuleTables.delivered()
        // Claims are filled in by the claimant.
        #expect(Set(forms.map(\.content.form)) == Set(NoticeKind.allCases.filter { !$0.isClaim }.map { tables.notices[$0].form }).subtracting([""]))
        // A version of a form that no notice has would be one that nothing fills in.
        #expect(Set(tables.forms.rows.map(\.form)) == Set(NoticeKind.allCases.map { tables.notices[$0].form }).subtracting([""]))
        for (content, shows) in forms {
            let html = try html(content)
            let sheet = try FormSheet(content, using: tables)
            for part in shows + ["年金　花子", "平成2年4月15日", "令和8年11月1日"] + sheet.pageKeys.map({ "data-key=\"\($0)\"" }) {
                #expect(html.contains(part), "\(content.form): \(part)")
            }
            #expect(sheet.pageKeys.first == "\(content.reception) 1/\(sheet.pageKeys.count)")
        }
    }

    @Test func whatIsNotAcceptedOrWithheldSaysSoAndAFormHasItsTime() throws {
        let said = try FormSamples.said(.additionalWithdrawn(on: day("2026-10-20")))
        let draft = try html(FormSamples.content(1, "additional-premium", "付加保険料の辞退の申出", said, isAccepted: false, address: .withheld))
        #expect(draft.contains("確認待ち（進達できません）") && draft.contains("支援措置等のため印字しません") && !draft.contains("常盤六丁目") && !draft.contains("048-"))
        #expect(throws: PensionRefused.formNotInUse(ReceptionNumber(fiscalYear: 2026, number: 1))) {
            try FormSheet(FormSamples.content(1, "childcare", "育児の免除", said, receivedOn: "2026-09-30"), using: .delivered())
        }
        // What would run beyond its page is refused before it is printed, by its number.
        #expect(throws: PensionRefused.formOverflows(ReceptionNumber(fiscalYear: 2026, number: 1))) {
            try FormSheet(FormSamples.content(1, "additional-premium", "", said, name: String(repeating: "寿限無", count: 2_000)), using: .delivered())
        }
        #expect(throws: PensionRefused.noForm) { try FormSheet(FormSamples.content(1, "no-such-form", "", said), using: .delivered()) }
    }

    /// 所得の照会書: what it says to whom, with room for the answer.
    @Test func aLetterAsksThePersonOrAMunicipality() throws {
        let tables = try RuleTables.delivered()
        let told = try FormSamples.letters().map { FormHTML.document([try $0.sheet(using: tables)], style: "") }
        for (index, parts) in [
            ["所得の申立てについて（照会）", "申告がありません", "所得の申立書", "0円と記入", "本人 あて", "常盤六丁目", "平成2年4月15日"],
            ["所得照会書", "川口市　市民税課", "市区町村長 あて", "回答書", "申告区分", "常盤六丁目"],
            ["翌年の1月1日に住んでいた市区町村", "世帯主 あて", "支援措置等のため印字しません"], ["年金　次郎　昭和63年5月1日生　川口市", "所得照会書"],
        ].enumerated() {
            for part in parts + ["2025年分（2025年1月1日から12月31日まで）", "2026-000077", "令和8年11月2日", "国民年金法施行規則第77条", "合計所得金額", "data-key=\"所得照会 \(index + 1) 1/"] {
                #expect(told[index].contains(part), "\(index): \(part)")
            }
        }
        #expect(!told[0].contains("申告区分") && !told[2].contains("常盤六丁目") && !told[3].contains("年金　花子"))
        #expect(throws: PensionRefused.formOverflows(ReceptionNumber(fiscalYear: 2026, number: 77))) {
            try FormSamples.letters(name: String(repeating: "寿限無", count: 2_000))[0].sheet(using: tables)
        }
    }

    @Test func noTextIsMarkup() throws {
        let name = "<b>&\"'年金"
        let html = try html(FormSamples.content(1, "additional-premium", name, FormSamples.additional(), name: name))
        #expect(!html.contains("<b>") && html.components(separatedBy: "&lt;b&gt;&amp;&quot;&#39;年金").count == 3)
    }

    @Test func rowsStandOnceAndInOrderAndNoPageIsHigherThanItsRoom() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            var row = 0
            let blocks = (0..<Int.random(in: 1...8, using: &random)).map { _ -> FormBlock in
                let texts = (0..<Int.random(in: 1...60, using: &random)).map { _ -> String in
                    row += 1
                    return "\(row)　" + String(repeating: "字", count: Int.random(in: 0...200, using: &random))
                }
                return Bool.random(using: &random) ? .fields("欄", texts.map { FormField("項目", $0) }) : .table("表", [FormColumn("列", 100)], texts.map { [$0] })
            }
            let pages = FormPages.of(blocks)
            let told = pages.flatMap { $0 }.flatMap { block -> [String] in
                switch block {
                case .fields(_, let fields): fields.map(\.value)
                case .table(_, _, let rows): rows.flatMap { $0 }
                case .note, .certification: []
                }
            }
            #expect(told.map { $0.prefix { $0 != "　" } } == (1...row).map { "\($0)" })
            #expect(pages.allSatisfy { !$0.isEmpty && $0.reduce(0) { $0 + $1.height } <= FormPages.room })
        }
    }

    /// 証明欄 stands below something that is certified, however full the page before is.
    @Test func nothingIsSignedOnAnEmptyPage() {
        let end = [FormBlock.note("理由"), .certification("証明します。")]
        for rows in 1...120 {
            let lines = FormBlock.table("表", [FormColumn("列", 100)], (1...rows).map { ["\($0)"] })
            for blocks in [[lines] + end, [lines, end[1]], [FormBlock.fields("欄", [FormField("項目", "値")]), lines, end[1]]] {
                let pages = FormPages.of(blocks)
                #expect(pages.last?.last == end[1] && (pages.last?.count ?? 0) > 1, "\(rows) rows")
                #expect(pages.allSatisfy { !$0.isEmpty && $0.reduce(0) { $0 + $1.height } <= FormPages.room })
                let told = pages.flatMap { $0 }.flatMap { block -> [String] in
                    if case .table(_, _, let rows) = block { rows.flatMap { $0 } } else { [] }
                }
                #expect(told == (1...rows).map { "\($0)" })
            }
        }
    }

    @Test func aTransmittalSaysAllThatGoesWithTheMediumAndWhatLiesBeside() throws {
        let heldID = try #require(ReportID("2026-000951-1"))
        let held = HeldForm(id: heldID, code: "J0088", meaning: "算定できない", remedy: "記録を訂正する")
        let list = FormSamples.transmittal(47, filledIn: ["2026-000950-1"], held: [held]).sheet()
        let html = FormHTML.document([list], style: "")
        #expect(html.contains("<td>20歳到達</td><td class=\"amount\">47</td>") || html.contains("<td>20歳到達</td><td>47</td>"))
        for number in 0..<47 { #expect(html.contains("2026-\(900_000 + number)-1")) }
        for part in [
            "国民年金関係書類送付書", "媒体の通番", "請求者の記入した書類を添えるもの（1件）", "2026-000950-1", "印刷できず、別に扱うもの（1件）", "2026-000951-1", "J0088",
            "算定できない", "記録を訂正する", "<th>束の報告</th><td>47件</td>", "<th>印刷した様式</th><td>45件</td>",
        ] { #expect(html.contains(part), "\(part)") }
        #expect(list.pageKeys == ["送付書 2026-0007 1/2", "送付書 2026-0007 2/2"])
        // Another print of the same batch has one of its own, which says of how many it is a part.
        let second = FormSamples.transmittal(3, part: 2, parts: 2).sheet()
        #expect(second.pageKeys == ["送付書 2026-0007（2回目） 1/1"])
        let ofPart = FormHTML.document([second], style: "")
        for part in ["<td>6件</td>", "このうち2回の2回目", "<td>3件</td>"] { #expect(ofPart.contains(part), "\(part)") }
    }

    @Test(
        arguments: [
            (["a", "b"], nil), (["a"], "番号のない頁があります: b"), (["a", "b", "b"], "番号が二度あります: b"), (["b", "a"], "頁の順が違います"),
            (["a", "", "b"], "様式にない頁が1枚あります"), ([], "番号のない頁があります: a、b"),
        ] as [([String], String?)]) func pagesAreThoseOfTheForms(printed: [String], fault: String?)
    {
        do throws(PensionRefused) {
            try PageKeys.check(printed: printed, expected: ["a", "b"])
            #expect(fault == nil)
        } catch {
            #expect(error.code == "J0085" && fault.map { error.rule.contains($0) } == true, "\(error)")
        }
    }
}
