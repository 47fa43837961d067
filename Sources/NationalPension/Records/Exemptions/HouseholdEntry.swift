package import Addressee

/// 世帯の入力. Spouse and householder of an applicant, on the day that the law looks at: whether there is one, and who it is.
package struct HouseholdEntry: Sendable, Hashable, Codable, Unprinted {
    /// 配偶者 or 世帯主, as a clerk found out.
    package struct Relative: Sendable, Hashable, Codable, Unprinted {
        /// 宛名番号; `nil` of somebody whom the hub does not know.
        package let number: String?
        /// 申立て: who it is, in words; empty where the number says it.
        package let declared: String
        /// Whether it is the one who was entered before, in other words: `nil` where the clerk has said nothing of it.
        package let isSame: Bool?

        package init(number: AddresseeNumber?, declared: String = "", isSame: Bool? = nil) {
            (self.number, self.declared, self.isSame) = (number?.value, declared, isSame)
        }

        /// Whether number or words say that it is another's person: spellings of one text are one.
        func isOne(with other: Relative) -> Bool {
            number == nil && other.number == nil ? SearchKey.areAlike(declared, other.declared) : number == other.number
        }
    }

    /// What the rules read.
    package let household: ExemptionHousehold
    /// 配偶者; `nil` where there is none, or nobody knows.
    package let spouse: Relative?
    /// 世帯主, where it is somebody else than applicant and spouse; `nil` otherwise.
    package let householder: Relative?

    /// - Throws: `PensionRefused` J0007 where the parts do not fit together, or nobody could be asked for the income.
    package init(_ household: ExemptionHousehold, spouse: Relative?, householder: Relative?, of applicant: AddresseeNumber) throws(PensionRefused) {
        (self.household, self.spouse, self.householder) = (household, spouse, householder)
        for (label, exists, relative) in [("配偶者", household.spouse == .exists, spouse), ("世帯主", household.householder == .other, householder)] {
            guard exists || relative == nil else { throw .terms("\(label)の宛名番号と申立ては、審査の対象となる\(label)があるときだけ指定できます。") }
            guard let relative else {
                if exists { throw .terms("\(label)の宛名番号か、誰であるかの申立てを指定してください。所得を照会する相手が要ります。") }
                continue
            }
            try EnteredText.declared.checked(relative.declared)
            guard relative.number != nil || relative.declared.contains(where: { !$0.isWhitespace }) else {
                throw .terms("\(label)の宛名番号か、誰であるかの申立てを指定してください。所得を照会する相手が要ります。")
            }
            guard relative.number != applicant.value else { throw .terms("\(label)の宛名番号が、申請者のものです。") }
        }
        guard household.householder != .spouse || household.spouse == .exists else { throw .terms("世帯主を配偶者とするときは、配偶者をありとしてください。") }
        guard spouse?.number == nil || spouse?.number != householder?.number else { throw .terms("配偶者と世帯主が同じ人です。世帯主は配偶者としてください。") }
    }

    /// Whether another says the same of everybody.
    func saysTheSame(as other: HouseholdEntry) -> Bool {
        func same(_ one: Relative?, _ other: Relative?) -> Bool { one?.number == other?.number && one?.declared == other?.declared }
        return household == other.household && same(spouse, other.spouse) && same(householder, other.householder)
    }

    /// 宛名番号 of whoever is in it beside the applicant.
    var numbers: Set<String> { Set([spouse?.number, householder?.number].compactMap { $0 }) }

    /// Who it is beside the applicant; `nil` where there is nobody to be looked at.
    package func relative(_ person: ExemptionPerson) -> Relative? {
        switch person {
        case .applicant: nil
        case .spouse: spouse
        case .householder: householder
        }
    }
}

/// 世帯の版. What was entered, by whom, and which version it is.
package struct KeptHousehold: Sendable, Hashable, Unprinted {
    /// From 1 for each application.
    package let version: Int32
    /// What it says.
    package let entry: HouseholdEntry
    /// 入力者.
    package let enteredBy: EnteredBy
}
