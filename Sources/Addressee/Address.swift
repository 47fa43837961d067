/// 住所. The thirteen address items of the national layout, as given; empty ones are absent.
public struct Address: Redacted, Hashable {
    /// Municipality and ward code, where given and right.
    public let localGovernmentCode: LocalGovernmentCode?
    private let values: [Item: String]

    /// Printed with `****` in place of the value.
    public static var redactedName: String { "住所" }

    /// The items that make up an address, in the national order.
    public static let items: [Item] = [
        .jushoShikuchosonkodo, .jushoChoazakodo, .shiteitoshiGyoseikutokodo, .jushoTodofuken, .jushoShikugunchosonmei,
        .jushoChoaza, .jushoBanchigohyoki, .jushoKatagaki, .jushoKatagakiFurigana, .jushoYubinbango, .jushoKokumeikodo,
        .jushoKokumeito, .jushoKokugaijusho,
    ]

    /// Takes the address items out of `values`; other items are left aside.
    /// - Throws: E0002 characters, E0003 length, E0103 check digit of the municipality code.
    public init(_ values: [Item: String]) throws(ValueError) {
        var kept: [Item: String] = [:]
        for item in Self.items {
            guard let value = values[item], !value.isEmpty else { continue }
            try FullWidth.check(value, length: item == .shiteitoshiGyoseikutokodo ? 12 : item.length, name: item.label)
            kept[item] = value
        }
        if let code = kept[.jushoShikuchosonkodo] {
            localGovernmentCode = try LocalGovernmentCode(code)
        } else {
            localGovernmentCode = nil
        }
        self.values = kept
    }

    /// One item of the address, `nil` where not given or no address item.
    public subscript(_ item: Item) -> String? { values[item] }

    /// In one line for people: prefecture to house number, then 方書 after a full-width space; abroad: country and address.
    public var line: String {
        if let abroad = values[.jushoKokugaijusho] {
            return [values[.jushoKokumeito], abroad].compactMap { $0 }.joined(separator: "\u{3000}")
        }
        let body = [Item.jushoTodofuken, .jushoShikugunchosonmei, .jushoChoaza, .jushoBanchigohyoki]
            .compactMap { values[$0] }.joined()
        return [body, values[.jushoKatagaki] ?? ""].filter { !$0.isEmpty }.joined(separator: "\u{3000}")
    }
}
