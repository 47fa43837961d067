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
            let acquired = try await first.receive(["notify", "receive", number] + particulars(hub, ["種類": "20歳到達"]))
            #expect(try await second.run(["notify", "accept", acquired]).status == 0)
            let basic = try await first.receive(["notify", "basics", number, "--number-file", try file(hub, "1234567890")])
            #expect(try await published(hub) == [])
            #expect(try await second.run(["notify", "accept", basic]).status == 0)
            #expect(try await eventually { try await published(hub) == ["\(number) 1234567890 1 2010-04-14 -"] })

            let left = try await first.receive(["notify", "receive", number] + particulars(hub, ["種類": "left-japan", "事実の日": "2026-05-31"]))
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

            // The text of one dataset contradicts what the hub has taken for it: the others are published all the same.
            try await hub.admin.execute("UPDATE dataset.catalogue SET record_key = 'nendo' WHERE dataset = 'old-age-welfare-pension'")
            let back = try await first.receive(["notify", "receive", number] + particulars(hub, ["種類": "外国からの転入", "事実の日": "2026-06-05"]))
            #expect(try await second.run(["notify", "accept", back, "--despite-doubts"]).status == 0)
            #expect(
                try await eventually {
                    try await published(hub) == ["\(number) 1234567890 1 2026-06-05 -", "\(ResidentRow.number(2)) -"]
                })
        }
    }

    /// 老齢福祉年金受給者情報: registered, shown to whoever checks it, published, and withdrawn when the registration ends.
    @Test func aCertificateIsPublishedWhileItIsRegistered() async throws {
        try await withClerks { hub, first, second, _, _ in
            try await hub.take([ResidentRow(1)])
            let number = ResidentRow.number(1)
            try await give(hub, number)
            func certificates() async throws -> [String] {
                try await hub.rows(
                    """
                    SELECT coalesce(concat_ws(' ', items ->> 'shoshokigo', items ->> 'shoshobango', items ->> 'shikyukubun'), '-') FROM dataset.record
                    WHERE dataset = 'old-age-welfare-pension' ORDER BY history_number
                    """
                ).map { try $0.decode(String.self) }
            }
            let certificate = try file(hub, "証書記号: さ\n証書番号: 12345\n支給区分: 全部支給\n")
            let registered = try await first.receive(["notify", "welfare", number, "--certificate", certificate])
            #expect(try await first.run(["notify", "accept", registered]).status != 0)
            let shown = try await second.run(["notify", "show", registered])
            #expect(shown.status == 0 && shown.text.contains("証書番号") && shown.text.contains("12345"), "\(shown)")
            #expect(try await second.run(["notify", "accept", registered]).status == 0)
            #expect(try await eventually { try await certificates() == ["さ 12345 全部支給"] })
            let looked = try await first.run(["person", "show", number] + (try why(hub)))
            #expect(looked.text.contains("老齢福祉年金の証書") && looked.text.contains("全部支給"), "\(looked)")

            let ended = try await first.receive(["notify", "welfare", number, "--end"])
            #expect(try await second.run(["notify", "accept", ended]).status == 0)
            #expect(try await eventually { try await certificates() == ["さ 12345 全部支給", ""] })
            for wrong in [["--end", "--certificate", certificate], [], ["--certificate", try file(hub, "証書番号 12345")]] {
                #expect(try await first.run(["notify", "welfare", number] + wrong).status != 0)
            }
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
