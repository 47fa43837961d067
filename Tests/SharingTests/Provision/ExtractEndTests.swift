import AccessControlStand
import Addressee
import ConnectorKit
import Foundation
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Register
@testable import Sharing

/// An extract that is under way ends where what allowed it holds no longer, and whom it handed over by then is on record.
@Suite(.timeLimit(.minutes(10))) struct ExtractEndTests {
    /// What happens while an extract is under way.
    enum Event: String, Sendable, CaseIterable {
        case revoked, narrowed, expired, unsealed, nothing
    }

    private static let clerk = Staff.with(.operateDeliveries)

    private func withResidents(_ count: Int, _ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.load(TestPolicy(until: "2026-12-01", ways: "[push, pull, medium]"))
            try await hub.take((1...count).map { ResidentRow($0) })
            try await hub.settle()
            try await body(hub)
        }
    }

    private func bring(_ event: Event, to hub: TestHub) async throws {
        switch event {
        case .revoked: _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
        case .narrowed: try await hub.load(TestPolicy(items: [.shimei], until: "2026-12-01", ways: "[push, pull, medium]"))
        case .expired: try await hub.advance("2026-12-01")
        case .unsealed: try await hub.admin.execute("UPDATE audit.seal_state SET caught_up_at = now() - interval '6 minutes'")
        case .nothing: break
        }
    }

    @Test(arguments: Event.allCases) func aPullUnderWayEndsWithItsPolicyOrItsSealing(event: Event) async throws {
        // More than fits on the way to a receiver that is slow.
        try await withResidents(9000) { hub in
            let extract = try await hub.provisioning.full(hub.caller(), dataset: "addressee", format: .csv)
            var iterator = extract.makeAsyncIterator()
            var received = try #require(try await iterator.next())
            try await bring(event, to: hub)
            // Whether it may go on is asked every half second.
            try await Task.sleep(for: .milliseconds(600))
            var isEnded = false
            do {
                while let piece = try await iterator.next() { received += piece }
            } catch is ExtractEnded {
                isEnded = true
            }
            #expect(isEnded == (event != .nothing))
            let row = try #require(
                try await hub.rows("SELECT result::text, persons_count FROM provision.record WHERE way = 'f' ORDER BY record_id DESC LIMIT 1").first)
            let persons = Int(try row.decode("persons_count", as: Int64.self))
            #expect(try row.decode("result", as: String.self) == (isEnded ? "i" : "p"))
            #expect(isEnded ? persons < 9000 : persons == 9000)
            #expect(persons >= received.split(separator: 0x0A).count - 1, "nobody was handed over who is not on record")
        }
    }

    @Test(arguments: [Event.revoked, .narrowed, .unsealed]) func aMediumUnderWayEndsWithItsPolicyOrItsSealingAndLeavesNoFile(event: Event) async throws {
        try await withResidents(5) { hub in
            let certificate = try await certificate(hub)
            let medium = try await hub.medium([TestPolicy(until: "2026-12-01", ways: "[push, pull, medium]")], to: certificate)
            // The hand-over waits for the individual numbers.
            let vault = try await TestServer.open(hub.database)
            try await vault.script(unsafeSQL: "BEGIN; LOCK TABLE vault.individual_number IN ACCESS EXCLUSIVE MODE")
            let work = Task {
                try await MediaHandOver(provisioning: hub.provisioning, authority: nil).write(
                    by: Self.clerk, medium, into: hub.path("medium.p7m"))
            }
            for _ in 0..<400 where try await hub.count("SELECT count(*) FROM provision.record WHERE way = 'm' AND result = 's'") == 0 {
                try await Task.sleep(for: .milliseconds(5))
            }
            try await bring(event, to: hub)
            try await vault.script(unsafeSQL: "COMMIT")
            await vault.close()
            await #expect(throws: ExtractEnded.self) { try await work.value }
            #expect(try FileManager.default.contentsOfDirectory(atPath: hub.directory).filter { $0.hasPrefix("medium") } == [])
            let results = try await hub.rows("SELECT result::text FROM provision.record WHERE way = 'm' ORDER BY record_id")
            #expect(try results.map { try $0.decode(String.self) } == ["s", "i"])
            let events = try await hub.rows("SELECT is_failure FROM audit.event WHERE kind = 'export.written'")
            #expect(try events.map { try $0.decode(Bool.self) } == [true])
        }
    }

    @Test func whatAllowedAnExtractIsAskedOfTheVersionItself() async throws {
        try await withResidents(1) { hub in
            let policy = try #require(try await hub.lifecycle.versions(in: .inForce).first)
            let run = ExtractRun(
                provisioning: hub.provisioning, policy: policy, cut: .start, day: day("2026-11-20"), startRecord: 1, format: .csv, caller: hub.caller(),
                dataset: "addressee")
            try await hub.pool.withConnection { try await run.mayGoOn(HandedOver(), on: $0) }
            // In force for another system, and for another dataset, is not in force for this one.
            try await hub.admin.execute("UPDATE governance.in_force SET system = 'childcare'")
            await #expect(throws: ExtractEnded.self) { try await hub.pool.withConnection { try await run.mayGoOn(HandedOver(), on: $0) } }
            try await hub.admin.execute("UPDATE governance.in_force SET system = 'tax', dataset = 'other'")
            await #expect(throws: ExtractEnded.self) { try await hub.pool.withConnection { try await run.mayGoOn(HandedOver(), on: $0) } }
            try await hub.admin.execute("UPDATE governance.in_force SET dataset = 'addressee'")
            try await hub.pool.withConnection { try await run.mayGoOn(HandedOver(), on: $0) }
            try await hub.admin.execute("UPDATE audit.seal_state SET halted = 'test'")
            await #expect(throws: ExtractEnded.self) { try await hub.pool.withConnection { try await run.mayGoOn(HandedOver(), on: $0) } }
        }
    }

    /// A certificate that a medium can be encrypted to.
    private func certificate(_ hub: TestHub) async throws -> String {
        let made = try await Program.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=receiver", "-keyout",
                hub.path("receiver.key"), "-out", hub.path("receiver.pem"), "-addext", "basicConstraints=critical,CA:FALSE", "-addext",
                "keyUsage=critical,keyAgreement",
            ])
        try #require(made.status == 0, "\(made.error)")
        return try String(contentsOfFile: hub.path("receiver.pem"), encoding: .utf8)
    }
}
