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

/// What is withheld is told, on every way that a receiver follows: whoever takes everything anew loses nobody (CT-18).
@Suite(.timeLimit(.minutes(10))) struct AwaitingMarkTests {
    private static let corrector = Staff.with(.correct, account: "2001")
    private static let clerk = Staff.with(.operateDeliveries, account: "2002")
    private static let why = "本人の申し出による"

    /// Five residents, the third flagged.
    private func withHub(_ body: (TestHub, ManualConfirmation) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(ways: "[push, pull, medium]"))
            try await hub.advance("2026-11-20")
            try await hub.take((1...5).map { ResidentRow($0) })
            let confirmation = ManualConfirmation(provisioning: hub.clerking)
            try await confirmation.flag(by: Self.corrector, number(3), because: Self.why)
            try await hub.settle()
            try await body(hub, confirmation)
        }
    }

    private func number(_ n: Int) throws -> AddresseeNumber { try AddresseeNumber(ResidentRow.number(n)) }

    private func release(_ confirmation: ManualConfirmation, _ hub: TestHub) async throws {
        for answer in try await confirmation.waiting(by: Self.clerk).answers {
            try await confirmation.decide(by: Self.clerk, answer.id, isReleased: true, because: Self.why)
        }
        try await hub.settle()
    }

    private func entries(_ bytes: [UInt8]) throws -> [Entry] { try bytes.split(separator: 0x0A).map { try Entry(json: $0, of: .register) } }

    private let given: [Item] = [.kojinbango, .shimei, .jushoChoaza, .idojiyu, .idonengappi]

    @Test func aFullExtractMarksTheFlaggedPersonInItsPlace() async throws {
        try await withHub { hub, _ in
            let entries = try entries(try await hub.full().bytes)
            // From the last person to the first.
            #expect(entries.map(\.addresseeNumber.value) == (1...5).reversed().map(ResidentRow.number))
            #expect(entries[2].operation == .awaitingConfirmation && entries[2].items.isEmpty && entries[2].individualNumber == nil)
            #expect(Set(entries[2].waiting) == Set(given))
            #expect(entries.filter { $0.operation == .upsert }.count == 4)
        }
    }

    @Test func soDoesOneAsCSV() async throws {
        try await withHub { hub, _ in
            let lines = String(decoding: try await hub.full(.tax, .csv).bytes, as: UTF8.self).split(separator: "\n")
            #expect(lines.first?.hasSuffix(",op,waiting,withheld") == true)
            let records = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
            #expect(Set(records.map(\.count)).count == 1)
            let marked = try #require(records.first { $0.contains(ResidentRow.number(3)) })
            let columns = try #require(records.first)
            let values = Dictionary(zip(columns, marked).filter { !$1.isEmpty }) { first, _ in first }
            #expect(values.keys.sorted() == ["atenabango", "op", "waiting"])
            #expect(values["op"] == "awaiting-confirmation")
            #expect(Set((values["waiting"] ?? "").split(separator: " ").map(String.init)) == Set(given.map(\.rawValue)))
            #expect(records.dropFirst().filter { $0.dropLast(2).last == "upsert" && $0.last == "" }.count == 4)
        }
    }

    @Test func nothingIsToldOfWhoIsOutOfScope() async throws {
        try await withHub { hub, _ in
            try await hub.take([ResidentRow(3).next("21")])
            try await hub.settle()
            for format in ExtractFormat.allCases {
                #expect(!String(decoding: try await hub.full(.tax, format).bytes, as: UTF8.self).contains(ResidentRow.number(3)))
            }
            let page = try await hub.changes()
            #expect(page.entries.count == 4 && page.entries.allSatisfy { $0.operation == .upsert })
        }
    }

    @Test func aMarkIsNoProvision() async throws {
        try await withHub { hub, _ in
            _ = try await hub.full()
            _ = try await hub.changes()
            try await hub.worker(Receiver()).run(untilIdle: true)
            let id = Int64(try await hub.count("SELECT addressee_id FROM register.addressee WHERE atenabango = \(ResidentRow.number(3))"))
            let records = try await hub.rows("SELECT persons_count, persons FROM provision.record WHERE result = 'p'")
            #expect(records.count == 3)
            for record in records {
                #expect(try record.decode("persons_count", as: Int64.self) == 4)
                #expect(try !PersonSet.contains(id, in: record.decode("persons", as: [UInt8].self)))
            }
        }
    }

    @Test func aPageOfMarksOnlyIsOnRecordAndNamesNobodyAsGiven() async throws {
        try await withHub { hub, confirmation in
            let first = try await hub.changes()
            try await confirmation.flag(by: Self.corrector, number(1), because: Self.why)
            try await hub.take([ResidentRow(1).next("42") { $0[.shimei] = "試験　別名" }])
            try await hub.settle()
            let page = try await hub.changes(after: first.cursor)
            #expect(page.entries.map(\.operation) == [.awaitingConfirmation])
            #expect(page.entries.allSatisfy { $0.items.isEmpty && $0.individualNumber == nil && $0.reasons.isEmpty && $0.historyNumber == 0 })
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE way = 'd' AND result = 'p'") == 2)
            #expect(try await hub.count("SELECT persons_count FROM provision.record ORDER BY record_id DESC LIMIT 1") == 0)
            #expect(try await hub.changes(after: page.cursor).entries.isEmpty, "told once for a change")
            try await release(confirmation, hub)
            let after = try await hub.changes(after: page.cursor)
            #expect(after.entries.contains { $0.addresseeNumber.value == ResidentRow.number(1) && $0.items[.shimei] == "試験　別名" })
        }
    }

    @Test func whoEntersTheScopeWhileFlaggedIsMarkedAndComesOnceReleased() async throws {
        try await withHub { hub, confirmation in
            try await hub.load(TestPolicy(scope: "ward: [\"111023\"]"))
            try await hub.settle()
            var state = HeldState()
            try await state.catchUp(hub)
            #expect(state.held.isEmpty && state.awaiting.isEmpty)
            try await hub.take([ResidentRow(3).next("41") { $0[.jushoShikuchosonkodo] = "111023" }])
            try await hub.settle()
            try await state.catchUp(hub)
            #expect(state.held.isEmpty && state.awaiting == [ResidentRow.number(3)])
            try await release(confirmation, hub)
            try await state.catchUp(hub)
            #expect(state.held.keys.sorted() == [ResidentRow.number(3)])
        }
    }

    @Test func aModuleThatIsGivenEverythingAnewKeepsWhatItHadOfThem() async throws {
        try await withHub { hub, confirmation in
            let module = hub.module(.tax)
            try await hub.worker(module).run(untilIdle: true)
            try await confirmation.flag(by: Self.corrector, number(1), because: Self.why)
            #expect(try await DeadLetters(pool: hub.staffed).startOver(by: Self.clerk, .tax))
            try await hub.worker(module).run(untilIdle: true)
            #expect(try await hub.count("SELECT count(*) FROM tax.person WHERE NOT removed") == 4)
            let name = try await hub.text("SELECT items ->> 'shimei' FROM tax.person WHERE atenabango = \(ResidentRow.number(1))")
            #expect(name == "試験　\(ResidentRow.name(1))")
        }
    }

    @Test func aPolicyThatGivesMoreTakesNothingBackOfThem() async throws {
        try await withHub { hub, confirmation in
            let module = hub.module(.tax)
            var state = HeldState()
            try await state.catchUp(hub)
            try await hub.worker(module).run(untilIdle: true)
            try await confirmation.flag(by: Self.corrector, number(1), because: Self.why)
            try await hub.load(TestPolicy(items: given + [.seibetsu], ways: "[push, pull, medium]"))
            try await hub.settle()
            try await state.catchUp(hub)
            try await hub.worker(module).run(untilIdle: true)
            #expect(state.held.count == 4 && state.awaiting == [ResidentRow.number(1), ResidentRow.number(3)])
            #expect(try await hub.count("SELECT count(*) FROM tax.person WHERE NOT removed") == 4)
        }
    }

    @Test func whatANarrowerPolicyNoLongerGivesIsNotToBeKept() async throws {
        try await withHub { hub, confirmation in
            try await hub.load(TestPolicy(items: [.shimei, .seinengappi], more: "precision: {seinengappi: year}"))
            let mark = try #require(try entries(try await hub.full().bytes).first { $0.operation == .awaitingConfirmation })
            #expect(mark.waiting == [.shimei, .seinengappi], "nobody was ever given the whole date")
            try await hub.load(TestPolicy(items: [.shimei], more: ""))
            #expect(try entries(try await hub.full().bytes).first { $0.operation == .awaitingConfirmation }?.waiting == [.shimei])
            try await hub.load(TestPolicy(items: [.shimei, .seinengappi]))
            try await hub.load(TestPolicy(items: [.shimei, .seinengappi], purpose: "試験二", more: "precision: {seinengappi: year}"))
            #expect(try entries(try await hub.full().bytes).first { $0.operation == .awaitingConfirmation }?.waiting == [.shimei])
        }
    }

    @Test func whereAProtectedPersonIsNobodyKeepsWhoIsNotToldOfTheProtection() async throws {
        try await withHub { hub, confirmation in
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            var state = HeldState()
            try await state.catchUp(hub)
            try await confirmation.flag(by: Self.corrector, number(1), because: Self.why)
            try await hub.take([ResidentRow(1).next("42") { $0[.yokushifuragu] = "1" }])
            try await hub.settle()
            let page = try await hub.changes(after: state.cursor)
            let told = page.entries.filter { $0.addresseeNumber.value == ResidentRow.number(1) }
            #expect(told.map(\.operation) == [.awaitingConfirmation] && told.allSatisfy { !$0.waiting.contains(.jushoChoaza) && $0.waiting.contains(.shimei) })
            for format in ExtractFormat.allCases {
                let lines = String(decoding: try await hub.full(.tax, format).bytes, as: UTF8.self).split(separator: "\n")
                let marks = lines.filter { $0.contains("awaiting-confirmation") }
                #expect(marks.count == 2)
                // The protected one's address may not be kept, and is named as what is withheld; the other's may.
                let own = try #require(marks.first { $0.contains(ResidentRow.number(1)) }).split(separator: format == .csv ? "," : "\"withheld\"")
                #expect(own.dropLast().allSatisfy { !$0.contains("jusho_choaza") } && own.last?.contains("jusho_choaza") == true)
                let other = try #require(marks.first { $0.contains(ResidentRow.number(3)) })
                #expect(other.contains("jusho_choaza") && !other.contains("withheld"))
            }
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.held[ResidentRow.number(1)] == nil, "a pushed receiver keeps marked persons whole")
        }
    }

    @Test func whoIsAskedForAgainIsMarkedToo() async throws {
        try await withHub { hub, confirmation in
            let receiver = Receiver()
            receiver.set(verdict: { $0.addresseeNumber.value == ResidentRow.number(1) && $0.operation == .upsert ? .rejected(reason: "x") : .applied })
            try await hub.worker(receiver).run(untilIdle: true)
            try await confirmation.flag(by: Self.corrector, number(1), because: Self.why)
            #expect(try await DeadLetters(pool: hub.staffed).redeliver(by: Self.clerk, .tax, id: nil) == 1)
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(receiver.batches.last?.entries.map(\.operation) == [.awaitingConfirmation])
            #expect(try await hub.count("SELECT count(*) FROM delivery.waiting") == 0)
        }
    }
}
