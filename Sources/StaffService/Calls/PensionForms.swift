internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import MutualTLS
internal import NationalPension
internal import Sharing
internal import StaffAPI

extension StaffRoutes {
    /// 様式, and 束の締め that draws them
    func addPensionForms() {
        // A renderer takes a processor and more than a gigabyte of memory.
        let places = Places(1, ofOne: 1)
        pensionFile(ClosePensionReportBatch.self, .pensionBatchMoved) { work, request, out in
            guard let place = places.enter(work.principal.account) else { throw Problem.manyAtWork }
            defer { withExtendedLifetime(place) {} }
            return try await work.closeOnPaper(try PensionText.batch(request.batch), try PensionText.encoding(request.encoding), out)
        }
        pensionFile(MakePensionForms.self, .pensionFormsMade) { work, request, out in
            guard let place = places.enter(work.principal.account) else { throw Problem.manyAtWork }
            defer { withExtendedLifetime(place) {} }
            if let number = request.batch { return try await work.printBatch(try PensionText.batch(number), request, out) }
            return try await work.printReceptions(request, out)
        }
        pensionFile(MakePensionHandoverPaper.self, .pensionFormsMade) { work, request, out in
            guard let place = places.enter(work.principal.account) else { throw Problem.manyAtWork }
            defer { withExtendedLifetime(place) {} }
            return try await work.printHandover(request.number, out)
        }
        pensionFile(MakeIncomeLetters.self, .pensionFormsMade) { work, request, out in
            guard let place = places.enter(work.principal.account) else { throw Problem.manyAtWork }
            defer { withExtendedLifetime(place) {} }
            return try await work.printLetters(request, out)
        }
    }
}

extension PensionCall {
    private static let printed = LookupReason(.application, "様式の作成")

    /// Forms of receptions that a clerk names: all of them, or none.
    fileprivate func printReceptions(_ request: MakePensionForms, _ out: PartWriter) async throws -> Sheet {
        let receptions = try request.receptions.map(PensionText.reception)
        guard (1...BatchForms.mostInPrint).contains(receptions.count), Set(receptions).count == receptions.count, request.part == 1 else {
            throw PensionRefused.formsRepeated
        }
        var contents: [FormContent] = []
        for reception in receptions {
            contents.append(try await form(reception))
            out.progress(contents.count, receptions.count)
        }
        let sheets = try contents.map { try FormSheet($0, using: records.tables) }
        let pdf = try await FormPrinter().pdf(sheets)
        let pages = sheets.reduce(0) { $0 + $1.pageKeys.count }
        try await log.formsMade(contents.count, pages: pages, by: principal)
        await out.file(pdf, as: MakePensionForms.fileName)
        return try words.made(contents, pages: pages)
    }

    /// 所得の照会書, of an application: everybody whose income is in it was looked at.
    fileprivate func printLetters(_ request: MakeIncomeLetters, _ out: PartWriter) async throws -> Sheet {
        let reception = try PensionText.reception(request.reception)
        let person = try request.person.map(PensionText.person)
        let detail = try await application(reception, because: Self.printed, showsHint: false).detail
        let numbers = try (detail.examination?.basis.incomes ?? []).compactMap { try $0.number.map { try AddresseeNumber($0) } }
        let letters = try await records.incomeLetters(detail, only: person, to: request.destination, hiding: try await hidden(numbers))
        let sheets = try letters.map { try $0.sheet(using: records.tables) }
        let pdf = try await FormPrinter().pdf(sheets)
        let pages = sheets.reduce(0) { $0 + $1.pageKeys.count }
        try await log.formsMade(letters.count, pages: pages, by: principal)
        await out.file(pdf, as: MakeIncomeLetters.fileName)
        return try words.made(letters, pages: pages, for: reception)
    }

    /// 紙でも進達する束の締め. Nobody is shown anything of the forms: whoever prints them later is on record as who looked.
    fileprivate func closeOnPaper(_ number: ReportBatchNumber, _ encoding: ReportEncoding, _ out: PartWriter) async throws -> Sheet {
        let (batch, held) = try await records.closeOnPaper(number, in: encoding, drawing: drawing(out, isShown: false), by: clerk, today: today)
        return try words.closed(batch, held)
    }

    /// One print of a released batch: the forms that it was closed with, under a 送付書 that names those that can't be printed; it names all of whom it tells.
    fileprivate func printBatch(_ number: ReportBatchNumber, _ request: MakePensionForms, _ out: PartWriter) async throws -> Sheet {
        guard request.receptions.isEmpty else { throw PensionRefused.formsRepeated }
        let offered = try await offer(number)
        let forms = try await records.forms(of: number, with: offered.file.map { EncryptedReports($0) })
        try await log.listed("report-batch", forms.reports.count, by: principal)
        let printed = try await records.printReleased(forms, request.part, drawing: drawing(out, isShown: true))
        // Rendering takes minutes: nothing leaves that was cancelled, handed over or closed meanwhile.
        guard try await offer(number).file == offered.file else { throw MediaRefused.notMade }
        try await log.formsMade(printed.contents.count, held: printed.held.count, pages: printed.pages, of: number, by: principal)
        await out.file(printed.bytes, as: MakePensionForms.fileName)
        return try words.made(printed, of: forms, part: request.part)
    }

    /// - Parameter isShown: whether the forms leave: then whoever is on one was looked at.
    private func drawing(_ out: PartWriter, isShown: Bool) -> FormDrawing {
        FormDrawing(by: FormPrinter(), form: { try await form($0, isShown: isShown) }, held: { HeldForm($0, $1) }, progress: { out.progress($0, $1) })
    }

    /// The form of a report: the person as it says, and of nobody a place that the medium withholds.
    private func form(_ report: ReportContent, isShown: Bool) async throws -> FormContent {
        let content = try await form(report.id.reception, of: report, isShown: isShown)
        // Nothing that nobody has checked goes to the Service.
        guard content.isAccepted else { throw PensionRefused.untrueReport }
        return content
    }

    /// What a reception's form says; whoever is on one that is shown was looked at, and that is on record.
    private func form(_ reception: ReceptionNumber, of report: ReportContent? = nil, isShown: Bool = true) async throws -> FormContent {
        let detail = try await records.detail(of: reception, today: today)
        let number = detail.record.number
        var application: ApplicationDetail?
        if detail.row.kind.isApplication {
            let opinion = try await records.opinion(of: reception)
            application =
                isShown
                ? try await self.application(reception, opinion, because: Self.printed, showsHint: false).detail
                : try await records.application(reception, examination: opinion)
        } else if isShown {
            try await log.lookedUp(number, by: principal, reason: Self.printed, reception: reception)
        }
        try await log.found(untrue: detail.record.untrueRows, of: "person")
        let hides = try await hidden([number]).contains(number) || report?.isProtected == true
        return try await records.form(detail, application, of: report, hides: hides, today: today)
    }
}

extension HeldForm {
    /// What the catalogue says of a refusal.
    fileprivate init(_ id: ReportID, _ refused: PensionRefused) {
        let entry = ErrorCatalogue.entry(refused.code)
        self.init(id: id, code: refused.code, meaning: entry?.meaning ?? "", remedy: entry?.remedy ?? "")
    }
}

extension PensionWords {
    /// What was made; of receptions that nobody has checked it says so.
    fileprivate func made(_ contents: [FormContent], pages: Int) throws -> Sheet {
        try Sheet(
            lines: contents.map(line) + ["様式 \(contents.count)件、\(pages)枚"], of: contents.map { ToldForm($0) }, remarks: withheld(contents))
    }

    /// The same of a print of a batch; where not all of it could be printed, that is its status.
    fileprivate func made(_ printed: PrintedForms, of batch: BatchForms, part: Int) throws -> Sheet {
        let (contents, held, reports) = (printed.contents, printed.held, try batch.reports(of: part))
        var lines = contents.map(line) + held.flatMap { Self.lines($0, "印刷していません") }
        let filledIn = reports.count - contents.count - held.count
        lines.append("束 \(batch.batch)\t報告 \(reports.count)件 = 様式 \(contents.count)件 + 請求者の記入した書類 \(filledIn)件 + 印刷していないもの \(held.count)件")
        lines.append("送付書とともに \(printed.pages)枚です。")
        if filledIn > 0 { lines.append("請求者の記入した書類を添えてください。番号は送付書にあります。") }
        if !held.isEmpty {
            lines.append("次は: 印刷していないものを直し、束を取り消して作り直すか、その様式を手で書いて添えます。束から除いて作り直すときは、report batch --without 受付番号 とします。")
        }
        if part < batch.prints { lines.append("次は: --part \(part + 1) で、続きを印刷します（\(batch.prints)回のうち\(part)回目）。") }
        return try Sheet(
            lines: lines, of: contents.map { ToldForm($0) } + held.map { ToldForm($0.form) }, remarks: withheld(contents), status: held.isEmpty ? 0 : 3)
    }

    /// A batch that was closed with its forms; where not all of them can be printed, that is its status.
    fileprivate func closed(_ batch: ReportBatch, _ held: [PrintedForms.NotPrinted]) throws -> Sheet {
        var sheet = try moved(batch)
        guard !held.isEmpty else { return sheet }
        sheet.lines =
            held.flatMap { Self.lines($0, "印刷できません") } + ["ここで直すか除くときは、束を取り消し、作り直してください（report batch --without 受付番号）。", ""] + sheet.lines
        sheet.status = 3
        return sheet
    }

    private static func lines(_ held: PrintedForms.NotPrinted, _ what: String) -> [String] {
        ["【\(what)】受付 \(held.form.id.reception)\t\(held.why.code)\t\(held.why.rule)", "　\(held.form.remedy)"]
    }

    /// Letters that ask for incomes.
    fileprivate func made(_ letters: [IncomeLetter], pages: Int, for reception: ReceptionNumber) throws -> Sheet {
        let lines = letters.map { "照会 \($0.question)\t\($0.asked.person.label)\t\($0.asked.year)年分\t\($0.destination == nil ? "本人あて" : "市区町村あて")" }
        return try Sheet(
            lines: lines + ["照会書 \(letters.count)件、\(pages)枚", "回答が届いたら、atena pension exemption income \(reception) で入力します。"],
            of: letters.map { ToldLetter($0) }, remarks: letters.contains { $0.address == .withheld } ? [Self.protected] : [])
    }

    private func line(_ content: FormContent) -> String {
        let title = tables.forms.version(content.form, on: content.receivedOn)?.label ?? content.form
        return "受付 \(content.reception)\t\(title)\(content.isAccepted ? "" : "\t確認待ち（進達できません）")"
    }

    private func withheld(_ contents: [FormContent]) -> [String] { contents.contains { $0.person.address == .withheld } ? [Self.protected] : [] }
}

/// 様式, as data.
private struct ToldForm: Encodable {
    private let reception: String
    private let form: String?
    /// Why it is not printed; `nil` where it is.
    private let held: String?

    init(_ content: FormContent) { (reception, form, held) = ("\(content.reception)", content.form, nil) }

    init(_ form: HeldForm) { (reception, self.form, held) = ("\(form.id.reception)", nil, form.code) }
}

/// 所得の照会書, as data.
private struct ToldLetter: Encodable {
    private let question: Int64
    private let person: String
    private let year: Int
    private let isUnfiled: Bool
    private let reception: String

    init(_ letter: IncomeLetter) {
        (question, person, year) = (letter.question, letter.asked.person.rawValue, letter.asked.year)
        (isUnfiled, reception) = (letter.asked.isUnfiled, "\(letter.reception)")
    }
}
