import Addressee
import NationalPension
import Testing

/// 任意加入・特例任意加入 (附則第5条, 平成16年法律第104号附則第23条).
@Suite struct VoluntaryTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let article: String
        let born: String
        let facts: [PensionFact]
        /// The voluntary periods only.
        let told: [String]
        var doubts: [Doubt.Kind] = []
        var testDescription: String { "\(article) \(told.joined(separator: " / "))" }
    }

    static let abroad: [PensionFact] = [.addressLost(on: day("2020-06-30"))]

    static let cases: [Case] = [
        Case(
            article: "附則5③ 申出の日から", born: "1966-06-15", facts: [.voluntaryApplied(on: day("2027-03-01"), ground: .resident, paidMonths: nil)],
            told: ["voluntary 2027-03-01 voluntary-resident | 2031-06-14 voluntary-lose-65"]),
        Case(
            article: "附則5③ 60歳に達した日の申出", born: "1966-06-15",
            facts: [.voluntaryApplied(on: day("2026-06-14"), ground: .resident, paidMonths: nil)],
            told: ["voluntary 2026-06-14 voluntary-resident | 2031-06-14 voluntary-lose-65"]),
        Case(
            article: "附則5① 60歳に達する前の申出はできない", born: "1966-06-15",
            facts: [.voluntaryApplied(on: day("2026-06-13"), ground: .resident, paidMonths: nil)], told: [], doubts: [.voluntaryNotAllowed]),
        Case(
            article: "附則5① 65歳に達した日の申出はできない", born: "1960-06-15",
            facts: [.voluntaryApplied(on: day("2025-06-14"), ground: .resident, paidMonths: nil)], told: [], doubts: [.voluntaryNotAllowed]),
        Case(
            article: "附則5⑤2 第2号となった日に喪失", born: "1966-06-15",
            facts: [.voluntaryApplied(on: day("2026-07-01"), ground: .resident, paidMonths: nil), .employmentBegan(on: day("2028-04-01"))],
            told: ["voluntary 2026-07-01 voluntary-resident | 2028-04-01 voluntary-lose-employment"]),
        Case(
            article: "附則5⑤3 申出の受理された日に喪失", born: "1966-06-15",
            facts: [.voluntaryApplied(on: day("2026-07-01"), ground: .resident, paidMonths: nil), .voluntaryWithdrawn(on: day("2027-02-15"))],
            told: ["voluntary 2026-07-01 voluntary-resident | 2027-02-15 voluntary-lose-withdrawn"]),
        Case(
            article: "附則5⑤4 480月に達した日に喪失（納付月数から）", born: "1966-06-15",
            facts: [.voluntaryApplied(on: day("2026-07-20"), ground: .resident, paidMonths: 475)],
            told: ["voluntary 2026-07-20 voluntary-resident | 2026-12-01 voluntary-lose-480"]),
        Case(
            article: "附則5⑤4 480月に達した日に喪失（機構の通知から）", born: "1966-06-15",
            facts: [.voluntaryApplied(on: day("2026-07-20"), ground: .resident, paidMonths: nil), .fullMonthsReached(on: day("2027-01-01"))],
            told: ["voluntary 2026-07-20 voluntary-resident | 2027-01-01 voluntary-lose-480"]),
        Case(
            article: "附則5⑤4 すでに480月なら加入できない", born: "1966-06-15",
            facts: [.voluntaryApplied(on: day("2026-07-20"), ground: .resident, paidMonths: 480)], told: [], doubts: [.voluntaryNotAllowed]),
        Case(
            article: "法9① 任意加入者の死亡", born: "1966-06-15",
            facts: [.voluntaryApplied(on: day("2026-07-01"), ground: .resident, paidMonths: nil), .died(on: day("2027-12-31"))],
            told: ["voluntary 2026-07-01 voluntary-resident | 2028-01-01 lose-death"]),
        Case(
            article: "附則5⑥ 国外転出の翌日に喪失", born: "1966-06-15",
            facts: [.voluntaryApplied(on: day("2026-07-01"), ground: .resident, paidMonths: nil), .addressLost(on: day("2027-02-28"))],
            told: ["voluntary 2026-07-01 voluntary-resident | 2027-03-01 voluntary-lose-left-japan"]),
        Case(
            article: "附則5⑥ 督促の指定期限の翌日に喪失", born: "1966-06-15",
            facts: [.voluntaryApplied(on: day("2026-07-01"), ground: .resident, paidMonths: nil), .voluntaryLapsed(on: day("2027-03-31"))],
            told: ["voluntary 2026-07-01 voluntary-resident | 2027-04-01 voluntary-lose-lapsed-resident"]),
        Case(
            article: "附則5①3 在外邦人", born: "1990-06-15", facts: abroad + [.voluntaryApplied(on: day("2020-08-01"), ground: .abroad, paidMonths: nil)],
            told: ["voluntary 2020-08-01 voluntary-abroad | 2055-06-14 voluntary-lose-65"]),
        Case(
            article: "附則5①3 転出の日の申出は転出の翌日から", born: "1990-06-15",
            facts: abroad + [.voluntaryApplied(on: day("2020-06-30"), ground: .abroad, paidMonths: nil)],
            told: ["voluntary 2020-07-01 voluntary-abroad | 2055-06-14 voluntary-lose-65"]),
        Case(
            article: "附則5①3 国内にいる間は在外の任意加入はできない", born: "1966-06-15",
            facts: [.voluntaryApplied(on: day("2026-07-01"), ground: .abroad, paidMonths: nil)], told: [], doubts: [.voluntaryNotAllowed]),
        Case(
            article: "附則5⑧ 帰国の日に第1号となれば、その日に喪失", born: "1990-06-15",
            facts: abroad + [.voluntaryApplied(on: day("2020-08-01"), ground: .abroad, paidMonths: nil), .addressGained(on: day("2023-05-10"))],
            told: ["voluntary 2020-08-01 voluntary-abroad | 2023-05-10 voluntary-lose-compulsory"]),
        Case(
            article: "附則5⑧ 60歳以上の帰国は翌日に喪失", born: "1966-06-15",
            facts: [
                .addressLost(on: day("2020-06-30")), .voluntaryApplied(on: day("2020-08-01"), ground: .abroad, paidMonths: nil),
                .addressGained(on: day("2027-05-10")),
            ],
            told: ["voluntary 2020-08-01 voluntary-abroad | 2027-05-11 voluntary-lose-entered-japan"]),
        Case(
            article: "附則5⑧ 2年の滞納の翌日に喪失", born: "1990-06-15",
            facts: abroad + [.voluntaryApplied(on: day("2020-08-01"), ground: .abroad, paidMonths: nil), .voluntaryLapsed(on: day("2024-02-29"))],
            told: ["voluntary 2020-08-01 voluntary-abroad | 2024-03-01 voluntary-lose-lapsed-abroad"]),
        Case(
            article: "附則5⑧ 日本国籍の喪失の翌日", born: "1990-06-15",
            facts: abroad + [.voluntaryApplied(on: day("2020-08-01"), ground: .abroad, paidMonths: nil), .nationalityLost(on: day("2022-03-31"))],
            told: ["voluntary 2020-08-01 voluntary-abroad | 2022-04-01 voluntary-lose-nationality"]),
        Case(
            article: "附則5⑧ 在外で第3号となった日に喪失", born: "1990-06-15",
            facts: abroad + [
                .voluntaryApplied(on: day("2020-08-01"), ground: .abroad, paidMonths: nil),
                .dependencyBegan(on: day("2022-04-15"), isExemptFromResidence: true),
            ], told: ["voluntary 2020-08-01 voluntary-abroad | 2022-04-15 voluntary-lose-compulsory"]),
        Case(
            article: "附則5①1 老齢給付等を受けることができる20歳以上60歳未満", born: "1970-06-15",
            facts: [.oldAgeBenefitBegan(on: day("2026-03-10")), .voluntaryApplied(on: day("2026-04-01"), ground: .pensioner, paidMonths: nil)],
            told: ["voluntary 2026-04-01 voluntary-pensioner | 2035-06-14 voluntary-lose-65"]),
        Case(
            article: "附則5①1 老齢給付等がなければできない", born: "1990-06-15",
            facts: abroad + [
                .addressGained(on: day("2021-01-10")), .exclusionBegan(on: day("2021-01-10")),
                .voluntaryApplied(on: day("2021-02-01"), ground: .pensioner, paidMonths: nil),
            ],
            told: [], doubts: [.voluntaryNotAllowed]),
        Case(
            article: "附則5 第1号は任意加入できない", born: "1990-06-15",
            facts: [.voluntaryApplied(on: day("2021-02-01"), ground: .resident, paidMonths: nil)], told: [], doubts: [.voluntaryNotAllowed]),
        Case(
            article: "附則5 喪失の後の再びの申出", born: "1966-06-15",
            facts: [
                .voluntaryApplied(on: day("2026-07-01"), ground: .resident, paidMonths: nil), .voluntaryWithdrawn(on: day("2027-02-15")),
                .voluntaryApplied(on: day("2028-04-01"), ground: .resident, paidMonths: nil),
            ],
            told: [
                "voluntary 2026-07-01 voluntary-resident | 2027-02-15 voluntary-lose-withdrawn",
                "voluntary 2028-04-01 voluntary-resident | 2031-06-14 voluntary-lose-65",
            ]),
        Case(
            article: "平16附則23 昭和40年4月1日生まれまで", born: "1965-04-01",
            facts: [.voluntaryApplied(on: day("2030-04-01"), ground: .specialResident, paidMonths: nil)],
            told: ["special-voluntary 2030-04-01 special-resident | 2035-03-31 special-lose-70"]),
        Case(
            article: "令7附則40（未確認） 昭和40年4月2日生まれから", born: "1965-04-02",
            facts: [.voluntaryApplied(on: day("2030-04-02"), ground: .specialResident, paidMonths: nil)],
            told: ["special-voluntary 2030-04-02 special-resident | 2035-04-01 special-lose-70"], doubts: [.ruleUnconfirmed]),
        Case(
            article: "令7附則40（未確認） 昭和50年4月2日生まれは対象外", born: "1975-04-02",
            facts: [.voluntaryApplied(on: day("2040-05-02"), ground: .specialResident, paidMonths: nil)], told: [], doubts: [.voluntaryNotAllowed]),
        Case(
            article: "平16附則23 受給権があればできない", born: "1960-04-01",
            facts: [.oldAgePensionAcquired(on: day("2025-03-31")), .voluntaryApplied(on: day("2026-04-01"), ground: .specialResident, paidMonths: nil)],
            told: [],
            doubts: [.voluntaryNotAllowed]),
        Case(
            article: "平16附則23 受給権を得た日の翌日に喪失", born: "1960-04-01",
            facts: [.voluntaryApplied(on: day("2026-04-01"), ground: .specialResident, paidMonths: nil), .oldAgePensionAcquired(on: day("2028-02-29"))],
            told: ["special-voluntary 2026-04-01 special-resident | 2028-03-01 special-lose-entitled"]),
        Case(
            article: "平16附則23 在外の特例任意加入", born: "1960-04-01",
            facts: abroad + [.voluntaryApplied(on: day("2026-04-01"), ground: .specialAbroad, paidMonths: nil)],
            told: ["special-voluntary 2026-04-01 special-abroad | 2030-03-31 special-lose-70"]),
    ]

    /// Six applications and withdrawals: whatever order facts are looked at in, each withdrawal ends the one before it.
    @Test func eachWithdrawalEndsTheApplicationBeforeIt() throws {
        let days = (1...6).map { (applied: day("2026-0\($0)-01").adding(days: 200), withdrawn: day("2026-0\($0)-15").adding(days: 200)) }
        let facts = days.flatMap { [PensionFact.voluntaryApplied(on: $0.applied, ground: .resident, paidMonths: nil), .voluntaryWithdrawn(on: $0.withdrawn)] }
        let history = try Life.resident(born: "1966-06-15", facts.reversed()).history()
        let voluntary = history.periods.filter { $0.first.insuredClass == .voluntary }
        #expect(voluntary.map(\.acquired) == days.map(\.applied) && voluntary.map(\.lost) == days.map(\.withdrawn) && history.doubts == [])
    }

    /// Six applications and no withdrawal: the first is the one, the others are doubts, whatever order facts are looked at in.
    @Test func theFirstOfSeveralApplicationsIsTheOne() throws {
        let days = (1...6).map { day("2027-0\($0)-01") }
        let history = try Life.resident(born: "1966-06-15", days.reversed().map { .voluntaryApplied(on: $0, ground: .resident, paidMonths: nil) }).history()
        #expect(history.told.filter { $0.contains("voluntary ") } == ["voluntary 2027-01-01 voluntary-resident | 2031-06-14 voluntary-lose-65"])
        #expect(history.doubts.map(\.day) == days.dropFirst().map { $0 } && history.doubts.allSatisfy { $0.kind == .beginWithoutEnd })
    }

    @Test(arguments: cases) func periods(of example: Case) throws {
        let history = try Life.resident(born: example.born, example.facts).history()
        #expect(history.told.filter { $0.contains("voluntary ") } == example.told)
        #expect(history.doubts.map(\.kind).filter { $0 != .beforeClasses } == example.doubts)
    }
}
