/// 検索する生年月日. A birth date as a clerk types it, in whole or in part: year, month and day, or year and month, or the year alone.
///
/// Taken are western and Japanese years (昭和52年7月7日, 昭52-7-7, S52.7.7, S520707, 令和元年), with 年月日, slashes, full stops, hyphens, spaces or nothing
/// between (19770707), in half-width, full-width and kanji digits. A day that is in no calendar (1955-02-29) is taken, because registers hold such.
public struct BirthTerm: Redacted, Hashable {
    /// 年
    public let year: Int
    /// 月; nil where only the year is known.
    public let month: Int?
    /// 日; nil where it is not known.
    public let day: Int?
    /// The days of the year that belong to the era that was named; all of the year where none was.
    private let within: ClosedRange<Int>

    /// Printed with `****` in place of the date.
    public static var redactedName: String { "検索する生年月日" }

    /// What is accepted, for the words of a refusal and of help.
    public static let accepted = "1977-07-07、1977/7/7、19770707、昭和52年7月7日、S52.7.7、昭和52年7月、1977 のように入力してください（全角でもかまいません）。"

    /// - Throws: N0007 with what is accepted, or why there is no such date.
    public init(_ text: String) throws(ValueError) {
        let read = try Reading(text)
        let (era, numbers) = (read.era, read.numbers)
        var year = numbers[0]
        var within = 0...1231
        if let era {
            guard let found = EraDate.western(era, year: year) else { throw Self.refused("\(era)にその年はありません。") }
            (year, within) = found
            // The months before were those of the moon.
            if year < 1873, numbers.count > 1 { throw Self.refused("明治5年までの月日は西暦で入力してください。") }
        }
        guard (1800...2200).contains(year) else { throw Self.refused("年は西暦4桁、または元号を付けて入力してください。") }
        // 00 is written for what is not known.
        let month = numbers.count > 1 && numbers[1] > 0 ? numbers[1] : nil
        let day = month != nil && numbers.count > 2 && numbers[2] > 0 ? numbers[2] : nil
        guard (month ?? 1) <= 12 else { throw Self.refused("月は1から12までです。") }
        guard (day ?? 1) <= 31 else { throw Self.refused("日は1から31までです。") }
        if let era, let month {
            let first = month * 100 + (day ?? 1)
            let last = month * 100 + (day ?? 31)
            guard last >= within.lowerBound, first <= within.upperBound else { throw Self.refused("その月日は\(era)ではありません。") }
        }
        (self.year, self.month, self.day, self.within) = (year, month, day, within)
    }

    /// Whether the date is given in whole, and is in no calendar.
    public var isInNoCalendar: Bool {
        guard let month, let day else { return false }
        return CalendarDay(year: year, month: month, day: day) == nil
    }

    /// Every date of the register that the term means, as the register writes it (`YYYY-MM-DD`, unknown parts `00`).
    public var written: [String] {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        if let month, let day { return ["\(year)-\(two(month))-\(two(day))"] }
        let months = month.map { $0...$0 } ?? 0...12
        return months.flatMap { month in
            // An unknown day may be any of its month.
            let isWithin = month == 0 || month * 100 + 31 >= within.lowerBound && month * 100 + 1 <= within.upperBound
            let days = (0...31).filter { day in day == 0 ? isWithin : month > 0 && within.contains(month * 100 + day) }
            return days.map { "\(year)-\(two(month))-\(two($0))" }
        }
    }

    static func refused(_ reason: String) -> ValueError { ValueError(code: "N0007", rule: "生年月日: \(reason)\(accepted)") }
}

extension BirthTerm {
    /// The era and the one to three numbers of a text.
    private struct Reading {
        var era: String?
        var numbers: [Int]

        init(_ text: String) throws(ValueError) {
            var scalars = Self.plain(text)
            for ending in ["生まれ", "生れ", "生", "頃", "ごろ", "コロ"] where scalars.hasSuffix(ending) { scalars = String(scalars.dropLast(ending.count)) }
            era = nil
            for (name, spellings) in Self.eras {
                if let spelling = spellings.first(where: { scalars.hasPrefix($0) }) {
                    (era, scalars) = (name, String(scalars.dropFirst(spelling.count)))
                    break
                }
            }
            if era == nil, scalars.hasPrefix("西暦") { scalars = String(scalars.dropFirst(2)) }
            let groups = try Self.groups(scalars)
            numbers = try Self.numbers(groups, hasEra: era != nil)
        }

        private static let eras = [
            ("令和", ["令和", "令", "R"]), ("平成", ["平成", "平", "H"]), ("昭和", ["昭和", "昭", "S"]), ("大正", ["大正", "大", "T"]), ("明治", ["明治", "明", "M"]),
        ]

        /// Half-width digits and letters, in upper case; era signs of one character (㍼) come apart.
        private static func plain(_ text: String) -> String {
            var plain = ""
            for scalar in text.unicodeScalars {
                switch scalar.value {
                case 0x337E: plain += "明治"
                case 0x337D: plain += "大正"
                case 0x337C: plain += "昭和"
                case 0x337B: plain += "平成"
                case 0x32FF: plain += "令和"
                case 0xFF01...0xFF5E: plain.unicodeScalars.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
                default: plain.unicodeScalars.append(scalar)
                }
            }
            return plain.uppercased()
        }

        /// 19770707
        private static let mostDigits = 8
        private static var unreadable: ValueError { BirthTerm.refused("日付として読めません。") }

        /// Digits between separators; kanji numbers become Arabic, 元 is 1.
        private static func groups(_ text: String) throws(ValueError) -> [String] {
            var groups: [String] = []
            var current = ""
            var units = 0
            var isBroken = false
            func finished() -> String {
                units > 0 ? String(units + (Int(current) ?? 0)) : current
            }
            func end() {
                let group = finished()
                if !group.isEmpty { groups.append(group) }
                (current, units) = ("", 0)
            }
            for character in text {
                if let digit = digit(character) {
                    // More than a whole date has: nothing is reckoned with it.
                    guard current.utf8.count < mostDigits else { throw unreadable }
                    current += String(digit)
                } else if character == "十" {
                    units += max(Int(current) ?? 1, 1) * 10
                    current = ""
                } else if separators.contains(character) {
                    end()
                } else {
                    isBroken = true
                }
            }
            end()
            guard !isBroken, (1...3).contains(groups.count), groups.allSatisfy({ $0.count <= mostDigits }) else { throw unreadable }
            return groups
        }

        private static let separators: Set<Character> = [
            "年", "月", "日", "-", "/", ".", "・", " ", "\u{3000}", "‐", "‑", "–", "—", "―", "−", "ー", "ｰ", "．", "／", "、", ",", "_",
        ]

        private static func digit(_ character: Character) -> Int? {
            if character == "元" { return 1 }
            if character == "〇" || character == "零" { return 0 }
            if let place = Array("一二三四五六七八九").firstIndex(of: character) { return place + 1 }
            return character.isASCII ? character.wholeNumberValue : nil
        }

        /// Numbers that stand together are taken apart by their count: 19770707, 197707, 520707 after an era.
        private static func numbers(_ groups: [String], hasEra: Bool) throws(ValueError) -> [Int] {
            var parts = groups
            if groups.count == 1, let group = groups.first {
                let years = hasEra ? 2 : 4
                if group.count == years + 4 || group.count == years + 2 {
                    parts = [String(group.prefix(years)), String(group.dropFirst(years).prefix(2)), String(group.dropFirst(years + 2))].filter { !$0.isEmpty }
                }
            }
            let numbers = parts.compactMap { Int($0) }
            guard numbers.count == parts.count, let year = parts.first, year.count <= (hasEra ? 2 : 4), hasEra || year.count == 4,
                parts.dropFirst().allSatisfy({ $0.count <= 2 })
            else { throw BirthTerm.refused(hasEra ? "日付として読めません。" : "年は西暦4桁、または元号を付けて入力してください。") }
            return numbers
        }
    }
}
