import Addressee
import Foundation
import Postgres
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

    @Test func everySpellingFindsItsPersonAndUnderTwentyOthers() async throws {
        let list = try HardNames()
        #expect(list.persons.count == 40)
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let file = try hub.write(Array(list.residents(on: day("2020-04-01")).utf8), to: "hard-names.csv")
            let taken = try await hub.take(file: file)
            try #require(taken.accepted == 40)
            let lookup = PersonLookup(provisioning: hub.provisioning)
            for (index, person) in list.persons.enumerated() {
                for (place, search) in person.searches.enumerated() {
                    let terms = SearchTerms(name: search.name, address: search.address, birth: search.birth)
                    let found = try await lookup.search(by: Self.clerk, terms, reason: Self.reason)
                    let isFound = found.persons.contains { $0.addresseeNumber.value == HardNames.number(index) }
                    #expect(isFound, "person \(index + 1), search \(place + 1) of hard-names.tsv")
                    #expect(found.persons.count <= 20)
                }
            }
        }
    }

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

    @Test func everyVersionIsKeyedWhenItIsWritten() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1), ResidentRow(2).with { $0[.tsusho] = "通称　二" }])
            try await hub.take([ResidentRow(1).next("C2") { $0[.shimei] = "改名　一" }])
            let missing = try await hub.count(
                """
                SELECT count(*) FROM register.version v
                WHERE NOT EXISTS (SELECT FROM register.search_key k WHERE k.addressee_id = v.addressee_id AND k.history_number = v.history_number)
                """)
            #expect(missing == 0)
            #expect(try await hub.count("SELECT count(*) FROM register.search_key") == 4)
        }
    }
}
