import Addressee
import NationalPension
import Testing

/// 被保険者期間の計算 (法第11条, 第11条の2).
@Suite struct MonthTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let article: String
        let born: String
        let facts: [PensionFact]
        let on: String
        let told: [String]
        var isResident = true
        var testDescription: String { "\(article) \(told.joined(separator: " / "))" }
    }

    static let cases: [Case] = [
        // Row 11.
        Case(
            article: "法11② 同じ月の得喪は1月 [11]", born: "1990-06-15", facts: [.addressGained(on: day("2026-03-02")), .addressLost(on: day("2026-03-20"))],
            on: "2026-12-31", told: ["1 2026-03..2026-03"], isResident: false),
        Case(
            article: "法11②ただし書 同じ月に再び取得", born: "1990-06-15",
            facts: [.addressGained(on: day("2026-03-02")), .addressLost(on: day("2026-03-10")), .addressGained(on: day("2026-03-25"))], on: "2026-05-31",
            told: ["1 2026-03..2026-05"], isResident: false),
        Case(
            article: "法11② 取得の月の翌月1日に喪失（月末の転出）", born: "1990-06-15",
            facts: [.addressGained(on: day("2026-03-02")), .addressLost(on: day("2026-03-31"))], on: "2026-12-31", told: ["1 2026-03..2026-03"],
            isResident: false),
        Case(
            article: "法11① 喪失の月は入らない", born: "1990-06-15", facts: [.addressGained(on: day("2026-03-02")), .addressLost(on: day("2026-04-29"))],
            on: "2026-12-31", told: ["1 2026-03..2026-03"], isResident: false),
        Case(
            article: "法11① 月末に取得、翌月に喪失", born: "1990-06-15",
            facts: [.addressGained(on: day("2024-02-29")), .addressLost(on: day("2024-03-01"))], on: "2026-12-31", told: ["1 2024-02..2024-02"],
            isResident: false),
        Case(
            article: "法11② 一月に三度の得喪は1月", born: "1990-06-15",
            facts: [
                .addressGained(on: day("2026-03-02")), .addressLost(on: day("2026-03-04")), .addressGained(on: day("2026-03-10")),
                .addressLost(on: day("2026-03-12")),
                .addressGained(on: day("2026-03-20")), .addressLost(on: day("2026-03-22")),
            ], on: "2026-12-31", told: ["1 2026-03..2026-03"], isResident: false),
        // Row 12.
        Case(
            article: "法11の2 二度の種別変更は最後の種別 [12]", born: "1990-06-15",
            facts: [.employmentBegan(on: day("2026-03-02")), .employmentEnded(on: day("2026-03-20"))], on: "2026-04-30", told: ["1 2010-06..2026-04"]),
        Case(
            article: "法11の2 変更の月は変更後の種別", born: "1990-06-15", facts: [.employmentBegan(on: day("2026-03-31"))], on: "2026-04-30",
            told: ["1 2010-06..2026-02", "2 2026-03..2026-04"]),
        Case(
            article: "法11の2 月末の退職は翌月から第1号", born: "1990-06-15",
            facts: [.employmentBegan(on: day("2026-01-01")), .employmentEnded(on: day("2026-03-31"))], on: "2026-04-30",
            told: ["1 2010-06..2025-12", "2 2026-01..2026-03", "1 2026-04..2026-04"]),
        Case(
            article: "法11の2 月末の前日の退職はその月から第1号", born: "1990-06-15",
            facts: [.employmentBegan(on: day("2026-01-01")), .employmentEnded(on: day("2026-03-30"))], on: "2026-04-30",
            told: ["1 2010-06..2025-12", "2 2026-01..2026-02", "1 2026-03..2026-04"]),
        Case(
            article: "法11の2 三つの種別が一月に", born: "1990-06-15",
            facts: [
                .employmentBegan(on: day("2026-03-02")), .employmentEnded(on: day("2026-03-10")),
                .dependencyBegan(on: day("2026-03-20"), isExemptFromResidence: false),
            ], on: "2026-03-31", told: ["1 2010-06..2026-02", "3 2026-03..2026-03"]),
        Case(
            article: "法11の2 20歳の月に就職", born: "2006-03-10", facts: [.employmentBegan(on: day("2026-03-25"))], on: "2026-04-30",
            told: ["2 2026-03..2026-04"]),
        Case(article: "法11① 20歳に達した日の属する月から", born: "2006-04-01", facts: [], on: "2026-04-30", told: ["1 2026-03..2026-04"]),
        Case(article: "法11① 60歳の月は入らない", born: "1966-04-01", facts: [], on: "2027-12-31", told: ["1 1986-03..2026-02"]),
        Case(article: "法11① 60歳の月は入らない（2日生まれ）", born: "1966-04-02", facts: [], on: "2027-12-31", told: ["1 1986-04..2026-03"]),
        Case(
            article: "法11 60歳の月に任意加入", born: "1966-04-10",
            facts: [.voluntaryApplied(on: day("2026-04-20"), ground: .resident, paidMonths: nil)], on: "2026-05-31",
            told: ["1 1986-04..2026-03", "voluntary 2026-04..2026-05"]),
    ]

    @Test(arguments: cases) func months(of example: Case) throws {
        let life = try example.isResident ? Life.resident(born: example.born, example.facts) : Life(born: example.born, example.facts)
        #expect(try life.history(on: example.on).toldMonths == example.told)
    }

    @Test func aMonthIsShownInTheEraOfItsLastDay() throws {
        #expect(
            ["1989-01", "1988-12", "2019-04", "2019-05", "2026-10", "1926-12"].map { month($0).display }
                == ["平成元年1月", "昭和63年12月", "平成31年4月", "令和元年5月", "令和8年10月", "昭和元年12月"])
        #expect(CalendarMonth("2026-13") == nil && CalendarMonth("2026-1") == nil && CalendarMonth("0000-01") == nil)
        #expect(month("2026-01").adding(-1) == month("2025-12") && month("2024-02").lastDay == day("2024-02-29"))
        #expect(["2026-03", "2026-04"].map { month($0).fiscalYear } == [2025, 2026])
    }
}
