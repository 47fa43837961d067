import Testing

@testable import Addressee

@Suite struct NameAndAddressTests {
    @Test func variationSelectorsDoNotCount() throws {
        let name = String(repeating: "邉\u{E0100}", count: 100)
        #expect(try PersonName(name).text.unicodeScalars.count == 200)
        #expect(#expect(throws: ValueError.self) { try PersonName(name + "子") }?.code == "E0003")
        #expect(try PersonName(String(repeating: "𠮷", count: 100)).text.unicodeScalars.count == 100)
    }

    @Test func namesAreKeptAsGiven() throws {
        // Composed and decomposed が, and a half-width name, stay what they are.
        #expect(Array(try PersonName("か\u{3099}").text.unicodeScalars).count == 2)
        #expect(try PersonName("佐藤　一郎").parts == ["佐藤", "一郎"])
        #expect(#expect(throws: ValueError.self) { try PersonName("　 ") }?.code == "E0001")
        #expect(#expect(throws: ValueError.self) { try PersonName("佐藤\u{0}") }?.code == "E0002")
    }

    @Test func address() throws {
        #expect(Address.items.count == 13)
        let address = try Address([
            .shimei: "佐藤", .jushoShikuchosonkodo: "111015", .jushoTodofuken: "埼玉県", .jushoShikugunchosonmei: "さいたま市西区",
            .jushoChoaza: "飯田", .jushoBanchigohyoki: "１番地", .jushoKatagaki: "ハイツ１０１", .jushoYubinbango: "",
        ])
        #expect(address.line == "埼玉県さいたま市西区飯田１番地　ハイツ１０１")
        #expect(address[.shimei] == nil)
        #expect(address[.jushoYubinbango] == nil)
        #expect(address.localGovernmentCode?.prefecture == "11")
        #expect(try Address([.jushoKokumeito: "米国", .jushoKokugaijusho: "１　ＭＡＩＮ"]).line == "米国　１　ＭＡＩＮ")
        #expect(#expect(throws: ValueError.self) { try Address([.jushoShikuchosonkodo: "111016"]) }?.code == "E0103")
        #expect(#expect(throws: ValueError.self) { try Address([.jushoTodofuken: "神奈川県県"]) }?.code == "E0003")
    }

    /// The scan's idea of UTF-8 is the standard library's.
    @Test func scanAgreesWithTheStandardLibrary() {
        var generator = Xorshift(state: 20_261_121)
        let pieces: [[UInt8]] = [
            [0x41], Array("あ".utf8), Array("𠮷".utf8), Array("é".utf8), [0x80], [0xC0], [0xE3], [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80],
            [0xF0, 0x80, 0x80, 0x80], [0xE0, 0x80, 0x80], [0xFF], [0xC1, 0x80], [0xEF, 0xBF, 0xBF], [0xF0, 0x9F],
            [0xF4, 0x8F, 0xBF, 0xBF],
        ]
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int(generator.next() % 6) { bytes += pieces[Int(generator.next() % UInt64(pieces.count))] }
            let text = String(validating: bytes, as: UTF8.self)
            let found = bytes.withUnsafeBufferPointer { FullWidth.scan($0) }
            #expect(found.isUTF8 == (text != nil))
            if let text { #expect(found.count == text.unicodeScalars.count) }
        }
    }

    @Test(
        arguments: [
            0, 9, 0xA, 0x7F, 0x85, 0x9F, 0xFEFF, 0x2028, 0x202E, 0x2066, 0xFFFD, 0xFFFE, 0xFDD0, 0x1FFFF, 0x10FFFF,
        ] as [UInt32])
    func charactersThatHaveNoPlace(_ code: UInt32) throws {
        var text = "佐"
        text.unicodeScalars.append(try #require(Unicode.Scalar(code)))
        #expect(Array(text.utf8).withUnsafeBufferPointer { FullWidth.scan($0) }.hasControl)
    }

    @Test(arguments: ["髙", "﨑", "𠮷", "\u{E000}", "\u{F0000}", "ﾃ", "Ａ", "゛", "々", "〆", "ヶ", "‐", "−", "・", "\u{A0}"])
    func charactersThatHave(_ text: String) {
        let found = Array(text.utf8).withUnsafeBufferPointer { FullWidth.scan($0) }
        #expect(!found.hasControl && found.isUTF8 && found.count == 1)
    }
}

/// A small repeatable generator.
struct Xorshift: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
