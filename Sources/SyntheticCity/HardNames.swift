public import Addressee
internal import Foundation

/// 探しにくい氏名. Forty invented persons with names and addresses that are spelled in many ways, and the spellings that must find each.
public struct HardNames: Sendable {
    /// One of them.
    public struct Person: Sendable {
        /// The items of the record that are its own.
        public var items: [Item: String]
        /// Every way of looking for the person.
        public var searches: [Search] = []
    }

    /// One way of looking for somebody.
    public struct Search: Sendable {
        /// 氏名
        public var name: String?
        /// 住所
        public var address: String?
        /// 生年月日, as a clerk types it
        public var birth: String?
    }

    /// In the order of the list.
    public let persons: [Person]

    /// From `hard-names.tsv` beside the program. Throws `GenerationError`.
    public init() throws {
        guard let url = Bundle.module.url(forResource: "hard-names", withExtension: "tsv", subdirectory: "Resources") else {
            throw GenerationError.resource("hard-names.tsv", "not found beside the program")
        }
        var persons: [Person] = []
        for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            switch (fields[0], fields.count) {
            case ("person", 7...): persons.append(try Self.person(fields))
            case ("name", 2) where !persons.isEmpty:
                persons[persons.count - 1].searches.append(.init(name: fields[1], birth: persons.last?.items[.seinengappi]))
            case ("address", 2) where !persons.isEmpty:
                persons[persons.count - 1].searches.append(.init(name: persons.last?.items[.shimeiFurigana], address: fields[1]))
            case ("birth", 2) where !persons.isEmpty:
                persons[persons.count - 1].searches.append(.init(name: persons.last?.items[.shimei], birth: fields[1]))
            default: throw GenerationError.resource("hard-names.tsv", "a line begins with none of person, name, address, birth")
            }
        }
        self.persons = persons
    }

    private static func person(_ fields: [String]) throws -> Person {
        let own: [Item] = [.shimei, .shimeiFurigana, .seinengappi, .jushoChoaza, .jushoBanchigohyoki, .jushoKatagaki]
        var items = Dictionary(uniqueKeysWithValues: zip(own, fields.dropFirst()))
        for field in fields.dropFirst(7) {
            let pair = field.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2, let item = ItemCatalogue.register[pair[0]] else {
                throw GenerationError.resource("hard-names.tsv", "there is no item of that name")
            }
            items[item] = pair[1]
        }
        return Person(items: items)
    }

    /// A residents file of them, with addressee numbers that no generated city gives; without individual numbers.
    public func residents(on day: CalendarDay) -> String {
        let columns = FileLayout.residents.columns
        var lines = [columns.map(\.name).joined(separator: ",")]
        for (index, person) in persons.enumerated() {
            var items: [Item: String] = [
                .atenabango: Self.number(index), .rirekibango: "1", .setaibango: "H\(index)", .zokugara: "世帯主", .seibetsu: String(index % 2 + 1),
                .seinengappiFushofuragu: "0", .jushoShikuchosonkodo: "111007", .jushoTodofuken: "埼玉県", .jushoShikugunchosonmei: "さいたま市",
                .juminshubetsu: "1", .juminjotai: "1", .idojiyu: "01", .idonengappi: day.description, .karitorokufuragu: "0",
            ]
            items.merge(person.items) { $1 }
            lines.append(columns.map { column in column.item.flatMap { items[$0] } ?? "" }.map(Self.quoted).joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// 宛名番号 of the person at a place of the list.
    public static func number(_ index: Int) -> String { "Z" + String(100_000_000_000_000 + index).dropFirst() }

    private static func quoted(_ value: String) -> String {
        value.contains { $0 == "," || $0 == "\"" } ? "\"\(value.replacingOccurrences(of: "\"", with: "\"\""))\"" : value
    }
}
