internal import Addressee
internal import Yams

/// Reads what the values of an item are that a system publishes (値の範囲): `{ item: nendo, …, form: year, least: 1950, latest: a-year-ahead }`.
enum ValueDomainParser {
    /// The words for it.
    static let words = ["digits", "fixed", "form", "codes", "least", "greatest", "latest", "not-before"]

    /// Nil where nothing is said of the item; what is wrong is noted.
    static func read(_ fields: [String: YAMLSource.Field], of item: Item, _ source: inout YAMLSource) -> ValueDomain? {
        guard words.contains(where: { fields[$0] != nil }) else { return nil }
        var domain = ValueDomain()
        let digits = length("digits", fields, item, &source)
        domain.isDigits = digits != nil
        domain.fixedLength = digits ?? length("fixed", fields, item, &source)
        if let node = fields["form"]?.value { domain.form = form(node, item, &source) }
        if let node = fields["codes"]?.value { domain.codes = codes(node, item, domain, &source) }
        let said = ["digits", "fixed", "form", "codes"].filter { fields[$0] != nil }
        if said.count > 1, let node = fields[said[1]]?.value {
            source.note(.value, node, "\(said[0])と\(said[1])は、一つの項目に一緒に書けません", expected: "どちらか一つ")
        }
        domain.least = bound("least", fields, item, domain, &source)
        domain.greatest = bound("greatest", fields, item, domain, &source)
        if let least = domain.least, let greatest = domain.greatest, !precedes(least, greatest), let node = fields["greatest"]?.value {
            source.note(.value, node, "greatestがleastより前です", expected: "\(least)から後")
        }
        if let node = fields["latest"]?.value, let text = source.scalar(node, "latest") {
            domain.latest = ValueDomain.Latest(rawValue: text)
            if domain.latest == nil || !isDay(item, domain) {
                source.note(
                    .value, node, "latestは、日付かformのある項目に書く語です: \(text)",
                    expected: ValueDomain.Latest.allCases.map(\.rawValue).joined(separator: ", "))
            }
        }
        if let node = fields["not-before"]?.value { domain.notBefore = source.scalar(node, "not-before") }
        return domain
    }

    /// What no item says by itself: that the one that comes first is another item that is written in the same way; and that a record key is letters and digits.
    static func check(_ domains: [String: ValueDomain], of items: [Item], at nodes: [String: Node], _ source: inout YAMLSource) {
        for item in items {
            guard let domain = domains[item.rawValue], let other = domain.notBefore, let node = nodes[item.rawValue] else { continue }
            let first = items.first { $0.rawValue == other && $0 != item }
            guard let first, first.kind == item.kind, isDay(item, domain), domains[other]?.form == domain.form else {
                source.note(.item, node, "not-beforeは、同じ書き方の日付・年・年月のほかの項目です: \(other)", expected: "kindとformが同じ項目")
                continue
            }
        }
    }

    private static func length(_ name: String, _ fields: [String: YAMLSource.Field], _ item: Item, _ source: inout YAMLSource) -> Int? {
        guard let node = fields[name]?.value, let text = source.scalar(node, name) else { return nil }
        if item.kind == .halfWidth, let length = Int(text), (1...item.length).contains(length) { return length }
        source.note(.value, node, "\(name)は、半角の項目の桁数です: \(text)", expected: "1〜\(item.length)")
        return nil
    }

    private static func form(_ node: Node, _ item: Item, _ source: inout YAMLSource) -> ValueForm? {
        guard let text = source.scalar(node, "form") else { return nil }
        guard let form = ValueForm(rawValue: text) else {
            source.note(.value, node, "値の形ではありません: \(text)", expected: ValueForm.allCases.map(\.rawValue).joined(separator: ", "))
            return nil
        }
        guard item.kind == .halfWidth, form.length ?? 1 <= item.length else {
            source.note(.value, node, "form: \(text)は、半角\(form.length.map { "\($0)桁以上" } ?? "")の項目に書きます", expected: "kind: half-width")
            return nil
        }
        return form
    }

    /// A list, or the name of a code table: an item of the register's record that has one.
    private static func codes(_ node: Node, _ item: Item, _ domain: ValueDomain, _ source: inout YAMLSource) -> [String] {
        var listed: [(text: String, node: Node)] = []
        if case .scalar(let scalar) = node {
            guard let table = ValueDomain.codes(ofTable: scalar.string) else {
                source.note(.value, node, "コード表の名前ではありません: \(scalar.string)", expected: "[ … ] か、コードのある宛名の項目の名前（seibetsu など）")
                return []
            }
            listed = table.map { ($0, node) }
        } else {
            listed = source.list("codes", node) ?? []
        }
        for (text, node) in listed {
            let isPrintable = item.kind == .fullWidth || text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            guard [.halfWidth, .fullWidth].contains(item.kind), isPrintable, (1...item.length).contains(text.unicodeScalars.count) else {
                source.note(.value, node, "項目の値にならないコードです: \(text)", expected: "データ型と桁数に合うもの。数値と日付の項目にcodesは書けません")
                continue
            }
        }
        return listed.map(\.text)
    }

    private static func bound(
        _ name: String, _ fields: [String: YAMLSource.Field], _ item: Item, _ domain: ValueDomain, _ source: inout YAMLSource
    ) -> String? {
        guard let node = fields[name]?.value, let text = source.scalar(node, name) else { return nil }
        let isValue =
            switch item.kind {
            case .integer:
                item.length <= longest && (Int(text).map { String($0) == text && String($0.magnitude).utf8.count <= item.length } ?? false)
            case .date: CalendarDay(text) != nil
            case .halfWidth:
                if let form = domain.form {
                    form.length != nil && form.holds(text)
                } else {
                    domain.isDigits && text.utf8.count == domain.fixedLength && text.utf8.count <= longest
                        && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
                }
            case .fullWidth: false
            }
        if isValue { return text }
        source.note(.value, node, "\(name)は、数・日付・digitsかformのある項目の値です: \(text)", expected: "項目の値として書けるもの")
        return nil
    }

    /// Whether days, months or years are what it holds.
    private static func isDay(_ item: Item, _ domain: ValueDomain) -> Bool { item.kind == .date || domain.form != nil }

    private static func precedes(_ one: String, _ other: String) -> Bool {
        if let one = Int(one), let other = Int(other) { return one <= other }
        return one <= other
    }

    /// Most digits that can be compared.
    private static let longest = 18
}
