import Addressee
import NationalPension
import Testing

/// 資格の取得・喪失・種別変更: each case names the article it is written from.
@Suite struct QualificationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let article: String
        let born: String
        let facts: [PensionFact]
        let told: [String]
        var months: Int?
        var isResident = true
        var testDescription: String { "\(article) \(told.joined(separator: " / "))" }
    }

    static let acquisition: [Case] = [
        // Numbers in brackets are rows of the table of facts (see FactTableTests). Row 1: born on 1 January.
        Case(article: "法8① 9③ [1]", born: "1990-01-01", facts: [], told: ["1 2009-12-31 acquire-20 | 2049-12-31 lose-60"], months: 480),
        // Row 2: the day before a birthday on the first lies in the month before.
        Case(article: "法8① [2]", born: "2000-11-01", facts: [], told: ["1 2020-10-31 acquire-20 | 2060-10-31 lose-60"], months: 480),
        Case(article: "法8① 12月31日生まれ", born: "1990-12-31", facts: [], told: ["1 2010-12-30 acquire-20 | 2050-12-30 lose-60"], months: 480),
        Case(article: "法8① 2月29日生まれ", born: "2000-02-29", facts: [], told: ["1 2020-02-28 acquire-20 | 2060-02-28 lose-60"], months: 480),
        Case(article: "法8① 2月29日生まれ（平年に到達）", born: "2004-02-29", facts: [], told: ["1 2024-02-28 acquire-20 | 2064-02-28 lose-60"], months: 480),
        Case(article: "法8① 3月1日生まれ（閏年）", born: "2000-03-01", facts: [], told: ["1 2020-02-29 acquire-20 | 2060-02-29 lose-60"], months: 480),
        Case(article: "法8① 3月1日生まれ（平年）", born: "2001-03-01", facts: [], told: ["1 2021-02-28 acquire-20 | 2061-02-28 lose-60"], months: 480),
        Case(article: "法8① 4月1日生まれ", born: "2006-04-01", facts: [], told: ["1 2026-03-31 acquire-20 | 2066-03-31 lose-60"], months: 480),
        Case(article: "法8① 4月2日生まれ", born: "2006-04-02", facts: [], told: ["1 2026-04-01 acquire-20 | 2066-04-01 lose-60"], months: 480),
        Case(article: "法8① 平成元年1月8日生まれ", born: "1989-01-08", facts: [], told: ["1 2009-01-07 acquire-20 | 2049-01-07 lose-60"], months: 480),
        Case(article: "法8① 昭和64年1月7日生まれ", born: "1989-01-07", facts: [], told: ["1 2009-01-06 acquire-20 | 2049-01-06 lose-60"], months: 480),
        Case(article: "法8① 令和の初日に20歳", born: "1999-05-02", facts: [], told: ["1 2019-05-01 acquire-20 | 2059-05-01 lose-60"], months: 480),
        Case(article: "法8① 平成の最後の日に20歳", born: "1999-05-01", facts: [], told: ["1 2019-04-30 acquire-20 | 2059-04-30 lose-60"], months: 480),
        Case(
            article: "法8② 外国からの転入", born: "1990-06-15", facts: [.addressGained(on: day("2020-05-20"))],
            told: ["1 2020-05-20 acquire-entered-japan | 2050-06-14 lose-60"], months: 361, isResident: false),
        Case(
            article: "法8② 19歳で転入、20歳で取得", born: "2000-06-15", facts: [.addressGained(on: day("2020-06-13"))],
            told: ["1 2020-06-14 acquire-20 | 2060-06-14 lose-60"], months: 480, isResident: false),
        Case(article: "法8② 60歳に達した日に転入", born: "1960-06-15", facts: [.addressGained(on: day("2020-06-14"))], told: [], months: 0, isResident: false),
        Case(
            article: "法8② 60歳に達する前日に転入", born: "1960-06-15", facts: [.addressGained(on: day("2020-06-13"))],
            told: ["1 2020-06-13 acquire-entered-japan | 2020-06-14 lose-60"], months: 1, isResident: false),
        Case(
            article: "法8④ 18歳で就職", born: "2000-06-15", facts: [.employmentBegan(on: day("2019-04-01"))], told: ["2 2019-04-01 acquire-employment"]),
        Case(
            article: "法8④ 18歳で就職し19歳で退職、20歳で第1号", born: "2000-06-15",
            facts: [.employmentBegan(on: day("2019-04-01")), .employmentEnded(on: day("2020-03-31"))],
            told: ["2 2019-04-01 acquire-employment | 2020-04-01 lose-employment", "1 2020-06-14 acquire-20 | 2060-06-14 lose-60"], months: 492),
        Case(
            article: "法8⑤ 被扶養配偶者が20歳に", born: "2000-06-15", facts: [.dependencyBegan(on: day("2019-05-01"), isExemptFromResidence: false)],
            told: ["3 2020-06-14 acquire-20 | 2060-06-14 lose-60"], months: 480),
        Case(
            article: "法8③ 老齢給付等を受けることができなくなった", born: "1970-06-15",
            facts: [.oldAgeBenefitBegan(on: day("2015-01-10")), .oldAgeBenefitEnded(on: day("2016-03-05"))],
            told: ["1 1990-06-14 acquire-20 | 2015-01-10 lose-old-age", "1 2016-03-05 acquire-old-age-ended | 2030-06-14 lose-60"]),
        Case(
            article: "法8③ 適用除外でなくなった", born: "1990-06-15",
            facts: [.addressGained(on: day("2024-04-10")), .exclusionBegan(on: day("2024-04-10")), .exclusionEnded(on: day("2024-09-01"))],
            told: ["1 2024-09-01 acquire-exclusion-ended | 2050-06-14 lose-60"], isResident: false),
    ]

    static let loss: [Case] = [
        // Row 6.
        Case(
            article: "法9① 死亡 [6]", born: "1990-06-15", facts: [.died(on: day("2026-03-10"))], told: ["1 2010-06-14 acquire-20 | 2026-03-11 lose-death"],
            months: 189),
        Case(
            article: "法9① 月末の死亡", born: "1990-06-15", facts: [.died(on: day("2026-03-31"))], told: ["1 2010-06-14 acquire-20 | 2026-04-01 lose-death"],
            months: 190),
        Case(
            article: "法9① 閏日の死亡", born: "1990-06-15", facts: [.died(on: day("2024-02-29"))], told: ["1 2010-06-14 acquire-20 | 2024-03-01 lose-death"]),
        Case(
            article: "法9① 大みそかの死亡", born: "1990-06-15", facts: [.died(on: day("2025-12-31"))], told: ["1 2010-06-14 acquire-20 | 2026-01-01 lose-death"]),
        Case(article: "法9① 20歳前の死亡", born: "2010-06-15", facts: [.died(on: day("2025-12-31"))], told: [], months: 0),
        Case(
            article: "法9① 20歳に達した日の死亡", born: "2000-06-15", facts: [.died(on: day("2020-06-14"))],
            told: ["1 2020-06-14 acquire-20 | 2020-06-15 lose-death"], months: 1),
        Case(
            article: "法9① 60歳に達する前日の死亡は60歳の日に喪失", born: "1960-06-15", facts: [.died(on: day("2020-06-13"))],
            told: ["1 1980-06-14 acquire-20 | 2020-06-14 lose-death"], months: 480),
        Case(
            article: "法9① 60歳に達した後の死亡", born: "1960-06-15", facts: [.died(on: day("2020-06-14"))],
            told: ["1 1980-06-14 acquire-20 | 2020-06-14 lose-60"], months: 480),
        // Row 7.
        Case(
            article: "法9② 国外転出 [7]", born: "1990-06-15", facts: [.addressLost(on: day("2026-03-10"))],
            told: ["1 2010-06-14 acquire-20 | 2026-03-11 lose-left-japan"], months: 189),
        Case(
            article: "法9② 月末の国外転出", born: "1990-06-15", facts: [.addressLost(on: day("2026-03-31"))],
            told: ["1 2010-06-14 acquire-20 | 2026-04-01 lose-left-japan"], months: 190),
        Case(
            article: "法9 国外転出の日に厚年 [7]", born: "1990-06-15", facts: [.addressLost(on: day("2026-03-10")), .employmentBegan(on: day("2026-03-10"))],
            told: ["1 2010-06-14 acquire-20 | 2026-03-10 lose-left-japan-same-day", "2 2026-03-10 acquire-employment"]),
        Case(
            article: "法9 国外転出の日に第3号（特例要件）", born: "1990-06-15",
            facts: [.addressLost(on: day("2026-03-10")), .dependencyBegan(on: day("2026-03-10"), isExemptFromResidence: true)],
            told: ["1 2010-06-14 acquire-20 | 2026-03-10 lose-left-japan-same-day", "3 2026-03-10 acquire-dependency | 2050-06-14 lose-60"]),
        Case(
            article: "法9② 国外転出の翌日に厚年", born: "1990-06-15", facts: [.addressLost(on: day("2026-03-10")), .employmentBegan(on: day("2026-03-11"))],
            told: ["1 2010-06-14 acquire-20 | 2026-03-11 lose-left-japan", "2 2026-03-11 acquire-employment"]),
        Case(
            article: "法9② 第2号の国外転出は喪失でない", born: "1990-06-15",
            facts: [.employmentBegan(on: day("2015-04-01")), .addressLost(on: day("2026-03-10"))],
            told: ["1 2010-06-14 acquire-20 > 2 2015-04-01 change-employment"]),
        Case(
            article: "法9② 転出と再入国", born: "1990-06-15", facts: [.addressLost(on: day("2024-03-10")), .addressGained(on: day("2025-08-01"))],
            told: [
                "1 2010-06-14 acquire-20 | 2024-03-11 lose-left-japan", "1 2025-08-01 acquire-entered-japan | 2050-06-14 lose-60",
            ]),
        Case(
            article: "法9② 同じ日の転出と転入は喪失でない", born: "1990-06-15", facts: [.addressLost(on: day("2024-03-10")), .addressGained(on: day("2024-03-10"))],
            told: ["1 2010-06-14 acquire-20 | 2050-06-14 lose-60"], months: 480),
        Case(
            article: "法9② 転出の翌日の転入", born: "1990-06-15", facts: [.addressLost(on: day("2024-03-10")), .addressGained(on: day("2024-03-11"))],
            told: ["1 2010-06-14 acquire-20 | 2024-03-11 lose-left-japan", "1 2024-03-11 acquire-entered-japan | 2050-06-14 lose-60"], months: 480),
        Case(
            article: "法12 国内の転出入は喪失でない", born: "1990-06-15",
            facts: [.movedWithinJapan(on: day("2012-04-01")), .movedWithinJapan(on: day("2019-05-01"))],
            told: ["1 2010-06-14 acquire-20 | 2050-06-14 lose-60"], months: 480),
        // Row 9.
        Case(
            article: "法9③ 第2号の60歳 [9]", born: "1960-06-15", facts: [.employmentBegan(on: day("1990-04-01"))],
            told: ["1 1980-06-14 acquire-20 > 2 1990-04-01 change-employment"]),
        Case(
            article: "法9⑤ 60歳を過ぎた退職", born: "1960-06-15",
            facts: [.employmentBegan(on: day("1990-04-01")), .employmentEnded(on: day("2022-03-31"))],
            told: ["1 1980-06-14 acquire-20 > 2 1990-04-01 change-employment | 2022-04-01 lose-employment"]),
        Case(
            article: "法9③ 第3号の60歳", born: "1970-06-15", facts: [.dependencyBegan(on: day("2000-04-01"), isExemptFromResidence: false)],
            told: ["1 1990-06-14 acquire-20 > 3 2000-04-01 change-dependency | 2030-06-14 lose-60"], months: 480),
        // Row 10.
        Case(
            article: "法9④ 老齢給付等 [10]", born: "1970-06-15", facts: [.oldAgeBenefitBegan(on: day("2026-03-10"))],
            told: ["1 1990-06-14 acquire-20 | 2026-03-10 lose-old-age"], months: 429),
        Case(
            article: "法9④ 適用除外（医療滞在） [10]", born: "1990-06-15", facts: [.exclusionBegan(on: day("2026-03-10"))],
            told: ["1 2010-06-14 acquire-20 | 2026-03-11 lose-excluded"], months: 189),
        Case(
            article: "法9④ 一日だけの適用除外は喪失でない", born: "1990-06-15", facts: [.exclusionBegan(on: day("2026-03-10")), .exclusionEnded(on: day("2026-03-10"))],
            told: ["1 2010-06-14 acquire-20 | 2050-06-14 lose-60"], months: 480),
        Case(
            article: "法9④ 適用除外の間の60歳", born: "1966-06-15", facts: [.exclusionBegan(on: day("2026-03-10"))],
            told: ["1 1986-06-14 acquire-20 | 2026-03-11 lose-excluded"]),
        Case(
            article: "法9⑥ 配偶者でなくなったときに国外", born: "1990-06-15",
            facts: [
                .dependencyBegan(on: day("2015-04-01"), isExemptFromResidence: true), .addressLost(on: day("2020-06-30")),
                .dependencyEnded(on: day("2024-02-29")),
            ],
            told: ["1 2010-06-14 acquire-20 > 3 2015-04-01 change-dependency | 2024-03-01 lose-dependency"]),
        Case(
            article: "附則3 65歳で受給権のある第2号", born: "1960-06-15",
            facts: [.employmentBegan(on: day("1990-04-01")), .oldAgePensionAcquired(on: day("2025-06-14"))],
            told: ["1 1980-06-14 acquire-20 > 2 1990-04-01 change-employment | 2025-06-14 lose-class-2-pensioner"]),
        Case(
            article: "附則3 65歳を過ぎて受給権を得た第2号", born: "1960-06-15",
            facts: [.employmentBegan(on: day("1990-04-01")), .oldAgePensionAcquired(on: day("2026-01-20"))],
            told: ["1 1980-06-14 acquire-20 > 2 1990-04-01 change-employment | 2026-01-20 lose-class-2-pensioner"]),
        Case(
            article: "附則3 受給権のない65歳は第2号のまま", born: "1960-06-15", facts: [.employmentBegan(on: day("1990-04-01"))],
            told: ["1 1980-06-14 acquire-20 > 2 1990-04-01 change-employment"]),
    ]

    static let changes: [Case] = [
        // Row 4.
        Case(
            article: "法7①1 退職の翌日から第1号 [4]", born: "1990-06-15",
            facts: [.employmentBegan(on: day("2012-04-01")), .employmentEnded(on: day("2026-04-30"))],
            told: ["1 2010-06-14 acquire-20 > 2 2012-04-01 change-employment > 1 2026-05-01 change-left-employment | 2050-06-14 lose-60"], months: 480),
        Case(
            article: "法11の2 閏年2月末の退職", born: "1990-06-15",
            facts: [.employmentBegan(on: day("2012-04-01")), .employmentEnded(on: day("2024-02-28"))],
            told: ["1 2010-06-14 acquire-20 > 2 2012-04-01 change-employment > 1 2024-02-29 change-left-employment | 2050-06-14 lose-60"], months: 480),
        Case(
            article: "法11の2 年度末の退職", born: "1990-06-15",
            facts: [.employmentBegan(on: day("2012-04-01")), .employmentEnded(on: day("2024-03-31"))],
            told: ["1 2010-06-14 acquire-20 > 2 2012-04-01 change-employment > 1 2024-04-01 change-left-employment | 2050-06-14 lose-60"], months: 480),
        Case(
            article: "法7①2 続けて転職（退職の翌日に就職）", born: "1990-06-15",
            facts: [
                .employmentBegan(on: day("2012-04-01")), .employmentEnded(on: day("2020-03-31")), .employmentBegan(on: day("2020-04-01")),
            ], told: ["1 2010-06-14 acquire-20 > 2 2012-04-01 change-employment"]),
        Case(
            article: "法7①3 離婚の翌日から第1号", born: "1990-06-15",
            facts: [.dependencyBegan(on: day("2015-04-01"), isExemptFromResidence: false), .dependencyEnded(on: day("2020-12-31"))],
            told: ["1 2010-06-14 acquire-20 > 3 2015-04-01 change-dependency > 1 2021-01-01 change-dependency-ended | 2050-06-14 lose-60"], months: 480),
        Case(
            article: "法7①3 配偶者の退職の翌日から第1号", born: "1990-06-15",
            facts: [.dependencyBegan(on: day("2015-04-01"), isExemptFromResidence: false), .spouseEmploymentEnded(on: day("2020-02-29"))],
            told: ["1 2010-06-14 acquire-20 > 3 2015-04-01 change-dependency > 1 2020-03-01 change-spouse-left-employment | 2050-06-14 lose-60"], months: 480),
        // Row 14.
        Case(
            article: "附則3 配偶者の65歳の誕生日の前日から第1号 [14]", born: "1970-06-15",
            facts: [.dependencyBegan(on: day("2000-04-01"), isExemptFromResidence: false), .spouse65thBirthday(on: day("2026-05-10"))],
            told: ["1 1990-06-14 acquire-20 > 3 2000-04-01 change-dependency > 1 2026-05-09 change-spouse-65 | 2030-06-14 lose-60"], months: 480),
        Case(
            article: "附則3 配偶者の65歳が4月1日生まれ", born: "1970-06-15",
            facts: [.dependencyBegan(on: day("2000-04-01"), isExemptFromResidence: false), .spouse65thBirthday(on: day("2026-04-01"))],
            told: ["1 1990-06-14 acquire-20 > 3 2000-04-01 change-dependency > 1 2026-03-31 change-spouse-65 | 2030-06-14 lose-60"], months: 480),
        Case(
            article: "附則3 配偶者の65歳の後の退職は関わらない", born: "1970-06-15",
            facts: [
                .dependencyBegan(on: day("2000-04-01"), isExemptFromResidence: false), .spouse65thBirthday(on: day("2026-05-10")),
                .spouseEmploymentEnded(on: day("2026-07-31")),
            ], told: ["1 1990-06-14 acquire-20 > 3 2000-04-01 change-dependency > 1 2026-05-09 change-spouse-65 | 2030-06-14 lose-60"], months: 480),
        Case(
            article: "法7①2 第3号から第2号", born: "1990-06-15",
            facts: [
                .dependencyBegan(on: day("2015-04-01"), isExemptFromResidence: false), .employmentBegan(on: day("2020-04-01")),
                .dependencyEnded(on: day("2020-04-01")),
            ], told: ["1 2010-06-14 acquire-20 > 3 2015-04-01 change-dependency > 2 2020-04-01 change-employment"]),
        Case(
            article: "法7①3 退職の翌日から第3号", born: "1990-06-15",
            facts: [
                .employmentBegan(on: day("2012-04-01")), .employmentEnded(on: day("2020-03-31")),
                .dependencyBegan(on: day("2020-04-01"), isExemptFromResidence: false),
            ], told: ["1 2010-06-14 acquire-20 > 2 2012-04-01 change-employment > 3 2020-04-01 change-dependency | 2050-06-14 lose-60"], months: 480),
        Case(
            article: "法7①3 令和2年4月から国内居住要件", born: "1990-06-15",
            facts: [.dependencyBegan(on: day("2015-04-01"), isExemptFromResidence: false), .addressLost(on: day("2018-06-30"))],
            told: ["1 2010-06-14 acquire-20 > 3 2015-04-01 change-dependency | 2020-04-01 lose-dependency"]),
    ]

    @Test(arguments: acquisition + loss + changes) func periods(of example: Case) throws {
        let life = try example.isResident ? Life.resident(born: example.born, example.facts) : Life(born: example.born, example.facts)
        let history = try life.history()
        #expect(history.told == example.told)
        if let months = example.months { #expect(history.totals.all == months) }
        #expect(history.doubts.filter { $0.kind != .beforeClasses } == [])
    }

    /// Nothing that is later than the day is in the history: at 30 nobody has lost at 60.
    @Test func theFutureIsNotTold() throws {
        let history = try Life.resident(born: "1990-06-15").history(on: "2020-06-14")
        #expect(history.told == ["1 2010-06-14 acquire-20"] && history.current == .class1)
        #expect(history.toldMonths == ["1 2010-06..2020-06"])
        #expect(try Life.resident(born: "1990-06-15").history(on: "2010-06-13").told == [])
    }

    /// Filed years later, the effect goes back all the same (法第8条).
    @Test func lateFilingChangesNoDay() throws {
        let tables = try RuleTables.delivered()
        let fact = PensionFact.addressGained(on: day("2020-05-20"))
        let birth = try BirthDate(written: "1990-06-15")
        let told = try ["2020-05-21", "2026-11-28"].map { received in
            try Replay.history(
                of: [PensionEvent(id: "1", .fact(fact), receivedOn: day(received), recordedAt: 0)], born: birth, on: day("2026-11-28"), using: tables
            ).told
        }
        #expect(told == [["1 2020-05-20 acquire-entered-japan"], ["1 2020-05-20 acquire-entered-japan"]])
    }
}
