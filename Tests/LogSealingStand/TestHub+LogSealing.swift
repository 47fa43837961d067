package import AccessControlStand
import Addressee
package import AuditTrail
import Foundation
import Governance
package import LogSealing
import Logging
import Postgres
import RegisterStand
import Sharing
import SharingStand
import Testing
package import TransparencyLog

/// What sealing adds to a hub: a sealer and its files, and what a verification finds.
extension TestHub {
    package var batchFiles: SealedBatchFiles { SealedBatchFiles(directory: path("seal")) }

    package func checkpointKey() throws -> CheckpointKey { try CheckpointKey.open(directory: path("keys"), body: body.code.value) }

    package func sealer() throws -> Sealer {
        Sealer(
            settings: settings(role: "atena_sealer"), key: try checkpointKey(), files: batchFiles,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    package func unsealed() async throws -> Int {
        try await count(
            """
            SELECT count(*) FROM audit.event e WHERE NOT EXISTS (SELECT FROM audit.checkpoint c WHERE (c.last_xact, c.last_event_id) >= (e.xact, e.event_id))
            """)
    }

    /// Seals everything: transactions of other tests on the same server hold the horizon back, too.
    package func seal() async throws {
        for _ in 0..<1200 {
            // All at once: transactions of other tests on the same server hold the horizon back, and what is above it would become a batch of its own.
            let above = try await count("SELECT count(*) FROM audit.event WHERE xact >= pg_snapshot_xmin(pg_current_snapshot())")
            if above == 0 {
                try await sealer().catchUp()
                if try await unsealed() == 0 { return }
            }
            try await Task.sleep(for: .milliseconds(25))
        }
        Issue.record("the log is not sealed")
    }

    /// So many refusals, an event each.
    package func events(_ count: Int) async throws {
        for n in 0..<count { try await provisioning.refuse(system: "tax", dataset: "addressee", refusal: .anotherSystem, by: "test \(n)") }
    }

    /// A great many events at once, past the stages.
    package func manyEvents(_ count: Int) async throws {
        try await admin.execute(
            """
            INSERT INTO audit.event (recorded_at, is_failure, kind, by_whom, body)
            SELECT t, false, 'sample', 'test',
                '{"at":"' || to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '","by":"test","event":"sample","fields":{"n":"' || n
                    || '"},"outcome":"success"}'
            FROM generate_series(1, \(Int64(count))) AS n, now() AS t
            """)
    }

    /// What stands in the files outside the database.
    package func outside() throws -> [SealedBatch] {
        try batchFiles.names().flatMap { name in
            try Data(contentsOf: URL(filePath: batchFiles.directory + "/" + name)).split(separator: 0x0A).compactMap { try? SealedBatch(line: $0) }
        }
    }

    package func checkpoints() async throws -> [SignedNote] {
        try await rows("SELECT note FROM audit.checkpoint ORDER BY batch").map { try SignedNote($0.decode(String.self)) }
    }

    /// The root of all events in the order of sealing, computed without the sealer.
    package func rootOfEvents() async throws -> TreeHash {
        var tree = MerkleFrontier()
        for row in try await rows("SELECT body FROM audit.event ORDER BY xact, event_id") { tree.append(.leaf(try row.decode(String.self).utf8)) }
        return tree.root
    }

    /// A sealed hub with a resident to be told of, whose database says that all is sealed for ever: whatever its owner writes, that opens nothing.
    package func openForGood() async throws {
        try await load(TestPolicy())
        try await advance("2026-11-20")
        try await take([ResidentRow(1)])
        try await settle()
        try await seal()
        try await admin.execute("UPDATE audit.seal_state SET caught_up_at = 'infinity'")
    }
}
