import AccessControlStand
import Addressee
import Governance
import Postgres
import SharingStand
import Testing

@testable import Oversight
@testable import Sharing

/// What a day can't do to one policy it does to all others all the same; what is left is named until it is done.
@Suite(.timeLimit(.minutes(10))) struct CalendarFailureTests {
    @Test func theCommandThatMovesTheDayEndsWithAFailureWhileOneIsLeftAndCanBeRunAgain() async throws {
        try await TestHub.with { hub in
            let atena = try #require(Program.atena, "build the product atena first")
            let today = CalendarDay.today()
            try await hub.advance(today.adding(days: -2).description)
            let lifecycle = PolicyLifecycle(pool: hub.pool, store: hub.store)
            let library = try PolicyLibrary(
                documents: TestPolicy.documents([
                    TestPolicy(from: "2025-01-01", until: today.description), TestPolicy(system: .childcare, from: "2025-01-01", until: today.description),
                ]))
            for outcome in try await lifecycle.propose(by: .proposer, library, reason: "試験") {
                _ = try await lifecycle.approve(by: .approver, outcome.policy.contentHash, reason: "試験")
            }
            try await hub.refuse("expire", of: "childcare")
            let environment = hub.commandEnvironment.merging(["ATENA_ACCOUNT": try await hub.accountFile()]) { $1 }
            for _ in 0..<2 {
                let failed = try await Program.run(atena, ["work", "--calendar", today.description], environment: environment)
                #expect(failed.status != 0 && failed.error.contains("policy.not-moved"), "\(failed.error)")
                #expect(String(decoding: failed.output, as: UTF8.self).contains("childcare/addressee"))
            }
            #expect(try await hub.lifecycle.history().filter { $0.act == "expire" }.map(\.system) == ["tax"])
            try await hub.admin.script(unsafeSQL: "DROP TRIGGER refuse_act ON governance.act")
            let done = try await Program.run(atena, ["work", "--calendar", today.description], environment: environment)
            #expect(done.status == 0, "\(done.error)")
            #expect(try await hub.lifecycle.history().filter { $0.act == "expire" }.map(\.system).sorted() == ["childcare", "tax"])
        }
    }
}
