import Addressee
import ConnectorKit
import Testing

@testable import Departments

@Suite struct ResidenceDecisionTests {
    private func decide(_ entry: Entry) throws -> ResidenceDecision {
        ResidenceDecision(try CheckedEntry(entry), on: try day("2026-11-21"))
    }

    @Test func residentsSinceAKnownOrUnknownDay() throws {
        #expect(try decide(person("1")) == .period(Residence(from: try day("2020-04-01"))))
        #expect(try decide(person("1", since: nil)) == .open(Residence(from: try day("2026-11-21"), startKnown: false)))
        #expect(
            try decide(person("1", since: nil, extra: [.jushoteinengappi: "2024-01-01"]))
                == .open(Residence(from: try day("2024-01-01"), startKnown: false)))
    }

    @Test func ends() throws {
        #expect(
            try decide(person("1", state: "2", moved: ("21", "2026-10-01")))
                == .period(Residence(from: try day("2020-04-01"), until: try day("2026-10-01"), endReason: "21")))
        #expect(
            try decide(person("1", state: "2", since: nil, moved: ("21", "2026-10-01")))
                == .ended(ResidenceEnd(reason: "21", day: try day("2026-10-01"))))
        #expect(try decide(removal("1", ("26", "2026-10-01"))) == .ended(ResidenceEnd(reason: "26", day: try day("2026-10-01"))))
        #expect(
            try decide(person("1", state: "2", moved: ("43", "2026-10-01")))
                == .period(Residence(from: try day("2020-04-01"), until: try day("2026-10-01"), endKnown: false)))
        #expect(try decide(person("1", state: "2")) == .unchanged)
    }

    @Test func whatNeverWas() throws {
        #expect(try decide(person("1", state: "9", moved: ("28", "2026-10-01"))) == .cancelled(from: try day("2020-04-01")))
        #expect(try decide(person("1", state: "2", moved: ("21", "2020-04-01"))) == .cancelled(from: try day("2020-04-01")))
        #expect(try decide(removal("1", ("28", "2026-10-01"))) == .cancelled(from: nil))
        #expect(try decide(removal("1")) == .withdrawn)
        #expect(try decide(person("1", nonResident: "4")) == .unchanged)
    }

    /// Moved in on the day: on the roll. Moved out or died on the day: not.
    @Test(
        arguments: [
            ("2026-01-01", nil, true), ("2026-01-02", nil, false), ("2020-01-01", "2026-01-01", false), ("2020-01-01", "2026-01-02", true),
            ("2020-01-01", "2025-12-31", false),
        ] as [(String, String?, Bool)])
    func theFirstOfJanuary(from: String, until: String?, isOn: Bool) throws {
        #expect(Residence(from: try day(from), until: try until.map(day)).isOn(try day("2026-01-01")) == isOn)
    }
}
