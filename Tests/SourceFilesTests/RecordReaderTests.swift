import Foundation
import Testing

@testable import SourceFiles

/// RFC 4180 as intake reads it: what a quote costs, and that it does not matter how the bytes come in pieces.
@Suite struct RecordReaderTests {
    private struct Read: Equatable, CustomStringConvertible {
        var text: String
        var line: Int
        var fault: RecordFault?
        var description: String { "\(line):\(fault.map { "\($0)" } ?? "")\(text.prefix(40))" }

        init(_ text: String, _ line: Int, _ fault: RecordFault? = nil) { (self.text, self.line, self.fault) = (text, line, fault) }
    }

    private func read(_ bytes: [UInt8], pieces: () -> Int) throws -> [Read] {
        var reader = RecordReader()
        var found: [Read] = []
        func add(_ record: RecordReader.Record) {
            #expect(bytes[record.offset..<record.offset + record.bytes.count].elementsEqual(record.bytes), "its place is where it lies")
            found.append(Read(String(decoding: record.bytes, as: UTF8.self), record.line, record.fault))
        }
        var at = 0
        while at < bytes.count {
            let next = min(bytes.count, at + max(1, pieces()))
            try bytes[at..<next].withUnsafeBytes { try reader.feed($0, add) }
            at = next
        }
        try reader.finish(add)
        return found
    }

    private func read(_ text: String) throws -> [Read] { try read(Array(text.utf8)) { text.utf8.count } }

    @Test func aLastLineNeedsNoEnd() throws {
        #expect(try read("a,b\n1,2") == [Read("a,b", 1), Read("1,2", 2)])
        #expect(try read("a,b\r\n1,2\r") == [Read("a,b", 1), Read("1,2", 2)])
    }

    @Test func aQuotedFieldHoldsCommasQuotesAndLineEnds() throws {
        #expect(try read("a,b\n\"1,\"\"\n\",2\n3,4\n") == [Read("a,b", 1), Read("\"1,\"\"\n\",2", 2), Read("3,4", 4)])
        #expect(try read("a,b\n1,\"\"\n\"\",2\n") == [Read("a,b", 1), Read("1,\"\"", 2), Read("\"\",2", 3)])
    }

    @Test(arguments: ["1\"1,2", "1,2\"", "1,2\"x\"", "\"1\"x,2", "\"1\"x\"\"y,2", "1\"\",2", "\"1\" ,2"])
    func aStrayQuoteCostsItsRowAlone(row: String) throws {
        #expect(
            try read("a,b\n5,6\n\(row)\n7,8\n\"9\",0\n") == [Read("a,b", 1), Read("5,6", 2), Read(row, 3, .strayQuote), Read("7,8", 4), Read("\"9\",0", 5)])
    }

    @Test(arguments: ["\"1,2", "1,\"2", "1\",\"2", "1,\"2\"\"", "\"1,2\"\"x"]) func aQuoteThatIsNeverClosedCostsItsLineAlone(row: String) throws {
        // With nothing quoted behind it, with something quoted, and with another of its kind.
        for behind in [["7,8", "9,0"], ["7,\"8\"", "\"9\",0"], ["\"7\",\"8\"", "9,\"0\"\"\""], Array(repeating: "7,8", count: 30_000)] {
            let expected = [Read("a,b", 1), Read(row, 2, .openQuote)] + behind.enumerated().map { Read($1, $0 + 3) }
            #expect(try read(([("a,b"), row] + behind).joined(separator: "\n") + "\n") == expected)
        }
        let twice = try read("a,b\n\(row)\n1,2\n\(row)\n3,4\n")
        #expect(twice.filter { $0.fault == nil } == [Read("a,b", 1), Read("1,2", 3), Read("3,4", 5)])
        #expect(twice.count == 5)
    }

    @Test func aRecordTooLongCostsItsRowWhereverItStands() throws {
        let long = String(repeating: "x", count: RecordReader.longestRecord)
        for before in [0, 1, 5000, 300_000] {
            let rows = (0..<before).map { _ in "1,2" }
            let all = try read((["a,b"] + rows + ["\(long),1", "3,4", "\"\(long)\",1", "5,6", String(long.dropLast(2)) + ",1"]).joined(separator: "\n"))
            #expect(all.dropFirst(before + 1).map(\.fault) == [.tooLong, nil, .tooLong, nil, nil])
            #expect(all.count == before + 6)
        }
        // A quoted field that closes only beyond the limit is one that does not close.
        let over = try read("a,b\n1,\"\n\(long)\n\"\n3,4\n")
        #expect(over.map(\.fault) == [nil, .openQuote, nil, .openQuote, nil])
    }

    /// Random texts of what matters, cut anywhere: always the same records, and every byte but line ends in one of them.
    @Test func theSameComesOutHoweverTheStreamIsCut() throws {
        var random = Seeded(state: 20_261_127)
        let words = ["\"", "\"\"", ",", "\n", "\r\n", "a", "甲", "\r", ",\"", "\",", "\n\"", String(repeating: "長", count: 40)]
        for _ in 0..<800 {
            let text = "a,b,c\n" + (0..<Int.random(in: 0...60, using: &random)).map { _ in words[Int.random(in: 0..<words.count, using: &random)] }.joined()
            let bytes = Array(text.utf8)
            let whole = try read(bytes) { bytes.count }
            #expect(try read(bytes) { 1 } == whole, "\(text.debugDescription)")
            #expect(try read(bytes) { Int.random(in: 1...40, using: &random) } == whole, "\(text.debugDescription)")
            let kept = whole.reduce(0) { $0 + $1.text.utf8.count { $0 != 0x0A && $0 != 0x0D } }
            #expect(kept == bytes.count { $0 != 0x0A && $0 != 0x0D }, "\(text.debugDescription)")
        }
    }

    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}
