import Addressee
import Testing

@testable import Governance

/// What of a person a policy gives, row by row as a reviewer reads it: granted, not granted, or given less than whole.
@Suite struct ProjectionTests {
    /// What becomes of an item.
    enum Given: Sendable, Hashable {
        case whole
        case nothing
        case less(Reduction)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var says: String
        var items: [Item]
        var number = true
        var more = ""
        var item: Item
        var expected: Given
        var testDescription: String { says }
    }

    private static let address: [Item] = [
        .jushoShikuchosonkodo, .jushoTodofuken, .jushoShikugunchosonmei, .jushoChoazakodo, .jushoChoaza, .jushoBanchigohyoki, .jushoKatagaki,
        .jushoKatagakiFurigana, .jushoYubinbango, .tennyumaeJusho, .tenshutsusakiJusho, .jushoKokugaijusho,
    ]

    // One row, one line: this is read as a table.
    // swift-format-ignore
    static let cases: [Case] = [
        // 個人番号
        Case(says: "the individual number is granted", items: [.shimei], item: .kojinbango, expected: .whole),
        Case(says: "the individual number is not granted", items: [.shimei], number: false, item: .kojinbango, expected: .nothing),
        Case(says: "an item that is not listed", items: [.shimei], item: .seibetsu, expected: .nothing),
        Case(says: "an item that is listed", items: [.shimei], item: .shimei, expected: .whole),
        // 生年月日
        Case(says: "a birth date, whole", items: [.seinengappi, .seinengappiFushohyoki], item: .seinengappi, expected: .whole),
        Case(says: "a birth date, whole, keeps the notation of what is unknown", items: [.seinengappi, .seinengappiFushohyoki], item: .seinengappiFushohyoki, expected: .whole),
        Case(says: "a birth date to the year", items: [.seinengappi], more: "precision: {seinengappi: year}", item: .seinengappi, expected: .less(.year)),
        Case(says: "a birth date to the month", items: [.seinengappi], more: "precision: {seinengappi: month}", item: .seinengappi, expected: .less(.month)),
        Case(says: "a birth date to the year tells nothing by its notation", items: [.seinengappi, .seinengappiFushohyoki], more: "precision: {seinengappi: year}", item: .seinengappiFushohyoki, expected: .nothing),
        Case(says: "a birth date to the month tells nothing by its notation", items: [.seinengappi, .seinengappiFushohyoki], more: "precision: {seinengappi: month}", item: .seinengappiFushohyoki, expected: .nothing),
        Case(says: "another date to the year leaves the birth date whole", items: [.seinengappi, .juminnengappi], more: "precision: {juminnengappi: year}", item: .seinengappi, expected: .whole),
        Case(says: "another date to the year leaves the birth date's notation", items: [.seinengappi, .seinengappiFushohyoki, .juminnengappi], more: "precision: {juminnengappi: year}", item: .seinengappiFushohyoki, expected: .whole),
        // 住所
        Case(says: "an address, whole", items: address, item: .jushoBanchigohyoki, expected: .whole),
        Case(says: "an address to the ward: prefecture", items: address, more: "precision: {jusho: ward}", item: .jushoTodofuken, expected: .whole),
        Case(says: "an address to the ward: city and ward", items: address, more: "precision: {jusho: ward}", item: .jushoShikugunchosonmei, expected: .whole),
        Case(says: "an address to the ward: its code", items: address, more: "precision: {jusho: ward}", item: .jushoShikuchosonkodo, expected: .whole),
        Case(says: "an address to the ward: quarter", items: address, more: "precision: {jusho: ward}", item: .jushoChoaza, expected: .nothing),
        Case(says: "an address to the ward: code of the quarter", items: address, more: "precision: {jusho: ward}", item: .jushoChoazakodo, expected: .nothing),
        Case(says: "an address to the ward: house number", items: address, more: "precision: {jusho: ward}", item: .jushoBanchigohyoki, expected: .nothing),
        Case(says: "an address to the ward: building", items: address, more: "precision: {jusho: ward}", item: .jushoKatagaki, expected: .nothing),
        Case(says: "an address to the ward: building in kana", items: address, more: "precision: {jusho: ward}", item: .jushoKatagakiFurigana, expected: .nothing),
        Case(says: "an address to the ward: postal code, finer than a ward", items: address, more: "precision: {jusho: ward}", item: .jushoYubinbango, expected: .nothing),
        Case(says: "an address to the ward: where the person came from", items: address, more: "precision: {jusho: ward}", item: .tennyumaeJusho, expected: .nothing),
        Case(says: "an address to the ward: where the person went", items: address, more: "precision: {jusho: ward}", item: .tenshutsusakiJusho, expected: .nothing),
        Case(says: "an address to the ward: address abroad", items: address, more: "precision: {jusho: ward}", item: .jushoKokugaijusho, expected: .nothing),
        // 伏字
        Case(says: "a masked code", items: [.juminhyokodo], more: "masked: {juminhyokodo: last-4}", item: .juminhyokodo, expected: .less(.lastFour)),
        Case(says: "a masked name", items: [.shimei], more: "masked: {shimei: initial}", item: .shimei, expected: .less(.initial)),
        Case(says: "a masked name masks no other name", items: [.shimei, .tsusho], more: "masked: {shimei: initial}", item: .tsusho, expected: .whole),
        Case(says: "the individual number is given whole beside what is masked", items: [.shimei], more: "masked: {shimei: initial}", item: .kojinbango, expected: .whole),
    ]

    private func load(_ test: Case) throws -> Policy {
        let offered = Set(Self.cases.flatMap(\.items)).subtracting([.kojinbango, .shimei, .seinengappi, .seibetsu])
        let dataset = Samples.dataset.replacing("[kojinbango,", with: "[kojinbango, \(offered.map(\.rawValue).sorted().joined(separator: ", ")),")
        let items = (test.number ? [Item.kojinbango] : []) + test.items
        var policy = Samples.policy.replacing(/items:\n(  - .*\n)+/, with: "items: [\(items.map(\.rawValue).joined(separator: ", "))]\n")
        if !test.number { policy = policy.replacing("provided: yes", with: "provided: no") }
        return try #require(try PolicyLibrary(documents: Samples.documents(policy + "\n" + test.more, dataset: dataset)).policies.first)
    }

    @Test(arguments: cases) func gives(_ test: Case) throws {
        let policy = try load(test)
        let given: Given =
            if !policy.items.contains(test.item) { .nothing } else if let less = policy.reductions.items[test.item] { .less(less) } else { .whole }
        #expect(given == test.expected)
        #expect(policy.includesIndividualNumber == test.number)
        #expect(!policy.registerItems.contains(.kojinbango), "it comes from the vault or not at all")
    }
}
