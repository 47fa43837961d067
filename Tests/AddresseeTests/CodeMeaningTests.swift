import Testing

@testable import Addressee

/// No clerk has to know a code by heart.
@Suite struct CodeMeaningTests {
    @Test func everyCodeThatAFileMayHoldHasAMeaning() {
        for layout in [FileLayout.residents, .nonResidents] {
            for column in layout.columns where !column.codes.isEmpty {
                guard let item = column.item else { continue }
                for code in column.codes { #expect(item.meaning(of: code) != nil, "\(item.label) \(code)") }
                #expect(item.meaning(of: "?") == nil)
            }
        }
        for kind in ResidentKind.allCases { #expect(Item.juminshubetsu.meaning(of: kind.rawValue) == kind.label) }
        #expect(Item.juminshubetsu.meaning(of: "1") == "日本人住民")
    }

    @Test func whatIsNoCodeHasNone() { #expect(Item.shimei.meaning(of: "1") == nil && Item.kojinbango.meaning(of: "1") == nil) }
}
