import Addressee
import Testing

@testable import Governance

/// 精度と伏字: what a policy may give less than whole, and that its hash says so.
@Suite struct ReductionTests {
    private static let address = ["jusho_todofuken", "jusho_choaza", "jusho_yubinbango", "tenshutsusaki_jusho"]
    private static let dataset = Samples.dataset.replacing(
        "[kojinbango,", with: "[kojinbango, juminhyokodo, seinengappi_fushohyoki, \(address.joined(separator: ", ")),")
    private static let policy = Samples.policy.replacing(
        "  - shimei\n",
        with: (["shimei", "seinengappi", "seinengappi_fushohyoki", "seibetsu", "juminhyokodo"] + address).map { "  - \($0)\n" }.joined())

    private func load(_ more: String) throws -> Policy {
        try #require(try PolicyLibrary(documents: Samples.documents(Self.policy + "\n" + more, dataset: Self.dataset)).policies.first)
    }

    @Test func fieldsAreRead() throws {
        let policy = try load("precision: {seinengappi: year, jusho: ward}\nmasked: {juminhyokodo: last-4, shimei: initial}")
        #expect(policy.reductions.items == [.seinengappi: .year, .juminhyokodo: .lastFour, .shimei: .initial])
        #expect(policy.reductions.address == .ward)
    }

    @Test func aWardIsAllThatIsLeftOfAnAddress() throws {
        let policy = try load("precision: {jusho: ward}")
        #expect(policy.items.isDisjoint(with: ItemSet([.jushoChoaza, .jushoYubinbango, .tenshutsusakiJusho])))
        #expect(policy.items.contains(.jushoTodofuken))
    }

    @Test func theNotationOfADateGoesWithItsPrecision() throws {
        #expect(try load("precision: {seinengappi: year}").items.contains(.seinengappi))
        #expect(!(try load("precision: {seinengappi: year}").items.contains(.seinengappiFushohyoki)))
        #expect(try load("masked: {shimei: initial}").items.contains(.seinengappiFushohyoki))
    }

    @Test func eachIsPartOfTheHash() throws {
        let texts = [
            "", "precision: {seinengappi: year}", "precision: {seinengappi: month}", "precision: {jusho: ward}", "masked: {juminhyokodo: last-4}",
            "masked: {shimei: initial}", "precision: {seinengappi: year}\nmasked: {shimei: initial}",
        ]
        #expect(Set(try texts.map { try load($0).contentHash }).count == texts.count)
        #expect(
            try load("masked: {juminhyokodo: last-4, shimei: initial}").contentHash == load("masked: {shimei: initial, juminhyokodo: last-4}").contentHash)
    }

    @Test(arguments: [
        ("precision: {seinengappi: decade}", "G0015"), ("precision: {shimei: year}", "G0015"), ("masked: {seibetsu: last-4}", "G0015"),
        ("masked: {kojinbango: last-4}", "G0015"), ("precision: {kojinbango: year}", "G0015"), ("precision: {jusho: street}", "G0015"),
        ("precision: {idonengappi: year}", "G0015"), ("masked: {namae: initial}", "G0009"), ("precision: year", "G0005"), ("masked: {}", "G0005"),
        ("masked: {seinengappi: last-4}", "G0015"), ("precision: {juminhyokodo: last-4}", "G0015"),
    ])
    func whatMakesNoSenseIsRefused(_ more: String, _ code: String) {
        let problems = Samples.problems(Samples.documents(Self.policy + "\n" + more, dataset: Self.dataset))
        #expect(problems.map(\.code.rawValue) == [code])
    }

    @Test func whatTakesBack() throws {
        let whole = try load("")
        func withdrawn(_ old: Policy, _ new: Policy) -> [Item] { PolicyDifference(from: old, to: new).withdrawn.items }
        let (year, month) = (try load("precision: {seinengappi: year}"), try load("precision: {seinengappi: month}"))
        #expect(withdrawn(whole, year) == [.seinengappi, .seinengappiFushohyoki])
        #expect(withdrawn(month, year) == [.seinengappi])
        #expect(withdrawn(year, month) == [])
        #expect(withdrawn(year, whole) == [])
        #expect(!PolicyDifference(from: year, to: whole).takesBack)
        #expect(PolicyDifference(from: whole, to: whole.closed(.revoked)).takesBack)
        #expect(withdrawn(whole, whole.closed(.revoked)) == whole.items.items)
    }
}
