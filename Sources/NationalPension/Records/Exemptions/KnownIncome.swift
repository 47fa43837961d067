package import Addressee

/// 審査に使う所得. What is known of one person's income of one year, from where, and whether it was asked for.
package struct KnownIncome: Sendable, Hashable, Codable, Unprinted {
    /// 出どころ.
    package enum Source: Sendable, Hashable, Codable {
        /// The tax record, in this version (履歴番号).
        case tax(Int32)
        /// 所得の申立て, the last of them, by its number.
        case declared(Int64)
    }

    /// 所得の照会, once.
    package struct Asked: Sendable, Hashable, Codable {
        /// Names it.
        package let question: Int64
        /// The day in Japan on which it was asked.
        package let on: CalendarDay
        /// Who asked.
        package let by: String
        /// 受付番号 of the application for which it was asked.
        package let reception: ReceptionNumber
        /// Whether the record had the person without a return.
        package let isUnfiled: Bool
    }

    /// Whose, by their part in the application.
    package let person: ExemptionPerson
    /// 所得の年.
    package let year: Int
    /// 宛名番号; `nil` of somebody whom the hub does not know.
    package let number: String?
    /// From where; `nil` where nothing is given.
    package let source: Source?
    /// 所得の申立て, by their numbers, that tell one of the items at least, the oldest first; `nil` where none does.
    package let declarations: [Int64]?
    /// The one that told items which the tax record does not, in an examination that was kept before there could be several; `nil` in later ones.
    private(set) var supplement: Int64?
    /// Items by their national names, as they were given.
    package let items: [String: String]
    /// What they tell; `nil` where nothing is given.
    package let reading: IncomeReading?
    /// Whether items of it wait to be decided at the hub: till then they tell nothing.
    package let isUnsettled: Bool
    /// `nil` where nobody asked.
    package let asked: Asked?

    /// What the rules may count with.
    var answer: KnownIncomes.Answer? {
        guard !isUnsettled else { return nil }
        switch reading {
        case .told(let statement)?: return .told(statement)
        case .unfiled?: return .unfiled
        case .unclear?, nil: return nil
        }
    }
}

extension [KnownIncome] {
    /// As the rules read them.
    var known: KnownIncomes {
        var known = KnownIncomes()
        for income in self {
            if let answer = income.answer { known.add(answer, of: income.person, year: income.year) }
            // What the hub decides on comes by itself, and nobody has to be asked.
            if income.asked != nil || income.isUnsettled { known.ask(IncomeQuestion(income.person, year: income.year)) }
        }
        return known
    }
}
