import Foundation
import Testing

@testable import TextForms

@Suite struct TextFormsTests {
    @Test func everyByteHasTwoDigitsAndComesBack() throws {
        let all = Array(UInt8.min...UInt8.max)
        #expect(all.hex == all.map { String(format: "%02x", $0) }.joined())
        #expect([UInt8](hex: all.hex.utf8) == all && [UInt8](hex: all.hex.uppercased().utf8) == all)
        #expect([UInt8]().hex == "" && [UInt8](hex: "".utf8) == [])
        #expect(Hex.isWritten(all.hex.utf8) && !Hex.isWritten("0A".utf8))
    }

    @Test(arguments: ["0", "0g", "g0", " 00", "0x00", "00 ", "００", "@0", "`0", "/0", ":0", "G0"]) func whatIsNotHexadecimalIsRefused(text: String) {
        #expect([UInt8](hex: text.utf8) == nil)
    }

    @Test(arguments: [
        (#"{"a":"b"}"#, false), (#"{"a":"b\u0000"}"#, true), ("{\"a\":\"\0\"}", true), (#"{"a":"b\\u0000"}"#, false), (#"{"a":"\\\u0000"}"#, true),
        (#"{"a\u0000":1}"#, true),
        (#"{"a":"\u0001"}"#, false), (#"\"#, false), ("", false),
    ]) func aNULIsFoundAsItIsAndEscaped(json: String, isThere: Bool) {
        #expect(JSONText.holdsNUL(Array(json.utf8)) == isThere)
    }

    @Test func everyCharacterOfAStringComesBackFromJSON() throws {
        let controls = String(String.UnicodeScalarView((0..<0x80).compactMap { Unicode.Scalar(UInt8($0)) }))
        for text in ["", "\"", "\\", controls, "邉󠄀𠮷\u{2028}é", "終わりは\n"] {
            var bytes: [UInt8] = []
            JSONText.append(text, to: &bytes)
            let read = try JSONDecoder().decode([String].self, from: Data([UInt8(ascii: "[")] + bytes + [UInt8(ascii: "]")]))
            #expect(read.map { Array($0.utf8) } == [Array(text.utf8)])
        }
        var bytes: [UInt8] = []
        JSONText.append("a\u{1f}\"\\\u{7f}あ", to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == #""a\u001f\"\\\#u{7f}あ""#)
    }
}
