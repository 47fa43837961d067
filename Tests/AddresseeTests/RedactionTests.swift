import Addressee
import Foundation
import Testing

/// No way that Swift prints a value may show a digit of it.
@Suite struct RedactionTests {
    struct Holder<Value: Sendable>: Sendable {
        var value: Value
        var optional: Value?
        var list: [Value]
        var keyed: [String: Value]
    }

    struct Failure<Value: Sendable>: Error {
        var payload: Value
        var others: [Value]
    }

    enum Case<Value: Sendable>: Error {
        case bad(Value)
        case labelled(value: Value, list: [Value])
    }

    final class Box<Value: Sendable>: Sendable {
        let value: Value
        init(_ value: Value) { self.value = value }
    }

    /// Every way in which the language or Foundation turns a value into text.
    private func printed<Value: Sendable & Hashable>(_ value: Value) -> String {
        var out = ""
        func show(_ any: Any) {
            print(any, to: &out)
            debugPrint(any, to: &out)
            dump(any, to: &out)
            out += String(describing: any) + String(reflecting: any) + "\(any)"
            walk(Mirror(reflecting: any))
        }
        func walk(_ mirror: Mirror) {
            out += mirror.description + "\(mirror)"
            for child in mirror.children {
                out += (child.label ?? "") + "\(child.value)" + String(reflecting: child.value)
                walk(Mirror(reflecting: child.value))
            }
        }
        show(value)
        out += "\(value)"
        show(Optional(value) as Any)
        show([value, value])
        show(Set([value]))
        show(["key": value])
        show([value: "value"])
        show((value, label: value))
        show(Holder(value: value, optional: value, list: [value], keyed: ["key": value]))
        show(Failure(payload: value, others: [value]))
        show(Case.bad(value))
        show(Case.labelled(value: value, list: [value]))
        show(Box(value))
        show(Result<Value, any Error>.success(value))
        show(Result<Value, any Error>.failure(Case.bad(value)))
        for error in [Failure(payload: value, others: [value]) as any Error, Case.bad(value)] {
            out += error.localizedDescription + "\(error as NSError)" + (error as NSError).debugDescription
        }
        out += [value].description + [value].debugDescription
        out += ([value] as NSArray).description
        return out
    }

    /// Digits other than those of counts and labels that the printing itself adds.
    private func expectHidden(_ out: String, _ secret: String) {
        #expect(!out.contains(secret))
        for length in [4, 6] where secret.utf8.count >= length {
            var start = secret.startIndex
            while let end = secret.index(start, offsetBy: length, limitedBy: secret.endIndex) {
                #expect(!out.contains(secret[start..<end]))
                start = secret.index(after: start)
            }
        }
        #expect(out.contains("****"))
    }

    @Test func individualNumber() throws {
        let value = try IndividualNumber("983205673214")
        #expect("\(value)" == "個人番号(****)")
        #expect(String(reflecting: value) == "個人番号(****)")
        #expect(Mirror(reflecting: value).children.isEmpty)
        var dumped = ""
        dump(value, to: &dumped)
        #expect(!dumped.contains { $0.isNumber })
        for text in ["\(value)", String(reflecting: value), "\([value])", "\(Optional(value) as Any)", "\(Case.bad(value))"] {
            #expect(!text.contains { $0.isNumber })
        }
        expectHidden(printed(value), "983205673214")
    }

    @Test func otherNumbers() throws {
        expectHidden(printed(try ResidentRecordCode("75412233492")), "75412233492")
        expectHidden(printed(try BasicPensionNumber("8713567894")), "8713567894")
        expectHidden(printed(IntegratedAddresseeNumber(runningNumber: 87_135_678)), "871356785")
    }

    @Test func personalData() throws {
        expectHidden(printed(try BirthDate(written: "1955-02-29", unknownNotation: "昭和三十年頃")), "1955-02-29")
        #expect(!printed(try BirthDate(written: "1955-02-28", unknownNotation: "昭和三十年頃")).contains("昭和三十年頃"))
        expectHidden(printed(try PersonName("渡邉\u{E0100}　花子")), "渡邉\u{E0100}　花子")
        #expect(!printed(try PersonName("渡辺　花子")).contains("花子"))
        #expect(!printed(try Address([.jushoTodofuken: "埼玉県", .jushoChoaza: "常盤"])).contains("常盤"))
    }

    @Test func notCodable() throws {
        let value: Any = try IndividualNumber("983205673214")
        #expect(!(value is any Encodable))
        #expect(!(value is any LosslessStringConvertible))
        #expect(!(value is any RawRepresentable))
        #expect(!(value is any CustomPlaygroundDisplayConvertible))
    }

    @Test func errorsHoldNoValue() {
        for text in ["983205673213", "98320567321", "98320567321a", "9832056732144444"] {
            do {
                _ = try IndividualNumber(text)
                Issue.record("accepted")
            } catch {
                #expect(!"\(error)\(String(reflecting: error))".contains("983205"))
            }
        }
    }
}
