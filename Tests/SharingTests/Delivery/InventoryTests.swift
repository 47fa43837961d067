import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Keys
@testable import Sharing

/// A receiver that pulls reports what it holds, and is compared person by person (CT-14).
@Suite(.timeLimit(.minutes(10))) struct InventoryTests {
    private static let clerk = Staff.with(.operateDeliveries)
    private static let key = String(repeating: "a7", count: 32)

    private func withHub(_ body: (TestHub, HeldState) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(ways: "[pull]"))
            try await hub.advance("2026-11-20")
            try await hub.take((1...30).map { ResidentRow($0) })
            try await hub.settle()
            var state = HeldState()
            try await state.catchUp(hub)
            try await body(hub, state)
        }
    }

    /// The lines of a list, as a receiver makes them.
    private func lines(_ held: some Collection<Entry>, end: String = "\n") -> [UInt8] {
        let hash = KeyedHash(key: InventoryLines.digest(Self.key.utf8) ?? [])
        return held.reduce(into: []) { bytes, entry in
            let digest = entry.digest { hash.hash($0) }.map { String(Int($0) + 0x100, radix: 16).dropFirst() }.joined()
            bytes += Array("\(entry.addresseeNumber)\t\(digest)\(end)".utf8)
        }
    }

    @discardableResult
    private func report(_ hub: TestHub, _ bytes: [UInt8], after cursor: String?, cut: Int = 1_000) async throws -> InventoryReceipt {
        let (stream, continuation) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
        for start in stride(from: 0, to: bytes.count, by: cut) { continuation.yield(Array(bytes[start..<min(start + cut, bytes.count)])) }
        continuation.finish()
        return try await hub.serving.takeInventory(
            hub.caller(), dataset: "addressee", after: cursor ?? "", key: InventoryKey(hex: Self.key), body: stream)
    }

    private func compare(_ hub: TestHub, sendsAgain: Bool = false) async throws -> ReconciliationReport {
        try await Reconciliation(provisioning: hub.provisioning).compareReported(by: Self.clerk, .tax, "addressee", sendsAgain: sendsAgain)
    }

    @Test func whoReportedNothingIsNamedAndNotCalledFine() async throws {
        try await withHub { (hub, _) async throws in
            let pulling = try await Reconciliation(provisioning: hub.provisioning).pulling()
            #expect(pulling.map(\.system) == [.tax])
            let report = try await compare(hub)
            #expect(report.means == .notReported && !report.agrees)
        }
    }

    @Test(arguments: [1, 7, 64, 100_000]) func whatWasPulledAgreesHoweverTheListIsCut(cut: Int) async throws {
        try await withHub { (hub, state) async throws in
            let receipt = try await report(hub, lines(state.held.values), after: state.cursor, cut: cut)
            #expect(receipt.persons == 30)
            let report = try await compare(hub)
            #expect(report.agrees && report.expected == 30 && report.held == 30 && report.means == .reported && report.reportedAt != nil)
        }
    }

    @Test func itIsComparedWithWhatItHadAppliedThen() async throws {
        try await withHub { (hub, state) async throws in
            try await hub.take([ResidentRow(1).next("21"), ResidentRow(2).next("42") { $0[.shimei] = "試験　別名" }])
            try await hub.settle()
            try await report(hub, lines(state.held.values), after: state.cursor)
            #expect(try await compare(hub).agrees)
            var later = state
            try await later.catchUp(hub)
            try await report(hub, lines(state.held.values), after: later.cursor)
            let behind = try await compare(hub)
            #expect(behind.surplus == 1 && behind.differing == 1 && behind.missing == 0)
        }
    }

    @Test func whoDiffersIsToldAgainByTheNextChangesAndNobodyElseIs() async throws {
        try await withHub { (hub, state) async throws in
            try await hub.load(TestPolicy(ways: "[pull]"), TestPolicy(system: .childcare, ways: "[pull]"))
            var other = HeldState()
            try await other.catchUp(hub, .childcare)
            var wrong = state
            wrong.held[ResidentRow.number(3)] = nil
            wrong.held[ResidentRow.number(4)]?.items[.shimei] = "誤　記"
            let another = wrong.held[ResidentRow.number(6)]?.individualNumber
            wrong.held[ResidentRow.number(5)]?.individualNumber = another
            let stranger = try Entry(addresseeNumber: AddresseeNumber("X999"), historyNumber: 1, operation: .upsert, items: [.shimei: "誰"])
            try await hub.take([ResidentRow(7).next("21")])
            try await hub.settle()
            let gone = wrong.held[ResidentRow.number(7)]
            try await wrong.catchUp(hub)
            wrong.held[ResidentRow.number(7)] = gone
            try await report(hub, lines(Array(wrong.held.values) + [stranger]), after: wrong.cursor)
            let found = try await compare(hub, sendsAgain: true)
            #expect(found.missing == 1 && found.differing == 2 && found.surplus == 2 && !found.agrees)
            #expect(found.sentAgain == 4, "of the stranger nobody can be told")
            #expect(Set(found.examples) == Set([3, 4, 5, 7].map(ResidentRow.number) + ["X999"]))
            try await hub.settle()
            let page = try await hub.changes(after: wrong.cursor)
            #expect(page.entries.count == 4)
            try await wrong.catchUp(hub)
            try await report(hub, lines(wrong.held.values), after: wrong.cursor)
            #expect(try await compare(hub).agrees)
            let others = try await hub.changes(.childcare, after: other.cursor)
            #expect(others.entries.map(\.addresseeNumber.value) == [ResidentRow.number(7)], "only what happened")
        }
    }

    @Test func whoAwaitsConfirmationIsNotCompared() async throws {
        try await withHub { (hub, state) async throws in
            try await ManualConfirmation(provisioning: hub.clerking).flag(
                by: Staff.with(.correct, account: "2001"), AddresseeNumber(ResidentRow.number(3)), because: "本人の申し出による")
            try await hub.take([ResidentRow(3).next("42") { $0[.shimei] = "試験　別名" }])
            try await hub.settle()
            var state = state
            try await state.catchUp(hub)
            #expect(state.awaiting == [ResidentRow.number(3)])
            try await report(hub, lines(state.held.values), after: state.cursor)
            let report = try await compare(hub)
            #expect(report.agrees && report.withheld == 1 && report.expected == 29)
        }
    }

    @Test func aListThatIsNoneIsRefusedByItsLineAndNothingIsKept() async throws {
        try await withHub { (hub, state) async throws in
            let good = lines(state.held.values)
            let long = Array(String(repeating: "1", count: 300).utf8)
            let cases: [(bytes: [UInt8], code: String, named: String)] = [
                (good + Array("R000\n".utf8), "R0001", "31行目"), (good + Array("\n".utf8) + good, "R0001", "31行目"),
                (good + Array("R1\tzz\n".utf8), "R0001", "31行目"), (good + good, "R0002", "60行目"), (good + long, "R0003", "31行目"),
                (good + long + Array("\n".utf8), "R0003", "31行目"),
            ]
            for (bytes, code, named) in cases {
                let refused = await #expect(throws: InventoryRefused.self) { try await report(hub, bytes, after: state.cursor) }
                #expect(refused?.code == code && refused?.rule.hasPrefix(named) == true, "\(code)")
            }
            await #expect { try await report(hub, good, after: "nothing") } throws: { ($0 as? CursorRefused)?.code == "C0001" }
            #expect(try await hub.count("SELECT count(*) FROM delivery.inventory") == 0)
            #expect(try await hub.count("SELECT count(*) FROM delivery.inventory_entry") == 0)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'delivery.inventory-reported' AND is_failure") == 7)
        }
    }

    @Test(arguments: [nil, "", String(repeating: "a", count: 63), String(repeating: "g", count: 64)]) func aKeyIs32BytesInHexadecimal(hex: String?) {
        #expect(throws: InventoryRefused.noKey) { try InventoryKey(hex: hex) }
    }

    @Test func aListThatBreaksOffLeavesTheOneBefore() async throws {
        try await withHub { (hub, state) async throws in
            try await report(hub, lines(state.held.values), after: state.cursor)
            struct HungUp: Error {}
            let broken = AsyncThrowingStream<[UInt8], any Error> { continuation in
                continuation.yield(Array(lines(state.held.values).prefix(200)))
                continuation.finish(throwing: HungUp())
            }
            await #expect(throws: HungUp.self) {
                try await hub.serving.takeInventory(
                    hub.caller(), dataset: "addressee", after: state.cursor ?? "", key: InventoryKey(hex: Self.key), body: broken)
            }
            #expect(try await compare(hub).agrees)
            try await report(hub, lines(state.held.values.dropFirst(), end: "\r\n"), after: state.cursor)
            let report = try await compare(hub)
            #expect(report.missing == 1 && report.held == 29)
            #expect(try await hub.count("SELECT count(*) FROM delivery.inventory_entry") == 29, "the list before is gone")
        }
    }

    @Test func aSystemWithoutAPolicyReportsNothingAndTheRefusalIsOnRecord() async throws {
        try await withHub { (hub, state) async throws in
            let stream = AsyncThrowingStream<[UInt8], any Error> { $0.finish() }
            await #expect {
                try await hub.serving.takeInventory(
                    hub.caller(.childcare), dataset: "addressee", after: state.cursor ?? "", key: InventoryKey(hex: Self.key), body: stream)
            } throws: { ($0 as? ProvisionRefused)?.refusal == .noPolicy }
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE refusal = 'P0001' AND system = 'childcare'") == 1)
        }
    }

    @Test func theKeyOfAListLiesNowhereInClear() async throws {
        try await withHub { (hub, state) async throws in
            try await report(hub, lines(state.held.values), after: state.cursor)
            #expect(try await hub.count("SELECT count(*) FROM delivery.inventory WHERE encode(key_sealed, 'hex') LIKE \("%\(Self.key.prefix(16))%")") == 0)
        }
    }

    @Test func whoMayNotOperateDeliveriesSendsNobodyAgain() async throws {
        try await withHub { (hub, state) async throws in
            try await report(hub, lines(state.held.values), after: state.cursor)
            await #expect(throws: AccessRefused.self) {
                try await Reconciliation(provisioning: hub.provisioning).compareReported(
                    by: Staff.without(.operateDeliveries), .tax, "addressee", sendsAgain: true)
            }
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'delivery.sent-again' AND is_failure") == 1)
        }
    }
}
