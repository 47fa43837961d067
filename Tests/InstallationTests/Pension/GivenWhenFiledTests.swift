import AccessControlStand
import Addressee
import AuditTrail
import Foundation
import Postgres
import RegisterStand
import Testing

/// 窓口に来た者. People of whom the department was told nothing yet: of over sixty, or whoever no rule has in its scope.
@Suite(.timeLimit(.minutes(10))) struct GivenWhenFiledTests: PensionStand {
    private func interests(_ hub: TestHub, holding: Bool) async throws -> Int {
        try await hub.count("SELECT count(*) FROM dataset.interest WHERE system = 'national-pension' AND holds = \(holding)")
    }

    @Test func whoeverFilesIsAskedOfTheHubAndReceivedOnceTheyHaveCome() async throws {
        try await withClerks { hub, first, _, _, _ in
            try await hub.take([ResidentRow(3), ResidentRow(4), ResidentRow(5)])
            let (claims, mistyped, slow) = (ResidentRow.number(3), ResidentRow.number(4), ResidentRow.number(5))
            // Of nobody whom the register does not know is anything asked.
            let nobody = try await first.run(["claim", "receive", "999"] + particulars(hub, ["種類": "old-age", "事由の日": "2025-04-14"]))
            #expect(nobody.status != 0 && nobody.text.contains("J0001"), "\(nobody)")
            #expect(try await interests(hub, holding: true) == 0)

            // The hub delivers once it is told of the interest.
            func delivered(_ count: Int, _ number: String, _ items: [String: String]) async throws {
                while try await interests(hub, holding: true) < count { try await Task.sleep(for: .milliseconds(50)) }
                try await give(hub, number, items)
            }
            async let coming: Void = delivered(1, claims, ["seinengappi": "1960-04-15"])
            _ = try await first.receive(["claim", "receive", claims] + particulars(hub, ["種類": "old-age", "事由の日": "2025-04-14"]))
            try await coming
            // A number that was mistyped: what is filed does not fit, and the department is told of them no longer.
            async let another: Void = delivered(2, mistyped, ["seinengappi": "2024-04-15"])
            let refused = try await first.run(["notify", "receive", mistyped] + particulars(hub, ["種類": "left-japan", "事実の日": "2999-01-01"]))
            try await another
            #expect(refused.status != 0 && !refused.text.contains("J0113"), "\(refused)")
            #expect(try await interests(hub, holding: false) == 1)
            // Delivery that is slow, or broken: the clerk is told, and tries again later.
            let waiting = try await first.run(["notify", "basics", slow, "--note-file", try file(hub, "窓口")])
            #expect(waiting.status != 0 && waiting.text.contains("J0113"), "\(waiting)")
            try await give(hub, slow)
            _ = try await first.receive(["notify", "basics", slow, "--note-file", try file(hub, "窓口")])
            #expect(try await (interests(hub, holding: true), interests(hub, holding: false)) == (3, 1))
            #expect(try await events(hub, "interest.registered") == 3)
        }
    }

    @Test func theMovementsOfADayAreLookedAtOnceAnybodyHasAskedBefore() async throws {
        try await withClerks { hub, first, _, _, _ in
            // The service looks once a minute; the first time is a clerk's.
            #expect(try await first.run(["proposal", "make"]).status == 0)
            try await hub.take([ResidentRow(3)])
            try await hub.admin.execute("UPDATE pension.run SET day = day - 1")
            try await give(hub, ResidentRow.number(3), ["seinengappi": CalendarDay.todayInJapan().adding(days: 1).anniversary(years: -20).description])
            var looked = 0
            for _ in 0..<900 where looked < 2 {
                try await Task.sleep(for: .milliseconds(100))
                looked = try await hub.count("SELECT count(*) FROM pension.run")
            }
            #expect(try await hub.rows("SELECT by_whom FROM pension.run ORDER BY day DESC LIMIT 1").first?.decode(String.self) == "staff service")
            let listed = try await first.run(["proposal", "list"])
            #expect(listed.text.contains("20歳"), "\(listed)")
        }
    }
}
