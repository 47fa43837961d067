package import Addressee
internal import Postgres

/// 様式の印刷の手立て. What fills a form in, what draws it, and what is said of one that can't be: whoever prints knows who is to be found by nobody and what the codes mean.
package struct FormDrawing: Sendable {
    /// What draws, and reads back.
    let printer: FormPrinter
    /// What the form of a report says.
    let form: @Sendable (ReportContent) async throws -> FormContent
    /// A form that can't be printed, in words.
    let held: @Sendable (ReportID, PensionRefused) -> HeldForm
    /// How many reports are done, of how many.
    let progress: @Sendable (Int, Int) -> Void

    /// - Parameters:
    ///   - printer: what draws, and reads back.
    ///   - form: what the form of a report says; `PensionRefused` where it can't be told.
    ///   - held: a form that can't be printed, in words.
    ///   - progress: is told how many reports are done, of how many.
    package init(
        by printer: FormPrinter, form: @escaping @Sendable (ReportContent) async throws -> FormContent,
        held: @escaping @Sendable (ReportID, PensionRefused) -> HeldForm, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) {
        (self.printer, self.form, self.held, self.progress) = (printer, form, held, progress)
    }
}

/// 印刷した様式. One print of a batch, each page of which was read back.
package struct PrintedForms: Sendable, Unprinted {
    /// The PDF.
    package let bytes: [UInt8]
    /// 枚数, with those of its 送付書.
    package let pages: Int
    /// The forms in it.
    package let contents: [FormContent]
    /// Those that can't be printed, and why.
    package let held: [NotPrinted]
    /// What of it is settled when the batch is closed.
    package let settled: ClosedPaper.Print

    /// A form that can't be printed, and why.
    package struct NotPrinted: Sendable, Unprinted {
        /// As 送付書 tells of it.
        package let form: HeldForm
        /// Why.
        package let why: PensionRefused
    }
}

extension PensionRecords {
    /// 紙でも進達する束の締め. Draws the forms of the batch and reads every page of them back; it is closed where each page has its own key once, and otherwise stays as
    /// it was. What was drawn is settled with it.
    ///
    /// - Returns: the batch, and the forms that can't be printed.
    /// - Throws: as `close`; `PensionRefused` J0083 and J0084 where nothing can be drawn, J0085 where a page lacks its key, repeats another's or is none of the forms',
    ///   J0145 where a report left the batch meanwhile; what the drawing throws; `CancellationError`.
    package func closeOnPaper(_ number: ReportBatchNumber, in encoding: ReportEncoding, drawing: FormDrawing, by clerk: Clerk, today: CalendarDay) async throws
        -> (batch: ReportBatch, held: [PrintedForms.NotPrinted])
    {
        let forms = try await formsToClose(number, in: encoding)
        var (prints, held): ([ClosedPaper.Print], [PrintedForms.NotPrinted]) = ([], [])
        for part in 1...forms.prints {
            let made = try await printed(forms, part, drawing: drawing)
            prints.append(made.settled)
            held += made.held
        }
        let drawn = DrawnPaper(reports: forms.reports.map(\.id), paper: ClosedPaper(prints: prints))
        return (try await close(number, in: encoding, on: drawn, by: clerk, today: today), held)
    }

    /// 承認された束の印刷. One print of a released batch: the forms that it was closed with, to the word, or none.
    ///
    /// - Throws: `PensionRefused` J0007 where there is no such print, J0083–J0085, J0144 of a batch that was closed for its medium alone, J0145 where the forms are not those
    ///   that it was closed with; what the drawing throws; `CancellationError`.
    package func printReleased(_ forms: BatchForms, _ part: Int, drawing: FormDrawing) async throws -> PrintedForms {
        _ = try forms.reports(of: part)
        guard let paper = forms.paper else { throw PensionRefused.notClosedOnPaper }
        guard paper.prints.indices.contains(part - 1) else { throw PensionRefused.otherForms }
        let made = try await printed(forms, part, drawing: drawing)
        guard made.settled == paper.prints[part - 1] else { throw PensionRefused.otherForms }
        return made
    }

    /// Every form that can be printed, under a 送付書 that names the others.
    private func printed(_ forms: BatchForms, _ part: Int, drawing: FormDrawing) async throws -> PrintedForms {
        let reports = try forms.reports(of: part).filter { !$0.kind.isClaim }
        let before = (part - 1) * BatchForms.mostInPrint
        var (contents, sheets, held): ([FormContent], [FormSheet], [PrintedForms.NotPrinted]) = ([], [], [])
        for report in reports {
            do throws(any Error) {
                let content = try await drawing.form(report)
                sheets.append(try FormSheet(content, using: tables))
                contents.append(content)
            } catch let refused as PensionRefused where refused != .untrueReport {
                held.append(PrintedForms.NotPrinted(form: drawing.held(report.id, refused), why: refused))
            }
            drawing.progress(before + contents.count + held.count, forms.reports.count)
        }
        let (bytes, pages) = try await drawing.printer.pdf(sheets) { leftOut in
            held += reports.compactMap { report in
                leftOut["\(report.id.reception)"].map { PrintedForms.NotPrinted(form: drawing.held(report.id, $0), why: $0) }
            }
            held.sort { $0.form.id < $1.form.id }
            contents.removeAll { leftOut["\($0.reception)"] != nil }
            sheets.removeAll { leftOut[$0.key] != nil }
            return try forms.transmittal(of: part, printed: contents.count, held: held.map(\.form))
        }
        let words = Array(FormHTML.document(sheets, style: "").utf8)
        let digest = try await pool.withConnection { try await Self.digest(of: words, on: $0) }
        return PrintedForms(
            bytes: bytes, pages: pages, contents: contents, held: held,
            settled: ClosedPaper.Print(
                forms: contents.count, pages: sheets.reduce(0) { $0 + $1.pageKeys.count },
                held: Dictionary(held.map { ("\($0.form.id)", $0.form.code) }) { first, _ in first }, digest: digest))
    }
}

/// What was drawn of a batch that is to be closed.
struct DrawnPaper {
    /// The batch's reports, as they were then.
    let reports: [ReportID]
    let paper: ClosedPaper
}
