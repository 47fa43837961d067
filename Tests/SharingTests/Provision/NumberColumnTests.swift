import Addressee
import RegisterStand
import Testing

@testable import Sharing

/// 個人番号の列. A number stands beside the value that names its row, or nowhere.
@Suite struct NumberColumnTests {
    private static let (one, two) = (Numbers.individual(1), Numbers.individual(2))

    private func added(_ text: [UInt8], heading: [UInt8] = Array("番号".utf8), _ names: [String]) throws -> [UInt8] {
        let numbers = try [Self.one, Self.two].map { try IndividualNumber($0) }
        return try NumberColumn(heading: heading, before: 1, after: 1, rows: Array(zip(names, numbers)).map { ($0, $1) }).added(to: text)
    }

    @Test func eachRowGetsItsOwnAndTheRestNone() throws {
        let file = "m,2\r\nname,text\r\n1-1,\"a \"\"b\"\"\r\n,c\"\r\n2-1,d\r\nend,2\r\n"
        let want = "m,2\r\nname,text,番号\r\n1-1,\"a \"\"b\"\"\r\n,c\",\(Self.one)\r\n2-1,d,\(Self.two)\r\nend,2\r\n"
        #expect(String(decoding: try added(Array(file.utf8), ["1-1", "2-1"]), as: UTF8.self) == want)
        // ソ and 表 end in what would be a backslash, ム in what would be a pipe: no character of Shift_JIS ends in what separates.
        let (row, heading): ([UInt8], [UInt8]) = ([0x83, 0x5C, 0x95, 0x5C, 0x83, 0x80], [0x8C, 0xC2])
        func lines(_ more: [[UInt8]]) -> [UInt8] {
            let begins = ["m", "name,", "1-1,", "2-1,", "end"].map { Array($0.utf8) }
            return begins.enumerated().flatMap { $1 + (1...3 ~= $0 ? row : []) + more[$0] + [0x0D, 0x0A] }
        }
        let digits = [Self.one, Self.two].map { [0x2C] + Array($0.utf8) }
        #expect(
            try added(lines([[], [], [], [], []]), heading: heading, ["1-1", "2-1"]) == lines([[], [0x2C] + heading, digits[0], digits[1], []]))
    }

    @Test(arguments: [
        "m\r\nname\r\n2-1,a\r\n1-1,b\r\nend\r\n", "m\r\nname\r\n1-1,a\r\nend\r\n", "m\r\nname\r\n1-1,a\r\n2-1,b\r\n3-1,c\r\nend\r\n",
        "m\r\nname\r\n1-1,a\r\n2-1,\"b\r\nend\r\n", "m\r\nname\r\n1-1,a\r\n2-1,b\r\nend", "m\r\nname\r\n1-1,a\r\n2-10,b\r\nend\r\n", "",
    ])
    func aFileOfOtherRowsGetsNone(_ file: String) {
        #expect(throws: MediaRefused.recordsDiffer) { try added(Array(file.utf8), ["1-1", "2-1"]) }
    }
}
