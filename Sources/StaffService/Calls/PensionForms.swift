internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import MutualTLS
internal import NationalPension
internal import StaffAPI

extension StaffRoutes {
    /// 様式
    func addPensionForms() {
        // A renderer takes a processor and more than a gigabyte of memory.
        let places = Places(1, ofOne: 1)
        pensionFile(MakePensionForms.self, .pensionFormsMade) { work, request, out in
            guard let place = places.enter(work.principal.account) else { throw Problem.manyAtWork }
            defer { withExtendedLifetime(place) {} }
            var contents: [FormContent] = []
            var sheets: [FormSheet] = []
            var batch: BatchForms?
            if let number = request.batch {
                guard request.receptions.isEmpty else { throw PensionRefused.formsRepeated }
                let forms = try await work.forms(of: try PensionText.batch(number))
                let reports = try forms.print(request.part)
                batch = forms
                for report in reports {
                    contents.append(try await work.form(report))
                    out.progress(contents.count, reports.count)
                }
                if request.part == 1 { sheets.append(forms.transmittal.sheet) }
            } else {
                let receptions = try request.receptions.map(PensionText.reception)
                guard (1...BatchForms.mostInPrint).contains(receptions.count), Set(receptions).count == receptions.count, request.part == 1 else {
                    throw PensionRefused.formsRepeated
                }
                for reception in receptions {
                    contents.append(try await work.form(reception))
                    out.progress(contents.count, receptions.count)
                }
            }
            for content in contents { sheets.append(try FormSheet(content, using: work.records.tables)) }
            let pdf = try await FormPrinter().pdf(sheets)
            let pages = sheets.reduce(0) { $0 + $1.pageKeys.count }
            try await work.log.formsMade(contents.count, pages: pages, of: batch?.batch, by: work.principal)
            await out.file(pdf, as: MakePensionForms.fileName)
            return try work.words.made(contents, pages: pages, batch, part: request.part)
        }
    }
}

extension PensionCall {
    private static let printed = LookupReason(.application, "様式の作成")

    /// A released batch; its 送付書 names all of whom it tells.
    fileprivate func forms(of number: ReportBatchNumber) async throws -> BatchForms {
        let forms = try await records.forms(of: number)
        try await log.listed("report-batch", forms.count, by: principal)
        return forms
    }

    /// The form of a report: of nobody it tells a place that the medium withholds.
    fileprivate func form(_ report: ReportContent) async throws -> FormContent {
        let content = try await form(report.id.reception, hidesPlace: report.isProtected)
        // Nothing that nobody has checked goes to the Service.
        guard content.isAccepted else { throw PensionRefused.untrueReport }
        return content
    }

    /// What a reception's form says; whoever is on it was looked at, and that is on record.
    fileprivate func form(_ reception: ReceptionNumber, hidesPlace: Bool = false) async throws -> FormContent {
        let detail = try await records.detail(of: reception, today: today)
        let number = detail.record.number
        var application: ApplicationDetail?
        if detail.row.kind.isApplication {
            let opinion = try await records.opinion(of: reception)
            application = try await self.application(reception, opinion, because: Self.printed, showsHint: false).detail
        } else {
            try await log.lookedUp(number, by: principal, reason: Self.printed, reception: reception)
        }
        try await log.found(untrue: detail.record.untrueRows, of: "person")
        let hides = try await hidden([number]).contains(number)
        return try await records.form(detail, application, hides: hidesPlace || hides, today: today)
    }
}

extension PensionWords {
    /// What was made; of receptions that nobody has checked it says so.
    fileprivate func made(_ contents: [FormContent], pages: Int, _ batch: BatchForms?, part: Int) throws -> Sheet {
        var lines = contents.map { content in
            let title = tables.forms.version(content.form, on: content.receivedOn)?.label ?? content.form
            return "受付 \(content.reception)\t\(title)\(content.isAccepted ? "" : "\t確認待ち（進達できません）")"
        }
        lines.append("様式 \(contents.count)件、\(pages)枚")
        if let batch {
            lines.append("束 \(batch.batch)\t\(batch.count)件の送付書\(part == 1 ? "を付けました。" : "は、1回目の印刷にあります。")")
            if batch.count > batch.reports.count { lines.append("請求者の記入した書類 \(batch.count - batch.reports.count)件を添えてください。番号は送付書にあります。") }
            if part < batch.prints { lines.append("次は: --part \(part + 1) で、続きを印刷します（\(batch.prints)回のうち\(part)回目）。") }
        }
        return try Sheet(
            lines: lines, of: contents.map { ["reception": $0.reception.description, "form": $0.form] },
            remarks: contents.contains { $0.person.address == .withheld } ? [Self.protected] : [])
    }
}
