internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import MutualTLS
internal import NationalPension
internal import Postgres
internal import StaffAPI

extension StaffRoutes {
    /// 国民年金
    func addPension() {
        addPensionPersons()
        addPensionNotices()
        addPensionDecisions()
        addPensionLists()
        addPensionProposals()
        addPensionExemptions()
        addPensionClaims()
        addPensionReports()
        addPensionResults()
        addPensionForms()
        addPensionImports()
        addPensionHandovers()
    }

    private func addPensionPersons() {
        pension(ShowPensionPerson.self, .pensionLookedUp) { work, request in
            let reason = try work.told(request.reason)
            let number = try AddresseeNumber(request.number)
            let found = try await work.records.lookUp(number, today: work.today)
            try await work.log.lookedUp(number, by: work.principal, reason: reason)
            try await work.log.found(untrue: found.record.untrueRows, of: "person")
            if found.record.isKept { try await work.keepTold(of: number) }
            let reports = try await work.records.reportStandings(of: found.receptions.map(\.reception))
            let claiming =
                try found.claims.flatMap { try $0.persons }
                + found.carriedClaims.compactMap { try $0.claim.claim.claimant?.number.map { try AddresseeNumber($0) } }
            return try await work.wordsOfSections().sheet(
                found, reports: reports, withoutPlace: try await work.withoutPlace([number]), hidden: try await work.hidden([number] + claiming))
        }
        pension(FindPensionPersons.self, .pensionSearched) { work, request in
            let reason = try work.told(request.reason)
            let persons: FoundPersons
            if let digits = request.basicPensionNumber {
                persons = try await work.records.find(try BasicPensionNumber(digits))
            } else {
                guard let born = request.birth.flatMap({ CalendarDay($0) }) else { throw PensionRefused.terms("生年月日は 2006-04-15 の形で入力してください。") }
                persons = try await work.records.find(name: request.person ?? "", born: born)
            }
            var people: [LookedUp] = []
            for number in persons.numbers { people.append(try await work.records.lookUp(number, today: work.today)) }
            try await work.log.searched(request, found: persons, by: work.principal, reason: reason)
            return try work.words.found(people, hasMore: persons.hasMore, withoutPlace: try await work.withoutPlace(persons.numbers))
        }
    }

    private func addPensionNotices() {
        pension(ReceivePensionNotice.self, .pensionReceived) { work, request in
            let filing = Filing(
                number: try AddresseeNumber(request.number), kind: try PensionText.kind(request.kind, work.records.tables),
                receivedOn: try PensionText.day(request.receivedOn) ?? work.today, remarks: request.remarks)
            let terms = try PensionText.terms(request.terms)
            let clerk = try await work.receiving(at: request.office)
            return try work.words.sheet(
                try await work.whenGiven(filing.number) { try await work.records.receive(filing, saying: terms, by: clerk, today: work.today) })
        }
        pension(AmendPensionEvent.self, .pensionReceived) { work, request in
            let number = try AddresseeNumber(request.number)
            let receivedOn = try PensionText.day(request.receivedOn) ?? work.today
            let clerk = try await work.receiving(at: request.office)
            guard let correction = request.correction else {
                return try work.words.sheet(
                    try await work.records.cancel(
                        request.event, of: number, receivedOn: receivedOn, remarks: request.remarks, by: clerk, today: work.today))
            }
            return try work.words.sheet(
                try await work.records.correct(
                    request.event, of: number, as: try correction.kind.map { try PensionText.kind($0, work.records.tables) },
                    saying: try PensionText.terms(correction.terms), receivedOn: receivedOn, remarks: request.remarks, by: clerk, today: work.today))
        }
        pension(RecordPensionBasics.self, .pensionReceived) { work, request in
            let number = try AddresseeNumber(request.number)
            let receivedOn = try PensionText.day(request.receivedOn) ?? work.today
            let clerk = try await work.receiving(at: request.office)
            let receipt = try await work.whenGiven(number) {
                try await work.records.recordBasic(number, receivedOn: receivedOn, remarks: request.remarks, by: clerk, today: work.today) { data in
                    let digits = request.basicPensionNumber ?? data.basicPensionNumber ?? ""
                    return try BasicData(
                        digits.isEmpty ? nil : try BasicPensionNumber(digits), telephone: request.telephone ?? data.telephone,
                        remarks: request.note ?? data.remarks)
                }
            }
            return try work.words.sheet(receipt)
        }
        pension(RecordPensionWelfare.self, .pensionReceived) { work, request in
            let number = try AddresseeNumber(request.number)
            let certificate = try request.certificate.map { said throws(PensionRefused) in
                try WelfareCertificate(symbol: said.symbol, number: said.number, paymentClass: said.paymentClass)
            }
            let receivedOn = try PensionText.day(request.receivedOn) ?? work.today
            return try work.words.sheet(
                try await work.whenGiven(number) {
                    try await work.records.recordWelfare(
                        certificate, of: number, receivedOn: receivedOn, remarks: request.remarks, by: work.clerk, today: work.today)
                })
        }
        pension(ListPensionNotices.self, .pensionListed) { work, _ in try work.words.kinds() }
    }

    private func addPensionDecisions() {
        pension(ShowPensionReception.self, .pensionLookedUp) { work, request in
            let reception = try PensionText.reception(request.reception)
            let detail = try await work.records.detail(of: reception, today: work.today)
            let (number, words) = (detail.record.number, try await work.wordsOfSections())
            if detail.row.kind.isApplication {
                let application = try await work.application(reception)
                return try await work.reported(
                    try words.sheet(detail, application.detail, hidden: try await work.hidden([number]), hintHidden: application.hidesHint),
                    of: reception)
            }
            if detail.row.kind.isClaim {
                let claim = try await work.claim(reception)
                return try await work.reported(try words.sheet(detail, claim, hidden: try await work.hidden(try claim.persons)), of: reception)
            }
            try await work.log.lookedUp(number, by: work.principal, reason: LookupReason(.application, "受付の確認"), reception: reception)
            let claimant = try detail.content.claimant.map { try AddresseeNumber($0) }
            return try await work.reported(
                try words.sheet(detail, hidden: try await work.hidden([number] + [claimant].compactMap { $0 })), of: reception)
        }
        pension(DecidePensionReception.self, .pensionDecided) { work, request in
            let reception = try PensionText.reception(request.reception)
            switch request.decision {
            case .accept(let despiteDoubts, let examination, let mark):
                try await work.requireSecondPerson(for: reception, examination: examination, mark: mark)
                let (number, outlook) = try await work.records.accept(
                    reception, despiteDoubts: despiteDoubts, examination: examination, mark: mark, by: work.clerk, today: work.today)
                await work.keepToldOfKept([number])
                if let claimant = try await work.records.carriedClaimant(of: reception) {
                    await work.keepToldOfKept([claimant], because: PensionCall.claiming)
                }
                if let opinion = try await work.records.opinion(of: reception) { return try work.words.forwarded(reception, opinion) }
                if let claim = try await work.records.claim(reception) { return try work.words.sentOn(claim) }
                return try work.words.sheet(outlook, of: reception, isAccepted: true)
            case .giveBack(let reason):
                try await work.requireSecondPerson(for: reception)
                try await work.records.giveBack(reception, because: reason, by: work.clerk, today: work.today)
                await work.endInterests(after: reception)
                return try Sheet(lines: ["受付 \(reception) を返戻としました。届け出た人に、理由を伝えて返してください。"], of: reception.description)
            case .withdraw(let reason):
                try await work.requireSecondPerson(for: reception)
                try await work.records.withdraw(reception, because: reason, by: work.clerk, today: work.today)
                await work.endInterests(after: reception)
                return try Sheet(lines: ["受付 \(reception) を取り下げました。受付処理簿に残ります。"], of: reception.description)
            }
        }
        pension(TakeBackPensionReception.self, .pensionTakenBack) { work, request in
            let reception = try PensionText.reception(request.reception)
            let records = work.records
            switch request.step {
            case .ask(let reason):
                try await records.askTakeBack(reception, because: reason, by: work.clerk, today: work.today)
                return try work.words.said(.asked, of: reception)
            case .confirm:
                try await work.requireSecondPerson(after: [try await records.takeBackAsker(of: reception)], or: .sameTaker)
                try await records.takeBack(reception, by: work.clerk, today: work.today)
                await work.endInterests(after: reception)
                return try work.words.said(.confirmed, of: reception)
            case .dismiss(let reason):
                try await records.dismissTakeBack(reception, because: reason, by: work.clerk, today: work.today)
                return try work.words.said(.dismissed, of: reception)
            }
        }
    }

    private func addPensionLists() {
        pension(ListPensionLedger.self, .pensionListed) { work, request in
            let limit = try work.limit(request.limit)
            var filter = LedgerFilter()
            (filter.all, filter.overdueOn, filter.limit) = (request.all, request.overdue ? work.today : nil, limit + 1)
            filter.number = try await work.looked("ledger", at: request.number, request.reason)
            (filter.kind, filter.fiscalYear) = (try request.kind.map { try PensionText.kind($0, work.records.tables) }, request.fiscalYear)
            filter.section = try await work.section(request.office)
            let listed = try await work.records.ledger(filter)
            try await work.log.listed("ledger", listed.rows.count, by: work.principal)
            try await work.log.found(untrue: listed.untrue, of: "ledger")
            return try await work.wordsOfSections().sheet(
                listed, limit: limit, reports: try await work.records.reportStandings(of: listed.rows.map(\.reception)))
        }
        pension(CountPensionReceptions.self, .pensionListed) { work, request in
            let year = request.fiscalYear ?? Int32(CalendarMonth(of: work.today).fiscalYear)
            let statistics = try await work.records.statistics(ofFiscalYear: year, today: work.today)
            let reports = try await work.records.reportStatistics(ofFiscalYear: year)
            try await work.log.listed("statistics", statistics.counts.count, by: work.principal)
            try await work.log.found(untrue: statistics.untrue, of: "statistics")
            return try work.words.sheet(statistics, ofFiscalYear: year, reports: reports)
        }
        pension(ListPensionTasks.self, .pensionListed) { work, request in
            var filter = TaskFilter()
            filter.number = try await work.looked("tasks", at: request.number, request.reason)
            (filter.overdueOn, filter.section) = (request.overdue ? work.today : nil, try await work.section(request.office))
            let tasks = try await work.records.tasks(filter)
            try await work.log.listed("tasks", tasks.count, by: work.principal)
            return try Sheet(lines: try await work.wordsOfSections().tasks(tasks) + ["\(tasks.count)件"], of: tasks.map(ToldTask.init))
        }
        pension(ClosePensionTask.self, .pensionTaskClosed) { work, request in
            try await work.records.close(request.task, found: request.outcome, by: work.clerk)
            return Done()
        }
    }

    private func addPensionProposals() {
        pension(MakePensionProposals.self, .pensionProposalsMade) { work, _ in
            let run = try await work.records.lookAtMovements(by: work.clerk, today: work.today)
            return MakePensionProposals.Answer(persons: run.persons, proposals: run.proposals)
        }
        pension(ListPensionProposals.self, .pensionListed) { work, request in
            let limit = try work.limit(request.limit)
            var filter = ProposalFilter()
            (filter.all, filter.limit, filter.overdueOn) = (request.all, limit + 1, request.overdue ? work.today : nil)
            filter.number = try await work.looked("proposals", at: request.number, request.reason)
            let proposals = try await work.records.proposals(filter)
            try await work.log.listed("proposals", proposals.count, by: work.principal)
            return try work.words.sheet(
                proposals, limit: limit, hidden: try await work.hidden(try proposals.map { try AddresseeNumber($0.number) }))
        }
        pension(DecidePensionProposal.self, .pensionReceived) { work, request in
            let clerk = try await work.receiving(at: request.office)
            switch request.decision {
            case .confirm(let terms, let isSamePerson, let remarks):
                let said = try terms.flatMap { $0.isEmpty ? nil : try PensionText.terms($0) }
                return try work.words.sheet(
                    try await work.records.confirm(
                        request.proposal, saying: said, isSamePerson: isSamePerson, remarks: remarks, by: clerk, today: work.today))
            case .dismiss(let reason):
                return try work.words.sheet(try await work.records.dismiss(request.proposal, because: reason, by: clerk, today: work.today))
            }
        }
    }
}

extension PensionCall {
    var words: PensionWords { PensionWords(tables: records.tables, today: today) }

    /// How many rows are shown at most: 1 to 1000.
    ///
    /// - Throws: `PensionRefused` J0007.
    func limit(_ asked: Int?) throws(PensionRefused) -> Int {
        let limit = asked ?? 50
        guard (1...1_000).contains(limit) else { throw .terms("件数は1から1000で指定してください。") }
        return limit
    }
}
