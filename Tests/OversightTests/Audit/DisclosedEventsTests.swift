import AccessControlStand
import Addressee
import Foundation
import LogSealingStand
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import AuditTrail
@testable import Oversight
@testable import Sharing
@testable import TransparencyLog

/// Whatever kind of event names a person stands in that person's disclosure report, or on the list of what does not, with the reason. Generated from the catalogue of
/// kinds (`EventKind.all`, which `ops/event-catalogue.md` repeats): whoever adds a kind decides.
@Suite(.timeLimit(.minutes(10))) struct DisclosedEventsTests {
    private static let naming = EventKind.all.filter { !$0.personal.isEmpty }

    @Test func everyKindThatNamesAPersonIsInTheReportOrOnTheListWithAReason() {
        for kind in EventKind.all {
            let reason = DisclosedEvents.left[kind.name]
            let isNaming = !kind.personal.isEmpty
            #expect(
                (reason != nil) == (isNaming && !DisclosedEvents.contains(kind)),
                "\(kind.name): read it in PersonEvents, or say in DisclosedEvents.left why not")
            #expect(reason.map { $0.count > 40 } ?? true, "\(kind.name)")
        }
        let names = Set(EventKind.all.map(\.name))
        #expect(Set(DisclosedEvents.left.keys).isSubset(of: names) && DisclosedEvents.looks.isSubset(of: names))
        #expect(Self.naming.count > 40 && DisclosedEvents.showing.count > 2 && DisclosedEvents.listing.count > 8)
    }

    /// Of each kind an event as the program writes it: by the internal id, by a set, or by the addressee number among others or alone.
    @Test func anEventOfEachKindIsFoundByThePersonWhomItNames() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.take([ResidentRow(1), ResidentRow(2)])
            let id = try await hub.rows("SELECT addressee_id FROM register.addressee WHERE atenabango = \(ResidentRow.number(1))")[0].decode(Int64.self)
            var (expected, absent): ([Int64: String], [Int64: String]) = ([:], [:])
            for kind in Self.naming {
                let event = try await write(kind, id, hub)
                if DisclosedEvents.left[kind.name] == nil { expected[event] = kind.name } else { absent[event] = kind.name }
                guard kind != .provision, kind.personal.contains("addressee_id"), kind.personal.contains("atenabango") else { continue }
                expected[try await write(kind, nil, hub)] = "\(kind.name), by the number alone"
            }
            var lines: [Int64: DisclosureReport.Line] = [:]
            _ = try await report(hub, 1) { lines[$0.event] = $0 }
            for (event, name) in expected { #expect(lines[event] != nil, "\(name)") }
            for (event, name) in absent { #expect(lines[event] == nil, "\(name)") }
            // What somebody only saw is a look-up.
            for (event, name) in expected {
                #expect((lines[event]?.part == .looked) == DisclosedEvents.looks.contains(String(name.prefix { $0 != "," })), "\(name)")
            }
            var others: Set<Int64> = []
            _ = try await report(hub, 2) { others.insert($0.event) }
            #expect(others.isDisjoint(with: Set(expected.keys).union(absent.keys)))
        }
    }

    /// 対象者か決まらない者の一覧: whoever stood on it was seen.
    @Test func whoStoodOnAListOfTheUndecidedWasSeen() async throws {
        try await UndecidedResidents.with("age: { from: reached 65 }") { hub, list in
            let shown = try await UndecidedResidents.numbers(hub, list)
            for n in 1...10 {
                let looked = try await report(hub, n).lines(of: .looked)
                guard shown.contains(ResidentRow.number(n)) else {
                    #expect(looked.isEmpty, "\(n)")
                    continue
                }
                #expect(looked.map(\.what) == ["対象者か決まらない者の一覧"] && looked.map(\.way) == ["tax"] && looked.map(\.reason) == ["生年月日の確認"], "\(n)")
                #expect(looked.allSatisfy { $0.department == "市民課" && $0.terminal == "window-1" && $0.isGenuine })
            }
            #expect(shown.count == 6)
        }
    }

    /// The proof of a list tells nothing of the others on it.
    @Test func theProofOfAListTellsNothingOfOthers() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.take([ResidentRow(1)])
            let kind = try #require(EventKind.all.first { $0.name == "protection.listed" })
            let event = try await write(kind, nil, hub)
            try await hub.seal()
            let proofs = try await DisclosureReporting(provisioning: hub.provisioning).prove([event], key: try hub.batchFiles.key()) { _, proof in
                #expect(proof.event.personal == nil)
                try proof.verify(try hub.batchFiles.key())
            }
            #expect(proofs.proven == 1)
        }
    }

    private func report(_ hub: TestHub, _ n: Int, every: ((DisclosureReport.Line) throws -> Void)? = nil) async throws -> DisclosureReport {
        try await DisclosureReporting(provisioning: hub.provisioning).report(
            by: Staff.with(.readLog, account: "3001"), on: AddresseeNumber(ResidentRow.number(n)), because: "本人からの開示請求", every: every)
    }

    /// An event of a kind about the first resident.
    ///
    /// - Parameter id: internal id of the resident; nil where it names by the number alone.
    private func write(_ kind: EventKind, _ id: Int64?, _ hub: TestHub) async throws -> Int64 {
        let isAlone = kind.personal.contains("addressee_id")
        var personal: [String: String] = [:]
        for field in kind.personal {
            switch field {
            case "addressee_id": personal[field] = id.map(String.init)
            case "atenabango": personal[field] = isAlone ? ResidentRow.number(1) : "100000000000000 \(ResidentRow.number(1))"
            case "persons" where !isAlone: personal[field] = try persons(#require(id))
            case "persons", "taken_back", "not_taken", "record_keys", "record_sets": continue
            default: personal[field] = "語"
            }
        }
        let event = AuditEvent(
            kind, by: "staff 1001", fields: [:], personal: personal, addresseeID: isAlone ? id : nil)
        return try #require(try await hub.pool.query(event.statement()).first).decode("event_id")
    }

    private func persons(_ id: Int64) -> String {
        var set = PersonSet()
        set.insert(id)
        return Data(set.finish()).base64EncodedString()
    }
}
