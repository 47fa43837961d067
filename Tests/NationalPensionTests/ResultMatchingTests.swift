import Addressee
import Foundation
import Testing

@testable import NationalPension

/// 突合. What names a report by all three is its answer; everything else is a clerk's.
@Suite struct ResultMatchingTests {
    private static func report(
        _ id: String, number: String, basic: String = "2150123456", kana: String = "ネンキン　タロウ", birth: String = "1990-04-15"
    ) throws -> ReportContent {
        ReportContent(
            id: try #require(ReportID(id)), kind: .died, label: "死亡", form: "insured-person", receivedOn: day("2026-06-01"), dueOn: day("2026-06-15"),
            number: number, basicPensionNumber: basic, kana: kana, name: "年金　太郎", birth: birth, birthNotation: "", sex: "1", postalCode: "", address: "",
            isProtected: false, happenedOn: nil, months: nil, target: nil, terms: [], returnReason: "", mended: "", commonName: nil,
            telephone: nil, former: nil)
    }

    private static func row(
        _ id: String = "2026-000001-1", number: String = "A1", basic: String = "2150123456", kana: String = "ネンキン　タロウ", birth: String = "1990-04-15"
    ) -> ResultRow {
        ResultRow(
            report: id, number: number, basicPensionNumber: basic, kana: kana, birth: birth, outcome: .processed, reason: "", decidedOn: day("2026-06-10"),
            ruling: nil)
    }

    @Test func eachRowIsMatchedOrOnOneWorkList() throws {
        let awaited = [
            try Self.report("2026-000001-1", number: "A1"),
            try Self.report("2026-000002-1", number: "A2", basic: "2150000002", kana: "ネンキン　ハナコ", birth: "1985-01-01"),
            try Self.report("2026-000003-1", number: "A3", basic: "", kana: "ハツ　ジロウ", birth: "2006-06-10"),
            try Self.report("2026-000004-1", number: "A2", basic: "2150000002", kana: "ネンキン　ハナコ", birth: "1985-01-01"),
        ]
        let (one, two, three, four) = (awaited[0].id, awaited[1].id, awaited[2].id, awaited[3].id)
        let cases: [(what: String, row: ResultRow, found: ResultMatching.Found)] = [
            ("all three", Self.row(), .report(one)),
            ("all three, without a birth date", Self.row(birth: ""), .report(one)),
            ("the id with another addressee number", Self.row(number: "A9"), .doubt(.numberDiffers, candidates: [one])),
            ("the id with another pension number", Self.row(basic: "2150999999"), .doubt(.numberDiffers, candidates: [one])),
            ("the id without the pension number that is known", Self.row(basic: ""), .doubt(.numberDiffers, candidates: [one])),
            ("the id with another birth date", Self.row(birth: "1990-04-16"), .doubt(.birthDiffers, candidates: [one])),
            (
                "a pension number given for the first time",
                Self.row("2026-000003-1", number: "A3", basic: "2150777777", kana: "ハツ　ジロウ", birth: "2006-06-10"), .report(three)
            ),
            (
                "the same without a birth date: nothing but the addressee number agrees",
                Self.row("2026-000003-1", number: "A3", basic: "2150777777", kana: "ハツ　ジロウ", birth: ""), .doubt(.numberDiffers, candidates: [three])
            ),
            (
                "no number known, none told, and no birth date", Self.row("2026-000003-1", number: "A3", basic: "", kana: "ハツ　ジロウ", birth: ""),
                .doubt(.numberDiffers, candidates: [three])
            ),
            ("the id with fewer noughts", Self.row("2026-1-1"), .report(one)),
            ("a report that was answered", Self.row("2026-000005-1"), .doubt(.answered, candidates: [])),
            ("no id, and one of the name and birth date", Self.row(""), .doubt(.numberDiffers, candidates: [one])),
            ("another attempt of it", Self.row("2026-000001-2"), .doubt(.numberDiffers, candidates: [one])),
            ("no id, the name spaced otherwise", Self.row("", number: "", basic: "", kana: "ネンキンタロウ"), .doubt(.numberDiffers, candidates: [one])),
            ("no id, the name in half width", Self.row("", number: "", basic: "", kana: "ﾈﾝｷﾝ ﾀﾛｳ"), .doubt(.numberDiffers, candidates: [one])),
            ("no id, the name in hiragana", Self.row("", number: "", basic: "", kana: "ねんきん たろう"), .doubt(.numberDiffers, candidates: [one])),
            (
                "no id, the number of one, name and birth date of another",
                Self.row("", number: "A2", basic: "2150123456", kana: "ﾈﾝｷﾝ ﾊﾅｺ", birth: "1985-01-01"), .doubt(.several, candidates: [one, two, four])
            ),
            ("no id, the number and another birth date", Self.row("", birth: "1990-05-15"), .doubt(.birthDiffers, candidates: [one])),
            (
                "no id, two reports of one person", Self.row("", number: "A2", basic: "2150000002", kana: "ネンキン　ハナコ", birth: "1985-01-01"),
                .doubt(.several, candidates: [two, four])
            ),
            (
                "nobody", Self.row("2026-000099-1", number: "A99", basic: "2150111111", kana: "シラナイ　ヒト", birth: "1970-01-01"),
                .doubt(.noReport, candidates: [])
            ),
            ("nothing at all", Self.row("", number: "", basic: "", kana: "", birth: ""), .doubt(.noReport, candidates: [])),
        ]
        for awaited in [awaited, awaited.reversed()] {
            let matching = ResultMatching(awaited, answered: [try #require(ReportID("2026-000005-1"))])
            for (what, row, found) in cases { #expect(matching.find(row) == found, "\(what)") }
        }
    }

    @Test func aListIsReadWholeOrRefusedByLine() throws {
        let heading = ResultCSV.columns.joined(separator: ",")
        func list(_ rows: [String], count: Int? = nil, batch: String = "2026-0001") -> String {
            (["\(ResultCSV.name),\(batch),\(count ?? rows.count)", heading] + rows).map { $0 + "\r\n" }.joined()
        }
        let good = "2026-000001-1,A1,2150-123456,ネンキン　タロウ,1990-04-15,処理済,,2026-06-10,承認,half,2025-07,2026-06"
        let read = try ResultCSV(using: RuleTables.delivered()).read(list([good, "2026-000002-1,A2,,,,返戻,\"氏名, 相違\",2026-06-10,,,,"]), today: today)
        #expect(read.batch?.description == "2026-0001" && read.rows.map(\.outcome) == [.processed, .returned])
        #expect(read.rows.first?.basicPensionNumber == "2150123456" && read.rows.first?.ruling == .granted(.half, span("2025-07", "2026-06")))
        #expect(read.rows.last?.reason == "氏名, 相違")
        let longest = try ResultCSV(using: RuleTables.delivered()).read(
            list([good.replacingOccurrences(of: "2025-07,2026-06", with: "2025-07,2065-06")]), today: today)
        #expect(longest.rows.first?.ruling == .granted(.half, span("2025-07", "2065-06")))
        // It may name the body, as the medium did; one that names none is for whoever it was sent to.
        #expect(read.body == nil)
        func named(_ body: String) -> String { list([good]).replacingOccurrences(of: ",2026-0001,1", with: ",2026-0001,1,\(body)") }
        #expect(try ResultCSV(using: RuleTables.delivered()).read(named("111007"), today: today).body == "111007")
        #expect(try ResultCSV(using: RuleTables.delivered()).read(named(""), today: today).body == nil)
        let cases: [(what: String, text: String, line: String)] = [
            ("a body that is none", named("111008"), "1行目"),
            ("another layout", "atena-result-9,2026-0001,0\n\(heading)\n", "1行目"),
            ("a transmittal that is none", list([good], batch: "x"), "1行目"),
            ("cut off", list([good], count: 2), "1行目"),
            ("no rows", list([]), "行は1から"),
            ("another heading", "\(ResultCSV.name),,1\nx\n\(good)\n", "2行目"),
            ("a column less", list(["a,b"]), "3行目"),
            ("an outcome that is none", list([good, good.replacingOccurrences(of: "処理済", with: "済")]), "4行目"),
            ("returned without a reason", list(["2026-000002-1,A2,,,,返戻,,2026-06-10,,,,"]), "3行目"),
            ("processed with a reason", list([good.replacingOccurrences(of: "処理済,,", with: "処理済,理由,")]), "3行目"),
            ("no day", list([good.replacingOccurrences(of: "2026-06-10", with: "6月10日")]), "3行目"),
            ("a number of nine digits", list([good.replacingOccurrences(of: "2150-123456", with: "215012345")]), "3行目"),
            ("granted without months", list([good.replacingOccurrences(of: "2025-07,2026-06", with: ",")]), "3行目"),
            ("granted for ever", list([good.replacingOccurrences(of: "2025-07,2026-06", with: "0001-01,9999-12")]), "3行目"),
            ("granted for a month too many", list([good.replacingOccurrences(of: "2025-07,2026-06", with: "2025-07,2065-07")]), "3行目"),
            ("granted of a kind that follows from facts", list([good.replacingOccurrences(of: "half", with: "maternity")]), "3行目"),
            ("refused with months", list([good.replacingOccurrences(of: "承認", with: "却下")]), "3行目"),
            ("processed after today, behind an empty line", list(["\r\n" + good.replacingOccurrences(of: "2026-06-10", with: "2026-06-11")]), "4行目"),
            ("a report id that is too long", list([good.replacingOccurrences(of: "2026-000001-1", with: String(repeating: "1", count: 31))]), "3行目"),
            ("a quotation mark left open", list(["\"" + good]), "引用符"),
        ]
        for (what, text, line) in cases {
            let refused = #expect(throws: PensionRefused.self, "\(what)") { _ = try ResultCSV(using: RuleTables.delivered()).read(text, today: today) }
            #expect(refused?.code == "J0057" && refused?.rule.contains(line) == true, "\(what): \(refused?.rule ?? "")")
            // Nothing of what stands in the file is told.
            #expect(refused?.rule.contains("ネンキン") == false && refused?.rule.contains("A1") == false)
        }
        // What no row of the database takes, no list says.
        for scalar in ["\u{80}", "\u{9F}", "\u{200E}", "\u{2028}", "\u{202E}", "\u{2069}"] {
            let text = list(["2026-000002-1,A2,,,,返戻,理\(scalar)由,2026-06-10,,,,"])
            let refused = #expect(throws: PensionRefused.self) { _ = try ResultCSV(using: RuleTables.delivered()).read(text, today: today) }
            #expect(refused?.rule.hasPrefix("3行目") == true, "\(scalar.unicodeScalars.map(\.value))")
        }
    }

    /// 決定の内訳 of version 2, and what is none.
    @Test func aDecisionInPartsIsReadByItsParts() throws {
        let heading = ResultCSV.partsColumns.joined(separator: ",")
        func ruling(_ end: String) throws -> ResultRow.Ruling? {
            let text = "\(ResultCSV.partsName),2026-0001,1\r\n\(heading)\r\n2026-000001-1,A1,,,1990-04-15,\(end)\r\n"
            let list: ReadResults = try ResultCSV(using: RuleTables.delivered()).read(text, today: today)
            return list.rows.first?.ruling
        }
        typealias Part = ExemptionDecision.Part
        let done = "処理済,,2026-06-10"
        #expect(try ruling("\(done),承認,half 2025-07..2026-06") == .granted(.half, span("2025-07", "2026-06")))
        let parted = try #require(
            ExemptionDecision([Part(span("2025-07", "2025-12"), .half), Part(span("2026-01", "2026-01"), .full), Part(span("2026-02", "2026-06"), nil)]))
        #expect(try ruling("\(done),承認,却下 2026-02..2026-06;half 2025-07..2025-12;full 2026-01") == .decided(parted))
        #expect(try ruling("\(done),却下,") == .refused)
        #expect(try ruling("\(done),,") == nil)
        for none in [
            "\(done),承認,", "\(done),承認,half", "\(done),承認,half 2025-07..2025-12;", "\(done),承認,legal 2025-07..2025-12", "\(done),承認,半額 2025-07..2025-12",
            "\(done),承認,half 2025-12..2025-07", "\(done),承認,half 2025-07..2025-12;full 2025-12", "\(done),承認,却下 2025-07..2025-12",
            "\(done),却下,half 2025-07..2025-12", "\(done),承認,half 0001-01..9999-12", "\(done),承認,half 2025-07..2045-06;full 2045-07..2065-07",
            "\(done),承認,half 2025-07..2025-12..2026-01", "返戻,写しがない,2026-06-10,承認,half 2025-07..2025-12", "\(done),,half 2025-07..2025-12",
        ] {
            let refused = #expect(throws: PensionRefused.self, "\(none)") { _ = try ruling(none) }
            #expect(refused?.code == "J0057" && refused?.rule.hasPrefix("3行目") == true, "\(none)")
        }
    }
}
