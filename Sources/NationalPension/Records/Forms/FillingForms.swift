package import Addressee
internal import Postgres

extension PensionRecords {
    /// 様式の記入. What a reception's form says: of what is accepted as it was when it was accepted, whatever came later.
    ///
    /// - Parameters:
    ///   - detail: the reception.
    ///   - application: of an application, what is known of it; of one that is accepted with the examination that it went with.
    ///   - report: of a batch: the person is who it says, as on the medium; `nil`: as they were given.
    ///   - hides: whether nobody is to be told where the person is.
    /// - Throws: `PensionRefused` J0080 of what has no form, J0081 of what was returned or withdrawn, J0088 and J0089 of what is accepted, where it can't be
    ///   told what follows from it or which examination it went with, J0017; `PostgresError`.
    package func form(_ detail: ReceptionDetail, _ application: ApplicationDetail?, of report: ReportContent? = nil, hides: Bool, today: CalendarDay)
        async throws
        -> FormContent
    {
        let row = detail.row
        let notice = tables.notices[row.kind]
        // Claims are filled in by the claimant.
        guard !notice.form.isEmpty, !row.kind.isClaim else { throw PensionRefused.noForm }
        guard ![.returned, .cancelled, .handedOn, .takenBack].contains(row.state) else { throw PensionRefused.formWithdrawn }
        let versions = try await pool.withConnection { try await givenVersions(of: detail.record.number, by: row.reception, on: $0) }
        return FormContent(
            reception: row.reception, receivedOn: row.receivedOn, form: notice.form, notice: Reason(notice.label, notice.article),
            isAccepted: row.state == .accepted,
            person: try report.map { try FormPerson($0, hides: hides) } ?? FormPerson(detail.record, try versions.newest, hides: hides),
            target: target(detail, hides: hides),
            said: try said(detail, application, versions, report?.former, hides: hides, today: today))
    }

    private func said(
        _ detail: ReceptionDetail, _ application: ApplicationDetail?, _ versions: GivenVersions, _ reported: ReportContent.Former?, hides: Bool,
        today: CalendarDay
    ) throws -> FormContent.Said {
        let isAccepted = detail.row.state == .accepted
        switch detail.content {
        case .application:
            guard let application else { throw PensionRefused.unreadable }
            guard !isAccepted || (application.opinion != nil && application.opinion == application.examination?.id) else {
                throw PensionRefused.opinionUnknown(detail.row.reception)
            }
            return .exemption(FormApplication(application))
        case .nothing: return try changed(detail, versions, reported, hides: hides)
        case .claim, .carriedClaim, .basic, .welfare: throw PensionRefused.noForm
        case .request: return .fact(detail.terms(using: tables), .nothing)
        case .event(let said):
            let terms = detail.terms(hides: hides, using: tables)
            switch said.fact {
            case .movedWithinJapan?: return try changed(detail, versions, reported, hides: hides)
            case .additionalApplied?, .additionalWithdrawn?, .farmersPensionBegan?, .farmersPensionEnded?, .paymentElected?, .legalExemptionBegan?,
                .legalExemptionEnded?:
                return .fact(terms, .nothing)
            case .maternity(let month, let isMultiple)?:
                return .fact(terms, .exemption(.maternity(dueOrBorn: month.firstDay, isMultiple: isMultiple, using: tables)))
            case .childcare(let born, let from, let until, let isMother)?:
                return .fact(terms, .exemption(.childcare(childBorn: born, from: from, until: until, isBirthMother: isMother, using: tables)))
            default:
                let changes = try changes(detail, said, versions, today)
                guard changes != nil || !isAccepted else { throw PensionRefused.changesUnknown(detail.row.reception) }
                return .fact(terms, .qualification(hides ? changes?.map { $0.hiding(moves(of: said, detail)) } : changes))
            }
        }
    }

    /// Name, birth date or address, as they were given last and before.
    ///
    /// - Parameter reported: what was before, as the report of a batch says it; `nil` where there is none, or the batch is older than these items.
    private func changed(_ detail: ReceptionDetail, _ versions: GivenVersions, _ reported: ReportContent.Former?, hides: Bool) throws -> FormContent.Said {
        let now = try versions.newest
        let former = try reported ?? versions.former(of: detail.row.kind)
        switch detail.row.kind {
        case .nameChanged: return .name(before: FormName(former.name, former.kana), after: FormName(now), on: detail.happenedOn)
        case .birthCorrected: return .birth(before: former.birth, after: now?.displayedBirth ?? "", on: detail.happenedOn)
        case .movedWithinJapan:
            return .address(
                before: FormPerson.Place(former.address, hides: hides), after: FormPerson.Place(now?.address ?? "", hides: hides),
                on: hides ? nil : detail.happenedOn)
        default: throw PensionRefused.noForm
        }
    }

    private func target(_ detail: ReceptionDetail, hides: Bool) -> FormField? {
        guard case .event(let said) = detail.content, let event = detail.target else { return nil }
        let shown = hides ? "" : detail.record.day(of: event, using: tables).map { "　" + EraDate.display($0) } ?? ""
        return FormField(said.fact == nil ? "取り消す記録" : "訂正する記録", tables.notices[event.kind].label + shown + "　受付 \(event.reception)")
    }

    /// Days of moves that a notice speaks of: its own, and that of what it corrects or cancels.
    private func moves(of said: PensionEvent.Content, _ detail: ReceptionDetail) -> [CalendarDay] {
        [said.fact?.movedOn, detail.target?.event.fact?.movedOn].compactMap { $0 }
    }

    /// What the notice brings to the record as it was before it: of one that waits what it would, of one that is accepted what it has, on the day on which it
    /// was decided, or that of a fact that lay ahead.
    ///
    /// - Returns: `nil` where it can't be told.
    private func changes(_ detail: ReceptionDetail, _ said: PensionEvent.Content, _ versions: GivenVersions, _ today: CalendarDay) throws
        -> [QualificationChange]?
    {
        guard let birth = try versions.newest?.birth else { return nil }
        var (events, own) = (detail.record.events, PensionEvent(id: .init("0"), said, receivedOn: detail.row.receivedOn, recordedAt: 0))
        if !detail.row.state.isOpen {
            guard let kept = events.first(where: { $0.reception == detail.row.reception }) else { return nil }
            (events, own) = (events.filter { $0.number < kept.number }, kept.event)
        }
        let days = [detail.happenedOn, detail.target.flatMap { detail.record.day(of: $0, using: tables) }].compactMap { $0?.adding(days: 1) }
        let day = days.reduce(detail.decidedOn ?? today, max)
        func history(_ events: [PensionEvent]) -> InsuredHistory? { try? Replay.history(of: events, born: birth, on: day, using: tables) }
        guard let before = history(events.map(\.event)), let after = history(events.map(\.event) + [own]) else { return nil }
        return QualificationChange.between(before, after)
    }
}

extension FormPerson {
    fileprivate init(_ record: PersonRecord, _ version: AddresseeVersion?, hides: Bool) {
        self.init(
            number: record.number, basicPensionNumber: record.basic.data.basicPensionNumber, name: version?.formalName ?? "",
            furigana: version?[.shimeiFurigana] ?? "", commonName: version?[.tsusho] ?? "", birth: version?.displayedBirth ?? "",
            sex: Self.sex(version?[.seibetsu] ?? ""), address: Place(version?.address ?? "", hides: hides),
            telephone: Place(record.basic.data.telephone, hides: hides))
    }
}

extension FormPerson {
    /// As the report of a batch has them, whatever was given since; where somebody is who is protected since is told by neither.
    fileprivate init(_ report: ReportContent, hides: Bool) throws {
        let hides = hides || report.isProtected
        let birth = AddresseeVersion.birth(report.birth, notation: report.birthNotation.isEmpty ? nil : report.birthNotation)
        self.init(
            number: try AddresseeNumber(report.number), basicPensionNumber: report.basicPensionNumber.isEmpty ? nil : report.basicPensionNumber,
            name: report.name, furigana: report.kana, commonName: report.commonName ?? "", birth: birth.map { EraDate.display($0) } ?? "",
            sex: Self.sex(report.sex), address: Place(report.address, hides: hides), telephone: Place(report.telephone ?? "", hides: hides))
    }

    private static func sex(_ code: String) -> String { Item.seibetsu.meaning(of: code) ?? code }
}

extension FormPerson.Place {
    fileprivate init(_ text: String, hides: Bool) { self = hides ? .withheld : text.isEmpty ? .unknown : .told(text) }
}

extension FormName {
    fileprivate init(_ version: AddresseeVersion?) { self.init(version?.formalName ?? "", version?[.shimeiFurigana] ?? "") }
}

extension FormApplication {
    fileprivate init(_ detail: ApplicationDetail) {
        let (basis, entry) = (detail.examination?.basis, detail.entry)
        let who = { (relative: HouseholdEntry.Relative?) -> String in
            guard let relative else { return "" }
            let name = relative.number.flatMap { detail.names[$0] } ?? ""
            return [name, relative.declared].filter { !$0.isEmpty }.joined(separator: "　")
        }
        self.init(
            detail.application, household: entry?.household, spouse: who(entry?.spouse), householder: who(entry?.householder),
            incomes: basis?.incomes.map { FormIncome($0) } ?? [], proposal: detail.examination?.proposal, examinedOn: detail.examination?.on)
    }
}

extension FormIncome {
    fileprivate init(_ income: KnownIncome) {
        var statement: IncomeStatement?
        var source = "分からない"
        switch (income.source, income.reading) {
        case _ where income.isUnsettled: source = "税の記録を確認中"
        case (let from?, .told(let told)?):
            statement = told
            if case .tax = from { source = "税の記録" } else { source = "所得の申立て" }
        case (_, .unfiled?): source = "未申告"
        case (_, .unclear(let labels)?): source = "分からない（\(labels.joined(separator: "、"))）"
        default: break
        }
        self.init(income.person, year: income.year, source: source, statement: statement)
    }
}
