internal import Addressee

/// How policy files write an age point: `reached 40`, `birthday 75`, `school-year-end 18`, `reached 65 on 01-01`.
enum AgePointNotation {
    static let expected = "reached 40, birthday 75, school-year-end 18, reached 65 on 01-01 のいずれかの形 (年齢は0〜150)"

    static func text(_ point: AgePoint) -> String {
        switch point {
        case .reached(let age): "reached \(age)"
        case .birthday(let age): "birthday \(age)"
        case .schoolYearEnd(let age): "school-year-end \(age)"
        case .onDay(let age, let month, let day): "reached \(age) on \(twoDigits(month))-\(twoDigits(day))"
        }
    }

    static func parse(_ text: String) -> AgePoint? {
        let words = text.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count >= 2, words[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let age = Int(words[1]),
            (0...150).contains(age)
        else { return nil }
        switch (words[0], words.count) {
        case ("reached", 2): return .reached(age)
        case ("birthday", 2): return .birthday(age)
        case ("school-year-end", 2): return .schoolYearEnd(age)
        case ("reached", 4) where words[2] == "on":
            // 2001 is a common year: 29 February is refused, for it does not come every year.
            guard words[3].utf8.count == 5, let day = CalendarDay("2001-" + words[3]) else { return nil }
            return .onDay(age: age, month: day.month, day: day.day)
        default: return nil
        }
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
