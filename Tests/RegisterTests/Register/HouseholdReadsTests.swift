import AccessControlStand
import Addressee
import Governance
import Postgres
import RegisterStand
import Testing

/// Following protected persons from household to household reads the households at hand, however many the city has (decision 0040).
@Suite struct HouseholdReadsTests {
    private static let persons = 400

    /// How many rows of the register are read by one further version of a person, who moves into another household.
    private func rowsRead(moving person: Int, _ hub: TestHub) async throws -> Int {
        func id(_ person: Int) async throws -> Int {
            try await hub.count("SELECT addressee_id FROM register.addressee WHERE atenabango = \(ResidentRow.number(person))")
        }
        let (mover, neighbour) = (try await id(person), try await id(person + 4))
        return try await hub.admin.transaction { connection in
            let before = try await rowsRead(on: connection)
            try await connection.execute(
                """
                INSERT INTO register.version
                SELECT (jsonb_populate_record(v, jsonb_build_object(
                    'history_number', v.history_number + 1, 'journal_position', nextval('journal.position'), 'xact', pg_current_xact_id(),
                    'setaibango', n.setaibango))).*
                FROM register.version v, register.version n WHERE v.addressee_id = \(mover) AND n.addressee_id = \(neighbour)
                """)
            return try await rowsRead(on: connection) - before
        }
    }

    /// Counted by the server for this session, of tables and indexes, since it last reported.
    private func rowsRead(on connection: Connection) async throws -> Int {
        let read: Query = """
            SELECT sum(pg_stat_get_xact_tuples_returned(c.oid))::bigint FROM pg_class c
            WHERE c.relnamespace = 'register'::regnamespace AND c.relkind IN ('r', 'i')
            """
        return Int(try #require(try await connection.query(read).first).decode(Int64.self))
    }

    @Test func aMoveReadsHouseholdsAtHandOnly() async throws {
        try await TestHub.with { hub in
            try await hub.take(
                (1...Self.persons).map { n in
                    ResidentRow(n).with {
                        $0[.setaibango] = "S\(n / 4)"
                        if n.isMultiple(of: 2) { ($0[.yokushifuragu], $0[.shiensochiKaishi]) = ("1", "2026-11-02") }
                    }
                })
            try await hub.admin.execute("ANALYZE register.version, register.protected_household, register.protection")
            let households = try await hub.count("SELECT count(*) FROM register.protected_household")
            #expect(households == Self.persons / 2)
            // Of a protected person, and of one who is not: neither grows with the city.
            for person in [10, 203, 12] { #expect(try await rowsRead(moving: person, hub) < households) }
            #expect(try await hub.count("SELECT count(*) FROM register.protected_household") > households)
        }
    }

    /// Blocks of rows that come one by one, and long ones of files, are gone through in two ways, to the same end.
    @Test(arguments: [1, 50, 600]) func whoMovesIsFollowedHoweverLongTheBlock(length: Int) async throws {
        try await TestHub.with { hub in
            // Of every tenth household of four, one is protected, and moves; everybody has a further version.
            try await hub.take(
                (1...600).map { n in
                    ResidentRow(n).with {
                        $0[.setaibango] = "S\(n / 4)"
                        if n.isMultiple(of: 40) { ($0[.yokushifuragu], $0[.shiensochiKaishi]) = ("1", "2026-11-02") }
                    }
                })
            let before = try await hub.count("SELECT max(position) FROM journal.entry")
            let movers = (1...15).map { ResidentRow.number($0 * 40) }
            for first in stride(from: 1, through: 600, by: length) {
                try await hub.admin.execute(
                    """
                    INSERT INTO register.version
                    SELECT (jsonb_populate_record(v, jsonb_build_object(
                        'history_number', v.history_number + 1, 'journal_position', nextval('journal.position'), 'xact', pg_current_xact_id(),
                        'setaibango', CASE WHEN a.atenabango = ANY (\(movers)) THEN 'N' || a.atenabango ELSE v.setaibango END))).*
                    FROM register.version v JOIN register.addressee a ON a.addressee_id = v.addressee_id
                    WHERE a.atenabango = ANY (\((first..<min(first + length, 601)).map(ResidentRow.number)))
                    """)
            }
            #expect(
                try await hub.count("SELECT count(*) FROM register.protected_household WHERE setaibango LIKE 'N%'") == 15,
                "each is followed to the new household")
            let told = try await hub.admin.query(
                """
                SELECT DISTINCT a.atenabango FROM journal.entry e JOIN register.addressee a ON a.addressee_id = e.addressee_id
                WHERE e.position > \(Int64(before)) AND e.changed = \(ItemSet.ofProtection.rawValue) ORDER BY 1
                """)
            let members = (1...15).flatMap { k in (1...3).map { ResidentRow.number(k * 40 + $0) } }.filter { $0 <= ResidentRow.number(600) }
            #expect(try told.map { try $0.decode(String.self) } == members.sorted(), "those they lived with are told, and nobody else")
        }
    }
}
