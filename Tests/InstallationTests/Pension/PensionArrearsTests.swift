import AccessControlStand
import Addressee
import AuditTrail
import Foundation
import Postgres
import RegisterStand
import Testing

@testable import AccessControl

/// 期限を過ぎたもの and 課・出張所, as operators and clerks are told of them.
@Suite(.timeLimit(.minutes(10))) struct PensionArrearsTests: PensionStand {
    /// What the staff service tells of the pension department at `/metrics`, by family and labels.
    private static func measures(_ hub: TestHub, _ environment: [String: String]) async throws -> String {
        let pki = hub.path("pki")
        let asked = try await Program.run(
            "/usr/bin/curl",
            [
                "--silent", "--show-error", "--fail", "--cacert", pki + "/ca.pem", "--cert", pki + "/terminal-1.pem", "--key", pki + "/terminal-1.key",
                "\(environment["ATENA_STAFF_URL"] ?? "")/metrics",
            ])
        try #require(asked.status == 0, "\(asked.error)")
        return String(decoding: asked.output, as: UTF8.self)
    }

    private static func sample(_ text: String, _ name: String, _ what: String? = nil) -> String? {
        let found = text.split(separator: "\n").first { line in
            line.hasPrefix("\(name){") && (what.map { line.contains("what=\"\($0)\"") } ?? true)
        }
        return found?.split(separator: " ").last.map(String.init)
    }

    /// Idle all is nought; where the records can't be read nothing is said to be nought; where there are none nothing is said.
    @Test(arguments: ["idle", "broken", "none"]) func measuresAreTrueWhateverTheStateOfTheRecords(_ state: String) async throws {
        try await TestHub.with { hub in
            let pension = ["idle": "dbname=\(hub.database) password=\(hub.password)", "broken": "dbname=\(hub.database)_gone password=\(hub.password)"][state]
            try await hub.withStaffService(pension.map { ["ATENA_PENSION": $0] } ?? [:]) { environment in
                let text = try await Self.measures(hub, environment)
                for family in ["atena_pension_up", "atena_pension_overdue", "atena_pension_batch_days_late"] {
                    #expect(text.contains("# HELP \(family) ") && text.contains("# TYPE \(family) gauge"), "\(family)")
                }
                #expect(Self.sample(text, "atena_pension_up") == ["idle": "1", "broken": "0"][state])
                for what in ["receptions", "reports", "tasks", "proposals"] {
                    #expect(Self.sample(text, "atena_pension_overdue", what) == (state == "idle" ? "0" : nil), "\(what)")
                }
                #expect(Self.sample(text, "atena_pension_batch_days_late") == (state == "idle" ? "0" : nil))
            }
        }
    }

    @Test func whatIsLateIsNamedAndWhereItWasReceived() async throws {
        try await withClerks { hub, first, second, third, _ in
            func status() async throws -> String {
                let told = try await Program.run(try #require(Program.atena), ["status"], environment: first.environment)
                #expect(told.status == 0, "\(told.error)")
                return String(decoding: told.output, as: UTF8.self)
            }
            #expect(try await !status().contains("期限を過ぎた国民年金"))
            for number in ["A1", "A2"] { try await give(hub, number) }
            let late = try await first.receive(
                ["notify", "receive", "A1", "--received-on", "2026-06-01"] + particulars(hub, ["種類": "氏名の変更", "事実の日": "2026-05-30"]))
            let waiting = try await status()
            #expect(waiting.contains("期限を過ぎた国民年金の確認を待つ受付: 1件（最も古い期限 2026-06-15）") && waiting.contains("ledger list --overdue"), "\(waiting)")
            #expect(!waiting.contains("国民年金の日本年金機構への報告:") && !waiting.contains("報告の束"), "\(waiting)")
            #expect(try await first.run(["ledger", "list", "--overdue"]).text.contains("\(late)\t確認待ち"))
            #expect(try await second.run(["notify", "accept", late]).status == 0)
            let due = try await status()
            #expect(due.contains("期限を過ぎた国民年金の日本年金機構への報告: 1件") && !due.contains("確認を待つ受付"), "\(due)")
            for list in [["task", "list", "--overdue"], ["proposal", "list", "--overdue"]] {
                let listed = try await first.run(list)
                #expect(listed.status == 0 && listed.text.contains("0件"), "\(listed)")
            }
            let measured = try await Self.measures(hub, first.environment)
            #expect(Self.sample(measured, "atena_pension_overdue", "reports") == "1" && Self.sample(measured, "atena_pension_overdue", "receptions") == "0")

            // Received at another section of the person's own, and at no other.
            func access(_ arguments: String...) async throws {
                let done = try await Program.run(try #require(Program.atena), ["access"] + arguments, environment: second.environment)
                #expect(done.status == 0, "\(arguments): \(done.error)")
            }
            try await access("department", "add", "20", "西区役所　保険年金課")
            let heading = "職員番号,氏名,異動区分,旧所属,新所属,職名,担当事務,発令日"
            try await access("transfer", try file(hub, "\(heading)\n1001,職員,兼務,,20,,,\(CalendarDay.todayInJapan())\n"))
            for (clerk, office, code) in [(first, "99", "J0093"), (third, "20", "J0093")] {
                let refused = try await clerk.run(["notify", "receive", "A2", "--office", office] + particulars(hub, ["種類": "氏名の変更", "事実の日": "2026-05-30"]))
                #expect(refused.status != 0 && refused.text.contains(code), "\(refused)")
            }
            let there = try await first.receive(["notify", "receive", "A2", "--office", "20"] + particulars(hub, ["種類": "氏名の変更", "事実の日": "2026-05-30"]))
            #expect(try await first.run(["notify", "show", there]).text.contains("入力\t1001\t20 西区役所　保険年金課"))
            for (office, reception, other) in [("20", there, late), ("10", late, there)] {
                let listed = try await first.run(["ledger", "list", "--all", "--office", office])
                #expect(listed.status == 0 && listed.text.contains(reception) && !listed.text.contains(other), "\(listed)")
            }
            #expect(try await second.run(["notify", "accept", there]).status == 0)
            let reports = try await first.run(["report", "due", "--office", "20"])
            #expect(reports.text.contains("\(there)-1") && reports.text.contains("20 西区役所　保険年金課") && !reports.text.contains(late), "\(reports)")
            let batch = try await first.run(["report", "batch", "--office", "20"])
            #expect(batch.status == 0 && batch.text.contains("\(there)-1") && !batch.text.contains("\(late)-1"), "\(batch)")
            #expect(try await first.run(["report", "batches", "--office", "10"]).text.contains("10 課"))
            #expect(try await first.run(["report", "batches", "--office", "20"]).text.contains("0件"))
            #expect(try await first.run(["report", "batches", "--office", "30"]).text.contains("J0093"))
            #expect(
                try await hub.count(
                    "SELECT count(*) FROM audit.event WHERE kind = 'pension.received' AND NOT is_failure AND body LIKE '%\"department\":\"20\"%'") == 1)
        }
    }
}
