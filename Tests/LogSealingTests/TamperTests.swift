import AccessControlStand
import Addressee
import Foundation
import Governance
import LogSealingStand
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import AuditTrail
@testable import LogSealing
@testable import TransparencyLog

/// Whoever alters the past in the database, its owner and the superuser included, is found, and the first bad event is named.
@Suite struct TamperTests {
    /// One way of altering the past, and what must be found.
    struct Attempt: Sendable, CustomTestStringConvertible {
        var name: String
        /// `$1` is the event, `$2` the one after it, `$3` the first event of the last batch.
        var sql: String
        var kind: LogFault.Kind
        /// 1, 2 or 3, as in the statement; 4 for the event that was inserted.
        var named: Int?
        var testDescription: String { name }
    }

    static let attempts: [Attempt] = [
        .init(name: "edit", sql: "UPDATE audit.event SET body = replace(body, '\"tax\"', '\"xat\"') WHERE event_id = $1", kind: .altered, named: 1),
        .init(
            name: "edit, with the leaf hash in the checkpoint's row",
            sql: """
                UPDATE audit.event SET body = replace(body, '"tax"', '"xat"') WHERE event_id = $1;
                UPDATE audit.checkpoint c SET leaves = (
                    SELECT string_agg(sha256('\\x00'::bytea || convert_to(e.body, 'UTF8')), ''::bytea ORDER BY e.xact, e.event_id) FROM audit.event e
                    WHERE (e.xact, e.event_id) <= (c.last_xact, c.last_event_id)
                        AND NOT EXISTS (SELECT FROM audit.checkpoint p WHERE p.batch = c.batch - 1 AND (e.xact, e.event_id) <= (p.last_xact, p.last_event_id)))
                """, kind: .altered, named: 1),
        .init(name: "edit of a column beside the text", sql: "UPDATE audit.event SET by_whom = 'other' WHERE event_id = $1", kind: .disagrees, named: 1),
        .init(name: "edit of the outcome's column", sql: "UPDATE audit.event SET is_failure = NOT is_failure WHERE event_id = $1", kind: .disagrees, named: 1),
        .init(
            name: "edit of the provision record", sql: "UPDATE provision.record SET system = 'childcare' WHERE event_id = $1", kind: .disagrees, named: 1),
        .init(name: "removal of the provision record", sql: "DELETE FROM provision.record WHERE event_id = $1", kind: .missing, named: 1),
        .init(
            name: "edit of personal fields",
            sql: "UPDATE audit.event SET personal = replace(personal, 'R00', 'R01') WHERE event_id = $1 AND personal LIKE '%R00%'", kind: .personal, named: 1),
        .init(name: "delete", sql: "DELETE FROM audit.event WHERE event_id = $1", kind: .missing, named: 1),
        .init(
            name: "insert",
            sql: """
                INSERT INTO audit.event (event_id, xact, recorded_at, is_failure, kind, by_whom, body) OVERRIDING SYSTEM VALUE
                SELECT 1000000, xact, recorded_at, is_failure, kind, by_whom, body FROM audit.event WHERE event_id = $1
                """, kind: .inserted, named: 4),
        .init(
            name: "reorder",
            sql: """
                UPDATE audit.event e SET xact = o.xact FROM audit.event o
                WHERE (e.event_id, o.event_id) IN (($1, $2), ($2, $1))
                """, kind: .reordered, named: nil),
        .init(
            name: "swap of two texts",
            sql: """
                UPDATE audit.event e SET body = o.body, recorded_at = o.recorded_at, by_whom = o.by_whom FROM audit.event o
                WHERE (e.event_id, o.event_id) IN (($1, $2), ($2, $1))
                """, kind: .reordered, named: 1),
        .init(
            name: "cut of the tail",
            sql: "DELETE FROM audit.event WHERE event_id >= $3; DELETE FROM audit.checkpoint WHERE batch = (SELECT max(batch) FROM audit.checkpoint)",
            kind: .missing, named: 3),
        .init(
            name: "rollback to a backup",
            sql: """
                DELETE FROM audit.event e USING audit.checkpoint c WHERE c.batch = 1 AND (e.xact, e.event_id) > (c.last_xact, c.last_event_id);
                DELETE FROM audit.checkpoint WHERE batch > 1; TRUNCATE audit.tile
                """, kind: .missing, named: nil),
        .init(
            name: "fork: another history under the last checkpoints",
            sql:
                "UPDATE audit.event SET body = replace(body, '\"at\":\"2', '\"at\":\"1'), recorded_at = recorded_at - interval '1000 years' WHERE event_id >= $3",
            kind: .altered, named: 3),
        .init(
            name: "swap of a checkpoint",
            sql: "UPDATE audit.checkpoint c SET note = o.note FROM audit.checkpoint o WHERE c.batch = 1 AND o.batch = 2", kind: .fork, named: nil),
        .init(name: "removal of a checkpoint", sql: "DELETE FROM audit.checkpoint WHERE batch = 1", kind: .missing, named: nil),
        .init(
            name: "insert with a transaction that is still to come",
            sql: """
                INSERT INTO audit.event (event_id, xact, recorded_at, is_failure, kind, by_whom, body) OVERRIDING SYSTEM VALUE
                SELECT 1000000, '9000000000000', now(), is_failure, 'sample', by_whom, body FROM audit.event WHERE event_id = $1
                """, kind: .inserted, named: 4),
        .init(
            name: "an event that nobody seals",
            sql: """
                INSERT INTO audit.event (event_id, recorded_at, is_failure, kind, by_whom, body) OVERRIDING SYSTEM VALUE
                SELECT 1000000, now() - interval '6 minutes', is_failure, 'sample', by_whom, body FROM audit.event WHERE event_id = $1
                """, kind: .foreign, named: 4),
        .init(
            name: "erasure, and another person beside the text",
            sql: """
                UPDATE audit.event SET salt = NULL, personal = NULL, addressee_id = 999 WHERE event_id = $1;
                UPDATE provision.record SET addressee_id = NULL, atenabango = NULL, persons = NULL WHERE event_id = $1
                """, kind: .disagrees, named: 1),
        .init(
            name: "erasure, and another person in the provision record",
            sql: """
                UPDATE audit.event SET salt = NULL, personal = NULL, addressee_id = NULL WHERE event_id = $1;
                UPDATE provision.record SET atenabango = 'R00000099' WHERE event_id = $1
                """, kind: .personal, named: 1),
        .init(name: "a person beside a text that names none", sql: "UPDATE audit.event SET addressee_id = 1 WHERE event_id = $3", kind: .disagrees, named: 3),
        .init(
            name: "stored hashes beyond the end",
            sql: "INSERT INTO audit.tile (tile, level, root, hashes) VALUES (0, 0, sha256(''), decode(repeat('00', 8192), 'hex'))", kind: .disagrees,
            named: nil),
        .init(
            name: "edit of a checkpoint's place", sql: "UPDATE audit.checkpoint SET last_event_id = last_event_id + 1 WHERE batch = 1", kind: .disagrees,
            named: nil),
    ]

    @Test(arguments: attempts, ["postgres", "atena_owner"]) func theFirstBadEventIsNamed(attempt: Attempt, role: String) async throws {
        try await TestHub.with { hub in
            let (event, next, last) = try await SealedLog.provided(hub)
            let before = try await SealedLog.verify(hub)
            #expect(before.fault == nil, "\(String(describing: before.fault))")
            if role != "postgres" {
                // As in a hub that its owner migrated.
                try await hub.admin.script(
                    unsafeSQL: "ALTER SCHEMA audit OWNER TO \(role); ALTER SCHEMA provision OWNER TO \(role)"
                        + ["audit.event", "audit.checkpoint", "audit.tile", "provision.record"].map { "; ALTER TABLE \($0) OWNER TO \(role)" }.joined())
                try await hub.admin.script(unsafeSQL: "SET ROLE \(role)")
            }
            try await hub.admin.script(
                unsafeSQL: attempt.sql.replacing("$1", with: "\(event)").replacing("$2", with: "\(next)").replacing("$3", with: "\(last)"))
            let fault = try #require(try await SealedLog.verify(hub).fault, "not found")
            #expect(fault.kind == attempt.kind, "\(fault)")
            #expect(fault.index != nil || fault.eventID != nil)
            switch attempt.named {
            case 1: #expect(fault.eventID == event, "\(fault)")
            case 3: #expect(fault.eventID == last, "\(fault)")
            case 4: #expect(fault.eventID == 1_000_000, "\(fault)")
            default: break
            }
        }
    }

    @Test func anExportIsVerifiedWithThePublicKeyAloneAndShowsTampering() async throws {
        try await TestHub.with { hub in
            let (event, _, _) = try await SealedLog.provided(hub)
            func export(withPersonal: Bool) async throws -> [[UInt8]] {
                var lines: [[UInt8]] = []
                _ = try await SealedLog.log(hub).export(by: SealedLog.reader, withPersonal: withPersonal) { lines.append($0.dropLast()) }
                return lines
            }
            let key = try hub.batchFiles.key()
            let good = try await export(withPersonal: true)
            #expect(try LogExport.verify(good, key: key).fault == nil)
            let bare = try await export(withPersonal: false)
            #expect(try LogExport.verify(bare, key: key).fault == nil)
            #expect(!bare.contains { String(decoding: $0, as: UTF8.self).contains("R0000") }, "no addressee number leaves without being asked for")
            try await hub.admin.execute("UPDATE audit.event SET body = replace(body, '\"tax\"', '\"xat\"') WHERE event_id = \(event)")
            let fault = try LogExport.verify(try await export(withPersonal: true), key: key).fault
            #expect(fault?.eventID == event && fault?.kind == .altered)
        }
    }

    @Test func erasingPersonalFieldsBreaksNoProof() async throws {
        try await TestHub.with { hub in
            // Of eight years ago, and sealed as such.
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            _ = try await hub.person(ResidentRow.number(1))
            try await hub.admin.script(
                unsafeSQL: """
                    UPDATE audit.event SET recorded_at = recorded_at - interval '8 years', body = replace(body, '{"at":"2026', '{"at":"2018');
                    UPDATE provision.record SET recorded_at = recorded_at - interval '8 years'
                    """)
            try await hub.seal()
            let event = try await hub.count("SELECT max(event_id) FROM audit.event WHERE kind = 'provision.answered'")
            try await hub.admin.execute("UPDATE audit.event SET salt = NULL, personal = NULL, addressee_id = NULL")
            try await hub.admin.execute("UPDATE provision.record SET addressee_id = NULL, atenabango = NULL, persons = NULL")
            let report = try await SealedLog.verify(hub)
            #expect(report.fault == nil && report.erased > 0, "\(report)")
            #expect(try await SealedLog.log(hub).prove(by: SealedLog.reader, event: Int64(event))?.event.personal == nil)
        }
    }

    @Test func erasingWhatIsYoungIsFound() async throws {
        try await TestHub.with { hub in
            let (event, _, _) = try await SealedLog.provided(hub)
            try await hub.admin.execute("UPDATE audit.event SET salt = NULL, personal = NULL, addressee_id = NULL WHERE event_id = \(event)")
            try await hub.admin.execute("UPDATE provision.record SET addressee_id = NULL, atenabango = NULL, persons = NULL WHERE event_id = \(event)")
            let fault = try await SealedLog.verify(hub).fault
            #expect(fault?.kind == .personal && fault?.eventID == event)
        }
    }

    @Test func anEventIsProvenAtItsPlaceAlsoWhereOneBeforeItWasRemoved() async throws {
        try await TestHub.with { hub in
            try await hub.manyEvents(20)
            try await hub.seal()
            let ids = try await hub.rows("SELECT event_id FROM audit.event ORDER BY xact, event_id").map { try $0.decode(Int64.self) }
            try await hub.admin.execute("DELETE FROM audit.event WHERE event_id = \(ids[4])")
            #expect(try await SealedLog.log(hub).prove(by: SealedLog.reader, event: ids[9])?.event.index == 9)
            #expect(try await SealedLog.log(hub).prove(by: SealedLog.reader, event: ids[4]) == nil)
        }
    }

    @Test func recordsFromBeforeTheLogNeedNoEventAndLaterOnesDo() async throws {
        try await TestHub.with { hub in
            _ = try await SealedLog.provided(hub)
            func record(_ at: String) async throws {
                try await hub.admin.script(
                    unsafeSQL: """
                        INSERT INTO provision.record (recorded_at, items, persons_count, way, result, individual_number, system, dataset, by_whom)
                        VALUES (\(at), 0, 0, 'o', 'p', false, 'tax', 'addressee', 'test')
                        """)
            }
            try await record("now() - interval '1 year'")
            try await record("now() - interval '2 years'")
            #expect(try await SealedLog.verify(hub).fault == nil)
            try await record("now()")
            #expect(try await SealedLog.verify(hub).fault?.kind == .foreign)
        }
    }

    /// What the log states of an export is sealed like everything else, and shows what is taken out of the file afterwards.
    @Test(arguments: [true, false]) func anExportHasTheLogsOwnStatementOfWhatIsInIt(withPersonal: Bool) async throws {
        try await TestHub.with { hub in
            let (event, _, _) = try await SealedLog.provided(hub)
            var lines: [[UInt8]] = []
            let sealing = Task {
                while !Task.isCancelled { try await hub.sealer().catchUp() }
            }
            let written = try await SealedLog.log(hub, patience: .seconds(60)).export(by: SealedLog.reader, withPersonal: withPersonal) {
                lines.append($0.dropLast())
            }
            sealing.cancel()
            _ = await sealing.result
            #expect(written.isStated)
            let key = try hub.batchFiles.key()
            let report = try LogExport.verify(lines, key: key)
            let statement = try #require(report.statement)
            let fields = try await hub.count(
                "SELECT count(*) FROM audit.event WHERE kind = 'log.exported' AND body::jsonb #>> '{fields,given}' = \(String(statement.given))")
            #expect(fields == 1 && report.fault == nil && statement.isWithoutPersonal == !withPersonal, "\(report.faults.list)")
            #expect(withPersonal ? statement.given >= 4 && statement.absent == 0 : statement.given == 0 && statement.absent >= 4)
            guard withPersonal else { return }
            // Without its opening the line is as good as any other: only the statement tells.
            let place = try #require(lines.firstIndex { String(decoding: $0, as: UTF8.self).contains(#""id":\#(event),"#) })
            var stripped = try #require(try JSONSerialization.jsonObject(with: Data(lines[place])) as? [String: [String: Any]])
            stripped["event"]?["salt"] = nil
            stripped["event"]?["personal"] = nil
            lines[place] = Array(try JSONSerialization.data(withJSONObject: stripped, options: .sortedKeys))
            let after = try LogExport.verify(lines, key: key)
            #expect(after.faults.list.map(\.eventID) == [event, nil] && after.gravest == .missing, "\(after.faults.list)")
        }
    }

    @Test func anExportOfAHubThatSealsMeanwhileIsGood() async throws {
        try await TestHub.with { hub in
            // Two files or more, so that the last is read after what is sealed meanwhile was added to it.
            var small = hub.batchFiles
            small.fileBytes = 1
            for _ in 0..<2 {
                try await hub.events(2)
                let sealer = Sealer(settings: hub.settings(role: "atena_sealer"), key: try hub.checkpointKey(), files: small, logger: try hub.sealer().logger)
                while try await hub.unsealed() > 0 { try await sealer.catchUp() }
            }
            #expect(try hub.batchFiles.names().count >= 2)
            var lines: [[UInt8]] = []
            _ = try await SealedLog.log(hub).export(by: SealedLog.reader, withPersonal: false) { line in
                if lines.isEmpty {
                    let done = DispatchSemaphore(value: 0)
                    Task.detached {
                        defer { done.signal() }
                        try await hub.events(2)
                        try await hub.seal()
                    }
                    done.wait()
                }
                lines.append(line.dropLast())
            }
            #expect(try hub.outside().last?.note.checkpoint.size == 7, "sealed while it was exported, the reading itself too")
            let report = try LogExport.verify(lines, key: hub.batchFiles.key())
            #expect(report.fault == nil && report.events == 4, "\(String(describing: report.fault))")
        }
    }

    @Test func aRangeIsVerifiedWithoutTheRest() async throws {
        try await TestHub.with { hub in
            let (event, _, _) = try await SealedLog.provided(hub)
            let first = try #require(try hub.outside().first)
            let report = try await SealedLog.verify(hub, first.note.checkpoint.size..<first.note.checkpoint.size + 1)
            #expect(report.fault == nil && report.events > 0 && report.events < report.size)
            try await hub.admin.execute("UPDATE audit.event SET body = body || ' ' WHERE event_id = \(event)")
            #expect(try await SealedLog.verify(hub, 0..<1).fault == nil)
            #expect(try await SealedLog.verify(hub).fault?.eventID == event)
        }
    }

    @Test func everyEventIsProvenAlsoInATreeOfThousandsAndAnAlteredOneIsNot() async throws {
        try await TestHub.with { hub in
            try await hub.manyEvents(700)
            try await hub.seal()
            let size = try #require(try await hub.checkpoints().last?.checkpoint.size)
            try await hub.manyEvents(2000)
            try await hub.seal()
            let key = try hub.batchFiles.key()
            let ids = try await hub.rows("SELECT event_id FROM audit.event ORDER BY xact, event_id").map { try $0.decode(Int64.self) }
            for index in [0, 1, 255, 256, 511, 699, 700, 1700, 2303, 2304, ids.count - 1] {
                let proof = try #require(try await SealedLog.log(hub).prove(by: SealedLog.reader, event: ids[index]))
                #expect(proof.event.index == index)
                try proof.verify(key)
                let sent = try JSONDecoder().decode(InclusionProof.self, from: JSONEncoder().encode(proof))
                try sent.verify(key)
                var other = proof
                other.event.index += 1
                #expect(throws: (any Error).self) { try other.verify(key) }
            }
            let consistency = try #require(try await SealedLog.log(hub).consistency(by: SealedLog.reader, from: size, to: ids.count))
            try consistency.verify(key)
            #expect(try await SealedLog.log(hub).consistency(by: SealedLog.reader, from: size + 1, to: ids.count) == nil)
            try await hub.admin.execute("UPDATE audit.event SET body = body || ' ' WHERE event_id = \(ids[5])")
            await #expect(throws: LogFault.self) { try await SealedLog.log(hub).prove(by: SealedLog.reader, event: ids[5]) }
        }
    }

    @Test func readingTheLogIsItselfAnEventAndSoIsTheAttempt() async throws {
        try await TestHub.with { hub in
            try await hub.seal()
            _ = try await SealedLog.verify(hub)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'log.read' AND NOT is_failure") == 1)
            let stranger = Principal(account: "000002", isService: false, department: nil, terminal: "test", grants: [:])
            await #expect(throws: AccessRefused.self) { try await SealedLog.log(hub).prove(by: stranger, event: 1) }
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE is_failure AND by_whom = 'staff 000002'") == 1)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'log.read'") == 1)
        }
    }
}
