import Testing

@testable import Addressee

/// Vectors computed with python-stdnum 2.2 (`stdnum.jp.in_`) and, for the numbers it does not know,
/// with a separate Python reading of the rules.
@Suite struct CheckDigitTests {
    @Test(arguments: [
        "983205673214",
        "824591510226", "552295655910", "361715213357", "058603392246", "995566976481", "039378767710", "795161754121",
        "434096574509", "782699828880", "737151643941", "009329799171", "794404710482",
        // remainder 0, then remainder 1: both give 0
        "087583484610", "912013439620", "754958340960", "816415164050", "804473873950", "020556633020",
    ])
    func individualNumber(_ number: String) throws {
        let bytes = Array(number.utf8)
        #expect(CheckDigit.individualNumber(bytes[..<11]) == bytes[11])
        #expect(try IndividualNumber(number).reveal { $0 } == bytes)
        for wrong in UInt8(ascii: "0")...UInt8(ascii: "9") where wrong != bytes[11] {
            let error = #expect(throws: ValueError.self) { try IndividualNumber(digits: bytes[..<11] + [wrong]) }
            #expect(error?.code == "E0101")
        }
    }

    @Test(arguments: [
        "75412233492", "79055571592", "85977656287", "70175065650", "88448766459", "81377110994", "31497223558", "62241846623",
    ])
    func residentRecordCode(_ code: String) throws {
        let bytes = Array(code.utf8)
        #expect(CheckDigit.residentRecordCode(bytes[..<10]) == bytes[10])
        #expect(try ResidentRecordCode(code).reveal { $0 } == bytes)
        let wrong = code.dropLast() + (code.last == "9" ? "0" : "9")
        let error = #expect(throws: ValueError.self) { try ResidentRecordCode(wrong) }
        #expect(error?.code == "E0102")
    }

    @Test(arguments: [
        "131016", "111007", "111015", "011002", "141003", "472018", "131041", "271004", "111091", "401307",
    ])
    func localGovernmentCode(_ code: String) throws {
        let bytes = Array(code.utf8)
        #expect(CheckDigit.localGovernmentCode(bytes[..<5]) == bytes[5])
        #expect(try LocalGovernmentCode(code).value == code)
        let wrong = code.dropLast() + (code.last == "9" ? "0" : "9")
        let error = #expect(throws: ValueError.self) { try LocalGovernmentCode(wrong) }
        #expect(error?.code == "E0103")
    }

    @Test(arguments: [
        (Int64(1), "000000000000019"), (2, "000000000000027"), (3, "000000000000035"), (10, "000000000000108"),
        (123_456, "000000001234560"), (1_350_000, "000000013500002"), (99_999_999_999_999, "999999999999998"),
    ])
    func integratedAddresseeNumber(_ running: Int64, _ text: String) throws {
        #expect(IntegratedAddresseeNumber(runningNumber: running).value == text)
        #expect(try IntegratedAddresseeNumber(text).runningNumber == running)
    }

    @Test func integratedAddresseeNumberRefuses() {
        #expect(#expect(throws: ValueError.self) { try IntegratedAddresseeNumber("000000000000018") }?.code == "E0104")
        #expect(#expect(throws: ValueError.self) { try IntegratedAddresseeNumber("19") }?.code == "E0003")
        #expect(#expect(throws: ValueError.self) { try IntegratedAddresseeNumber("00000000000001X") }?.code == "E0002")
        #expect(#expect(throws: ValueError.self) { try IntegratedAddresseeNumber("000000000000000") }?.code == "E0002")
    }

    @Test func anyKindOfCollection() {
        #expect(CheckDigit.modulus11Weights2To7(Array("98320567321".utf8)) == UInt8(ascii: "4"))
        #expect(CheckDigit.modulus11Weights2To7("98320567321".utf8) == UInt8(ascii: "4"))
        #expect(CheckDigit.modulus11Weights2To7("98320567321".utf8.lazy.map { $0 }) == UInt8(ascii: "4"))
        #expect(CheckDigit.modulus11Weights2To7([UInt8]()) == UInt8(ascii: "0"))
    }
}

@Suite struct NumberTests {
    @Test(arguments: [
        ("98320567321", "E0003"), ("9832056732145", "E0003"), ("", "E0003"), ("98320567321４", "E0002"), ("98320567321a", "E0002"),
        ("983205673213", "E0101"), ("98320567 214", "E0002"), ("98320567321\u{0}", "E0002"),
        (String(repeating: "9", count: 100), "E0003"),
    ])
    func individualNumberRefuses(_ text: String, _ code: String) {
        let error = #expect(throws: ValueError.self) { try IndividualNumber(text) }
        #expect(error?.code == code)
        #expect(text.isEmpty || error?.rule.contains(text) == false)
    }

    @Test func individualNumberKeepsLeadingZeros() throws {
        #expect(try IndividualNumber("009329799171").reveal { String(decoding: $0, as: UTF8.self) } == "009329799171")
        #expect(try IndividualNumber("009329799171") == IndividualNumber(digits: Array("009329799171".utf8)))
    }

    @Test func basicPensionNumber() throws {
        #expect(try BasicPensionNumber("1234-567890").reveal { $0 } == Array("1234567890".utf8))
        #expect(try BasicPensionNumber("1234-567890") == BasicPensionNumber("1234567890"))
        #expect(#expect(throws: ValueError.self) { try BasicPensionNumber("123456789") }?.code == "E0003")
        #expect(#expect(throws: ValueError.self) { try BasicPensionNumber("12345-67890") }?.code == "E0002")
    }

    @Test func addresseeNumber() throws {
        #expect(try AddresseeNumber("00000000000123A").value == "00000000000123A")
        #expect(#expect(throws: ValueError.self) { try AddresseeNumber("") }?.code == "E0001")
        #expect(#expect(throws: ValueError.self) { try AddresseeNumber("１２") }?.code == "E0002")
        #expect(#expect(throws: ValueError.self) { try AddresseeNumber("1234567890123456") }?.code == "E0003")
        #expect(try AddresseeNumber("10") < AddresseeNumber("9"))
    }

    @Test func namesOfSystems() {
        #expect(SystemName(rawValue: "care-insurance") == .careInsurance)
        for bad in ["", "Tax", "1tax", "-tax", "tax office", "税", String(repeating: "a", count: 41)] {
            #expect(SystemName(rawValue: bad) == nil)
        }
        for name in [
            SystemName.tax, .childcare, .careInsurance, .healthInsurance, .nationalPension, .educationBoard, .residentRecord,
        ] {
            #expect(SystemName(rawValue: name.rawValue) == name)
        }
    }

    @Test func businessID() throws {
        #expect(try BusinessID("031").isNational)
        #expect(try !BusinessID("A01").isNational)
        #expect(throws: ValueError.self) { try BusinessID("31") }
        #expect(throws: ValueError.self) { try BusinessID("０３１") }
    }

    @Test func bitsOfItemsAreDistinct() {
        #expect(Set(ItemCatalogue.register.items.map(\.bit)).count == ItemCatalogue.register.items.count)
        #expect(ItemCatalogue.register.items.allSatisfy { $0.bit < 63 })
    }
}
