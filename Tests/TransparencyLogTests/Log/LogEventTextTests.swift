import Testing

@testable import TransparencyLog

@Suite struct LogEventTextTests {
    private static let good =
        #"{"at":"2026-11-20T23:59:59.000000Z","by":"a \"b\" \\ \u001f 試験","clock":"database","event":"x.y","fields":{"a":"1","b":"{\"c\":2}"},"outcome":"failure","personal":"\#(String(repeating: "0a", count: 32))"}"#

    @Test func aTextOfTheProgramIsTakenApart() throws {
        let text = try #require(LogEventText(Self.good))
        #expect(text.byWhom == "a \"b\" \\ \u{1f} 試験" && text.kind == "x.y" && text.isFailure && text.isOfHubClock)
        #expect(text.at.description == "2026-11-20T23:59:59.000000Z" && text.commitment?.count == 64)
        let old = try #require(LogEventText(Self.good.replacing(#","clock":"database""#, with: "")))
        #expect(!old.isOfHubClock && old.kind == "x.y")
    }

    @Test(arguments: [
        (#""fields":"#, #""fields": "#), (#""by""#, #""By""#), (#""at":"2026"#, #""at":"20260"#), ("23:59:59", "25:59:59"), (#"{"a":"1""#, #"{"a":1"#),
        (#"{"a":"1""#, #"{"a":"1","a":"2""#),
        (#"{"a":"1""#, #"{"a":{"z":"1"}"#), ("failure", "maybe"), ("\\u001f", "\\u0000"), ("\\u001f", "\\ud800"), ("\\u001f", "\\n"), ("\\u001f", "\n"),
        ("0a0a", "0A0A"),
        (#""personal""#, #""more":"","personal""#), (#""clock":"database""#, #""clock":"other""#),
    ]) func anyOtherTextIsNone(change: (String, String)) {
        let text = Self.good.replacing(change.0, with: change.1, maxReplacements: 1)
        #expect(text != Self.good && LogEventText(text) == nil, "\(change)")
    }

    @Test(arguments: ["", "{", "no json", "{}", "[]", "null", String(repeating: "[", count: 100_000)]) func noPrefixOrNonsenseIsTaken(text: String) {
        #expect(LogEventText(text) == nil)
    }

    @Test func everyPrefixOfAGoodTextIsNone() {
        for length in 0..<Self.good.utf8.count { #expect(LogEventText(String(decoding: Self.good.utf8.prefix(length), as: UTF8.self)) == nil) }
    }

    @Test func personalFieldsAreFlat() {
        #expect(LogEventText.fields(of: #"{"addressee_id":"5","atenabango":"R1"}"#) == ["addressee_id": "5", "atenabango": "R1"])
        #expect(LogEventText.fields(of: "{}") == [:])
        for text in ["", "no json", #"{"a":1}"#, #"{"a":"1"} "#, #"{"a":"1","a":"2"}"#] { #expect(LogEventText.fields(of: text) == nil) }
    }
}
