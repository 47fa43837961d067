import AccessControlStand
import Addressee
import ConnectorKit
import Foundation
import LogSealingStand
import Postgres
import RegisterStand
import SharingStand
import Testing
import TransparencyLog

@testable import LogSealing
@testable import Register
@testable import Sharing

/// An existing hub with data, a log and receivers is rewritten to national codes by its upgrade, once.
@Suite(.timeLimit(.minutes(10))) struct NationalCodesUpgradeTests {
    /// A hub of schema 0033 made of one of today, as far as the register goes: the same data in the codes of then.
    private static let asBefore: String = {
        func legacy(_ item: Item, _ column: String) -> String {
            let pairs = (LegacyCodes.byNational[item] ?? [:]).map { "\"\($0.key)\": \"\($0.value)\"" }.joined(separator: ", ")
            return "coalesce('{\(pairs)}'::jsonb ->> \(column), \(column))"
        }
        return """
            DELETE FROM migration.ledger WHERE number IN (34, 36);
            DROP SCHEMA dataset CASCADE;
            ALTER TABLE journal.entry DROP CONSTRAINT entry_of_a_record_is_whole, DROP COLUMN dataset, DROP COLUMN record_key;
            ALTER TABLE delivery.inventory_entry DROP CONSTRAINT inventory_entry_pkey, DROP COLUMN record_key,
                ADD CONSTRAINT inventory_entry_pkey PRIMARY KEY (inventory_id, atenabango);
            DROP TABLE register.code_rewriting;
            ALTER TABLE register.version DROP CONSTRAINT version_juminjotai_is_a_code, DROP CONSTRAINT version_jutogaijotai_is_a_code,
                DROP CONSTRAINT version_has_one_state, DROP CONSTRAINT version_idojiyu_is_national;
            UPDATE register.version SET juminjotai = coalesce(\(legacy(.juminjotai, "juminjotai")), \(legacy(.jutogaijotai, "jutogaijotai"))),
                idojiyu = \(legacy(.idojiyu, "idojiyu"));
            ALTER TABLE register.version DROP COLUMN jutogaijotai, DROP COLUMN rireki_edabango, DROP COLUMN source_history_number, ALTER COLUMN juminjotai SET NOT NULL,
                ADD CONSTRAINT version_juminjotai_is_a_code CHECK (juminjotai IN ('1', '2', '3', '4', '9'));
            ALTER TABLE journal.entry DROP CONSTRAINT entry_kind_is_known, ADD CONSTRAINT entry_kind_is_known CHECK (kind IN ('v', 'c', 'r', 'n'));
            ALTER TABLE intake.file DROP CONSTRAINT file_digest_key, DROP COLUMN edition, DROP COLUMN run,
                ADD CONSTRAINT file_digest_key UNIQUE (digest, layout, source, encoding, block_form);
            ALTER TABLE intake.held DROP COLUMN edition;
            """
    }()

    private static let legacyColumns = FileLayout.legacyResidents.columns.map(\.name)

    private func upgrade(_ hub: TestHub) async throws {
        try await TestServer.migrate(hub.database, Migrator(directory: TestServer.root + "/sql/migrations"), as: nil)
    }

    private func log(_ hub: TestHub) async throws -> [String] {
        try await hub.rows("SELECT body FROM audit.event ORDER BY xact, event_id").map { try $0.decode(String.self) }
    }

    /// Residents 1 to 4: there, moved out, dead, and one whose last movement has no national code; 5 provisional since; T6 no resident; 7 waits.
    private func fill(_ hub: TestHub) async throws {
        try await hub.load(
            TestPolicy(items: [.shimei, .juminjotai, .jutogaijotai, .idojiyu], scope: NumberClaims.everyone),
            TestPolicy(system: .childcare, items: [.shimei], scope: NumberClaims.everyone))
        try await hub.advance("2026-11-20")
        let (second, third, fifth) = (ResidentRow(2), ResidentRow(3), ResidentRow(5))
        try await hub.take([
            ResidentRow(1), second, second.next("21"), third, third.next("23"), ResidentRow(4), fifth, fifth.next("42") { $0[.karitorokufuragu] = "1" },
        ])
        let restored = ResidentRow(4).next("42").with { $0[.idojiyu] = "B8" }
        try await hub.take(file: hub.write(ResidentRow.csv([restored], columns: Self.legacyColumns), to: "restored.csv"), layout: .legacyResidents)
        try await hub.take([NonResidentRow(6, number: "T6")], from: .tax)
        let waits = ResidentRow(1).next("42") { $0[.kojinbango] = Numbers.individual(9) }.with {
            $0[.idojiyu] = "C2"
        }
        #expect(try await hub.take(file: hub.write(ResidentRow.csv([waits], columns: Self.legacyColumns), to: "waits.csv"), layout: .legacyResidents).held == 1)
        try await hub.settle()
    }

    @Test func anExistingHubIsRewrittenOnceAndEverybodyIsTold() async throws {
        try await TestHub.with { (hub: TestHub) async throws -> Void in
            try await fill(hub)
            var tax = HeldState()
            var childcare = HeldState()
            try await tax.catchUp(hub)
            try await childcare.catchUp(hub, .childcare)
            let before = try HeldState.of(ndjson: try await hub.full().bytes)
            try await hub.seal()
            let (held, told) = (try await hub.registeredCodes(), try await log(hub))
            try await hub.admin.script(unsafeSQL: Self.asBefore)
            #expect(
                Set(try await hub.rows("SELECT DISTINCT juminjotai || coalesce(idojiyu, '') FROM register.version").map { try $0.decode(String.self) })
                    == ["1A1", "3B1", "4B3", "1B8", "1C2", "2"])

            try await upgrade(hub)
            #expect(try await CodeRewriting.tell(hub.pool, by: "test") == 5)
            // Once, however often it is asked for.
            #expect(try await CodeRewriting.tell(hub.pool, by: "test") == nil)
            try await upgrade(hub)
            #expect(try await hub.registeredCodes() == held)

            // Whoever may see a code is told of everybody whose code changed, and nobody else is told anything.
            try await hub.settle()
            let page = try await hub.changes(after: tax.cursor)
            let numbers = page.entries.map(\.addresseeNumber.value).sorted()
            #expect(numbers == [1, 2, 3, 5].map(ResidentRow.number) + ["T6"])
            tax.apply(page)
            #expect(tax.differences(from: before) == [] && !page.more)
            #expect(tax.held["T6"]?.items[.jutogaijotai] == "4" && tax.held["T6"]?.items[.juminjotai] == nil)
            #expect(tax.held[ResidentRow.number(3)]?.items[.juminjotai] == "3" && tax.held[ResidentRow.number(3)]?.items[.idojiyu] == "23")
            #expect(try await hub.changes(.childcare, after: childcare.cursor).entries.isEmpty)
            let masks = try await hub.rows(
                """
                SELECT a.atenabango, e.changed FROM journal.entry e JOIN register.addressee a USING (addressee_id) WHERE e.kind = 'u' ORDER BY a.atenabango
                """
            ).map { try $0.decode((String, Int64).self) }
            #expect(
                masks.map { ItemSet(rawValue: $0.1) } == [
                    ItemSet(.idojiyu), ItemSet([.juminjotai, .idojiyu]), ItemSet([.juminjotai, .idojiyu]), ItemSet(.idojiyu),
                    ItemSet([.juminjotai, .jutogaijotai]),
                ])
            #expect(try HeldState.of(ndjson: try await hub.full().bytes).mapValues(\.items) == before.mapValues(\.items))

            // The log is the same, says so, and verifies.
            try await hub.seal()
            let after = try await log(hub)
            #expect(Array(after.prefix(told.count)) == told)
            let events = after.filter { $0.contains("register.codes-rewritten") }
            #expect(events.count == 1 && events[0].contains(#""fields":{"kept":"1","persons":"5","versions":"9"}"#), "\(events)")
            #expect(try await SealedLog.verify(hub).fault == nil)

            // What comes again as it was says nothing new, in either edition, and what waited is read in the edition that it came in.
            #expect(try await hub.take([ResidentRow(1)]).unchanged == 1)
            let legacy = ResidentRow(1).with { $0[.idojiyu] = "A1" }
            #expect(
                try await hub.take(file: hub.write(ResidentRow.csv([legacy], columns: Self.legacyColumns), to: "again.csv"), layout: .legacyResidents).unchanged
                    == 1)
            let entry = try #require(try await hub.rows("SELECT \(unsafeSQL: QueueEntry.columnsSQL) FROM intake.held h").first)
            #expect(try OpenedRow(try QueueEntry(entry), vault: hub.vault, today: TestHub.intakeDay).items[.idojiyu] == "42")
        }
    }

    @Test func aNewHubHasNothingToTell() async throws {
        try await TestHub.with { (hub: TestHub) async throws -> Void in
            #expect(try await CodeRewriting.tell(hub.pool, by: "test") == nil)
            #expect(try await hub.count("SELECT count(*) FROM register.code_rewriting") == 0)
        }
    }
}
