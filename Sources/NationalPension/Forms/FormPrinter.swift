internal import Foundation

/// 様式の印刷. Forms in, one PDF out: by WeasyPrint, a child process that fetches nothing and writes nothing but its standard output; then by Poppler's `pdftotext`,
/// another, which reads back what stands on each page. Nothing of a form is in a file, an argument or an environment.
///
/// The same forms give the same bytes, with the same versions of WeasyPrint and of the font.
package struct FormPrinter: Sendable {
    /// What prints.
    package struct Tools: Sendable {
        /// Python, whose WeasyPrint and fontTools are used.
        package var python = "/usr/bin/python3"
        /// `pdftotext` of Poppler.
        package var reader = "/usr/bin/pdftotext"
        /// The font's file; what it lacks is told and not drawn by another.
        package var font = "/usr/share/fonts/truetype/ipamj/ipamjm.ttf"
        /// The font's family.
        package var family = "IPAmjMincho"
        /// Bytes of address space that a child may have.
        package var memory = 3 << 30

        /// As Debian's packages put them (`ops/install`).
        package init() {}
    }

    /// Bytes of a PDF.
    private static let most = 48 << 20

    private let tools: Tools

    /// - Parameter tools: where they are.
    package init(_ tools: Tools = Tools()) { self.tools = tools }

    /// A PDF of these forms, each page with its key at the top right.
    ///
    /// - Returns: the bytes, once what stands on the pages was read back and is what it has to be.
    /// - Throws: `PensionRefused` J0082 where the font lacks a character, J0083 where what prints is not installed, J0084 where it failed or was beyond its
    ///   limits, J0085 where pages are not those of the forms; `CancellationError`.
    package func pdf(_ sheets: [FormSheet]) async throws -> [UInt8] {
        do { return try await drawn(sheets) } catch let lacking as GlyphsMissing { throw PensionRefused.glyphsMissing(lacking.glyphs) }
    }

    /// A PDF of what of these forms can be drawn, under a 送付書 that tells of the others: a form is printed whole, or nothing of it is.
    ///
    /// - Parameters:
    ///   - forms: whose keys are their receptions'.
    ///   - transmittal: with what is left out, by the form's key.
    /// - Returns: the bytes, and how many pages they have.
    /// - Throws: `PensionRefused` J0083–J0085, J0082 of what is no form's; what `transmittal` throws; `CancellationError`.
    package func pdf(
        _ forms: [FormSheet], under transmittal: (_ leftOut: [String: PensionRefused]) throws -> Transmittal
    ) async throws -> (bytes: [UInt8], pages: Int) {
        var sheets = [try transmittal([:]).sheet()] + forms
        let bytes: [UInt8]
        do { bytes = try await drawn(sheets) } catch let lacking as GlyphsMissing {
            let keys = Set(forms.map(\.key))
            let leftOut = Dictionary(grouping: lacking.glyphs.filter { keys.contains($0.form) }, by: \.form)
            let cover = try transmittal(leftOut.mapValues(PensionRefused.glyphsMissing)).sheet(spelling: lacking.glyphs.filter { !keys.contains($0.form) })
            sheets = [cover] + forms.filter { leftOut[$0.key] == nil }
            bytes = try await pdf(sheets)
        }
        return (bytes, sheets.reduce(0) { $0 + $1.pageKeys.count })
    }

    /// Characters that the font lacks; nothing was drawn.
    private struct GlyphsMissing: Error { let glyphs: [MissingGlyph] }

    private func drawn(_ sheets: [FormSheet]) async throws -> [UInt8] {
        let keys = sheets.flatMap(\.pageKeys)
        guard Set(keys).count == keys.count else { throw PensionRefused.pagesWrong(["同じ番号の様式が二つあります"]) }
        let pdf = try await rendered(FormHTML.document(sheets, style: try Self.resource("forms.css")), pages: keys.count)
        try PageKeys.check(printed: try await keysRead(from: pdf, pages: keys.count), expected: keys)
        return pdf
    }

    private func rendered(_ html: String, pages: Int) async throws -> [UInt8] {
        let outcome = try await run(
            tools.python, ["-s", "-B", "-P", try Self.path("print-forms.py"), tools.font, tools.family], Array(html.utf8), seconds: 30 + pages)
        switch outcome.status {
        case 0: return outcome.output
        case 3: throw GlyphsMissing(glyphs: MissingGlyph.read(String(decoding: outcome.errors, as: UTF8.self)))
        case 4: throw PensionRefused.printerNotHere
        // Python itself says 1 also where a module is not there.
        case 1 where String(decoding: outcome.errors, as: UTF8.self).contains("ModuleNotFoundError"): throw PensionRefused.printerNotHere
        default: throw PensionRefused.notPrinted
        }
    }

    /// What stands in the upper right margin of each page, in points from its upper left corner: there `Resources/forms.css` puts the key.
    private func keysRead(from pdf: [UInt8], pages: Int) async throws -> [String] {
        let outcome = try await run(
            tools.reader, ["-enc", "UTF-8", "-x", "298", "-y", "0", "-W", "297", "-H", "68", "-", "-"], pdf, seconds: 30 + pages / 10)
        guard outcome.status == 0 else { throw PensionRefused.notPrinted }
        // Each page ends with a form feed.
        return String(decoding: outcome.output, as: UTF8.self).split(separator: "\u{0C}", omittingEmptySubsequences: false).dropLast().map { page in
            page.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    private func run(_ path: String, _ arguments: [String], _ input: [UInt8], seconds: Int) async throws -> LimitedProgram.Outcome {
        let program = LimitedProgram(
            path: path, arguments: arguments,
            // Whatever the bytes could depend on: order of sets, today, the language.
            environment: [
                "FONTCONFIG_FILE": try Self.path("form-fonts.conf"), "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin", "PYTHONHASHSEED": "0",
                "SOURCE_DATE_EPOCH": "0", "TZ": "UTC",
            ], memory: tools.memory, seconds: seconds)
        do {
            return try await program.run(input, most: Self.most)
        } catch let failure as LimitedProgram.Failure {
            switch failure {
            case .notStarted: throw PensionRefused.printerNotHere
            case .broken: throw PensionRefused.notPrinted
            }
        }
    }

    private static func path(_ name: String) throws(PensionRefused) -> String {
        guard let path = Bundle.module.path(forResource: name, ofType: nil, inDirectory: "Resources") else { throw .printerNotHere }
        return path
    }

    private static func resource(_ name: String) throws(PensionRefused) -> String {
        guard let text = try? String(contentsOfFile: path(name), encoding: .utf8) else { throw .printerNotHere }
        return text
    }
}
