import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import SharingStand
import SyntheticCity
import Testing

@testable import AccessControl
@testable import Oversight
@testable import Register
@testable import Sharing

/// Every spelling of the list of hard names finds its person and under 20 others, among themselves and a few hundred others of their kind.
@Suite(.timeLimit(.minutes(10))) struct HardNamesTests {
    private static let reason = LookupReason(.inquiry, "窓口での照会")
    private static let clerk = Staff.with(.seePerson)

    @Test func versionsFromBeforeTheKeysAreKeyedByMigrateAndSearchesWaitForIt() async throws {
        let row = ResidentRow(1).with { ($0[.shimei], $0[.shimeiFurigana]) = ("渡邉　一", "ワタナベ　ハジメ") }
        func old(_ admin: Connection) async throws {
            try await admin.script(
                unsafeSQL: """
                    INSERT INTO register.addressee (addressee_id, atenabango) SELECT n, 'R' || n FROM generate_series(1, 12000) AS n;
                    INSERT INTO register.version (addressee_id, journal_position, history_number, registered_by, row_digest, shimei, shimei_furigana,
                        seinengappi, juminjotai, jusho_choaza, jusho_banchigohyoki)
                    SELECT n, n, 1, '{resident-record}', '\\x00', '\(row[.shimei])', '\(row[.shimeiFurigana])', '1980-01-02', '1', '南本町一丁目', n || '番地'
                    FROM generate_series(1, 12000) AS n;
                    """)
        }
        try await TestHub.upgraded(from: 20, old: old) { hub in
            let lookup = PersonLookup(provisioning: hub.provisioning)
            let terms = SearchTerms(name: "渡辺", address: "南本町1-11999")
            await #expect(throws: LookupRefused.notKeyed) { try await lookup.search(by: Self.clerk, terms, reason: Self.reason) }
            #expect(try await HubStatus.read(hub.provisioning).searchIsReady == false)
            // Stopped after the first piece, it goes on where it was.
            let first = Task { try await SearchKeying().complete(hub.admin) { _ in withUnsafeCurrentTask { $0?.cancel() } } }
            _ = try? await first.value
            #expect(try await hub.count("SELECT count(*) FROM register.search_key") == 5000)
            #expect(try await SearchKeying().complete(hub.admin) == 7000)
            #expect(try await hub.count("SELECT count(*) FROM register.search_key") == 12000)
            #expect(try await SearchKeying().complete(hub.admin) == 0)
            let found = try await lookup.search(by: Self.clerk, terms, reason: Self.reason)
            #expect(found.persons.map(\.addresseeNumber.value) == ["R11999"])
            #expect(try await HubStatus.read(hub.provisioning).searchIsReady)
            // Keys by other rules are made anew.
            _ = try await hub.rows("UPDATE register.search_keying SET rules = 0")
            await #expect(throws: LookupRefused.notKeyed) { try await lookup.search(by: Self.clerk, terms, reason: Self.reason) }
            #expect(try await SearchKeying().complete(hub.admin) == 12000)
        }
    }
}
