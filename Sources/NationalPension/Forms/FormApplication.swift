package import Addressee

/// 免除等の申請の記載内容. What the application says, whose incomes count, and the examination with its arithmetic.
package struct FormApplication: Sendable, Hashable, Unprinted {
    /// What the form says.
    package let application: ExemptionApplication
    /// 世帯, for a day; `nil` where none was entered, or none is looked at.
    package let household: ExemptionHousehold?
    /// 配偶者, in words; empty where there is none.
    package let spouse: String
    /// 世帯主, where it is another than applicant and spouse; empty otherwise.
    package let householder: String
    /// 所得, of each who is looked at.
    package let incomes: [FormIncome]
    /// 審査結果の案; `nil` where nothing was examined yet.
    package let proposal: ExemptionProposal?
    /// When it was examined.
    package let examinedOn: CalendarDay?

    package init(
        _ application: ExemptionApplication, household: ExemptionHousehold?, spouse: String = "", householder: String = "", incomes: [FormIncome],
        proposal: ExemptionProposal?, examinedOn: CalendarDay?
    ) {
        (self.application, self.household, self.spouse, self.householder) = (application, household, spouse, householder)
        (self.incomes, self.proposal, self.examinedOn) = (incomes, proposal, examinedOn)
    }
}

/// 所得の欄. One person's income of one year.
package struct FormIncome: Sendable, Hashable, Unprinted {
    /// Whose.
    package let person: ExemptionPerson
    /// 所得の年.
    package let year: Int
    /// From where, or why it is not known, in words.
    package let source: String
    /// `nil` where it is not known: then nothing is printed in place of amounts.
    package let statement: IncomeStatement?

    package init(_ person: ExemptionPerson, year: Int, source: String, statement: IncomeStatement?) {
        (self.person, self.year, self.source, self.statement) = (person, year, source, statement)
    }
}
