import AccessControlStand
import Addressee
import AuditTrail
import Foundation
import Keys
import Postgres
import RegisterStand
import Testing

@testable import AccessControl

/// 国民年金 by the commands of people: received by one, checked by another who counts as a second person, every act and refusal in the log.
@Suite(.timeLimit(.minutes(10))) struct PensionCommandTests: PensionStand {
    @Test func fromANoticeToARecordByTwoPeople() async throws {
        try await withClerks { hub, first, second, third, stranger in
            try await give(hub, "A1")
            let refused = try await stranger.run(["ledger", "list"])
            #expect(refused.status != 0 && refused.text.contains("A0001"), "\(refused)")
            #expect(try await events(hub, "pension.listed", failure: true, "A0001") == 1)
            let kinds = try await first.run(["notify", "kinds"])
            #expect(kinds.status == 0 && kinds.text.contains("employment-ended\t退職（厚生年金からの移行）\t国民年金被保険者関係届書（申出書）\t"), "\(kinds)")

            let acquired = try await first.receive(["notify", "receive", "A1"] + particulars(hub, ["種類": "20歳到達"]))
            for (clerk, code) in [(first, "J0004"), (third, "J0005")] {
                let own = try await clerk.run(["notify", "accept", acquired])
                #expect(own.status != 0 && own.text.contains(code), "\(own)")
                #expect(try await events(hub, "pension.decided", failure: true, code) == 1)
            }
            let shown = try await second.run(["notify", "show", acquired])
            for part in ["平成22年4月14日", "年金　花子", "20歳到達", "入力\t1001", "事実の日\t平成22年4月14日", "住所を有した日（出生の日）\t平成2年4月15日"] {
                #expect(shown.status == 0 && shown.text.contains(part), "\(part): \(shown)")
            }
            let accepted = try await second.run(["notify", "accept", acquired])
            #expect(accepted.status == 0 && accepted.text.contains("確定する前の記録") && !accepted.text.contains("いまの記録"), "\(accepted)")
            // As whoever types Japanese writes it; what begins so more than once is named, and a day that is none by its term.
            for (terms, says) in [
                (["種類": "２０歳", "事実の日": "１９９０－０４－１５"], "J0024"), (["種類": "付加保険料"], "付加保険料の納付の申出、付加保険料の辞退の申出"),
                (["種類": "転入", "事実の日": "2026-05-31"], "外国からの転入"), (["種類": "国外への転出", "事実の日": "令和8年5月31日"], "事実の日は 2026-04-01 の形"),
            ] as [(KeyValuePairs<String, String>, String)] {
                let told = try await first.run(["notify", "receive", "A1"] + particulars(hub, terms))
                #expect(told.text.contains(says), "\(told)")
            }
            let left = try await first.receive(["notify", "receive", "A1"] + particulars(hub, ["種類": "left-japan", "事実の日": "2026-05-31"]))
            let wrong = try await first.run(["notify", "receive", "A1"] + particulars(hub, ["種類": "left-japan", "事実の日": "2026-05-31", "事由": "full"]))
            #expect(wrong.status != 0 && wrong.text.contains("J0007"), "\(wrong)")
            #expect(try await second.run(["notify", "accept", left]).status == 0)

            // Why somebody looks is said, or nothing is shown.
            for list in [
                ["person", "show", "A1"], ["ledger", "list", "--person", "A1"], ["task", "list", "--person", "A1"], ["proposal", "list", "--person", "A1"],
            ] {
                let silent = try await first.run(list + why(hub, " "))
                #expect(silent.status != 0 && silent.text.contains("J0006"), "\(silent)")
                #expect(try await first.run(list + ["--reason", "application", "--note", "届出の処理のため"]).text.contains("--note"))
            }
            #expect(try await events(hub, "pension.listed", failure: true, "J0006") == 3)
            let person = try await first.run(["person", "show", "A1"] + (try why(hub)))
            #expect(person.status == 0 && person.text.contains("年金　花子") && person.text.contains("喪失\t令和8年6月1日"), "\(person)")
            let json = try #require(
                try JSONSerialization.jsonObject(with: try await first.run(["person", "show", "A1", "--json"] + (try why(hub))).output) as? [String: Any])
            #expect(json["months"] as? Int == 194 && (json["events"] as? [Any])?.count == 2, "\(json)")

            let number = try #require((json["events"] as? [[String: Any]])?.last?["number"] as? Int)
            let cancelled = try await first.receive(["notify", "cancel", "\(number)", "--person", "A1", "--remarks-file", try file(hub, "転出を取りやめた")])
            let back = try await second.run(["notify", "return", cancelled, "--reason-file", try file(hub, "住民票の取消しを待つ")])
            #expect(back.status == 0, "\(back)")
            let returned = try await second.run(["notify", "show", cancelled])
            #expect(returned.status == 0 && returned.text.contains("返戻\t2\t") && returned.text.contains("住民票の取消しを待つ"), "\(returned)")
            let corrected = try await first.receive(["notify", "correct", "\(number)", "--person", "A1"] + particulars(hub, ["事実の日": "2026-05-30"]))
            for (clerk, code) in [(first, "J0004"), (third, "J0005")] {
                let own = try await clerk.run(["notify", "withdraw", corrected, "--reason-file", try file(hub, "入力の誤り")])
                #expect(own.status != 0 && own.text.contains(code), "\(own)")
            }
            #expect(try await second.run(["notify", "withdraw", corrected, "--reason-file", try file(hub, "入力の誤り")]).status == 0)
            let open = try await first.run(["ledger", "list"])
            #expect(open.status == 0 && open.text.contains("0件"), "\(open)")
            let all = try await first.run(["ledger", "list", "--all", "--person", "A1"] + why(hub))
            for state in ["確定", "返戻", "取下げ", "4件"] { #expect(all.text.contains(state), "\(all)") }

            let counted = try await first.run(["statistics"])
            #expect(counted.status == 0 && counted.text.contains("国外への転出\t2\t0\t0\t0\t1\t0\t1\t0\t") && counted.text.contains("合計\t4"), "\(counted)")

            // Every act once, by who did it; words about the person are nowhere in the clear text of the log.
            let acts = try await hub.count("SELECT count(*) FROM pension.act")
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind LIKE 'pension.%' AND body LIKE '%\"act\":%'") == acts && acts == 8)
            #expect(try await hub.count("SELECT count(*) FROM pension.act WHERE told_at IS NULL") == 0)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'pension.decided' AND NOT is_failure AND by_whom = 'staff 2'") == 4)
            #expect(try await events(hub, "pension.looked-up") == 5)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE body LIKE '%\"list\":\"ledger\"%' AND personal LIKE '%A1%'") == 1)
            #expect(
                try await hub.count(
                    "SELECT count(*) FROM audit.event WHERE kind LIKE 'pension.%' AND (body LIKE '%転出%' OR body LIKE '%花子%' OR body LIKE '%A1%')") == 0)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'pension.received' AND personal LIKE '%A1%'") == 4)
        }
    }

    @Test func whatWasAcceptedByMistakeIsTakenBackByTwo() async throws {
        try await withClerks { hub, first, second, third, _ in
            try await give(hub, "A1")
            let reception = try await first.receive(["notify", "receive", "A1"] + particulars(hub, ["種類": "氏名の変更", "事実の日": "2026-05-30"]))
            #expect(try await second.run(["notify", "accept", reception]).status == 0)
            let why = try file(hub, "別の人の届出書だった")
            let asked = try await first.run(["notify", "take-back", reception, "--reason-file", why])
            #expect(asked.status == 0 && asked.text.contains("confirm-take-back \(reception)"), "\(asked)")
            let waiting = try await second.run(["notify", "show", reception])
            #expect(waiting.text.contains("確定取消しの求め\t1001") && waiting.text.contains("別の人の届出書だった"), "\(waiting)")
            #expect(try await second.run(["task", "list"]).text.contains("確定取消しの確認\t\(reception)"))
            #expect(try await second.run(["report", "batch"]).text.contains("J0052"))
            for (clerk, code) in [(first, "J0004"), (third, "J0005")] {
                let own = try await clerk.run(["notify", "confirm-take-back", reception])
                #expect(own.status != 0 && own.text.contains(code), "\(own)")
                #expect(try await events(hub, "pension.taken-back", failure: true, code) == 1)
            }
            let no = try await second.run(["notify", "dismiss-take-back", reception, "--reason-file", try file(hub, "本人の届出書だった")])
            #expect(no.status == 0, "\(no)")
            #expect(try await first.run(["notify", "take-back", reception, "--reason-file", why]).status == 0)
            let done = try await second.run(["notify", "confirm-take-back", reception])
            #expect(done.status == 0 && done.text.contains("確定を取り消しました"), "\(done)")
            let shown = try await first.run(["notify", "show", reception])
            for part in ["受付 \(reception)\t確定取消し", "確定\t2\t", "確定取消しの却下\t2", "確定取消し\t2\t"] {
                #expect(shown.text.contains(part), "\(part): \(shown)")
            }
            let counted = try await first.run(["statistics"])
            #expect(counted.text.contains("氏名の変更\t1\t0\t0\t0\t0\t0\t0\t0\t1\t0") && counted.text.contains("合計\t1"), "\(counted)")
            #expect(try await second.run(["report", "due", "--state", "taken-back"]).text.contains("\(reception)-1\t確定取消し"))
            for outcome in ["asked", "dismissed", "confirmed"] {
                let count = outcome == "asked" ? 2 : 1
                #expect(try await events(hub, "pension.taken-back", "\"outcome\":\"\(outcome)\"") == count)
            }
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind LIKE 'pension.%' AND body LIKE '%届出書%'") == 0)
        }
    }

    @Test func proposalsNumbersAndSearchesGoTheSameWay() async throws {
        try await withClerks { hub, first, second, _, _ in
            // Two of them the register knows; of whom it knows nothing, nothing is told.
            let (known, hiddenPerson) = (ResidentRow.number(3), ResidentRow.number(4))
            try await hub.take([ResidentRow(3), ResidentRow(4)])
            try await give(hub, "A1")
            try await give(hub, "A2", ["shimei": "年金　太郎"])
            #expect(try await first.run(["proposal", "make"]).text.contains("2人の宛名を確認し、処理の案を0件"))
            let today = CalendarDay.todayInJapan()
            try await give(hub, known, ["shimei": "年金　三郎", "idojiyu": "02", "idonengappi": today.description])
            #expect(try await first.run(["proposal", "make"]).text.contains("処理の案を1件"))
            let listed = try await first.run(["proposal", "list"])
            #expect(listed.text.contains("外国からの転入による資格取得\t\(known)"), "\(listed)")
            let confirmed = try await first.receive(["proposal", "confirm", "1"])
            #expect(try await first.run(["person", "show", known] + (try why(hub))).text.contains("被保険者ではありません"))
            #expect(try await second.run(["notify", "accept", confirmed]).status == 0)
            #expect(try await first.run(["person", "show", known] + (try why(hub))).text.contains("現在の種別\t第1号被保険者"))
            #expect(try await first.run(["proposal", "list"]).text.contains("0件"))
            // Of whom the department keeps a record, it goes on being told.
            let interests: Query = """
                SELECT count(*) FROM dataset.interest i JOIN register.addressee a USING (addressee_id)
                WHERE a.atenabango = \(known) AND i.system = 'national-pension' AND i.holds AND i.cause = 'r' AND i.by_whom = 'staff 2'
                """
            #expect(try await hub.count(interests) == 1)

            let digits = try file(hub, "2150-123456\n")
            for (person, isTaken) in [("A1", false), ("A2", true)] {
                let basics = try await first.receive(["notify", "basics", person, "--number-file", digits])
                let accepted = try await second.run(["notify", "accept", basics])
                #expect((accepted.status == 0) == !isTaken && accepted.text.contains("J0012") == isTaken, "\(accepted)")
            }
            let tasks = try await first.run(["task", "list"])
            #expect(tasks.text.contains("別の人の基礎年金番号") && tasks.text.contains("1件"), "\(tasks)")
            #expect(try await events(hub, "pension.task-opened") == 1)
            #expect(try await first.run(["task", "close", "1", "--outcome-file", try file(hub, "年金事務所に照会し、A1の番号と確かめた")]).status == 0)

            for terms in ["2150123456\n", "年金花\t1990-04-15\n", "年金　花 1990-04-15\n", "基礎年金番号: 2150123456\n"] {
                let found = try await first.run(["person", "find", "--terms", try file(hub, terms)] + (try why(hub)))
                // The register knows nobody of them: where they are is shown of none.
                #expect(found.status == 0 && found.text.contains("A1\t年金　花子") && !found.text.contains("A2") && !found.text.contains("常盤"), "\(found)")
            }
            let nobody = try await first.run(["person", "find", "--terms", try file(hub, "年金　花\t1990-04-16\n")] + (try why(hub)))
            #expect(nobody.status != 0 && nobody.text.contains("J0022"), "\(nobody)")

            let unread = try await first.run(["person", "find", "--terms", try file(hub, "年金　花子\n")] + (try why(hub)))
            #expect(unread.status != 0 && unread.text.contains("「氏名 2006-04-15」の形"), "\(unread)")

            // What refuses an act is on record, whatever type says so.
            let wrong = try await first.run(["notify", "basics", "A2", "--number-file", try file(hub, "215012345")])
            #expect(wrong.status != 0 && wrong.text.contains("E0"), "\(wrong)")
            #expect(try await events(hub, "pension.received", failure: true, "\"refusal\":\"E0") == 1)
            let (line, bell) = (try file(hub, "二行\n目"), try file(hub, "鐘\u{7}"))
            for words in [line, bell] {
                let refused = try await first.run(["notify", "receive", "A2", "--remarks-file", words] + particulars(hub, ["種類": "20歳到達"]))
                #expect(refused.status != 0 && (refused.text.contains("J0007") || refused.text.contains("E0002")), "\(refused)")
            }

            // What the second person sees of exemptions and additional premiums, before and after.
            let granted = try await first.receive(
                ["notify", "receive", known] + particulars(hub, ["種類": "exemption-granted", "期間": "2026-12..2027-06", "事由": "半額免除"]))
            let outlook = try await second.run(["notify", "show", granted])
            #expect(outlook.text.contains("免除の種類\t") && outlook.text.contains("期間\t") && outlook.text.contains("入力\t1001"), "\(outlook)")
            let telephone = try await first.receive(["notify", "basics", "A1", "--telephone-file", try file(hub, "048-829-0001")])
            let change = try await second.run(["notify", "show", telephone])
            #expect(change.text.contains("電話番号\t\t→ 048-829-0001") && change.text.contains("基礎年金番号\t2150-123456\t→ 変更なし"), "\(change)")

            // Whoever is protected: where they are is shown to nobody here, nor when and why they moved.
            try await give(hub, "A2", sequence: 2, ["idojiyu": "21", "juminjotai": "3", "idonengappi": today.description, "yokushifuragu": "1"])
            try await give(hub, hiddenPerson, sequence: 2, ["shimei": "年金　四郎", "idojiyu": "02", "idonengappi": today.description, "yokushifuragu": "1"])
            #expect(try await first.run(["proposal", "make"]).status == 0)
            for arguments in [["proposal", "list"], ["proposal", "list", "--json"], ["proposal", "list", "--person", hiddenPerson] + (try why(hub))] {
                let moves = try await first.run(arguments)
                #expect(moves.status == 0 && moves.text.contains(hiddenPerson), "\(moves)")
                for part in ["外国からの転入", "acquire-from-abroad", today.description] { #expect(!moves.text.contains(part), "\(part): \(moves)") }
            }
            try await give(hub, "A1", sequence: 2, ["yokushifuragu": "1"])
            let hidden = try await first.run(["person", "show", "A1"] + (try why(hub)))
            #expect(hidden.status == 0 && hidden.text.contains("（表示できません）") && !hidden.text.contains("常盤"), "\(hidden)")
        }
    }

    @Test func withoutTheModuleNothingIsAnsweredAndWithTheLogClosedNothingIsDone() async throws {
        try await withClerks(module: false) { hub, first, _, _, _ in
            let none = try await first.run(["ledger", "list"])
            #expect(none.status != 0 && none.text.contains("J0021"), "\(none)")
            #expect(try await events(hub, "pension.listed", failure: true, "J0021") == 1)
        }
        try await withClerks { hub, first, second, _, _ in
            try await give(hub, "A1")
            let reception = try await first.receive(["notify", "receive", "A1"] + particulars(hub, ["種類": "20歳到達"]))
            // What is done while the log takes nothing waits for it, and nothing more is done till then.
            try await hub.admin.execute("REVOKE INSERT ON audit.event FROM atena_clerks")
            #expect(try await second.run(["person", "show", "A1"] + (try why(hub))).status != 0)
            try await hub.admin.execute("UPDATE pension.act SET told_at = NULL")
            #expect(try await second.run(["notify", "accept", reception]).status != 0)
            #expect(try await hub.count("SELECT count(*) FROM pension.decision") == 0)
            try await hub.admin.execute("GRANT INSERT ON audit.event TO atena_clerks")
            #expect(try await second.run(["notify", "accept", reception]).status == 0)
            #expect(try await hub.count("SELECT count(*) FROM pension.act WHERE told_at IS NULL") == 0)
            #expect(try await events(hub, "pension.received") == 2)
        }
    }

    @Test func anActWrittenWithTheModulesPasswordIsToldAsNobodys() async throws {
        try await withClerks { hub, first, _, _, _ in
            try await give(hub, "A1")
            let forged = """
                INSERT INTO pension.act (kind, section, by_whom, terminal, atenabango, reason, mac)
                VALUES ('received', '10', '2', 't', 'A1', '', decode(repeat('00', 32), 'hex'))
                """
            try await hub.admin.execute(Query(unsafeSQL: forged))
            #expect(try await first.run(["ledger", "list"]).status == 0)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind LIKE 'pension.%' AND by_whom = 'staff 2'") == 0)
            #expect(try await events(hub, "pension.rows-untrue", "\"rows\":\"pension.act\"") == 1)
            #expect(try await first.run(["ledger", "list"]).status == 0)
            #expect(try await events(hub, "pension.rows-untrue", "\"rows\":\"pension.act\"") == 1)
            // Once all rows have been gone through, whoever operates the hub is told, and what to do.
            func status() async throws -> String {
                let outcome = try await Program.run(try #require(Program.atena), ["status"], environment: first.environment)
                return String(decoding: outcome.output, as: UTF8.self) + outcome.error
            }
            for _ in 0..<180 where try await !status().contains("pension.act: ") { try await Task.sleep(for: .milliseconds(500)) }
            let told = try await status()
            #expect(told.contains("国民年金の書き換え: pension.act: ") && told.contains("1件") && told.contains("pension-untrue-rows.md"), "\(told)")
            #expect(try await events(hub, "pension.rows-untrue", "pension.act in all") == 1)

            // Of media that are overdue, too; where that can't be asked, that is told, and the rest all the same.
            func pension() async throws -> [String: Any]? {
                let outcome = try await Program.run(try #require(Program.atena), ["status", "--json"], environment: first.environment)
                return (try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])?["pension"] as? [String: Any]
            }
            #expect((try await pension()?["overdueMedia"] as? [Any])?.isEmpty == true)
            try await hub.admin.execute("ALTER TABLE pension.report_batch RENAME TO report_batch_gone")
            let blind = try await status()
            #expect(blind.contains("期限を過ぎた媒体・受付・報告・課題・案を確かめられません") && blind.contains("国民年金の書き換え: pension.act: "), "\(blind)")
            let unknown = try await pension()
            #expect(unknown != nil && unknown?["overdueMedia"] == nil, "\(unknown ?? [:])")
        }
    }
}
