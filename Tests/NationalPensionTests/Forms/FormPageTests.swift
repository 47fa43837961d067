import Addressee
import Foundation
import Testing

@testable import NationalPension

/// 様式の頁: every form is printed and looked at page by page, its text and its picture.
@Suite(.timeLimit(.minutes(10))) struct FormPageTests {
    /// As long as a name may be, and with a word that is longer than a line.
    private static let longName =
        String(repeating: "寿限無五劫の擦り切れ海砂利水魚の水行末", count: 2) + "　" + String(repeating: "Wolfeschlegelsteinhausenbergerdorff", count: 3)

    /// What has to stand on a page, in the order in which it is drawn: below the head, the head, and the key last.
    private func text(_ sheet: FormSheet, _ page: Int) -> String {
        let blocks = sheet.pages[page].map { block -> String in
            switch block {
            case .fields(let title, let fields): title + fields.map { $0.label + $0.value }.joined()
            case .table(let title, let columns, let rows): title + columns.map(\.label).joined() + rows.flatMap { $0 }.joined()
            case .note(let words): words
            case .certification(let words): words + "年月日市区町村長印"
            }
        }
        return PrintedPage.flat(blocks.joined() + sheet.title + sheet.style + sheet.mark + sheet.to + "あて" + sheet.edition + sheet.pageKeys[page])
    }

    /// Looks at each page, and tells what is wrong with it.
    private func faults(of sheets: [FormSheet], in pages: [PrintedPage]) -> [String] {
        let expected = sheets.flatMap { sheet in sheet.pages.indices.map { (sheet.pageKeys[$0], text(sheet, $0)) } }
        guard expected.count == pages.count else { return ["\(pages.count) pages in place of \(expected.count)"] }
        return zip(expected, pages).flatMap { expected, page -> [String] in
            var faults = page.faults
            // Scalar by scalar: characters that are equal by Unicode may be others to the register.
            if !expected.1.unicodeScalars.elementsEqual(page.text.unicodeScalars) {
                let same = zip(expected.1.unicodeScalars, page.text.unicodeScalars).prefix { $0 == $1 }.count
                faults.append("from character \(same) on the text is another: \(page.text.dropFirst(max(0, same - 5)).prefix(20))")
            }
            return faults.map { "\(expected.0): \($0)" }
        }
    }

    /// The same content of somebody else, of whom all names are long.
    private func long(_ content: FormContent) throws -> FormContent {
        var said = content.said
        let name = FormName(Self.longName, Self.longName)
        if case .name(_, _, let day) = said { said = .name(before: name, after: name, on: day) }
        let person = FormPerson(
            number: try AddresseeNumber("A12345678901234"), basicPensionNumber: nil, name: Self.longName, furigana: Self.longName, commonName: Self.longName,
            birth: "平成2年4月15日", sex: "女", address: .told(String(repeating: "埼玉県さいたま市浦和区常盤六丁目4番4号", count: 5)), telephone: .told("048-000-0000"))
        return FormContent(
            reception: ReceptionNumber(fiscalYear: 2027, number: content.reception.number), receivedOn: content.receivedOn, form: content.form,
            notice: content.notice, isAccepted: false, person: person, target: content.target, said: said)
    }

    @Test func everyFormIsRightPageByPageAlsoWithLongNames() async throws {
        let (tables, all) = (try RuleTables.delivered(), try FormSamples.all().map(\.content))
        let heldID = try #require(ReportID("2026-000951-1"))
        let held = HeldForm(id: heldID, code: "J0088", meaning: "この届出から何が続くか算定できません。", remedy: "記録を訂正し、様式だけを別に印刷して送ります。")
        let cover = FormSamples.transmittal(47, filledIn: ["2026-000950-1"], held: [held]).sheet()
        let withheld = try FormSamples.content(90, "additional-premium", "付加保険料の納付の申出", FormSamples.additional(), address: .withheld)
        let contents = try all + all.map(long) + [withheld]
        let letters = FormSamples.letters() + FormSamples.letters(name: String(Self.longName.prefix(120)))
        let sheets = [cover] + (try contents.map { try FormSheet($0, using: tables) }) + (try letters.map { try $0.sheet(using: tables) })
        let pdf = try await FormPrinter().pdf(sheets)
        // To be looked at by people, too: FORM_PAGES=DIRECTORY.
        if let place = ProcessInfo.processInfo.environment["FORM_PAGES"] { try Data(pdf).write(to: URL(filePath: place).appending(path: "forms.pdf")) }
        let pages = try await PrintedPage.of(pdf)
        let found = faults(of: sheets, in: pages)
        #expect(found == [], "\(found.joined(separator: "\n"))")
        // Names that are longer than their cells go on below, in the same cells.
        let page = try #require(pages.first { $0.text.contains("2027-0000011/") })
        let lines = page.words.filter { $0.left > PagePicture.dots(62) && Self.longName.contains($0.text) }.map(\.top)
        #expect(Set(lines).count >= 9, "\(lines)")
    }

    /// 異体字: drawn as the font has it with the selector, and nothing else of the page is another.
    @Test func aVariationSelectorIsDrawn() async throws {
        func sheet(_ number: Int32, _ name: String) throws -> FormSheet {
            try FormSheet(
                FormSamples.content(number, "additional-premium", "付加保険料の納付の申出", FormSamples.additional(), name: name), using: .delivered())
        }
        // U+E0103 is the glyph that the character has by itself.
        let names = ["葛城　渡邉", "葛\u{E0102}城　渡邉", "葛\u{E0104}城　渡邉", "葛城　渡邉\u{E0110}", "葛\u{E0103}城　渡邉"]
        let sheets = try names.enumerated().map { try sheet(Int32($0 + 1), $1) }
        let pages = try await PrintedPage.of(try await FormPrinter().pdf(sheets))
        let found = faults(of: sheets, in: pages)
        #expect(found == [], "\(found.joined(separator: "\n"))")
        let first = try #require(pages[0].words.first { $0.text == "葛城" })
        let second = try #require(pages[0].words.first { $0.text == "渡邉" })
        for (index, (word, place)) in [(first, 0), (first, 0), (second, 1)].enumerated() {
            let differences = PagePicture.differences(pages[0].picture, pages[index + 1].picture).filter { $0.y > PagePicture.dots(24) }
            let middle = (word.left + word.right) / 2
            let half = place == 0 ? word.left - 2...middle + 2 : middle - 2...word.right + 2
            #expect(differences.count >= 8, "\(index): \(differences.count)")
            #expect(differences.allSatisfy { half.contains($0.x) && (word.top - 2...word.bottom + 2).contains($0.y) }, "\(index)")
        }
        #expect(PagePicture.differences(pages[0].picture, pages[4].picture).allSatisfy { $0.y <= PagePicture.dots(24) })
        #expect(!PagePicture.differences(pages[1].picture, pages[2].picture).filter { $0.y > PagePicture.dots(24) }.isEmpty)
    }

    /// What is looked for is found: pages drawn by style sheets that are wrong.
    @Test(
        arguments: [
            ("td { white-space: nowrap; word-break: normal; overflow-wrap: normal; line-break: auto; }", "outside the margins"),
            ("td { color: white; }", "is not drawn"), ("th { white-space: nowrap; } .fields th { width: 9mm; }", "a line runs through"),
            (".note, .certification { margin-left: -12mm; }", "outside the margins"),
            ("td { border: 1mm dotted black; }", "neither of a word"), ("td:last-child { display: none; }", "the text is another"),
            (".title::after { content: '写'; }", "the text is another"),
        ]) func aPageThatIsWrongIsFound(style: String, fault: String) async throws
    {
        let sheet = try FormSheet(long(FormSamples.content(1, "additional-premium", "付加保険料の納付の申出", FormSamples.additional())), using: .delivered())
        let resources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/NationalPension/Resources")
        let right = try String(contentsOf: resources.appending(path: "forms.css"), encoding: .utf8)
        let tools = FormPrinter.Tools()
        let program = LimitedProgram(
            path: tools.python, arguments: ["-s", "-B", "-P", resources.appending(path: "print-forms.py").path, tools.font, tools.family],
            environment: ["FONTCONFIG_FILE": resources.appending(path: "form-fonts.conf").path, "PATH": "/usr/bin"], memory: 3 << 30, seconds: 60)
        func printed(_ style: String) async throws -> [PrintedPage] {
            let outcome = try await program.run(Array(FormHTML.document([sheet], style: style).utf8), most: 16 << 20)
            try #require(outcome.status == 0)
            return try await PrintedPage.of(outcome.output)
        }
        let found = faults(of: [sheet], in: try await printed(right + style))
        #expect(found.contains { $0.contains(fault) }, "\(found)")
    }
}
