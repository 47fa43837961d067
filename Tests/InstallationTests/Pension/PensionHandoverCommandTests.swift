import AccessControlStand
import Foundation
import Postgres
import RegisterStand
import Testing

/// 引継ぎ by the commands of people.
@Suite(.timeLimit(.minutes(10))) struct PensionHandoverCommandTests: PensionStand {
    @Test func whatIsOpenOfAMoverIsListedByOneAndHandedOnByAnother() async throws {
        try await withClerks { hub, first, second, _, stranger in
            try await give(hub, "A1")
            let reception = try await first.receive(["notify", "receive", "A1"] + particulars(hub, ["種類": "reached-20"]))
            let city = try file(hub, "112038 川口市\n")
            let early = try await first.run(["handover", "make", "A1", "--to-file", city])
            #expect(early.status != 0 && early.text.contains("W0431"), "\(early)")
            #expect(try await events(hub, "pension.handover", failure: true, "W0431") == 1)
            try await give(hub, "A1", sequence: 2, ["juminjotai": "2", "idojiyu": "21", "idonengappi": "2026-06-05"])
            let made = try await first.run(["handover", "make", "A1", "--to-file", city])
            // Whom the register has not it tells the place of to nobody.
            #expect(made.status == 0 && made.text.contains("引き継ぐもの\t1件") && made.text.contains(reception) && !made.text.contains("川口市"), "\(made)")
            #expect(try await first.run(["handover", "list"]).text.contains("確認待ち\tA1"))
            let own = try await first.run(["handover", "confirm", "1"])
            #expect(own.status != 0 && own.text.contains("J0004"), "\(own)")
            let refused = try await stranger.run(["handover", "show", "1"])
            #expect(refused.status != 0 && refused.text.contains("A0001"), "\(refused)")
            let confirmed = try await second.run(["handover", "confirm", "1"])
            #expect(confirmed.status == 0 && confirmed.text.contains("1件を引継ぎとし"), "\(confirmed)")
            #expect(try await events(hub, "pension.handover", "made") == 1)
            #expect(try await events(hub, "pension.handover", "confirmed") == 1)
            #expect(try await events(hub, "pension.decided", "handed-on") == 1)
            let ledger = try await second.run(["ledger", "list", "--all"])
            #expect(ledger.text.contains("\(reception)\t引継ぎ"), "\(ledger)")
            #expect(try await second.run(["ledger", "list"]).text.contains("0件"))
            let shown = try await second.run(["handover", "show", "1", "--json"])
            let told = try #require(try JSONSerialization.jsonObject(with: shown.output) as? [String: Any])
            #expect(told["state"] as? String == "confirmed" && (told["handedOn"] as? [Any])?.count == 1)
            // What the next municipality takes in of whoever moved there: proposals, with the four counts and the rejected rows.
            let data = hub.path("handover.csv")
            #expect(try await second.run(["handover", "data", "1", "--out", data]).status == 0)
            var text = try String(contentsOfFile: data, encoding: .utf8)
            #expect(text.hasPrefix("atenabango,") && text.contains("reached-20") && !text.contains("川口市"))
            let refusedFile = try await stranger.run(["handover", "take", "A2", data])
            #expect(refusedFile.status != 0 && refusedFile.text.contains("A0001"), "\(refusedFile)")
            let away = try await first.run(["handover", "take", "A1", data])
            #expect(away.status != 0 && away.text.contains("J0007"), "\(away)")
            try await give(hub, "A2")
            // Neither what we handed on ourselves nor what another goes on with; of whom the register has not, it names no receiver.
            let sender = try #require(text.split(separator: "\r\n").last?.split(separator: ",", omittingEmptySubsequences: false)[2])
            let ours = try await first.run(["handover", "take", "A2", data])
            #expect(ours.status != 0 && ours.text.contains("J0140") && ours.text.contains(String(sender)), "\(ours)")
            func meant(for receiver: String, _ name: String) -> String { text.replacing(",\(sender),,,", with: ",112038,\(receiver),\(name),") }
            try meant(for: "131016", "千代田区").write(toFile: data, atomically: true, encoding: .utf8)
            let theirs = try await first.run(["handover", "take", "A2", data])
            #expect(theirs.status != 0 && theirs.text.contains("J0140") && theirs.text.contains("131016 千代田区"), "\(theirs)")
            #expect(try await events(hub, "pension.proposals-made", failure: true, "J0140") == 2)
            text = meant(for: String(sender), "さいたま市")
            try text.write(toFile: data, atomically: true, encoding: .utf8)
            let taken = try await first.run(["handover", "take", "A2", data])
            #expect(taken.status == 0 && taken.text.contains("読込 1 = 案 1 + 変更なし 0 + 保留 0 + 却下 0") && taken.text.contains("proposal confirm"), "\(taken)")
            let mixed = hub.path("mixed.csv")
            try (text + text.split(separator: "\r\n").dropFirst().map { $0.replacing("1990-04-15", with: "1991-04-15") + "\r\n" }.joined())
                .write(toFile: mixed, atomically: true, encoding: .utf8)
            let again = try await first.run(["handover", "take", "A2", mixed, "--reports", hub.directory])
            #expect(again.status == 3 && again.text.contains("読込 2 = 案 0 + 変更なし 1 + 保留 0 + 却下 1") && again.text.contains("J0098"), "\(again)")
            let rejected = try FileManager.default.contentsOfDirectory(atPath: hub.directory).filter { $0.hasPrefix("mixed") && $0.hasSuffix(".rejected.csv") }
            #expect(rejected.count == 1)
            #expect(try await events(hub, "pension.proposals-made") >= 1)
            let proposals = try await first.run(["proposal", "list", "--json"])
            let listed = try #require(try JSONSerialization.jsonObject(with: proposals.output) as? [[String: Any]])
            let proposal = try #require(listed.first { $0["atenabango"] as? String == "A2" }?["proposal"] as? Int)
            let received = try await first.receive(["proposal", "confirm", "\(proposal)"])
            let accepted = try await second.run(["notify", "accept", received, "--despite-doubts"])
            #expect(accepted.status == 0, "\(accepted)")
            // Whose a row of another reading is, a clerk says, and how it was found out.
            let other = hub.path("other.csv")
            try text.replacing("ネンキン　ハナコ", with: "ネンキン　タロウ").replacing(",reception,\(reception),", with: ",reception,9,")
                .replacing("reached-20", with: "name-changed").write(toFile: other, atomically: true, encoding: .utf8)
            let held = try await first.run(["handover", "take", "A2", other])
            #expect(held.text.contains("保留 1") && held.text.contains("--same-person"), "\(held)")
            let waiting = try await first.run(["proposal", "list", "--json"])
            let listedThen = try #require(try JSONSerialization.jsonObject(with: waiting.output) as? [[String: Any]])
            let whose = try #require(listedThen.first { $0["atenabango"] as? String == "A2" && $0["isHeld"] as? Bool == true }?["proposal"] as? Int)
            let unsaid = try await first.run(["proposal", "confirm", "\(whose)"])
            #expect(unsaid.status != 0 && unsaid.text.contains("J0019"), "\(unsaid)")
            let how = try file(hub, "改姓を戸籍で確認\n")
            _ = try await first.receive(["proposal", "confirm", "\(whose)", "--same-person", "--remarks-file", how] + particulars(hub, ["事実の日": "2026-05-20"]))
            #expect(try await first.run(["ledger", "list"]).text.contains("氏名の変更"))
        }
    }
}
