import AccessControlStand
import Addressee
import ConnectorKit
import Departments
import Foundation
import LogSealingStand
import Postgres
import Register
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import AuditTrail
@testable import Keys
@testable import LogSealing
@testable import Sharing
@testable import TransparencyLog

/// Two bodies in one database cluster, the second under a copy of the first one's keys, as a careless set-up would have it: nothing of one is taken by the
/// other (CT-19). One test at a time: each holds two of the few hubs that tests have at once. Certificates are the server's tests' (`BodyTests`).
@Suite(.serialized, .timeLimit(.minutes(10))) struct TwoBodiesTests {
    private static let other = HubBody(code: TestServer.code("112011"), unnamedUntil: nil)

    private func withTwo(_ body: (_ saitama: TestHub, _ kawagoe: TestHub) async throws -> Void) async throws {
        try await TestHub.with { first in
            try await TestHub.with { second in
                var copied = TestHub(
                    database: second.database, directory: second.directory, password: second.password, pool: second.pool, keys: first.keys,
                    monitor: second.monitor, admin: second.admin)
                copied.body = Self.other
                try await second.become(Self.other)
                for hub in [first, copied] {
                    try await hub.load(TestPolicy(ways: "[push, pull]"))
                    try await hub.advance("2026-11-20")
                    try await hub.take(Self.residents(of: hub))
                    try await hub.settle()
                }
                try await body(first, copied)
            }
        }
    }

    /// Each lives in the body whose resident register the file is of.
    private static func residents(of hub: TestHub) -> [ResidentRow] {
        (1...3).map { n in ResidentRow(n).with { $0[.jushoShikuchosonkodo] = hub.body == other ? other.code.value : "111082" } }
    }

    @Test func aFileOfOneIsNotTakenByTheOther() async throws {
        try await withTwo { saitama, kawagoe in
            for (hub, another) in [(saitama, kawagoe), (kawagoe, saitama)] {
                let versions = try await hub.count("SELECT count(*) FROM register.version")
                let residents = Self.residents(of: another).map { $0.next("42") }
                await #expect { try await hub.take(residents) } throws: { ($0 as? any Explained)?.code == "F0048" }
                let nonResidents = [NonResidentRow(9, number: "N9").sent(by: another.body.code.value)]
                await #expect { try await hub.take(nonResidents, from: .tax) } throws: { ($0 as? any Explained)?.code == "F0048" }
                #expect(try await hub.count("SELECT count(*) FROM register.version") == versions)
            }
            // Of a policy whose wards are another body's whoever approves is warned (ReadingTests): who moved away has such codes, and so have non-residents.
            try await saitama.load(TestPolicy(scope: "ward: [\"112011\"]"))
        }
    }

    /// The same number is somebody else there: what one body's tax office knows of a person is not published of another's (decision 0091).
    @Test func aPublishedFileOfOneIsNotTakenByTheOther() async throws {
        func incomes(_ bodies: [String]?) -> [UInt8] {
            let rows = (1...3).map { n in
                (name: PublishedIncomes.Name(number: ResidentRow.number(n), year: "2026"), items: ["gokeishotokukingaku": "\(n)000000", "shinkokukubun": "1"])
            }
            return PublishedIncomes.file(rows, of: bodies)
        }
        try await withTwo { saitama, kawagoe in
            for (hub, another) in [(saitama, kawagoe), (kawagoe, saitama)] {
                let (own, other) = (hub.body.code.value, another.body.code.value)
                await #expect { try await hub.publish(bytes: incomes([other, "", other])) } throws: { ($0 as? any Explained)?.code == "F0048" }
                #expect(try await hub.count("SELECT count(*) FROM dataset.record") == 0)
                let onRecord = try await hub.count(
                    """
                    SELECT count(*) FROM audit.event WHERE kind = 'intake.file' AND is_failure
                      AND body LIKE '%\"layout\":\"tax-income\"%' AND body LIKE '%\"refusal\":\"F0048\"%'
                    """)
                #expect(onRecord == 1)
                // Among its own, another's costs its row; mended, that goes in as it is.
                let mixed = try await hub.publish(bytes: incomes([own, other, ""]))
                #expect(mixed.accepted == 2 && mixed.rejected == 1 && mixed.rejectedByCode == ["E0234": 1], "\(mixed)")
                let rejected = try String(contentsOfFile: try #require(mixed.rejectedFile), encoding: .utf8)
                let again = try await hub.publish(bytes: Array(rejected.replacing(",\(other),", with: ",\(own),").utf8))
                #expect(again.accepted == 1 && again.rejected == 0, "\(again)")
                // A file that names nobody is its source's.
                #expect(try await hub.publish(bytes: incomes(nil)).unchanged == 3)
            }
        }
    }

    @Test func aCursorOfOneIsRefusedByTheOtherAndOnRecord() async throws {
        try await withTwo { saitama, kawagoe in
            let cursor = try await saitama.changes().cursor
            #expect(try await saitama.changes(after: cursor).entries.isEmpty)
            await #expect { try await kawagoe.changes(after: cursor) } throws: { ($0 as? CursorRefused)?.code == "C0004" }
            #expect(try await kawagoe.text("SELECT refusal FROM provision.record WHERE result = 'r'") == "C0004")
            // Nor does it say what the other holds.
            let nothing = AsyncThrowingStream<[UInt8], any Error> { $0.finish() }
            await #expect {
                try await kawagoe.provisioning.takeInventory(
                    kawagoe.caller(), dataset: "addressee", after: cursor, key: InventoryKey(hex: String(repeating: "0a", count: 32)), body: nothing)
            } throws: {
                ($0 as? CursorRefused)?.code == "C0004"
            }
            #expect(
                try await kawagoe.count("SELECT count(*) FROM audit.event WHERE kind = 'delivery.inventory-reported' AND is_failure AND body LIKE '%C0004%'")
                    == 1)
        }
    }

    @Test func aPlaceOfOneIsNotGoneOnFromByTheOther() async throws {
        try await withTwo { saitama, kawagoe in
            for hub in [saitama, kawagoe] { try await hub.worker(Receiver()).run(untilIdle: true) }
            let place = try #require(try await saitama.text("SELECT position FROM delivery.subscription WHERE system = 'tax'"))
            _ = try await kawagoe.admin.execute("UPDATE delivery.subscription SET position = \(place) WHERE system = 'tax'")
            let receiver = Receiver()
            #expect(try await kawagoe.worker(receiver).run(untilIdle: true) == false)
            #expect(receiver.batches.isEmpty)
            #expect(try await kawagoe.text("SELECT last_failure FROM delivery.subscription WHERE system = 'tax'")?.contains("C0004") == true)
        }
    }

    @Test func aModuleFedByOneTakesNothingOfTheOther() async throws {
        try await withTwo { saitama, kawagoe in
            let module = saitama.module(.tax)
            try await saitama.worker(module).run(untilIdle: true)
            #expect(try await saitama.count("SELECT count(*) FROM tax.person") == 3)
            #expect(try await saitama.text("SELECT code FROM tax.body") == "111007")
            // The other's worker is given the first one's module, in this process and in one that has read nothing yet.
            for wrong in [module, saitama.module(.tax)] {
                try await kawagoe.makeDue()
                #expect(try await kawagoe.worker(wrong).run(untilIdle: true) == false)
                #expect(try await kawagoe.text("SELECT last_failure FROM delivery.subscription WHERE system = 'tax'")?.hasPrefix("another-body") == true)
            }
            #expect(try await saitama.count("SELECT count(*) FROM tax.applied_batch") == 1)
            #expect(try await kawagoe.count("SELECT count(*) FROM provision.record WHERE way = 'p' AND result = 'p'") == 0)
        }
    }

    @Test func aSessionOfOneTerminalIsNoneAtTheOther() async throws {
        try await withTwo { saitama, kawagoe in
            let (here, there) = (TestAccess(saitama), TestAccess(kawagoe))
            _ = try await here.administrator()
            _ = try await there.administrator()
            let token = try await here.signIn("1").token
            #expect(try await here.control.principal(of: token, terminal: "t").account == "1")
            try await expectRefused("A0004", there) { _ = try await there.control.principal(of: token, terminal: "t") }
        }
    }

    @Test func theLogOfOneIsNoneOfTheOthers() async throws {
        try await TestHub.with { hub in
            let (own, other) = (CheckpointKey(body: "111007"), CheckpointKey(body: "111015"))
            #expect(own.verifier.name.hasPrefix("atena-hub/111007/") && own.verifier.body == "111007" && other.verifier.body == "111015")
            try await hub.events(2)
            try await hub.seal()
            #expect(try hub.outside().allSatisfy { $0.note.checkpoint.origin.hasPrefix("atena-hub/111007/") })
            var export: [UInt8] = []
            _ = try await SealedLog.log(hub).export(by: SealedLog.reader, withPersonal: false) { export += $0 }
            let lines = export.split(separator: 0x0A).map(Array.init)
            func verify(_ key: VerifierKey) throws -> LogFault? { try LogExport.verify(lines, key: key).fault }
            #expect(try verify(hub.batchFiles.key()) == nil)
            let fault = try #require(try verify(other.verifier))
            #expect(fault.kind == .checkpoint && "\(fault)".contains("別の証跡"), "\(fault)")
            // Nor are the files of one sealed on by the other.
            #expect(throws: SealedBatchFilesError.otherKey) { try hub.batchFiles.prepare(other.verifier) }
        }
    }
}
