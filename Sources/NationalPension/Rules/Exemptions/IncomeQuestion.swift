/// 所得の照会. Whose income of which year has to be known. A question of a person and year is put once.
package struct IncomeQuestion: Sendable, Hashable, Codable, Comparable {
    /// Whose.
    package let person: ExemptionPerson
    /// 所得の年.
    package let year: Int
    /// 未申告: the tax record has the person, but no return; they have to file one, or to declare their income.
    package let isUnfiled: Bool

    /// A question.
    package init(_ person: ExemptionPerson, year: Int, isUnfiled: Bool = false) {
        self.person = person
        self.year = year
        self.isUnfiled = isUnfiled
    }

    /// As a clerk would write it.
    package var reason: Reason {
        Reason(
            isUnfiled ? "\(person.label)の\(year)年分の所得が申告されていません。申告または所得の申立てを求めてください。" : "\(person.label)の\(year)年分の所得が分かりません。照会してください。",
            "国民年金法施行規則第77条")
    }

    /// By person, then year.
    package static func < (a: Self, b: Self) -> Bool { (a.person.rawValue, a.year) < (b.person.rawValue, b.year) }
}

/// 所得の把握. What is known of incomes, and what was asked already. Income that nobody knows is never none.
package struct KnownIncomes: Sendable, Hashable, Codable, Unprinted {
    /// What is known of one person's income of one year.
    package enum Answer: Sendable, Hashable, Codable {
        /// Told by the tax record, or declared.
        case told(IncomeStatement)
        /// 未申告.
        case unfiled
    }

    private struct Entry: Sendable, Hashable, Codable {
        let person: ExemptionPerson
        let year: Int
        let answer: Answer
    }

    private var entries: [Entry] = []
    /// Questions that were put and not answered yet.
    package private(set) var asked: Set<IncomeQuestion> = []

    /// Nothing is known.
    package init() {}

    /// Adds an answer, in place of an earlier one for the same person and year.
    package mutating func add(_ answer: Answer, of person: ExemptionPerson, year: Int) {
        entries.removeAll { $0.person == person && $0.year == year }
        entries.append(Entry(person: person, year: year, answer: answer))
    }

    /// Adds a statement of its own year.
    package mutating func add(_ statement: IncomeStatement, of person: ExemptionPerson) { add(.told(statement), of: person, year: statement.year) }

    /// Notes that a question was put.
    /// - Returns: false where the same person and year was asked already: a repetition, which is flagged (会計検査院 2017).
    @discardableResult package mutating func ask(_ question: IncomeQuestion) -> Bool {
        guard !wasAsked(question) else { return false }
        asked.insert(question)
        return true
    }

    /// Whether the person was asked for that year already, in whatever words.
    package func wasAsked(_ question: IncomeQuestion) -> Bool { asked.contains { $0.person == question.person && $0.year == question.year } }

    /// What is known; `nil` where nothing is.
    package func answer(_ person: ExemptionPerson, year: Int) -> Answer? { entries.first { $0.person == person && $0.year == year }?.answer }
}
