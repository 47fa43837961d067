import NationalPension
import Testing

/// 所得情報の読取り: what the tax record says, and what it leaves open; nothing that it leaves open is none.
@Suite struct IncomeReadingTests {
    struct Record: Sendable {
        let what: String
        var isDeclared = false
        let items: [String: String]
        let reading: IncomeReading
    }

    private static func told(
        _ total: Int, deductions: [DeductionKind: Int] = [:], dependants: [DependantKind: Int] = [:], disability: IncomeStatement.Disability = .none
    ) -> IncomeReading {
        .told(IncomeStatement(year: 2025, totalIncome: total, deductions: deductions, dependants: dependants, disability: disability))
    }

    @Test(arguments: [
        Record(what: "申告あり", items: ["gokeishotokukingaku": "1200000", "shinkokukubun": "1"], reading: told(1_200_000)),
        Record(what: "申告ありの0円", items: ["gokeishotokukingaku": "0", "shinkokukubun": "1"], reading: told(0)),
        Record(what: "申告区分がない0円は分からない", items: ["gokeishotokukingaku": "0"], reading: .unclear(["申告区分"])),
        Record(what: "申告区分がなくても額があれば分かる", items: ["gokeishotokukingaku": "1"], reading: told(1)),
        Record(what: "未申告は0円でない", items: ["gokeishotokukingaku": "0", "shinkokukubun": "2"], reading: .unfiled),
        Record(what: "知らない申告区分", items: ["gokeishotokukingaku": "1200000", "shinkokukubun": "7"], reading: .unclear(["申告区分"])),
        Record(what: "額がない", items: ["shinkokukubun": "1"], reading: .unclear(["合計所得金額"])),
        Record(what: "額が数でない", items: ["gokeishotokukingaku": "12,3", "shinkokukubun": "1"], reading: .unclear(["合計所得金額"])),
        Record(what: "額が大きすぎる", items: ["gokeishotokukingaku": "\(Int.max)", "shinkokukubun": "1"], reading: .unclear(["合計所得金額"])),
        Record(what: "額が小さすぎる", items: ["gokeishotokukingaku": "\(Int.min)", "shinkokukubun": "1"], reading: .unclear(["合計所得金額"])),
        Record(
            what: "控除と扶養。一般扶養数は16歳から18歳を含む",
            items: [
                "gokeishotokukingaku": "3000000", "shinkokukubun": "1", "shakaihokenryo_kojo": "400000", "iryohi_kojo": "", "ippanfuyosu": "3",
                "kojotaishofuyosu_16kara18sai": "1", "nenshofuyosu": "2", "kojotaishohaigusha": "1",
            ],
            reading: told(
                3_000_000, deductions: [.socialInsurance: 400_000], dependants: [.general: 2, .aged16To18: 1, .under16: 2, .spouse: 1])),
        Record(
            what: "16歳から18歳が一般扶養数より多い",
            items: ["gokeishotokukingaku": "1", "shinkokukubun": "1", "ippanfuyosu": "1", "kojotaishofuyosu_16kara18sai": "2"], reading: .unclear(["一般扶養数"])),
        Record(
            what: "老人控除対象配偶者は配偶者として二度数えない",
            items: ["gokeishotokukingaku": "1", "shinkokukubun": "1", "kojotaishohaigusha": "1", "rojinkojotaishohaigusha": "1"],
            reading: told(1, dependants: [.elderlySpouse: 1])),
        Record(
            what: "特別障害者", items: ["gokeishotokukingaku": "1", "shinkokukubun": "1", "honnin_shogaishakubun": "2"], reading: told(1, disability: .special)),
        Record(
            what: "知らない寡婦区分", items: ["gokeishotokukingaku": "1", "shinkokukubun": "1", "honnin_kafukubun": "3"], reading: .unclear(["本人寡婦区分"])),
        Record(what: "申立ての0円は0円", isDeclared: true, items: ["gokeishotokukingaku": "0"], reading: told(0)),
        Record(what: "申立てに額がない", isDeclared: true, items: ["ippanfuyosu": "1"], reading: .unclear(["合計所得金額"])),
        Record(what: "負の控除", isDeclared: true, items: ["gokeishotokukingaku": "1", "iryohi_kojo": "-1"], reading: .unclear(["医療費控除"])),
    ])
    func whatIsGivenIsReadAndWhatIsNotIsNeverNone(_ record: Record) throws {
        let tables = try RuleTables.delivered()
        var expected = record.reading
        if case .told(var statement) = expected {
            // Of whatever the record does not have, nothing is told.
            let unsaid = tables.incomes.unsaid(in: record.items)
            statement.unstated = unsaid.isEmpty ? nil : unsaid
            expected = .told(statement)
        }
        #expect(IncomeReading(record.items, year: 2025, isDeclared: record.isDeclared, using: tables) == expected, "\(record.what)")
    }

    @Test func whatIsNotStatedIsNamed() throws {
        let tables = try RuleTables.delivered()
        var items = ["gokeishotokukingaku": "1", "shinkokukubun": "1"]
        func unstated() throws -> [String]? {
            if case .told(let statement) = IncomeReading(items, year: 2025, using: tables) { statement.unstated } else { nil }
        }
        #expect(try unstated()?.count == tables.incomes.besideTheIncome.count)
        for item in tables.incomes.besideTheIncome { items[item] = item == "ippanfuyosu" ? nil : "0" }
        #expect(try unstated() == ["一般扶養数"])
        // Told as empty it is told that there is none.
        items["ippanfuyosu"] = ""
        #expect(try unstated() == nil)
    }
}
