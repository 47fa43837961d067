import Addressee
import Testing

/// Whom a certificate names, and whether that counts here.
@Suite struct CertificateNameTests {
    @Test func aNameIsReadAsItIsWritten() throws {
        let own = try LocalGovernmentCode("111007")
        for name in [CertificateName.system(.tax, of: own), .system(.careInsurance, of: nil), .probe(of: own)] {
            #expect(CertificateName(uris: [try #require(name.uri), "https://city.example"]) == name)
        }
        #expect(CertificateName(uris: ["https://city.example"]) == .none && CertificateName(uris: []) == .none)
    }

    @Test(arguments: [
        "urn:atena:", "urn:atena:system:", "urn:atena:system:Tax", "urn:atena:111008:system:tax", "urn:atena:11100:system:tax", "urn:atena:111007:system",
        "urn:atena:111007:system:", "urn:atena:111007:system:tax:more", "urn:atena:111007:probe:x", "urn:atena:probe", "urn:atena:１１１００７:system:tax",
        "URN:ATENA:111007:system:tax", "urn:atena:111007:tax", "urn:atena:111007:system:tax ",
    ])
    func whatIsNearlyOneOfOursIsNone(uri: String) {
        #expect(CertificateName(uris: [uri]) == .unreadable)
    }

    @Test func twoNamesOfOursLeaveItOpen() {
        #expect(CertificateName(uris: ["urn:atena:111007:system:tax", "urn:atena:111007:system:tax"]) == .unreadable)
        #expect(CertificateName(uris: ["urn:atena:111007:system:tax", "URN:atena:x"]) == .unreadable)
    }

    @Test func whatCountsIsTheBodysOwnAndWhatWasThereBeforeUntilItsDay() throws {
        let (own, other) = (try LocalGovernmentCode("111007"), try LocalGovernmentCode("111015"))
        let last = try #require(CalendarDay("2027-03-31"))
        let (fresh, before) = (HubBody(code: own, unnamedUntil: nil), HubBody(code: own, unnamedUntil: last))
        for hub in [fresh, before] {
            #expect(hub.standing(of: .system(.tax, of: own), on: last) == .own)
            #expect(hub.standing(of: .system(.tax, of: other), on: last) == .another)
            #expect(hub.standing(of: .probe(of: other), on: last) == .another)
            #expect(hub.standing(of: .unreadable, on: last) == .unreadable)
        }
        for name in [CertificateName.none, .system(.tax, of: nil)] {
            #expect(fresh.standing(of: name, on: last) == .unnamed)
            #expect(before.standing(of: name, on: last) == .own)
            #expect(before.standing(of: name, on: last.adding(days: 1)) == .unnamed)
        }
    }
}
