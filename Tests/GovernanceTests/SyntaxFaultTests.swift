import Testing

@testable import Governance

/// Mistakes in writing YAML are told in Japanese, at the line where they were made.
@Suite struct SyntaxFaultTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let says: String
        let replace: String
        let with: String
        /// `line:column`, as a person counts.
        let at: String
        /// Part of what is told.
        let word: String
        var testDescription: String { says }
    }

    static let mistakes = [
        Mistake(says: "a tab in place of spaces", replace: "  provided: yes", with: "\tprovided: yes", at: "10:1", word: "タブ"),
        Mistake(says: "a tab behind spaces", replace: "  any:", with: "  \tany:", at: "19:3", word: "タブ"),
        Mistake(says: "a wide space in place of spaces", replace: "  any:", with: "\u{3000}any:", at: "19:1", word: "全角の空白"),
        Mistake(says: "a wide colon", replace: "label: 税務システム", with: "label：税務システム", at: "3:6", word: "コロンが全角"),
        Mistake(says: "a wide colon, spaced", replace: "department: 市民税課", with: "department： 市民税課", at: "4:11", word: "コロンが全角"),
        Mistake(says: "a wide colon before a list", replace: "items:\n", with: "items：\n", at: "6:6", word: "コロンが全角"),
        Mistake(says: "a wide colon below another field", replace: "  any:", with: "  any：", at: "19:6", word: "コロンが全角"),
        Mistake(says: "a wide colon in an entry of a list", replace: "- state: [", with: "- state：[", at: "20:11", word: "コロンが全角"),
        Mistake(says: "no space behind the colon", replace: "label: 税務システム", with: "label:税務システム", at: "3:6", word: "空白がありません"),
        Mistake(says: "a wide space behind the colon", replace: "label: 税務システム", with: "label:\u{3000}税務システム", at: "3:6", word: "空白がありません"),
        Mistake(says: "no colon", replace: "label: 税務システム", with: "label 税務システム", at: "3:1", word: "形ではありません"),
        Mistake(says: "an open quote", replace: "label: 税務システム", with: "label: \"税務システム", at: "3:8", word: "引用符"),
        Mistake(
            says: "an open quote that the next one closes", replace: "label: 税務システム\ndepartment: 市民税課", with: "label: \"税務システム\ndepartment: \"市民税課\"",
            at: "3:8", word: "引用符"),
        Mistake(says: "an open single quote", replace: "purpose: 地方税の賦課徴収", with: "purpose: '地方税の賦課徴収", at: "12:10", word: "引用符"),
        Mistake(says: "an open quote in a list", replace: "[push, pull]", with: "[\"push, pull]", at: "17:8", word: "引用符"),
        Mistake(says: "an open bracket", replace: "[transfer-16]", with: "[transfer-16", at: "13:14", word: "括弧"),
        Mistake(says: "a line too deep", replace: "purpose:", with: "  purpose:", at: "12:3", word: "にない項目名"),
        Mistake(says: "a line too deep, under a value", replace: "approved-by:", with: " approved-by:", at: "14:2", word: "字下げ"),
        Mistake(
            says: "an entry of a list on no level", replace: "        - registered-by-system", with: "       - registered-by-system", at: "21:8", word: "字下げ"),
        Mistake(says: "a value that begins with a sign", replace: "label: 税務システム", with: "label: @税務", at: "3:8", word: "引用符"),
        Mistake(says: "a wide comma in a list", replace: "[push, pull]", with: "[push， pull", at: "17:12", word: "区切り"),
    ]

    @Test(arguments: mistakes)
    func isToldWhereItWasMade(_ mistake: Mistake) throws {
        let indented = Samples.policy.replacing("    - state", with: "        - state").replacing("    - registered", with: "        - registered")
        for text in [indented, indented.replacing("\n", with: "\r\n")] {
            let (replace, with) =
                text.contains("\r\n")
                ? (mistake.replace.replacing("\n", with: "\r\n"), mistake.with.replacing("\n", with: "\r\n")) : (mistake.replace, mistake.with)
            try #require(text.contains(replace))
            let problems = Samples.problems(Samples.documents(text.replacing(replace, with: with)))
            // What lacks by it may be told, too.
            #expect(problems.contains { "\($0.line):\($0.column)" == mistake.at && $0.rule.contains(mistake.word) }, "\(problems)")
            // No word of a program.
            for problem in problems { #expect(!problem.rule.contains(#/[a-z]{4,} [a-z]{2,}/#), "\(problem)") }
        }
    }

    @Test func theFilesThatAreDeliveredHaveNone() throws {
        for text in [Samples.policy, Samples.dataset] { #expect(YAMLFault.find(in: text, upTo: 100) == nil) }
    }
}
