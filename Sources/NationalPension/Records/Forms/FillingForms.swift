package import Addressee
internal import Postgres

extension PensionRecords {
    /// 様式の記入. What a reception's form says, by the record.
    ///
    /// - Parameters:
    ///   - detail: the reception.
    ///   - application: of an application, what is known of it.
    ///   - hides: whether nobody is to be told where the person is.
    /// - Throws: `PensionRefused` J0080 of what has no form, J0081 of what was returned or withdrawn, J0017; `PostgresError`.
    package func form(_ detail: ReceptionDetail, _ application: ApplicationDetail?, hides: Bool, today: CalendarDay) async throws -> FormContent {
        let notice = tables.notices[detail.row.kind]
        guard !notice.form.isEmpty else { throw PensionRefused.noForm }
        guard detail.row.state != .returned, detail.row.state != .cancelled else { throw PensionRefused.formWithdrawn }
        let record = detail.record
        return FormContent(
            reception: detail.row.reception, receivedOn: detail.row.receivedOn, form: notice.form, notice: Reason(notice.label, notice.article),
            isAccepted: detail.row.state == .accepted, person: FormPerson(record, hides: hides),
            said: try await said(detail, application, hides: hides, today: today))
    }

    private func said(_ detail: ReceptionDetail, _ application: ApplicationDetail?, hides: Bool, today: CalendarDay) async throws -> FormContent.Said {
        switch detail.content {
        case .application:
            guard let application else { throw PensionRefused.unreadable }
            return .exemption(FormApplication(application, tables))
        case .nothing: return try await changed(detail, hides: hides)
        // No form of a claim is laid out.
        case .claim, .basic: throw PensionRefused.noForm
        case .event(let said):
            switch said.fact {
            case .movedWithinJapan?: return try await changed(detail, hides: hides)
            case .additionalApplied(let day)?: return .additional(isWithdrawal: false, on: day)
            case .additionalWithdrawn(let day)?: return .additional(isWithdrawal: true, on: day)
            case .paymentElected(let months)?: return .elected(months: months, isCorrection: said.target != nil)
            case .legalExemptionBegan(let day, let ground)?: return .legal(isBegun: true, on: day, ground)
            case .legalExemptionEnded(let day, let ground)?: return .legal(isBegun: false, on: day, ground)
            case .maternity(let month, let isMultiple)?: return .maternity(month: month, isMultiple: isMultiple)
            case .childcare(let born, let from, let until, let isMother)?:
                return .childcare(childBorn: born, from: from, until: until, isBirthMother: isMother)
            default: return .qualification(terms: terms(detail, said), changes: changes(detail, today))
            }
        }
    }

    /// Name, birth date or address, as they were given last and before.
    private func changed(_ detail: ReceptionDetail, hides: Bool) async throws -> FormContent.Said {
        let versions = try await pool.withConnection { try await self.versions(of: detail.record.number, on: $0) }
        let now = detail.record.addressee
        func before(_ isSame: (AddresseeVersion, AddresseeVersion) -> Bool) -> AddresseeVersion? {
            versions.first { version in now.map { version.historyNumber < $0.historyNumber && !isSame(version, $0) } ?? false }
        }
        switch detail.row.kind {
        case .nameChanged: return .name(before: FormName(before { $0.formName == $1.formName }), after: FormName(now), on: detail.happenedOn)
        case .birthCorrected:
            let born = { (version: AddresseeVersion?) in version?.birth.map { EraDate.display($0) } ?? "" }
            return .birth(before: born(before { born($0) == born($1) }), after: born(now), on: detail.happenedOn)
        case .movedWithinJapan:
            let place = { (version: AddresseeVersion?) in FormPerson.Place(version?.address ?? "", hides: hides) }
            return .address(before: place(before { $0.address == $1.address }), after: place(now), on: hides ? nil : detail.happenedOn)
        default: throw PensionRefused.noForm
        }
    }

    /// As the module was given the person, the newest first.
    private func versions(of number: AddresseeNumber, on connection: Connection) async throws -> [AddresseeVersion] {
        let rows = try await connection.query(
            "SELECT history_number FROM pension.addressee_version WHERE atenabango = \(number.value) ORDER BY history_number DESC")
        var versions: [AddresseeVersion] = []
        for row in rows { versions.append(try await version(of: number, try row.decode(Int32.self), on: connection)) }
        return versions
    }

    private func terms(_ detail: ReceptionDetail, _ said: PensionEvent.Content) -> [FormField] {
        var fields: [FormField] = []
        if let target = said.target, let event = detail.record.events.first(where: { $0.event.id == target }) {
            let day = event.event.fact?.happenedOn.map { "　" + EraDate.display($0) } ?? ""
            fields.append(FormField(said.fact == nil ? "取り消す記録" : "訂正する記録", tables.notices[event.kind].label + day + "　受付 \(event.reception)"))
        }
        guard let fact = said.fact else { return fields }
        if let day = fact.happenedOn { fields.append(FormField("事実の日", EraDate.display(day))) }
        switch fact {
        case .spouse65thBirthday(let day): fields.append(FormField("配偶者の65歳の誕生日", EraDate.display(day)))
        case .dependencyBegan(_, let isExempt) where isExempt: fields.append(FormField("国内居住要件の特例", "あり"))
        case .voluntaryApplied(_, let ground, let paid):
            fields += [FormField("要件", ground.label), FormField("納付月数", paid.map { "\($0)月" } ?? "不明")]
        default: break
        }
        return fields
    }

    /// What the notice brings: of one that waits what it would, of one that is accepted what it has, whatever came later.
    private func changes(_ detail: ReceptionDetail, _ today: CalendarDay) -> [QualificationChange] {
        if let outlook = detail.outlook { return outlook.after == nil ? [] : QualificationChange.between(outlook.before, outlook.after) }
        let events = detail.record.events
        guard let birth = detail.record.birth, let own = events.first(where: { $0.reception == detail.row.reception }) else { return [] }
        func history(through number: Int64) -> InsuredHistory? {
            try? Replay.history(of: events.filter { $0.number <= number }.map(\.event), born: birth, on: today, using: tables)
        }
        guard let after = history(through: own.number) else { return [] }
        return QualificationChange.between(history(through: own.number - 1), after)
    }
}

extension FormPerson {
    init(_ record: PersonRecord, hides: Bool) {
        let version = record.addressee
        self.init(
            number: record.number, basicPensionNumber: record.basic.data.basicPensionNumber, name: version?.formName ?? "",
            furigana: version?[.shimeiFurigana] ?? "", commonName: version?[.tsusho] ?? "", birth: version?.birth.map { EraDate.display($0) } ?? "",
            sex: version?[.seibetsu].map { Item.seibetsu.meaning(of: $0) ?? $0 } ?? "", address: Place(version?.address ?? "", hides: hides),
            telephone: Place(record.basic.data.telephone, hides: hides))
    }
}

extension FormPerson.Place {
    fileprivate init(_ text: String, hides: Bool) { self = hides ? .withheld : text.isEmpty ? .unknown : .told(text) }
}

extension FormName {
    fileprivate init(_ version: AddresseeVersion?) { self.init(version?.formName ?? "", version?[.shimeiFurigana] ?? "") }
}

extension AddresseeVersion {
    /// 氏名, of a foreigner without one in kanji that in Latin letters.
    fileprivate var formName: String { self[.shimei] ?? self[.shimeiGaikokujinkanji] ?? self[.shimeiGaikokujinromaji] ?? "" }
}

extension FormApplication {
    fileprivate init(_ detail: ApplicationDetail, _ tables: RuleTables) {
        let basis = detail.examination?.basis
        let entry = basis?.household ?? detail.household?.entry
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
