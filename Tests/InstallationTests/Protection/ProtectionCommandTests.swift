import AccessControlStand
import Addressee
import Foundation
import Keys
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl

/// 支援措置 by the commands of people: set by one through the service, ended and released by two, and no word of it among the arguments.
@Suite(.timeLimit(.minutes(10))) struct ProtectionCommandTests {
    private func file(_ hub: TestHub, _ text: String) throws -> String { try hub.write(Array(text.utf8), to: "words-\(UUID()).txt") }

    @Test func oneSetsTwoEndAndReleaseAndTheServiceKnowsWho() async throws {
        try await TestHub.withClerks([.seePerson, .protectPersons, .liftSuppression], [.liftSuppression, .seePerson]) { hub, first, second, third in
            let until = CalendarDay.today().adding(days: 300).description
            let words = try file(
                hub, "根拠: 配偶者暴力防止法（避難先を知られるおそれ）\n機関: 配偶者暴力相談支援センター\n終了年月日: \(until)\n備考: 子とともに避難\n")
            let why = try file(hub, "本人への郵便物の送付のため")
            let number = ResidentRow.number(1)
            let integrated = try #require(
                try await hub.text("SELECT register.with_check_digit(running_number) FROM register.version ORDER BY addressee_id LIMIT 1"))
            let refused = try await second.run("protection", "set", integrated, "--details", words)
            #expect(refused.status != 0 && refused.text.contains("A0001"), "\(refused)")
            let set = try await first.run("protection", "set", integrated, "--details", words)
            #expect(set.status == 0 && set.text.contains("支援措置 1番を登録しました"), "\(set)")
            let together = try await first.run(
                "protection", "set", number, ResidentRow.number(2), "--addressee-numbers", "--details", words)
            #expect(together.status == 0 && together.text.contains("支援措置 2番を登録しました"), "\(together)")
            let listed = try await first.run("protection", "list")
            #expect(listed.text.contains("配偶者暴力相談支援センター") && listed.text.contains("2件"), "\(listed)")
            #expect(try await first.run("protection", "due", "--within", "10").text.contains("0件"))

            // Where the person is, to one of the staff, by another's word.
            let look = ["lookup", number, "--reason", "inquiry", "--note-file", try hub.write("窓口での問い合わせ\n".utf8, to: "note")]
            func seen() async throws -> String {
                let outcome = try await Program.run(try #require(Program.atena), look, environment: first.environment)
                return String(decoding: outcome.output, as: UTF8.self)
            }
            #expect(try await !seen().contains("南本町"))
            #expect(try await first.run("protection", "release", "ask", number, "--minutes", "10", "--reason-file", why).status == 0)
            #expect(try await first.run("protection", "release", "approve", "1", "--reason-file", why).text.contains("U0009"))
            #expect(try await third.run("protection", "release", "approve", "1", "--reason-file", why).text.contains("U0010"))
            #expect(try await second.run("protection", "release", "list").text.contains(number))
            let released = try await second.run("protection", "release", "approve", "1", "--reason-file", why)
            #expect(released.status == 0, "\(released)")
            #expect(try await seen().contains("南本町"))

            // Ended by two, a measure at a time.
            for (measure, proposal) in [(2, 1), (1, 2)] {
                let proposed = try await first.run("protection", "end", "--measure", "\(measure)", "--reason-file", why)
                #expect(proposed.status == 0, "\(proposed)")
                #expect(try await third.run("protection", "approve", "\(proposal)", "--reason-file", why).text.contains("U0010"))
                let approved = try await second.run("protection", "approve", "\(proposal)", "--reason-file", why)
                #expect(approved.status == 0, "\(approved)")
            }
            #expect(try await first.run("protection", "waiting").text.contains("0件"))
            #expect(
                try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'protection.end-decided' AND NOT is_failure AND by_whom = 'staff 2'") == 3)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind LIKE 'protection.%' AND body LIKE '%避難%'") == 0)
            let acknowledgements = try await first.run("protection", "acknowledgements", number)
            #expect(acknowledgements.status == 0 && acknowledgements.text.contains("0件"), "\(acknowledgements)")
        }
    }
}
