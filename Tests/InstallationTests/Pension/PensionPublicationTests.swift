import AccessControlStand
import Foundation
import Postgres
import RegisterStand
import Testing

/// What other departments are given of pensions (NP-11): by the staff service, as soon as two people have accepted it.
@Suite(.timeLimit(.minutes(10))) struct PensionPublicationTests: PensionStand {
    @Test func whatTwoPeopleAcceptedIsPublishedAtOnce() async throws {
        try await withClerks { hub, first, second, _, _ in
            try await hub.take([ResidentRow(1), ResidentRow(2)])
            let number = ResidentRow.number(1)
            try await give(hub, number)
            let acquired = try await first.receive(["notify", "receive", number, "--kind", "20歳到達"])
            #expect(try await second.run(["notify", "accept", acquired]).status == 0)
            let basic = try await first.receive(["notify", "basics", number, "--number-file", try file(hub, "1234567890")])
            #expect(try await published(hub) == [])
            #expect(try await second.run(["notify", "accept", basic]).status == 0)
            #expect(try await eventually { try await published(hub) == ["\(number) 1234567890 1 2010-04-14 -"] })

            let left = try await first.receive(["notify", "receive", number, "--kind", "left-japan", "--day", "2026-05-31"])
            #expect(try await second.run(["notify", "accept", left]).status == 0)
            #expect(try await eventually { try await published(hub) == ["\(number) 1234567890 1 2010-04-14 2026-06-01"] })
            // Each a version of one record, by the staff service, on record with whom it was about.
            #expect(try await hub.count("SELECT count(*) FROM dataset.record WHERE dataset = 'pension-qualification'") == 2)
            #expect(try await events(hub, "publication.records", "\"dataset\":\"pension-qualification\"") == 2)

            // Somebody published of whom the department keeps nothing: the next look at all, as when a service begins, withdraws it, and nothing else.
            let stray = try hub.write(Array("atenabango,kisonenkinbango\n\(ResidentRow.number(2)),9999999999\n".utf8), to: "stray.csv")
            let taken = try await Program.run(
                try #require(Program.atena), ["publish", "pension-qualification", stray, "--source", "national-pension"], environment: first.environment)
            #expect(taken.status == 0, "\(taken)")
            let again = try RunningServer(
                try #require(Program.atena),
                first.environment.merging(["ATENA_STAFF_LISTEN": "127.0.0.1:0"]) { $1 }, command: "staff", log: hub.path("staff-again.log"))
            defer { again.stop() }
            #expect(
                try await eventually {
                    try await published(hub) == ["\(number) 1234567890 1 2010-04-14 2026-06-01", "\(ResidentRow.number(2)) -"]
                })
            #expect(try await hub.count("SELECT count(*) FROM dataset.record WHERE dataset = 'pension-qualification'") == 4)
        }
    }

    private func published(_ hub: TestHub) async throws -> [String] {
        try await hub.rows(
            """
            SELECT DISTINCT ON (r.addressee_id) concat_ws(' ', a.atenabango, r.items ->> 'kisonenkinbango', r.items ->> 'hihokenshashubetsu',
              r.items ->> 'shikakushutokunengappi', coalesce(r.items ->> 'shikakusoshitsunengappi', '-'))
            FROM dataset.record r JOIN register.addressee a USING (addressee_id) WHERE r.dataset = 'pension-qualification'
            ORDER BY r.addressee_id, r.history_number DESC
            """
        ).map { try $0.decode(String.self) }
    }
}
