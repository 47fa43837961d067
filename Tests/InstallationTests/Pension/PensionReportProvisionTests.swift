import AccessControlStand
import Addressee
import AuditTrail
import Foundation
import LogSealingStand
import Oversight
import Postgres
import RegisterStand
import Sharing
import SharingStand
import Testing

/// 日本年金機構への提供. What goes to the Service with a batch passes the hub's one door, and stands in the disclosure report of whom it is about.
@Suite(.timeLimit(.minutes(10))) struct PensionReportProvisionTests: PensionStand {
    private static let numbers = [1, 2, 3].map(ResidentRow.number)

    @Test func aMediumIsOfferedUnderItsPolicyAndAProvisionOnceItIsHandedOver() async throws {
        try await withClerks { hub, first, second, _, _ in
            try await hub.take([1, 2, 3].map { ResidentRow($0) })
            try await hub.advance("2026-11-20")
            try await hub.seal()
            var receptions: [String] = []
            for number in Self.numbers.prefix(2) {
                try await give(hub, number)
                receptions.append(try await first.receive(["notify", "receive", number, "--kind", "20歳到達"]))
                #expect(try await second.run(["notify", "accept", try #require(receptions.last)]).status == 0)
            }
            let batch = try await released(hub, first, second)
            #expect(try await eventually { try await published(hub) == Self.numbers.prefix(2).map { "\($0) 1" } })

            // Without a policy in force nothing leaves, on a medium or on paper.
            let out = hub.path("medium")
            try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
            let (write, form) = (["report", "write", batch, "--out", out], ["form", "--batch", batch, "--out", hub.path("forms.pdf")])
            try await refused(hub, first, write, "P0001", "batch-written")
            try await refused(hub, first, form, "P0001", "forms-made")
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE way = 'm' AND refusal = 'P0001' AND persons IS NULL") == 1)

            try await openTheService(hub)
            try await hub.admin.execute("UPDATE audit.seal_state SET caught_up_at = now() - interval '5 minutes 1 second'")
            try await refused(hub, first, write, "P0010", "batch-written")
            #expect(try FileManager.default.contentsOfDirectory(atPath: out) == [] && !FileManager.default.fileExists(atPath: hub.path("forms.pdf")))
            try await hub.seal()
            for _ in 1...2 {
                let written = try await first.run(write)
                #expect(written.status == 0, "\(written)")
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: out).count == 4)
            #expect(try await told(hub, 1) == ["媒体の作成（引渡しの記録を待つ）"])
            #expect(try await first.run(["report", "sent", batch, "--details", try file(hub, "大宮年金事務所　受付")]).status == 0)
            for person in [1, 2] {
                let lines = try await report(hub, person).lines.filter { $0.who.hasSuffix("japan-pension-service") }
                let line = try #require(lines.first)
                #expect(lines.count == 1 && line.what == "提供" && line.way == "電子記録媒体" && line.terminal == "staff 1001", "\(lines)")
                #expect(line.bases.map(\.law) == ["国民年金法"] && line.includesIndividualNumber == false && line.isGenuine)
                #expect(Set(line.items).isSuperset(of: ["報告番号", "届出", "氏名", "生年月日", "住所"]) && !line.items.contains("返戻の理由"), "\(line.items)")
            }
            #expect(try await told(hub, 3) == [])

            // What the Service answered has arrived; of the rest nobody knows, and it is published no longer.
            let rows = [
                "atena-result-1,\(batch),1", "報告番号,宛名番号,基礎年金番号,氏名カナ,生年月日,結果,返戻の理由,処理日,決定,免除の種類,始月,終月",
                "\(receptions[0])-1,\(Self.numbers[0]),,ネンキン　ハナコ,1990-04-15,処理済,,\(CalendarDay.todayInJapan()),,,,",
            ]
            #expect(try await first.run(["result", "import", try file(hub, rows.joined(separator: "\n") + "\n")]).status == 0)
            #expect(try await first.run(["report", "fail", batch, "--reason-file", try file(hub, "読めないと連絡")]).status == 0)
            #expect(try await told(hub, 2) == ["提供"])
            #expect(try await second.run(["report", "recall", batch]).status == 0)
            #expect(try await told(hub, 1) == ["提供"])
            #expect(try await told(hub, 2) == ["提供", "媒体の不達（届いたか分からないため、報告し直す）"])
            #expect(try await eventually { try await published(hub) == ["\(Self.numbers[0]) 1"] })

            // A medium that was made and cancelled went to nobody.
            let again = try await released(hub, first, second)
            #expect(try await first.run(["report", "write", again, "--out", out]).status == 0)
            #expect(try await first.run(["report", "cancel", again, "--reason-file", try file(hub, "作り直す")]).status == 0)
            #expect(try await told(hub, 2).last == "媒体の取りやめ（引き渡していない）")
            #expect(try await told(hub, 3) == [])
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE way = 'm' AND result = 'o'") == 2)

            // What was recalled and is answered all the same is published again.
            let late = rows.prefix(2) + ["\(receptions[1])-1,\(Self.numbers[1]),,ネンキン　ハナコ,1990-04-15,返戻,記入漏れ,\(CalendarDay.todayInJapan()),,,,"]
            #expect(try await first.run(["result", "import", try file(hub, late.joined(separator: "\n") + "\n")]).status == 0)
            #expect(try await eventually { try await published(hub) == Self.numbers.prefix(2).map { "\($0) 1" } })
        }
    }

    /// Nobody's report goes whose record the policy in force does not let go whole: the clerk is told whose report it is, and the others wait with it.
    @Test func aBatchWithAReportThatMayNotGoGoesToNobody() async throws {
        try await withClerks { hub, first, second, _, _ in
            try await hub.take([ResidentRow(1)])
            try await openTheService(hub)
            var receptions: [String] = []
            for number in [Self.numbers[0], "NOBODY"] {
                try await give(hub, number)
                receptions.append(try await first.receive(["notify", "receive", number, "--kind", "20歳到達"]))
                #expect(try await second.run(["notify", "accept", try #require(receptions.last)]).status == 0)
            }
            let batch = try await released(hub, first, second)
            let write = ["report", "write", batch, "--out", hub.path("")]
            let told = try await refused(hub, first, write, "J0106", "batch-written")
            #expect(told.contains("\(receptions[1])-1") && !told.contains("\(receptions[0])-1"), "\(told)")
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE refusal = 'M0023' AND policy_version IS NOT NULL") == 1)
            // Nor by a policy that lacks an item of the report.
            #expect(try await first.run(["report", "cancel", batch, "--reason-file", try file(hub, "作り直す")]).status == 0)
            try await openTheService(hub, without: "jusho")
            let narrow = try await released(hub, first, second, ["--without", receptions[1]])
            #expect(
                try await refused(hub, first, ["report", "write", narrow, "--out", hub.path("")], "J0106", "batch-written", 2).contains("\(receptions[0])-2"))
            #expect(try await self.told(hub, 1) == [])
            try await openTheService(hub)
            #expect(try await first.run(["report", "write", narrow, "--out", hub.path("")]).status == 0)
        }
    }

    /// What is no longer allowed when paper is made, or is handed over already, leaves not: rendering takes minutes, and two may ask at once.
    @Test func theDoorIsAskedWhenItLeavesAndByOneAtATime() async throws {
        try await withClerks { hub, first, second, _, _ in
            try await hub.take([ResidentRow(1)])
            try await openTheService(hub)
            try await give(hub, Self.numbers[0])
            let reception = try await first.receive(["notify", "receive", Self.numbers[0], "--kind", "20歳到達"])
            #expect(try await second.run(["notify", "accept", reception]).status == 0)
            // What the hub's intake takes of nobody has its own code.
            try await give(hub, Self.numbers[0], sequence: 2, ["jusho_choaza": "常盤\u{FEFF}六丁目"])
            let untaken = try await released(hub, first, second)
            #expect(try await refused(hub, first, ["report", "write", untaken, "--out", hub.path("")], "J0107", "batch-written").contains("E0002"))
            #expect(try await first.run(["report", "cancel", untaken, "--reason-file", try file(hub, "作り直す")]).status == 0)
            try await give(hub, Self.numbers[0], sequence: 3)
            let batch = try await released(hub, first, second)
            // Two at once are one offer.
            try await hub.admin.execute(
                "CREATE FUNCTION provision.wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(2); RETURN NEW; END $$")
            try await hub.admin.execute("CREATE TRIGGER waiting BEFORE INSERT ON provision.record FOR EACH ROW EXECUTE FUNCTION provision.wait()")
            let write = ["report", "write", batch, "--out", hub.path("")]
            async let one = first.run(write)
            async let other = second.run(write)
            let both = try await [one, other]
            #expect(both.contains { $0.status == 0 }, "\(both)")
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE result = 'o'") == 1)
            try await hub.admin.execute("DROP TRIGGER waiting ON provision.record")
            // The log's sealing halts while the forms are made.
            try await hub.admin.execute(
                """
                CREATE FUNCTION provision.halt() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN UPDATE audit.seal_state SET caught_up_at = now() - interval '6 minutes'; RETURN NULL; END $$
                """)
            try await hub.admin.execute(
                "CREATE TRIGGER halting AFTER INSERT ON audit.event FOR EACH ROW WHEN (NEW.kind = 'pension.looked-up') EXECUTE FUNCTION provision.halt()")
            try await refused(hub, first, ["form", "--batch", batch, "--out", hub.path("forms.pdf")], "P0010", "forms-made")
            #expect(try await events(hub, "pension.forms-made") == 0 && !FileManager.default.fileExists(atPath: hub.path("forms.pdf")))
            try await hub.admin.execute("DROP TRIGGER halting ON audit.event")
            try await hub.seal()
            #expect(try await first.run(["report", "sent", batch, "--details", try file(hub, "大宮年金事務所　受付")]).status == 0)
            #expect(try await told(hub, 1) == ["提供"])
            let medium = NamedMedium("report-\(batch)", of: try #require(DatasetName(rawValue: "pension-report")), to: .japanPensionService)
            await #expect(throws: MediaRefused.self) {
                _ = try await hub.provisioning.offer([], on: medium, by: Staff.with(.pensionWork, account: "1001"))
            }
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE result = 'o'") == 1)
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE refusal = 'M0024'") == 1)
        }
    }

    private func released(_ hub: TestHub, _ first: PensionClerk, _ second: PensionClerk, _ arguments: [String] = []) async throws -> String {
        let made = try await first.run(["report", "batch"] + arguments)
        let batch = String(try #require(made.text.firstMatch(of: #/束 (\d{4}-\d{4})/#), "\(made)").output.1)
        #expect(try await first.run(["report", "close", batch, "--encoding", "utf-8"]).status == 0)
        #expect(try await second.run(["report", "release", batch]).status == 0)
        return batch
    }

    @discardableResult
    private func refused(
        _ hub: TestHub, _ clerk: PensionClerk, _ arguments: [String], _ code: String, _ kind: String, _ times: Int = 1
    ) async throws -> String {
        let refused = try await clerk.run(arguments)
        #expect(refused.status != 0 && refused.text.contains(code), "\(refused)")
        #expect(try await events(hub, "pension.\(kind)", failure: true, code) == times)
        return refused.text
    }

    private func report(_ hub: TestHub, _ person: Int) async throws -> DisclosureReport {
        try await DisclosureReporting(provisioning: hub.provisioning).report(
            by: Staff.with(.readLog, account: "3001"), on: AddresseeNumber(ResidentRow.number(person)), because: "本人からの開示請求")
    }

    private func told(_ hub: TestHub, _ person: Int) async throws -> [String] {
        try await report(hub, person).lines.filter { $0.who.hasSuffix("japan-pension-service") }.map(\.what)
    }

    /// Whose reports are published now, and how many of each.
    private func published(_ hub: TestHub) async throws -> [String] {
        try await hub.rows(
            """
            SELECT a.atenabango || ' ' || count(*) FROM register.addressee a CROSS JOIN LATERAL (
              SELECT DISTINCT ON (r.record_key) r.items FROM dataset.record r
              WHERE r.addressee_id = a.addressee_id AND r.dataset = 'pension-report' ORDER BY r.record_key, r.history_number DESC) AS n
            WHERE n.items IS NOT NULL GROUP BY a.atenabango ORDER BY a.atenabango
            """
        ).map { try $0.decode(String.self) }
    }
}
