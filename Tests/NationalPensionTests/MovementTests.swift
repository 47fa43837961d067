import Addressee
import NationalPension
import Testing

/// 処理年月の異動 (NP-11; 評価書 Ⅱ-5 移転先4 ⑤): whose classes became another in a month, and what the newest one is then.
@Suite struct MovementTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let what: String
        /// Facts, each with the day on which it was recorded.
        let recorded: [(PensionFact, on: String)]
        let month: String
        /// `class acquired reason | lost reason`; `nil` where nothing moved, `-` where no class is left.
        let told: String?
        var born = "1990-06-15"
        /// 生年月日 as it was at the end of the month before; `nil`: the same.
        var former: String?
        var testDescription: String { what }
    }

    private static let employed: [(PensionFact, on: String)] = [
        (.addressGained(on: day("1990-06-15")), on: "2010-07-01"), (.employmentBegan(on: day("2013-04-01")), on: "2013-05-10"),
    ]

    static let cases: [Case] = [
        Case(what: "20歳到達", recorded: [employed[0]], month: "2010-07", told: "1 2010-06-14 acquire-20"),
        Case(what: "翌月は異動なし", recorded: [employed[0]], month: "2010-08", told: nil),
        Case(what: "種別変更: 新しい種別", recorded: employed, month: "2013-05", told: "2 2013-04-01 change-employment"),
        // It counts in which month it was recorded, not when it happened.
        Case(what: "事実の月ではなく、処理した月", recorded: employed, month: "2013-04", told: nil),
        Case(
            what: "退職", recorded: employed + [(.employmentEnded(on: day("2026-09-30")), on: "2026-10-05")], month: "2026-10",
            told: "1 2026-10-01 change-left-employment"),
        // By the day alone, without anything recorded.
        Case(what: "60歳到達", recorded: [employed[0]], month: "2050-06", told: "1 2010-06-14 acquire-20 | 2050-06-14 lose-60"),
        Case(what: "60歳到達の翌月", recorded: [employed[0]], month: "2050-07", told: nil),
        Case(
            what: "死亡", recorded: employed + [(.died(on: day("2026-10-30")), on: "2026-11-02")], month: "2026-11",
            told: "2 2013-04-01 change-employment | 2026-10-31 lose-death"),
        Case(
            what: "1日に記録", recorded: [employed[0], (.addressLost(on: day("2026-09-30")), on: "2026-10-01")], month: "2026-10",
            told: "1 2010-06-14 acquire-20 | 2026-10-01 lose-left-japan"),
        Case(
            what: "月末に記録", recorded: [employed[0], (.addressLost(on: day("2026-09-30")), on: "2026-10-31")], month: "2026-10",
            told: "1 2010-06-14 acquire-20 | 2026-10-01 lose-left-japan"),
        Case(
            what: "生年月日の訂正", recorded: [employed[0]], month: "2026-05", told: "1 2010-06-14 acquire-20", former: "1990-05-10"),
        Case(
            what: "資格の日が変わらない生年月日の訂正", recorded: [(.addressGained(on: day("2015-06-15")), on: "2015-07-01")], month: "2026-05", told: nil,
            former: "1990-05-10"),
        // Nothing of the qualification becomes another by it.
        Case(what: "付加の申出", recorded: [employed[0], (.additionalApplied(on: day("2026-10-01")), on: "2026-10-01")], month: "2026-10", told: nil),
    ]

    @Test(arguments: cases) func whoMovedInAMonthIsToldWithTheNewestClass(_ one: Case) throws {
        let events = one.recorded.enumerated().map { index, said in
            // Noon in Japan.
            PensionEvent(id: .init("\(index)"), .fact(said.0), receivedOn: day(said.on), recordedAt: seconds(day(said.on)) + 3 * 3600)
        }
        #expect(try told(events, one) == one.told)
        #expect(try told(events.reversed(), one) == one.told)
    }

    /// 取消し of the only event leaves nothing, and that is a movement; so does what another month knew still stand in its own.
    @Test func whatIsCancelledIsAMovementOfTheMonthOfItsCancellation() throws {
        let gained = PensionEvent(id: "1", .fact(.addressGained(on: day("2026-09-10"))), receivedOn: day("2026-09-10"), recordedAt: seconds(day("2026-09-10")))
        let cancelled = PensionEvent(id: "2", .cancellation(of: "1"), receivedOn: day("2026-11-05"), recordedAt: seconds(day("2026-11-05")))
        let found = ["2026-09", "2026-10", "2026-11", "2026-12"].map { Case(what: "", recorded: [], month: $0, told: nil) }
        #expect(
            try found.map { try told([gained, cancelled], $0) } == ["1 2026-09-10 acquire-entered-japan", nil, "-", nil])
    }

    @Test func anUnknownBirthDateIsHeldAndNoMovement() throws {
        let event = PensionEvent(id: "1", .fact(.addressGained(on: day("2026-09-10"))), receivedOn: day("2026-09-10"), recordedAt: seconds(day("2026-09-10")))
        #expect(throws: HeldForClerk.self) {
            try MonthlyMovement.of(
                [event], born: BirthDate(written: "1990-06-00", unknownNotation: "不詳"), before: BirthDate(written: "1990-06-15"), in: month("2026-09"),
                using: RuleTables.delivered())
        }
    }

    private func seconds(_ day: CalendarDay) -> Int64 { Int64(day.daysSince2000) * 86_400 + 946_684_800 }

    private func told(_ events: [PensionEvent], _ one: Case) throws -> String? {
        let movement = try MonthlyMovement.of(
            events, born: BirthDate(written: one.born), before: BirthDate(written: one.former ?? one.born), in: month(one.month), using: RuleTables.delivered())
        guard let movement else { return nil }
        guard let newest = movement.newest else { return "-" }
        return "\(newest.insuredClass.rawValue) \(newest.acquired) \(newest.acquiredBy.rawValue)"
            + (newest.lost.map { " | \($0) \(newest.lostBy?.rawValue ?? "?")" } ?? "")
    }
}
