import Addressee
import Foundation
import Testing

@testable import NationalPension

/// 報告の様式. Characters, CSV, steps and numbers: pure, each in a table.
@Suite struct ReportLayoutTests {
    @Test func aCharacterHasACodeOrIsNamed() throws {
        // Windows-31J has 髙, 﨑, ① and the full-width tilde; not the wave dash, a variation selector, a fourth-plane character, or one of two scalars.
        let cases: [(text: String, missing: [String])] = [
            ("年金　太郎", []), ("髙﨑①㈱", []), ("～", []), ("\u{301C}", ["\u{301C}"]), ("𠮷田", ["𠮷"]), ("葛\u{E0100}飾", ["葛\u{E0100}"]),
            ("か\u{3099}か", ["か\u{3099}"]), ("¥", ["¥"]), ("\u{E000}", ["\u{E000}"]), ("a\r\nb", []), ("𠮷𠮷が㐂", ["㐂", "𠮷"]),
        ]
        var (codes, utf8) = (try ReportCharacters(.shiftJIS), try ReportCharacters(.utf8))
        for (text, missing) in cases {
            #expect(codes.missing(in: [text]).map { Array(String($0).unicodeScalars) } == missing.map { Array($0.unicodeScalars) }, "\(text)")
            #expect(
                utf8.missing(in: [text]).isEmpty && utf8.bytes(of: [[text]], in: ReportCSV(), replacing: [:]) == Array(CSVText.record([text]).utf8))
            #expect((codes.bytes(of: [[text]], in: ReportCSV(), replacing: [:]) == nil) == !missing.isEmpty, "\(text)")
        }
        #expect(codes.bytes(of: [["𠮷a髙"]], in: ReportCSV(), replacing: ["𠮷": "吉"]) == [0x8B, 0x67, 0x61, 0xFB, 0xFC, 0x0D, 0x0A])
        // A replacement that has no code itself is none.
        #expect(codes.bytes(of: [["𠮷"]], in: ReportCSV(), replacing: ["𠮷": "㐂"]) == nil)
        // What a value begins with belongs to nothing before it; what stands in its place is of the value, whatever it is.
        let values = ["a", "\u{3099}𠮷"]
        #expect(codes.missing(in: values).map { Array($0.unicodeScalars) } == [["\u{3099}"], ["𠮷"]])
        #expect(
            codes.bytes(of: [values], in: ReportCSV(), replacing: ["\u{3099}": ",", "𠮷": "\"b\r\n"]).map { String(decoding: $0, as: UTF8.self) }
                == "a,\",\"\"b\r\n\"\r\n")
        #expect(try ReportCharacters.text([0x8B, 0x67, 0x61, 0xFB, 0xFC], in: .shiftJIS) == "吉a髙")
        for (bytes, encoding) in [([0x8B], ReportEncoding.shiftJIS), ([0xFF], .utf8)] as [([UInt8], ReportEncoding)] {
            #expect(try ReportCharacters.text(bytes, in: encoding) == nil)
        }
        #expect(try ReportCharacters.text([0xEF, 0xBB, 0xBF, 0x61], in: .utf8) == "a")
    }

    @Test func csvIsReadAsItWasWritten() {
        let records = [["a", "", "b,c"], ["say \"x\"", "二行\r\n目", "終"], ["1"]]
        let text = records.map(CSVText.record).joined()
        #expect(text == "a,,\"b,c\"\r\n\"say \"\"x\"\"\",\"二行\r\n目\",終\r\n1\r\n")
        let read = CSVText.records(of: text)
        #expect(read?.map(\.values) == records && read?.map(\.line) == [1, 2, 4])
        #expect(CSVText.records(of: "a\n\n\"\"\nb")?.map(\.values) == [["a"], ["b"]])
        for broken in ["a\"b", "\"a\"b", "\"a", "\"\"\"a"] { #expect(CSVText.records(of: broken) == nil, "\(broken)") }
    }

    @Test func aStepFollowsWhatItMayFollow() {
        let (closed, released, written): ([BatchStep], [BatchStep], [BatchStep]) = ([.closed], [.closed, .released], [.closed, .released, .written])
        let handed = written + [.handed]
        let failed = handed + [.failed]
        let table: [(steps: [BatchStep], next: [BatchStep], state: ReportState?, days: Int?)] = [
            ([], [.closed, .cancelled], .batched, nil), (closed, [.released, .cancelled], .batched, nil), (released, [.written, .cancelled], .released, nil),
            (written, [.handed, .cancelled], .released, 7), (handed, [.received, .returned, .failed], .sent, 7),
            (handed + [.received], [.returned, .destroyed, .failed], .sent, 30), (handed + [.returned], [.destroyed, .failed], .sent, 7),
            (handed + [.returned, .destroyed], [.failed], .sent, nil),
            (closed + [.cancelled], [], nil, nil),
            // A medium that was made of it is followed till it is destroyed, and sends nothing.
            (written + [.cancelled], [.destroyed], nil, 7), (written + [.cancelled, .destroyed], [], nil, nil),
            // What did not arrive is due again once another has said so; where the medium is goes on, and one that is lost ends there.
            (failed, [.received, .returned, .destroyed, .recalled], .sent, 7), (failed + [.recalled], [.received, .returned, .destroyed], nil, 7),
            (failed + [.returned], [.destroyed, .recalled], .sent, 7), (failed + [.returned, .recalled, .destroyed], [], nil, nil),
        ]
        for row in table {
            let found = (BatchStep.next(after: row.steps), BatchStep.state(after: row.steps), BatchStep.days(after: row.steps))
            #expect(found == (row.next, row.state, row.days), "\(row.steps)")
        }
        // Nothing that was sent is taken back by a cancellation.
        #expect(table.allSatisfy { !$0.next.contains(.cancelled) || $0.state != .sent })
    }

    @Test func numbersAreWrittenAndRead() {
        for (text, number) in [
            ("2026-000123-1", true), ("2026-123-12", true), ("2026-000123", false), ("2026-000123-0", false), ("2026-1--1", false), ("", false),
        ] {
            #expect((ReportID(text) != nil) == number, "\(text)")
        }
        #expect(ReportID("2026-7-2")?.description == "2026-000007-2")
        #expect(ReportBatchNumber("2026-7")?.description == "2026-0007" && ReportBatchNumber("26-7") == nil)
    }
}
