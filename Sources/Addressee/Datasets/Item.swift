/// 項目. One item of a dataset, by its national item name in romaji.
///
/// The name is the same everywhere: in files, datasets, policies, SQL columns and the API. What kind of values it has is told by its dataset's catalogue.
public struct Item: Sendable, Hashable, CustomStringConvertible {
    private let definition: ItemDefinition

    /// - Parameters:
    ///   - name: romaji.
    ///   - bit: 0 to 62, its own within the dataset and for ever: journals keep it.
    ///   - length: greatest length in characters (a variation selector does not count).
    ///   - label: the Japanese item name.
    public init(_ name: String, bit: Int, _ kind: ItemKind, _ length: Int, _ label: String, _ personalData: PersonalDataClass? = nil) {
        definition = ItemDefinition(name: name, bit: bit, kind: kind, length: length, label: label, personalData: personalData)
    }

    /// The national item name in romaji.
    public var rawValue: String { definition.name }
    /// Bit of the item in a change mask or a projection of its dataset.
    public var bit: Int { definition.bit }
    /// The Japanese item name, for people.
    public var label: String { definition.label }
    /// Data type as the national layouts write it.
    public var kind: ItemKind { definition.kind }
    /// Greatest length in characters (a variation selector does not count).
    public var length: Int { definition.length }
    /// 個人情報の区分; nil where its dataset tells none.
    public var personalData: PersonalDataClass? { definition.personalData }
    /// The name.
    public var description: String { definition.name }

    /// The name as it stands in a JSON object, colon included.
    package var jsonName: [UInt8] { definition.jsonName }

    /// The first sixteen bytes of the name as a number: of two items whose numbers differ, the lesser precedes the other by name.
    package var namePrefix: UInt128 { definition.prefix }

    /// In the order of the names' bytes.
    package static func precedesByName(_ one: Item, _ other: Item) -> Bool {
        let (a, b) = (one.definition, other.definition)
        return a.prefix == b.prefix ? a.name.utf8.lexicographicallyPrecedes(b.name.utf8) : a.prefix < b.prefix
    }

    /// Of the same name at the same bit.
    public static func == (one: Self, other: Self) -> Bool {
        one.definition === other.definition || one.definition.bit == other.definition.bit && one.definition.name == other.definition.name
    }
    /// By the bit: within a dataset it tells one item from another.
    public func hash(into hasher: inout Hasher) { hasher.combine(UInt8(truncatingIfNeeded: definition.bit)) }
}

/// What is known of an item; made once, shared by all who name it.
private final class ItemDefinition: Sendable {
    let name: String
    let bit: Int
    let kind: ItemKind
    let length: Int
    let label: String
    let personalData: PersonalDataClass?
    let jsonName: [UInt8]
    /// The first sixteen bytes of the name, by which nearly all are told apart.
    let prefix: UInt128

    init(name: String, bit: Int, kind: ItemKind, length: Int, label: String, personalData: PersonalDataClass?) {
        precondition((0...62).contains(bit), "an item's bit is 0 to 62")
        (self.name, self.bit, self.kind, self.length, self.label, self.personalData) = (name, bit, kind, length, label, personalData)
        jsonName = Array("\"\(name)\":".utf8)
        let bytes = name.utf8.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        prefix = bytes << UInt128(8 * (16 - min(16, name.utf8.count)))
    }
}

/// データ型. Type of an item in the national layouts.
public enum ItemKind: String, Sendable, Hashable, CaseIterable {
    /// X 半角文字列
    case halfWidth = "half-width"
    /// Ｎ 全角文字列 (half-width allowed at our door)
    case fullWidth = "full-width"
    /// 9 整数
    case integer
    /// DATE `YYYY-MM-DD`
    case date
}

/// 個人情報の区分. How far an item tells of a person.
public enum PersonalDataClass: String, Sendable, Hashable, CaseIterable {
    /// 識別: a number that names a person.
    case identifier
    /// 基本: name, birth, sex and the like.
    case basic
    /// 所在: where somebody is or was; withheld of the protected.
    case place
    /// 支援措置: that somebody is protected.
    case protection
    /// 財産: income and tax.
    case income
    /// 要配慮: what the law asks to be handled with special care (disability, public assistance).
    case sensitive
    /// 業務: what only the affair itself needs.
    case affair
}
