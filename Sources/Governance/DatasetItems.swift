internal import Addressee
internal import Yams

/// Reads the `items:` of a dataset.
struct DatasetItems {
    /// Whether they are the register's own.
    let isOfRegister: Bool
    /// Whether the text was approved already.
    private let isStored: Bool
    /// Of the dataset; no item is newer.
    let schemaVersion: Int
    private(set) var items: [Item] = []
    /// 値の範囲, by name of the item.
    private(set) var domains: [String: ValueDomain] = [:]
    private var places: [String: Node] = [:]
    private var names: Set<String> = []
    /// Items that name the record or are added by the hub have bits of their own in every dataset.
    private var nextBit = 3

    init(isOfRegister: Bool, isStored: Bool, schemaVersion: Int) {
        (self.isOfRegister, self.isStored, self.schemaVersion) = (isOfRegister, isStored, schemaVersion)
    }

    mutating func read(_ node: Node, _ source: inout YAMLSource) {
        guard case .sequence(let sequence) = node else {
            source.note(.shape, node, "itemsは一覧で書いてください", expected: "- で始まる行")
            return
        }
        if sequence.isEmpty { source.note(.missing, node, "itemsが空です", expected: "一つ以上") }
        for member in sequence {
            guard let item = isOfRegister ? ofRegister(member, &source) : published(member, &source) else { continue }
            guard names.insert(item.rawValue).inserted else {
                source.note(.duplicate, member, "itemsに同じものが二度あります: \(item.rawValue)")
                continue
            }
            items.append(item)
        }
        ValueDomainParser.check(domains, of: items, at: places, &source)
    }

    /// By its name; what else stands there must be what the register says.
    private func ofRegister(_ member: Node, _ source: inout YAMLSource) -> Item? {
        var name = member.string
        var fields: [String: YAMLSource.Field]?
        if case .mapping = member {
            fields = source.fields(of: member, known: Self.known, at: "項目")
            name = fields?["item"]?.value.string
        }
        guard let name, let item = ItemCatalogue.register[name] else {
            source.note(.item, member, "宛名の項目名ではありません: \(name ?? "?")", expected: "項目定義のローマ字名")
            return nil
        }
        guard !ItemCatalogue.withheld.contains(item) else {
            source.note(.item, member, "提供の項目にできません: \(name)(\(item.label))")
            return nil
        }
        guard let fields, !isStored else { return item }
        let told = ["kind": item.kind.rawValue, "length": String(item.length), "label": item.label, "class": item.personalData?.rawValue ?? ""]
        for (key, value) in told.sorted(by: { $0.key < $1.key }) {
            guard let node = fields[key]?.value, node.string != value else { continue }
            source.note(.value, node, "\(item.label)の\(key)が宛名の項目定義と異なります", expected: value)
        }
        return item
    }

    /// With everything that is to be known of it.
    private mutating func published(_ member: Node, _ source: inout YAMLSource) -> Item? {
        // The individual number is never published: the hub adds it where a policy has it.
        if member.string == Item.kojinbango.rawValue { return .kojinbango }
        guard let fields = source.fields(of: member, known: Self.known + ValueDomainParser.words, at: "項目") else { return nil }
        let name = source.text("item", fields, in: member)
        let label = source.text("label", fields, in: member)
        let kind = source.text("kind", fields, in: member).flatMap { text in
            let kind = ItemKind(rawValue: text)
            if kind == nil { source.note(.value, fields["kind"]?.value ?? member, "データ型ではありません: \(text)", expected: Self.kinds) }
            return kind
        }
        let personalData = source.text("class", fields, in: member).flatMap { text in
            let known = PersonalDataClass(rawValue: text)
            if known == nil { source.note(.value, fields["class"]?.value ?? member, "個人情報の区分ではありません: \(text)", expected: Self.classes) }
            return known
        }
        let length = number("length", 1...1_000, fields, member, &source)
        let since = fields["since"] == nil ? 1 : number("since", 1...schemaVersion, fields, member, &source)
        // Also where something of it is wrong, so that the others are read as they are.
        let bit = nextBit
        nextBit += 1
        guard bit <= Self.lastBit else {
            source.note(.value, member, "一つのデータセットの項目は\(Self.lastBit - 2)までです")
            return nil
        }
        guard let name, let label, let kind, let personalData, let length, since != nil else { return nil }
        // What was approved before a name was taken stays as it is.
        let isTaken = ItemCatalogue.common.contains { $0.rawValue == name } || (!isStored && FileLayout.besideItems.contains(name))
        guard Self.isName(name), !isTaken else {
            source.note(.item, fields["item"]?.value ?? member, "公開する項目の名前にできません: \(name)", expected: "英小文字で始まる英小文字・数字・_、40字以下")
            return nil
        }
        let item = Item(name, bit: bit, kind, length, label, personalData)
        // Of a second item of the name, which is noted, nothing is kept.
        if !names.contains(name), let domain = ValueDomainParser.read(fields, of: item, &source) { (domains[name], places[name]) = (domain, member) }
        return item
    }

    private func number(
        _ name: String, _ range: ClosedRange<Int>, _ fields: [String: YAMLSource.Field], _ member: Node, _ source: inout YAMLSource
    ) -> Int? {
        guard let text = source.text(name, fields, in: member) else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        source.note(.value, fields[name]?.value ?? member, "\(name)は整数です", expected: "\(range.lowerBound)〜\(range.upperBound)")
        return nil
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first), text.utf8.count <= 40 else { return false }
        return text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    private static let known = ["item", "kind", "length", "label", "class", "since"]
    private static let lastBit = 62
    private static let kinds = ItemKind.allCases.map(\.rawValue).joined(separator: ", ")
    private static let classes = PersonalDataClass.allCases.map(\.rawValue).joined(separator: ", ")
}
