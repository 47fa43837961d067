import AccessControl
import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Logging
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Register
@testable import Sharing

/// What has ended on the real day gives nothing, though nobody has moved the hub's day to it; one altered text holds nobody else up.
@Suite(.timeLimit(.minutes(10))) struct RealDayTests {
    private func expectRefused(_ provisioning: Provisioning, _ hub: TestHub, _ system: SystemName = .tax) async throws {
        let (caller, number) = (hub.caller(system), try AddresseeNumber(ResidentRow.number(1)))
        for ask: () async throws -> Void in [
            { _ = try await provisioning.person(caller, dataset: "addressee", addresseeNumber: number) },
            { _ = try await provisioning.changes(caller, dataset: "addressee", after: nil, limit: 10, wait: .zero) },
            { _ = try await provisioning.full(caller, dataset: "addressee", format: .ndjson) },
        ] { await #expect { try await ask() } throws: { ($0 as? ProvisionRefused)?.refusal.code == "P0002" } }
    }

    private func name(_ provisioning: Provisioning, _ hub: TestHub, _ system: SystemName = .tax) async throws -> String? {
        try await provisioning.person(
            hub.caller(system), dataset: "addressee", addresseeNumber: AddresseeNumber(ResidentRow.number(1))
        )[0].items[.shimei]
    }

    @Test func aPolicyThatHasEndedOnTheRealDayGivesNothingThoughTheHubsDayIsBehind() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(until: "2026-11-25"))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            #expect(try await name(hub.provisioning(on: "2026-11-24"), hub) != nil)
            try await expectRefused(hub.provisioning(on: "2026-11-25"), hub)
            try await expectRefused(hub.provisioning(on: "2030-01-01"), hub)
            // A worker gives nothing either.
            let receiver = Receiver()
            let worker = DeliveryWorker(
                system: .tax, dataset: "addressee", connector: receiver, provisioning: hub.provisioning(on: "2026-11-25"), name: "test",
                logger: .init(label: "test"))
            #expect(try await worker.run(untilIdle: true) == false)
            #expect(receiver.batches.isEmpty)
            // Once the day is moved, it is closed for good; a process whose clock is behind the hub's day keeps to the hub's.
            try await hub.advance("2026-11-25")
            try await expectRefused(hub.provisioning, hub)
        }
    }

    @Test func aLegalBasisThatHasEndedOnTheRealDayClosesEveryPolicyThatRestsOnIt() async throws {
        func library(ends: String) throws -> PolicyLibrary {
            try PolicyLibrary(
                documents: TestPolicy.documents([TestPolicy(until: "2028-01-01"), TestPolicy(system: .childcare)]).map { document in
                    guard document.name == "legal-bases.tsv" else { return document }
                    return PolicyDocument(name: document.name, text: document.text.replacing("\t16\t", with: "\t16\t\(ends)"))
                })
        }
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.load(library(ends: ""))
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            // The end is approved with one of the two.
            let ending = try library(ends: "2026-12-01")
            _ = try await hub.lifecycle.propose(by: .proposer, ending, systems: [.tax], reason: "廃止")
            _ = try await hub.lifecycle.approve(by: .approver, hub.proposed(), bases: ending.bases, reason: "廃止")
            #expect(try await name(hub.provisioning(on: "2026-11-30"), hub, .childcare) != nil)
            try await expectRefused(hub.provisioning(on: "2026-12-01"), hub)
            try await expectRefused(hub.provisioning(on: "2026-12-01"), hub, .childcare)
            // The hub's day has come there, and what it should have closed was not closed.
            try await RowSeal(keys: hub.keys).write(
                .calendar, "INSERT INTO journal.calendar (position, day) SELECT max(position) + 1, '2026-12-01' FROM journal.calendar", on: hub.admin)
            try await expectRefused(hub.provisioning(on: "2026-11-20"), hub)
            try await expectRefused(hub.provisioning(on: "2026-11-20"), hub, .childcare)
        }
    }

    @Test func anExtractUnderWayEndsWhenTheRealDayEndsItsPolicy() async throws {
        try await TestHub.with { hub in
            let policy = try #require(try await hub.load(TestPolicy(until: "2026-11-25")).first)
            try await hub.advance("2026-11-20")
            func mayGoOn(on day: String) async throws {
                let run = ExtractRun(
                    provisioning: hub.provisioning(on: day), policy: policy, cut: .start, day: AccessControlStand.day("2026-11-20"), startRecord: 1,
                    format: .csv,
                    caller: hub.caller(), dataset: "addressee")
                try await hub.pool.withConnection { try await run.mayGoOn(HandedOver(), on: $0) }
            }
            try await mayGoOn(on: "2026-11-24")
            await #expect(throws: ExtractEnded.self) { try await mayGoOn(on: "2026-11-25") }
        }
    }

    @Test func agesAreStillCountedOnTheHubsDay() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.shimei], scope: "age: { until: birthday 47 }"))
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1)])
            try await hub.settle()
            // 47 on 2 January 2027.
            #expect(try await name(hub.provisioning(on: "2027-02-01"), hub) != nil)
        }
    }
}
