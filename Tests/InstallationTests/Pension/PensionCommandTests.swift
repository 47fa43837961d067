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
@Suite(.timeLimit(.minutes(10))) struct PensionCommandTests {
    private struct Clerk {
        let environment: [String: String]

        func run(_ arguments: [String]) async throws -> (status: Int32, text: String, output: Data) {
            let outcome = try await Program.run(try #require(Program.atena), ["pension"] + arguments, environment: environment)
            return (outcome.status, String(decoding: outcome.output, as: UTF8.self) + outcome.error, outcome.output)
        }

        /// The number of the reception that a command made.
        func receive(_ arguments: [String]) async throws -> String {
            let received = try await run(arguments)
            return String(try #require(received.text.firstMatch(of: #/受付 (\d{4}-\d{6})/#), "\(received)").output.1)
        }
    }

    /// 1001 enters; 2 is the second administrator; 1003 has the code from whom 1001 has it; 1004 has no right to pension work.
    private func withClerks(
        module: Bool = true, _ body: (TestHub, _ first: Clerk, _ second: Clerk, _ third: Clerk, _ stranger: Clerk) async throws -> Void
    ) async throws {
        try await TestHub.with { hub in
            let extra = module ? ["ATENA_PENSION": "dbname=\(hub.database) password=\(hub.password)"] : [:]
            try await hub.withStaffService(extra) { environment in
                try await hub.signIn("1001", [.pensionWork, .operateDeliveries], environment)
                func home(_ account: String) throws -> [String: String] {
                    let home = hub.path("home-\(account)")
                    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
                    return environment.merging(["XDG_RUNTIME_DIR": home]) { $1 }
                }
                func atena(_ environment: [String: String], _ arguments: String...) async throws {
                    let outcome = try await Program.run(try #require(Program.atena), arguments, environment: environment)
                    try #require(outcome.status == 0, "\(arguments): \(outcome.error)")
                }
                let administrator = try home("1")
                // A code may be used once: the administrator has just signed in by one.
                try await Task.sleep(for: .seconds(31))
                try await atena(administrator, "sign-in", "1", "--password-file", hub.path("password"), "--totp-secret-file", hub.path("totp-1"))
                var clerks: [Clerk] = []
                for (account, rights) in [("1003", ["pension-work"]), ("1004", ["see-person"]), ("2", ["pension-work", "administer-access"])] {
                    let own = try home(account)
                    let (setUp, totp) = (hub.path("set-up-\(account)"), hub.path("totp-\(account)"))
                    try await atena(administrator, "access", "person", "add", account, "職員", "--department", "10", "--set-up-code-file", setUp)
                    for right in rights { try await atena(administrator, "access", "grant", account, right) }
                    try await atena(
                        own, "access", "enrol", account, "--set-up-code-file", setUp, "--password-file", hub.path("password"), "--totp-secret-file", totp)
                    try await atena(own, "sign-in", account, "--password-file", hub.path("password"), "--totp-secret-file", totp)
                    clerks.append(Clerk(environment: own))
                }
                try await body(hub, Clerk(environment: environment), clerks[2], clerks[0], clerks[1])
            }
        }
    }

    /// What the hub gives of a person, as the module's receiver keeps it.
    private func give(_ hub: TestHub, _ number: String, sequence: Int64 = 1, _ items: [String: String] = [:]) async throws {
        let all = [
            "shimei": "年金　花子", "shimei_furigana": "ネンキン　ハナコ", "seinengappi": "1990-04-15", "juminjotai": "1", "juminshubetsu": "1", "idojiyu": "41",
            "idonengappi": "2020-04-01", "jusho_choaza": "常盤六丁目", "setaibango": "1", "zokugara": "世帯主",
        ].merging(items) { $1 }
        let text = String(decoding: try JSONEncoder().encode(all), as: UTF8.self)
        try await hub.admin.execute(
            """
            INSERT INTO national_pension.person (sequence, rirekibango, removed, atenabango, items)
            VALUES (\(sequence), 1, false, \(number), \(text)::text::json)
            ON CONFLICT (atenabango) DO UPDATE SET (sequence, items) = (excluded.sequence, excluded.items)
            """)
    }

    private func events(_ hub: TestHub, _ kind: String, failure: Bool = false, _ part: String = "") async throws -> Int {
        try await hub.count("SELECT count(*) FROM audit.event WHERE kind = \(kind) AND is_failure = \(failure) AND body LIKE \("%\(part)%")")
    }

    private func file(_ hub: TestHub, _ text: String) throws -> String { try hub.write(Array(text.utf8), to: "words-\(UUID()).txt") }

    /// Why somebody looks, its words in a file: arguments are read by whoever lists processes.
    private func why(_ hub: TestHub, _ words: String = "届出の処理のため") throws -> [String] {
        ["--reason", "application", "--note-file", try file(hub, words)]
    }

    @Test func fromANoticeToARecordByTwoPeople() async throws {
        try await withClerks { hub, first, second, third, stranger in
            try await give(hub, "A1")
            let refused = try await stranger.run(["ledger", "list"])
            #expect(refused.status != 0 && refused.text.contains("A0001"), "\(refused)")
            #expect(try await events(hub, "pension.listed", failure: true, "A0001") == 1)
            let kinds = try await first.run(["notify", "kinds"])
            #expect(kinds.status == 0 && kinds.text.contains("employment-ended\t退職（厚生年金からの移行）"), "\(kinds)")

            let acquired = try await first.receive(["notify", "receive", "A1", "--kind", "20歳到達"])
            for (clerk, code) in [(first, "J0004"), (third, "J0005")] {
                let own = try await clerk.run(["notify", "accept", acquired])
                #expect(own.status != 0 && own.text.contains(code), "\(own)")
                #expect(try await events(hub, "pension.decided", failure: true, code) == 1)
            }
            let shown = try await second.run(["notify", "show", acquired])
            for part in ["平成22年4月14日", "年金　花子", "20歳到達", "入力\t1001", "事実の日\t平成2年4月15日"] {
                #expect(shown.status == 0 && shown.text.contains(part), "\(part): \(shown)")
            }
            #expect(try await second.run(["notify", "accept", acquired]).status == 0)
            let left = try await first.receive(["notify", "receive", "A1", "--kind", "left-japan", "--day", "2026-05-31"])
            let wrong = try await first.run(["notify", "receive", "A1", "--kind", "left-japan", "--day", "2026-05-31", "--ground", "full"])
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
            let corrected = try await first.receive(["notify", "correct", "\(number)", "--person", "A1", "--day", "2026-05-30"])
            #expect(try await first.run(["notify", "withdraw", corrected, "--reason-file", try file(hub, "入力の誤り")]).status == 0)
            let open = try await first.run(["ledger", "list"])
            #expect(open.status == 0 && open.text.contains("0件"), "\(open)")
            let all = try await first.run(["ledger", "list", "--all", "--person", "A1"] + why(hub))
            for state in ["確定", "返戻", "取下げ", "4件"] { #expect(all.text.contains(state), "\(all)") }

            let counted = try await first.run(["statistics"])
            #expect(counted.status == 0 && counted.text.contains("国外への転出\t2\t0\t0\t0\t1\t0\t1") && counted.text.contains("合計\t4"), "\(counted)")

            // Every act once, by who did it; words about the person are nowhere in the clear text of the log.
            let acts = try await hub.count("SELECT count(*) FROM pension.act")
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind LIKE 'pension.%' AND body LIKE '%\"act\":%'") == acts && acts == 8)
            #expect(try await hub.count("SELECT count(*) FROM pension.act WHERE told_at IS NULL") == 0)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'pension.decided' AND NOT is_failure AND by_whom = 'staff 2'") == 3)
            #expect(try await events(hub, "pension.looked-up") == 5)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE body LIKE '%\"list\":\"ledger\"%' AND personal LIKE '%A1%'") == 1)
            #expect(
                try await hub.count(
                    "SELECT count(*) FROM audit.event WHERE kind LIKE 'pension.%' AND (body LIKE '%転出%' OR body LIKE '%花子%' OR body LIKE '%A1%')") == 0)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'pension.received' AND personal LIKE '%A1%'") == 4)
        }
    }

    /// What the hub gives of a person's income, as the module's receiver keeps it.
    private func giveIncome(_ hub: TestHub, _ number: String, fiscalYear: Int, total: String, filed: String = "1") async throws {
        let items = ["nendo": String(fiscalYear), "gokeishotokukingaku": total, "shinkokukubun": filed]
        let text = String(decoding: try JSONEncoder().encode(items), as: UTF8.self)
        try await hub.admin.execute(
            """
            INSERT INTO national_pension.tax_income (sequence, rirekibango, removed, atenabango, record_key, items)
            VALUES (1, 1, false, \(number), \(String(fiscalYear)), \(text)::text::json)
            """)
    }

    @Test func fromAnApplicationToAnOpinionByTwoPeople() async throws {
        try await withClerks { hub, first, second, third, stranger in
            let (applicant, spouse) = (ResidentRow.number(3), ResidentRow.number(4))
            try await hub.take([ResidentRow(3), ResidentRow(4)])
            try await give(hub, applicant, ["shimei": "年金　三郎"])
            try await give(hub, spouse, ["shimei": "年金　四子", "zokugara": "妻"])
            #expect(try await first.run(["proposal", "make"]).status == 0)
            let today = CalendarDay.todayInJapan()
            // July to June.
            let year = today.month >= 7 ? today.year : today.year - 1
            let month = String(today.description.prefix(7))
            let refused = try await stranger.run(["exemption", "list"])
            #expect(refused.status != 0 && refused.text.contains("A0001"), "\(refused)")

            let reception = try await first.receive([
                "exemption", "apply", applicant, "--months", month, "--continue", "--special-file", try file(hub, "self:unemployment:\(year)-01-31:unproven\n"),
            ])
            for (months, code) in [(month, "J0027"), ("\(year)-06..\(year)-07", "J0025"), ("\(year - 4)-07", "J0026")] {
                let again = try await first.run(["exemption", "apply", applicant, "--months", months])
                #expect(again.status != 0 && again.text.contains(code), "\(again)")
            }
            let proposed = try await first.run(["exemption", "household", reception])
            for part in ["世帯の案\t住民記録の続柄は「世帯主」です", "同じ世帯にあり\t\(spouse)\t年金　四子", "世帯\t入力されていません"] {
                #expect(proposed.status == 0 && proposed.text.contains(part), "\(part): \(proposed)")
            }
            let nobody = try await first.run([
                "exemption", "household", reception, "--spouse", "exists", "--spouse-number", "999", "--householder", "applicant",
            ])
            #expect(nobody.status != 0 && nobody.text.contains("J0035"), "\(nobody)")
            let entered = try await third.run([
                "exemption", "household", reception, "--spouse", "exists", "--spouse-number", spouse, "--householder", "applicant",
            ])
            #expect(entered.status == 0 && entered.text.contains("照会が要る所得"), "\(entered)")
            // From now on the hub tells the module of the spouse, whoever they are.
            #expect(
                try await hub.count(
                    """
                    SELECT count(*) FROM dataset.interest i JOIN register.addressee a USING (addressee_id)
                    WHERE a.atenabango = \(spouse) AND i.system = 'national-pension' AND i.holds
                    """) == 1)

            let asked = try await first.run(["exemption", "ask", reception])
            #expect(asked.status == 0 && asked.text.contains("配偶者\t\(year - 1)年分\t\(spouse)") && asked.text.contains("本人\t\(year - 1)年分"), "\(asked)")
            let twice = try await second.run(["exemption", "ask", reception])
            #expect(twice.status != 0 && twice.text.contains("J0030"), "\(twice)")
            #expect(try await events(hub, "pension.income-asked") == 2)
            // Whoever was told of whom to ask has looked at them; at the applicant when the application was received, too.
            for number in [applicant, spouse] {
                let looks = try await hub.count(
                    "SELECT count(*) FROM audit.event WHERE kind = 'pension.looked-up' AND by_whom = 'staff 1001' AND personal LIKE \("%\(number)%")")
                #expect(looks == 3, "received, the household proposed, asked: \(looks)")
            }
            #expect(try await events(hub, "pension.income-asked", failure: true, "J0030") == 1)
            let early = try await second.run(["notify", "accept", reception])
            #expect(early.status != 0 && early.text.contains("J0032"), "\(early)")

            try await giveIncome(hub, applicant, fiscalYear: year, total: "500000")
            // It arrives, and nobody of the staff has to think of it.
            let byItself: Query = "SELECT count(*) FROM audit.event WHERE kind = 'pension.examined' AND by_whom = 'staff service'"
            for _ in 0..<180 where try await hub.count(byItself) == 0 { try await Task.sleep(for: .milliseconds(500)) }
            #expect(try await hub.count(byItself) == 1)
            let items = try file(hub, "合計所得金額\t1200000\n社会保険料控除\t100000\nそのほか\tなし\n")
            let told = try await first.run(["exemption", "income", reception, "--person", "self", "--year", "\(year - 1)", "--items-file", items])
            #expect(told.status != 0 && told.text.contains("J0029"), "\(told)")
            let declared = try await first.run([
                "exemption", "income", reception, "--person", "spouse", "--year", "\(year - 1)", "--items-file", items, "--remarks-file",
                try file(hub, "所得の申立書"),
            ])
            for part in [
                "承認相当: 半額免除", "却下相当", "合計所得金額\t1,200,000円", "社会保険料控除\t−100,000円", "国民年金法施行令第6条の9", "確認できる書類がないため使っていません", "所得の申立て（1番）",
                "継続審査\tできません",
            ] {
                #expect(declared.status == 0 && declared.text.contains(part), "\(part): \(declared)")
            }
            #expect(try await first.run(["exemption", "list"]).text.contains("審査済み\t免除・納付猶予の申請\t\(applicant)"))
            let person = try await first.run(["person", "show", applicant] + (try why(hub)))
            #expect(person.text.contains("確認を待つ免除等の申請") && person.text.contains("\(reception)\t確認待ち\t審査済み"), "\(person)")

            // 1001 entered the application and an income, 1003 the household: neither is the second person.
            let seen = try await second.run(["exemption", "show", reception, "--json"]).output
            let newest = try #require((try JSONSerialization.jsonObject(with: seen) as? [String: Any])?["examination"] as? [String: Any])
            let looked = ["--examination", "\(try #require(newest["examination"] as? Int))"]
            #expect(try await second.run(["notify", "accept", reception]).text.contains("--examination"))
            for (clerk, code) in [(first, "J0004"), (third, "J0005")] {
                let own = try await clerk.run(["notify", "accept", reception] + looked)
                #expect(own.status != 0 && own.text.contains(code), "\(own)")
            }
            let shown = try await second.run(["notify", "show", reception])
            for part in ["申請期間\t", "確認書類なし", "配偶者\tあり\t\(spouse)\t年金　四子", "審査する所得", "承認相当: 半額免除"] {
                #expect(shown.status == 0 && shown.text.contains(part), "\(part): \(shown)")
            }
            // Whoever sees an application has looked at everybody whose income is in it.
            for number in [applicant, spouse] {
                #expect(
                    try await hub.count(
                        "SELECT count(*) FROM audit.event WHERE kind = 'pension.looked-up' AND by_whom = 'staff 2' AND personal LIKE \("%\(number)%")") == 2)
            }
            let accepted = try await second.run(["notify", "accept", reception] + looked)
            #expect(accepted.status == 0 && accepted.text.contains("承認するかは日本年金機構が決めます"), "\(accepted)")
            let output = try await second.run(["exemption", "show", reception, "--json"]).output
            let json = try #require(try JSONSerialization.jsonObject(with: output) as? [String: Any])
            #expect(json["opinion"] as? Int == (json["examination"] as? [String: Any])?["examination"] as? Int && json["opinion"] != nil, "\(json)")
            #expect(try await first.run(["person", "show", applicant] + (try why(hub))).text.contains("被保険者ではありません"))
            for kind in ["household-entered", "income-declared"] { #expect(try await events(hub, "pension.\(kind)") == 1, "\(kind)") }
            #expect(try await events(hub, "pension.examined") >= 4)
            #expect(
                try await hub.count(
                    "SELECT count(*) FROM audit.event WHERE kind LIKE 'pension.%' AND (body LIKE '%1200000%' OR body LIKE '%四子%' OR body LIKE \("%\(spouse)%"))"
                )
                    == 0)

            // Grounds are told in words.
            for (kind, ground, words) in [
                ("legal-exemption-began", "facility", "国立ハンセン病療養所等への入所"), ("voluntary-applied", "abroad", "日本国籍を有し国内に住所のない"),
            ] {
                let filed = try await first.receive([
                    "notify", "receive", applicant, "--kind", kind, "--day", today.description, "--ground", ground,
                ])
                let notice = try await second.run(["notify", "show", filed])
                #expect(notice.text.contains(words) && !notice.text.contains(ground), "\(notice)")
            }
        }
    }

    @Test func fromAClaimToTheServiceByTwoPeople() async throws {
        try await withClerks { hub, first, second, third, stranger in
            let (deceased, spouse) = (ResidentRow.number(5), ResidentRow.number(6))
            try await hub.take([ResidentRow(5), ResidentRow(6)])
            try await give(hub, deceased, ["shimei": "年金　五郎"])
            try await give(hub, spouse, ["shimei": "年金　六子"])
            let today = CalendarDay.todayInJapan()
            let (died, received) = (today.adding(days: -40), today.adding(days: -20))
            let refused = try await stranger.run(["claim", "list"])
            #expect(refused.status != 0 && refused.text.contains("A0001"), "\(refused)")
            let kinds = try await first.run(["claim", "kinds", "死亡一時金"])
            for part in ["family-register\t戸籍謄本（死亡者との身分関係）\tいつも", "livelihood\t生計同一関係に関する申立書\t死亡者と別の世帯にいた（separate-household）"] {
                #expect(kinds.status == 0 && kinds.text.contains(part), "\(kinds)")
            }

            let claim = [
                "claim", "receive", deceased, "--kind", "死亡一時金", "--day", "\(died)", "--relation", "配偶者", "--received-on", "\(received)", "--paper",
                "claim-form",
                "--paper", "account", "--remarks-file", try file(hub, "窓口で受け取った"),
            ]
            for (changed, code) in [
                (claim + ["--claimant", "999"], "J0047"), (claim, "J0007"), (claim + ["--claimant", spouse, "--paper", "visit-card"], "J0043"),
                (["claim", "receive", deceased, "--kind", "死亡一時金", "--relation", "spouse", "--claimant", spouse], "J0007"),
            ] {
                let wrong = try await first.run(changed)
                #expect(wrong.status != 0 && wrong.text.contains(code), "\(code): \(wrong)")
            }
            let told = try await first.run(claim + ["--claimant", spouse])
            for part in ["【不足】\t国民年金法施行規則第61条第2項", "不備\t戸籍謄本（死亡者との身分関係）", "請求者の氏名\t年金　六子", "催促する日\t", "次は: 届いた書類を", "死亡日\t"] {
                #expect(told.status == 0 && told.text.contains(part), "\(part): \(told)")
            }
            let reception = String(try #require(told.text.firstMatch(of: #/受付 (\d{4}-\d{6})/#)).output.1)
            let again = try await second.run(claim + ["--claimant", spouse])
            #expect(again.status != 0 && again.text.contains("J0040"), "\(again)")
            // From now on the hub tells the module of the claimant.
            #expect(
                try await hub.count(
                    """
                    SELECT count(*) FROM dataset.interest i JOIN register.addressee a USING (addressee_id)
                    WHERE a.atenabango = \(spouse) AND i.system = 'national-pension' AND i.holds
                    """) == 1)

            let waiting = try await first.run(["claim", "list", "--waiting"])
            #expect(waiting.status == 0 && waiting.text.contains("\(reception)\t不備\t死亡一時金の請求\t\(deceased)\t\(spouse)"), "\(waiting)")
            #expect(waiting.text.contains("20日\t－【催促】") && waiting.text.contains("1件"), "\(waiting)")
            let reminded = try await first.run(["claim", "remind", reception, "--means", "電話"])
            #expect(reminded.status == 0 && reminded.text.contains("電話\t1001"), "\(reminded)")
            let twice = try await second.run(["claim", "remind", reception, "--means", "letter"])
            #expect(twice.status != 0 && twice.text.contains("J0045"), "\(twice)")
            #expect(try await first.run(["claim", "list"]).text.contains("20日\t\(today)\t"))
            let early = try await second.run(["notify", "accept", reception])
            #expect(early.status != 0 && early.text.contains("J0042"), "\(early)")

            let came = try await third.run(["claim", "attach", reception, "number", "--came-on", "\(today.adding(days: -1))"])
            #expect(came.status == 0 && came.text.contains("1003") && came.text.contains("不備\t戸籍謄本"), "\(came)")
            let lacking = try await first.run(["claim", "lack", reception, "--reason-file", try file(hub, "本籍地の役所が閉まっている")])
            #expect(lacking.status == 0 && lacking.text.contains("不備のまま進達する理由\t本籍地の役所が閉まっている\t1001"), "\(lacking)")
            for page in [deceased, spouse] {
                let person = try await first.run(["person", "show", page] + (try why(hub)))
                #expect(person.text.contains("確認を待つ裁定請求") && person.text.contains("\(reception)\t確認待ち\t死亡一時金の請求"), "\(person)")
            }
            // 1001 entered the claim and the reason, 1003 a paper: neither is the second person.
            for (clerk, code) in [(first, "J0004"), (third, "J0005")] {
                let own = try await clerk.run(["notify", "accept", reception])
                #expect(own.status != 0 && own.text.contains(code), "\(own)")
            }
            let shown = try await second.run(["notify", "show", reception])
            for part in ["年金　五郎", "請求者\t配偶者\t\(spouse)", "不備\t戸籍謄本", "本籍地の役所が閉まっている", "備考\t窓口で受け取った", "資格の記録は変わりません。"] {
                #expect(shown.status == 0 && shown.text.contains(part), "\(part): \(shown)")
            }
            // Whoever sees a claim has looked at both.
            for number in [deceased, spouse] {
                #expect(
                    try await hub.count(
                        "SELECT count(*) FROM audit.event WHERE kind = 'pension.looked-up' AND by_whom = 'staff 2' AND personal LIKE \("%\(number)%")") == 1)
            }
            let page = try await first.run(["claim", "show", reception, "--json"]).output
            let mark = try #require((try JSONSerialization.jsonObject(with: page) as? [String: Any])?["mark"] as? String)
            #expect(try await second.run(["notify", "accept", reception]).text.contains("--seen"))
            let accepted = try await second.run(["notify", "accept", reception, "--seen", mark])
            #expect(accepted.status == 0 && accepted.text.contains("次の不備があることを、理由とともに日本年金機構に伝えます。"), "\(accepted)")
            let output = try await second.run(["claim", "show", reception, "--json"]).output
            let json = try #require(try JSONSerialization.jsonObject(with: output) as? [String: Any])
            #expect((json["papers"] as? [[String: Any]])?.map { $0["hasCome"] as? Bool } == [true, true, true, false], "\(json)")
            #expect((json["row"] as? [String: Any])?["state"] as? String == "accepted" && (json["told"] as? [Any])?.count == 1, "\(json)")
            #expect(try await first.run(["statistics", "--fiscal-year", String(reception.prefix(4))]).text.contains("死亡一時金の請求\t1\t0\t0\t0\t1"))
            for (kind, count) in [("paper-came", 1), ("lack-told", 1), ("claim-reminded", 1)] {
                #expect(try await events(hub, "pension.\(kind)") == count, "\(kind)")
            }
            #expect(try await events(hub, "pension.claim-reminded", failure: true, "J0045") == 1)
            #expect(
                try await hub.count(
                    "SELECT count(*) FROM audit.event WHERE kind LIKE 'pension.%' AND (body LIKE '%本籍地%' OR body LIKE '%六子%' OR body LIKE \("%\(spouse)%"))")
                    == 0)

            // Somebody whom the hub does not know is named in a file, with their birth date.
            let widow = try await first.run([
                "claim", "receive", deceased, "--kind", "widow", "--day", "\(died)", "--relation", "spouse", "--claimant-file",
                try file(hub, "川口市に住む妻\t1930-01-01"),
            ])
            #expect(widow.status == 0 && widow.text.contains("期限を過ぎているため、請求できません。") && widow.text.contains("年金コード\t5950\t寡婦年金"), "\(widow)")
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

            for terms in ["2150123456\n", "年金花\t1990-04-15\n"] {
                let found = try await first.run(["person", "find", "--terms", try file(hub, terms)] + (try why(hub)))
                // The register knows nobody of them: where they are is shown of none.
                #expect(found.status == 0 && found.text.contains("A1\t年金　花子") && !found.text.contains("A2") && !found.text.contains("常盤"), "\(found)")
            }
            let nobody = try await first.run(["person", "find", "--terms", try file(hub, "年金　花\t1990-04-16\n")] + (try why(hub)))
            #expect(nobody.status != 0 && nobody.text.contains("J0022"), "\(nobody)")

            // What refuses an act is on record, whatever type says so.
            let wrong = try await first.run(["notify", "basics", "A2", "--number-file", try file(hub, "215012345")])
            #expect(wrong.status != 0 && wrong.text.contains("E0"), "\(wrong)")
            #expect(try await events(hub, "pension.received", failure: true, "\"refusal\":\"E0") == 1)
            let (line, bell) = (try file(hub, "二行\n目"), try file(hub, "鐘\u{7}"))
            for words in [line, bell] {
                let refused = try await first.run(["notify", "receive", "A2", "--kind", "20歳到達", "--remarks-file", words])
                #expect(refused.status != 0 && (refused.text.contains("J0007") || refused.text.contains("E0002")), "\(refused)")
            }

            // What the second person sees of exemptions and additional premiums, before and after.
            let granted = try await first.receive([
                "notify", "receive", known, "--kind", "exemption-granted", "--months", "2026-12..2027-06", "--ground", "half",
            ])
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

    @Test func fromARecordToTheServiceAndBackByTwoPeople() async throws {
        try await withClerks { hub, first, second, third, stranger in
            try await give(hub, "A1", ["shimei": "𠮷田　花子"])
            let reception = try await first.receive(["notify", "receive", "A1", "--kind", "20歳到達"])
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

    @Test func withoutTheModuleNothingIsAnsweredAndWithTheLogClosedNothingIsDone() async throws {
        try await withClerks(module: false) { hub, first, _, _, _ in
            let none = try await first.run(["ledger", "list"])
            #expect(none.status != 0 && none.text.contains("J0021"), "\(none)")
            #expect(try await events(hub, "pension.listed", failure: true, "J0021") == 1)
        }
        try await withClerks { hub, first, second, _, _ in
            try await give(hub, "A1")
            let reception = try await first.receive(["notify", "receive", "A1", "--kind", "20歳到達"])
            // What is done while the log takes nothing waits for it, and nothing more is done till then.
            try await hub.admin.execute("REVOKE INSERT ON audit.event FROM atena_hub")
            #expect(try await second.run(["person", "show", "A1"] + (try why(hub))).status != 0)
            try await hub.admin.execute("UPDATE pension.act SET told_at = NULL")
            #expect(try await second.run(["notify", "accept", reception]).status != 0)
            #expect(try await hub.count("SELECT count(*) FROM pension.decision") == 0)
            try await hub.admin.execute("GRANT INSERT ON audit.event TO atena_hub")
            #expect(try await second.run(["notify", "accept", reception]).status == 0)
            #expect(try await hub.count("SELECT count(*) FROM pension.act WHERE told_at IS NULL") == 0)
            #expect(try await events(hub, "pension.received") == 2)
        }
    }

    @Test func formsComeToAFileOfTheClerkAloneAndEveryLookIsOnRecord() async throws {
        try await withClerks { hub, first, second, _, stranger in
            try await give(hub, "A1")
            try await give(hub, "A2", sequence: 2, ["shimei": "外\u{E000}　一子"])
            let acquired = try await first.receive(["notify", "receive", "A1", "--kind", "20歳到達"])
            let strange = try await first.receive(["notify", "receive", "A2", "--kind", "20歳到達"])
            let out = hub.path("forms.pdf")
            let draft = try await first.run(["form", acquired, "--out", out])
            #expect(draft.status == 0 && draft.text.contains("確認待ち（進達できません）"), "\(draft)")
            #expect(try await second.run(["notify", "accept", acquired]).status == 0)
            let made = try await first.run(["form", acquired, "--transmittal", "--out", out])
            #expect(made.status == 0 && made.text.contains("様式 1件、2枚") && !made.text.contains("確認待ち"), "\(made)")
            let pdf = try Data(contentsOf: URL(filePath: out))
            #expect(pdf.starts(with: Data("%PDF-".utf8)) && pdf.range(of: Data("%%EOF".utf8)) != nil)
            let mode = try FileManager.default.attributesOfItem(atPath: out)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(try await events(hub, "pension.looked-up", acquired) == 2)
            #expect(try await events(hub, "pension.forms-made", "\"pages\":\"2\"") == 1)

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
        }
    }
}
