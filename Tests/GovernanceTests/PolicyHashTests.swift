import Addressee
import Testing

@testable import Governance

@Suite struct PolicyHashTests {
    @Test func layoutAndCommentsLeaveTheHashAlone() throws {
        let other = Samples.policy.replacing("items:\n  - kojinbango\n  - shimei", with: "# why\nitems: [shimei, kojinbango]")
            .replacing("[push, pull]", with: "[pull, push]").replacing("[resident, moved-out]", with: "[moved-out, resident]")
        #expect(other != Samples.policy)
        #expect(try Samples.loaded(other).contentHash == Samples.loaded().contentHash)
    }

    @Test(arguments: [
        ("- shimei", "- seibetsu"), ("moved-out", "dead"), ("地方税の賦課徴収", "地方税の賦課"), ("区政推進部長", "市民税課長"),
        ("2026-04-01", "2026-04-02"), ("2027-04-01", "2027-04-02"), ("[push, pull]", "[pull]"), ("031", "032"),
        ("事前協議により決定", "再協議により決定"), ("- registered-by-system", "- not: registered-by-system"),
        ("- registered-by-system", "- age: {from: reached 20}"), ("system: tax", "system: childcare"),
        ("label: 税務システム", "label: 税"), ("department: 市民税課", "department: 収納対策課"),
    ])
    func everyChangeOfContentChangesIt(_ old: String, _ new: String) throws {
        let other = Samples.policy.replacing(old, with: new)
        #expect(try Samples.loaded(other).contentHash != Samples.loaded().contentHash)
    }

    /// What was approved while 住民状態 told the state of 住登外者, too, gives both items, and is the version that was approved.
    @Test func whatWasApprovedBeforeThereWereTwoStatesGivesBoth() throws {
        let old = Samples.dataset.replacing("seibetsu,", with: "seibetsu, juminjotai,")
        let policy = Samples.policy.replacing("- shimei", with: "- juminjotai")
        let file = try PolicyLibrary(documents: Samples.documents(policy, dataset: old)).policies[0]
        let stored = try PolicyLibrary(documents: Samples.documents(policy, dataset: old), isStored: true).policies[0]
        #expect(!file.items.contains(Item.jutogaijotai) && stored.items.contains(Item.jutogaijotai))
        #expect(stored.contentHash == file.contentHash && stored.canonicalForm == file.canonicalForm)
        // Where the dataset knows both, a policy gives what it names.
        let new = old.replacing("juminjotai,", with: "juminjotai, jutogaijotai,")
        let one = try PolicyLibrary(documents: Samples.documents(policy, dataset: new), isStored: true).policies[0]
        #expect(!one.items.contains(Item.jutogaijotai))
        let neither = try PolicyLibrary(documents: Samples.documents(dataset: old), isStored: true).policies[0]
        #expect(!neither.items.contains(Item.jutogaijotai))
    }

    @Test func aLineBreakInAValueForgesNoOtherField() throws {
        let first = Samples.policy.replacing("label: 税務システム", with: "label: \"甲\\ndepartment=乙\"")
            .replacing("department: 市民税課", with: "department: 丙")
        let second = Samples.policy.replacing("label: 税務システム", with: "label: 甲")
            .replacing("department: 市民税課", with: "department: \"乙\\ndepartment=丙\"")
        #expect(try Samples.loaded(first).label.contains("\n"))
        #expect(try Samples.loaded(first).contentHash != Samples.loaded(second).contentHash)
    }

    /// Pinned: provisions cite this hash for as long as they are kept, so the canonical form may never drift.
    @Test func theHashIsSHA256OfTheCanonicalForm() throws {
        // Made with sha256sum from the canonical text, not by this code.
        let hash = "ad8defe83be2badae590dd0c5e5d3390d83796b7db32bd9b104d5d6fc622a4e6"
        #expect(try Samples.loaded().contentHash == hash)
    }
}
