import AccessControlStand
import Addressee
import AuditTrail
import ConnectorKit
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Register
@testable import Sharing

/// 一時解除: one clerk reads where one protected person is, by another's word, for some minutes (INCIDENTS 1).
@Suite(.timeLimit(.minutes(10))) struct PlaceReleaseTests {
    private static let reader = Staff.with(.seePerson, account: "3010")
    private static let releaser = Staff.with(.liftSuppression, account: "3011")
    private static let reason = LookupReason(.inquiry, "窓口での問い合わせ")
    private static let why = "本人への郵便物の送付"

    private func withHub(_ body: (TestHub, PersonLookup, PlaceReleases, TestClock) async throws -> Void) async throws {
        try await ProtectedResidents.with { hub in
            try await hub.take([1, 2].map { ResidentRow($0).next("43") { ($0[.yokushifuragu], $0[.shiensochiKaishi]) = ("1", "2026-11-02") } })
            // Lives with the first.
            try await hub.take([ResidentRow(3).next("43") { ($0[.setaibango], $0[.zokugara]) = ("S1", "子") }])
            let clock = TestClock()
            var lookup = PersonLookup(provisioning: hub.provisioning)
            lookup.now = { clock.now }
            try await body(hub, lookup, PlaceReleases(provisioning: hub.clerking, now: { clock.now }), clock)
        }
    }

    private func number(_ n: Int) throws -> AddresseeNumber { try AddresseeNumber(ResidentRow.number(n)) }

    @Test func oneSeesOnePersonForAsLongAsAnotherSaid() async throws {
        try await withHub { hub, lookup, releases, clock in
            func sees(_ n: Int, _ principal: Principal = Self.reader) async throws -> Bool {
                try await lookup.person(by: principal, number(n), reason: Self.reason).address != nil
            }
            #expect(try await !sees(1))
            let request = try await releases.ask(by: Self.reader, number(1), minutes: 10, because: Self.why)
            #expect(try await !sees(1))
            await #expect(throws: ProtectionRefused.samePerson) {
                try await releases.decide(
                    by: Staff.with(.seePerson, .liftSuppression, account: "3010"), request, isReleased: true, because: Self.why)
            }
            #expect(try await releases.waiting(by: Self.releaser).map(\.request) == [request])
            try await releases.decide(by: Self.releaser, request, isReleased: true, because: Self.why)
            #expect(try await sees(1))
            #expect(
                try await hub.text("SELECT body::jsonb #>> '{fields,release}' FROM audit.event WHERE kind = 'person.looked-up' ORDER BY event_id DESC LIMIT 1")
                    == "1")
            // Nobody else, and nobody else's: not even who lives there, nor by the right to lift alone.
            #expect(try await !sees(2))
            #expect(try await !sees(3))
            #expect(try await !sees(1, Staff.with(.seePerson, .liftSuppression, account: "3012")))
            // By address that person is found, and no other protected one.
            let found = try await lookup.search(by: Self.reader, .init(name: "試験", address: "南本町"), reason: Self.reason).persons
            #expect(found.map(\.addresseeNumber.value).sorted() == [1, 4].map(ResidentRow.number) && found.allSatisfy { $0.address != nil })
            // What goes out is as it was.
            #expect(try await hub.person(ResidentRow.number(1), .educationBoard).items[.jushoChoaza] == nil)
            clock.now = clock.now.adding(seconds: 599)
            #expect(try await sees(1))
            clock.now = clock.now.adding(seconds: 1)
            #expect(try await !sees(1))
            await #expect(throws: ProtectionRefused.notWaiting) { try await releases.decide(by: Self.releaser, request, isReleased: true, because: Self.why) }
            #expect(try await hub.untrueRows().isEmpty)
        }
    }

    @Test func whatIsRefusedOrPutInBySQLReleasesNobody() async throws {
        try await withHub { hub, lookup, releases, clock in
            let request = try await releases.ask(by: Self.reader, number(1), because: Self.why)
            try await releases.decide(by: Self.releaser, request, isReleased: false, because: "必要がないため")
            #expect(try await lookup.person(by: Self.reader, number(1), reason: Self.reason).isAddressWithheld)
            await #expect(throws: ProtectionRefused.wrongMinutes) { try await releases.ask(by: Self.reader, number(1), minutes: 1441, because: Self.why) }
            await #expect(throws: ProtectionRefused.noReason) { try await releases.ask(by: Self.reader, number(1), because: "急ぎ") }
            await #expect(throws: ProtectionRefused.unknown) { try await releases.ask(by: Self.reader, AddresseeNumber("X99"), because: Self.why) }
            await #expect(throws: AccessRefused.self) { try await releases.ask(by: Staff.without(.seePerson), number(1), because: Self.why) }
            _ = try await hub.pool.execute(
                """
                INSERT INTO register.release_request (asked_at, addressee_id, minutes, account, reason)
                SELECT now(), addressee_id, 60, '3010', '偽の申し出' FROM register.addressee WHERE atenabango = \(ResidentRow.number(1))
                """)
            await #expect(throws: ProtectionRefused.untrueRow) { try await releases.decide(by: Self.releaser, 2, isReleased: true, because: Self.why) }
            _ = try await hub.pool.execute(
                """
                INSERT INTO register.release_decision (request_id, decided_at, until_at, addressee_id, account, decided_by, reason, mac)
                SELECT 2, now(), \(clock.now.adding(seconds: 600)), addressee_id, '3010', '3011', '偽の決定',
                    (SELECT mac FROM register.release_decision LIMIT 1)
                FROM register.addressee WHERE atenabango = \(ResidentRow.number(1))
                """)
            #expect(try await lookup.person(by: Self.reader, number(1), reason: Self.reason).isAddressWithheld)
            #expect(try await hub.untrueRows() == ["register.release_decision": 1, "register.release_request": 1])
        }
    }

    @Test func aHeldRowShowsThePlaceToWhomThePersonIsReleased() async throws {
        try await withHub { hub, lookup, releases, _ in
            let moved = ResidentRow(1).next("42") { ($0[.rirekibango], $0[.kojinbango], $0[.jushoChoaza]) = ("3", Numbers.individual(77), "新町") }
            #expect(try await hub.take([moved]).held == 1)
            let clerk = Staff.with(.seePerson, .correct, account: "3010")
            func sees() async throws -> Bool { try await lookup.held(by: clerk, 1, reason: .init(.correction, "保留の確認")).lines.contains { $0.row == "新町" } }
            #expect(try await !sees())
            let request = try await releases.ask(by: clerk, number(1), because: Self.why)
            try await releases.decide(by: Self.releaser, request, isReleased: true, because: Self.why)
            #expect(try await sees())
        }
    }
}
