import Addressee
import Testing

@testable import Governance

/// 支援措置の対象者の所在の扱い: what a policy says of where protected persons are, and why.
@Suite struct PlaceOfProtectedTests {
    private static let suppression = "yokushifuragu, kari_shiensochi, shiensochi_kaishi, shiensochi_shuryo"
    private static let dataset = Samples.dataset.replacing(
        "yokushifuragu]", with: "jusho_choaza, setaibango, \(suppression)]")
    /// Gives an address, and tells of protection or not.
    private static let told = Samples.policy.replacing(
        "  - shimei\n", with: "  - shimei\n  - jusho_choaza\n  - \(suppression.replacing(", ", with: "\n  - "))\n")
    private static let untold = Samples.policy.replacing("  - shimei\n", with: "  - shimei\n  - jusho_choaza\n")

    private static func library(_ policy: String, _ word: String, isStored: Bool = false) throws -> Policy {
        try #require(try PolicyLibrary(documents: Samples.documents(policy + "\n" + word, dataset: dataset), isStored: isStored).policies.first)
    }

    private static let give = "protected: { place: give, ground: 住所が要る, legal-bases: [transfer-16] }"

    @Test(arguments: [
        ("told", "protected: { place: withhold, ground: 要らない }", PlaceOfProtected.Word.withhold),
        ("told", "protected: { place: confirm, ground: 稀にだけ要る }", .confirm),
        ("told", give, .give), ("untold", "protected: { place: withhold, ground: 知りえない }", .withhold),
        ("untold", "protected: { place: confirm, ground: 稀にだけ要る }", .confirm),
    ])
    func aPolicySaysItInAWordWithItsGround(_ which: String, _ word: String, _ expected: PlaceOfProtected.Word) throws {
        let policy = try Self.library(which == "told" ? Self.told : Self.untold, word)
        #expect(policy.protected?.word == expected && policy.protected?.ground.isEmpty == false && !policy.lacksWordOfProtected)
        #expect(policy.protected?.legalBases == (expected == .give ? ["transfer-16"] : []))
        #expect(policy.placeOfProtected(on: .medium, isAsked: true) == .withhold)
        #expect(policy.placeOfProtected(on: .push) == (expected == .confirm ? .withhold : expected))
        #expect(policy.placeOfProtected(on: .pull, isAsked: true) == expected)
        #expect(policy.sentences(bases: [:]).contains { $0.contains(expected.label) && $0.contains(policy.protected?.ground ?? "?") })
    }

    /// Row, rule and what to do.
    @Test(arguments: [
        ("untold", give, "G0017", "yokushifuragu(抑止フラグ)"), ("told", "protected: { place: give, ground: 要る }", "G0017", "legal-bases: [根拠]"),
        ("told", "protected: { place: give, ground: 要る, legal-bases: [transfer-90] }", "G0017", "ポリシーの legal-bases"),
        ("told", "protected: { place: give, legal-bases: [transfer-16] }", "G0004", ""), ("told", "protected: { ground: 要る }", "G0004", ""),
        ("told", "protected: { place: give, ground: 未定, legal-bases: [transfer-16] }", "G0004", "具体的な記載"),
        ("told", "protected: { place: always, ground: 要る }", "G0006", "withhold, confirm, give"), ("told", "protected: give", "G0005", "place, ground"),
        ("told", "protected: { place: withhold, ground: 要らない, until: 2027-04-01 }", "G0003", "place, ground"),
        ("told", "confirm-items: [yokushifuragu]\n\(give)", "G0017", "confirm-items"),
        ("none", "protected: { place: confirm, ground: 要る }", "G0017", "withhold"),
        ("medium", "protected: { place: confirm, ground: 要る }", "G0017", "pull"),
    ])
    func whatMayNotBeSaidIsRefusedWhereItStands(_ which: String, _ word: String, _ code: String, _ expected: String) throws {
        let policy = [
            "told": Self.told, "untold": Self.untold, "none": Samples.policy, "medium": Self.told.replacing("ways: [push, pull]", with: "ways: [push, medium]"),
        ][which]
        let text = try #require(policy) + "\n" + word
        let problems = Samples.problems(Samples.documents(text, dataset: Self.dataset))
        #expect(problems.map(\.code.rawValue) == [code])
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).count
        for problem in problems { #expect(problem.line == line && problem.expected.contains(expected), "\(problem)") }
    }

    /// Each of the four may be the only one that is set.
    @Test(arguments: ["yokushifuragu", "kari_shiensochi", "shiensochi_kaishi", "shiensochi_shuryo"]) func allFourItemsAreNeeded(_ item: String) throws {
        let text = Self.told.replacing("  - \(item)\n", with: "") + "\n" + Self.give
        let problems = Samples.problems(Samples.documents(text, dataset: Self.dataset))
        #expect(problems.map(\.code.rawValue) == ["G0017"] && problems.allSatisfy { $0.expected.contains(item) })
    }

    /// The register's items say by their class what tells where somebody is, and the set that SQL goes by is the same.
    @Test func everyItemOfPlaceIsOne() { #expect(ItemSet.ofPlace == ItemCatalogue.register.ofPlace && ItemSet.ofPlace.items.count == 21) }

    @Test func itIsPartOfTheHashAndWithoutItTheHashIsWhatItWas() throws {
        let words = [
            "", "protected: { place: withhold, ground: 甲 }", "protected: { place: withhold, ground: 乙 }", "protected: { place: confirm, ground: 甲 }", Self.give,
        ]
        #expect(Set(try words.map { try Self.library(Self.told, $0).contentHash }).count == words.count)
        #expect(
            try Self.library(Self.told, Self.give).canonicalForm
                == Self.library(Self.told, "").canonicalForm + "protected=give\nprotected-ground=住所が要る\nprotected-bases=transfer-16\n")
    }

    /// What was approved before a policy had to say it keeps what it was approved with: the same hash means the same.
    @Test(arguments: [false, true]) func anAbsentWordMeansWhatItMeantWhenItWasApproved(isStored: Bool) throws {
        let (told, untold) = (try Self.library(Self.told, "", isStored: isStored), try Self.library(Self.untold, "", isStored: isStored))
        #expect(told.placeOfProtected == .give && told.lacksWordOfProtected)
        #expect(untold.placeOfProtected == .withhold && untold.lacksWordOfProtected)
        #expect(try !Self.library(Samples.policy, "", isStored: isStored).lacksWordOfProtected)
        // But no medium carries it.
        #expect(told.withholdsPlaceOfProtected(on: .medium) && !told.withholdsPlaceOfProtected(on: .push))
        #expect(PolicyDoubt.all(told, bases: [:], around: .init()).contains { $0.code == "O0015" })
        #expect(try !PolicyDoubt.all(Self.library(Self.told, Self.give), bases: [:], around: .init()).contains { $0.code == "O0015" })
    }

    @Test func whatWasApprovedIsReadThoughItHasNoEffect() throws {
        let read = try Self.library(Samples.policy, "protected: { place: confirm, ground: 要る }", isStored: true)
        #expect(read.protected?.word == .confirm && !read.mayNeedConfirmation)
    }

    @Test(arguments: [("", false), ("protected: { place: withhold, ground: 甲 }", true), ("protected: { place: confirm, ground: 甲 }", true), (give, false)])
    func whatWasGivenIsTakenBackWhereItIsWithheldNow(_ word: String, _ takesBack: Bool) throws {
        let new = try Self.library(Self.told, word)
        for old in try [Self.library(Self.told, ""), Self.library(Self.told, Self.give)] {
            let difference = PolicyDifference(from: old, to: new)
            #expect(difference.takesBack == takesBack && difference.withdrawn.isEmpty)
            #expect(difference.placeOfProtected.before == .give && difference.placeOfProtected.after == new.placeOfProtected)
        }
        #expect(PolicyDifference(from: nil, to: new).placeOfProtected.before == nil)
    }
}
