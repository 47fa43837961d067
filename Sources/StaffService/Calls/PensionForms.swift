internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import MutualTLS
internal import NationalPension
internal import StaffAPI

extension StaffRoutes {
    /// 様式
    func addPensionForms() {
        // A renderer takes a processor and much memory.
        let places = Places(2, ofOne: 1)
        pensionFile(MakePensionForms.self, .pensionFormsMade) { work, request, out in
            let receptions = try request.receptions.map(PensionText.reception)
            guard (1...500).contains(receptions.count), Set(receptions).count == receptions.count else { throw PensionRefused.formsRepeated }
            guard let place = places.enter(work.principal.account) else { throw Problem.manyAtWork }
            defer { withExtendedLifetime(place) {} }
            var contents: [FormContent] = []
            for reception in receptions {
                contents.append(try await work.form(reception))
                out.progress(contents.count, receptions.count)
            }
            var sheets: [FormSheet] = []
            for content in contents { sheets.append(try FormSheet(content, using: work.records.tables)) }
            if request.withTransmittal {
                let list = Transmittal(number: work.today.description, on: work.today, section: work.clerk.section)
                sheets.insert(list.sheet(sheets), at: 0)
            }
            let pdf = try await FormPrinter().pdf(sheets)
            let pages = sheets.reduce(0) { $0 + $1.pageKeys.count }
            try await work.log.formsMade(receptions.count, pages: pages, by: work.principal)
            await out.file(pdf, as: MakePensionForms.fileName)
            return try work.words.made(contents, pages: pages)
        }
    }
}

extension PensionCall {
    /// What a reception's form says; whoever's income is on it was looked at, and that is on record.
    fileprivate func form(_ reception: ReceptionNumber) async throws -> FormContent {
        let detail = try await records.detail(of: reception, today: today)
        let number = detail.record.number
        let application = detail.row.kind.isApplication ? try await self.application(reception).detail : nil
        try await log.lookedUp(number, by: principal, reason: LookupReason(.application, "様式の作成"), reception: reception)
        try await log.found(untrue: detail.record.untrueRows, of: "person")
        return try await records.form(detail, application, hides: try await hidden([number]).contains(number), today: today)
    }
}

extension PensionWords {
    /// What was made; of receptions that nobody has checked it says so.
    fileprivate func made(_ contents: [FormContent], pages: Int) throws -> Sheet {
        let lines = contents.map { content in
            let title = tables.forms.version(content.form, on: content.receivedOn)?.label ?? content.form
            return "受付 \(content.reception)\t\(title)\(content.isAccepted ? "" : "\t確認待ち（進達できません）")"
        }
        return try Sheet(
            lines: lines + ["様式 \(contents.count)件、\(pages)枚"], of: contents.map { ["reception": $0.reception.description, "form": $0.form] },
            remarks: contents.contains { $0.person.address == .withheld } ? [Self.protected] : [])
    }
}
