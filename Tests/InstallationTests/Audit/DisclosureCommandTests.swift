import AccessControlStand
import Addressee
import Foundation
import LogSealingStand
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AuditTrail
@testable import TransparencyLog

/// 開示記録 by the command of people: what it writes and says, what it counts, each event on demand, the reason from a file, and what a wrong number says.
@Suite(.timeLimit(.minutes(10))) struct DisclosureCommandTests {
    private func withClerk(_ body: (TestHub, Clerk, _ reason: String) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1), ResidentRow(2)])
            try await hub.seal()
            try await hub.settle()
            try await hub.withStaffService { environment in
                try await hub.signIn("1001", [.readLog, .seePerson], environment)
                try await body(hub, Clerk(environment: environment), try file(hub, "本人からの開示請求のため"))
            }
        }
    }

    private func file(_ hub: TestHub, _ text: String) throws -> String { try hub.write(Array((text + "\n").utf8), to: "words-\(UUID()).txt") }

    private func names(_ directory: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory).sorted() }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func lookUpsAreCountedAndEachEventStandsByItselfOnDemand() async throws {
        try await withClerk { hub, clerk, reason in
            let (number, note) = (ResidentRow.number(1), try file(hub, "窓口での問い合わせ"))
            _ = try await hub.person(number)
            for _ in 1...3 { #expect(try await clerk.run("lookup", number, "--reason", "inquiry", "--note-file", note).status == 0) }
            try await hub.seal()
            let out = hub.path("report")
            let made = try await clerk.run("audit", "disclosure", number, "--reason-file", reason, "--out", out)
            #expect(made.status == 0, "\(made)")
            for told in [
                "書きました: \(out)/disclosure.csv", "提供・移転\t1件", "職員による照会・検索\t3件", "証明 3件、封印を待つもの 0件", "まとめて数えた行があります",
            ] { #expect(made.text.contains(told), "\(told): \(made)") }
            #expect(try names(out) == ["disclosure.csv", "disclosure.html", "proofs"] && names(out + "/proofs").count == 3)
            // The look-ups are one line: how many, the first and the last.
            let rows = try text(out + "/disclosure.csv").components(separatedBy: "\r\n").filter { !$0.isEmpty }
            #expect(rows.count == 3 && rows.contains { $0.contains(",職員による照会・検索,") && $0.contains(",3,") }, "\(rows)")
            #expect(try text(out + "/disclosure.html").contains("<td class=\"count\">3件</td>"))
            let permissions = try FileManager.default.attributesOfItem(atPath: out + "/disclosure.csv")[.posixPermissions] as? Int
            #expect(permissions == 0o600)
            // The proofs hold without the hub.
            let key = try hub.write(Array((try hub.batchFiles.key().text + "\n").utf8), to: "log.key")
            for proof in try names(out + "/proofs") {
                let verified = try await clerk.run("audit", "prove", "--verify", "\(out)/proofs/\(proof)", "--key", key)
                #expect(verified.status == 0, "\(verified)")
            }
            // Each by itself: the provision, three look-ups, and that the report before was made.
            try await hub.seal()
            let all = hub.path("every")
            let every = try await clerk.run("audit", "disclosure", number, "--every", "--reason-file", reason, "--out", all)
            #expect(every.status == 0 && every.text.contains("一件ずつの記録 5件、その証明 5件、封印を待つもの 0件"), "\(every)")
            #expect(every.text.contains("\(all)/every.csv、\(all)/proofs.jsonl") && !every.text.contains("まとめて数えた行があります"), "\(every)")
            #expect(try names(all) == ["disclosure.csv", "disclosure.html", "every.csv", "proofs", "proofs.jsonl"])
            #expect(try text(all + "/every.csv").components(separatedBy: "\r\n").filter { !$0.isEmpty }.count == 6)
            #expect(try text(all + "/proofs.jsonl").split(separator: "\n").count == 5)
            // The reason stands in the log, and in no body of it.
            #expect(
                try await hub.count(
                    "SELECT count(*) FROM audit.event WHERE kind = 'disclosure.made' AND NOT is_failure AND personal LIKE '%本人からの開示請求のため%'") == 2)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'disclosure.made' AND body LIKE '%開示請求%'") == 0)
            #expect(
                try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'disclosure.made' AND body::jsonb #>> '{fields,every}' = 'yes'") == 1)
        }
    }

    @Test func onlyTheAskedDaysAreInIt() async throws {
        try await withClerk { hub, clerk, reason in
            _ = try await hub.person(ResidentRow.number(1))
            let (today, out) = (CalendarDay.todayInJapan(), hub.path("report"))
            func provided(_ from: CalendarDay, _ to: CalendarDay) async throws -> String {
                let made = try await clerk.run(
                    "audit", "disclosure", ResidentRow.number(1), "--from", from.description, "--to", to.description, "--reason-file", reason, "--out", out)
                #expect(made.status == 0, "\(made)")
                return String(made.text.split(separator: "\n").first { $0.hasPrefix("提供・移転\t") } ?? "")
            }
            #expect(try await provided(today.adding(days: -1), today) == "提供・移転\t1件")
            #expect(try await provided(today.adding(days: -9), today.adding(days: -2)) == "提供・移転\t0件")
        }
    }

    /// A number that nobody has, one that is none, days that are none or the wrong way round, and a reason that says nothing: each says what is wrong, and nothing is
    /// written.
    @Test func aWrongNumberSaysWhatIsWrongAndNothingIsWritten() async throws {
        try await withClerk { hub, clerk, reason in
            let (out, number, short) = (hub.path("report"), ResidentRow.number(1), try file(hub, "い"))
            let wrong: [(arguments: [String], told: [String])] = [
                (["R99999999", "--reason-file", reason], ["N0002", "登録されていません"]),
                (["123-4", "--reason-file", reason], ["E0002", "半角英数字"]),
                (["1234567890123456", "--reason-file", reason], ["E0003", "15桁以内"]),
                ([number, "--reason-file", short], ["N0001"]),
                ([number, "--reason-file", reason, "--from", "2026-13-01"], ["E0002", "--from"]),
                ([number, "--reason-file", reason, "--from", "2026-11-02", "--to", "2026-11-01"], ["E0004", "--from"]),
                ([number, "--reason-file", hub.path("not there")], ["not there"]),
            ]
            for (arguments, told) in wrong {
                let outcome = try await Program.run(
                    try #require(Program.atena), ["audit", "disclosure"] + arguments + ["--out", out], environment: clerk.environment)
                #expect(outcome.status != 0 && outcome.output.isEmpty, "\(arguments): \(outcome.error)")
                for words in told { #expect(outcome.error.contains(words), "\(words): \(outcome.error)") }
                #expect(!FileManager.default.fileExists(atPath: out), "\(arguments)")
            }
            // Who asked for what is not there, or without a reason, is on record.
            let refused = try await hub.rows(
                "SELECT body::jsonb #>> '{fields,refusal}' FROM audit.event WHERE kind = 'disclosure.made' AND is_failure ORDER BY event_id")
            #expect(try refused.map { try $0.decode(String.self) } == ["N0002", "N0001"])
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'disclosure.made' AND NOT is_failure") == 0)
        }
    }
}
