import Addressee
import NationalPension
import Testing

/// The table of test cases that the facts of the domain were gathered with, row by row: where each is shown, and which are not this system's.
@Suite struct FactTableTests {
    /// Rows that stand, with their number in brackets, in another file: 1, 2, 6, 7, 9, 10, 14 and 4 in `QualificationTests`, 11 and 12 in `MonthTests`, 15 in
    /// `FilingTests`, 16, 18, 19, 23 to 28 and 35 in `Exemptions`, 30, 33 and 34 in `PremiumMonthTests`.
    ///
    /// Rows 37 and 38 (care insurance: leaving a city D+1, entering another D, leaving medical insurance D; 住所地特例, the first of several facilities) are
    /// 介護保険法第11条 and 第13条: the care-insurance department's, whose module has its own dates. Pension only tells it who has 老齢福祉年金.
    /// Row 39 (child allowance by ages) is 児童手当法: the childcare department's. Neither day nor amount is asked for by any rule here, so no table has them.
    ///
    /// What the rows have in common with this system, the direction of their dates, is shown below from the law that is ours.
    @Test func leavingCountsFromTheDayAfterAndEnteringFromTheDay() throws {
        let reasons = try RuleTables.delivered().reasons
        #expect(reasons.day(.loseLeftJapan, from: day("2026-03-31")) == day("2026-04-01"))
        #expect(reasons.day(.acquireEnteredJapan, from: day("2026-03-31")) == day("2026-03-31"))
        #expect(reasons.day(.changeSpouse65, from: day("2026-05-10")) == day("2026-05-09"))
    }

    /// Row 2 for the premium: due from the month of the acquisition.
    @Test func premiumsAreDueFromTheMonthOfTheAcquisition() throws {
        #expect(try Life.resident(born: "2000-11-01").history(on: "2020-12-31").toldMonths == ["1 2020-10..2020-12"])
    }

    /// Row 4: from May.
    @Test func afterAJobUntilTheEndOfAprilPremiumsAreDueFromMay() throws {
        let life = try Life.resident(born: "1990-06-15", [.employmentBegan(on: day("2012-04-01")), .employmentEnded(on: day("2026-04-30"))])
        #expect(try life.history(on: "2026-06-30").toldMonths == ["1 2010-06..2012-03", "2 2012-04..2026-04", "1 2026-05..2026-06"])
    }
}
