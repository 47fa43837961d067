import AccessControlStand
import Addressee
import AuditTrail
import Foundation
import Keys
import Postgres
import RegisterStand
import Testing

@testable import AccessControl

/// 日本年金機構への報告, its answers and the forms on paper, by the commands of people.
@Suite(.timeLimit(.minutes(10))) struct PensionReportCommandTests: PensionStand {
    @Test func fromARecordToTheServiceAndBackByTwoPeople() async throws {
        try await withClerks { hub, first, second, third, stranger in
            try await hub.take([ResidentRow(1).with { $0[.atenabango] = "A1" }])
            try await openTheService(hub)
            try await give(hub, "A1", ["shimei": "𠮷田　花子"])
            let reception = try await first.receive(["notify", "receive", "A1"] + particulars(hub, ["種類": "20歳到達"]))
            #expect(try await second.run(["notify", "accept", reception]).status == 0)
            for list in [["report", "due"], ["report", "batch"], ["result", "list"]] {
                let refused = try await stranger.run(list)
                #expect(refused.status != 0 && refused.text.contains("A0001"), "\(refused)")
            }
            let due = try await first.run(["report", "due"])
            #expect(due.status == 0 && due.text.contains("\(reception)-1\t報告待ち\t20歳到達\tA1"), "\(due)")
            #expect(try await first.run(["ledger", "list", "--all"]).text.contains("\t報告待ち"))
            let made = try await first.run(["report", "batch", "--kind", "20歳到達"])
            let batch = String(try #require(made.text.firstMatch(of: #/束 (\d{4}-\d{4})/#), "\(made)").output.1)
            #expect(made.text.contains("𠮷\tU+20BB7\t【決まっていません】"), "\(made)")
            let undecided = try await first.run(["report", "close", batch, "--encoding", "shift_jis"])
            #expect(undecided.status != 0 && undecided.text.contains("J0054"), "\(undecided)")
            #expect(try await first.run(["report", "characters", "--file", try file(hub, "𠮷\t吉\n")]).status == 0)
            let closed = try await first.run(["report", "close", batch, "--encoding", "shift_jis"])
            #expect(closed.status == 0 && closed.text.contains("atena-report-1\tshift_jis"), "\(closed)")
            // 1001 made and closed it, 1003 was set up by whom 1001 was: neither is the second person.
            for (clerk, code) in [(first, "J0004"), (third, "J0005")] {
                let own = try await clerk.run(["report", "release", batch])
                #expect(own.status != 0 && own.text.contains(code), "\(own)")
                #expect(try await events(hub, "pension.batch-moved", failure: true, code) == 1)
            }
            #expect(try await second.run(["report", "release", batch]).status == 0)
            let out = hub.path("medium")
            try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
            var written: [[String: Data]] = []
            for clerk in [first, second] {
                let files = try await clerk.run(["report", "write", batch, "--out", out])
                #expect(files.status == 0, "\(files)")
                var bytes: [String: Data] = [:]
                for name in try FileManager.default.contentsOfDirectory(atPath: out) { bytes[name] = FileManager.default.contents(atPath: "\(out)/\(name)") }
                written.append(bytes)
            }
            #expect(written[0] == written[1] && written[0].count == 4)
            let record = try #require(written[0]["report-\(batch)-medium.json"])
            let medium = try #require(try JSONSerialization.jsonObject(with: record) as? [String: Any])
            let sum = try await Program.run("/usr/bin/sha256sum", ["\(out)/report-\(batch).csv"], environment: [:])
            #expect(String(decoding: sum.output, as: UTF8.self).hasPrefix(medium["sha256"] as? String ?? "-"), "\(medium)")
            #expect(medium["serial"] as? String == batch && medium["count"] as? Int == 1, "\(medium)")

            let sent = try await first.run(["report", "sent", batch, "--details", try file(hub, "大宮年金事務所　受付")])
            #expect(sent.status == 0 && sent.text.contains("引渡し\t") && sent.text.contains("大宮年金事務所"), "\(sent)")
            let rows = [
                "atena-result-1,\(batch),2", "報告番号,宛名番号,基礎年金番号,氏名カナ,生年月日,結果,返戻の理由,処理日,決定,免除の種類,始月,終月",
                "\(reception)-1,A1,,ネンキン　ハナコ,1990-04-15,処理済,,\(CalendarDay.todayInJapan()),,,,", "x,A9,,シラナイ,1970-01-01,処理済,,\(CalendarDay.todayInJapan()),,,,",
            ]
            let list = try file(hub, rows.joined(separator: "\n") + "\n")
            let taken = try await first.run(["result", "import", list])
            #expect(taken.status == 0 && taken.text.contains("2件 = 突合 1 + 作業一覧 1"), "\(taken)")
            let twice = try await second.run(["result", "import", list])
            #expect(twice.status != 0 && twice.text.contains("J0058"), "\(twice)")
            #expect(try await events(hub, "pension.results-taken", failure: true, "J0058") == 1)
            let open = try await first.run(["result", "list"])
            #expect(open.status == 0 && open.text.contains("該当する報告なし（no-report）\t1件"), "\(open)")
            #expect(try await first.run(["result", "dismiss", "1", "2", "--reason-file", try file(hub, "他市の人")]).status == 0)
            let shown = try await second.run(["notify", "show", reception])
            #expect(shown.text.contains("日本年金機構への報告\t\(reception)-1\t処理済み\t束 \(batch)"), "\(shown)")
            #expect(try await first.run(["ledger", "list", "--all"]).text.contains("\t処理済み"))
            let person = try await first.run(["person", "show", "A1"] + why(hub))
            #expect(person.text.split(separator: "\n").contains { $0.hasPrefix(reception) && $0.hasSuffix("処理済み") }, "\(person)")
            let counted = try await first.run(["statistics"])
            #expect(counted.text.contains("日本年金機構への報告") && counted.text.contains("20歳到達\t1\t0\t0\t0\t0\t1"), "\(counted)")

            for (kind, count) in [
                ("batch-made", 1), ("batch-moved", 4), ("batch-written", 2), ("character-decided", 1), ("results-taken", 1), ("result-matched", 2),
            ] {
                #expect(try await events(hub, "pension.\(kind)") == count, "\(kind)")
            }
            #expect(try await events(hub, "pension.batch-moved", "\"step\":\"handed\"") == 1)
            #expect(
                try await hub.count(
                    "SELECT count(*) FROM audit.event WHERE kind LIKE 'pension.%' AND (body LIKE '%花子%' OR body LIKE '%ハナコ%' OR body LIKE '%大宮%')") == 0)
        }
    }

    @Test func whatIsPlantedInAGeneratedAnswerIsOnTheWorkListThatItIsPlantedFor() async throws {
        try await withClerks { hub, first, second, _, _ in
            let numbers = (1...7).map { "A\($0)" }
            try await hub.take(numbers.enumerated().map { index, number in ResidentRow(index + 1).with { $0[.atenabango] = number } })
            try await openTheService(hub)
            var receptions: [String] = []
            for (number, kana) in zip(numbers, ["ア", "イ", "ウ", "エ", "オ", "カ", "キ"]) {
                try await give(hub, number, ["shimei_furigana": "ネンキン　\(kana)"])
                receptions.append(try await first.receive(["notify", "receive", number] + particulars(hub, ["種類": "20歳到達"])))
                #expect(try await second.run(["notify", "accept", try #require(receptions.last)]).status == 0)
            }
            for (number, digits) in [("A2", "2150123452"), ("A3", "2150123453")] {
                let basics = try await first.receive(["notify", "basics", number, "--number-file", try file(hub, digits)])
                #expect(try await second.run(["notify", "accept", basics]).status == 0)
            }
            let made = try await first.run(["report", "batch"])
            let batch = String(try #require(made.text.firstMatch(of: #/束 (\d{4}-\d{4})/#), "\(made)").output.1)
            for (clerk, arguments) in [
                (first, ["close", batch, "--encoding", "shift_jis"]), (second, ["release", batch]), (first, ["write", batch, "--out", hub.path("")]),
                (first, ["sent", batch, "--details", try file(hub, "年金事務所")]),
            ] {
                let moved = try await clerk.run(["report"] + arguments)
                #expect(moved.status == 0, "\(moved)")
            }
            func generate(_ encoding: String) async throws -> Program.Outcome {
                try await Program.run(
                    try #require(Program.atena),
                    [
                        "generate", "pension-results", "--medium", hub.path("report-\(batch).csv"), "--encoding", encoding, "--out", hub.path("result.csv"),
                        "--plant",
                        "all",
                    ], environment: first.environment)
            }
            let unread = try await generate("utf-8")
            #expect(unread.status != 0 && unread.error.contains("文字コード"), "\(unread.error)")
            let generated = try await generate("shift_jis")
            #expect(generated.status == 0, "\(generated.error)")
            struct Planted: Decodable {
                let fault: String
                let line: Int
                let report: String
            }
            let planted = try JSONDecoder().decode([Planted].self, from: Data(contentsOf: URL(filePath: hub.path("result.csv.planted.json"))))
            #expect(planted.count == 6 && !planted.contains { $0.report == "\(receptions[0])-1" })
            let taken = try await first.run(["result", "import", hub.path("result.csv")])
            #expect(taken.text.contains("7件 = 突合 2 + 作業一覧 5"), "\(taken)")
            struct Doubtful: Decodable {
                let doubt: String
                let line: Int
            }
            let doubtful = try JSONDecoder().decode([Doubtful].self, from: try await first.run(["result", "list", "--json"]).output)
            #expect(Set(doubtful.map { "\($0.doubt) \($0.line)" }) == Set(planted.filter { $0.fault != "returned" }.map { "\($0.fault) \($0.line)" }))
            let back = try await first.run(["report", "due", "--returned"])
            #expect(back.text.contains(try #require(planted.first { $0.fault == "returned" }).report), "\(back)")
        }
    }

    @Test func whatComesBackEndsAndWhatDidNotArriveGoesAgainByTwoPeople() async throws {
        try await withClerks { hub, first, second, third, _ in
            try await hub.take([("A1", 1), ("A2", 2)].map { number, n in ResidentRow(n).with { $0[.atenabango] = number } })
            try await openTheService(hub)
            var receptions: [String] = []
            for number in ["A1", "A2"] {
                try await give(hub, number)
                receptions.append(try await first.receive(["notify", "receive", number] + particulars(hub, ["種類": "20歳到達"])))
                #expect(try await second.run(["notify", "accept", try #require(receptions.last)]).status == 0)
            }
            let made = try await first.run(["report", "batch"])
            let batch = String(try #require(made.text.firstMatch(of: #/束 (\d{4}-\d{4})/#), "\(made)").output.1)
            // As data no more is told than as lines: nothing of where somebody is, or of what was found of them.
            let data = try await first.run(["report", "show", batch, "--json"]).output
            let reports = try #require((try JSONSerialization.jsonObject(with: data) as? [String: Any])?["reports"] as? [[String: Any]])
            let shown: Set = ["report", "kind", "atenabango", "basicPensionNumber", "kana", "receivedOn", "dueOn"]
            #expect(reports.map { Set($0.keys) } == [shown, shown])
            for (clerk, arguments) in [(first, ["close"]), (second, ["release"]), (first, ["write"]), (first, ["sent"])] {
                let details = arguments == ["sent"] ? ["--details", try file(hub, "年金事務所")] : arguments == ["write"] ? ["--out", hub.path("")] : []
                let moved = try await clerk.run(["report"] + arguments + [batch] + details)
                #expect(moved.status == 0, "\(moved)")
            }
            let rows = [
                "atena-result-1,\(batch),1", "報告番号,宛名番号,基礎年金番号,氏名カナ,生年月日,結果,返戻の理由,処理日,決定,免除の種類,始月,終月",
                "\(receptions[0])-1,A1,,ネンキン　ハナコ,1990-04-15,返戻,対象外,\(CalendarDay.todayInJapan()),,,,",
            ]
            #expect(try await first.run(["result", "import", try file(hub, rows.joined(separator: "\n") + "\n")]).status == 0)

            func byAnother(_ what: String, _ arguments: [String], _ words: String) async throws {
                for (clerk, code) in [(first, "J0004"), (third, "J0005")] {
                    let own = try await clerk.run(["report"] + arguments)
                    #expect(own.status != 0 && own.text.contains(code) && own.text.contains(code == "J0004" ? words : "二人"), "\(own)")
                    #expect(try await events(hub, "pension.\(what)", failure: true, code) == 1)
                }
                let another = try await second.run(["report"] + arguments)
                #expect(another.status == 0, "\(another)")
            }
            try await byAnother("report-mended", ["mend", receptions[0], "--end", "--reason-file", try file(hub, "届出の誤り")], "その報告を終えられません")
            let failed = try await first.run(["report", "fail", batch, "--reason-file", try file(hub, "読めないと連絡")])
            #expect(failed.status == 0 && failed.text.contains("report recall \(batch)"), "\(failed)")
            try await byAnother("batch-moved", ["recall", batch], "再報告を承認できません")
            #expect(try await events(hub, "pension.batch-moved", "\"step\":\"recalled\"") == 1)
            let due = try await first.run(["report", "due"])
            #expect(due.text.contains("\(receptions[1])-2\t報告待ち") && !due.text.contains("\(receptions[0])-"), "\(due)")

            #expect(try await first.run(["report", "batch"]).status == 0)
            let few = try await first.run(["report", "batches", "--limit", "1"])
            #expect(few.text.contains("1件を超えました") && !few.text.contains(batch) && few.text.contains("媒体の期限超過"), "\(few)")
        }
    }

    /// One form that can't be drawn, and one of which nothing can be told, keep no other from being printed; each is told, and so is that not all is there.
    @Test func whatOfABatchCanBePrintedIsAndTheRestIsToldByNumberAndCode() async throws {
        try await withClerks { hub, first, second, _, _ in
            var receptions: [String] = []
            for (number, name) in [("A1", "年金　花子"), ("A2", "外\u{E000}　一子"), ("A3", "年金　三子")] {
                try await give(hub, number, ["shimei": name])
                receptions.append(try await first.receive(["notify", "receive", number] + particulars(hub, ["種類": "20歳到達"])))
                #expect(try await second.run(["notify", "accept", try #require(receptions.last)]).status == 0)
            }
            try await hub.take((1...3).map { n in ResidentRow(n).with { $0[.atenabango] = "A\(n)" } })
            try await openTheService(hub)
            let made = try await first.run(["report", "batch"])
            let batch = String(try #require(made.text.firstMatch(of: #/束 (\d{4}-\d{4})/#), "\(made)").output.1)
            try await hub.admin.execute("UPDATE pension.event SET mac = decode('00', 'hex') WHERE atenabango = 'A3'")
            let looked = try await events(hub, "pension.looked-up")
            // Whoever closes it is told at once what will not be printed, and so is whoever releases it.
            let closed = try await first.run(["report", "close", batch, "--paper"])
            #expect(closed.status == 3 && closed.text.contains("紙の様式\t1件\t1枚（送付書を除く）"), "\(closed)")
            for (reception, code) in [(receptions[1], "J0082"), (receptions[2], "J0088")] {
                #expect(closed.text.contains("【印刷できません】受付 \(reception)\t\(code)\t"), "\(closed)")
            }
            let release = try await second.run(["report", "release", batch])
            #expect(release.status == 0 && release.text.contains("印刷できない様式\t2件\t\(receptions[1])-1（J0082）、\(receptions[2])-1（J0088）"), "\(release)")
            #expect(try await events(hub, "pension.forms-made") == 0)
            #expect(try await events(hub, "pension.looked-up") == looked)
            let out = hub.path("some.pdf")
            let printed = try await first.run(["form", "--batch", batch, "--out", out])
            #expect(printed.status == 3 && printed.text.contains("報告 3件 = 様式 1件 + 請求者の記入した書類 0件 + 印刷していないもの 2件"), "\(printed)")
            for (reception, code) in [(receptions[1], "J0082"), (receptions[2], "J0088")] {
                #expect(printed.text.contains("【印刷していません】受付 \(reception)\t\(code)\t"), "\(printed)")
            }
            #expect(printed.text.contains("U+E000") && printed.text.contains("report batch --without"), "\(printed)")
            let read = try await Program.run("/usr/bin/pdftotext", ["-enc", "UTF-8", "-layout", out, "-"], environment: [:])
            let text = String(decoding: read.output, as: UTF8.self)
            #expect(text.contains("\(receptions[0]) 1/1") && !text.contains("\(receptions[1]) 1/1") && !text.contains("\(receptions[2]) 1/1"))
            for part in ["印刷できず、別に扱うもの（2件）", "\(receptions[1])-1", "\(receptions[2])-1", "J0082", "J0088"] { #expect(text.contains(part), "\(part)") }
            #expect(try await events(hub, "pension.forms-made", "\"held\":\"2\"") == 1)
            // What could be printed when it was closed, and can't be told any more, is not left out: all of it is refused, on record.
            try await hub.admin.execute("UPDATE pension.event SET mac = decode('00', 'hex') WHERE atenabango = 'A1'")
            let other = try await first.run(["form", "--batch", batch, "--out", hub.path("other.pdf")])
            #expect(other.status != 0 && other.text.contains("J0145") && !FileManager.default.fileExists(atPath: hub.path("other.pdf")), "\(other)")
            #expect(try await events(hub, "pension.forms-made", failure: true, "J0145") == 1)
        }
    }

    @Test func formsComeToAFileOfTheClerkAloneAndEveryLookIsOnRecord() async throws {
        try await withClerks { hub, first, second, _, stranger in
            try await hub.take([ResidentRow(1).with { $0[.atenabango] = "A1" }])
            try await openTheService(hub)
            try await give(hub, "A1")
            try await give(hub, "A2", sequence: 2, ["shimei": "外\u{E000}　一子"])
            let acquired = try await first.receive(["notify", "receive", "A1"] + particulars(hub, ["種類": "20歳到達"]))
            let strange = try await first.receive(["notify", "receive", "A2"] + particulars(hub, ["種類": "20歳到達"]))
            let out = hub.path("forms.pdf")
            let draft = try await first.run(["form", acquired, "--out", out])
            #expect(draft.status == 0 && draft.text.contains("確認待ち（進達できません）"), "\(draft)")
            #expect(try await second.run(["notify", "accept", acquired]).status == 0)
            // Paper goes with a batch that another person has released, and with none before.
            let batched = try await first.run(["report", "batch", "--kind", "20歳到達"])
            let alone = String(try #require(batched.text.firstMatch(of: #/束 (\d{4}-\d{4})/#), "\(batched)").output.1)
            let early = try await first.run(["form", "--batch", alone, "--out", out])
            #expect(early.status != 0 && early.text.contains("J0050"), "\(early)")
            // One that was closed for its medium alone has none: made again and closed with its forms it has.
            #expect(try await first.run(["report", "close", alone, "--encoding", "utf-8"]).status == 0)
            #expect(try await second.run(["report", "release", alone]).status == 0)
            let mediumAlone = try await first.run(["form", "--batch", alone, "--out", out])
            #expect(mediumAlone.status != 0 && mediumAlone.text.contains("J0144"), "\(mediumAlone)")
            #expect(try await first.run(["report", "cancel", alone, "--reason-file", try file(hub, "紙でも進達するため")]).status == 0)
            let remade = try await first.run(["report", "batch", "--kind", "20歳到達"])
            let batch = String(try #require(remade.text.firstMatch(of: #/束 (\d{4}-\d{4})/#), "\(remade)").output.1)
            let closed = try await first.run(["report", "close", batch, "--encoding", "utf-8", "--paper"])
            #expect(closed.status == 0 && closed.text.contains("紙の様式\t1件\t1枚（送付書を除く）\t印刷 1回"), "\(closed)")
            let released = try await second.run(["report", "release", batch])
            #expect(released.status == 0 && released.text.contains("form --batch \(batch)"), "\(released)")
            // It is closed once; who tries again is on record.
            let again = try await first.run(["report", "close", batch, "--paper"])
            #expect(again.status != 0 && again.text.contains("J0050"), "\(again)")
            #expect(try await events(hub, "pension.batch-moved", failure: true, "J0050") == 1)
            let made = try await first.run(["form", "--batch", batch, "--out", out])
            let balance = "束 \(batch)\t報告 1件 = 様式 1件 + 請求者の記入した書類 0件 + 印刷していないもの 0件"
            #expect(made.status == 0 && made.text.contains(balance) && made.text.contains("2枚") && !made.text.contains("確認待ち"), "\(made)")
            let pdf = try Data(contentsOf: URL(filePath: out))
            #expect(pdf.starts(with: Data("%PDF-".utf8)) && pdf.range(of: Data("%%EOF".utf8)) != nil)
            let mode = try FileManager.default.attributesOfItem(atPath: out)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(try await events(hub, "pension.looked-up", acquired) == 2)
            #expect(try await events(hub, "pension.forms-made", "\"batch\":\"\(batch)\"") == 1)

            // Refused is on record, too, and the file that was there stays.
            for (clerk, arguments, code) in [
                (stranger, [acquired], "A0001"), (first, [acquired, acquired], "J0087"), (first, ["2026-999999"], "J0002"), (first, [strange], "J0082"),
            ] {
                let refused = try await clerk.run(["form"] + arguments + ["--out", out])
                #expect(refused.status != 0 && refused.text.contains(code), "\(refused)")
                #expect(try await events(hub, "pension.forms-made", failure: true, code) == 1, "\(code)")
            }
            let told = try await first.run(["form", strange, "--out", out])
            #expect(told.text.contains("\(strange) 1/1: U+E000"), "\(told)")
            #expect(try Data(contentsOf: URL(filePath: out)) == pdf)
        }
    }
}
