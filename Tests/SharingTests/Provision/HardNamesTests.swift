import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import SharingStand
import SyntheticCity
import Testing

@testable import AccessControl
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

    @Test func everyVersionIsKeyedWhenItIsWritten() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.take([ResidentRow(1), ResidentRow(2).with { $0[.tsusho] = "通称　二" }])
            try await hub.take([ResidentRow(1).next("42") { $0[.shimei] = "改名　一" }])
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
