import Addressee
import Testing

@testable import Governance

/// 提供の頻度, as a policy says it.
@Suite struct ProvisionScheduleTests {
    /// The delivered policies with a text replaced in one file.
    private static func library(_ file: String, _ old: String, _ new: String) throws -> PolicyLibrary {
        let name = "systems/\(file).yaml"
        return try PolicyLibrary(
            documents: try deliveredLibrary().documents.map { document in
                document.name == name ? PolicyDocument(name: name, text: document.text.replacing(old, with: new)) : document
            })
    }

    private static func policy(_ library: PolicyLibrary, _ file: String) throws -> Policy {
        try #require(library.policies.first { $0.source.hasSuffix("systems/\(file).yaml") })
    }

    @Test func whatIsMonthlySaysSoAndNothingElseHasAnotherHash() throws {
        let library = try deliveredLibrary()
        let monthly = library.policies.filter { $0.schedule != .asItHappens }
        #expect(
            Set(monthly.map { "\($0.system)/\($0.dataset)" }) == ["care-insurance/old-age-welfare-pension", "childcare/pension-qualification"],
            "a list that goes with its month waits for no day: one that is published late would never be told")
        for policy in library.policies {
            #expect(policy.canonicalForm.contains("\nschedule=monthly 2\n") == (policy.schedule == .monthly(day: 2)))
            #expect(policy.sentences(bases: library.legalBases).contains { $0.contains("頻度: 毎月2日") } == (policy.schedule != .asItHappens))
        }
        // What says nothing, and what says as it happens, are one policy: what was approved keeps its hash.
        let file = "resident-record-pension-qualification"
        let said = try Self.library(file, "ways: [pull]\n", "ways: [pull]\nschedule: as-it-happens\n")
        #expect(try Self.policy(said, file).contentHash == Self.policy(library, file).contentHash)
        let changed = try Self.library(file, "ways: [pull]\n", "ways: [pull]\nschedule: { monthly: { day: 5 } }\n")
        let difference = PolicyDifference(from: try Self.policy(library, file), to: try Self.policy(changed, file))
        #expect(difference.schedule.before == .asItHappens && difference.schedule.after == .monthly(day: 5) && !difference.takesBack)
    }

    @Test(
        arguments: [
            ("care-insurance-old-age-welfare-pension", "{ monthly: { day: 2 } }", "weekly"), ("care-insurance-old-age-welfare-pension", "day: 2", "day: 29"),
            ("care-insurance-old-age-welfare-pension", "day: 2", "day: 0"), ("care-insurance-old-age-welfare-pension", "day: 2", "day: first"),
            ("care-insurance-old-age-welfare-pension", "ways: [pull]", "ways: [pull, push]"),
            // Where somebody is is withheld at once, and not next month.
            ("tax", "ways:", "schedule: { monthly: { day: 2 } }\nways:"),
            // So is a number that turns out to be another's.
            ("care-insurance-old-age-welfare-pension", "  - shoshokigo\n", "  - kojinbango\n  - shoshokigo\n"),
        ]) func whatCannotBeKeptIsNoSchedule(file: String, old: String, new: String) throws
    {
        let refused = #expect(throws: PolicyFileErrors.self) { try Self.library(file, old, new) }
        #expect(refused?.problems.contains { $0.code == .value && $0.file == "systems/\(file).yaml" } == true, "\(String(describing: refused))")
    }

    @Test(
        arguments: [("2026-12-02", "2026-12-02"), ("2026-12-01", "2026-11-02"), ("2026-12-31", "2026-12-02"), ("2027-01-01", "2026-12-02")])
    func theDayThatHasCome(today: String, due: String) throws {
        let day = try #require(CalendarDay(today))
        #expect(ProvisionSchedule.monthly(day: 2).due(by: day)?.description == due && ProvisionSchedule.asItHappens.due(by: day) == nil)
    }
}
