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

/// Items that a policy lets out only after a person's confirmation (自動応答不可の項目, CT-18) come in the answer about one person once released, and on no other way.
@Suite(.timeLimit(.minutes(10))) struct ConfirmItemsTests {
    private static let clerk = Staff.with(.operateDeliveries, .correct, account: "2002")
    private static let why = "本人の申し出による"

    /// Three residents; the address, and the individual number where asked, need confirmation.
    private func withHub(number: Bool = false, more: String = "", _ body: (TestHub, ManualConfirmation) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(Self.policy(number ? "kojinbango, jusho_choaza" : "jusho_choaza", more))
            try await hub.advance("2026-11-20")
            try await hub.take((1...3).map { ResidentRow($0) })
            try await hub.settle()
            try await body(hub, ManualConfirmation(provisioning: hub.clerking))
        }
    }

    private static func policy(_ items: String, _ more: String = "") -> TestPolicy {
        TestPolicy(ways: "[push, pull, medium]", more: "confirm-items: [\(items)]\n\(more)")
    }

    private func first(_ hub: TestHub) async throws -> Entry { try await hub.person(ResidentRow.number(1)) }

    private func onlyRequest(_ confirmation: ManualConfirmation, _ items: [Item] = [.jushoChoaza]) async throws -> Int64 {
        let waiting = try await confirmation.waiting(by: Self.clerk).answers
        #expect(waiting.map(\.items) == [items])
        return try #require(waiting.first).id
    }

    @Test func theOtherItemsAreAnsweredAtOnceAndTheFlaggedOneWaitsOnce() async throws {
        try await withHub { hub, confirmation in
            for _ in 1...3 {
                let entry = try await first(hub)
                #expect(entry.items[.shimei] != nil && entry.items[.jushoChoaza] == nil && entry.individualNumber != nil)
                #expect(entry.waiting == [.jushoChoaza] && entry.declined.isEmpty)
                #expect(String(decoding: entry.json(), as: UTF8.self).hasSuffix(#","waiting":["jusho_choaza"]}"#))
                #expect(try Entry(json: entry.json(), of: .register) == entry)
            }
            _ = try await onlyRequest(confirmation)
        }
    }

    @Test func aReleasedItemComesWithTheNextQuestionUntilItsTimeIsOver() async throws {
        try await withHub { hub, confirmation in
            _ = try await first(hub)
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: true, because: Self.why)
            let given = try await first(hub)
            #expect(given.items[.jushoChoaza] != nil && given.waiting.isEmpty)
            #expect(try await hub.person(ResidentRow.number(2)).waiting == [.jushoChoaza])
            try await hub.rewrite(.answerRequest, "UPDATE answer.request SET stands_until = now() - interval '1 second' WHERE outcome IS NOT NULL")
            #expect(try await first(hub).waiting == [.jushoChoaza])
            #expect(try await confirmation.waiting(by: Self.clerk).answers.count == 2)
        }
    }

    @Test func aDeclinedItemIsToldAsDeclinedAndDoesNotWaitAgain() async throws {
        try await withHub { hub, confirmation in
            _ = try await first(hub)
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: false, because: Self.why)
            let entry = try await first(hub)
            #expect(entry.items[.shimei] != nil && entry.items[.jushoChoaza] == nil)
            #expect(entry.waiting.isEmpty && entry.declined == [.jushoChoaza])
            #expect(try await confirmation.waiting(by: Self.clerk).answers.isEmpty)
        }
    }

    @Test func aFlaggedIndividualNumberIsOpenedOnlyOnceReleased() async throws {
        try await withHub(number: true) { hub, confirmation in
            let before = try await first(hub)
            #expect(before.individualNumber == nil && before.waiting == [.kojinbango, .jushoChoaza])
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation, [.kojinbango, .jushoChoaza]), isReleased: true, because: Self.why)
            let after = try await first(hub)
            #expect(after.individualNumber != nil && after.items[.jushoChoaza] != nil)
            let told = try await hub.rows("SELECT individual_number FROM provision.record WHERE way = 'o' ORDER BY record_id")
            #expect(try told.map { try $0.decode(Bool.self) } == [false, true])
        }
    }

    @Test func noBulkWayEverCarriesAFlaggedItemNotEvenAReleasedOne() async throws {
        try await withHub(number: true) { hub, confirmation in
            _ = try await first(hub)
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation, [.kojinbango, .jushoChoaza]), isReleased: true, because: Self.why)
            let given = try await first(hub)
            let address = try #require(given.items[.jushoChoaza])
            var state = HeldState()
            try await state.catchUp(hub)
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(state.held.count == 3 && receiver.held.count == 3)
            for entry in receiver.held.values { #expect(entry.items[.jushoChoaza] == nil && entry.individualNumber == nil && entry.items[.shimei] != nil) }
            for format in ExtractFormat.allCases {
                let text = String(decoding: try await hub.full(.tax, format).bytes, as: UTF8.self)
                #expect(text.contains(ResidentRow.number(1)))
                #expect(!text.contains(address) && !text.contains(Numbers.individual(1)) && !text.contains("kojinbango"))
            }
            for page in receiver.batches.flatMap(\.entries) { #expect(page.waiting.isEmpty) }
            #expect(try await confirmation.waiting(by: Self.clerk).answers.isEmpty)
        }
    }

    @Test func aReleasedItemReleasesNoPersonAndAReleasedPersonNoItem() async throws {
        try await withHub { hub, confirmation in
            _ = try await first(hub)
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: true, because: Self.why)
            try await confirmation.flag(by: Self.clerk, try AddresseeNumber(ResidentRow.number(1)), because: Self.why)
            try await confirmation.flag(by: Self.clerk, try AddresseeNumber(ResidentRow.number(2)), because: Self.why)
            for n in [1, 2] {
                await #expect { try await hub.person(ResidentRow.number(n)) } throws: { ($0 as? ProvisionRefused)?.refusal.code == "P0011" }
            }
            var state = HeldState()
            try await state.catchUp(hub)
            #expect(state.held.keys.sorted() == [ResidentRow.number(3)])
            let second = try #require(try await confirmation.waiting(by: Self.clerk).answers.first { $0.addresseeNumber == ResidentRow.number(2) })
            #expect(second.items.isEmpty)
            try await confirmation.decide(by: Self.clerk, second.id, isReleased: true, because: Self.why)
            #expect(try await hub.person(ResidentRow.number(2)).waiting == [.jushoChoaza])
        }
    }

    @Test func aReleaseForOneSystemIsNoneForAnother() async throws {
        try await withHub { hub, confirmation in
            var other = Self.policy("jusho_choaza")
            other.system = .childcare
            try await hub.load(Self.policy("jusho_choaza"), other)
            _ = try await first(hub)
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: true, because: Self.why)
            #expect(try await hub.person(ResidentRow.number(1), .childcare).waiting == [.jushoChoaza])
        }
    }

    @Test func aReleaseEndsWithTheVersionOfThePolicyItWasGivenUnder() async throws {
        try await withHub { hub, confirmation in
            _ = try await first(hub)
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: true, because: Self.why)
            try await hub.load(Self.policy("shimei, jusho_choaza"))
            let entry = try await first(hub)
            #expect(entry.items[.jushoChoaza] == nil && entry.items[.shimei] == nil && Set(entry.waiting) == [.shimei, .jushoChoaza])
        }
    }

    @Test func flaggingAnItemTakesItBackFromWhoeverHoldsIt() async throws {
        try await withHub { hub, _ in
            try await hub.load(TestPolicy(ways: "[push, pull, medium]"))
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.values.allSatisfy { $0.items[.jushoChoaza] != nil })
            try await hub.load(Self.policy("jusho_choaza"))
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held.count == 3 && receiver.held.values.allSatisfy { $0.items[.jushoChoaza] == nil })
        }
    }

    @Test func aReleasedItemIsGivenAtThePolicysPrecision() async throws {
        try await withHub(more: "masked: {jusho_choaza: initial}") { hub, confirmation in
            _ = try await first(hub)
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: true, because: Self.why)
            #expect(try await first(hub).items[.jushoChoaza]?.hasSuffix("＊") == true)
        }
    }

    @Test func recordAndSealedEventNameWhatWasGivenAndWhatWasWithheld() async throws {
        try await withHub { hub, confirmation in
            _ = try await first(hub)
            try await confirmation.decide(by: Self.clerk, onlyRequest(confirmation), isReleased: true, because: Self.why)
            _ = try await first(hub)
            let rows = try await hub.rows(
                """
                SELECT r.items, e.body::jsonb #>> '{fields,item_bits}' AS item_bits, e.body::jsonb #>> '{fields,withheld}' AS withheld
                FROM provision.record r JOIN audit.event e USING (event_id) WHERE r.way = 'o' ORDER BY r.record_id
                """)
            let given = try rows.map { ItemSet(rawValue: try $0.decode("items", as: Int64.self)).contains(Item.jushoChoaza) }
            #expect(given == [false, true])
            #expect(try rows.map { ItemSet(hex: try $0.decode("item_bits", as: String.self))?.contains(Item.jushoChoaza) } == [false, true])
            #expect(try rows.map { try $0.decode("withheld", as: String?.self) } == ["jusho_choaza", nil])
            let decided = try await hub.rows("SELECT body::jsonb #>> '{fields,items}' FROM audit.event WHERE kind = 'answer.decided'")
            #expect(try decided.map { try $0.decode(String?.self) } == ["jusho_choaza"])
        }
    }
}
