import AccessControlStand
import Foundation
import LogSealingStand
import Postgres
import Testing

@testable import LogSealing
@testable import TransparencyLog

/// What is offered to receivers as signed is signed.
@Suite struct CheckpointStoreTests {
    @Test func aNoteThatTheKeyDidNotSignIsNotGivenOut() async throws {
        try await TestHub.with { hub in
            try await hub.events(1)
            try await hub.seal()
            try await hub.events(1)
            try await hub.seal()
            let store = CheckpointStore(pool: hub.pool, key: try hub.checkpointKey().verifier)
            let note = try #require(try await hub.checkpoints().last)
            #expect(try await store.note() == note.text)
            #expect(try await store.note(size: note.checkpoint.size) == note.text)
            #expect(try await store.note(size: note.checkpoint.size + 1) == nil)
            let forged = try SignedNote(note.checkpoint, key: CheckpointKey(name: note.checkpoint.origin))
            try await hub.admin.execute("UPDATE audit.checkpoint SET note = \(forged.text) WHERE batch = \(Int64(note.checkpoint.batch))")
            await #expect(throws: LogFault.self) { try await store.note() }
            // An authentic one at another's place.
            try await hub.admin.execute("UPDATE audit.checkpoint SET note = (SELECT note FROM audit.checkpoint WHERE batch = 1)")
            await #expect(throws: LogFault.self) { try await store.note() }
            #expect(try await store.note(size: hub.checkpoints()[0].checkpoint.size) != nil)
        }
    }
}
