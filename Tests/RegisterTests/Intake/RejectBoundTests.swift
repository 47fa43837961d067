import AccessControl
import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import SourceFiles
import Testing

@testable import Register

/// A file of which too much is wrong is not taken to its end unasked.
@Suite struct RejectBoundTests {
    /// Rows of which every second one is wrong.
    private static func half(_ count: Int) -> [ResidentRow] {
        (1...count).map { number in number % 2 == 0 ? ResidentRow(number).with { $0[.seibetsu] = "9" } : ResidentRow(number) }
    }

    private func take(_ hub: TestHub, _ path: String, _ rejects: RejectBound = .usual) async throws -> IntakeReport {
        try await Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay }).take(
            Staff.service(.operateDeliveries), path, layout: .residents, source: .residentRecord, rejects: rejects)
    }

    @Test func itEndsWhatIsInStaysAndGoesOnWhereSomebodyAccepts() async throws {
        try await TestHub.with { hub in
            let count = 30_000
            let path = try hub.write(ResidentRow.csv(Self.half(count)), to: "half.csv")
            let ended = try await #require(throws: IntakeInterrupted.self) { try await take(hub, path) }
            let refused = try #require(ended.cause as? FileRefused)
            #expect(
                refused.code == "F0028" && refused.reason.contains("half.csv") && refused.reason.contains("3000行")
                    && refused.reason.contains("--accept-rejects"))
            // No more is kept than may be, and what the blocks under way bring.
            let kept = try await hub.count("SELECT count(*) FROM intake.rejected")
            #expect(kept > 3000 && kept <= 3000 + 2 * BlockCutter.rows, "\(kept)")
            let accepted = try await hub.count("SELECT count(*) FROM register.version")
            #expect(accepted > 0 && accepted < count / 2)
            #expect(try await hub.count("SELECT count(*) FROM intake.file WHERE finished_at IS NULL") == 1)
            // Why is there to be read.
            let rejected = try String(contentsOfFile: #require(ended.soFar.rejectedFile), encoding: .utf8)
            #expect(rejected.split(separator: "\n").count == ended.soFar.rejected + 1)
            let event = """
                SELECT concat_ws(' ', f ->> 'bound', f ->> 'rows', f ->> 'rejected')
                FROM (SELECT body::jsonb -> 'fields' AS f FROM audit.event WHERE kind = 'intake.file-ended' AND is_failure ORDER BY event_id) AS e LIMIT 1
                """
            #expect(try await hub.text(Query(unsafeSQL: event)) == "3000 30000 \(ended.soFar.rejected)")
            // The same again ends at once; nothing new goes in.
            await #expect(throws: IntakeInterrupted.self) { try await take(hub, path) }
            #expect(try await hub.count("SELECT count(*) FROM register.version") - accepted <= 2 * BlockCutter.rows)

            let all = try #require(RejectBound(accepting: 15_000))
            let report = try await take(hub, path, all)
            #expect(report.addsUp && report.rowsRead == count && report.rejected == count / 2)
            #expect(try await hub.count("SELECT count(*) FROM register.version") == count / 2)
            #expect(try await hub.count("SELECT count(*) FROM intake.file WHERE finished_at IS NOT NULL") == 1)
            #expect(
                try await hub.text(
                    "SELECT body::jsonb -> 'fields' ->> 'accept_rejects' FROM audit.event WHERE kind = 'intake.file' ORDER BY event_id DESC LIMIT 1")
                    == "15000")
        }
    }

    @Test func whatIsAcceptedIsAcceptedToTheRow() async throws {
        try await TestHub.with { hub in
            let path = try hub.write(ResidentRow.csv(Self.half(20)), to: "small.csv")
            let (nine, ten) = (try #require(RejectBound(accepting: 9)), try #require(RejectBound(accepting: 10)))
            await #expect(throws: IntakeInterrupted.self) { try await take(hub, path, nine) }
            #expect(try await take(hub, path, ten).rejected == 10)
        }
    }

    @Test func aSmallFileMayBeWrongAllThrough() async throws {
        try await TestHub.with { hub in
            let rows = (1...1000).map { ResidentRow($0).with { $0[.seibetsu] = "9" } }
            let path = try hub.write(ResidentRow.csv(rows), to: "wrong.csv")
            #expect(try await take(hub, path).rejected == 1000)
        }
    }

    @Test func emptyLinesAreCountedAndNoRows() async throws {
        try await TestHub.with { hub in
            var bytes = Array(ResidentRow.csv([ResidentRow(1), ResidentRow(2)]))
            bytes += Array(String(repeating: "\n\r\n", count: 5000).utf8)
            let path = try hub.write(bytes, to: "empty.csv")
            let report = try await take(hub, path)
            #expect(report.rowsRead == 2 && report.accepted == 2 && report.emptyLines == 10_000)
            #expect(try await hub.count("SELECT rows_read FROM intake.file") == 2)
        }
    }

    @Test func aBombLeavesNothing() async throws {
        try await TestHub.with { hub in
            let before = try await hub.rowsWritten()
            let row = ResidentRow.csv([ResidentRow(1)])
            let plain = try hub.write(row, to: "row.csv")
            let bomb = hub.path("bomb.csv.gz")
            let made = try await Program.run(
                "/bin/sh", ["-c", #"{ head -n 1 "$1"; tail -n 1 "$1" >"$1.one"; yes "$(cat "$1.one")"; } | head -c 200000000 | gzip >"$2""#, "sh", plain, bomb])
            try #require(made.status == 0, "\(made.error)")
            let refused = try await #require(throws: FileRefused.self) { try await take(hub, bomb) }
            #expect(refused.code == "F0026" && refused.reason.contains("bomb.csv.gz"))
            #expect(try await hub.rowsWritten() == before)
        }
    }

    @Test func soManyMayBeAccepted() {
        #expect(RejectBound(accepting: 100_000) != nil && RejectBound(accepting: 0) != nil)
        #expect(RejectBound(accepting: 100_001) == nil && RejectBound(accepting: -1) == nil)
        #expect(RejectBound.usual.most(of: 20) == 1000 && RejectBound.usual.most(of: 30_000) == 3000)
        #expect(RejectBound.usual.most(of: 3_700_000) == 100_000)
    }
}
