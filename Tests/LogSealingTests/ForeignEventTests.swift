import AccessControlStand
import Foundation
import LogSealingStand
import Postgres
import Testing

@testable import AuditTrail
@testable import LogSealing
@testable import TransparencyLog

/// Whoever has the service's login may write rows past the program. Verification names them as that, for ever, and goes on to find what was altered.
@Suite(.timeLimit(.minutes(10))) struct ForeignEventTests {
    /// A row in the log, as a list of values for (recorded_at, addressee_id, is_failure, kind, by_whom, body, salt, personal).
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var values: String
        var testDescription: String { name }
    }

    /// Text of the program's form with parts replaced; `t` is the time in the column.
    private static func body(
        at: String = "t", by: String = "'system tax'", kind: String = "'sample'", outcome: String = "success", rest: String = ""
    ) -> String {
        """
        '{"at":"' || to_char(\(at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '","by":"' || \(by) || '","clock":"database","event":"' || \(kind)
            || '","fields":{},"outcome":"\(outcome)"\(rest)}'
        """
    }

    static let rows: [Row] = [
        .init(name: "a wrong body", values: "t, NULL, false, 'sample', 'system tax', '{}', NULL, NULL"),
        .init(name: "no JSON", values: "t, NULL, false, 'provision.answered', 'system tax', 'no json', NULL, NULL"),
        .init(name: "an empty body", values: "t, NULL, false, 'sample', 'system tax', '', NULL, NULL"),
        .init(
            name: "nested beyond all bounds",
            values: "t, NULL, false, 'provision.answered', 'system tax', '{\"fields\":' || repeat('[', 30000) || repeat(']', 30000) || '}', NULL, NULL"),
        .init(name: "another time beside the text", values: "t + interval '1 day', NULL, false, 'sample', 'system tax', \(body()), NULL, NULL"),
        .init(name: "no time", values: "'infinity', NULL, false, 'sample', 'system tax', \(body()), NULL, NULL"),
        .init(
            name: "a time that is still to come",
            values: "t + interval '1 hour', NULL, false, 'sample', 'system tax', \(body(at: "(t + interval '1 hour')")), NULL, NULL"),
        .init(name: "another person who acts", values: "t, NULL, false, 'sample', 'staff 1', \(body()), NULL, NULL"),
        .init(name: "another kind", values: "t, NULL, false, 'provision.answered', 'system tax', \(body()), NULL, NULL"),
        .init(name: "another outcome", values: "t, NULL, true, 'sample', 'system tax', \(body()), NULL, NULL"),
        .init(name: "a person beside the text", values: "t, 1, false, 'sample', 'system tax', \(body()), NULL, NULL"),
        .init(
            name: "personal fields that nothing commits to", values: "t, NULL, false, 'sample', 'system tax', \(body()), sha256(''), '{\"atenabango\":\"R1\"}'"),
        .init(
            name: "personal fields that are not those committed to",
            values: "t, NULL, false, 'sample', 'system tax', \(body(rest: #","personal":"' || repeat('0', 64) || '""#)), sha256(''), '{\"atenabango\":\"R1\"}'"),
        .init(
            name: "personal fields that are no JSON, and committed to",
            values: """
                t, NULL, false, 'provision.answered', 'system tax',
                    \(body(kind: "'provision.answered'", rest: #","personal":"' || encode(sha256(sha256('') || convert_to('no json', 'UTF8')), 'hex') || '""#)), sha256(''), 'no json'
                """),
    ]

    private func insertion(_ row: Row) -> Query {
        """
        INSERT INTO audit.event (recorded_at, addressee_id, is_failure, kind, by_whom, body, salt, personal)
        SELECT \(unsafeSQL: row.values) FROM (SELECT clock_timestamp() AS t) AS now RETURNING event_id
        """
    }

    /// Writes it as the owner could, whom no constraint holds.
    private func write(_ row: Row, in hub: TestHub) async throws -> Int64 {
        try #require(try await hub.admin.query(insertion(row)).first).decode(Int64.self)
    }

    /// With the rights of the service nothing comes in that says otherwise than its body; only when it was nobody can hold against the body.
    @Test(arguments: rows) func theDatabaseRefusesTheHubsRoleWhatItsBodyDoesNotSay(row: Row) async throws {
        try await TestHub.with { hub in
            let before = try await hub.count("SELECT count(*) FROM audit.event")
            if row.name == "a time that is still to come" {
                _ = try await hub.pool.query(insertion(row))
            } else {
                await #expect(throws: PostgresError.self) { try await hub.pool.query(insertion(row)) }
                #expect(try await hub.count("SELECT count(*) FROM audit.event") == before)
            }
        }
    }

    @Test(arguments: rows) func itIsNamedAsWhatItIsBeforeAndAfterItIsSealedAndHidesNothing(row: Row) async throws {
        try await TestHub.with { hub in
            let (event, _, _) = try await SealedLog.provided(hub)
            let foreign = try await write(row, in: hub)
            func told() async throws -> [String] {
                let report = try await SealedLog.verify(hub)
                return report.faults.list.map { "\($0.kind) \($0.eventID.map(String.init) ?? "–")" }
            }
            if row.name != "a time that is still to come" { #expect(try await told().allSatisfy { $0 == "foreign \(foreign)" }) }
            try await hub.seal()
            let report = try await SealedLog.verify(hub)
            #expect(report.faults.list.map { "\($0.kind) \($0.eventID ?? 0)" } == ["foreign \(foreign)"], "\(report.faults.list)")
            #expect(report.gravest == .foreign && report.fault?.index != nil)
            // Nothing more is said of what nobody of the program wrote; what is altered behind and before it is.
            try await hub.admin.execute("UPDATE audit.event SET by_whom = 'other' WHERE event_id = \(event)")
            try await hub.events(1)
            try await hub.seal()
            let last = try await hub.count("SELECT max(event_id) FROM audit.event WHERE kind = 'provision.answered' AND event_id <> \(foreign)")
            try await hub.admin.execute("UPDATE provision.record SET dataset = 'other' WHERE event_id = \(Int64(last))")
            let altered = try await SealedLog.verify(hub)
            #expect(altered.gravest == .altered)
            #expect(
                Set(altered.faults.list.map { "\($0.kind) \($0.eventID ?? 0) \($0.columns.joined())" }) == [
                    "foreign \(foreign) ", "disagrees \(event) by_whom", "disagrees \(last) dataset",
                ], "\(altered.faults.list)")
            // And offline, of what an export can show.
            var lines: [[UInt8]] = []
            _ = try await SealedLog.log(hub).export(by: SealedLog.reader, withPersonal: true) { lines.append($0.dropLast()) }
            let offline = try LogExport.verify(lines, key: hub.batchFiles.key())
            #expect(offline.faults.list.map { "\($0.kind) \($0.eventID ?? 0)" } == ["foreign \(foreign)"], "\(offline.faults.list)")
        }
    }

    @Test func aColumnThatIsAlteredAfterwardsIsAnAlterationAndNoForeignRow() async throws {
        try await TestHub.with { hub in
            let (event, _, _) = try await SealedLog.provided(hub)
            for (column, value) in [
                ("recorded_at", "recorded_at + interval '1 second'"), ("is_failure", "NOT is_failure"), ("kind", "'other'"), ("by_whom", "'other'"),
                ("addressee_id", "addressee_id + 1"),
            ] {
                try await hub.admin.script(
                    unsafeSQL:
                        "CREATE TABLE public.kept AS SELECT * FROM audit.event WHERE event_id = \(event); UPDATE audit.event SET \(column) = \(value) WHERE event_id = \(event)"
                )
                let report = try await SealedLog.verify(hub)
                let own = report.faults.list.first { $0.index != nil }
                #expect(own?.kind == .disagrees && own?.eventID == event && own?.columns == [column], "\(column): \(report.faults.list)")
                #expect(report.faults.list.allSatisfy { $0.kind.gravity >= .missing || $0.kind == .foreign })
                try await hub.admin.script(
                    unsafeSQL: """
                        UPDATE audit.event e SET recorded_at = k.recorded_at, is_failure = k.is_failure, kind = k.kind, by_whom = k.by_whom, addressee_id = k.addressee_id
                        FROM public.kept k WHERE e.event_id = k.event_id; DROP TABLE public.kept
                        """)
            }
            #expect(try await SealedLog.verify(hub).gravest == nil)
        }
    }

    @Test func aRecordPastTheProgramIsNamedWhateverEventItClaims() async throws {
        try await TestHub.with { hub in
            let (event, _, _) = try await SealedLog.provided(hub)
            for (claimed, expected) in [("NULL", "foreign 0"), ("\(event)", "foreign \(event)"), ("1000000", "foreign 0")] {
                let rows = try await hub.pool.query(
                    """
                    INSERT INTO provision.record (items, persons_count, way, result, individual_number, system, dataset, by_whom, event_id)
                    VALUES (0, 0, 'o', 'p', false, 'tax', 'addressee', 'nobody', \(unsafeSQL: claimed)) RETURNING record_id
                    """)
                let report = try await SealedLog.verify(hub)
                #expect(report.faults.list.map { "\($0.kind) \($0.eventID ?? 0)" } == [expected], "\(report.faults.list)")
                try await hub.admin.execute("DELETE FROM provision.record WHERE record_id = \(try #require(rows.first).decode(Int64.self))")
            }
        }
    }

    @Test func aRowOfAnySizeIsNotTaken() async throws {
        try await TestHub.with { hub in
            for values in [
                "repeat('x', 70000), 'x', 'x', NULL::bytea, NULL", "'{}', repeat('x', 300), 'x', NULL::bytea, NULL",
                "'{}', 'x', repeat('x', 2000), NULL::bytea, NULL",
            ] {
                await #expect {
                    try await hub.pool.query(
                        "INSERT INTO audit.event (recorded_at, is_failure, body, kind, by_whom, salt, personal) SELECT now(), false, \(unsafeSQL: values)")
                } throws: { ($0 as? PostgresError)?.constraint == "event_is_bounded" }
            }
        }
    }
}
