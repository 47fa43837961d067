import AccessControl
import AccessControlStand
import Addressee
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import Sharing
import SharingStand
import Synchronization

/// Four residents, of whom tax is told with their protection, and the education board without.
enum ProtectedResidents {
    static let suppression: [Item] = [.yokushifuragu, .shiensochiKaishi, .shiensochiShuryo, .kariShiensochi]
    static let department = TestPolicy(
        items: [.kojinbango, .shimei, .jushoChoaza] + suppression, scope: "any: [{ state: [resident] }, registered-by-system]")
    static let board = TestPolicy(
        system: .educationBoard, items: [.shimei, .jushoTodofuken, .jushoChoaza, .jushoBanchigohyoki], ways: "[push, pull, medium]")

    static func with(_ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(department, board)
            try await hub.advance("2026-11-20")
            try await hub.take((1...4).map { ResidentRow($0) })
            try await hub.settle()
            try await body(hub)
        }
    }
}

/// A clock that a test moves; it begins at noon of the tests' day.
final class TestClock: Sendable {
    private let instant = Mutex(PostgresInstant(microsecondsSince2000: Int64(day("2026-11-20").daysSince2000) * 86_400_000_000 + 3 * 3_600_000_000))

    var now: PostgresInstant {
        get { instant.withLock { $0 } }
        set { instant.withLock { $0 = newValue } }
    }
}

extension TestHub {
    /// A person as somebody sees them who may see persons, and nothing else.
    func sheet(_ number: String, by principal: Principal = Staff.with(.seePerson)) async throws -> PersonSheet {
        try await PersonLookup(provisioning: provisioning).person(
            by: principal, AddresseeNumber(number), reason: LookupReason(.inquiry, "窓口での問い合わせ"))
    }

    /// Of which residents a receiver holds nothing of place, and is told so; the others' it must hold.
    func withheld(_ held: [String: Entry]) -> [Int] {
        (1...4).filter { n in
            held[ResidentRow.number(n)].map { $0.withheld.contains(.jushoChoaza) && $0.items[.jushoChoaza] == nil && $0.items[.jushoBanchigohyoki] == nil }
                ?? true
        }
    }

    /// How many rows of which table are not as the program wrote them.
    func untrueRows() async throws -> [String: Int] {
        let rows = try await pool.withConnection { try await UntrueRows.all(keys, on: $0) }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.table, $0.count) })
    }
}
