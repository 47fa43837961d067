internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import NationalPension
internal import StaffAPI

extension StaffRoutes {
    /// 免除・納付猶予・学生納付特例
    func addPensionExemptions() {
        pension(ApplyForPensionExemption.self, .pensionReceived) { work, request in
            let application = try PensionText.application(request, today: work.today)
            let (number, clerk) = (try AddresseeNumber(request.number), try await work.receiving(at: request.office))
            let receipt = try await work.whenGiven(number) {
                try await work.records.apply(application, of: number, remarks: request.remarks, by: clerk, today: work.today)
            }
            // Also somebody whom no other rule has in the department's scope any more: their income has to come.
            await work.keepToldOfKept([number], because: PensionCall.examined)
            return try work.words.applied(receipt, try await work.application(receipt.reception, showsHint: false).detail)
        }
        pension(EnterPensionHousehold.self, .pensionHouseholdEntered) { work, request in
            let reception = try PensionText.reception(request.reception)
            let relatives = try PensionText.relatives(request)
            for number in relatives.numbers where !(try await work.isKnown(number)) { throw PensionRefused.unknownRelative }
            _ = try await work.records.enter(
                { asOf, applicant in try PensionText.household(request, relatives, asOf: asOf, of: applicant) }, for: reception, by: work.clerk,
                today: work.today)
            // The hub tells the module of their incomes from now on; what is known already came with others.
            await work.keepTold(of: relatives.numbers, for: reception)
            await work.endInterests(after: reception)
            return try await work.shown(reception)
        }
        pension(DeclarePensionIncome.self, .pensionIncomeDeclared) { work, request in
            let reception = try PensionText.reception(request.reception)
            let (items, restIsNone) = try PensionText.items(request.items, work.records.tables)
            _ = try await work.records.declare(
                items, restIsNone: restIsNone, of: try PensionText.person(request.person), year: request.year, for: reception,
                remarks: request.remarks, by: work.clerk, today: work.today)
            return try await work.shown(reception)
        }
        pension(AskPensionIncomes.self, .pensionIncomeAsked) { work, request in
            let reception = try PensionText.reception(request.reception)
            let asked = try await work.records.ask(
                reception, only: try request.person.map(PensionText.person), by: work.clerk, today: work.today)
            // Whoever is told of whom to ask has looked at them.
            try await work.looked(at: Set(try asked.compactMap { try $0.number.map { try AddresseeNumber($0) } }), reception)
            return try work.words.asked(asked, reception)
        }
        pension(ExaminePensionExemption.self, .pensionExamined) { work, request in
            let reception = try PensionText.reception(request.reception)
            let examination = try await work.records.examine(reception, by: work.clerk, today: work.today)
            // Where the hub could not be told when the household was entered, it is told now.
            await work.keepTold(
                of: try examination.basis.incomes.filter { $0.person != .applicant }.compactMap { try $0.number.map { try AddresseeNumber($0) } },
                for: reception)
            await work.endInterests(after: reception)
            return try await work.shown(reception)
        }
        pension(ShowPensionExemption.self, .pensionLookedUp) { work, request in
            try await work.shown(try PensionText.reception(request.reception), request.examination)
        }
        pension(ListPensionExemptions.self, .pensionListed) { work, request in
            let limit = try work.limit(request.limit)
            let number = try await work.looked("exemptions", at: request.number, request.reason)
            let listed = try await work.records.applications(of: number, all: request.all, limit: limit + 1)
            try await work.log.listed("exemptions", listed.rows.count, by: work.principal)
            try await work.log.found(untrue: listed.untrue, of: "exemptions")
            return try work.words.sheet(listed, limit: limit)
        }
        pension(ListContinuingExaminations.self, .pensionListed) { work, request in
            let years = work.records.tables.years
            let year = request.year ?? years.year(of: CalendarMonth(of: work.today), .general)
            guard (2006...9998).contains(year) else { throw PensionRefused.terms("免除の年度は、7月の年を 2026 の形で指定してください。") }
            let after = try request.after.map { try AddresseeNumber($0).value } ?? ""
            let list = try await work.records.continuing(
                year, all: request.all, after: after, limit: try work.limit(request.limit), today: work.today)
            try await work.log.listed("continuing", list.rows.count, by: work.principal)
            try await work.log.found(untrue: list.untrue, of: "continuing")
            return try work.words.sheet(list, year: year)
        }
    }
}

extension PensionCall {
    /// An application, and whether nothing of its household is proposed: of whoever is protected nobody is told with whom they live. Everybody whose income
    /// is in it was looked at, and that is on record before it is answered.
    ///
    /// - Parameters:
    ///   - reason: why it is looked at.
    ///   - showsHint: whether the proposal of a household is shown where none was entered.
    /// - Throws: as `PensionRecords.application`; `PostgresError`.
    func application(
        _ reception: ReceptionNumber, _ examination: Int64? = nil, because reason: LookupReason = Self.examination, showsHint: Bool = true
    ) async throws -> (detail: ApplicationDetail, hidesHint: Bool) {
        let detail = try await records.application(reception, examination: examination)
        let hinted = [detail.hint?.householderNumber, detail.hint?.spouseNumber].compactMap { $0 }
        let applicant = try AddresseeNumber(detail.row.number)
        let hidesHint = detail.hint != nil ? try await !hidden([applicant] + hinted).isDisjoint(with: [applicant] + hinted) : false
        let named = (detail.examination?.basis.incomes.map(\.number) ?? []) + [detail.entry?.spouse?.number, detail.entry?.householder?.number]
        let looked = Set(try named.compactMap { try $0.map { try AddresseeNumber($0) } }).union([applicant])
        try await self.looked(at: showsHint && !hidesHint && detail.entry == nil ? looked.union(hinted) : looked, reception, because: reason)
        try await log.found(untrue: detail.untrueRows, of: "examination")
        return (detail, hidesHint)
    }

    static var examination: LookupReason { LookupReason(.application, "免除等の審査") }

    fileprivate func looked(at numbers: Set<AddresseeNumber>, _ reception: ReceptionNumber, because reason: LookupReason = Self.examination) async throws {
        for number in numbers.sorted() {
            try await log.lookedUp(number, by: principal, reason: reason, reception: reception)
        }
    }

    fileprivate func shown(_ reception: ReceptionNumber, _ examination: Int64? = nil) async throws -> Sheet {
        let (detail, hidesHint) = try await application(reception, examination)
        return try words.sheet(detail, hidesHint: hidesHint)
    }
}
