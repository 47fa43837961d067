import Addressee
import Foundation
import NationalPension
import Testing

/// An application as the tests write it: single, householder, July 2025 to June 2026, filed in August 2025.
struct Applicant {
    var born = "1990-06-15"
    var notation: String?
    var group = ExemptionYears.Group.general
    var months = span("2025-07", "2026-06")
    var filed = "2025-08-20"
    var spouse = ExemptionHousehold.Spouse.none
    var householder = ExemptionHousehold.Householder.applicant
    var struck: Set<ExemptionKind> = []
    var continues = false
    var special: [ExemptionApplication.SpecialClaim] = []
    var students: [MonthSpan] = []
    var asOf: String?
    var incomes = KnownIncomes()
    var history: InsuredHistory?
    var order: ExemptionOrder?

    init() {}

    mutating func knows(_ person: ExemptionPerson, _ statement: IncomeStatement) { incomes.add(statement, of: person) }

    mutating func earns(_ yen: Int, year: Int = 2024) { earns(.applicant, yen, year: year) }

    mutating func earns(_ person: ExemptionPerson, _ yen: Int, year: Int = 2024) { knows(person, IncomeStatement(year: year, totalIncome: yen)) }

    mutating func ask(_ question: IncomeQuestion) -> Bool { incomes.ask(question) }

    func proposal() throws -> ExemptionProposal {
        let tables = try RuleTables.delivered()
        let application = ExemptionApplication(
            group, months: months, filedOn: day(filed), struck: struck, wantsContinuation: continues, special: special, studentMonths: students)
        let reference = ExemptionHousehold.referenceDay(for: months, group, filedOn: day(filed), using: tables)
        return ExemptionExamination(
            application, born: try BirthDate(written: born, unknownNotation: notation),
            household: ExemptionHousehold(asOf: asOf.map(day) ?? reference, spouse: spouse, householder: householder), incomes: incomes, history: history,
            order: order, using: tables
        ).proposal()
    }

    /// The results as a test reads them: `2025-07..2026-06 half`.
    func told() throws -> [String] { try proposal().told }
}

extension ExemptionProposal {
    var told: [String] {
        parts.map { part in
            let result =
                switch part.outcome {
                case .granted(let kind): kind.rawValue
                case .refused: "refused"
                case .waiting(let questions): "waiting " + questions.map { "\($0.person.rawValue) \($0.year)" }.joined(separator: ", ")
                case .held(let holds): "held " + holds.map(\.kind.rawValue).joined(separator: ", ")
                case .inadmissible: "inadmissible"
                }
            return "\(part.months) \(result)"
        }
    }
}
