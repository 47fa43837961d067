import AccessControl
package import AccessControlStand
package import Addressee
import Foundation
import Postgres
package import Register
import Testing

/// What the register knows of a hub: its vault, its journal, and files that are taken in.
extension TestHub {
    package static let intakeDay = day("2026-11-20")

    package var vault: Vault { Vault(keys: keys) }
    package var listener: JournalListener { memory.one { JournalListener(settings: settings()) } }
    package var heldDecisions: HeldDecisions { HeldDecisions(pool: staffed, vault: vault, today: { Self.intakeDay }) }

    /// Rows in every table that intake, register and journal write.
    package func rowsWritten() async throws -> Int {
        try await count(
            """
            SELECT (SELECT count(*) FROM register.addressee) + (SELECT count(*) FROM register.version)
                + (SELECT count(*) FROM register.integrated_number) + (SELECT count(*) FROM vault.individual_number)
                + (SELECT count(*) FROM journal.entry) + (SELECT count(*) FROM intake.file) + (SELECT count(*) FROM intake.block)
                + (SELECT count(*) FROM intake.rejected) + (SELECT count(*) FROM intake.held) + (SELECT count(*) FROM intake.assigned)
            """)
    }

    /// Every version's states and reason as they are stored: addressee number, history number, 住民状態, 住登外者の状態, 異動事由.
    package func registeredCodes() async throws -> [String] {
        try await rows(
            """
            SELECT a.atenabango || ' ' || v.history_number || ' ' || coalesce(v.juminjotai, '-') || ' ' || coalesce(v.jutogaijotai, '-') || ' '
                || coalesce(v.idojiyu, '-')
            FROM register.version v JOIN register.addressee a USING (addressee_id) ORDER BY a.atenabango, v.history_number
            """
        ).map { try $0.decode(String.self) }
    }

    /// Waits until nothing committed lies above the horizon: transactions of other tests on the same server hold it back, too.
    package func settle() async throws {
        for _ in 0..<1200 {
            let waiting = try await count(
                """
                SELECT (SELECT count(*) FROM journal.entry WHERE xact >= pg_snapshot_xmin(pg_current_snapshot()))
                    + (SELECT count(*) FROM journal.calendar WHERE xact >= pg_snapshot_xmin(pg_current_snapshot()))
                """)
            if waiting == 0 { return }
            try await Task.sleep(for: .milliseconds(25))
        }
        Issue.record("the horizon does not rise")
    }

    @discardableResult
    package func take(file: String, layout: FileLayout = .residents, source: SystemName = .residentRecord) async throws -> IntakeReport {
        let report = try await Intake(pool: staffed, vault: vault, today: { Self.intakeDay }).take(
            Staff.service(.operateDeliveries), file, layout: layout, source: source)
        #expect(report.addsUp, "\(report)")
        return report
    }

    @discardableResult
    package func take(_ rows: [ResidentRow]) async throws -> IntakeReport {
        try await take(file: write(ResidentRow.csv(rows), to: "residents-\(UUID()).csv"))
    }

    @discardableResult
    package func take(_ rows: [NonResidentRow], from source: SystemName) async throws -> IntakeReport {
        try await take(file: write(NonResidentRow.csv(rows), to: "nonresidents-\(UUID()).csv"), layout: .nonResidents, source: source)
    }
}
