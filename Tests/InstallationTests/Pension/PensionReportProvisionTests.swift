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
                receptions.append(try await first.receive(["notify", "receive", number] + particulars(hub, ["種類": "20歳到達"])))
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
                #expect(line.records == "報告番号 \(receptions[person - 1].filter { $0 != "-" })T1")
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
            // And told as what it was: nothing of what was told before is gone, nobody else is told anything, and it is told once.
            let (handed, lost) = ("提供", "媒体の不達（届いたか分からないため、報告し直す）")
            let confirmed = "提供の確認（届いたか分からなかったものに、提供先が回答した）"
            #expect(try await told(hub, 2) == [handed, lost, "媒体の取りやめ（引き渡していない）", confirmed])
            #expect(try await told(hub, 1) == [handed])
            try await hub.admin.execute(
                "UPDATE pension.act SET told_at = NULL WHERE kind IN ('result-matched', 'report-batch-recalled', 'report-batch-handed')")
            #expect(try await first.run(["report", "batches"]).status == 0)
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE way = 'm' AND result IN ('p', 'u')") == 3)
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
                receptions.append(try await first.receive(["notify", "receive", number] + particulars(hub, ["種類": "20歳到達"])))
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
            let reception = try await first.receive(["notify", "receive", Self.numbers[0]] + particulars(hub, ["種類": "20歳到達"]))
            #expect(try await second.run(["notify", "accept", reception]).status == 0)
            // What the hub's intake takes of nobody has its own code.
            try await give(hub, Self.numbers[0], sequence: 2, ["jusho_choaza": "常盤\u{FEFF}六丁目"])
            let untaken = try await released(hub, first, second)
            #expect(try await refused(hub, first, ["report", "write", untaken, "--out", hub.path("")], "J0107", "batch-written").contains("E0002"))
            #expect(try await first.run(["report", "cancel", untaken, "--reason-file", try file(hub, "作り直す")]).status == 0)
            try await give(hub, Self.numbers[0], sequence: 3)
            let batch = try await released(hub, first, second, onPaper: true)
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
            // The module is restored to the moment before: what it lost is recorded anew, and nothing is offered or provided twice.
            try await hub.admin.execute("DELETE FROM pension.report_step WHERE step IN ('written', 'handed')")
            try await refused(hub, first, ["report", "write", batch, "--out", hub.path("")], "M0024", "batch-written")
            let sent = ["report", "sent", batch, "--details", try file(hub, "大宮年金事務所　受付")]
            let again = try await first.run(sent)
            #expect(again.status == 0, "\(again)")
            #expect(try await first.run(sent).status != 0)
            #expect(try await hub.count("SELECT count(*) FROM pension.report_step WHERE step IN ('written', 'handed')") == 2)
            #expect(try await told(hub, 1) == ["提供"])
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE result = 'o'") == 1)
            // Restored further back, the module gives the batch's number, and the report's, once more: to the same person, who lives elsewhere by now. That never went.
            let number = try #require(Int32(batch.suffix(4)))
            let those = "(SELECT fiscal_year, number, attempt FROM pension.report_item WHERE batch_number = \(number))"
            for table in ["report_content WHERE (fiscal_year, number, attempt) IN \(those)", "report_step WHERE batch_number = \(number)"] {
                try await hub.admin.script(unsafeSQL: "DELETE FROM pension.\(table)")
            }
            try await hub.admin.script(
                unsafeSQL: """
                    DELETE FROM pension.report_item WHERE batch_number = \(number); DELETE FROM pension.report_batch WHERE number = \(number);
                    UPDATE pension.report_batch_count SET last = \(number - 1)
                    """)
            try await give(hub, Self.numbers[0], sequence: 4, ["jusho_choaza": "本町一丁目"])
            #expect(try await released(hub, first, second) == batch)
            try await refused(hub, first, sent, "M0024", "batch-moved")
            #expect(try await hub.count("SELECT count(*) FROM pension.report_step WHERE step = 'handed'") == 0)
        }
    }

    /// 個人番号を加えた媒体. The hub adds the number to the module's file, for the recipients of the policy and nobody else; the module, the log and every other file lack it.
    @Test func theNumberGoesOnlyWhereThePolicySaysAndOnlyTheServiceReadsIt() async throws {
        try await withClerks { hub, first, second, _, _ in
            try await hub.take([ResidentRow(1), ResidentRow(2).with { $0[.kojinbango] = "" }])
            let (service, spare, stranger) = (
                try await certificate("service", hub), try await certificate("spare", hub), try await certificate("stranger", hub)
            )
            var receptions: [String] = []
            for number in Self.numbers.prefix(2) {
                try await give(hub, number)
                receptions.append(try await first.receive(["notify", "receive", number] + particulars(hub, ["種類": "20歳到達"])))
                #expect(try await second.run(["notify", "accept", try #require(receptions.last)]).status == 0)
            }
            let batch = try await released(hub, first, second, ["--reception", receptions[0]], onPaper: true)
            func write(_ name: String, _ certificates: [String] = []) throws -> [String] {
                let out = hub.path(name)
                try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
                return ["report", "write", batch, "--out", out] + certificates.flatMap { ["--certificate", hub.path($0 + ".pem")] }
            }
            let form = ["form", "--batch", batch, "--out", hub.path("forms.pdf")]
            let sent = ["report", "sent", batch, "--details", try file(hub, "大宮年金事務所　受付")]
            // Without somebody who alone can open it nothing is made.
            try await openTheService(hub, numbersFor: [])
            try await refused(hub, first, write("out", ["service"]), "M0025", "batch-written")
            try await openTheService(hub, numbersFor: [service, spare])
            try await refused(hub, first, write("out"), "M0026", "batch-written")
            try await refused(hub, first, write("out", ["service", "stranger"]), "M0009", "batch-written")
            try await refused(hub, first, form, "M0028", "forms-made")
            #expect(try FileManager.default.contentsOfDirectory(atPath: hub.path("out")) == [])
            #expect(try await hub.count("SELECT count(*) FROM pension.report_step WHERE step = 'written'") == 0)

            let written = try await first.run(write("out", ["service", "spare"]))
            #expect(written.status == 0, "\(written)")
            #expect(try await first.run(write("again", ["spare", "service"])).status == 0)
            let names = try FileManager.default.contentsOfDirectory(atPath: hub.path("out")).sorted()
            #expect(names == ["report-\(batch)-medium.json", "report-\(batch)-receipt.txt", "report-\(batch)-transmittal.txt", "report-\(batch).csv.p7m"])
            func bytes(_ directory: String, _ name: String) throws -> Data { try Data(contentsOf: URL(filePath: hub.path("\(directory)/\(name)"))) }
            for name in names { #expect(try bytes("out", name) == bytes("again", name), "\(name)") }
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE result = 'o' AND individual_number") == 1)
            let number = Numbers.individual(1)
            for recipient in ["service", "spare"] {
                let opened = try await opened("out/\(names[3])", recipient, hub)
                let lines = String(decoding: opened.output, as: UTF8.self).split(separator: "\r\n")
                try #require(opened.status == 0 && lines.count == 4, "\(recipient)")
                #expect(lines[1].hasSuffix(",個人番号") && lines[2].hasSuffix(",\(number)"), "\(lines)")
                #expect(lines[2].hasPrefix("\(receptions[0])-1,") && lines[3] == "end,1" && lines[0].hasSuffix(",1"))
            }
            #expect(try await opened("out/\(names[3])", "stranger", hub).status != 0)
            // What goes with it has the sum of what is handed over, and the module's beside it.
            let digest = try #require(try await hub.text("SELECT encode(sha256(\([UInt8](try bytes("out", names[3])))::bytea), 'hex')"))
            let closed = try #require(try await hub.text("SELECT content->>'digest' FROM pension.report_step WHERE step = 'closed'"))
            for name in names.prefix(3) {
                let text = String(decoding: try bytes("out", name), as: UTF8.self)
                #expect(text.contains(digest) && text.contains(closed) && text.contains(names[3]) && text.contains(service), "\(text)")
                #expect(!text.contains(number))
            }
            #expect(try await second.run(["report", "show", batch]).text.contains(digest))
            #expect(try await events(hub, "pension.batch-written", digest) == 2)
            try await nowhere(hub, number)
            #expect(try await first.run(form).status == 0)

            // A new number of the person, or another recipient, is another medium; what was made before is handed over no more.
            try await hub.take([ResidentRow(1).next("45") { $0[.kojinbango] = Numbers.individual(7) }])
            try await hub.settle()
            try await refused(hub, first, sent, "M0028", "batch-moved")
            #expect(try await first.run(write("new", ["service"])).status == 0)
            #expect(try await told(hub, 1) == ["媒体の取りやめ（引き渡していない）", "媒体の作成（引渡しの記録を待つ）"])
            #expect(String(decoding: try await opened("new/\(names[3])", "service", hub).output, as: UTF8.self).contains(",\(Numbers.individual(7))\r\n"))
            #expect(try await opened("new/\(names[3])", "spare", hub).status != 0)
            #expect(try await first.run(write("other", ["spare"])).status == 0)
            #expect(try await opened("other/\(names[3])", "spare", hub).status == 0)
            #expect(try await opened("other/\(names[3])", "service", hub).status != 0)
            #expect(try await told(hub, 1).count == 3)
            // A row that somebody put in place of what was made is nobody's.
            try await hub.admin.execute(
                "UPDATE provision.encrypted_file SET digest = repeat('0', 64) WHERE record_id IN (SELECT record_id FROM provision.encrypted_bytes)")
            try await refused(hub, first, sent, "M0017", "batch-moved")
            try await hub.admin.execute(
                "UPDATE provision.encrypted_file f SET digest = encode(sha256(b.file), 'hex') FROM provision.encrypted_bytes b WHERE b.record_id = f.record_id")
            #expect(try await first.run(sent).status == 0)
            let line = try #require(try await report(hub, 1).lines.last { $0.what == "提供" && $0.who.hasSuffix("japan-pension-service") })
            #expect(line.includesIndividualNumber == true && line.items.contains("個人番号"), "\(line)")
            #expect(try await hub.count("SELECT count(*) FROM provision.encrypted_bytes") == 0)
            #expect(try await hub.count("SELECT count(*) FROM provision.encrypted_file") == 3)

            // Of whom no number is known nothing goes, and the clerk is told of whom.
            let without = try await released(hub, first, second)
            let refusal = ["report", "write", without, "--out", hub.path("out"), "--certificate", hub.path("service.pem")]
            #expect(try await refused(hub, first, refusal, "J0108", "batch-written").contains("\(receptions[1])-1"))
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE refusal = 'M0030'") == 1)
            // Where the policy gives no number any more, what was made with numbers does not leave as if it had none: it is made anew.
            let renamed = try await first.receive(["notify", "receive", Self.numbers[0]] + particulars(hub, ["種類": "name-changed", "事実の日": "2026-11-01"]))
            #expect(try await second.run(["notify", "accept", renamed]).status == 0)
            let later = try await released(hub, first, second, ["--reception", renamed])
            let clear = ["report", "write", later, "--out", hub.path("out")]
            #expect(try await first.run(clear + ["--certificate", hub.path("spare.pem")]).status == 0)
            try await openTheService(hub)
            let gone = ["report", "sent", later, "--details", try file(hub, "大宮年金事務所　受付")]
            try await refused(hub, first, gone, "M0028", "batch-moved", 2)
            #expect(try await first.run(clear).status == 0)
            #expect(try await first.run(gone).status == 0)
            #expect(try await report(hub, 1).lines.last { $0.what == "提供" }?.includesIndividualNumber == false)
            // It goes as ever, and nobody takes it for encrypted.
            try await refused(hub, first, refusal, "M0027", "batch-written")
            #expect(try await first.run(["report", "write", without, "--out", hub.path("out")]).status == 0)
            #expect(FileManager.default.fileExists(atPath: hub.path("out/report-\(without).csv")))
            _ = stranger
        }
    }

    /// Makes a certificate that can receive, with its key.
    ///
    /// - Returns: its SHA-256.
    private func certificate(_ name: String, _ hub: TestHub) async throws -> String {
        let made = try await Program.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=\(name)", "-keyout",
                hub.path(name + ".key"), "-out", hub.path(name + ".pem"), "-addext", "basicConstraints=critical,CA:FALSE", "-addext",
                "keyUsage=critical,keyAgreement",
            ])
        try #require(made.status == 0, "\(made.error)")
        return TestHub.fingerprint(try String(contentsOfFile: hub.path(name + ".pem"), encoding: .utf8))
    }

    private func opened(_ file: String, _ recipient: String, _ hub: TestHub) async throws -> Program.Outcome {
        try await Program.run(
            "/usr/bin/openssl",
            [
                "cms", "-decrypt", "-binary", "-inform", "DER", "-in", hub.path(file), "-recip", hub.path(recipient + ".pem"), "-inkey",
                hub.path(recipient + ".key"),
            ])
    }

    /// The number stands in clear in no table, as text or as bytes.
    private func nowhere(_ hub: TestHub, _ number: String) async throws {
        let hex = number.utf8.map { String(format: "%02x", $0) }.joined()
        let tables = try await hub.admin.query(
            """
            SELECT table_schema || '.' || table_name FROM information_schema.tables
            WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
            """)
        #expect(tables.count > 50)
        for table in tables {
            let name = try table.decode(String.self)
            let found = try await hub.count(
                "SELECT count(*) FROM \(unsafeSQL: name) AS t WHERE t::text LIKE \("%\(number)%") OR t::text LIKE \("%\(hex)%")")
            #expect(found == 0, "\(name)")
        }
    }

    private func released(
        _ hub: TestHub, _ first: PensionClerk, _ second: PensionClerk, _ arguments: [String] = [], onPaper: Bool = false
    ) async throws -> String {
        let made = try await first.run(["report", "batch"] + arguments)
        let batch = String(try #require(made.text.firstMatch(of: #/束 (\d{4}-\d{4})/#), "\(made)").output.1)
        let closed = try await first.run(["report", "close", batch, "--encoding", "utf-8"] + (onPaper ? ["--paper"] : []))
        #expect(closed.status == 0, "\(closed)")
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
