import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AuditTrail
@testable import Sharing

/// The record names exactly the persons that were handed over (CT-9).
@Suite struct ProvisionRecordTests {
    /// Addressee numbers that the latest record with persons names.
    private func named(_ hub: TestHub, way: String) async throws -> [String] {
        let row = try #require(
            try await hub.rows(
                "SELECT persons, persons_count FROM provision.record WHERE way = \(way)::text::\"char\" AND result = 'p' ORDER BY record_id DESC LIMIT 1"
            ).first)
        let ids = PersonSet.ids(try row.decode("persons", as: [UInt8].self))
        #expect(ids.count == Int(try row.decode("persons_count", as: Int64.self)))
        let rows = try await hub.rows("SELECT atenabango FROM register.addressee WHERE addressee_id = ANY(\(ids)) ORDER BY 1")
        return try rows.map { try $0.decode(String.self) }
    }

    private func withHub(_ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(scope: "ward: [\"111023\"]"))
            try await hub.advance("2026-11-20")
            try await hub.take((1...40).map { n in ResidentRow(n).with { $0[.jushoShikuchosonkodo] = n % 3 == 0 ? "111023" : "111082" } })
            try await hub.settle()
            try await body(hub)
        }
    }

    private static let expected = (1...40).filter { $0 % 3 == 0 }.map(ResidentRow.number)

    @Test func ofAPage() async throws {
        try await withHub { hub in
            let page = try await hub.changes()
            #expect(page.entries.map(\.addresseeNumber.value) == Self.expected)
            #expect(try await named(hub, way: "d") == Self.expected)
        }
    }

    @Test func ofAFullExtract() async throws {
        try await withHub { hub in
            let bytes = try await hub.full().bytes
            #expect(try HeldState.of(ndjson: bytes).keys.sorted() == Self.expected)
            #expect(try await named(hub, way: "f") == Self.expected)
            let started = try await hub.count(
                "SELECT count(*) FROM provision.record p JOIN provision.record s ON s.record_id = p.started_by WHERE s.result = 's' AND p.cut_xact = s.cut_xact"
            )
            #expect(started == 1)
        }
    }

    /// Records that are written together: each belongs to the event that says the same, and both are whole.
    @Test func ofReadsThatCameTogether() async throws {
        try await withHub { hub in
            let asked = (1...40).map(ResidentRow.number) + ["100000000000000"]
            let ids = Dictionary(
                uniqueKeysWithValues: try await hub.rows("SELECT atenabango, addressee_id FROM register.addressee").map {
                    try $0.decode((String, Int64).self)
                })
            let records = asked.enumerated().map { index, number in
                var record = ProvisionRecord(
                    ids[number] == nil ? .refused : .provided, .one, system: "tax", dataset: "addressee", byWhom: "reader \(index)", policy: nil)
                if ids[number] == nil { record.refusal = .unknownPerson }
                (record.addresseeID, record.addresseeNumber) = (ids[number], ids[number].map { _ in number })
                return record
            }
            try await hub.pool.query(ProvisionRecord.statement(of: records)).written(asked.count)
            let same = try await hub.count(
                """
                SELECT count(*) FROM provision.record r JOIN audit.event e USING (event_id)
                WHERE r.by_whom LIKE 'reader %' AND e.by_whom = r.by_whom AND e.addressee_id IS NOT DISTINCT FROM r.addressee_id
                    AND e.is_failure = (r.result = 'r') AND e.body LIKE '%"by":"' || r.by_whom || '"%'
                    AND (e.personal::json ->> 'atenabango') IS NOT DISTINCT FROM r.atenabango
                """)
            #expect(same == asked.count)
            // Salts are drawn together, and each event has its own.
            let salts = try await hub.count("SELECT count(DISTINCT salt) FROM audit.event WHERE by_whom LIKE 'reader %'")
            #expect(salts == asked.count - 1)
            let ofOne = try await hub.count("SELECT count(*) FROM provision.record WHERE by_whom LIKE 'reader %' AND way = 'o' AND NOT individual_number")
            #expect(ofOne == asked.count)
        }
    }

    /// Of records that are written together none stands where the event of one was swallowed: the others would belong to a neighbour's.
    @Test func aSwallowedEventLeavesNoneOfThem() async throws {
        try await withHub { hub in
            try await hub.admin.script(
                unsafeSQL: """
                    CREATE FUNCTION public.swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
                    CREATE TRIGGER swallow BEFORE INSERT ON audit.event FOR EACH ROW WHEN (NEW.by_whom = 'reader 2') EXECUTE FUNCTION public.swallow()
                    """)
            for way in [ProvisionRecord.Way.one, .delta] {
                let records = (1...3).map { ProvisionRecord(.provided, way, system: "tax", dataset: "addressee", byWhom: "reader \($0)", policy: nil) }
                await #expect(throws: LogNotWritten.self) { try await hub.pool.query(ProvisionRecord.statement(of: records)).written(records.count) }
            }
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE by_whom LIKE 'reader %'") == 0)
        }
    }

    @Test func ofAPushedBatch() async throws {
        try await withHub { hub in
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.keys.sorted() == Self.expected)
            #expect(try await named(hub, way: "p") == Self.expected)
            #expect(
                try await hub.text("SELECT string_agg(DISTINCT batch_key, ' ') FROM provision.record WHERE way = 'p'") == receiver.batches.first?.idempotencyKey
            )
        }
    }

    @Test func ofOnePerson() async throws {
        try await withHub { hub in
            _ = try await hub.person(ResidentRow.number(3))
            let row = try #require(
                try await hub.rows(
                    "SELECT atenabango, persons_count, individual_number, items, policy_version FROM provision.record WHERE way = 'o'"
                ).first)
            #expect(try row.decode("atenabango", as: String.self) == ResidentRow.number(3))
            #expect(try row.decode("persons_count", as: Int64.self) == 1)
            #expect(try row.decode("individual_number", as: Bool.self))
            #expect(try ItemSet(rawValue: row.decode("items", as: Int64.self)) == ItemSet(TestPolicy().items))
            #expect(try row.decode("policy_version", as: String?.self) == (try await hub.text("SELECT content_hash FROM governance.in_force")))
        }
    }

    @Test func anAnswerWithNobodyInItIsNoProvision() async throws {
        try await withHub { hub in
            let page = try await hub.changes()
            let before = try await hub.count("SELECT count(*) FROM provision.record")
            #expect(try await hub.changes(after: page.cursor).entries.isEmpty)
            #expect(try await hub.count("SELECT count(*) FROM provision.record") == before)
        }
    }
}
