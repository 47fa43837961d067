internal import AccessControl
internal import Addressee
internal import Installation
internal import MutualTLS
internal import Sharing
internal import StaffAPI

extension StaffRoutes {
    /// 照会・検索
    func addPersons() {
        answer(LookUp.self) { call, request in
            let sheet = try await PersonLookup(provisioning: call.hub.provisioning).person(
                by: try await call.person(), try AddresseeNumber(request.number), reason: try LookupReason(request.reason))
            return PersonView(warnings: sheet.warnings, lines: sheet.lines.map { .init(label: $0.label, value: $0.value) })
        }
        answer(LookUpIndividualNumber.self) { call, request in
            let number = try await PersonLookup(provisioning: call.hub.provisioning).individualNumber(
                by: try await call.person(), of: try AddresseeNumber(request.number), reason: try LookupReason(request.reason))
            return number.reveal { LookUpIndividualNumber.Answer(individualNumber: String(decoding: $0, as: UTF8.self)) }
        }
        answer(Search.self) { call, request in
            let terms = SearchTerms(
                name: request.person, address: request.address, birth: request.birth, sex: request.sex, match: request.match, includesPast: request.past)
            let result = try await PersonLookup(provisioning: call.hub.provisioning).search(
                by: try await call.person(), terms, reason: try LookupReason(request.reason))
            let isNoDay = request.birth.flatMap { try? BirthTerm($0) }?.isInNoCalendar ?? false
            return Search.Answer(persons: result.persons.map { Search.Found($0, in: result) }, more: result.hasMore, birthIsInNoCalendar: isNoDay)
        }
    }
}

extension Search.Found {
    fileprivate init(_ sheet: PersonSheet, in result: SearchResult) {
        self.init(
            number: sheet.addresseeNumber.value, name: sheet.items[.shimei] ?? "", birth: sheet.birth ?? "", address: sheet.address,
            isAddressWithheld: sheet.isAddressWithheld, hasWarnings: !sheet.warnings.isEmpty, isByPast: result.foundByPast.contains(sheet.addresseeNumber))
    }
}

extension LookupReason {
    /// - Throws: `Problem` for a kind that is not on the list.
    init(_ stated: StatedReason) throws {
        guard let kind = Kind(rawValue: stated.kind) else { throw Problem.unreadable }
        self.init(kind, stated.text)
    }
}
