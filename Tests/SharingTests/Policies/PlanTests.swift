import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Synchronization
import Testing

@testable import AccessControl
@testable import Sharing

/// The plan's counts against asking everybody one by one, before and after.
@Suite(.timeLimit(.minutes(10))) struct PlanTests {
    private static let planner = Principal.person("A0002", .approvePolicies, .seePerson)

    private static let old = [
        TestPolicy(scope: "any: [{ state: [resident, dead] }, registered-by-system]"),
        TestPolicy(system: .childcare, items: [.shimei, .seinengappi], scope: "all: [{ state: [resident] }, { age: { until: school-year-end 18 } }]"),
        TestPolicy(system: .careInsurance, items: [.kojinbango, .shimei], scope: "age: { from: reached 40 }"),
    ]
    private static let new = [
        TestPolicy(scope: "all: [{ state: [resident] }, { ward: [\"111023\"] }]"),
        TestPolicy(system: .childcare, items: [.shimei, .seinengappi, .seibetsu], scope: "any: [{ age: { until: birthday 25 } }, householder]"),
        TestPolicy(
            system: .careInsurance, items: [.shimei, .jushoChoaza], scope: "age: { from: reached 40 }", ways: "[pull]", more: "masked: {shimei: initial}"),
        TestPolicy(system: .healthInsurance, items: [.shimei], scope: "not: { age: { from: birthday 75 } }"),
    ]

    private func inScope(_ hub: TestHub, _ systems: [SystemName]) async throws -> [SystemName: Set<String>] {
        var held: [SystemName: Set<String>] = [:]
        for system in systems { held[system] = Set(try HeldState.of(ndjson: try await hub.full(system).bytes).keys) }
        return held
    }

    @Test(arguments: SeededRandom.seeds.prefix(3)) func agreesWithACountOfEverybody(seed: UInt64) async throws {
        try await TestHub.with { hub in
            var random = SeededRandom(seed)
            try await hub.advance("2026-11-20")
            try await hub.load(PolicyLibrary(documents: TestPolicy.documents(Self.old)))
            let city = try await SmallCity.generate(persons: 300, seed: seed, into: hub.path("city"))
            for file in city.files { _ = try await hub.take(file) }
            try await hub.take(
                (1...20).map { n in
                    ResidentRow(n).with { row in
                        row[.seinengappi] = day("1930-01-01").adding(days: Int.random(in: 0..<35_000, using: &random)).description
                        row[.jushoShikuchosonkodo] = n % 2 == 0 ? "111023" : "111082"
                    }
                })
            try await hub.settle()
            let before = try await inScope(hub, [.tax, .childcare, .careInsurance])
            let library = try PolicyLibrary(documents: TestPolicy.documents(Self.new))
            _ = try await hub.lifecycle.propose(by: .proposer, library, reason: "x")
            let named = Mutex<[String]>([])
            let plan = try await hub.lifecycle.plan(by: Self.planner, .proposed) { person in
                named.withLock { $0.append("\(person.system) \(person.isGained) \(person.addresseeNumber)") }
            }
            let everybody = try await hub.count("SELECT count(DISTINCT addressee_id) FROM register.version WHERE karitorokufuragu IS DISTINCT FROM '1'")
            #expect(plan.persons == everybody)
            #expect(try await hub.changes().entries.count == min(1000, before[.tax]?.count ?? 0), "nothing has changed")
            try await hub.load(library)
            let after = try await inScope(hub, [.tax, .childcare, .careInsurance, .healthInsurance])
            #expect(plan.systems.map(\.system).sorted() == ["care-insurance", "childcare", "health-insurance", "tax"])
            var expected: [String] = []
            for system in plan.systems {
                let name = try #require(SystemName(rawValue: system.system))
                let (was, will) = (before[name] ?? [], after[name] ?? [])
                #expect(system.personsNow == was.count && system.personsThen == will.count, "\(name)")
                #expect(system.gained == will.subtracting(was).count && system.lost == was.subtracting(will).count, "\(name)")
                expected += will.subtracting(was).map { "\(name) true \($0)" } + was.subtracting(will).map { "\(name) false \($0)" }
            }
            #expect(named.withLock { $0 }.sorted() == expected.sorted())
            let care = try #require(plan.systems.first { $0.system == "care-insurance" })
            #expect(care.itemsGained == ["jusho_choaza"] && care.itemsLost == ["kojinbango"] && care.precision == ["shimei: whole → initial"])
            #expect(care.individualNumberNow && !care.individualNumberThen && care.waysLost == ["push"] && care.lost == 0)
        }
    }

    @Test func yesterdaysProvisionsAreDecidedAgain() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.load(TestPolicy(items: [.shimei], scope: "ward: [\"111023\"]"))
            try await hub.take((1...6).map { n in ResidentRow(n).with { $0[.jushoShikuchosonkodo] = n <= 4 ? "111023" : "111082" } })
            try await hub.settle()
            for n in [1, 1, 2] { _ = try await hub.person(ResidentRow.number(n)) }
            for n in [5, 6, 5] { await #expect(throws: ProvisionRefused.self) { try await hub.person(ResidentRow.number(n)) } }
            await #expect(throws: ProvisionRefused.self) { try await hub.person("R99999999") }
            _ = try await hub.full()
            _ = try await hub.changes()
            // Of long ago, and not looked at.
            _ = try await hub.admin.execute(
                """
                INSERT INTO provision.record (recorded_at, items, addressee_id, persons_count, way, result, individual_number, system, dataset, by_whom)
                VALUES (now() - interval '25 hours', 0, 1, 1, 'o', 'p', false, 'tax', 'addressee', 'x')
                """)
            let other = try PolicyLibrary(documents: TestPolicy.documents([TestPolicy(items: [.shimei], scope: "ward: [\"111082\"]")]))
            let wider = try await hub.lifecycle.plan(by: Self.planner, .files(other)).systems.first?.replay
            let replay = try #require(wider)
            #expect((replay.provisions, replay.refusedProvisions, replay.refusedPersons) == (5, 5, 3 + 4 + 4))
            #expect((replay.refusals, replay.allowedRefusals) == (3, 3))
            let revoked = try #require(try await hub.lifecycle.plan(by: Self.planner, .revocation([.tax])).systems.first)
            #expect((revoked.lost, revoked.gained, revoked.replay.refusedProvisions, revoked.replay.allowedRefusals) == (4, 0, 5, 0))
            #expect(revoked.itemsLost == ["shimei"])
        }
    }

    @Test func whoMayNotPlanOrSeePersonsIsRefused() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            await #expect { try await hub.lifecycle.plan(by: .person("X", .seePerson), .proposed) } throws: { ($0 as? PolicyActRefused)?.code == "L0014" }
            await #expect {
                try await hub.lifecycle.plan(by: .approver, .proposed) { _ in }
            } throws: { ($0 as? PolicyActRefused)?.code == "L0015" }
            #expect(try await hub.lifecycle.plan(by: .approver, .proposed).systems.isEmpty)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'policy.planned' AND is_failure") == 2)
        }
    }
}
