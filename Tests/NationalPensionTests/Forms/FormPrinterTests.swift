import Addressee
import Foundation
import Testing

@testable import NationalPension

/// 様式の印刷, by WeasyPrint and Poppler as they are installed.
@Suite(.timeLimit(.minutes(5))) struct FormPrinterTests {
    /// What one of Poppler's programs tells of a PDF.
    private func told(_ program: String, _ arguments: [String], _ pdf: [UInt8]) async throws -> String {
        let outcome = try await LimitedProgram(
            path: "/usr/bin/\(program)", arguments: arguments, environment: ["LC_ALL": "C.UTF-8"], memory: 2 << 30, seconds: 60
        ).run(pdf, most: 16 << 20)
        #expect(outcome.status == 0, "\(program)")
        return String(decoding: outcome.output, as: UTF8.self)
    }

    private func sheet(_ number: Int32, name: String) throws -> FormSheet {
        try FormSheet(
            FormSamples.content(number, "additional-premium", "付加保険料の納付の申出", FormSamples.additional(), name: name),
            using: .delivered())
    }

    @Test func allFormsInOnePrintWithTheirTextTheOneFontAndTheSameBytesAgain() async throws {
        var sheets = try FormSamples.sheets()
        sheets.insert(FormSamples.transmittal(47).sheet(), at: 0)
        let pdf = try await FormPrinter().pdf(sheets)
        #expect(pdf.starts(with: Array("%PDF-".utf8)))
        let text = try await told("pdftotext", ["-enc", "UTF-8", "-", "-"], pdf)
        let pages = text.split(separator: "\u{0C}", omittingEmptySubsequences: false).dropLast()
        #expect(pages.count == sheets.reduce(0) { $0 + $1.pageKeys.count })
        let flat = text.filter { !$0.isWhitespace }
        for (content, shows) in try FormSamples.all() {
            for part in shows { #expect(flat.contains(part.filter { !$0.isWhitespace }), "\(content.form): \(part)") }
        }
        // Every page says whose it is, also to whoever reads it by machine.
        #expect(zip(pages, sheets.flatMap(\.pageKeys)).allSatisfy { $0.contains($1) })

        let fonts = try await told("pdffonts", ["-"], pdf)
        #expect(fonts.split(separator: "\n").dropFirst(2).allSatisfy { $0.contains("IPAmj") }, "\(fonts)")
        let about = try await told("pdfinfo", ["-"], pdf)
        #expect(about.contains("Title:           国民年金関係書類") && !about.contains("Date:") && !about.contains("花子"), "\(about)")
        #expect(try await FormPrinter().pdf(sheets) == pdf)
    }

    @Test func charactersThatTheFontLacksAreToldByReceptionAndNothingIsPrinted() async throws {
        let sheets = [
            try sheet(1, name: "年金　花子"), try sheet(2, name: "年\u{E000}金　\u{1F600}"), try sheet(3, name: "葛\u{E0102}城　邉\u{E01EF}"),
        ]
        let refused = await #expect(throws: PensionRefused.self) { try await FormPrinter().pdf(sheets) }
        #expect(refused?.code == "J0082")
        for part in ["2026-000002 1/1: U+E000", "2026-000002 1/1: U+1F600", "2026-000003 1/1: U+9089 U+E01EF"] {
            #expect(refused?.rule.contains(part) == true, "\(part): \(String(describing: refused))")
        }
        #expect(refused?.rule.contains("U+845B") == false && refused?.rule.contains("2026-000001") == false, "\(String(describing: refused))")
    }

    /// Of a batch everything is printed that can be, whole, and the rest is told on its 送付書: itself it is printed whatever it says.
    @Test func ofABatchAllIsPrintedThatCanBeUnderACoverThatTellsOfTheRest() async throws {
        let forms = [try sheet(1, name: "年金　花子"), try sheet(2, name: "年\u{E000}金　花子"), try sheet(3, name: "年金　一子")]
        for (forms, reading, told) in [
            (forms, "ネンキン\u{E001}　葛\u{E0100}", ["2026-000002": "2026-000002 1/1: U+E000"]), (Array(forms.dropFirst(2)), "ネンキン", [:]),
            ([forms[1]], "ネンキン", ["2026-000002": "2026-000002 1/1: U+E000"]),
        ] {
            var leftOut: [String: PensionRefused] = [:]
            let print = try await FormPrinter().pdf(forms) { refused in
                leftOut = refused
                let held = refused.keys.compactMap { key in ReportID("\(key)-1").map { HeldForm(id: $0, code: "J0082", meaning: "文字", remedy: "書く") } }
                return FormSamples.transmittal(forms.count, held: held, reading: reading)
            }
            #expect(leftOut.mapValues(\.code) == told.mapValues { _ in "J0082" } && told.allSatisfy { leftOut[$0.key]?.rule.hasSuffix($0.value) == true })
            let text = try await self.told("pdftotext", ["-enc", "UTF-8", "-layout", "-", "-"], print.bytes)
            #expect(text.split(separator: "\u{0C}", omittingEmptySubsequences: false).dropLast().count == print.pages)
            for form in forms { #expect(text.contains("\(form.key) 1/1") == (leftOut[form.key] == nil), "\(form.key)") }
            #expect(leftOut.isEmpty == !text.contains("印刷できず、別に扱うもの（1件）") && leftOut.isEmpty == !text.contains("2026-000002-1"))
            let flat = text.filter { !$0.isWhitespace }
            #expect(flat.contains("U+E001") == reading.contains("\u{E001}") && !flat.contains("\u{E001}") && !flat.contains("花子") == (forms.count != 3))
            #expect(flat.contains("束の報告\(forms.count)件") && flat.contains("印刷した様式\(forms.count - leftOut.count)件"))
        }
    }

    @Test func whatIsNotThereOrBeyondItsLimitsOrItsPageIsRefused() async throws {
        let sheets = [try sheet(1, name: "年金　花子")]
        var (withoutFont, otherFont, withoutPython, narrow) = (FormPrinter.Tools(), FormPrinter.Tools(), FormPrinter.Tools(), FormPrinter.Tools())
        withoutFont.font = "/nonexistent.ttf"
        otherFont.family = "Another"
        withoutPython.python = "/nonexistent"
        narrow.memory = 64 << 20
        for (tools, code) in [(withoutFont, "J0083"), (otherFont, "J0083"), (withoutPython, "J0083"), (narrow, "J0084")] {
            let refused = await #expect(throws: PensionRefused.self) { try await FormPrinter(tools).pdf(sheets) }
            #expect(refused?.code == code, "\(String(describing: refused))")
        }
        // A row that is higher than its page runs on to another, which has the same key; and no two forms have one.
        let high = FormSheet(key: "2026-000001", title: "", blocks: [.note(String(repeating: "寿限無", count: 2_000))])
        for beyond in [[high], sheets + sheets] {
            let refused = await #expect(throws: PensionRefused.self) { try await FormPrinter().pdf(beyond) }
            #expect(refused?.code == "J0085", "\(String(describing: refused))")
        }
    }

    @Test func nothingIsFetchedAndNothingIsWritten() async throws {
        let resources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/NationalPension/Resources")
        let tools = FormPrinter.Tools()
        let program = LimitedProgram(
            path: tools.python, arguments: ["-s", "-B", "-P", resources.appending(path: "print-forms.py").path, tools.font, tools.family],
            environment: ["FONTCONFIG_FILE": resources.appending(path: "form-fonts.conf").path, "PATH": "/usr/bin"], memory: 3 << 30, seconds: 60)
        let outcome = try await program.run(
            Array(
                "<link rel=attachment href='file:///etc/hostname'><img src='file:///usr/share/pixmaps/debian-logo.png'><section data-key='1'>年金</section>".utf8),
            most: 16 << 20)
        #expect(outcome.status == 0)
        #expect(!String(decoding: outcome.output, as: UTF8.self).contains("/Filespec"))
        // The real script, with an act in place of drawing.
        let script = try String(contentsOf: resources.appending(path: "print-forms.py"), encoding: .utf8)
        let drawing = "document.write_pdf(identifier=b\"atena\")"
        try #require(script.contains(drawing))
        let place = FileManager.default.temporaryDirectory.appending(path: "forms-\(UUID())")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        for (number, (act, isAllowed)) in [
            ("b'as it is'", true), ("open(sys.argv[0], 'rb').read()", true), ("open(os.path.dirname(sys.argv[0]) + '/written', 'w')", false),
            ("__import__('socket').create_connection(('127.0.0.1', 9))", false), ("os.system('true')", false), ("os.fork()", false),
            ("__import__('subprocess').run(['true'])", false),
        ].enumerated() {
            let path = place.appending(path: "\(number).py")
            try script.replacingOccurrences(of: drawing, with: act).write(to: path, atomically: true, encoding: .utf8)
            let tried = LimitedProgram(
                path: tools.python, arguments: ["-s", "-B", "-P", path.path, tools.font, tools.family],
                environment: ["FONTCONFIG_FILE": resources.appending(path: "form-fonts.conf").path, "PATH": "/usr/bin"], memory: 3 << 30, seconds: 30)
            let ended = try await tried.run(Array("<section data-key='1'>年金</section>".utf8), most: 1 << 20)
            let said = String(decoding: ended.errors, as: UTF8.self)
            #expect(isAllowed ? ended.status == 0 : ended.status == 1 && said.contains("PermissionError"), "\(act): \(said)")
        }
        #expect(!FileManager.default.fileExists(atPath: place.appending(path: "written").path))
    }
}
