import Addressee
import Testing

@testable import Governance

/// Datasets that systems publish: what they may hold, told where it stands.
struct DatasetParserTests {
    private static let income = """
        dataset: tax-income
        label: 所得情報
        schema-version: 2
        source: tax
        record-key: nendo
        items:
          - kojinbango
          - { item: nendo, kind: half-width, length: 4, label: 年度, class: affair }
          - { item: shotokugaku, kind: integer, length: 12, label: 所得額, class: income }
          - { item: kazeikubun, kind: half-width, length: 1, label: 課税区分, class: income, since: 2 }
        """

    private func read(_ text: String) -> (catalogue: ItemCatalogue?, problems: [String]) {
        var problems: [PolicyProblem] = []
        let catalogue = DatasetParser.parse(PolicyDocument(name: "datasets/tax-income.yaml", text: text), problems: &problems)
        return (catalogue, problems.map { "\($0.line) \($0.code.rawValue)" })
    }

    @Test func isReadWithEverything() throws {
        let (found, problems) = read(Self.income)
        #expect(problems.isEmpty)
        let catalogue = try #require(found)
        #expect(catalogue.source == .system(.tax))
        #expect(catalogue.recordKey?.rawValue == "nendo")
        #expect(catalogue.items.map { "\($0.bit) \($0.rawValue)" } == ["2 kojinbango", "3 nendo", "4 shotokugaku", "5 kazeikubun"])
        #expect(catalogue["shotokugaku"]?.kind == .integer)
        #expect(catalogue["shimei"] == nil)
        #expect(!catalogue.isOfRegister)
    }

    @Test(arguments: [
        ("source: tax", "source: register", "4 G0006"),
        ("source: tax\n", "", "1 G0004"),
        ("record-key: nendo", "record-key: shotokugaku", "5 G0009"),
        ("item: shotokugaku, kind: integer", "item: shotokugaku, kind: number", "9 G0006"),
        ("item: shotokugaku", "item: Shotoku", "9 G0009"),
        ("item: shotokugaku", "item: nendo", "9 G0012"),
        ("item: shotokugaku", "item: atenabango", "9 G0009"),
        ("item: shotokugaku", "item: torikeshi", "9 G0009"), ("item: shotokugaku", "item: shikuchosonkodo", "9 G0009"),
        ("label: 所得額, class: income", "label: 所得額, class: secret", "9 G0006"),
        ("length: 12", "length: 0", "9 G0006"),
        ("since: 2", "since: 3", "10 G0006"),
        ("  - { item: shotokugaku, kind: integer, length: 12, label: 所得額, class: income }", "  - shotokugaku", "9 G0005"),
    ])
    func isToldWhereItStands(_ right: String, _ wrong: String, _ expected: String) {
        #expect(read(Self.income.replacing(right, with: wrong)).problems == [expected])
    }

    /// Its files have the item's column, and none beside it of that name.
    @Test func anItemOfATakenNameStaysWhereItWasApproved() throws {
        for name in FileLayout.besideItems {
            var problems: [PolicyProblem] = []
            let document = PolicyDocument(name: "datasets/tax-income.yaml", text: Self.income.replacing("item: shotokugaku", with: "item: \(name)"))
            let catalogue = try #require(DatasetParser.parse(document, isStored: true, problems: &problems))
            #expect(problems.isEmpty)
            let columns = FileLayout.published(catalogue).columns.filter { $0.name == name }
            #expect(columns.count == 1 && columns.first?.item?.rawValue == name)
        }
    }

    @Test func itemsOfTheRegisterAreAsTheRegisterSays() {
        func register(_ item: String) -> [String] {
            var problems: [PolicyProblem] = []
            let text = "dataset: addressee\nlabel: 宛名\nschema-version: 1\nsource: register\nitems:\n  - \(item)\n"
            _ = DatasetParser.parse(PolicyDocument(name: "datasets/addressee.yaml", text: text), problems: &problems)
            return problems.map { "\($0.line) \($0.code.rawValue)" }
        }
        #expect(register("shimei").isEmpty)
        #expect(register("{ item: shimei, kind: full-width, length: 100, label: 氏名, class: basic }").isEmpty)
        #expect(register("{ item: shimei, kind: full-width, length: 90, label: 氏名, class: basic }") == ["6 G0006"])
        #expect(register("{ item: shimei, class: place }") == ["6 G0006"])
    }
}
