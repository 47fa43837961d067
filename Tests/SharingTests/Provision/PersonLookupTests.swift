import AccessControlStand
import Addressee
import Foundation
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Sharing

/// Whoever looks at a person says why, is recorded, and sees no more than their rights allow (CT-7, CT-10, CT-22).
@Suite(.timeLimit(.minutes(10))) struct PersonLookupTests {
    private static let reason = LookupReason(.application, "転入届の受付")
    private static let clerk = Staff.with(.seePerson)

    /// Persons 1 to 60; number 2 is protected, number 3's protection has passed its last day, number 4 is suppressed, number 5 provisionally
    /// protected.
    private func withHub(_ body: (TestHub, PersonLookup) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            try await hub.take(
                (1...60).map { n in
                    ResidentRow(n).with { row in
                        row[.shimeiFurigana] = n % 2 == 0 ? "シケン　ハナコ" : "シケン　タロウ"
                        if n == 2 { (row[.shiensochiKaishi], row[.shiensochiShuryo]) = ("2026-04-01", "2027-03-31") }
                        if n == 3 { (row[.shiensochiKaishi], row[.shiensochiShuryo]) = ("2024-04-01", "2025-03-31") }
                        if n == 4 { row[.yokushifuragu] = "1" }
                        if n == 5 { row[.kariShiensochi] = "1" }
                        (row[.tennyumaeJusho], row[.tenshutsusakiJusho]) = ("東京都南本町", "大阪府南本町")
                    }
                })
            try await body(hub, PersonLookup(provisioning: hub.provisioning))
        }
    }

    private func number(_ n: Int) throws -> AddresseeNumber { try AddresseeNumber(ResidentRow.number(n)) }

    /// The last event of a kind: its body, its personal fields, and whom it concerns.
    private func last(_ kind: String, _ hub: TestHub) async throws -> (body: String, personal: String, addressee: Int64?, isFailure: Bool) {
        let row = try #require(
            try await hub.rows("SELECT body, personal, addressee_id, is_failure FROM audit.event WHERE kind = \(kind) ORDER BY event_id DESC LIMIT 1").first)
        return (
            try row.decode("body", as: String.self), try row.decode("personal", as: String?.self) ?? "", try row.decode("addressee_id", as: Int64?.self),
            try row.decode("is_failure", as: Bool.self)
        )
    }

    @Test func aLookUpShowsThePersonAndIsRecordedWithTerminalDepartmentAndReason() async throws {
        try await withHub { hub, provisioning in
            let sheet = try await provisioning.person(by: Self.clerk, number(1), reason: Self.reason)
            #expect(sheet.items[.shimei] == "試験　\(ResidentRow.name(1))")
            #expect(sheet.address == "埼玉県さいたま市南区南本町2番地")
            #expect(sheet.birth == "昭和55年1月2日")
            #expect(sheet.items[.kojinbango] == nil && sheet.items[.juminhyokodo] == nil)
            let event = try await last("person.looked-up", hub)
            for part in [#""by":"staff 1001""#, #""department":"市民課""#, #""terminal":"window-1""#, #""reason":"application""#] {
                #expect(event.body.contains(part), "\(part)")
            }
            #expect(event.personal.contains("転入届の受付") && event.personal.contains(ResidentRow.number(1)))
            #expect(!event.body.contains(ResidentRow.number(1)) && !event.body.contains("転入届の受付"))
            #expect(event.addressee != nil && !event.isFailure)
        }
    }

    @Test(arguments: ["", "    ", "届出", "　　届　出　　"]) func withoutAReasonInWordsNothingIsShown(words: String) async throws {
        try await withHub { hub, provisioning in
            await #expect(throws: LookupRefused.noReason) { try await provisioning.person(by: Self.clerk, number(1), reason: .init(.application, words)) }
            let seen1 = try await last("person.looked-up", hub).isFailure
            #expect(seen1)
        }
    }

    @Test func withoutTheRightNothingIsShownAndTheAttemptIsRecordedWithThePerson() async throws {
        try await withHub { hub, provisioning in
            await #expect(throws: AccessRefused.self) { try await provisioning.person(by: Staff.without(.seePerson), number(1), reason: Self.reason) }
            let event = try await last("person.looked-up", hub)
            #expect(event.isFailure && event.addressee != nil)
            await #expect(throws: AccessRefused.self) {
                try await provisioning.search(by: Staff.without(.seePerson), .init(name: "試験", birth: "1980-01-02"), reason: Self.reason)
            }
            let seen2 = try await last("person.searched", hub).isFailure
            #expect(seen2)
        }
    }

    @Test func aNumberThatNobodyHasIsRefusedAndNotKept() async throws {
        try await withHub { hub, provisioning in
            let nobody = try AddresseeNumber("R99999999")
            await #expect(throws: LookupRefused.unknown) { try await provisioning.person(by: Self.clerk, nobody, reason: Self.reason) }
            await #expect(throws: AccessRefused.self) { try await provisioning.person(by: Staff.without(.seePerson), nobody, reason: Self.reason) }
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'person.looked-up' AND is_failure") == 2)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE body LIKE '%R99999999%' OR personal LIKE '%R99999999%'") == 0)
        }
    }

    @Test func theIndividualNumberNeedsARightOfItsOwnAndAReasonOfItsOwn() async throws {
        try await withHub { hub, provisioning in
            await #expect(throws: AccessRefused.self) { try await provisioning.individualNumber(by: Self.clerk, of: number(1), reason: Self.reason) }
            let entitled = Staff.with(.seePerson, .seeIndividualNumber)
            await #expect(throws: LookupRefused.noReason) { try await provisioning.individualNumber(by: entitled, of: number(1), reason: .init(.audit, "")) }
            let shown = try await provisioning.individualNumber(by: entitled, of: number(1), reason: .init(.request, "税務署からの照会"))
            #expect(shown == (try IndividualNumber(Numbers.individual(1))))
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'person.number-shown' AND is_failure") == 2)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'person.number-shown' AND NOT is_failure") == 1)
            let leaked = "%\(Numbers.individual(1))%"
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE body LIKE \(leaked) OR personal LIKE \(leaked)") == 0)
        }
    }

    @Test(arguments: [2, 3, 4, 5]) func aProtectedPersonIsShownWithAWarningAndWithoutAddress(n: Int) async throws {
        try await withHub { hub, provisioning in
            let sheet = try await provisioning.person(by: Self.clerk, number(n), reason: Self.reason)
            #expect(sheet.protection.holds && !sheet.warnings.isEmpty)
            #expect(sheet.address == nil && sheet.isAddressWithheld)
            for item in [Item.jushoChoaza, .jushoBanchigohyoki, .jushoShikuchosonkodo, .setaibango, .tennyumaeJusho, .tenshutsusakiJusho] {
                #expect(sheet.items[item] == nil, "\(item)")
            }
            #expect(!sheet.lines.contains { $0.value.contains("南本町") })
            let seen3 = try await last("person.looked-up", hub).body.contains(#""address":"withheld""#)
            #expect(seen3)
            // Nor to whom may lift it: that takes another's release.
            #expect(try await provisioning.person(by: Staff.with(.seePerson, .liftSuppression), number(n), reason: Self.reason).isAddressWithheld)
            let entitled = try await provisioning.person(by: hub.releasing(number(n), to: Self.clerk), number(n), reason: Self.reason)
            #expect(entitled.address?.contains("南本町") == true && !entitled.warnings.isEmpty)
        }
    }

    @Test(arguments: [
        SearchTerms(name: "試験"), SearchTerms(address: "南本町"), SearchTerms(birth: "1980-01-02"), SearchTerms(name: "試験", sex: "1"),
        SearchTerms(name: "試験", address: "　 "), SearchTerms(sex: "2"),
    ]) func aSearchByLessThanTwoTermsIsRefusedAndSexIsNone(terms: SearchTerms) async throws {
        try await withHub { hub, provisioning in
            await #expect(throws: LookupRefused.tooFewTerms) { try await provisioning.search(by: Self.clerk, terms, reason: Self.reason) }
            let seen4 = try await last("person.searched", hub).isFailure
            #expect(seen4)
        }
    }

    @Test func aSearchFindsByBeginningsShowsAtMostFiftyAndRecordsWhomItShowed() async throws {
        try await withHub { hub, provisioning in
            let all = try await provisioning.search(by: Self.clerk, .init(name: "試験", birth: "1980-01-02"), reason: Self.reason)
            #expect(all.persons.count == 50 && all.hasMore)
            let women = try await provisioning.search(by: Self.clerk, .init(name: "シケンハナコ", birth: "1980-01-02"), reason: Self.reason)
            #expect(women.persons.count == 30 && !women.hasMore)
            let first = try #require(
                try await hub.text(
                    "SELECT personal::json ->> 'persons' FROM audit.event WHERE kind = 'person.searched' ORDER BY event_id DESC LIMIT 1"))
            #expect(PersonSet.ids(try #require(Data(base64Encoded: first))).count == 30)
            let one = try await provisioning.search(by: Self.clerk, .init(name: "試験 \(ResidentRow.name(1))", address: "さいたま市南区南本町2番地"), reason: Self.reason)
            #expect(one.persons.map(\.addresseeNumber.value) == [ResidentRow.number(1)])
            let seen5 = try await provisioning.search(by: Self.clerk, .init(name: "試%一", birth: "1980-01-02"), reason: Self.reason).persons.isEmpty
            #expect(seen5)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'person.searched' AND body LIKE '%試験%'") == 0)
        }
    }

    @Test(arguments: [2, 3, 4, 5]) func whoIsProtectedIsNotFoundByAddress(n: Int) async throws {
        try await withHub { hub, provisioning in
            let terms = SearchTerms(name: "試験　\(ResidentRow.name(n))", address: "埼玉県さいたま市南区南本町")
            func found(_ clerk: Principal, _ terms: SearchTerms) async throws -> [String] {
                try await provisioning.search(by: clerk, terms, reason: Self.reason).persons.map(\.addresseeNumber.value)
            }
            let seen6 = try await found(Self.clerk, terms).contains(ResidentRow.number(n)) == false
            #expect(seen6)
            let seen7 = try await found(hub.releasing(number(n), to: Self.clerk), terms).contains(ResidentRow.number(n))
            #expect(seen7)
            let seen8 = try await found(Self.clerk, .init(name: "試験　\(ResidentRow.name(n))", birth: "1980-01-02")).contains(ResidentRow.number(n))
            #expect(seen8)
        }
    }
}
