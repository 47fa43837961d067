import Foundation
import Testing

@testable import Addressee

@Suite struct CalendarDayTests {
    @Test func aDayIsWrittenAsTextInJSONAndNoOtherTextIsRead() throws {
        let days = try [#require(CalendarDay("2024-02-29")), #require(CalendarDay("0001-01-01"))]
        let written = try JSONEncoder().encode(days)
        #expect(String(decoding: written, as: UTF8.self) == #"["2024-02-29","0001-01-01"]"#)
        #expect(try JSONDecoder().decode([CalendarDay].self, from: written) == days)
        for text in [#"["2023-02-29"]"#, #"["2024-2-9"]"#, "[8825]", #"[""]"#] {
            #expect(throws: DecodingError.self) { try JSONDecoder().decode([CalendarDay].self, from: Data(text.utf8)) }
        }
    }

    @Test func everyDayOfTheCalendar() throws {
        // From 0001-01-01 to 9999-12-31 each day follows the one before, and reads back.
        var expected = try #require(CalendarDay("0001-01-01")).daysSince2000
        var count = 0
        for year in stride(from: 1, through: 9999, by: 1) {
            for month in 1...12 {
                for day in 1...CalendarDay.length(ofMonth: month, year: year) {
                    guard let made = CalendarDay(year: year, month: month, day: day), made.daysSince2000 == expected,
                        made.year == year, made.month == month, made.day == day
                    else {
                        Issue.record("\(year)-\(month)-\(day)")
                        return
                    }
                    expected += 1
                    count += 1
                }
            }
        }
        #expect(count == 3_652_059)
    }

    @Test(arguments: [
        ("2000-01-01", Int32(0)), ("1999-12-31", -1), ("1970-01-01", -10_957), ("2026-11-21", 9821), ("0001-01-01", -730_119),
        ("9999-12-31", 2_921_939), ("1900-03-01", -36_465),
    ])
    func postgresDays(_ text: String, _ days: Int32) {
        #expect(CalendarDay(text)?.daysSince2000 == days)
        #expect(CalendarDay(daysSince2000: days).description == text)
    }

    @Test(arguments: [
        "", "2026-11-2", "2026-11-211", "2026/11/21", "20261121", "2026-13-01", "2026-00-10", "2026-02-29", "1900-02-29",
        "2026-04-31", "0000-01-01", "0000-12-31", "0000-02-29", "２０２６-11-21", "-026-11-21", "2026-1１-21", " 2026-11-21",
    ])
    func refuses(_ text: String) { #expect(CalendarDay(text) == nil) }

    @Test func anniversaries() {
        #expect(CalendarDay("2004-02-29")?.anniversary(years: 1).description == "2005-03-01")
        #expect(CalendarDay("2004-02-29")?.anniversary(years: 4).description == "2008-02-29")
        #expect(CalendarDay("2004-02-28")?.anniversary(years: 65).description == "2069-02-28")
        #expect(CalendarDay("2026-12-31")?.adding(days: 1).description == "2027-01-01")
    }

    @Test func todayIsJapans() throws {
        // 2026-11-20T14:59:59Z is still the 20th in Japan, a second later the 21st.
        let instant: Int64 = 1_795_186_799
        #expect(CalendarDay(inJapanAt: instant).description == "2026-11-20")
        #expect(CalendarDay(inJapanAt: instant + 1).description == "2026-11-21")
        #expect(CalendarDay(inJapanAt: -1).description == "1970-01-01")
        #expect(CalendarDay(inJapanAt: -9 * 3600 - 1).description == "1969-12-31")
        let now = CalendarDay(inJapanAt: Int64(Date().timeIntervalSince1970))
        #expect((0...1).contains(CalendarDay.today().daysSince2000 - now.daysSince2000))
    }
}

@Suite struct BirthDateTests {
    @Test(arguments: [
        // born, age, attained in law, birthday
        ("1961-11-21", 65, "2026-11-20", "2026-11-21"), ("2006-04-01", 20, "2026-03-31", "2026-04-01"),
        ("1960-01-01", 65, "2024-12-31", "2025-01-01"), ("2004-02-29", 20, "2024-02-28", "2024-02-29"),
        ("2004-02-29", 21, "2025-02-28", "2025-03-01"), ("2004-03-01", 20, "2024-02-29", "2024-03-01"),
        ("1955-02-29", 65, "2020-02-29", "2020-03-01"),
    ])
    func ages(_ born: String, _ age: Int, _ attained: String, _ birthday: String) throws {
        let day = try #require(try BirthDate(written: born).known)
        #expect(LegalAge.attained(age, born: day).description == attained)
        #expect(LegalAge.birthday(age, born: day).description == birthday)
        #expect(LegalAge.age(on: LegalAge.attained(age, born: day), born: day) == age)
        #expect(LegalAge.age(on: LegalAge.attained(age, born: day).adding(days: -1), born: day) == age - 1)
    }

    @Test(arguments: [
        // Born 1 April: 18 on 31 March of the same school year; born 2 April: a year later.
        ("2008-04-01", "2026-03-31"), ("2008-04-02", "2027-03-31"), ("2008-03-31", "2026-03-31"), ("2008-12-31", "2027-03-31"),
        ("2008-02-29", "2026-03-31"),
    ])
    func schoolYearEnd(_ born: String, _ end: String) throws {
        #expect(LegalAge.schoolYearEnd(after: 18, born: try #require(try BirthDate(written: born).known)).description == end)
    }

    @Test(arguments: [
        ("1955-02-29", "1955-03-01"), ("1955-02-31", "1955-03-01"), ("1956-02-29", "1956-02-29"), ("1955-04-31", "1955-05-01"),
        ("1955-12-31", "1955-12-31"),
    ])
    func daysInNoCalendar(_ written: String, _ sort: String) throws {
        let date = try BirthDate(written: written)
        #expect(date.known?.description == sort)
        #expect(date.written == written)
        #expect(!date.isUnknown)
    }

    @Test(arguments: [
        ("1955-04-00", "1955-04-01", "1955-04-30"), ("1955-00-00", "1955-01-01", "1955-12-31"), ("1956-02-00", "1956-02-01", "1956-02-29"),
        ("1955-00-15", "1955-01-01", "1955-12-31"), ("0000-00-00", nil, nil), ("0000-04-01", nil, nil), ("0000-02-29", nil, nil),
    ])
    func unknownParts(_ written: String, _ first: String?, _ last: String?) throws {
        let date = try BirthDate(written: written, unknownNotation: "令和○年頃")
        #expect(date.possible?.lowerBound.description == first)
        #expect(date.possible?.upperBound.description == last)
        #expect(date.known == nil)
        #expect(date.unknownNotation == "令和○年頃")
        #expect(date.isUnknown)
        for notation in [nil, ""] {
            #expect(
                #expect(throws: ValueError.self) { try BirthDate(written: written, unknownNotation: notation) }?.code == "E0004")
        }
    }

    /// Digits that a notation calls unknown are known as far as it names them.
    @Test(arguments: [
        ("昭和30年頃", "1955-01-01", "1955-12-31"), ("昭和３０年月日不詳", "1955-01-01", "1955-12-31"), ("昭和三十年頃", "1955-01-01", "1955-12-31"),
        ("昭和30年4月上旬", "1955-04-01", "1955-04-30"), ("昭和３０年４月日不詳", "1955-04-01", "1955-04-30"), ("年月日不詳", nil, nil), ("不詳", nil, nil),
        ("昭和○○年頃", nil, nil), ("昭和29年から昭和31年までの間", nil, nil), ("4月1日頃", nil, nil), ("平成元年月日不詳", "1955-01-01", "1955-12-31"),
    ])
    func filledInDigits(_ notation: String, _ first: String?, _ last: String?) throws {
        let date = try BirthDate(written: "1955-04-01", unknownNotation: notation)
        #expect(date.possible?.lowerBound.description == first)
        #expect(date.possible?.upperBound.description == last)
    }

    @Test(arguments: ["1955-13-01", "1955-01-32", "1955-1-1", "昭和30年1月1日", "", "1955-01-01 "])
    func refuses(_ written: String) {
        #expect(#expect(throws: ValueError.self) { try BirthDate(written: written, unknownNotation: "不詳") }?.code == "E0002")
    }

    @Test func notationLength() throws {
        _ = try BirthDate(written: "1955-01-01", unknownNotation: String(repeating: "年", count: 72))
        #expect(
            #expect(throws: ValueError.self) {
                try BirthDate(written: "1955-01-01", unknownNotation: String(repeating: "年", count: 73))
            }?.code == "E0003")
    }
}

@Suite struct EraDateTests {
    @Test(arguments: [
        ("2026-11-21", "令和8年11月21日"), ("2020-01-01", "令和2年1月1日"), ("2019-12-31", "令和元年12月31日"), ("2019-05-01", "令和元年5月1日"),
        ("2019-04-30", "平成31年4月30日"), ("1989-01-08", "平成元年1月8日"), ("1989-01-07", "昭和64年1月7日"),
        ("1926-12-25", "昭和元年12月25日"), ("1926-12-24", "大正15年12月24日"), ("1912-07-30", "大正元年7月30日"),
        ("1912-07-29", "明治45年7月29日"), ("1873-01-01", "明治6年1月1日"), ("1872-12-31", "西暦1872年12月31日"),
    ])
    func display(_ iso: String, _ era: String) throws { #expect(EraDate.display(try #require(CalendarDay(iso))) == era) }

    @Test func birthDates() throws {
        #expect(EraDate.display(try BirthDate(written: "1955-02-29")) == "昭和30年2月29日")
        #expect(EraDate.display(try BirthDate(written: "1955-02-00", unknownNotation: "昭和○○年頃")) == "昭和○○年頃")
        #expect(EraDate.display(try BirthDate(written: "0000-00-00", unknownNotation: "年月日不詳")) == "年月日不詳")
    }
}
