import AccessControlStand
import Foundation
import Governance
import LogSealingStand
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AuditTrail
@testable import LogSealing
@testable import Sharing
@testable import Threads
@testable import TransparencyLog

/// Batches are gap-safe, chained, written outside first, and go on where they stopped.
@Suite struct SealerTests {
    @Test func whatSealsAloneStandsStillWhereAnotherLoginMaySeal() async throws {
        try await TestHub.with { hub in
            try await hub.events(1)
            let own = try hub.sealer()
            // Here the processes that go on for days may, as on a hub whose processes share one account.
            let alone = Sealer(settings: own.settings, key: own.key, files: own.files, isAlone: true, logger: own.logger)
            await #expect { try await alone.catchUp() } throws: { ($0 as? SealingHalted)?.reason.contains("atena_work") == true }
            #expect(try await hub.text("SELECT halted FROM audit.seal_state")?.contains("REVOKE atena_sealer FROM") == true)
            try await own.catchUp()
            #expect(try await hub.text("SELECT coalesce(halted, 'no') FROM audit.seal_state") == "no")
        }
    }

    @Test func anEventSaysWhatSomebodyWroteThoughItHoldsWhatNoDatabaseTakes() async throws {
        try await TestHub.with { hub in
            let event = AuditEvent(.resumptionProposed, isFailure: true, by: "staff 1", fields: ["code": "S0009", "reason": "理由\0その後"])
            try await hub.pool.withConnection { try await event.record(on: $0) }
            try await hub.seal()
            #expect(try await SealedLog.verify(hub).fault == nil)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE body::jsonb->'fields'->>'reason' = '理由\u{FFFD}その後'") == 1)
        }
    }

    @Test func everyEventIsSealedInOrderAndEachCheckpointNamesTheOneBefore() async throws {
        try await TestHub.with { hub in
            try await hub.events(3)
            try await hub.seal()
            try await hub.events(4)
            try await hub.seal()
            let notes = try await hub.checkpoints()
            #expect(notes.count >= 2)
            #expect(notes.last?.checkpoint.size == 7)
            #expect(try await notes.last?.checkpoint.root == hub.rootOfEvents())
            var previous: SignedNote?
            for note in notes {
                try note.verify(hub.checkpointKey().verifier)
                #expect(note.checkpoint.previous == previous?.digest)
                previous = note
            }
            let outside = try hub.outside().map(\.note)
            #expect(outside == notes)
        }
    }

    @Test func aTreeOfThousandsGoesOnAfterEveryRestartWithTheSameRoot() async throws {
        try await TestHub.with { hub in
            for count in [255, 1, 900, 1100, 3000] {
                try await hub.manyEvents(count)
                try await hub.seal()
                #expect(try await hub.checkpoints().last?.checkpoint.root == hub.rootOfEvents())
            }
            #expect(try await hub.count("SELECT count(*) FROM audit.tile WHERE level = 0") == 5256 / 256)
            #expect(try await hub.count("SELECT max(tree_size - first_index) FROM audit.checkpoint") == 1000)
        }
    }

    @Test func anEventThatCommitsLateIsSealedBeforeThoseThatBeganAfterIt() async throws {
        try await TestHub.with { hub in
            let late = try await Connection.open(hub.settings())
            try await late.script(unsafeSQL: "BEGIN; SELECT pg_current_xact_id()")
            try await hub.events(1)
            try await hub.sealer().catchUp()
            #expect(try await hub.unsealed() == 1, "what began before it may still come")
            try await AuditEvent(.provision, isFailure: true, by: "late", fields: [:]).record(on: late)
            try await late.script(unsafeSQL: "COMMIT")
            await late.close()
            try await hub.seal()
            let first = try await hub.text("SELECT by_whom FROM audit.event ORDER BY xact, event_id LIMIT 1")
            #expect(first == "late")
            #expect(try await hub.checkpoints().last?.checkpoint.root == hub.rootOfEvents())
        }
    }

    @Test func aCrashBetweenFileAndDatabaseIsHealedWithTheSameCheckpoint() async throws {
        try await TestHub.with { hub in
            try await hub.manyEvents(10)
            try await hub.seal()
            try await hub.manyEvents(300)
            try await hub.seal()
            let before = try await hub.checkpoints()
            try await hub.admin.execute("DELETE FROM audit.checkpoint WHERE batch = \(Int64(before.count))")
            try await hub.admin.execute("DELETE FROM audit.tile")
            try await hub.manyEvents(5)
            try await hub.seal()
            let after = try await hub.checkpoints()
            #expect(Array(after.prefix(before.count)) == before)
            #expect(after.last?.checkpoint.size == 315)
            #expect(try await after.last?.checkpoint.root == hub.rootOfEvents())
        }
    }

    @Test func aLineTornByACrashIsPassedOver() async throws {
        try await TestHub.with { hub in
            try await hub.events(2)
            try await hub.seal()
            let path = try hub.batchFiles.directory + "/" + #require(try hub.batchFiles.names().last)
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.seekToEnd()
            try file.write(contentsOf: Data(#"{"ids":[1],"leaves":"AAA"#.utf8))
            try file.close()
            try await hub.events(1)
            try await hub.seal()
            #expect(try hub.outside().last?.note.checkpoint.size == 3)
            #expect(try await hub.checkpoints().last?.checkpoint.size == 3)
        }
    }

    /// What the sealer says when it stops.
    private func halt(_ hub: TestHub) async throws -> String? {
        do {
            try await hub.sealer().catchUp()
            return nil
        } catch let halt as SealingHalted {
            #expect(try await hub.text("SELECT halted FROM audit.seal_state") == halt.reason)
            return halt.reason
        }
    }

    @Test func aDatabaseThatWentBackHaltsTheSealerAndProvisionsStopAtOnce() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            for _ in 0..<3 {
                try await hub.events(1)
                try await hub.seal()
            }
            _ = try await hub.changes()
            try await hub.seal()
            let batches = Int64(try await hub.checkpoints().count)
            try await hub.admin.execute("DELETE FROM audit.checkpoint WHERE batch > \(batches - 2)")
            #expect(try await halt(hub)?.contains("2 バッチ前に戻っています") == true)
            await #expect { try await hub.changes() } throws: { ($0 as? ProvisionRefused)?.refusal == .sealingBehind }
        }
    }

    @Test func eventsThatDifferFromTheFileAheadHaltTheSealer() async throws {
        try await TestHub.with { hub in
            try await hub.events(3)
            try await hub.seal()
            try await hub.admin.execute("DELETE FROM audit.checkpoint")
            try await hub.admin.execute("UPDATE audit.event SET body = replace(body, 'test 1', 'test 2')")
            #expect(try await halt(hub)?.contains("異なります") == true)
            try await hub.admin.execute("UPDATE audit.event SET body = replace(body, 'test 2', 'test 1') WHERE by_whom = 'test 1'")
            #expect(try await halt(hub) == nil)
            #expect(try await hub.text("SELECT halted FROM audit.seal_state") == nil)
        }
    }

    @Test func aCheckpointOfAnotherKeyHaltsTheSealer() async throws {
        try await TestHub.with { hub in
            try await hub.events(1)
            try await hub.seal()
            let note = try #require(try await hub.checkpoints().last)
            let forged = try SignedNote(note.checkpoint, key: CheckpointKey(name: note.checkpoint.origin))
            try await hub.admin.execute("UPDATE audit.checkpoint SET note = \(forged.text) WHERE tree_size = \(Int64(note.checkpoint.size))")
            #expect(try await halt(hub)?.contains("署名") == true)
        }
    }

    @Test func hashesThatSomebodyPutBeyondTheEndHaltTheSealerUntilTheyAreGone() async throws {
        try await TestHub.with { hub in
            try await hub.events(1)
            try await hub.seal()
            try await hub.admin.execute("INSERT INTO audit.tile (tile, level, root, hashes) VALUES (0, 0, sha256(''), decode(repeat('00', 8192), 'hex'))")
            try await hub.manyEvents(300)
            await #expect(throws: SealingHalted.self) { for _ in 0..<600 { try await hub.sealer().catchUp() } }
            #expect(try await halt(hub)?.contains("audit.tile") == true)
            try await hub.admin.execute("DELETE FROM audit.tile")
            try await hub.seal()
            #expect(try await hub.checkpoints().last?.checkpoint.root == hub.rootOfEvents())
        }
    }

    @Test func thePublicKeyIsWrittenWholeHoweverManyStartAtOnce() async throws {
        try await TestHub.with { hub in
            let key = try hub.checkpointKey().verifier
            for round in 0..<20 {
                let files = SealedBatchFiles(directory: hub.path("round\(round)"))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<8 { group.addTask { try await OwnThread.run { try files.prepare(key) } } }
                    try await group.waitForAll()
                }
                #expect(try files.key() == key)
                #expect(try FileManager.default.contentsOfDirectory(atPath: files.directory) == [SealedBatchFiles.keyFileName])
            }
            let torn = SealedBatchFiles(directory: hub.path("torn"))
            try torn.makeDirectory()
            _ = FileManager.default.createFile(atPath: torn.directory + "/" + SealedBatchFiles.keyFileName, contents: Data())
            try torn.prepare(key)
            #expect(try torn.key() == key)
            #expect(throws: SealedBatchFilesError.otherKey) { try torn.prepare(CheckpointKey(body: "111007").verifier) }
        }
    }

    @Test func whereABatchEndsIsTakenFromWhatIsSignedAndNotFromTheColumnsBesideIt() async throws {
        try await TestHub.with { hub in
            try await hub.events(2)
            try await hub.seal()
            try await hub.admin.execute("UPDATE audit.checkpoint SET last_xact = '9000000000000', last_event_id = 9000000000000")
            try await hub.events(3)
            for _ in 0..<600 {
                try await hub.sealer().catchUp()
                if try await hub.checkpoints().last?.checkpoint.size == 5 { break }
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(try await hub.checkpoints().last?.checkpoint.root == hub.rootOfEvents())
        }
    }

    @Test func onlyOneSealsAtATime() async throws {
        try await TestHub.with { hub in
            let first = try #require(try await SealingSession.open(hub.sealer()))
            #expect(try await SealingSession.open(hub.sealer()) == nil)
            // Elsewhere, with other files: the database's lock holds too.
            #expect(try await SealingSession.open(elsewhere(hub)) == nil)
            await first.close()
        }
    }

    @Test func aSealerThatLostItsTurnWritesNothingAnyMoreNeitherOutsideNorInside() async throws {
        try await TestHub.with { hub in
            try await hub.events(2)
            try await hub.seal()
            let first = try #require(try await SealingSession.open(hub.sealer()))
            try await hub.events(1)
            // Another machine with a copy of the files takes over.
            try FileManager.default.copyItem(atPath: hub.batchFiles.directory, toPath: hub.path("elsewhere"))
            try await hub.admin.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE relation = 'audit.sealing_turn'::regclass AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            for _ in 0..<600 where try await hub.unsealed() > 0 {
                if let second = try await SealingSession.open(elsewhere(hub)) {
                    try await second.pass()
                    await second.close()
                }
                try await Task.sleep(for: .milliseconds(25))
            }
            let outside = try hub.outside()
            let heard = try hub.batchFiles.lastHeartbeat()
            await #expect(throws: PostgresError.self) { try await first.pass() }
            await #expect(throws: PostgresError.self) { try await first.stop() }
            #expect(try hub.outside() == outside)
            #expect(try hub.batchFiles.lastHeartbeat() == heard)
            await first.close()
            #expect(try await hub.unsealed() == 0)
        }
    }

    @Test func aSealerThatWasOvertakenWritesNoBatchOfTheSameNumber() async throws {
        try await TestHub.with { hub in
            try await hub.events(2)
            try await hub.seal()
            let session = try #require(try await SealingSession.open(hub.sealer()))
            let (outside, heard) = (try hub.outside(), try hub.batchFiles.lastHeartbeat())
            // A batch that this sealer did not make.
            try await hub.admin.execute(
                """
                INSERT INTO audit.checkpoint (batch, first_index, tree_size, last_xact, last_event_id, leaves, note)
                SELECT batch + 1, tree_size, tree_size + 1, last_xact, last_event_id, sha256(''), note FROM audit.checkpoint ORDER BY batch DESC LIMIT 1
                """)
            try await hub.settle()
            try await hub.events(1)
            await #expect(throws: SealerLeaseLost.self) { for _ in 0..<600 { try await session.pass() } }
            await #expect(throws: SealerLeaseLost.self) { try await session.stop() }
            #expect(try hub.outside() == outside)
            #expect(try hub.batchFiles.lastHeartbeat() == heard)
            await session.close()
        }
    }

    private func elsewhere(_ hub: TestHub) throws -> Sealer {
        Sealer(
            settings: hub.settings(role: "atena_sealer"), key: try hub.checkpointKey(), files: SealedBatchFiles(directory: hub.path("elsewhere")),
            logger: try hub.sealer().logger)
    }

    @Test func aSecondMachineWithADirectoryOfItsOwnHaltsAndForksNothing() async throws {
        try await TestHub.with { hub in
            try await hub.events(2)
            try await hub.seal()
            try await hub.events(1)
            await #expect(throws: SealingHalted.self) { try await elsewhere(hub).catchUp() }
            #expect(try SealedBatchFiles(directory: hub.path("elsewhere")).names().isEmpty)
            #expect(try await hub.text("SELECT halted FROM audit.seal_state")?.contains("ディレクトリが空です") == true)
            try await hub.seal()
            #expect(try await hub.text("SELECT halted FROM audit.seal_state") == nil)
            #expect(try await SealedLog.verify(hub).fault == nil)
        }
    }

    @Test func noOtherLoginCanTakeTheTurnToSealAndTheOwnerWhoDoesIsNamed() async throws {
        try await TestHub.with { hub in
            try await hub.events(1)
            let login = try await Connection.open(hub.settings(user: "atena_tax", role: nil))
            // The lock of an earlier version.
            try await login.script(unsafeSQL: "SELECT pg_advisory_lock(\(0x6174_656E_5365_616C as Int64))")
            await #expect(throws: PostgresError.self) { try await login.script(unsafeSQL: "BEGIN; LOCK TABLE audit.sealing_turn IN ACCESS SHARE MODE") }
            await login.close()
            let service = try await Connection.open(hub.settings())
            await #expect(throws: PostgresError.self) { try await service.script(unsafeSQL: "BEGIN; LOCK TABLE audit.sealing_turn IN SHARE MODE") }
            await service.close()
            try await hub.seal()
            var owner = ConnectionSettings(["dbname": hub.database])
            owner.applicationName = "psql of the owner"
            let holder = try await Connection.open(owner)
            try await holder.script(unsafeSQL: "BEGIN; LOCK TABLE audit.sealing_turn")
            #expect(try await SealingSession.open(hub.sealer()) == nil)
            try await hub.admin.execute("UPDATE audit.seal_state SET caught_up_at = now() - interval '2 minutes'")
            let delay = try await hub.pool.withConnection { try await SealingDelay.read(on: $0, hub.monitor) }
            #expect(delay.heldBy.contains { $0.contains("psql of the owner") && $0.contains("audit.sealing_turn") }, "\(delay.heldBy)")
            try await holder.script(unsafeSQL: "ROLLBACK")
            await holder.close()
        }
    }

    @Test func theStateIsToldAlsoWhileFullBatchesKeepComing() async throws {
        try await TestHub.with { hub in
            try await hub.manyEvents(3500)
            try await hub.settle()
            let session = try #require(try await SealingSession.open(hub.sealer()))
            try await hub.admin.execute("UPDATE audit.seal_state SET caught_up_at = now() - interval '1 hour'")
            // The first full batch tells; then this test holds the events, so that the pass can't come to its end.
            try await hub.admin.script(unsafeSQL: "ALTER TABLE audit.checkpoint ADD CONSTRAINT hold CHECK (batch < 3)")
            for _ in 0..<600 where try await hub.unsealed() == 3500 {
                do { try await session.pass() } catch is PostgresError {}
                if try await hub.unsealed() == 3500 { try await Task.sleep(for: .milliseconds(50)) }
            }
            #expect(try await hub.unsealed() < 3500)
            #expect(try await hub.count("SELECT count(*) FROM audit.seal_state WHERE caught_up_at > now() - interval '30 minutes'") == 1)
            await session.close()
        }
    }
}
