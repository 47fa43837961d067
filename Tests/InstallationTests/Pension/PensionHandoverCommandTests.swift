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
            let city = try file(hub, "川口市\n")
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
        }
    }
}
