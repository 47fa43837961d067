import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import LogSealing
@testable import Sharing
@testable import TransparencyLog

/// Every column of a provision record that the sealed event tells is held against it.
@Suite(.timeLimit(.minutes(10))) struct RecordCheckTests {
    /// One column altered in one kind of record.
    struct Alteration: Sendable, CustomTestStringConvertible {
        var column: String
        var value: String
        /// Which record: the last that fits.
        var of: String
        var testDescription: String { "\(column) where \(of)" }
    }

    private static let one = "way = 'o' AND result = 'p'"
    private static let page = "way = 'd' AND result = 'p'"
    private static let full = "way = 'f' AND result = 'p'"
    private static let offer = "way = 'p' AND result = 'o'"
    private static let push = "way = 'p' AND result = 'p'"
    private static let refused = "way = 'o' AND result = 'r'"

    static let alterations: [Alteration] = [
        .init(column: "system", value: "'childcare'", of: one), .init(column: "dataset", value: "'other'", of: one),
        .init(column: "by_whom", value: "'test other'", of: one), .init(column: "way", value: "'d'", of: one), .init(column: "way", value: "'n'", of: refused),
        .init(column: "way", value: "'m'", of: full), .init(column: "policy_version", value: "repeat('0', 64)", of: one),
        .init(column: "policy_version", value: "NULL", of: page), .init(column: "refusal", value: "'P0001'", of: refused),
        .init(column: "result", value: "'i'", of: full), .init(column: "result", value: "'s'", of: page),
        .init(column: "result", value: "'p', refusal = NULL", of: refused), .init(column: "result", value: "'r', refusal = 'P0003'", of: one),
        .init(column: "batch_key", value: "batch_key || '0'", of: push), .init(column: "batch_key", value: "NULL", of: push),
        .init(column: "batch_key", value: "'tax/addressee/1'", of: page), .init(column: "calendar_day", value: "calendar_day + 1", of: one),
        .init(column: "calendar_day", value: "NULL", of: one), .init(column: "recorded_at", value: "recorded_at + interval '10 minutes'", of: one),
        .init(column: "recorded_at", value: "recorded_at - interval '10 minutes'", of: refused),
        .init(column: "persons_count", value: "persons_count - 1", of: page), .init(column: "persons_count", value: "0", of: one),
        .init(column: "started_by", value: "started_by + 1", of: full), .init(column: "started_by", value: "NULL", of: full),
        .init(column: "cut_xact", value: "'1'", of: full), .init(column: "cut_xact", value: "NULL", of: page),
        .init(column: "individual_number", value: "NOT individual_number", of: one), .init(column: "individual_number", value: "false", of: push),
        .init(column: "digest", value: "sha256('')", of: page), .init(column: "digest", value: "NULL", of: offer),
        .init(column: "items", value: "items & ~(items & -items)", of: one), .init(column: "items", value: "0", of: full),
        .init(column: "addressee_id", value: "addressee_id + 1", of: one), .init(column: "addressee_id", value: "NULL", of: refused),
        .init(column: "addressee_id", value: "1", of: page), .init(column: "atenabango", value: "'R00000099'", of: one),
        .init(column: "atenabango", value: "NULL", of: refused), .init(column: "persons", value: "'\\x0101'", of: page),
        .init(column: "persons", value: "NULL", of: full), .init(column: "event_id", value: "NULL", of: one),
        .init(column: "taken_back", value: "NULL", of: push), .init(column: "taken_back", value: "'\\x0101'", of: page),
        .init(column: "not_taken", value: "NULL", of: push), .init(column: "not_taken", value: "persons", of: page),
        .init(column: "taken_back_count", value: "0", of: push), .init(column: "taken_back_count", value: "1", of: page),
        .init(column: "not_taken_count", value: "2", of: push), .init(column: "not_taken_count", value: "1", of: one),
        .init(column: "protected_count", value: "2", of: push), .init(column: "protected_count", value: "1", of: one),
        .init(column: "result", value: "'u'", of: push), .init(column: "result", value: "'p'", of: offer),
        .init(column: "started_by", value: "NULL", of: push),
        .init(column: "event_id", value: "1000000", of: page),
    ]

    /// A hub that has provided and refused on every way; its records are held against the log on one connection.
    private func withRecords(_ body: (TestHub, ProvisionRecordCheck) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take((1...3).map { ResidentRow($0) } + [ResidentRow(4, history: 2, reason: "21").with { $0[.juminjotai] = "2" }])
            try await hub.settle()
            _ = try await hub.changes()
            _ = try await hub.full()
            _ = try await hub.person(ResidentRow.number(2))
            await #expect(throws: ProvisionRefused.self) { try await hub.person(ResidentRow.number(4)) }
            // Somebody given, somebody taken back, somebody whose entry is not taken.
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            receiver.set { $0.addresseeNumber.value == ResidentRow.number(2) ? .rejected(reason: "no") : .applied }
            try await hub.take([
                ResidentRow(1).next("42") { $0[.shimei] = "試験　別名" }, ResidentRow(2).next("42") { $0[.shimei] = "試験　別名" }, ResidentRow(3).next("21"),
            ])
            try await hub.settle()
            try await hub.worker(receiver).run(untilIdle: true)
            let check = ProvisionRecordCheck(connection: hub.admin)
            let before = try await check.run()
            #expect(before.faults.isEmpty, "\(before.faults)")
            try await body(hub, check)
        }
    }

    @Test func anAlteredColumnIsFoundAtItsRecord() async throws {
        try await withRecords { hub, check in
            for alteration in Self.alterations {
                let target = try #require(
                    try await hub.rows(
                        "SELECT record_id, event_id FROM provision.record WHERE \(unsafeSQL: alteration.of) ORDER BY record_id DESC LIMIT 1"
                    ).first, "\(alteration)")
                let (record, event) = try target.decode((Int64, Int64).self)
                try await hub.admin.script(unsafeSQL: "BEGIN")
                try await hub.admin.script(
                    unsafeSQL: "UPDATE provision.record SET \(alteration.column) = \(alteration.value) WHERE record_id = \(record)")
                let found = try await check.run().faults
                try await hub.admin.script(unsafeSQL: "ROLLBACK")
                guard alteration.column != "event_id" else {
                    #expect(found.map(\.kind) == [.missing, .foreign] && found.first?.eventID == event, "\(alteration) = \(alteration.value)")
                    continue
                }
                // The column that was altered, with those that the statement had to alter too, and no other.
                let columns = alteration.value.contains("refusal") ? ["refusal", "result"] : [alteration.column]
                #expect(found.map(\.eventID) == [event] && found.first?.kind == .disagrees, "\(alteration) = \(alteration.value)")
                #expect(found.first?.columns.sorted() == columns, "\(alteration) = \(alteration.value)")
            }
            let after = try await check.run().faults
            #expect(after.isEmpty, "each was put back")
        }
    }

    @Test func anEventOfTheFirstHubsNamesItsItems() async throws {
        try await withRecords { hub, check in
            let names = ItemCatalogue.register.items.filter(TestPolicy().items.contains).map(\.rawValue)
            for (told, isGood) in [(names, true), (Array(names.dropLast()), false)] {
                try await hub.admin.script(unsafeSQL: "BEGIN")
                let event = try await hub.admin.query(
                    """
                    UPDATE audit.event SET body = jsonb_set(body::jsonb #- '{fields,item_bits}', '{fields,items}', to_jsonb(\(told.joined(separator: " "))::text))::text
                    WHERE event_id = (SELECT max(event_id) FROM provision.record WHERE \(unsafeSQL: Self.one)) RETURNING event_id
                    """)
                let found = try await check.run().faults.first
                try await hub.admin.script(unsafeSQL: "ROLLBACK")
                #expect(try found?.eventID == (isGood ? nil : event.first?.decode(Int64.self)) && found?.columns ?? ["items"] == ["items"])
            }
        }
    }

    @Test func everyColumnOfARecordIsAmongThem() async throws {
        try await TestHub.with { hub in
            let columns = try await hub.rows(
                "SELECT column_name::text FROM information_schema.columns WHERE (table_schema, table_name) = ('provision', 'record') ORDER BY 1"
            ).map { try $0.decode(String.self) }
            // The number is the database's own.
            #expect(Set(Self.alterations.map(\.column)).union(["record_id"]) == Set(columns))
        }
    }

    @Test func aSecondRecordForOneEventIsFound() async throws {
        try await withRecords { hub, check in
            try await hub.admin.script(
                unsafeSQL: """
                    INSERT INTO provision.record (recorded_at, items, addressee_id, started_by, persons_count, cut_xact, calendar_day, way, result, individual_number,
                        system, dataset, by_whom, policy_version, refusal, batch_key, atenabango, persons, digest, event_id)
                    SELECT recorded_at, items, addressee_id, started_by, persons_count, cut_xact, calendar_day, way, result, individual_number,
                        system, dataset, by_whom, policy_version, refusal, batch_key, atenabango, persons, digest, event_id
                    FROM provision.record WHERE \(Self.one)
                    """)
            let found = try await check.run().faults
            let shared = try await hub.rows("SELECT max(event_id) FROM provision.record WHERE \(unsafeSQL: Self.one)")
            #expect(found.map(\.kind) == [.foreign])
            #expect(found.first?.eventID == (try shared.first?.decode(Int64.self)))
        }
    }
}
