import AccessControlStand
import Addressee
import AuditTrail
import Foundation
import Keys
import Postgres
import RegisterStand
import Testing

@testable import AccessControl

/// 免除などの申請と裁定請求 by the commands of people.
@Suite(.timeLimit(.minutes(10))) struct PensionApplicationCommandTests: PensionStand {
    @Test func fromAnApplicationToAnOpinionByTwoPeople() async throws {
        try await withClerks { hub, first, second, third, stranger in
            let (applicant, spouse, mistyped) = (ResidentRow.number(3), ResidentRow.number(4), ResidentRow.number(5))
            try await hub.take([ResidentRow(3), ResidentRow(4), ResidentRow(5)])
            try await give(hub, applicant, ["shimei": "年金　三郎"])
            try await give(hub, spouse, ["shimei": "年金　四子", "zokugara": "妻"])
            #expect(try await first.run(["proposal", "make"]).status == 0)
            let today = CalendarDay.todayInJapan()
            // July to June.
            let year = today.month >= 7 ? today.year : today.year - 1
            let month = String(today.description.prefix(7))
            let refused = try await stranger.run(["exemption", "list"])
            #expect(refused.status != 0 && refused.text.contains("A0001"), "\(refused)")

            let reception = try await first.receive(
                ["exemption", "apply", applicant]
                    + particulars(hub, ["申請期間": month, "継続審査": "はい", "特例の事由": "本人:失業:\(year)-01-31:確認書類なし"]))
            for (months, code) in [(month, "J0027"), ("\(year)-06..\(year)-07", "J0025"), ("\(year - 4)-07", "J0026")] {
                let again = try await first.run(["exemption", "apply", applicant] + particulars(hub, ["申請期間": months]))
                #expect(again.status != 0 && again.text.contains(code), "\(again)")
            }
            // A form shows no proposal of a household: nobody of it was looked at.
            func printed(of number: String) async throws -> Int {
                try await hub.count(
                    """
                    SELECT count(*) FROM audit.event WHERE kind = 'pension.looked-up' AND by_whom = 'staff 1003' AND personal LIKE \("%\(number)%")
                      AND body || personal LIKE '%様式の作成%'
                    """)
            }
            let draft = try await third.run(["form", reception, "--out", hub.path("form.pdf")])
            #expect(draft.status == 0 && draft.text.contains("確認待ち（進達できません）"), "\(draft)")
            for (number, count) in [(applicant, 1), (spouse, 0)] { #expect(try await printed(of: number) == count) }
            let proposed = try await first.run(["exemption", "household", reception])
            for part in ["世帯の案\t住民記録の続柄は「世帯主」です", "同じ世帯にあり\t\(spouse)\t年金　四子", "世帯\t入力されていません"] {
                #expect(proposed.status == 0 && proposed.text.contains(part), "\(part): \(proposed)")
            }
            let nobody = try await first.run(
                ["exemption", "household", reception] + particulars(hub, ["配偶者": "あり", "配偶者の宛名番号": "999", "世帯主": "本人"]))
            #expect(nobody.status != 0 && nobody.text.contains("J0035"), "\(nobody)")
            // That the hub can't end an interest now keeps nobody from working.
            try await hub.admin.script(
                unsafeSQL: """
                    CREATE FUNCTION dataset.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$;
                    CREATE TRIGGER failing BEFORE INSERT ON dataset.interest FOR EACH ROW WHEN (NOT NEW.holds) EXECUTE FUNCTION dataset.fail()
                    """)
            for number in [mistyped, spouse] {
                let entered = try await third.run(
                    ["exemption", "household", reception] + particulars(hub, ["配偶者": "あり", "配偶者の宛名番号": number, "世帯主": "本人"]))
                #expect(entered.status == 0 && entered.text.contains("照会が要る所得"), "\(entered)")
            }
            try await hub.admin.script(unsafeSQL: "DROP TRIGGER failing ON dataset.interest")
            // From now on the hub tells the module of the spouse, whoever they are.
            func isTold(_ number: String) async throws -> Bool {
                try await hub.count(
                    """
                    SELECT count(*) FILTER (WHERE holds) - count(*) FILTER (WHERE NOT holds)
                    FROM dataset.interest i JOIN register.addressee a USING (addressee_id)
                    WHERE a.atenabango = \(number) AND i.system = 'national-pension'
                    """) == 1
            }
            for number in [mistyped, spouse] { #expect(try await isTold(number)) }

            let asked = try await first.run(["exemption", "ask", reception])
            #expect(asked.status == 0 && asked.text.contains("配偶者\t\(year - 1)年分\t\(spouse)") && asked.text.contains("本人\t\(year - 1)年分"), "\(asked)")
            let twice = try await second.run(["exemption", "ask", reception])
            #expect(twice.status != 0 && twice.text.contains("J0030"), "\(twice)")
            #expect(try await events(hub, "pension.income-asked") == 2)
            // Whoever was told of whom to ask has looked at them; at the applicant when the application was received, too.
            for (number, count) in [(applicant, 3), (spouse, 2)] {
                let looks = try await hub.count(
                    "SELECT count(*) FROM audit.event WHERE kind = 'pension.looked-up' AND by_whom = 'staff 1001' AND personal LIKE \("%\(number)%")")
                #expect(looks == count, "received, which shows nobody of the household; the household proposed, asked: \(looks)")
            }
            // What was asked is printed, as often as it has to be sent, to the person or to whom else.
            for (more, words) in [([], "本人あて"), (["--to-file", try file(hub, "川口市　市民税課")], "市区町村あて")] as [([String], String)] {
                let letters = hub.path("letters.pdf")
                let letter = try await first.run(["exemption", "letter", reception, "--out", letters] + more)
                #expect(letter.status == 0 && letter.text.contains("照会書 2件") && letter.text.contains(words), "\(letter)")
                #expect(try Data(contentsOf: URL(filePath: letters)).starts(with: Data("%PDF".utf8)))
            }
            let nobodys = try await stranger.run(["exemption", "letter", reception, "--out", hub.path("none.pdf")])
            #expect(nobodys.status != 0 && nobodys.text.contains("A0001"), "\(nobodys)")
            #expect(try await events(hub, "pension.income-asked", failure: true, "J0030") == 1)
            let early = try await second.run(["notify", "accept", reception])
            #expect(early.status != 0 && early.text.contains("J0032"), "\(early)")

            try await giveIncome(hub, applicant, fiscalYear: year, total: "500000")
            // It arrives, and nobody of the staff has to think of it.
            let byItself: Query = "SELECT count(*) FROM audit.event WHERE kind = 'pension.examined' AND by_whom = 'staff service'"
            for _ in 0..<180 where try await hub.count(byItself) == 0 { try await Task.sleep(for: .milliseconds(500)) }
            #expect(try await hub.count(byItself) == 1)
            // Nor of whom nobody needs, once it can be ended.
            for _ in 0..<180 where try await isTold(mistyped) { try await Task.sleep(for: .milliseconds(500)) }
            #expect(try await !isTold(mistyped))
            #expect(try await isTold(spouse))
            let items = try file(hub, "合計所得金額: 1200000\n社会保険料控除：100000\nそのほか\tなし\n")
            let told = try await first.run(["exemption", "income", reception, "--person", "本人", "--year", "\(year - 1)", "--items-file", items])
            #expect(told.status != 0 && told.text.contains("J0029"), "\(told)")
            let declared = try await first.run([
                "exemption", "income", reception, "--person", "spouse", "--year", "\(year - 1)", "--items-file", items, "--remarks-file",
                try file(hub, "所得の申立書"),
            ])
            for part in [
                "承認相当: 半額免除", "却下相当", "合計所得金額\t1,200,000円", "社会保険料控除\t△100,000円", "国民年金法施行令第6条の9", "確認できる書類がないため使っていません", "所得の申立て（1番）",
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
            for part in ["申請期間\t", "確認書類なし", "配偶者\tあり\t\(spouse)\t年金　四子", "審査する所得", "承認相当: 半額免除", "税の記録（履歴番号 1）"] {
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
            // Everybody who is on it was looked at, once, and because it was printed.
            let final = try await third.run(["form", reception, "--out", hub.path("form.pdf")])
            #expect(final.status == 0 && !final.text.contains("確認待ち"), "\(final)")
            for (number, count) in [(applicant, 2), (spouse, 1)] { #expect(try await printed(of: number) == count) }
            let output = try await second.run(["exemption", "show", reception, "--json"]).output
            let json = try #require(try JSONSerialization.jsonObject(with: output) as? [String: Any])
            #expect(json["opinion"] as? Int == (json["examination"] as? [String: Any])?["examination"] as? Int && json["opinion"] != nil, "\(json)")
            #expect(try await first.run(["person", "show", applicant] + (try why(hub))).text.contains("被保険者ではありません"))
            // The tax office corrects an income afterwards: what the examination went by is shown under the number that it names.
            try await hub.admin.execute(
                """
                UPDATE national_pension.tax_income SET (sequence, rirekibango, items) = (2, 2, '{"gokeishotokukingaku":"777000","shinkokukubun":"1"}')
                WHERE atenabango = \(applicant)
                """)
            let corrected = try await first.run(["person", "show", applicant] + (try why(hub)))
            for part in ["履歴番号 2\t", "\t777000", "以前の所得（年度・項目・値）", "履歴番号 1\t", "に提供、", "に変更", "\t500000"] {
                #expect(corrected.status == 0 && corrected.text.contains(part), "\(part): \(corrected)")
            }
            let data = try await first.run(["person", "show", applicant, "--json"] + (try why(hub))).output
            let former = (try JSONSerialization.jsonObject(with: data) as? [String: Any])?["formerIncomes"] as? [[String: Any]]
            #expect(former?.count == 1 && former?.first?["rirekibango"] as? Int == 1 && former?.first?["endedOn"] != nil)
            for (kind, count) in [("household-entered", 2), ("income-declared", 1)] as [(String, Int64)] {
                #expect(try await events(hub, "pension.\(kind)") == count, "\(kind)")
            }
            #expect(try await events(hub, "pension.examined") >= 4)
            #expect(
                try await hub.count(
                    "SELECT count(*) FROM audit.event WHERE kind LIKE 'pension.%' AND (body LIKE '%1200000%' OR body LIKE '%四子%' OR body LIKE \("%\(spouse)%"))"
                )
                    == 0)

            // Grounds are told in words.
            for (kind, ground, words) in [
                ("legal-exemption-began", "施設への入所", "国立ハンセン病療養所等への入所"), ("voluntary-applied", "abroad", "日本国籍を有し国内に住所のない"),
            ] {
                let filed = try await first.receive(
                    ["notify", "receive", applicant] + particulars(hub, ["種類": kind, "事実の日": today.description, "事由": ground]))
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

            func claim(_ claimant: String? = nil, papers: String = "claim-form、account") throws -> [String] {
                let remarks = try file(hub, "窓口で受け取った")
                let said = try particulars(
                    hub,
                    [
                        "種類": "死亡一時金", "事由の日": "\(died)", "請求者の続柄": "配偶者", "添付書類": papers, "請求者の宛名番号": claimant ?? "",
                    ])
                return ["claim", "receive", deceased, "--received-on", "\(received)", "--remarks-file", remarks] + said
            }
            let dayless = try particulars(hub, ["種類": "死亡一時金", "請求者の続柄": "spouse", "請求者の宛名番号": spouse])
            for (changed, code) in [
                (try claim("999"), "J0047"), (try claim(), "J0007"), (try claim(spouse, papers: "claim-form、visit-card"), "J0043"),
                (["claim", "receive", deceased] + dayless, "J0007"),
            ] {
                let wrong = try await first.run(changed)
                #expect(wrong.status != 0 && wrong.text.contains(code), "\(code): \(wrong)")
            }
            let told = try await first.run(claim(spouse))
            for part in ["【不足】\t国民年金法施行規則第61条第2項", "不備\t戸籍謄本（死亡者との身分関係）", "請求者の氏名\t年金　六子", "催促する日\t", "次は: 届いた書類を", "死亡日\t"] {
                #expect(told.status == 0 && told.text.contains(part), "\(part): \(told)")
            }
            let reception = String(try #require(told.text.firstMatch(of: #/受付 (\d{4}-\d{6})/#)).output.1)
            let again = try await second.run(claim(spouse))
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

            // What comes after it was received is entered as it is told, and asks for what follows from it.
            let ill = try await first.receive(
                ["claim", "receive", spouse]
                    + particulars(hub, ["種類": "障害基礎", "事由の日": "\(died)", "初診日": "2024-11-01", "年金コード": "5350", "添付書類": "請求書"]))
            let certified = try await first.run(
                ["claim", "enter", ill]
                    + particulars(
                        hub, ["診断書の様式": "肢体", "診断書の作成日": "\(received)", "診断書の医療機関": "青木整形外科", "初診の医療機関": "浦和総合病院"]))
            for part in ["診断書\t様式 肢体\t作成日", "青木整形外科", "初診の医療機関\t浦和総合病院", "不備\t受診状況等証明書", "受付時の記載\tなし", "記載事項の入力\t1001"] {
                #expect(certified.status == 0 && certified.text.contains(part), "\(part): \(certified)")
            }
            #expect(certified.text.contains("\tcertificate\t") && !certified.text.contains("\tcertificate\t【不足】"), "\(certified)")
            let wrong = try await first.run(["claim", "enter", ill] + particulars(hub, ["診断書の現症日": "2024-10-31"]))
            #expect(wrong.status != 0 && wrong.text.contains("J0007") && wrong.text.contains("初診日より前"), "\(wrong)")
            #expect(try await events(hub, "pension.claim-entered") == 1)
            #expect(try await events(hub, "pension.claim-entered", failure: true, "J0007") == 1)

            // Somebody whom the hub does not know is named in a file, with their birth date.
            let widow = try await first.run(
                ["claim", "receive", deceased]
                    + particulars(
                        hub,
                        [
                            "種類": "widow", "事由の日": "\(died)", "請求者の続柄": "spouse", "請求者が誰であるか": "死亡者の妻", "請求者の生年月日": "1930-01-01",
                            "請求者の氏名": "年金　花子", "請求者の氏名フリガナ": "ネンキン　ハナコ", "請求者の住所": "川口市青木二丁目", "請求者の電話番号": "048-258-1110",
                        ]))
            for part in ["請求者の住所（申出）\t川口市青木二丁目", "請求者の電話番号（申出）\t048-258-1110", "請求者の氏名（申出）\t年金　花子"] {
                #expect(widow.text.contains(part), "\(part): \(widow)")
            }
            #expect(widow.status == 0 && widow.text.contains("期限を過ぎているため、請求できません。") && widow.text.contains("年金コード\t5950\t寡婦年金"), "\(widow)")
        }
    }
}
