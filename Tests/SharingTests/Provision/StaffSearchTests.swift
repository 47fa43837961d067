import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Register
@testable import Sharing

/// A search shows the current, registered record of whom its terms describe, and nobody else (CT-10).
@Suite(.timeLimit(.minutes(10))) struct StaffSearchTests {
    private static let reason = LookupReason(.application, "転入届の受付")
    private static let clerk = Staff.with(.seePerson)

    private func withHub(_ body: (TestHub, PersonLookup) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let foreign = ResidentRow(4).with { row in
                (row[.tsusho], row[.tsushoFurigana]) = ("佐藤　太郎", "サトウ　タロウ")
                (row[.shimeiGaikokujinromaji], row[.shimeiGaikokujinkanji]) = ("ＬＥＥ　ＭＩＮ", "李　民")
            }
            let provisional = ResidentRow(3).with { $0[.karitorokufuragu] = "1" }
            let younger = ResidentRow(5).with { $0[.seinengappi] = "1990-05-05" }
            let taken = try await hub.take([ResidentRow(1), ResidentRow(2), provisional, foreign, younger])
            try #require(taken.accepted == 5)
            let changed = try await hub.take([
                ResidentRow(1).next("42") { $0[.shimei] = "改名　一" },
                ResidentRow(2).next("42") { row in
                    row[.shimei] = "仮名　二"
                    row[.karitorokufuragu] = "1"
                },
            ])
            try #require(changed.accepted == 2)
            try await body(hub, PersonLookup(provisioning: hub.provisioning))
        }
    }

    private func found(_ lookup: PersonLookup, _ name: String?, _ address: String? = nil, birth: String? = nil, sex: String? = nil) async throws -> [Int] {
        let result = try await lookup.search(by: Self.clerk, .init(name: name, address: address, birth: birth, sex: sex), reason: Self.reason)
        return (1...5).filter { n in result.persons.contains { $0.addresseeNumber.value == ResidentRow.number(n) } }
    }

    @Test func aNameOfOldFindsNobodyAndTheNewOneDoes() async throws {
        try await withHub { (_, lookup) async throws in
            #expect(try await found(lookup, "改名", birth: "1980-01-02") == [1])
            #expect(try await found(lookup, "試験　二", birth: "1980-01-02") == [])
            #expect(try await found(lookup, "試験　二", "南本町") == [])
            let sheet = try await lookup.person(by: Self.clerk, AddresseeNumber(ResidentRow.number(1)), reason: Self.reason)
            #expect(sheet.items[.shimei] == "改名　一" && sheet.historyNumber == 2)
        }
    }

    @Test func whatIsProvisionalIsNeitherFoundNorShownAndHidesNobody() async throws {
        try await withHub { (_, lookup) async throws in
            #expect(try await found(lookup, "仮名", birth: "1980-01-02") == [])
            #expect(try await found(lookup, "試験　三", birth: "1980-01-02") == [2])
            #expect(try await found(lookup, "試験", birth: "1980-01-02") == [2, 4])
            let registered = try await lookup.person(by: Self.clerk, AddresseeNumber(ResidentRow.number(2)), reason: Self.reason)
            #expect(registered.items[.shimei] == "試験　三" && registered.historyNumber == 1)
            await #expect(throws: LookupRefused.unknown) {
                try await lookup.person(by: Self.clerk, AddresseeNumber(ResidentRow.number(3)), reason: Self.reason)
            }
        }
    }

    @Test func birthDateAndSexNarrowAndAllTermsMustHold() async throws {
        try await withHub { (_, lookup) async throws in
            #expect(try await found(lookup, "試験", "南本町") == [2, 4, 5])
            #expect(try await found(lookup, "試験", "南本町", birth: "1990-05-05") == [5])
            #expect(try await found(lookup, "試験", "南本町", sex: "1") == [2, 4])
            #expect(try await found(lookup, "試験", birth: "1990-05-05", sex: "1") == [])
            #expect(try await found(lookup, nil, "南本町", birth: "1990-05-05") == [5])
            #expect(try await found(lookup, "佐藤", birth: "1990-05-05") == [])
            #expect(try await found(lookup, "試験", "大門") == [])
        }
    }

    @Test(arguments: ["試験　五", "シケン", "佐藤", "佐藤太", "サトウ　タ", "ＬＥＥ", "李民"]) func everyNameOfAPersonFindsThem(name: String) async throws {
        try await withHub { (_, lookup) async throws in
            #expect(try await found(lookup, name, birth: "1980-01-02").contains(4))
        }
    }

    @Test(arguments: ["太郎", "験", "タロウ", "五", "五シケン"]) func whatIsNotANamesBeginningFindsNobody(name: String) async throws {
        try await withHub { (_, lookup) async throws in
            #expect(try await found(lookup, name, birth: "1980-01-02") == [])
        }
    }

    @Test(arguments: [
        ("埼玉県さいたま市南区南本町", true), ("埼玉県", true), ("さいたま市南区", true), ("さいたま市　南区　南本町５番地", true), ("南本町", true), ("南本町5番地", true), ("南本町五", true),
        ("南本町55番地", false),
        ("本町", false), ("南区南本町", true), ("市南区", false), ("5番地", false),
    ])
    func anAddressIsFoundFromPrefectureMunicipalityWardOrTownOn(address: String, isFound: Bool) async throws {
        try await withHub { (_, lookup) async throws in
            #expect(try await found(lookup, "試験　五", address) == (isFound ? [4] : []))
        }
    }

    private func found(_ lookup: PersonLookup, _ terms: SearchTerms) async throws -> [Int] {
        let result = try await lookup.search(by: Self.clerk, terms, reason: Self.reason)
        return (1...5).filter { n in result.persons.contains { $0.addresseeNumber.value == ResidentRow.number(n) } }
    }

    @Test func theCallerChoosesHowMuchIsGiven() async throws {
        try await withHub { (_, lookup) async throws in
            #expect(try await found(lookup, .init(name: "試験　五", birth: "1980-01-02", match: .whole)) == [4])
            #expect(try await found(lookup, .init(name: "試験", birth: "1980-01-02", match: .whole)) == [])
            #expect(try await found(lookup, .init(name: "五", birth: "1980-01-02", match: .part)) == [4])
            #expect(try await found(lookup, .init(name: "たろー", birth: "1980-01-02", match: .part)) == [4])
            #expect(try await found(lookup, .init(name: "験", address: "本町５", match: .part)) == [4])
            #expect(try await found(lookup, .init(name: "試験　五", address: "南本町5番地", match: .whole)) == [4])
            #expect(try await found(lookup, .init(name: "試験　五", address: "南本町", match: .whole)) == [])
            #expect(try await found(lookup, .init(name: "試験　五", address: "さいたま市南区南本町五", match: .whole)) == [4])
        }
    }

    @Test func theCallerChoosesWhetherThePastIsSearched() async throws {
        try await withHub { (_, lookup) async throws in
            let terms = SearchTerms(name: "試験　二", birth: "1980-01-02", includesPast: true)
            let result = try await lookup.search(by: Self.clerk, terms, reason: Self.reason)
            #expect(result.persons.map(\.addresseeNumber.value) == [ResidentRow.number(1)])
            #expect(result.persons.first?.items[.shimei] == "改名　一")
            #expect(result.foundByPast.map(\.value) == [ResidentRow.number(1)])
            #expect(try await found(lookup, .init(name: "試験　二", address: "南本町2", includesPast: true)) == [1])
            // What is provisional is of no time.
            #expect(try await found(lookup, .init(name: "仮名", birth: "1980-01-02", includesPast: true)) == [])
            #expect(try await found(lookup, .init(name: "試験　四", birth: "1980-01-02", includesPast: true)) == [])
            let current = try await lookup.search(by: Self.clerk, .init(name: "改名", birth: "1980-01-02", includesPast: true), reason: Self.reason)
            #expect(current.persons.count == 1 && current.foundByPast.isEmpty)
        }
    }

    @Test func aProtectedPersonIsFoundByNoAddressNewOrOld() async throws {
        try await withHub { (hub, lookup) async throws in
            try await hub.take([
                ResidentRow(4).next("41") { row in
                    row[.yokushifuragu] = "1"
                    row[.jushoChoaza] = "北町"
                }
            ])
            for address in ["南本町", "北町"] {
                for match in SearchTerms.Match.allCases {
                    #expect(try await found(lookup, .init(name: "試験　五", address: address, match: match, includesPast: true)) == [])
                }
            }
            let entitled = try await lookup.search(
                by: hub.releasing(AddresseeNumber(ResidentRow.number(4)), to: Self.clerk), .init(name: "試験　五", address: "南本町", includesPast: true),
                reason: Self.reason)
            #expect(entitled.persons.count == 1)
        }
    }

    @Test func theSpellingThatWasTypedComesFirst() async throws {
        try await withHub { (hub, lookup) async throws in
            for (n, name) in [(20, "高橋　一"), (21, "髙橋　一"), (22, "高槗　一")] { try await hub.take([ResidentRow(n).with { $0[.shimei] = name }]) }
            for (n, name) in [(20, "高橋"), (21, "髙橋"), (22, "高槗")] {
                let result = try await lookup.search(by: Self.clerk, .init(name: name, birth: "1980-01-02"), reason: Self.reason)
                #expect(result.persons.count == 3 && result.persons.first?.addresseeNumber.value == ResidentRow.number(n))
            }
        }
    }

    @Test(arguments: ["1980-01", "昭和55年1月2日", "S55", "1980年頃", "１９８０／１／２"]) func aBirthDateIsTakenAsItIsTyped(birth: String) async throws {
        try await withHub { (_, lookup) async throws in
            #expect(try await found(lookup, "試験　五", birth: birth) == [4])
            #expect(try await found(lookup, nil, "南本町5", birth: birth) == [4])
        }
    }

    @Test(arguments: [
        (SearchTerms(name: "試験", birth: "1980-13-01"), "N0007"), (SearchTerms(name: "・", birth: "1980-01-02"), "N0008"),
        (SearchTerms(name: "試験", address: "ー"), "N0008"),
        (SearchTerms(name: "　", birth: "1980-01-02"), "N0003"),
    ])
    func termsThatSayNothingAreRefusedAndRecorded(terms: SearchTerms, code: String) async throws {
        try await withHub { (hub, lookup) async throws in
            let refused = await #expect(throws: LookupRefused.self) { try await lookup.search(by: Self.clerk, terms, reason: Self.reason) }
            #expect(refused?.code == code)
            let recorded = try await hub.text("SELECT body::jsonb #>> '{fields,refusal}' FROM audit.event WHERE kind = 'person.searched' AND is_failure")
            #expect(recorded == code)
        }
    }

    @Test func aSearchRecordsItsTermsItsCountAndWhetherThereWasMore() async throws {
        try await withHub { (hub, lookup) async throws in
            _ = try await found(lookup, "試験", "南本町", birth: "1990-05-05")
            let row = try #require(
                try await hub.rows(
                    """
                    SELECT ARRAY[
                        body::jsonb #>> '{fields,count}', body::jsonb #>> '{fields,more}', body::jsonb #>> '{fields,terms}', personal::jsonb ->> 'name',
                        personal::jsonb ->> 'address', personal::jsonb ->> 'birth', personal::jsonb ->> 'reason_text']
                    FROM audit.event WHERE kind = 'person.searched'
                    """
                ).first)
            let told = try row.decode([String].self)
            #expect(told == ["1", "no", "name address birth", "試験", "南本町", "1990-05-05", "転入届の受付"])
            for n in 10...70 { try await hub.take([ResidentRow(n)]) }
            _ = try await found(lookup, "試験", birth: "1980-01-02")
            let more = try await hub.text(
                """
                SELECT (body::jsonb #>> '{fields,count}') || (body::jsonb #>> '{fields,more}') FROM audit.event
                WHERE kind = 'person.searched' ORDER BY event_id DESC LIMIT 1
                """)
            #expect(more == "50yes")
        }
    }

    @Test func aSearchWithoutAReasonIsRefusedAndRecorded() async throws {
        try await withHub { (hub, lookup) async throws in
            await #expect(throws: LookupRefused.noReason) {
                try await lookup.search(by: Self.clerk, .init(name: "試験", birth: "1980-01-02"), reason: .init(.inquiry, "照会"))
            }
            let refusal = try await hub.text("SELECT body::jsonb #>> '{fields,refusal}' FROM audit.event WHERE kind = 'person.searched' AND is_failure")
            #expect(refusal == "N0001")
        }
    }

    @Test func aRefusedLookIsRecordedWithThePersonAndTheWords() async throws {
        try await withHub { (hub, lookup) async throws in
            let first = try AddresseeNumber(ResidentRow.number(1))
            await #expect(throws: LookupRefused.noReason) { try await lookup.person(by: Self.clerk, first, reason: .init(.inquiry, "照会")) }
            let entitledToNumbersOnly = Staff.with(.seeIndividualNumber)
            await #expect(throws: AccessRefused.self) {
                try await lookup.individualNumber(by: entitledToNumbersOnly, of: first, reason: Self.reason)
            }
            let rows = try await hub.rows(
                """
                SELECT kind, personal::jsonb ->> 'atenabango', personal::jsonb ->> 'reason_text', addressee_id IS NOT NULL FROM audit.event
                WHERE kind LIKE 'person.%' AND is_failure ORDER BY event_id
                """)
            #expect(rows.count == 2)
            for (row, expected) in zip(rows, [("person.looked-up", "照会"), ("person.number-shown", "転入届の受付")]) {
                let told = try row.decode((String, String?, String?, Bool).self)
                #expect(told == (expected.0, ResidentRow.number(1), expected.1, true))
            }
        }
    }

    @Test(arguments: [(4, "yes"), (1, "no")]) func whetherThePersonIsProtectedIsRecordedWithEveryLook(n: Int, expected: String) async throws {
        try await withHub { (hub, lookup) async throws in
            if n == 4 { try await hub.take([ResidentRow(4).next("42") { $0[.yokushifuragu] = "1" }]) }
            let number = try AddresseeNumber(ResidentRow.number(n))
            _ = try await lookup.person(by: Self.clerk, number, reason: Self.reason)
            _ = try await lookup.individualNumber(by: Staff.with(.seePerson, .seeIndividualNumber), of: number, reason: Self.reason)
            let rows = try await hub.rows(
                """
                SELECT body::jsonb #>> '{fields,protected}', coalesce(body::jsonb #>> '{fields,address}', '-') FROM audit.event
                WHERE kind IN ('person.looked-up', 'person.number-shown') ORDER BY event_id
                """)
            let told = try rows.map { row in
                let (protected, address) = try row.decode((String, String).self)
                return protected + " " + address
            }
            #expect(told == ["\(expected) \(n == 4 ? "withheld" : "shown")", "\(expected) -"])
        }
    }

    @Test func aProtectedPersonThatASearchFindsIsShownWithoutAddress() async throws {
        try await withHub { (hub, lookup) async throws in
            try await hub.take([ResidentRow(4).next("42") { $0[.yokushifuragu] = "1" }])
            let terms = SearchTerms(name: "試験　五", birth: "1980-01-02")
            let sheet = try #require(try await lookup.search(by: Self.clerk, terms, reason: Self.reason).persons.first)
            #expect(sheet.isAddressWithheld && sheet.address == nil && sheet.items[.jushoChoaza] == nil)
            try await hub.releasing(AddresseeNumber(ResidentRow.number(4)), to: Self.clerk)
            let entitled = try #require(try await lookup.search(by: Self.clerk, terms, reason: Self.reason).persons.first)
            #expect(entitled.address?.contains("南本町") == true)
        }
    }
}
