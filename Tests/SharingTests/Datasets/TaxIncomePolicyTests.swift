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
@testable import Sharing

/// What may be done with the policy of a dataset that a system publishes, as with the register's own: planned, found unused, revoked, handed over on a medium.
@Suite(.timeLimit(.minutes(10))) struct TaxIncomePolicyTests {
    typealias Name = PublishedIncomes.Name

    private static let items = ["kojinbango", "nendo", "gokeishotokukingaku"]
    private static let name = "\(PublishedIncomes.pension)/\(PublishedIncomes.dataset)"

    private func person(_ n: Int) -> String { ResidentRow.number(n) }

    /// Six residents, of whom the first three have incomes, the third in another ward and the fourth's were withdrawn.
    private func withHub(_ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take((1...6).map { n in ResidentRow(n).with { $0[.jushoShikuchosonkodo] = n == 3 ? "111023" : "111082" } })
            try await hub.publish(
                [(1, "2025"), (1, "2026"), (2, "2026"), (3, "2026"), (4, "2026")].map { n, year in
                    (Name(number: person(n), year: year), ["gokeishotokukingaku": String(n)])
                })
            try await hub.publish([(Name(number: person(4), year: "2026"), ["torikeshi": "1"])])
            try await hub.settle()
            try await body(hub)
        }
    }

    private func load(_ hub: TestHub, scope: String = "state: [resident]", ways: String = "[push, pull]", more: String = "") async throws {
        try await hub.load(try PublishedIncomes.policy(items: Self.items, scope: scope, ways: ways, more: more))
    }

    /// Whom the pension system would be given, by asking for everybody.
    private func given(_ hub: TestHub) async throws -> Set<String> { Set(try await HeldIncomes.full(hub).held.keys.map(\.number)) }

    @Test func aPlanCountsWhoHasARecordAndIsInScope() async throws {
        try await withHub { hub in
            func planned(scope: String) async throws -> PolicyPlan.SystemPlan {
                let library = try PublishedIncomes.policy(items: Self.items, scope: scope)
                let plan = try await hub.lifecycle.plan(by: .person("A0002", .approvePolicies, .seePerson), .files(library))
                return try #require(plan.systems.first { $0.dataset == PublishedIncomes.dataset })
            }
            let first = try await planned(scope: "state: [resident]")
            try await load(hub)
            var has = try await given(hub)
            #expect(has == Set([1, 2, 3].map(person)))
            #expect((first.personsNow, first.personsThen, first.gained, first.lost) == (0, 3, 3, 0) && first.itemsGained == Self.items)
            let narrower = try await planned(scope: "ward: [\"111082\"]")
            try await load(hub, scope: "ward: [\"111082\"]")
            has = try await given(hub)
            #expect(has == Set([1, 2].map(person)))
            #expect((narrower.personsNow, narrower.personsThen, narrower.gained, narrower.lost) == (3, 2, 0, 1))
        }
    }

    @Test func whatIsNeverUsedOfItIsNamed() async throws {
        try await withHub { hub in
            // Nobody has published the last of them.
            let items = Self.items + ["shinkokukubun"]
            try await hub.load(try PublishedIncomes.policy(items: items))
            try await hub.admin.execute("UPDATE governance.change SET changed_at = '2025-06-01'::timestamptz + change_id * interval '1 hour'")
            try await hub.admin.execute("UPDATE governance.in_force SET since = '2025-06-01'")
            func use() async throws -> PolicyUse {
                let report = try await hub.lifecycle.use(by: Staff.with(.operateDeliveries), since: day("2026-01-01"))
                return try #require(report.policies.first { $0.dataset == PublishedIncomes.dataset })
            }
            var told = try await use()
            #expect(told.verdict == .unused && told.unusedWays == ["push", "pull"] && told.unusedItems == items && told.emptyItems.isEmpty)
            _ = try await hub.incomes(after: nil)
            told = try await use()
            #expect(told.verdict == .partlyUsed && told.unusedWays == ["push"] && told.unusedItems.isEmpty && told.emptyItems == ["shinkokukubun"])
            #expect(told.ways.map { "\($0.way) \($0.persons)" } == ["delta 3"])
        }
    }

    @Test func aRevocationTakesEverythingBackByPushAndByPull() async throws {
        try await withHub { hub in
            try await load(hub)
            let module = try hub.incomeModule
            let worker = hub.incomeWorker(module)
            var (pulled, cursor): (HeldIncomes, String?) = (HeldIncomes(), nil)
            try await pulled.catchUp(hub, &cursor)
            #expect(try await worker.run(untilIdle: true))
            #expect(pulled.held.count == 4)
            #expect(try await HeldIncomes.pushed(hub, to: module) == pulled)
            _ = try await hub.lifecycle.revoke(by: .approver, Self.name, reason: "目的がなくなった")
            try await pulled.catchUp(hub, &cursor)
            #expect(pulled.held.isEmpty)
            #expect(try await worker.run(untilIdle: true))
            #expect(try await HeldIncomes.pushed(hub, to: module).held.isEmpty)
            for ask: () async throws -> Void in [
                { _ = try await hub.incomes(after: nil) }, { _ = try await HeldIncomes.full(hub) },
                {
                    _ = try await hub.provisioning.person(
                        hub.caller(PublishedIncomes.pension), dataset: PublishedIncomes.dataset, addresseeNumber: AddresseeNumber(person(1)))
                },
            ] { await #expect { try await ask() } throws: { ($0 as? ProvisionRefused)?.refusal.code == "P0009" } }
            // What the pension system has of the register is another policy's, and so is what the tax system is given.
            #expect(try await hub.person(person(1)).items[.shimei] == ResidentRow(1)[.shimei])
        }
    }

    @Test(arguments: ExtractFormat.allCases) func aMediumOpensToExactlyTheExtract(format: ExtractFormat) async throws {
        try await withHub { hub in
            let made = try await Program.run(
                "/usr/bin/openssl",
                [
                    "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=ours", "-addext",
                    "basicConstraints=critical,CA:FALSE", "-addext", "keyUsage=critical,keyAgreement", "-keyout", hub.path("ours.key"), "-out",
                    hub.path("ours.pem"),
                ])
            try #require(made.status == 0, "\(made.error)")
            let certificate = try String(contentsOfFile: hub.path("ours.pem"), encoding: .utf8)
            try await load(hub, ways: "[pull, medium]", more: "media: { recipients: [\(TestHub.fingerprint(certificate))] }")
            let medium = try await hub.medium([], PublishedIncomes.pension, dataset: PublishedIncomes.dataset, to: certificate, format: format)
            let receipt = try await MediaHandOver(provisioning: hub.provisioning, authority: nil).write(
                by: Staff.with(.operateDeliveries), medium, into: hub.path("medium.p7m"))
            #expect(receipt.count == 3)
            let opened = try await Program.run(
                "/usr/bin/openssl",
                [
                    "cms", "-decrypt", "-binary", "-inform", "DER", "-in", hub.path("medium.p7m"), "-recip", hub.path("ours.pem"), "-inkey",
                    hub.path("ours.key"),
                ])
            let extract = try await hub.provisioning.full(hub.caller(PublishedIncomes.pension), dataset: PublishedIncomes.dataset, format: format)
            var bytes: [UInt8] = []
            for try await piece in extract { bytes += piece }
            #expect(opened.status == 0 && Array(opened.output) == bytes && bytes.count > 100)
        }
    }
}
