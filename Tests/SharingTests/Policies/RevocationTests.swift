import AccessControlStand
import Addressee
import ConnectorKit
import Departments
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Sharing

/// After a revocation, an end or a narrowing no receiver's table and no pull shows what was taken back, and it is known who has followed.
@Suite(.timeLimit(.minutes(10))) struct RevocationTests {
    private static let items: [Item] = [
        .kojinbango, .shimei, .seinengappi, .juminjotai, .setaibango, .zokugara, .idojiyu, .idonengappi, .juminnengappi, .jushoteinengappi,
    ]

    /// Six residents, one of whom has left since; delivered to a module and pulled by its system.
    private func withDelivered(
        _ kind: DepartmentKind, _ policy: TestPolicy, _ body: (TestHub, DepartmentModule, inout HeldState) async throws -> Void
    ) async throws {
        try await TestHub.with { hub in
            try await hub.load(policy)
            try await hub.advance("2026-11-20")
            try await hub.take((1...6).map { ResidentRow($0).with { $0[.seinengappi] = "2015-05-05" } })
            try await hub.settle()
            let module = hub.module(kind)
            try await hub.worker(module, system: policy.system).run(untilIdle: true)
            try await hub.take([ResidentRow(6).with { $0[.seinengappi] = "2015-05-05" }.next("21")])
            try await hub.settle()
            try await hub.worker(module, system: policy.system).run(untilIdle: true)
            var state = HeldState()
            try await state.catchUp(hub, policy.system)
            try await body(hub, module, &state)
        }
    }

    /// Everything a module's tables say of persons, as text.
    private func dump(_ hub: TestHub, _ schema: String) async throws -> String {
        let dump = try await Program.run("/usr/bin/pg_dump", ["--data-only", "--inserts", "--schema", schema, hub.database])
        #expect(dump.status == 0, "\(dump.error)")
        // Newer pg_dumps begin and end with a random word, which may hold anything.
        let others = ["applied_batch", "assessment_date", ".body ", "restrict "]
        return String(decoding: dump.output, as: UTF8.self).split(separator: "\n").filter { line in !others.contains { line.contains($0) } }
            .joined(separator: "\n")
    }

    @Test(arguments: DepartmentKind.all) func afterARevocationNoTableAndNoPullShowsAnything(_ kind: DepartmentKind) async throws {
        try await withDelivered(kind, TestPolicy(system: kind.systemName, items: Self.items)) { hub, module, state in
            #expect(state.held.count == 5)
            let before = try await dump(hub, kind.schema)
            #expect(before.contains(ResidentRow.name(1)) && before.contains("2015-05-05"))
            _ = try await hub.lifecycle.revoke(by: .approver, kind.systemName.rawValue, reason: "目的がなくなった")
            try await hub.worker(module, system: kind.systemName).run(untilIdle: true)
            let after = try await dump(hub, kind.schema)
            #expect(!after.contains(ResidentRow.name(1)))
            // Of each person the number, the version and that it is withdrawn are left; no day, no household, no worklist.
            #expect(after.split(separator: "\n").filter { $0.hasPrefix("INSERT") && !$0.contains(".person ") } == [])
            #expect(!after.contains("2015-05-05") && !after.contains("2033-"))
            #expect(try await hub.admin.query(Query(unsafeSQL: "SELECT 1 FROM \(kind.schema).person WHERE NOT removed")).isEmpty)
            // The receiver that pulls is given removals, and then nothing more.
            try await state.catchUp(hub, kind.systemName)
            #expect(state.held.isEmpty)
            let cursor = state.cursor
            for ask: () async throws -> Void in [
                { _ = try await hub.changes(kind.systemName, after: cursor) }, { _ = try await hub.changes(kind.systemName) },
                { _ = try await hub.full(kind.systemName) }, { _ = try await hub.person(ResidentRow.number(1), kind.systemName) },
            ] { await #expect { try await ask() } throws: { ($0 as? ProvisionRefused)?.refusal.code == "P0009" } }
            let change = try #require(try await hub.lifecycle.changes(of: kind.systemName.rawValue).last)
            #expect(change.closing == "revoked" && change.takesBack)
            #expect(change.receipts.map(\.way) == ["push", "pull"])
            #expect(try #require(change.secondsToLast) > 0)
            #expect(try await hub.lifecycle.changes(isPending: true).isEmpty)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'policy.followed'") == 2)
            let report = try await Reconciliation(provisioning: hub.provisioning).compare(kind.systemName, "addressee", with: module)
            #expect(report.agrees && report.held == 0, "\(report)")
        }
    }

    @Test func anAttributeThatIsTakenBackIsInNoTableAndNoPull() async throws {
        let narrow = Self.items.filter { $0 != .setaibango && $0 != .kojinbango }
        try await withDelivered(.childcare, TestPolicy(system: .childcare, items: Self.items)) { hub, module, state in
            let household = try #require(state.held.values.first?.items[.setaibango])
            #expect(try await dump(hub, "childcare").contains(household))
            try await hub.load(TestPolicy(system: .childcare, items: narrow))
            let pending = try #require(try await hub.lifecycle.changes(isPending: true).first)
            #expect(pending.takesBack && pending.receipts.count == 2 && pending.receipts.allSatisfy { $0.canConfirm && !$0.isOverdue })
            try await hub.worker(module, system: .childcare).run(untilIdle: true)
            #expect(!(try await dump(hub, "childcare").contains(household)))
            #expect(try await hub.count("SELECT count(*) FROM childcare.person WHERE kojinbango_sealed IS NOT NULL") == 0)
            #expect(try await hub.count("SELECT count(*) FROM childcare.child") == 6)
            #expect(try await hub.lifecycle.changes(isPending: true).first?.receipts.compactMap(\.seconds).count == 1, "who pulls has not come yet")
            try await state.catchUp(hub, .childcare)
            #expect(state.held.count == 5)
            #expect(state.held.values.allSatisfy { $0.items[.setaibango] == nil && $0.individualNumber == nil })
            // Coming for more with what it was given last is the confirmation.
            try await state.catchUp(hub, .childcare)
            #expect(try await hub.lifecycle.changes(isPending: true).isEmpty)
            #expect(try await Reconciliation(provisioning: hub.provisioning).compare(.childcare, "addressee", with: module).agrees)
        }
    }

    @Test func aPrecisionThatIsReducedIsDelivered() async throws {
        try await withDelivered(.careInsurance, TestPolicy(system: .careInsurance, items: Self.items)) { hub, module, state in
            try await hub.load(TestPolicy(system: .careInsurance, items: Self.items, more: "precision: {seinengappi: year}"))
            try await hub.worker(module, system: .careInsurance).run(untilIdle: true)
            let dump = try await dump(hub, "care_insurance")
            #expect(!dump.contains("2015-05-05") && dump.contains("2015-00-00"))
            #expect(!dump.contains("2055-05-04"), "40 on that day")
            try await state.catchUp(hub, .careInsurance)
            #expect(state.held.values.allSatisfy { $0.items[.seinengappi] == "2015-00-00" })
        }
    }

    @Test func aPolicyEndsOnItsDayAndIsTakenBack() async throws {
        try await withDelivered(.tax, TestPolicy(items: Self.items, until: "2026-11-22")) { hub, module, state in
            try await hub.advance("2026-11-21")
            #expect(try await hub.person(ResidentRow.number(1)).historyNumber == 1)
            try await hub.advance("2026-11-22")
            try await hub.settle()
            try await hub.worker(module).run(untilIdle: true)
            try await state.catchUp(hub)
            #expect(state.held.isEmpty)
            #expect(try await hub.count("SELECT count(*) FROM tax.person WHERE NOT removed") == 0)
            await #expect { try await hub.full() } throws: { ($0 as? ProvisionRefused)?.refusal.code == "P0002" }
            #expect(try await hub.lifecycle.history().last.map { "\($0.act) \($0.account)" } == "expire calendar")
        }
    }

    @Test func whoNeverHadAnythingIsGivenNothing() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.batches.isEmpty)
            #expect(try await hub.lifecycle.changes().last?.receipts.isEmpty == true)
            await #expect { try await hub.changes() } throws: { ($0 as? ProvisionRefused)?.refusal.code == "P0009" }
            let report = try await Reconciliation(provisioning: hub.provisioning).compare(.tax, "addressee", with: receiver)
            #expect(report.agrees)
        }
    }

    @Test func whoTookAWholeExtractAndNeverCameBackIsNamed() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(ways: "[pull]"))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            let full = try await hub.full()
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            _ = try await hub.admin.execute("UPDATE governance.change SET due_at = now() - interval '1 hour'")
            let pending = try #require(try await hub.lifecycle.changes(isPending: true).first)
            #expect(pending.system == "tax" && pending.receipts.map { "\($0.way) \($0.canConfirm) \($0.isOverdue)" } == ["pull false true"])
            // It comes after all.
            var state = HeldState(cursor: full.cursor, held: try HeldState.of(ndjson: full.bytes))
            try await state.catchUp(hub)
            #expect(state.held.isEmpty)
            await #expect(throws: ProvisionRefused.self) { try await hub.changes(after: state.cursor) }
            #expect(try await hub.lifecycle.changes(isPending: true).isEmpty)
        }
    }

    @Test func whatWaitsForAReceiverIsNotConfirmed() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take((1...3).map { ResidentRow($0) })
            try await hub.settle()
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            receiver.set { $0.addresseeNumber.value == ResidentRow.number(2) ? .rejected(reason: "no") : .applied }
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 1)
            #expect(try await hub.lifecycle.changes(isPending: true).count == 1, "a removal lies dead")
            receiver.set { _ in .applied }
            #expect(try await DeadLetters(pool: hub.staffed).redeliver(by: Staff.with(.operateDeliveries), .tax, id: nil) == 1)
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.isEmpty)
            #expect(try await hub.lifecycle.changes(isPending: true).isEmpty)
        }
    }

    @Test func aWayThatIsClosedTakesBackWhatWentThatWay() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            var state = HeldState()
            try await state.catchUp(hub)
            try await hub.load(TestPolicy(ways: "[pull]"))
            try await hub.worker(receiver).run(untilIdle: true)
            try await state.catchUp(hub)
            #expect(receiver.held.isEmpty && state.held.count == 1)
        }
    }

    @Test func aRevokedPolicyThatIsApprovedAnewGivesEverythingAgain() async throws {
        try await withDelivered(.tax, TestPolicy(items: Self.items)) { hub, module, state in
            _ = try await hub.lifecycle.revoke(by: .approver, "tax", reason: "誤り")
            try await hub.worker(module).run(untilIdle: true)
            try await state.catchUp(hub)
            try await hub.load(TestPolicy(items: Self.items))
            try await hub.worker(module).run(untilIdle: true)
            try await state.catchUp(hub)
            #expect(state.held.count == 5)
            #expect(try await Reconciliation(provisioning: hub.provisioning).compare(.tax, "addressee", with: module).agrees)
        }
    }
}
