import Testing

@testable import Addressee

/// A birth date is read in every notation that a counter uses, in whole or in part, and what is none is refused with what is accepted.
@Suite struct BirthTermTests {
    @Test(arguments: [
        "1977-07-07", "1977/7/7", "1977.7.7", "1977年7月7日", "19770707", "１９７７年７月７日", "１９７７－０７－０７", "昭和52年7月7日", "昭和５２年７月７日", "昭和五十二年七月七日", "昭52-7-7", "昭52.7.7",
        "S52.7.7",
        "s52/7/7", "Ｓ５２．７．７", "S520707", "昭和52年7月7日生", "㍼52.7.7", "西暦1977年7月7日", " 1977 7 7 ", "1977−07−07", "1977-7-7生まれ",
    ])
    func aDayIsReadInEveryNotation(text: String) throws {
        #expect(try BirthTerm(text).written == ["1977-07-07"])
    }

    @Test(arguments: [
        ("令和元年5月1日", "2019-05-01"), ("令1.5.1", "2019-05-01"), ("R1.5.1", "2019-05-01"), ("平成元年1月8日", "1989-01-08"), ("昭和64年1月7日", "1989-01-07"),
        ("大正15年12月25日", "1926-12-25"), ("昭和元年12月25日", "1926-12-25"),
        ("大正元年7月30日", "1912-07-30"), ("明治45年7月30日", "1912-07-30"), ("M45.7.29", "1912-07-29"), ("H31.4.30", "2019-04-30"), ("S30.2.29", "1955-02-29"),
        ("T11.7.9", "1922-07-09"),
    ])
    func erasHaveTheirDays(text: String, day: String) throws {
        #expect(try BirthTerm(text).written == [day])
    }

    @Test(arguments: [
        ("1977-07", 32), ("1977年7月", 32), ("197707", 32), ("昭和52年7月", 32), ("S52.7", 32), ("S5207", 32), ("1977-07-00", 32), ("1977", 385),
        ("昭和52年", 385), ("昭52", 385), ("昭和52年頃", 385), ("1977-00-00", 385), ("1977年生", 385),
    ])
    func aPartMeansEveryDayOfIt(text: String, count: Int) throws {
        let written = try BirthTerm(text).written
        #expect(written.count == count)
        #expect(written.contains("1977-07-07") && written.contains("1977-07-00"))
        #expect(Set(written).count == count)
        #expect(written.contains("1977-00-00") == (count > 32))
    }

    @Test func aYearOfTwoErasIsTheDaysOfTheOneNamed() throws {
        let (showa, heisei, both) = (try BirthTerm("昭和64年").written, try BirthTerm("平成元年").written, try BirthTerm("1989").written)
        #expect(showa.contains("1989-01-07") && !showa.contains("1989-01-08") && !showa.contains("1989-02-00") && showa.contains("1989-01-00"))
        #expect(!heisei.contains("1989-01-07") && heisei.contains("1989-01-08") && heisei.contains("1989-12-31"))
        #expect(Set(showa).union(heisei) == Set(both))
    }

    @Test(arguments: [
        "", "あ", "77-07-07", "1977-13-01", "1977-07-32", "昭和99年1月1日", "昭和0年", "平成元年1月7日", "昭和64年1月8日", "H1.1.7", "令和元年4月30日", "明治3年1月1日", "7/7/1977",
        "1977-07-07-07", "197707077", "1977-7-7x", "元年", "昭和",
        "19777", "0000-00-00", "9999-01-01", "-", "1977年七七月七日", "S52-7-7 8", "9223372036854775807十", "999999999999999999十", "昭和9223372036854775807十年",
    ])
    func whatIsNoneIsRefusedWithWhatIsAccepted(text: String) throws {
        let error = #expect(throws: ValueError.self) { try BirthTerm(text) }
        #expect(error?.code == "N0007")
        #expect(error?.rule.contains("1977/7/7") == true && error?.rule.contains("昭和52年7月7日") == true)
        #expect(BirthTerm.accepted.contains(text) || error?.rule.contains(text) == false)
    }

    @Test func whateverIsTypedIsADateOrRefused() {
        var random = SystemRandomNumberGenerator()
        let pieces = ["9223372036854775807", "99999999", "1977", "52", "7", "十", "元", "九", "〇", "昭和", "㍼", "年", "月", "日", "/", "-", "９", "生", "x"]
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 1...9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            do { _ = try BirthTerm(text).written } catch { #expect(error.code == "N0007") }
        }
    }

    @Test func aDayInNoCalendarIsTakenAndSaidSo() throws {
        #expect(try BirthTerm("1955-02-29").isInNoCalendar)
        #expect(try !BirthTerm("1956-02-29").isInNoCalendar)
        #expect(try !BirthTerm("1955-02").isInNoCalendar)
    }
}
