import Addressee
import Foundation
import Testing

@testable import Governance

/// When a file is due, and what a schedule may say.
@Suite struct SourceScheduleTests {
    private static let good = """
        sources:
          - source: resident-record
            data: residents
            every: daily
            by: 06:00
            from: 2026-04-01
          - source: tax
            data: tax-income
            every: yearly 06-10
            by: "17:30"
            from: 2026-06-10
            opens-hours: 720
            rows-at-least: 100000
            percent-of-last: 80
            same-content: yes
        """

    @Test func aScheduleIsRead() throws {
        let schedule = try SourceSchedule(file: "sources.yaml", text: Self.good)
        #expect(
            schedule.sources == [
                DueSource(source: .residentRecord, data: "residents", rhythm: .daily, byMinute: 360, from: try day("2026-04-01"), opensHours: 12),
                DueSource(
                    source: .tax, data: "tax-income", rhythm: .yearly(month: 6, day: 10), byMinute: 1050, from: try day("2026-06-10"), opensHours: 720,
                    rowsAtLeast: 100_000, percentOfLast: 80, acceptsSameContent: true),
            ])
        #expect(schedule.body == nil)
        #expect(try SourceSchedule(file: "sources.yaml", text: "body: 011002\n" + Self.good).body?.value == "011002")
        #expect(schedule.sources.map(\.label) == ["毎日 06:00まで", "毎年6月10日 17:30まで"])
        #expect(try SourceSchedule(file: "sources.yaml", text: "sources: []").sources.isEmpty, "that nothing is due is said, not left out")
    }

    /// One line of the first member otherwise, and the code that names it.
    static let wrong: [(String, String, String)] = [
        ("source: resident-record", "source: 住民記録", "G0006"), ("data: residents", "data: addressee", "G0006"), ("data: residents", "data: ", "G0004"),
        ("every: daily", "every: hourly", "G0006"), ("every: daily", "every: weekly 月", "G0006"), ("every: daily", "every: monthly 32", "G0006"),
        ("every: daily", "every: yearly 02-30", "G0006"), ("every: daily", "every: daily MON", "G0006"), ("by: 06:00", "by: 6:00", "G0006"),
        ("by: 06:00", "by: 24:00", "G0006"), ("from: 2026-04-01", "from: 2026-04-31", "G0007"), ("from: 2026-04-01", "form: 2026-04-01", "G0003"),
        ("by: 06:00", "by: 06:00\n    opens-hours: 25", "G0006"), ("by: 06:00", "by: 06:00\n    rows-at-least: -1", "G0006"),
        ("by: 06:00", "by: 06:00\n    percent-of-last: 101", "G0006"), ("by: 06:00", "by: 06:00\n    same-content: maybe", "G0006"),
        ("source: resident-record\n    data: residents", "source: tax\n    data: tax-income", "G0012"), ("sources:", "files:", "G0003"),
        ("sources:", "sources: [", "G0002"), ("sources:", "body: 111008\nsources:", "G0006"),
    ]

    @Test(arguments: wrong) func whatIsWrongIsNamedWithItsPlace(line: String, instead: String, code: String) throws {
        let range = try #require(Self.good.range(of: line))
        let text = Self.good.replacingCharacters(in: range, with: instead)
        let errors = try #require(throws: PolicyFileErrors.self) { try SourceSchedule(file: "sources.yaml", text: text) }
        #expect(errors.problems.contains { $0.code.rawValue == code }, "\(errors)")
        #expect(errors.description.hasPrefix("sources.yaml:"))
    }

    /// Due moments up to a moment in Japan, as `MM-DDTHH:MM`.
    private func dues(_ rhythm: DueSource.Rhythm, at: String, from: String = "2020-01-01", most: Int = 3) throws -> [String] {
        let rule = DueSource(source: .tax, data: "residents", rhythm: rhythm, byMinute: 390, from: try day(from))
        return rule.moments(upTo: try seconds(at), most: most).map { moment in
            #expect(moment.opens < moment.due && moment.due < moment.next && moment.closes == moment.next - (moment.due - moment.opens))
            return text(moment.due)
        }
    }

    private func seconds(_ japan: String) throws -> Int64 {
        let parts = japan.split(separator: "T")
        let clock = parts[1].split(separator: ":").compactMap { Int64($0) }
        return Int64(try day(String(parts[0])).daysSince2000) * 86_400 - 9 * 3600 + clock[0] * 3600 + clock[1] * 60
    }

    private func text(_ seconds: Int64) -> String {
        let local = seconds + 9 * 3600
        let minutes = Int(local % 86_400) / 60
        return "\(CalendarDay(daysSince2000: Int32(local / 86_400)))T\(minutes / 60):\(minutes % 60)"
    }

    @Test func dueMomentsAreThoseOfTheCalendarInJapan() throws {
        #expect(try dues(.daily, at: "2026-03-01T06:30") == ["2026-03-01T6:30", "2026-02-28T6:30", "2026-02-27T6:30"])
        #expect(try dues(.daily, at: "2026-03-01T06:29", most: 1) == ["2026-02-28T6:30"], "at the minute it is due, and not before")
        // 2026-11-23 is a Monday.
        #expect(try dues(.weekly(1), at: "2026-11-28T12:00") == ["2026-11-23T6:30", "2026-11-16T6:30", "2026-11-09T6:30"])
        #expect(try dues(.weekly(7), at: "2026-11-29T06:29", most: 1) == ["2026-11-22T6:30"])
        #expect(try dues(.weekly(6), at: "2000-01-07T12:00", from: "1999-12-01", most: 1) == ["2000-01-01T6:30"])
        #expect(try dues(.monthly(31), at: "2026-03-31T06:30") == ["2026-03-31T6:30", "2026-02-28T6:30", "2026-01-31T6:30"])
        #expect(try dues(.monthly(10), at: "2026-01-09T12:00", most: 2) == ["2025-12-10T6:30", "2025-11-10T6:30"])
        #expect(try dues(.yearly(month: 2, day: 29), at: "2025-03-01T00:00", most: 2) == ["2025-02-28T6:30", "2024-02-29T6:30"])
        #expect(try dues(.yearly(month: 6, day: 10), at: "2026-06-10T06:29", most: 1) == ["2025-06-10T6:30"])
    }

    @Test func nothingIsDueBeforeItsFirstDay() throws {
        #expect(try dues(.daily, at: "2026-03-02T12:00", from: "2026-03-01") == ["2026-03-02T6:30", "2026-03-01T6:30"])
        #expect(try dues(.monthly(10), at: "2026-03-11T12:00", from: "2026-03-11").isEmpty)
        let rule = DueSource(source: .tax, data: "residents", rhythm: .monthly(10), byMinute: 390, from: try day("2026-03-11"))
        #expect(text(rule.first) == "2026-04-10T6:30")
        let own = DueSource(source: .tax, data: "residents", rhythm: .monthly(10), byMinute: 390, from: try day("2026-03-10"))
        #expect(text(own.first) == "2026-03-10T6:30")
    }

    @Test func whatIsNotKnownIsAProblemAndNotAnEmptySchedule() {
        #expect(SourceScheduleReading.unset.problem?.contains("ATENA_SOURCES") == true)
        #expect(SourceScheduleReading.unreadable("理由").problem?.contains("理由") == true)
        #expect(SourceScheduleReading.known(SourceSchedule([])).problem == nil)
    }
}
