import Addressee
import NationalPension
import Testing

/// A life as the tests write it: a birth date and facts; every test has its own tables, read once.
struct Life {
    let born: BirthDate
    var facts: [PensionFact]

    init(born: String, notation: String? = nil, _ facts: [PensionFact]) throws {
        self.born = try BirthDate(written: born, unknownNotation: notation)
        self.facts = facts
    }

    /// Resident of Japan since birth.
    static func resident(born: String, _ facts: [PensionFact] = []) throws -> Life {
        let day = try #require(try BirthDate(written: born).known)
        return try Life(born: born, [.addressGained(on: day)] + facts)
    }

    var events: [PensionEvent] {
        facts.enumerated().map { PensionEvent(id: .init("e\($0.offset)"), .fact($0.element), receivedOn: day("2026-04-01"), recordedAt: Int64($0.offset)) }
    }

    func history(on text: String = "2099-12-31") throws -> InsuredHistory {
        try Replay.history(of: events, born: born, on: day(text), using: RuleTables.delivered())
    }
}

/// A day that the test writes down; the first of 2000 where it is mistyped, which no test expects.
func day(_ text: String) -> CalendarDay { CalendarDay(text) ?? CalendarDay(daysSince2000: 0) }

func month(_ text: String) -> CalendarMonth { CalendarMonth(text) ?? CalendarMonth(of: day("2000-01-01")) }

func span(_ first: String, _ last: String) -> MonthSpan { MonthSpan(first: month(first), last: month(last)) ?? MonthSpan(month(first)) }

extension InsuredHistory {
    /// Periods as a test reads them: `1 2009-12-31 acquire-20 > 2 2015-04-01 change-employment > … | 2049-12-31 lose-60`.
    var told: [String] {
        periods.map { period in
            let spans = period.spans.map { "\($0.insuredClass.rawValue) \($0.from) \($0.reason.rawValue)" }.joined(separator: " > ")
            return spans + (period.lost.map { " | \($0) \(period.lostBy?.rawValue ?? "?")" } ?? "")
        }
    }

    /// Runs as a test reads them: `1 2009-12..2049-11`, with `+` for the additional premium, the exemption, `paid` for an elected payment, `fund`.
    var toldMonths: [String] {
        runs.map { run in
            "\(run.insuredClass.rawValue) \(run.months)" + (run.exemption.map { " \($0.rawValue)" } ?? "") + (run.isPaymentElected ? " paid" : "")
                + (run.hasAdditionalPremium ? " +" : "") + (run.isFundMember ? " fund" : "")
        }
    }
}
