import Addressee
import Foundation
import Testing

@testable import Governance

@Suite struct EndpointFileTests {
    private func endpoint(_ lines: String..., name: String = "tax-addressee.yaml") throws -> Endpoint? {
        let text = (["system: tax", "dataset: addressee", "connector: module"] + lines).joined(separator: "\n")
        return try EndpointLibrary(documents: [PolicyDocument(name: name, text: text)]).endpoints.first
    }

    private func faults(_ lines: String..., name: String = "tax-addressee.yaml") -> [String] {
        let text = (["system: tax", "dataset: addressee", "connector: module"] + lines).joined(separator: "\n")
        do throws(PolicyFileErrors) {
            _ = try EndpointLibrary(documents: [PolicyDocument(name: name, text: text)])
            return []
        } catch { return error.problems.map { "\($0.line) \($0.code.rawValue)" } }
    }

    @Test func whatAFileSaysIsRead() throws {
        #expect(try endpoint() == Endpoint(system: .tax, dataset: .addressee, connector: "module"))
        let whole = try endpoint(
            "gyomuid: \"010\"", "settings: { program: tax.py, timeout-seconds: 5 }", "batch-size: 500", "schedule: { monthly: { day: 31, at: \"02:30\" } }",
            "content: full", "hours-to-answer: 48", "tls: \"1.2\"")
        #expect(whole?.businessID?.value == "010" && whole?.settings == ["program": "tax.py", "timeout-seconds": "5"])
        #expect(whole?.batchSize == 500 && whole?.content == .full && whole?.hoursToAnswer == 48 && whole?.tls == .v12)
        #expect(whole?.schedule.label == "毎月31日 02:30")
        #expect(try endpoint("schedule: { daily: \"23:59\" }")?.schedule.label == "毎日 23:59")
        #expect(try endpoint("schedule: on-demand")?.schedule == .onDemand)
    }

    @Test(arguments: [
        ("gyomuid: \"1\"", "G0006"), ("gyomuid: \"038\"", "G0006"), ("gyomuid: \"000\"", "G0006"), ("batch-size: 0", "G0006"), ("schedule: hourly", "G0006"),
        ("schedule: { daily: \"24:00\" }", "G0006"),
        ("schedule: { daily: \"2:30\" }", "G0006"), ("schedule: { monthly: { day: 32, at: \"02:30\" } }", "G0006"),
        ("schedule: { monthly: { at: \"02:30\" } }", "G0004"),
        ("schedule: { daily: \"02:30\", monthly: { day: 1, at: \"02:30\" } }", "G0005"), ("content: full", "G0006"), ("content: some", "G0006"),
        ("hours-to-answer: 0", "G0006"), ("tls: \"1.1\"", "G0006"), ("body: 111008", "G0006"), ("body: さいたま市", "G0006"), ("settings: [ a ]", "G0005"),
        ("settings: { password: x }", "G0006"),
        ("settings: { db-password: x }", "G0006"),
        ("colour: red", "G0003"), ("connector2: module", "G0003"),
    ]) func whatIsWrongIsNamedWithItsPlace(_ line: String, _ code: String) {
        #expect(faults(line) == ["4 \(code)"])
    }

    @Test func aFileIsCalledAfterWhatItSays() {
        #expect(faults(name: "tax.yaml") == ["1 G0001"])
        #expect(faults(name: "childcare-addressee.yaml") == ["1 G0001"])
    }

    @Test func timesAreThoseOfJapan() throws {
        func next(_ schedule: DeliverySchedule, after text: String) throws -> String? {
            try schedule.next(after: Date(text, strategy: .iso8601)).map { $0.ISO8601Format() }
        }
        let time = try #require(DeliverySchedule.TimeOfDay("02:30"))
        // 02:30 in Japan is 17:30 of the day before in UTC.
        #expect(try next(.daily(at: time), after: "2026-11-28T17:29:59Z") == "2026-11-28T17:30:00Z")
        #expect(try next(.daily(at: time), after: "2026-11-28T17:30:00Z") == "2026-11-29T17:30:00Z")
        #expect(try next(.daily(at: time), after: "2026-12-31T20:00:00Z") == "2027-01-01T17:30:00Z")
        #expect(try next(.monthly(day: 31, at: time), after: "2027-02-01T00:00:00Z") == "2027-02-27T17:30:00Z")
        #expect(try next(.monthly(day: 31, at: time), after: "2027-02-27T17:30:00Z") == "2027-03-30T17:30:00Z")
        #expect(try next(.monthly(day: 1, at: time), after: "2026-12-31T17:30:00Z") == "2027-01-31T17:30:00Z")
        #expect(try next(.monthly(day: 29, at: time), after: "2028-02-01T00:00:00Z") == "2028-02-28T17:30:00Z")
        #expect(try next(.onDemand, after: "2028-02-01T00:00:00Z") == nil)
    }
}
