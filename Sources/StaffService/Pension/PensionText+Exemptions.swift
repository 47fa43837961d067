internal import Addressee
internal import NationalPension
internal import StaffAPI

/// What staff write of an application for exemption.
extension PensionText {
    /// - Throws: `ValueError` for what is no day; `PensionRefused` J0007 for what is no code, or no months.
    static func application(_ request: ApplyForPensionExemption, today: CalendarDay) throws -> ExemptionApplication {
        ExemptionApplication(
            request.isStudent ? .student : .general, months: try months(request.months), filedOn: try day(request.receivedOn) ?? today,
            struck: Set(try request.struck.map { try term($0, "希望しない区分") }), wantsContinuation: request.wantsContinuation,
            special: try request.special.map { claim in
                ExemptionApplication.SpecialClaim(
                    try person(claim.person), try term(claim.ground, "特例の事由"), on: try StaffCall.day(claim.day), isProven: claim.isProven)
            }, studentMonths: try request.studentMonths.map(months))
    }

    /// - Throws: `PensionRefused` J0007.
    static func person(_ text: String) throws(PensionRefused) -> ExemptionPerson { try term(text, "対象者") }

    /// Spouse and householder, as they were named.
    struct Relatives: Sendable {
        let spouse: HouseholdEntry.Relative?
        let householder: HouseholdEntry.Relative?
        let numbers: [AddresseeNumber]
    }

    /// - Throws: `ValueError` for what is no number.
    static func relatives(_ request: EnterPensionHousehold) throws -> Relatives {
        let named = [request.spouseIs, request.householderIs]
        let numbers = try named.map { relative in try relative?.number.map { try AddresseeNumber($0) } }
        let (spouse, householder) = (
            named[0].map { HouseholdEntry.Relative(number: numbers[0], declared: $0.declared, isSame: $0.isSame) },
            named[1].map { HouseholdEntry.Relative(number: numbers[1], declared: $0.declared, isSame: $0.isSame) }
        )
        return Relatives(spouse: spouse, householder: householder, numbers: numbers.compactMap { $0 })
    }

    /// - Throws: `ValueError` for what is no day; `PensionRefused` J0007.
    static func household(_ request: EnterPensionHousehold, _ relatives: Relatives, asOf: CalendarDay, of applicant: AddresseeNumber) throws -> HouseholdEntry {
        let household = ExemptionHousehold(
            asOf: try day(request.asOf) ?? asOf, spouse: try term(request.spouse, "配偶者"), householder: try term(request.householder, "世帯主"))
        return try HouseholdEntry(household, spouse: relatives.spouse, householder: relatives.householder, of: applicant)
    }

    /// - Returns: the items, and whether it is said that of all others there is none.
    /// - Throws: `PensionRefused` J0007 for an item that is none.
    static func items(_ items: [String: String], _ tables: RuleTables) throws(PensionRefused) -> (items: [String: String], restIsNone: Bool) {
        var (found, restIsNone): ([String: String], Bool) = ([:], false)
        for (name, value) in items {
            if name == "そのほか" {
                guard value == "なし" else { throw .terms("そのほかの項目は、なしと書くか、一つずつ書いてください。") }
                restIsNone = true
                continue
            }
            guard let item = tables.incomes.item(named: name), found.updateValue(value, forKey: item) == nil else {
                throw .terms("所得の項目は、一つずつ、\(Set(tables.incomes.rows.map(\.label)).sorted().joined(separator: "、")) のいずれかで書いてください。")
            }
        }
        return (found, restIsNone)
    }
}
