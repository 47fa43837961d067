internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Installation
internal import NationalPension
internal import Postgres
internal import Register
internal import SourceFiles
internal import StaffAPI

extension StaffRoutes {
    /// 引継ぎ
    func addPensionHandovers() {
        pension(MakePensionHandover.self, .pensionHandover) { work, request in
            let number = try AddresseeNumber(request.number)
            let made = try await work.records.makeHandover(
                of: number, to: request.destination, from: work.hub.body.code, keeping: Set(try request.keeping.map(PensionText.reception)), by: work.clerk,
                today: work.today)
            return try work.words.sheet(try await work.handover(made.id), hides: try await work.hidden([number]).contains(number))
        }
        pension(EndPensionHandover.self, .pensionHandover) { work, request in
            if let reason = request.withdrawal {
                let ended = try await work.records.withdrawHandover(request.number, because: reason, by: work.clerk)
                return try Sheet(lines: ["引継ぎ \(ended.id) を取り下げました。受付と課題は、元のままです。"], of: ended.id)
            }
            try await work.requireSecondPerson(after: try await work.records.handoverEnterers(of: request.number), or: .sameHandover)
            let ended = try await work.records.confirmHandover(request.number, by: work.clerk, today: work.today)
            for reception in ended.list.handedOn.compactMap(\.reception) { await work.endInterests(after: reception) }
            return try Sheet(
                lines: [
                    "引継ぎ \(ended.id) を確認しました。\(ended.list.handedOn.count)件を引継ぎとし、受付処理簿に残しました。",
                    "次は: atena pension handover paper \(ended.id) --out ファイル で引継書を印刷し、届出書・申請書・添付書類とともに引継ぎ先に送ります。",
                ], of: ended.id)
        }
        pension(ListPensionHandovers.self, .pensionListed) { work, request in
            let limit = try work.limit(request.limit)
            let (kept, untrue) = try await work.records.handovers(all: request.all, limit: limit + 1)
            try await work.log.listed("handovers", kept.count, by: work.principal)
            try await work.log.found(untrue: untrue, of: "handovers")
            return try work.words.sheet(kept, limit: limit)
        }
        pensionTake(TakePensionHandover.self, .pensionProposalsMade) { call, work, request, path, out in
            try await work.takenOver(path, out, of: try AddresseeNumber(request.number), request.terms, call)
        }
        pensionFile(MakePensionHandoverData.self, .pensionLookedUp) { work, request, out in
            let detail = try await work.handover(request.number)
            let number = detail.record.number
            let hides = try await work.hidden([number]).contains(number)
            let data = try HandoverPaper(detail, hides: hides, today: work.today, using: work.records.tables).data(from: work.hub.body.code)
            await out.file(Array(data.utf8), as: MakePensionHandoverData.fileName)
            return try Sheet(
                lines: ["引継ぎ \(request.number)\tデータ \(detail.kept.list.handedOn.count)件"], of: request.number, remarks: hides ? [PensionWords.protected] : [])
        }
        pension(ShowPensionHandover.self, .pensionLookedUp) { work, request in
            let detail = try await work.handover(request.number)
            let number = detail.record.number
            return try work.words.sheet(detail, hides: try await work.hidden([number]).contains(number))
        }
    }
}

extension PensionCall {
    private static let handedOn = LookupReason(.application, "引継ぎの確認")

    /// A list with the person's record; that somebody looked at the person is on record before it is answered.
    func handover(_ id: Int64) async throws -> HandoverDetail {
        let detail = try await records.handoverDetail(id, today: today)
        try await log.lookedUp(detail.record.number, by: principal, reason: Self.handedOn)
        try await log.found(untrue: detail.record.untrueRows, of: "person")
        return detail
    }

    /// Takes a list in of somebody who moved here, portion by portion; that somebody looks at the person is on record before.
    fileprivate func takenOver(
        _ path: String, _ out: PartWriter, of number: AddresseeNumber, _ terms: TakingTerms, _ call: StaffCall
    ) async throws -> TakenFile {
        // Nothing is taken in yet: whoever is not given comes, and whoever does not live here is refused.
        let body = hub.body.code
        _ = try await whenGiven(number) { try await records.takeHandover([], of: number, at: body, by: clerk, today: today) }
        try await log.lookedUp(number, by: principal, reason: Self.handedOn)
        var taken = try await call.taken(path, out, terms) { encoding, rejects, progress in
            // Whom it is for the records look at: they refuse it whole, by code and name.
            let file = ModuleFile(layout: .pensionHandover, encoding: encoding, rejects: rejects, of: nil)
            do {
                return try await file.take(path, progress: progress) { _, rows in
                    try PensionRecords.boundHandover(rows)
                } keep: { _, rows in
                    try await records.takeHandover(
                        rows.map { ImportedRow(line: $0.line, values: $0.values, faults: $0.faults) }, of: number, at: body, by: clerk, today: today
                    ).map(ModuleFile.Outcome.init)
                }
            } catch let refused as FileRefused {
                // Whoever hands in what is no file of the kind is on record, too.
                try await hub.pool.refuse(.pensionProposalsMade, refused.code, by: principal)
                throw refused
            }
        }
        if taken.report != nil {
            taken.next = ["次は: atena pension proposal list で案を見て、要るものを proposal confirm で受け付けます。別の人が確定します。申請と請求は、届いた書類により受け付け、案は dismiss とします。"]
            if let held = taken.report?.held, held > 0 {
                taken.next.append("保留の案は、この団体への、本人のものか確かめ、確かめ方を備考に書いて proposal confirm --same-person で受け付けます。本人のものでなければ dismiss です。")
            }
        }
        return taken
    }

    /// 引継書, as a PDF.
    func printHandover(_ id: Int64, _ out: PartWriter) async throws -> Sheet {
        let detail = try await handover(id)
        let number = detail.record.number
        let hides = try await hidden([number]).contains(number)
        let paper = HandoverPaper(detail, hides: hides, from: hub.body.code, today: today, using: records.tables)
        let sheet = paper.sheet
        let pdf = try await FormPrinter().pdf([sheet])
        try await log.formsMade(1, pages: sheet.pageKeys.count, by: principal)
        await out.file(pdf, as: MakePensionHandoverPaper.fileName)
        return try Sheet(
            lines: ["引継ぎ \(id)\t引継書 \(sheet.pageKeys.count)枚" + (paper.mark.isEmpty ? "" : "\t" + paper.mark)], of: id,
            remarks: hides ? [PensionWords.protected] : [])
    }
}
