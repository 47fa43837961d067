import Addressee
import Testing

@testable import Governance

/// 確認を要する項目 (CT-18): items that go out only once a person of the staff released them.
@Suite struct ConfirmItemsTests {
    private static let policy = Samples.policy.replacing("  - shimei\n", with: "  - shimei\n  - seinengappi\n  - seibetsu\n")

    private func load(_ more: String) throws -> Policy { try Samples.loaded(Self.policy + "\n" + more) }

    @Test func aFlaggedItemIsNoneOfThoseGivenUnasked() throws {
        let policy = try load("confirm-items: [seinengappi]")
        #expect(policy.confirmItems.items == [.seinengappi])
        #expect(Set(policy.items.items) == [.kojinbango, .shimei, .seibetsu])
        #expect(try load("").confirmItems.isEmpty)
    }

    @Test func aFlaggedIndividualNumberIsNotGivenUnasked() throws {
        let policy = try load("confirm-items: [kojinbango]")
        #expect(!policy.includesIndividualNumber && policy.mayGiveIndividualNumber)
        #expect(try load("").includesIndividualNumber)
    }

    @Test func itIsPartOfTheHashAndWithoutItTheHashIsWhatItWas() throws {
        let texts = ["", "confirm-items: [seinengappi]", "confirm-items: [seibetsu]", "confirm-items: [seinengappi, seibetsu]"]
        #expect(Set(try texts.map { try load($0).contentHash }).count == texts.count)
        #expect(try load("confirm-items: [seinengappi, seibetsu]").contentHash == load("confirm-items: [seibetsu, seinengappi]").contentHash)
        // The items that need confirmation stand among the items, too: the line says what may be given at all.
        #expect(try load("confirm-items: [seibetsu]").canonicalForm == load("").canonicalForm + "confirm-items=seibetsu\n")
    }

    @Test(arguments: [
        ("confirm-items: [yokushifuragu]", "G0016"), ("confirm-items: [namae]", "G0009"), ("confirm-items: []", "G0004"),
        ("confirm-items: seibetsu", "G0005"), ("confirm-items: [seibetsu, seibetsu]", "G0012"),
        ("confirm-items: [kojinbango, shimei, seinengappi, seibetsu]", "G0016"),
    ])
    func whatMakesNoSenseIsRefusedWhereItStands(_ more: String, _ code: String) throws {
        let problems = Samples.problems(Samples.documents(Self.policy + "\n" + more))
        #expect(problems.map(\.code.rawValue) == [code])
        #expect(problems.map(\.line) == [Self.policy.split(separator: "\n", omittingEmptySubsequences: false).count + 1])
    }

    @Test func anItemThatIsFlaggedLaterIsTakenBackFromWhoeverHoldsIt() throws {
        let difference = PolicyDifference(from: try load(""), to: try load("confirm-items: [seibetsu]"))
        #expect(difference.withdrawn.items == [.seibetsu] && difference.takesBack)
        #expect(difference.confirmItems.before.isEmpty && difference.confirmItems.after.items == [.seibetsu])
    }

    @Test func whatIsReducedIsReducedOnceReleasedToo() throws {
        let policy = try load("confirm-items: [seinengappi]\nprecision: {seinengappi: year}")
        #expect(policy.reductions.items == [.seinengappi: .year] && policy.confirmItems.items == [.seinengappi])
    }

    @Test(arguments: ["[push]", "[medium]", "[push, medium]"]) func whatCouldNeverBeAskedForIsRefusedWhereItStands(_ ways: String) throws {
        let policy = Self.policy.replacing("ways: [push, pull]", with: "ways: \(ways)")
        try #require(policy != Self.policy)
        let problems = Samples.problems(Samples.documents(policy + "\nconfirm-items: [seibetsu]"))
        #expect(problems.map(\.code.rawValue) == ["G0016"])
        #expect(problems.map(\.line) == [policy.split(separator: "\n", omittingEmptySubsequences: false).count + 1])
        #expect(problems.allSatisfy { $0.rule.contains("pull") })
        #expect(Samples.problems(Samples.documents(policy)).isEmpty)
    }

    @Test func whatWasApprovedBeforeThatRuleIsReadAsItWasApproved() throws {
        let policy = Self.policy.replacing("ways: [push, pull]", with: "ways: [push]") + "\nconfirm-items: [seibetsu]"
        let read = try #require(try PolicyLibrary(documents: Samples.documents(policy), isStored: true).policies.first)
        #expect(read.confirmItems.items == [.seibetsu])
    }
}
