import Foundation
import Testing

@testable import TextForms

/// A name that stands twice in an object is found wherever it stands and however it is written, and nothing else is taken for one.
@Suite struct RepeatedNameTests {
    @Test(arguments: [
        (#"{"a":1,"a":2}"#, "a"), (#"{"a":1,"b":2,"a":1}"#, "a"), (#"{"x":{"a":1,"b":[],"a":2}}"#, "a"), (#"[{"a":1},{"b":[{"c":1,"c":2}]}]"#, "c"),
        (#"{"a":{"b":1},"a":{"b":1}}"#, "a"), (#"{"a":1,"\u0061":2}"#, "a"), (#"{"a\"b":1,"a\u0022b":2}"#, "a\"b"), (#"{"\u00e9":1,"é":2}"#, "é"),
        (#"{"é":1,"e\u0301":2}"#, "é"), (#"{"\ud842\udfb7":1,"𠮷":2}"#, "𠮷"), (#"{"":1 , "" : 2}"#, ""), (#"{"\/":1,"/":2}"#, "/"),
        (#"{"a\nb":1,"a\u000ab":2}"#, "a\nb"), (#"{"a":"}","a":"{"}"#, "a"), (#"{"a":"\\","a":"\""}"#, "a"),
    ]) func isFound(json: String, name: String) {
        #expect(RepeatedName.first(in: json.utf8) == name)
    }

    @Test(arguments: [
        "", "{}", "[]", #""a""#, "1", #"{"a":1}"#, #"{"a":"a","b":"a"}"#, #"{"a":{"a":{"a":[]}}}"#, #"[{"a":1},{"a":1}]"#, #"["a","a"]"#, #"{"a":["b","b"]}"#,
        #"{"a":"\",\"a\":\"","b":1}"#, #"{"a":1,"A":2}"#, #"{"a\\":1,"a":2}"#, #"{"\\u0061":1,"a":2}"#, #"{"a":{"b":1},"b":{"a":1}}"#,
        // No JSON, and nothing breaks.
        "]", "}}", #"{"a"#, #"{"a\"#, #"{"\u00":1}"#, #"{"\u":1,"\ud800":2}"#, "\"", "\\",
    ]) func isNotFoundWhereThereIsNone(json: String) {
        #expect(RepeatedName.first(in: json.utf8) == nil)
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>) func noDocumentIsRefusedAndEachRepeatedNameIsFound(seed: UInt64) throws {
        var random = Random(state: seed)
        var document = Value.make(depth: 5, &random)
        let json = document.text(&random)
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed) }
        #expect(RepeatedName.first(in: json.utf8) == nil, "\(json)")
        guard let name = document.repeatName(&random) else { return }
        let twice = document.text(&random)
        #expect(RepeatedName.first(in: twice.utf8) == name, "\(twice)")
    }
}

private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9 ^ state >> 32
    }
}

private indirect enum Value {
    case object([(String, Value)])
    case array([Value])
    case string(String)
    case number(Int)

    private static let letters: [Character] = ["a", "b", "\"", "\\", "{", "}", "[", "]", ",", ":", "/", "\n", "\u{1}", "あ", "𠮷", "é", "e\u{301}", " "]

    static func name(_ random: inout Random) -> String {
        String((0..<Int.random(in: 0...4, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })
    }

    static func make(depth: Int, _ random: inout Random) -> Value {
        switch Int.random(in: 0...(depth > 0 ? 5 : 1), using: &random) {
        case 0: return .string(name(&random))
        case 1: return .number(.random(in: -9...9, using: &random))
        case 2: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in make(depth: depth - 1, &random) })
        default:
            var names: Set<String> = []
            for _ in 0..<Int.random(in: 0...5, using: &random) { names.insert(name(&random)) }
            return .object(names.sorted().map { ($0, make(depth: depth - 1, &random)) })
        }
    }

    /// Repeats a name of some object in it, with whatever value; gives it, or nil where no object has one.
    mutating func repeatName(_ random: inout Random) -> String? {
        switch self {
        case .object(var members):
            guard !members.isEmpty else { return nil }
            let place = Int.random(in: members.indices, using: &random)
            if Bool.random(using: &random), let name = members[place].1.repeatName(&random) {
                self = .object(members)
                return name
            }
            let name = members[place].0
            members.insert((name, .make(depth: 2, &random)), at: Int.random(in: 0...members.count, using: &random))
            self = .object(members)
            return name
        case .array(var values):
            for place in values.indices.shuffled(using: &random) {
                if let name = values[place].repeatName(&random) {
                    self = .array(values)
                    return name
                }
            }
            return nil
        case .string, .number: return nil
        }
    }

    func text(_ random: inout Random) -> String {
        func space() -> String { ["", "", "", " ", "\n\t"].randomElement(using: &random) ?? "" }
        switch self {
        case .object(let members):
            var parts: [String] = []
            for (name, value) in members { parts.append(space() + Self.quoted(name, &random) + space() + ":" + space() + value.text(&random) + space()) }
            return "{" + parts.joined(separator: ",") + "}"
        case .array(let values):
            var parts: [String] = []
            for value in values { parts.append(space() + value.text(&random) + space()) }
            return "[" + parts.joined(separator: ",") + "]"
        case .string(let string): return Self.quoted(string, &random)
        case .number(let number): return String(number)
        }
    }

    /// Some of the letters escaped, those that have to be always.
    private static func quoted(_ text: String, _ random: inout Random) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || Int.random(in: 0...3, using: &random) == 0 {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: .random(using: &random))
                    out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
