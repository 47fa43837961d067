import AccessControlStand
import Addressee
import AuditTrail
import Foundation
import Postgres
import RegisterStand
import Testing

/// 移行: an existing city's records, by the commands of people.
@Suite(.timeLimit(.minutes(10))) struct PensionImportCommandTests: PensionStand {
    private static let heading = "atenabango,shubetsu,shutokubi,shutokujiyu,soshitsubi,soshitsujiyu,kijunbi"
    private static let life = [
        "A1,1,2010-04-14,acquire-20,2015-04-01,,2026-03-31", "A1,2,2015-04-01,change-employment,,,2026-03-31",
        "A2,1,2010-04-14,acquire-20,,,2026-03-31", "A3,1,2010-04-14,acquire-20,2009-04-01,lose-60,2026-03-31", "A9,1,2010-04-14,acquire-20,,,2026-03-31",
    ]

    @Test func aFileIsTakenByOneReleasedByAnotherAndMendedGoesInAsItIs() async throws {
        try await withClerks { hub, first, second, third, stranger in
            for number in ["A1", "A2", "A3"] { try await give(hub, number) }
            let path = try hub.write(Array((([Self.heading] + Self.life).joined(separator: "\n") + "\n").utf8), to: "shikaku.csv")
            let refused = try await stranger.run(["import", "qualification", path])
            #expect(refused.status != 0 && refused.text.contains("A0001"), "\(refused)")
            let wrong = try await first.run(["import", "basic", path])
            #expect(wrong.status == 65 && wrong.text.contains("F0003"), "\(wrong)")
            #expect(try await events(hub, "pension.import-taken", failure: true, "F0003") == 1)

            let taken = try await first.run(["import", "qualification", path])
            #expect(taken.status == 3 && taken.text.contains("読込 5 = 受付 3 + 変更なし 0 + 保留 1 + 却下 1"), "\(taken)")
            #expect(taken.text.contains("atena pension import release 1") && taken.text.contains("J0097\t1件"), "\(taken)")
            let rejected = path + ".rejected.csv"
            let lines = try String(contentsOfFile: rejected, encoding: .utf8).split(separator: "\n").map(String.init)
            #expect(lines.count == 2 && lines[1].hasPrefix(Self.life[3] + ",5,J0097,soshitsubi,喪失日が取得日より後ではありません"), "\(lines)")
            #expect(try await events(hub, "pension.import-opened", "\"import_kind\":\"qualification\"") == 1)
            #expect(try await events(hub, "pension.import-taken", "\"accepted\":\"3\"") == 1)

            // Mended by nothing but its values, the file goes in as it is.
            let fixed = lines.joined(separator: "\n").replacing("2009-04-01,lose-60", with: "2012-04-01,lose-left-japan")
            let mended = try hub.write(Array((fixed + "\n").utf8), to: "mended.csv")
            let again = try await first.run(["import", "qualification", mended, "--json"])
            #expect(again.status == 0, "\(again)")
            let counts = try #require(try JSONSerialization.jsonObject(with: again.output) as? [String: Any])
            #expect(counts["accepted"] as? Int == 1 && counts["rejected"] as? Int == 0, "\(again)")

            // The same twice says nothing new.
            let twice = try await first.run(["import", "資格", path])
            #expect(twice.text.contains("読込 5 = 受付 0 + 変更なし 3 + 保留 1 + 却下 1"), "\(twice)")

            // 1001 took it in, 1003 was set up by whom 1001 was: neither is the second person.
            for (clerk, code) in [(first, "J0004"), (third, "J0005")] {
                let own = try await clerk.run(["import", "release", "1"])
                #expect(own.status != 0 && own.text.contains(code), "\(own)")
                #expect(try await events(hub, "pension.import-settled", failure: true, code) == 1)
            }
            let before = try await second.run(["person", "show", "A1"] + why(hub))
            #expect(!before.text.contains("2015"), "\(before)")
            let released = try await second.run(["import", "release", "1"])
            #expect(released.status == 0 && released.text.contains("確定 2件\t残り 0件"), "\(released)")
            #expect(try await second.run(["import", "release", "2"]).status == 0)
            let shown = try await second.run(["import", "show", "1"])
            #expect(shown.text.contains("確認待ち 0\t保留 0\t確定 5"), "\(shown)")
            let list = try await second.run(["import", "list", "--json"])
            #expect(list.status == 0 && list.text.contains("\"number\" : 2"), "\(list)")
            let after = try await second.run(["person", "show", "A1"] + why(hub))
            #expect(after.text.contains("第2号被保険者"), "\(after)")
            let ledger = try await first.run(["ledger", "list", "--all", "--kind", "carried-over"])
            let reception = String(try #require(ledger.text.firstMatch(of: #/\d{4}-\d{6}/#), "\(ledger)").output)
            #expect(try await first.run(["notify", "show", reception]).text.contains("備考\t移行 1 の"))
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'pension.decided' AND NOT is_failure") == 6)
            #expect(try await events(hub, "pension.import-settled", "\"outcome\":\"accepted\"") == 2)
            let tasks = try await first.run(["task", "list"])
            #expect(tasks.text.contains("A9") && tasks.text.contains("まだ受け取っていません"), "\(tasks)")

            // The wrong file altogether is taken back whole.
            let basics = try hub.write("atenabango,kisonenkinbango\nA1,2150123456\nA2,2150123456\n".utf8, to: "kihon.csv")
            #expect(try await first.run(["import", "basic", basics]).status == 0)
            let own = try await first.run(["import", "withdraw", "3", "--reason-file", try file(hub, "別の市のファイル")])
            #expect(own.status != 0 && own.text.contains("J0004"), "\(own)")
            let withdrawn = try await second.run(["import", "withdraw", "3", "--reason-file", try file(hub, "別の市のファイル")])
            #expect(withdrawn.status == 0 && withdrawn.text.contains("取下げ 2件"), "\(withdrawn)")
            #expect(try await second.run(["import", "release", "9"]).text.contains("J0101"))
        }
    }

    @Test func aBrokenRowIsThePersonsBesideWhomItStandsWhereverAPortionEnds() async throws {
        try await withClerks { hub, first, _, _, _ in
            try await give(hub, "A1")
            let others = (1...99).map { "B\($0),1,2010-04-14,acquire-20,,,2026-03-31" }
            let broken = [Self.life[0], Self.life[1], "\"A1\"x,1,2020-04-01,change-left-employment,,,2026-03-31"]
            let path = try hub.write(Array((([Self.heading] + others + broken).joined(separator: "\n") + "\n").utf8), to: "broken.csv")
            let taken = try await first.run(["import", "qualification", path])
            #expect(taken.text.contains("読込 102 = 受付 0 + 変更なし 0 + 保留 99 + 却下 3"), "\(taken)")
        }
    }

    /// The same number is somebody else in another body (decision 0091).
    @Test func aFileThatNamesAnotherBodyIsRefusedAndARowOfOneAlone() async throws {
        try await withClerks { hub, first, _, _, _ in
            for number in ["A1", "A2"] { try await give(hub, number) }
            func file(_ name: String, _ codes: [String]) throws -> String {
                let rows = codes.enumerated().map { "A\($0.offset + 1),1,2010-04-14,acquire-20,,,2026-03-31,\($0.element)" }
                return try hub.write((([Self.heading + ",shikuchosonkodo"] + rows).joined(separator: "\n") + "\n").utf8, to: name)
            }
            let refused = try await first.run(["import", "qualification", file("other.csv", ["112011", "112011"])])
            #expect(refused.status == 65 && refused.text.contains("F0048") && refused.text.contains("112011"), "\(refused)")
            #expect(try await events(hub, "pension.import-taken", failure: true, "F0048") == 1)
            #expect(try await hub.count("SELECT count(*) FROM pension.import_file") == 0)
            let path = try file("mixed.csv", ["111023", "112011"])
            let mixed = try await first.run(["import", "qualification", path])
            #expect(mixed.status == 3 && mixed.text.contains("読込 2 = 受付 1 + 変更なし 0 + 保留 0 + 却下 1") && mixed.text.contains("E0234"), "\(mixed)")
            let rejected = try String(contentsOfFile: path + ".rejected.csv", encoding: .utf8)
            let mended = try hub.write(rejected.replacing(",112011,", with: ",111007,").utf8, to: "mended.csv")
            let again = try await first.run(["import", "qualification", mended])
            #expect(again.status == 0 && again.text.contains("読込 1 = 受付 1"), "\(again)")
        }
    }
}
