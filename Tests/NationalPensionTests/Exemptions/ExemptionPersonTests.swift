import Addressee
import Foundation
import NationalPension
import Testing

/// 免除等の審査の対象者: whose income counts, students, and incomes that nobody knows.
@Suite struct ExemptionPersonTests {
    // MARK: persons

    /// Row 23: a parent as householder bars the exemption, not the deferral; a spouse bars both.
    @Test func whoseIncomeCounts() throws {
        var applicant = Applicant()
        applicant.born = "2000-06-15"
        applicant.earns(0)
        applicant.householder = .other
        applicant.earns(.householder, 3_000_000)
        #expect(try applicant.told() == ["2025-07..2026-06 deferral"])
        var married = Applicant()
        married.born = "2000-06-15"
        married.earns(0)
        married.spouse = .exists
        married.earns(.spouse, 3_000_000)
        #expect(try married.told() == ["2025-07..2026-06 refused"])
        // As a householder, the spouse is not looked at twice.
        married.householder = .spouse
        #expect(try married.told() == ["2025-07..2026-06 refused"])
        #expect(try married.proposal().parts[0].kinds[0].persons.map(\.person) == [.applicant, .spouse])
        // Where nobody bars it, all three are within.
        var three = Applicant()
        three.spouse = .exists
        three.householder = .other
        three.earns(0)
        three.earns(.spouse, 670_000)
        three.earns(.householder, 670_000)
        #expect(try three.told() == ["2025-07..2026-06 full"])
        three.earns(.householder, 1_680_000)
        three.struck = [.deferral]
        #expect(try three.told() == ["2025-07..2026-06 quarter"])
    }

    /// Row 24, and the month in which the age is attained (平26附則14).
    @Test(arguments: [
        ("1976-06-15", ["2025-07..2026-05 deferral", "2026-06..2026-06 refused"]),
        // 49 for the whole year.
        ("1976-07-02", ["2025-07..2026-06 deferral"]),
        // Born on the first: 50 is attained in the month before.
        ("1976-07-01", ["2025-07..2026-05 deferral", "2026-06..2026-06 refused"]),
        ("1975-06-15", ["2025-07..2026-06 refused"]),
        ("1976-02-29", ["2025-07..2026-01 deferral", "2026-02..2026-06 refused"]),
        ("1975-12-31", ["2025-07..2025-11 deferral", "2025-12..2026-06 refused"]),
    ])
    func deferralEndsBeforeTheMonthOfFifty(born: String, told: [String]) throws {
        var applicant = Applicant()
        applicant.born = born
        applicant.earns(0)
        applicant.householder = .other
        applicant.earns(.householder, 9_000_000)
        #expect(try applicant.told() == told)
    }

    @Test func anUnknownBirthDateHoldsTheDeferralOnly() throws {
        var applicant = Applicant()
        (applicant.born, applicant.notation) = ("1976-00-00", "昭和51年頃")
        applicant.householder = .other
        applicant.earns(0)
        applicant.earns(.householder, 9_000_000)
        #expect(try applicant.told() == ["2025-07..2025-11 deferral", "2025-12..2026-06 held birth-date-unknown"])
        // The full exemption has no age.
        applicant.earns(.householder, 0)
        #expect(try applicant.told() == ["2025-07..2026-06 full"])
        (applicant.born, applicant.notation) = ("0000-00-00", "年月日不詳")
        applicant.earns(.householder, 9_000_000)
        #expect(try applicant.told() == ["2025-07..2026-06 held birth-date-unknown"])
        // 1990年頃: below 50 on every day that it could be.
        (applicant.born, applicant.notation) = ("1990-00-00", "平成2年頃")
        #expect(try applicant.told() == ["2025-07..2026-06 deferral"])
    }

    @Test func aHouseholdNobodyKnowsIsHeldUnlessItDoesNotMatter() throws {
        var applicant = Applicant()
        applicant.householder = .unknown
        applicant.earns(0)
        #expect(try applicant.told() == ["2025-07..2026-06 held household-unknown"])
        applicant.earns(9_000_000)
        #expect(try applicant.told() == ["2025-07..2026-06 refused"])
        applicant.earns(0)
        (applicant.householder, applicant.spouse) = (.applicant, .unknown)
        #expect(try applicant.told() == ["2025-07..2026-06 held household-unknown"])
        (applicant.householder, applicant.spouse) = (.spouse, .none)
        #expect(try applicant.told() == ["2025-07..2026-06 held household-unknown"])
    }

    /// 規77: a year that goes on is looked at today, one that is over on the last day asked for.
    @Test func theHouseholdIsThatOfTheRightDay() throws {
        let tables = try RuleTables.delivered()
        for (months, filed, expected) in [
            (span("2025-07", "2026-06"), "2025-08-20", "2025-08-20"), (span("2024-07", "2025-06"), "2025-08-20", "2025-06-30"),
            (span("2024-07", "2025-02"), "2025-08-20", "2025-02-28"), (span("2025-07", "2026-06"), "2026-06-30", "2026-06-30"),
            (span("2025-07", "2026-06"), "2026-07-01", "2026-06-30"), (span("2023-07", "2024-02"), "2025-08-20", "2024-02-29"),
        ] {
            #expect(ExemptionHousehold.referenceDay(for: months, .general, filedOn: day(filed), using: tables) == day(expected))
        }
        #expect(ExemptionHousehold.referenceDay(for: span("2024-04", "2025-03"), .student, filedOn: day("2025-04-01"), using: tables) == day("2025-03-31"))
        var applicant = Applicant()
        applicant.earns(0)
        applicant.asOf = "2025-08-19"
        #expect(try applicant.told() == ["2025-07..2026-06 held household-unknown"])
    }

    // MARK: students

    /// Row 25.
    @Test func studentsAreExaminedApartAndAlone() throws {
        var student = Applicant()
        student.group = .student
        student.months = span("2025-04", "2026-03")
        student.students = [span("2025-04", "2029-03")]
        student.filed = "2025-05-01"
        student.householder = .other
        student.earns(1_200_000)
        student.earns(.householder, 9_000_000)
        #expect(try student.told() == ["2025-04..2026-03 student"])
        student.earns(1_280_001)
        #expect(try student.told() == ["2025-04..2026-03 refused"])
        student.knows(.applicant, IncomeStatement(year: 2024, totalIncome: 1_550_000, isWorkingStudent: true))
        #expect(try student.told() == ["2025-04..2026-03 student"])
        // Students can't use the others; months after the studies can't use this.
        var general = Applicant()
        general.students = [span("2025-04", "2026-03")]
        general.earns(0)
        #expect(try general.told() == ["2025-07..2026-03 inadmissible", "2026-04..2026-06 full"])
        student.students = [span("2025-04", "2025-09")]
        #expect(try student.told() == ["2025-04..2025-09 student", "2025-10..2026-03 inadmissible"])
        // 令和2年度まで 118万円.
        var before = Applicant()
        before.group = .student
        before.months = span("2021-03", "2021-03")
        before.students = [span("2020-04", "2022-03")]
        before.filed = "2021-03-31"
        before.earns(1_180_001, year: 2019)
        #expect(try before.told() == ["2021-03..2021-03 refused"])
        before.months = span("2021-04", "2021-04")
        before.filed = "2021-04-30"
        before.earns(1_180_001, year: 2020)
        #expect(try before.told() == ["2021-04..2021-04 student"])
    }

    // MARK: unknown incomes

    @Test func anUnknownIncomeIsAskedOnceAndNeverNone() throws {
        var applicant = Applicant()
        applicant.householder = .other
        #expect(try applicant.told() == ["2025-07..2026-06 waiting householder 2024, self 2024"])
        #expect(try applicant.proposal().toAsk.count == 2 && applicant.proposal().waitingFor == [])
        for question in try applicant.proposal().toAsk {
            let isNew = applicant.ask(question)
            #expect(isNew)
        }
        #expect(try applicant.proposal().toAsk == [] && applicant.proposal().waitingFor.count == 2)
        // Asked again for the same person and year: flagged, in whatever words.
        let again = [IncomeQuestion(.applicant, year: 2024), .init(.applicant, year: 2024, isUnfiled: true), .init(.applicant, year: 2023)].map {
            applicant.ask($0)
        }
        #expect(again == [false, false, true])
        applicant.earns(0)
        #expect(try applicant.told() == ["2025-07..2026-06 waiting householder 2024"])
        applicant.incomes.add(.unfiled, of: .householder, year: 2024)
        let unfiled = try applicant.proposal()
        #expect(unfiled.told == ["2025-07..2026-06 waiting householder 2024"])
        #expect(unfiled.parts[0].kinds[0].persons.last?.reason.text.contains("申告されていません") == true)
        applicant.earns(.householder, 9_000_000)
        applicant.struck = [.deferral]
        #expect(try applicant.told() == ["2025-07..2026-06 refused"])
    }

    @Test func nobodyIsAskedWhoseIncomeDoesNotMatter() throws {
        var applicant = Applicant()
        (applicant.householder, applicant.spouse) = (.other, .exists)
        applicant.earns(9_000_000)
        #expect(try applicant.told() == ["2025-07..2026-06 refused"] && applicant.proposal().toAsk == [])
        // A statement of another year is no answer.
        var other = Applicant()
        other.earns(0, year: 2023)
        #expect(try other.told() == ["2025-07..2026-06 waiting self 2024"])
    }
}
