import Testing

@testable import Addressee

/// 「なし」の代わりの0. Zeros are no number, though some check digits let them pass: refused by name wherever a number is made or taken.
@Suite struct PlaceholderTests {
    @Test func numbersOfZerosAreNotMade() {
        #expect(#expect(throws: ValueError.self) { try IndividualNumber("000000000000") }?.code == "E0110")
        #expect(#expect(throws: ValueError.self) { try IndividualNumber(digits: [UInt8](repeating: 0x30, count: 12)) }?.code == "E0110")
        #expect(#expect(throws: ValueError.self) { try ResidentRecordCode("00000000000") }?.code == "E0111")
        #expect(#expect(throws: ValueError.self) { try LocalGovernmentCode("000001") }?.code == "E0112")
        #expect(#expect(throws: ValueError.self) { try LocalGovernmentCode("000000") }?.code == "E0112")
        for text in ["0000000000", "0000-000000"] {
            #expect(#expect(throws: ValueError.self) { try BasicPensionNumber(text) }?.code == "E0113")
        }
        #expect(#expect(throws: ValueError.self) { try IntegratedAddresseeNumber("000000000000000") }?.code == "E0002")
    }

    /// A code is of one of the 47 prefectures, whoever is called by it: an address, a body, a receiver.
    @Test func aCodeIsOfAPrefecture() throws {
        for prefecture in 0...99 {
            let digits = prefecture < 10 ? "0\(prefecture)000" : "\(prefecture)000"
            let code = digits + String(UnicodeScalar(CheckDigit.localGovernmentCode(Array(digits.utf8))))
            let isOne = (1...47).contains(prefecture)
            let made = try? LocalGovernmentCode(code).value
            #expect(made == (isOne ? code : nil), "\(code)")
            let found = try faults(.residents, RowCheckTests.resident.merging(["jusho_shikuchosonkodo": code]) { $1 })
            #expect(found.map(\.code) == (isOne ? [] : ["E0112"]), "\(code)")
        }
        #expect(#expect(throws: ValueError.self) { try LocalGovernmentCode("999997") }?.code == "E0112")
    }

    /// The check digit alone lets them pass: without a rule of its own each would be a number.
    @Test func theCheckDigitOfZerosIsRight() {
        let zeros = [UInt8](repeating: 0x30, count: 14)
        #expect(CheckDigit.individualNumber(zeros.prefix(11)) == 0x30)
        #expect(CheckDigit.residentRecordCode(zeros.prefix(10)) == 0x30)
        #expect(CheckDigit.localGovernmentCode(zeros.prefix(5)) == 0x31)
    }

    /// Every column of every layout that holds such a number.
    @Test(arguments: [FileLayout.residents, .nonResidents]) func columnsOfZerosAreRefused(_ layout: FileLayout) throws {
        let sound = layout.name == "residents" ? RowCheckTests.resident : RowCheckTests.nonResident
        var tried = 0
        for column in layout.columns {
            let zeros = column.checkDigit == .localGovernmentCode ? "000001" : String(repeating: "0", count: column.length)
            let expected: String? =
                switch column.name {
                case "kojinbango": "E0110"
                case "juminhyokodo": "E0111"
                case "atenabango", "nayosesakiatenabango": "E0114"
                case "setaibango": "E0115"
                case "jusho_shikuchosonkodo", "shikuchosonkodo": "E0112"
                default: nil
                }
            guard let expected else { continue }
            tried += 1
            var row = sound
            row[column.name] = zeros
            #expect(try faults(layout, row).map(\.code) == [expected], "\(column.name)")
            // As short as the column allows.
            if !column.fixed {
                row[column.name] = "0"
                #expect(try faults(layout, row).map(\.code) == [expected], "\(column.name)")
            }
        }
        #expect(tried == (layout.name == "residents" ? 5 : 5))
    }

    @Test func townCodesOfZerosAreTownCodes() throws {
        #expect(try faults(.residents, RowCheckTests.resident.merging(["jusho_choazakodo": "0000000"]) { $1 }) == [])
    }

    private func faults(_ layout: FileLayout, _ row: [String: String]) throws -> [RowFault] {
        let check = try RowCheck(layout: layout, header: layout.columns.map(\.name))
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for column in layout.columns {
            let start = bytes.count
            bytes += (row[column.name] ?? "").utf8
            ranges.append(start..<bytes.count)
        }
        return check.check(bytes, fields: ranges)
    }
}
