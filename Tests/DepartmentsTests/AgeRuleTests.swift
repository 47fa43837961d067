import Addressee
import ConnectorKit
import ReceiverLedger
import Testing

@testable import Departments

@Suite struct AgeRuleTests {
    /// Born, first day, (later class,) first day no longer.
    @Test(arguments: [
        ("1986-05-01", "2026-04-30", "2051-04-30"),
        ("1961-01-01", "2000-12-31", "2025-12-31"),
        // Leap day: the age is attained on 28 February in every year.
        ("1960-02-29", "2000-02-28", "2025-02-28"),
        ("1959-03-01", "1999-02-28", "2024-02-29"),
        // Written as a day that is none; counted from 1 March.
        ("1955-02-29", "1995-02-28", "2020-02-29"),
    ])
    func careInsurance(born: String, second: String, first: String) throws {
        let range = CareInsuranceWorklist.range(try #require(try BirthDate(written: born).known))
        #expect(range == AgeRange(from: try day(second), laterClassFrom: try day(first), until: nil))
    }

    @Test(arguments: [
        // 18 is attained on 1 April, so the year goes on to the next 31 March.
        ("2008-04-02", "2027-04-01"),
        // 18 is attained on 31 March.
        ("2008-04-01", "2026-04-01"),
        ("2008-03-31", "2026-04-01"),
        ("2008-02-29", "2026-04-01"),
        ("2008-12-31", "2027-04-01"),
    ])
    func childcare(born: String, agesOut: String) throws {
        #expect(ChildcareWorklist.range(try #require(try BirthDate(written: born).known)) == AgeRange(from: try day(born), until: try day(agesOut)))
    }

    @Test(arguments: [("1951-11-21", "2026-11-21"), ("1952-02-29", "2027-03-01"), ("1951-01-01", "2026-01-01")])
    func healthInsurance(born: String, agesOut: String) throws {
        #expect(HealthInsuranceWorklist.range(try #require(try BirthDate(written: born).known)) == AgeRange(from: try day(born), until: try day(agesOut)))
    }

    @Test(arguments: [
        ("2006-11-22", "2026-11-21", "2066-11-21"), ("2004-02-29", "2024-02-28", "2064-02-28"), ("2006-01-01", "2025-12-31", "2065-12-31"),
    ])
    func nationalPension(born: String, from: String, until: String) throws {
        #expect(NationalPensionWorklist.range(try #require(try BirthDate(written: born).known)) == AgeRange(from: try day(from), until: try day(until)))
    }
}

@Suite struct AgeDecisionTests {
    private func pension(_ entry: Entry, on text: String = "2026-11-21") throws -> AgeDecision {
        AgeDecision(try CheckedEntry(entry), on: try day(text), range: NationalPensionWorklist.range)
    }

    private func row(_ from: String, _ until: String) throws -> AgeRow {
        AgeRow(qualifiedFrom: try day(from), agesOutOn: try day(until))
    }

    @Test func residentsAreListedFromAgeOrMoveInWhicheverIsLater() throws {
        #expect(try pension(person("1", born: "1990-06-15")) == .listed(row("2020-04-01", "2050-06-14")))
        #expect(try pension(person("1", born: "2006-06-15")) == .listed(row("2026-06-14", "2066-06-14")))
        #expect(try pension(person("1", born: "2006-06-15", since: nil)) == .listed(row("2026-06-14", "2066-06-14")))
    }

    @Test func whoIsPastTheAgeIsNot() throws {
        #expect(try pension(person("1", born: "1966-11-22"), on: "2026-11-20") == .listed(row("2020-04-01", "2026-11-21")))
        #expect(try pension(person("1", born: "1966-11-22"), on: "2026-11-21") == .outOfScope)
    }

    @Test func noBirthdayIsInvented() throws {
        let unknown = AgeDecision.listed(AgeRow(confirm: .birthDateUnknown))
        // In range from the last day to the first that it can mean: bounds, and a clerk's question beside them.
        let within = AgeDecision.listed(AgeRow(qualifiedFrom: try day("2020-04-01"), agesOutOn: try day("2049-12-31"), confirm: .birthDateUnknown))
        #expect(try pension(person("1", born: "1990-00-00", extra: [.seinengappiFushofuragu: "1", .seinengappiFushohyoki: "平成2年頃"])) == within)
        let soon = AgeDecision.listed(AgeRow(qualifiedFrom: try day("2026-12-30"), agesOutOn: try day("2065-12-31"), confirm: .birthDateUnknown))
        #expect(try pension(person("1", born: "2006-00-00")) == soon)
        #expect(try pension(person("1", born: "1990-05-01", extra: [.seinengappiFushofuragu: "1"])) == unknown)
        #expect(try pension(person("1", born: "0000-00-00")) == unknown)
        #expect(try pension(person("1")) == .listed(AgeRow(confirm: .birthDateMissing)))
    }

    /// Past the age whichever day it is: decided by the part that is known.
    @Test func whoIsPastTheAgeOnAnyDayThatTheDateCanMeanIsNot() throws {
        func decision(_ born: String) throws -> AgeDecision {
            try pension(person("1", born: born, extra: [.seinengappiFushofuragu: "1", .seinengappiFushohyoki: "昭和41年頃"]))
        }
        #expect(try decision("1965-00-00") == .outOfScope)
        #expect(try decision("1966-11-00") == .listed(AgeRow(qualifiedFrom: day("2020-04-01"), agesOutOn: day("2026-10-31"), confirm: .birthDateUnknown)))
        #expect(try decision("1966-10-00") == .outOfScope)
        #expect(try decision("1966-00-00") == .listed(AgeRow(qualifiedFrom: day("2020-04-01"), agesOutOn: day("2025-12-31"), confirm: .birthDateUnknown)))
    }

    @Test func nonResidentsAreTheClerks() throws {
        #expect(try pension(person("1", born: "1990-06-15", nonResident: "4")) == .listed(AgeRow(confirm: .nonResident)))
        for gone in ["5", "9"] { #expect(try pension(person("1", born: "1990-06-15", nonResident: gone)) == .withdrawn) }
    }

    @Test(arguments: [
        // To another municipality: that day. Abroad and by death: the day after.
        ("2", "21", "2026-11-20"), ("2", "22", "2026-11-21"), ("3", "23", "2026-11-21"), ("9", "26", "2026-11-21"), ("9", "24", "2026-11-20"),
    ])
    func lossIsOnTheDayThatTheLawSays(state: String, reason: String, lost: String) throws {
        let entry = try person("1", born: "1990-06-15", state: state, moved: (reason, "2026-11-20"))
        #expect(try pension(entry) == .lost(row("2020-04-01", "2050-06-14"), on: try day(lost), reason: reason))
        #expect(try pension(removal("1", (reason, "2026-11-20"))) == .left(on: try day(lost), reason: reason))
    }

    @Test func whoLeftBeforeTheAgeOrAfterItNeverLost() throws {
        #expect(try pension(person("1", born: "2010-06-15", state: "2", moved: ("21", "2026-11-20"))) == .withdrawn)
        #expect(try pension(person("1", born: "1950-06-15", state: "3", moved: ("23", "2026-11-20"))) == .outOfScope)
    }

    @Test func cancellationsAndCorrections() throws {
        #expect(try pension(person("1", born: "1990-06-15", state: "9", moved: ("28", "2026-11-20"))) == .withdrawn)
        #expect(try pension(removal("1", ("28", "2026-11-20"))) == .withdrawn)
        #expect(try pension(person("1", born: "1990-06-15", state: "2", moved: ("43", "2026-11-20"))) == .unchanged)
        #expect(try pension(removal("1")) == .outOfScope)
        #expect(try pension(removal("1", ("41", "2026-11-20"))) == .outOfScope)
    }

    @Test(arguments: [
        (Item.seinengappi, "2026-13-01"), (.seinengappi, "20260101"), (.juminnengappi, "2026-02-30"), (.juminjotai, "7"), (.juminjotai, "4"),
        (.jutogaijotai, "1"), (.idonengappi, "x"),
        (.shimei, "a\u{0}b"),
    ])
    func whatIsNoValueIsRejectedWithoutShowingIt(item: Item, value: String) throws {
        let entry = try person("1", born: "1990-06-15", extra: [item: value])
        let error = try #require(throws: UnusableEntry.self) {
            try UnusableEntry.check(entry, isKeyed: false)
            _ = try CheckedEntry(entry)
        }
        #expect(error.reason.hasPrefix("\(item.rawValue): "))
        #expect(!error.reason.contains(value))
    }

    @Test func theLatestEndCounts() throws {
        let end = ResidenceEnd([
            ReasonOnDay(idojiyu: "21", idonengappi: try day("2026-01-05")), ReasonOnDay(idojiyu: "01", idonengappi: try day("2026-02-05")),
            ReasonOnDay(idojiyu: "23", idonengappi: try day("2026-03-05")), ReasonOnDay(idojiyu: "27", idonengappi: try day("2026-04-05")),
        ])
        #expect(end == ResidenceEnd(reason: "23", day: try day("2026-03-05")))
    }

    @Test func householders() throws {
        #expect(ChildcareWorklist.headed(try CheckedEntry(person("1", household: "H1", head: true))) == "H1")
        #expect(ChildcareWorklist.headed(try CheckedEntry(person("1", household: "H1"))) == nil)
        #expect(ChildcareWorklist.headed(try CheckedEntry(person("1", state: "2", household: "H1", head: true))) == nil)
    }
}
