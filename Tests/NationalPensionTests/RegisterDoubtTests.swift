import Addressee
import Testing

@testable import NationalPension

/// 住民記録との食い違い: what a record says of somebody of whom the register says otherwise is told, and recorded by nobody unseen.
@Suite struct RegisterDoubtTests {
    private static let born = "1990-06-15"

    /// The days of doubt, by what the register has.
    @Test(
        arguments: [
            (ResidentSnapshot.Presence.resident, ["2026-05-20"]), (.dead, []), (.removed, []), (.movedWithinJapan, []), (.nonResident, []), (nil, []),
        ] as [(ResidentSnapshot.Presence?, [String])])
    func aDeathOfSomebodyWhoLivesByTheRegisterIsTold(presence: ResidentSnapshot.Presence?, days: [String]) throws {
        let facts: Set<PensionFact> = [.addressGained(on: day("2020-05-20")), .died(on: day("2026-05-20"))]
        let doubts = try told(facts, presence, on: "2026-06-01")
        #expect(doubts.compactMap { $0.day?.description } == days)
        #expect(doubts.allSatisfy { $0.kind == .registerDiffers && $0.reason.text.contains("亡くなっていません") })
    }

    @Test func whoeverLivesAndHasNoDeathOnRecordIsNoDoubt() throws {
        #expect(try told([.addressGained(on: day("2020-05-20"))], .resident, on: "2026-06-01") == [])
    }

    private func told(_ facts: Set<PensionFact>, _ presence: ResidentSnapshot.Presence?, on today: String) throws -> [Doubt] {
        let events = facts.enumerated().map { PensionEvent(id: .init("\($0)"), .fact($1), receivedOn: day(today), recordedAt: 0) }
        let history = try Replay.history(of: events, born: try BirthDate(written: Self.born), on: day(today), using: RuleTables.delivered())
        return RegisterDoubts.of(history, facts, presence, since: nil, hides: false)
    }
}
