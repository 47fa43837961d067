internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Foundation
internal import Installation
internal import NationalPension
internal import StaffAPI

extension StaffRoutes {
    /// 日本年金機構への報告
    func addPensionReports() {
        addPensionReportLists()
        addPensionReportBatches()
        pension(MendPensionReport.self, .pensionReportMended) { work, request in
            let reception = try PensionText.reception(request.reception)
            if !request.goesAgain { try await work.requireSecondPerson(after: [try await work.records.reportEnterer(of: reception)], or: .sameEnder) }
            let standing = try await work.records.mend(reception, goesAgain: request.goesAgain, because: request.reason, by: work.clerk)
            return try work.words.mended(standing)
        }
    }

    private func addPensionReportLists() {
        pension(ListPensionReports.self, .pensionListed) { work, request in
            let limit = try work.limit(request.limit)
            var filter = ReportFilter()
            (filter.states, filter.overdueOn, filter.limit) = (try PensionText.reportStates(request.state), request.overdue ? work.today : nil, limit + 1)
            // What is overdue is still to be sent, whatever has become of it so far.
            if request.overdue, request.state == nil { filter.states = [] }
            if let kind = request.kind { filter.kinds = [try PensionText.kind(kind, work.records.tables)] }
            (filter.fiscalYear, filter.section) = (request.fiscalYear, try await work.section(request.office))
            let found = try await work.records.reports(filter)
            try await work.log.listed("reports", found.reports.count, by: work.principal)
            try await work.log.found(untrue: found.untrueRows, of: "reports")
            return try await work.wordsOfSections().sheet(found, limit: limit)
        }
        pension(ListPensionReportBatches.self, .pensionListed) { work, request in
            let limit = try work.limit(request.limit)
            let batches = try await work.records.batches(
                overdueOn: request.overdue ? work.today : nil, section: try await work.section(request.office), limit: limit + 1)
            try await work.log.listed("report-batches", batches.count, by: work.principal)
            try await work.log.found(untrue: batches.reduce(0) { $0 + $1.untrueRows }, of: "report-batches")
            return try await work.wordsOfSections().sheet(batches, limit: limit)
        }
        pension(ShowPensionReportBatch.self, .pensionListed) { work, request in
            let number = try PensionText.batch(request.batch)
            let detail = try await work.records.batchDetail(number)
            try await work.log.listed("report-batch", detail.reports.count, by: work.principal)
            try await work.log.found(untrue: detail.batch.untrueRows, of: "report-batch")
            return try await work.wordsOfSections().sheet(detail, try await work.encrypted(number))
        }
    }

    private func addPensionReportBatches() {
        pension(MakePensionReportBatch.self, .pensionBatchMade) { work, request in
            var filter = ReportFilter()
            filter.kinds = try request.kinds.map { try PensionText.kind($0, work.records.tables) }
            filter.receptions = try request.receptions.map(PensionText.reception)
            (filter.without, filter.limit) = (Set(try request.without.map(PensionText.reception)), PensionRecords.mostInBatch)
            filter.section = try await work.section(request.office)
            // The register knows of protections that the module was not told of yet.
            let persons = try await work.records.reports(filter).reports.map { try AddresseeNumber($0.number) }
            let terms = BatchTerms(body: work.hub.body.code.description, hidden: try await work.hidden(persons))
            let batch = try await work.records.makeBatch(filter, terms, by: work.clerk, today: work.today)
            let detail = try await work.records.batchDetail(batch)
            try await work.log.listed("report-batch", detail.reports.count, by: work.principal)
            return try work.words.sheet(detail)
        }
        pension(DecidePensionReportCharacters.self, .pensionCharacterDecided) { work, request in
            try await work.records.decide(request.replacements.map { ($0.character, $0.replacement) }, by: work.clerk)
            return Done()
        }
        pension(MovePensionReportBatch.self, .pensionBatchMoved) { work, request in
            let number = try PensionText.batch(request.batch)
            let records = work.records
            switch try PensionText.step(request.step) {
            case .closed:
                let encoding = try PensionText.encoding(request.encoding)
                return try work.words.moved(try await records.close(number, in: encoding, by: work.clerk, today: work.today))
            case .released:
                try await work.requireSecondPerson(after: try await records.enterers(of: number, before: .released), or: .sameReleaser)
                return try work.words.moved(
                    try await records.release(number, hidden: try await work.placed(in: number), by: work.clerk, today: work.today))
            case .cancelled:
                return try work.words.moved(try await records.cancel(number, because: request.reason, by: work.clerk, today: work.today))
            case .failed: return try work.words.moved(try await records.fail(number, because: request.reason, by: work.clerk, today: work.today))
            case .recalled:
                try await work.requireSecondPerson(after: try await records.enterers(of: number, before: .recalled), or: .sameRecaller)
                return try work.words.moved(try await records.recall(number, by: work.clerk, today: work.today))
            case let step:
                if step == .handed { try await work.offerToHand(number) }
                let moved = try await records.move(
                    number, step, on: try PensionText.day(request.day), counterpart: request.counterpart, remarks: request.reason,
                    hidden: step == .handed ? try await work.placed(in: number) : [], by: work.clerk, today: work.today)
                // A result that came before the hand-over was recorded finds its report now.
                let matched = step == .handed ? try await records.matchAgain(by: work.clerk, today: work.today) : 0
                return try work.words.moved(moved, matched: matched)
            }
        }
        pension(WritePensionReportBatch.self, .pensionBatchWritten) { work, request in
            let number = try PensionText.batch(request.batch)
            let (files, encrypted) = try await work.write(number, for: request.certificates)
            let batch = try await work.records.batchDetail(number).batch
            try await work.log.written(batch, encrypted, by: work.principal)
            return WritePensionReportBatch.Answer(
                files: files.map { .init(name: $0.name, bytes: Data($0.bytes)) }, lines: work.words.written(batch, encrypted, files.map(\.name)))
        }
    }

    /// 処理結果
    func addPensionResults() {
        pension(TakePensionResults.self, .pensionResultsTaken) { work, request in
            let taken = try await work.records.takeResults(
                Array(request.bytes), in: try PensionText.encoding(request.encoding), of: work.hub.body.code, by: work.clerk, today: work.today)
            return try work.words.sheet(taken)
        }
        pension(ListPensionResults.self, .pensionListed) { work, request in
            let limit = try work.limit(request.limit)
            let results = try await work.records.doubtfulResults(try PensionText.doubt(request.doubt), limit: limit + 1)
            try await work.log.listed("results", results.count, by: work.principal)
            return try work.words.sheet(results, limit: limit)
        }
        pension(ListPensionResultLists.self, .pensionListed) { work, request in
            let limit = try work.limit(request.limit)
            let lists = try await work.records.resultLists(limit: limit + 1)
            try await work.log.listed("result-lists", lists.count, by: work.principal)
            return try work.words.sheet(lists, limit: limit)
        }
        pension(ListPensionRulings.self, .pensionListed) { work, request in
            let limit = try work.limit(request.limit)
            let rulings = try await work.records.waitingRulings(differing: !request.all, limit: limit + 1)
            try await work.log.listed("rulings", rulings.count, by: work.principal)
            return try work.words.sheet(rulings, limit: limit)
        }
        pension(SettlePensionResult.self, .pensionResultMatched) { work, request in
            guard let report = request.report else {
                try await work.records.dismiss(request.list, request.line, because: request.reason, by: work.clerk)
                return try Sheet(lines: ["一覧表 \(request.list) の\(request.line)行目を、該当する報告のないものとしました。"], of: request.list)
            }
            let id = try PensionText.report(report)
            let made = try await work.records.settle(request.list, request.line, as: id, because: request.reason, by: work.clerk, today: work.today)
            return try work.words.settled(id, made)
        }
        pension(MatchPensionResults.self, .pensionResultMatched) { work, _ in
            MatchPensionResults.Answer(matched: try await work.records.matchAgain(by: work.clerk, today: work.today))
        }
    }
}

extension PensionCall {
    /// A page of a reception, with how its report stands where it has one.
    ///
    /// - Throws: `PostgresError`; `PensionRefused` J0017.
    func reported(_ sheet: Sheet, of reception: ReceptionNumber) async throws -> Sheet {
        guard let standing = try await records.reportStandings(of: [reception])[reception] else { return sheet }
        var sheet = sheet
        sheet.lines.append(words.line(standing))
        return sheet
    }

    /// Of whom a batch tells the place, and nobody is to be told any more.
    func placed(in batch: ReportBatchNumber) async throws -> Set<AddresseeNumber> { try await hidden(try await records.placed(in: batch)) }
}
