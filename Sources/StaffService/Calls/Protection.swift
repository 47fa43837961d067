internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Installation
internal import Register
internal import Sharing
internal import StaffAPI

extension StaffRoutes {
    /// 支援措置
    func addProtection() {
        answer(SetProtection.self) { call, request in
            let terms = ProtectionMeasures.Terms(
                ground: request.ground, sourceOffice: request.sourceOffice, note: request.note, from: try request.from.map(StaffCall.day),
                until: try StaffCall.day(request.until), isProvisional: request.isProvisional)
            let receipt = try await call.measures.set(by: try await call.person(), try request.persons.named, terms)
            return SetProtection.Answer(measure: receipt.measure, isExtension: receipt.isExtension, records: receipt.records)
        }
        answer(ListMeasures.self) { call, request in
            let clerk = try await call.person()
            let today = CalendarDay.todayInJapan()
            let entries =
                if let days = request.dueWithin { try await call.measures.due(by: clerk, within: days) } else { try await call.measures.standing(by: clerk) }
            return entries.map { ListMeasures.Measure($0, today: today) }
        }
        answer(ProposeProtectionEnd.self) { call, request in
            ProposeProtectionEnd.Answer(
                proposal: try await call.measures.proposeEnd(
                    by: try await call.person(), of: try request.persons.named, measure: request.measure, because: request.reason))
        }
        answer(DecideProtectionEnd.self) { call, request in
            let clerk = try await call.person()
            guard request.approves else {
                try await call.measures.rejectEnd(by: clerk, request.proposal, because: request.reason)
                return DecideProtectionEnd.Answer(persons: 0, records: 0, stayProtected: 0)
            }
            let ended = try await call.measures.approveEnd(by: clerk, request.proposal, because: request.reason)
            return DecideProtectionEnd.Answer(persons: ended.persons, records: ended.records, stayProtected: ended.stayProtected)
        }
        answer(ListProtectionEnds.self) { call, _ in
            try await call.measures.waitingEnds(by: try await call.person()).map {
                .init(
                    proposal: $0.proposal, measure: $0.measure, addresseeNumbers: $0.addresseeNumbers, proposedBy: $0.proposedBy, proposedAt: $0.proposedAt,
                    reason: $0.reason)
            }
        }
        addPlaceReleases()
        addAcknowledgements()
    }

    private func addPlaceReleases() {
        answer(AskPlaceRelease.self) { call, request in
            AskPlaceRelease.Answer(
                request: try await call.releases.ask(
                    by: try await call.person(), try AddresseeNumber(request.number), minutes: request.minutes ?? PlaceReleases.usual, because: request.reason))
        }
        answer(DecidePlaceRelease.self) { call, request in
            DecidePlaceRelease.Answer(
                until: try await call.releases.decide(
                    by: try await call.person(), request.request, isReleased: request.isReleased, because: request.reason))
        }
        answer(ListPlaceReleases.self) { call, _ in
            try await call.releases.waiting(by: try await call.person()).map {
                .init(
                    request: $0.request, addresseeNumber: $0.addresseeNumber, account: $0.account, minutes: $0.minutes, askedAt: $0.askedAt, reason: $0.reason)
            }
        }
    }

    private func addAcknowledgements() {
        answer(ListAcknowledgements.self) { call, request in
            try await ProtectionAcknowledgements(provisioning: call.hub.provisioning).list(
                by: try await call.person(), of: try AddresseeNumber(request.number)
            ).map {
                .init(
                    addresseeNumber: $0.addresseeNumber, system: $0.system, dataset: $0.dataset, state: $0.state.label, isOverdue: $0.state == .overdue,
                    setAt: $0.setAt, acknowledgedAt: $0.acknowledgedAt, confirmedBy: $0.confirmedBy)
            }
        }
        answer(ConfirmAcknowledgement.self) { call, request in
            try await ProtectionAcknowledgements(provisioning: call.hub.provisioning).confirm(
                by: try await call.person(), try AddresseeNumber(request.number), at: try StaffCall.system(request.system), dataset: request.dataset,
                because: request.reason)
            return Done()
        }
    }
}

extension StaffCall {
    fileprivate var measures: ProtectionMeasures { ProtectionMeasures(pool: hub.pool, vault: hub.vault) }
    fileprivate var releases: PlaceReleases { PlaceReleases(provisioning: hub.provisioning) }

    /// A day, `YYYY-MM-DD`.
    ///
    /// - Throws: `ValueError` where it is none.
    static func day(_ text: String) throws -> CalendarDay {
        guard let day = CalendarDay(text) else { throw ValueError(code: FaultCode.characters, rule: "日付は 2027-03-31 の形で、暦にある日を指定してください。") }
        return day
    }
}

extension NamedPersons {
    /// - Throws: `ValueError` for a number of another form.
    fileprivate var named: [ProtectedPerson] {
        get throws {
            try numbers.map { areAddresseeNumbers ? .addressee(try AddresseeNumber($0)) : .integrated(try IntegratedAddresseeNumber($0)) }
        }
    }
}

extension ListMeasures.Measure {
    fileprivate init(_ entry: MeasureEntry, today: CalendarDay) {
        self.init(
            number: entry.measure, addresseeNumbers: entry.addresseeNumbers, from: entry.from?.description, until: entry.until?.description,
            isOver: entry.until.map { $0 < today } ?? false, isProvisional: entry.isProvisional, ground: entry.ground, sourceOffice: entry.sourceOffice,
            setBy: entry.setBy)
    }
}
