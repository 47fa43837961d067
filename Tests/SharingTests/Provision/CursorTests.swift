import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Keys
@testable import Register
@testable import Sharing

/// A cursor is opaque: altered or foreign ones open nothing.
@Suite struct CursorTests {
    private func withCursor(_ body: (TestHub, String) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(), TestPolicy(system: .childcare))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            try await body(hub, try await hub.changes().cursor)
        }
    }

    @Test(arguments: SeededRandom.seeds) func anyAlteredByteIsRefused(seed: UInt64) async throws {
        try await withCursor { hub, cursor in
            var random = SeededRandom(seed)
            let alphabet = Array("ABCabc019-_.=".utf8)
            for _ in 0..<60 {
                var bytes = Array(cursor.utf8)
                // The last character of a part may hold bits that say nothing.
                let index = Int.random(in: 0..<(bytes.count - 1), using: &random)
                guard let other = alphabet.filter({ $0 != bytes[index] }).randomElement(using: &random) else { continue }
                bytes[index] = other
                let altered = String(decoding: bytes, as: UTF8.self)
                guard bytes.firstIndex(of: 0x2E) != index + 1 else { continue }
                await #expect { try await hub.changes(after: altered) } throws: { ($0 as? CursorRefused)?.code == "C0001" }
            }
        }
    }

    @Test(arguments: ["", ".", "a.b", "....", "９.９", String(repeating: "A", count: 5000)]) func whatIsNoCursorIsRefused(text: String) async throws {
        try await withCursor { hub, _ in
            await #expect { try await hub.changes(after: text) } throws: { ($0 as? CursorRefused)?.code == "C0001" }
        }
    }

    @Test func anotherSystemsCursorIsRefused() async throws {
        try await withCursor { hub, cursor in
            await #expect { try await hub.changes(.childcare, after: cursor) } throws: { ($0 as? CursorRefused)?.code == "C0002" }
        }
    }

    @Test func aCursorOfAnotherDatasetIsRefused() async throws {
        try await withCursor { hub, _ in
            let policy = try #require(try await hub.text("SELECT content_hash FROM governance.in_force WHERE system = 'tax'"))
            let end = try await hub.pool.withConnection { try await JournalEnd.read(on: $0) }
            let other = try Cursor.following(system: "tax", dataset: "tax-income", policy: policy, change: nil, end: end).encrypted(hub.provisioning.cursors)
            await #expect { try await hub.changes(after: other) } throws: { ($0 as? CursorRefused)?.code == "C0002" }
        }
    }

    @Test func whatIsRefusedIsOnRecord() async throws {
        try await withCursor { hub, cursor in
            await #expect(throws: CursorRefused.self) { try await hub.changes(after: "A" + cursor) }
            await #expect(throws: CursorRefused.self) { try await hub.changes(.childcare, after: cursor) }
            let records = try await hub.rows("SELECT system || ' ' || refusal || ' ' || way::text FROM provision.record WHERE result = 'r' ORDER BY record_id")
            #expect(try records.map { try $0.decode(String.self) } == ["tax C0001 d", "childcare C0002 d"])
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'provision.answered' AND is_failure") == 2)
        }
    }

    @Test func anotherHubsCursorIsRefused() async throws {
        try await withCursor { _, cursor in
            try await withCursor { other, _ in
                await #expect { try await other.changes(after: cursor) } throws: { ($0 as? CursorRefused)?.code == "C0001" }
            }
        }
    }

    @Test func aReceiverThatComesBackAfterManyChangesCanCarryItsCursor() async throws {
        try await TestHub.with { hub in
            func policy(_ n: Int) -> TestPolicy { TestPolicy(items: [.shimei], scope: n == 40 ? "ward: [\"111023\"]" : "state: [resident]", purpose: "試験\(n)") }
            try await hub.load(policy(0))
            try await hub.advance("2026-11-20")
            try await hub.take((1...6).map { n in ResidentRow(n).with { if n % 2 == 0 { $0[.jushoShikuchosonkodo] = "111023" } } })
            try await hub.settle()
            var state = HeldState()
            try await state.catchUp(hub)
            #expect(state.held.count == 6)
            for n in 1...40 { try await hub.load(policy(n)) }
            var longest = 0
            repeat {
                state.apply(try await hub.changes(after: state.cursor, limit: 2))
                longest = max(longest, state.cursor?.utf8.count ?? 0)
            } while state.more
            #expect(longest < 6144, "\(longest)")
            #expect(state.held.keys.sorted() == [2, 4, 6].map(ResidentRow.number))
            // Whoever comes for what follows has applied everything before.
            try await state.catchUp(hub)
            #expect(try await hub.lifecycle.changes(isPending: true).isEmpty)
        }
    }

    @Test func policiesAreToldOneByOneUpToABoundAndNoneIsForgottenBeyondIt() {
        var moving = Cursor.Moving(from: [], to: .below(900), after: 0)
        for n in 1...16 { moving.add(.init(policy: "p\(n)", at: .below(UInt64(100 + n)))) }
        moving.add(.init(policy: "p1", at: .below(101)))
        #expect(moving.from.count == 16 && moving.ever == nil)
        moving.add(.init(policy: "p17", at: .below(200)))
        #expect(moving.from.isEmpty && moving.ever == .below(101))
        moving.add(.init(policy: "p18", at: .below(50)))
        moving.add(.init(policy: "p19", at: .below(300)))
        #expect(moving.from.isEmpty && moving.ever == .below(50))
    }

    @Test func itShowsNothingOfItsContentAndCarriesVersionIncarnationBodyAndDataset() async throws {
        try await withCursor { hub, text in
            let padded = text.replacing("-", with: "+").replacing("_", with: "/")
            let bytes = try #require(Data(base64Encoded: padded + String(repeating: "=", count: (4 - padded.count % 4) % 4)))
            #expect(bytes.first == 2)
            for word in ["tax", "addressee", "xact", "position", "policy", "after"] { #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word)") }
            let cursor = try Cursor(text, system: "tax", dataset: "addressee", form: hub.provisioning.cursors)
            let name = try await hub.text("SELECT incarnation::text FROM journal.incarnation")
            #expect(cursor.origin?.incarnation == name && cursor.dataset == "addressee")
            #expect(cursor.seen >= cursor.at.xact)
            // The same content has the same text, and another has nothing in common with it but the version.
            #expect(try cursor.encrypted(hub.provisioning.cursors) == text)
            var other = cursor
            other.at = .below(cursor.at.xact)
            #expect(try zip(other.encrypted(hub.provisioning.cursors), text).dropFirst(1).prefix(24).filter { $0 == $1 }.count < 10)
            let foreign = try cursor.encrypted(CursorForm(keys: hub.vault.keys, body: HubBody(code: TestServer.code("111015"), unnamedUntil: nil)))
            await #expect { try await hub.changes(after: foreign) } throws: { ($0 as? CursorRefused)?.code == "C0004" }
        }
    }

    @Test func oneOfBeforeTheHubKnewItsBodyCountsWhereTheHubWasThereBefore() async throws {
        try await withCursor { hub, text in
            // As the program before wrote it: the same content, with an empty body.
            let cursor = try Cursor(text, system: "tax", dataset: "addressee", form: hub.provisioning.cursors)
            let old = try cursor.encrypted(hub.provisioning.cursors, body: "")
            #expect(old != text)
            await #expect { try await hub.changes(after: old) } throws: { ($0 as? CursorRefused)?.code == "C0004" }
            var before = hub
            before.body = TestServer.bodyOfBefore
            let page = try await before.changes(after: old)
            #expect(page.entries.isEmpty)
            // And says it from then on.
            #expect(try await hub.changes(after: page.cursor).entries.isEmpty)
        }
    }

    @Test func itIsOpenedAfterKeysWereRotated() async throws {
        try await withCursor { hub, text in
            var ring = try KeyRing.open(directory: hub.path("keys"))
            try ring.rotate()
            try hub.vault.keys.reload()
            #expect(try await hub.changes(after: text).entries.isEmpty)
        }
    }

    @Test func theSameCursorGivesTheSameAnswerAgain() async throws {
        try await withCursor { hub, cursor in
            try await hub.take([ResidentRow(2), ResidentRow(1).next("42") { $0[.shimei] = "試験　別名" }])
            try await hub.settle()
            let first = try await hub.changes(after: cursor)
            let second = try await hub.changes(after: cursor)
            #expect(first.entries.count == 2 && first.entries == second.entries)
        }
    }
}
