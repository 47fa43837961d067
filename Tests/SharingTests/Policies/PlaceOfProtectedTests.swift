import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Sharing

/// 支援措置の対象者の所在の扱い (decision 0040): what a policy says of it holds on every way, and what was approved before it had to say it stays as it was approved.
@Suite(.timeLimit(.minutes(10))) struct PlaceOfProtectedTests {
    private static let suppression: [Item] = [.yokushifuragu, .shiensochiKaishi, .shiensochiShuryo, .kariShiensochi]
    private static let place: [Item] = [.jushoChoaza, .idonengappi, .idojiyu]
    private static let number = ResidentRow.number(1)

    private static func policy(_ word: PlaceOfProtected.Word?, purpose: String = "試験") -> TestPolicy {
        TestPolicy(
            items: [.kojinbango, .shimei, .jushoChoaza, .idojiyu, .idonengappi] + suppression, purpose: purpose,
            protected: word.map(TestPolicy.placeOfProtected) ?? "")
    }

    private static func library(_ word: PlaceOfProtected.Word?, purpose: String = "試験") throws -> PolicyLibrary {
        try PolicyLibrary(documents: TestPolicy.documents([policy(word, purpose: purpose)]))
    }

    /// As a hub did that asked for no word.
    private static func enter(_ library: PolicyLibrary, upTo last: PolicyAct, _ hub: TestHub) async throws {
        try await hub.pool.transaction { connection in
            try await PolicyStore.keep(library, on: connection)
            let ledger = PolicyLedger(connection: connection, seal: hub.store.seal)
            for policy in library.policies {
                try await PolicyStore.keep(policy, of: library, on: connection)
                for act in [PolicyAct.propose, .approve] {
                    try await ledger.enter(
                        act, policy.contentHash, after: ledger.lastAct(on: policy.contentHash), by: act == .propose ? "old-1" : "old-2", on: TestHub.intakeDay,
                        reason: "以前の版")
                    if act == last { return }
                }
                try await PolicyActivation(connection: connection, store: hub.store, actor: "old-2", eventBy: "old-2", today: TestHub.intakeDay).enter(policy)
            }
        }
    }

    private func withHub(_ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.take((1...3).map { ResidentRow($0) })
            try await hub.take([ResidentRow(1).next("43") { ($0[.yokushifuragu], $0[.shiensochiKaishi]) = ("1", "2026-11-02") }])
            try await hub.settle()
            try await body(hub)
        }
    }

    private func isWithheld(_ entry: Entry?) -> Bool {
        guard let entry else { return false }
        return Set(entry.withheld) == Set(Self.place) && Set(entry.items.keys).isDisjoint(with: Self.place) && entry.reasons.isEmpty
            && entry.items[.shimei] != nil && entry.waiting.isEmpty
    }

    @Test func aNewVersionMustSayTheWord() async throws {
        try await withHub { hub in
            let old = try Self.library(nil)
            await #expect(throws: PolicyActRefused.withoutProtected(old.policies[0])) { _ = try await hub.lifecycle.propose(by: .proposer, old, reason: "試験") }
            #expect(try await hub.lifecycle.versions(in: .proposed).isEmpty)
            // Nor does it come into force where it was proposed before the rule.
            try await Self.enter(old, upTo: .propose, hub)
            let version = try await hub.proposed()
            await #expect(throws: PolicyActRefused.withoutProtected(old.policies[0])) {
                _ = try await hub.lifecycle.approve(by: .approver, version, bases: old.bases, reason: "試験")
            }
            #expect(PolicyActRefused.withoutProtected(old.policies[0]).code == "L0023")
            // Without anything of place there is nothing to say.
            try await hub.load(TestPolicy(system: .childcare, items: [.shimei]))
        }
    }

    @Test func whatWasApprovedStaysAsItWasApprovedUntilTheWordIsSaid() async throws {
        try await withHub { hub in
            let old = try Self.library(nil)
            try await Self.enter(old, upTo: .enter, hub)
            // In force already, it is no new version.
            #expect(try await hub.lifecycle.propose(by: .proposer, old, reason: "試験") == [.unchanged(old.policies[0], .inForce)])
            var pulled = HeldState()
            let pushed = Receiver()
            try await pulled.catchUp(hub)
            try await hub.worker(pushed).run(untilIdle: true)
            for held in [pulled.held, pushed.held] { #expect(held[Self.number]?.items[.jushoChoaza] == "南本町" && held[Self.number]?.withheld == []) }
            // The plan says what is in force, and that it lacks the word.
            let plan = try await hub.lifecycle.plan(by: .approver, .files(Self.library(.withhold)))
            #expect(plan.systems.first?.placeOfProtectedNow == "give" && plan.systems.first?.placeOfProtectedThen == "withhold")
            #expect(plan.systems.first?.lacksWordOfProtectedNow == true)
            // Said now: everybody erases it, and is told its name.
            try await hub.load(Self.library(.withhold))
            try await pulled.catchUp(hub)
            try await hub.worker(pushed).run(untilIdle: true)
            for held in [pulled.held, pushed.held] {
                #expect(isWithheld(held[Self.number]))
                #expect(held[ResidentRow.number(2)]?.items[.jushoChoaza] == "南本町" && held[ResidentRow.number(2)]?.withheld == [])
            }
            #expect(pulled.differences(from: try HeldState.of(ndjson: try await hub.full().bytes)) == [])
            // And given again, on a ground.
            try await hub.load(Self.library(.give))
            try await pulled.catchUp(hub)
            try await hub.worker(pushed).run(untilIdle: true)
            for held in [pulled.held, pushed.held] { #expect(held[Self.number]?.items[.jushoChoaza] == "南本町" && held[Self.number]?.withheld == []) }
        }
    }

    /// A full extract says the same in each of its forms, and one of a medium, whatever the word.
    @Test(arguments: PlaceOfProtected.Word.allCases) func aFullExtractNamesWhatIsWithheld(_ word: PlaceOfProtected.Word) async throws {
        try await withHub { hub in
            try await hub.load(Self.policy(word))
            let full = try HeldState.of(ndjson: try await hub.full().bytes)
            #expect(isWithheld(full[Self.number]) == (word != .give))
            #expect(full[ResidentRow.number(2)]?.withheld == [] && full[ResidentRow.number(2)]?.items[.jushoChoaza] == "南本町")
            let lines = String(decoding: try await hub.full(.tax, .csv).bytes, as: UTF8.self).split(separator: "\n")
            let names = try #require(lines.first?.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
            func fields(_ number: String) throws -> [String: String] {
                let line = try #require(lines.first { $0.contains(number) }?.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
                #expect(line.count == names.count)
                return Dictionary(uniqueKeysWithValues: zip(names, line))
            }
            let (first, second) = (try fields(Self.number), try fields(ResidentRow.number(2)))
            #expect(first["op"] == "upsert" && first["shimei"]?.isEmpty == false && first["yokushifuragu"] == "1")
            #expect(second["jusho_choaza"] == "南本町" && second["withheld"] == (word == .give ? nil : ""))
            #expect(first["jusho_choaza"] == (word == .give ? "南本町" : ""))
            #expect(first["withheld"].map { Set($0.split(separator: " ").map(String.init)) } == (word == .give ? nil : Set(Self.place.map(\.rawValue))))
        }
    }

    /// 自動応答不可 and protected: what may be kept names no item of place, and what is withheld says so.
    @Test func whoAwaitsConfirmationKeepsNothingOfPlace() async throws {
        try await withHub { hub in
            try await hub.load(Self.policy(.withhold))
            try await ManualConfirmation(provisioning: hub.clerking).flag(by: Staff.with(.correct), AddresseeNumber(Self.number), because: "本人の申し出による")
            try await hub.settle()
            let lines = String(decoding: try await hub.full().bytes, as: UTF8.self).split(separator: "\n")
            let mark = try #require(try lines.map { try Entry(json: Array($0.utf8), of: .register) }.first { $0.operation == .awaitingConfirmation })
            #expect(Set(mark.waiting).isDisjoint(with: Self.place) && Set(mark.withheld) == Set(Self.place) && mark.waiting.contains(.shimei))
            let csv = String(decoding: try await hub.full(.tax, .csv).bytes, as: UTF8.self)
            let line = try #require(csv.split(separator: "\n").first { $0.contains("awaiting-confirmation") })
            #expect(line.hasSuffix(",\(mark.waiting.map(\.rawValue).joined(separator: " ")),\(mark.withheld.map(\.rawValue).joined(separator: " "))"))
        }
    }

    /// 職員の確認: withheld until another person of the staff released it, in the answer about one person, and in bulk never.
    @Test func whereAPersonIsGoesOutOnceSomebodyReleasedIt() async throws {
        try await withHub { hub in
            try await hub.load(Self.policy(.confirm))
            let clerk = Staff.with(.operateDeliveries, .correct, account: "2002")
            let confirmation = ManualConfirmation(provisioning: hub.clerking)
            #expect(isWithheld(try await hub.person(Self.number)))
            #expect(try await hub.person(ResidentRow.number(2)).items[.jushoChoaza] == "南本町")
            let waiting = try await confirmation.waiting(by: clerk).answers
            #expect(waiting.map { Set($0.items) } == [Set(Self.place)] && waiting.map(\.addresseeNumber) == [Self.number])
            try await confirmation.decide(by: clerk, try #require(waiting.first).id, isReleased: true, because: "本人の申し出による")
            let given = try await hub.person(Self.number)
            #expect(given.items[.jushoChoaza] == "南本町" && given.withheld == [] && given.waiting == [] && given.items[.yokushifuragu] == "1")
            var pulled = HeldState()
            let pushed = Receiver()
            try await pulled.catchUp(hub)
            try await hub.worker(pushed).run(untilIdle: true)
            #expect(isWithheld(pulled.held[Self.number]) && isWithheld(pushed.held[Self.number]))
            #expect(isWithheld(try HeldState.of(ndjson: try await hub.full().bytes)[Self.number]))
            // Its time over, it is withheld again.
            try await hub.rewrite(.answerRequest, "UPDATE answer.request SET stands_until = now() - interval '1 second' WHERE outcome IS NOT NULL")
            #expect(isWithheld(try await hub.person(Self.number)))
            try await confirmation.decide(
                by: clerk, try #require(try await confirmation.waiting(by: clerk).answers.first).id, isReleased: false, because: "必要と認められない")
            let declined = try await hub.person(Self.number)
            #expect(Set(declined.declined) == Set(Self.place) && declined.withheld == [] && declined.items[.jushoChoaza] == nil)
            // On record, as what was not given.
            let record = try #require(try await hub.rows("SELECT items FROM provision.record WHERE way = 'o' ORDER BY record_id DESC LIMIT 1").first)
            #expect(ItemSet(rawValue: try record.decode(Int64.self)).isDisjoint(with: ItemSet(Self.place)))
        }
    }
}
