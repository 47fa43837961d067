import AccessControlStand
import Addressee
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Register
@testable import Sharing

/// Transactions that open, write, commit late or roll back in any order, and readers that page meanwhile.
@Suite(.timeLimit(.minutes(10))) struct InterleavingTests {
    private static let persons = 24
    private static let writers = 4

    /// A writer whose transaction the test holds open as long as it likes.
    private struct Writer {
        let connection: Connection
        /// Persons that only this writer changes, so that none waits for another.
        let persons: [Int64]
        var open: UInt64?
    }

    @Test(arguments: SeededRandom.seeds) func noReaderMissesARowOrSeesOneAboveTheHorizon(seed: UInt64) async throws {
        try await TestHub.with { hub in
            var random = SeededRandom(seed)
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take((1...Self.persons).map { ResidentRow($0) })
            try await hub.settle()
            let ids = try await hub.rows("SELECT addressee_id FROM register.addressee ORDER BY 1").map { try $0.decode(Int64.self) }
            var writers: [Writer] = []
            for index in 0..<Self.writers {
                writers.append(
                    Writer(
                        connection: try await Connection.open(hub.settings()),
                        persons: ids.enumerated().filter { $0.offset % Self.writers == index }.map(\.element)))
            }
            var readers = [HeldState(), HeldState()]
            for step in 0..<160 {
                let which = Int.random(in: 0..<Self.writers, using: &random)
                switch Int.random(in: 0..<10, using: &random) {
                case 0...4: try await write(&writers[which], step, &random)
                case 5: try await end(&writers[which], "COMMIT")
                case 6: if Bool.random(using: &random) { try await end(&writers[which], "ROLLBACK") }
                default:
                    let reader = Int.random(in: 0..<2, using: &random)
                    let page = try await hub.changes(after: readers[reader].cursor, limit: Int.random(in: 1...6, using: &random))
                    readers[reader].apply(page)
                    try await expectBelowHorizon(page.cursor, writers, hub)
                    try await expectHeld(readers[reader], at: page.cursor, hub)
                }
            }
            for index in writers.indices { try await end(&writers[index], Bool.random(using: &random) ? "COMMIT" : "ROLLBACK") }
            try await hub.settle()
            for index in readers.indices {
                repeat {
                    readers[index].apply(try await hub.changes(after: readers[index].cursor, limit: 5))
                } while readers[index].more
                try await expectHeld(readers[index], at: nil, hub)
            }
            for writer in writers { await writer.connection.close() }
        }
    }

    private func write(_ writer: inout Writer, _ step: Int, _ random: inout SeededRandom) async throws {
        guard let person = writer.persons.randomElement(using: &random) else { return }
        if writer.open == nil {
            try await writer.connection.script(unsafeSQL: "BEGIN")
            writer.open = try await writer.connection.query("SELECT pg_current_xact_id()").first?.decode(UInt64.self)
        }
        try await WrittenVersion.next(of: person, name: "試験 \(step)", on: writer.connection)
    }

    private func end(_ writer: inout Writer, _ how: String) async throws {
        guard writer.open != nil else { return }
        try await writer.connection.script(unsafeSQL: how)
        writer.open = nil
    }

    private func expectBelowHorizon(_ cursor: String, _ writers: [Writer], _ hub: TestHub) async throws {
        let at = try Cursor(cursor, system: "tax", dataset: "addressee", form: hub.provisioning.cursors)
        guard at.moving == nil, let oldest = writers.compactMap(\.open).min() else { return }
        #expect(at.at.xact < oldest)
    }

    /// The reader holds just what was committed up to its cursor; at the end, what is committed at all.
    private func expectHeld(_ reader: HeldState, at cursor: String?, _ hub: TestHub) async throws {
        var at = Position(xact: .max >> 1, position: .max)
        if let cursor {
            let decoded = try Cursor(cursor, system: "tax", dataset: "addressee", form: hub.provisioning.cursors)
            if decoded.moving != nil { return }
            at = decoded.at
        }
        let rows = try await hub.rows(
            """
            SELECT DISTINCT ON (a.atenabango) a.atenabango, v.shimei FROM register.addressee a JOIN register.version v USING (addressee_id)
            WHERE (v.xact, v.journal_position) <= (\(at.xact), \(at.position)) ORDER BY a.atenabango, v.history_number DESC
            """)
        var expected: [String: String] = [:]
        for row in rows { expected[try row.decode("atenabango")] = try row.decode("shimei", as: String.self) }
        #expect(reader.names == expected)
    }
}
