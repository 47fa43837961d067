/// 項目一覧. What a dataset (データセット) is: a named set of items about persons, from one source, in one schema version.
public struct ItemCatalogue: Sendable, Hashable {
    /// 提供元. Who knows what the dataset says.
    public enum Source: Sendable, Hashable {
        /// The hub's own register.
        case register
        /// A department's system, which publishes it.
        case system(SystemName)
        /// 不明. A system that nothing names any more.
        case unnamed
    }

    /// データセット名, by which policies, deliveries and requests call it.
    public let dataset: DatasetName
    /// Japanese name, for people.
    public let label: String
    /// Raised when an item is added, so that receivers can tell what they understand.
    public let schemaVersion: Int
    /// Who knows what it says.
    public let source: Source
    /// レコードキー. What tells several records of one person apart; nil where there is one a person.
    public let recordKey: Item?
    /// In the catalogue's order.
    public let items: [Item]
    /// All of them.
    public let all: ItemSet
    /// 所在. What tells where somebody is or was.
    public let ofPlace: ItemSet
    /// 値の範囲 of the items of which the text says it, by name.
    public let domains: [String: ValueDomain]
    private let byName: [String: Item]

    /// Every item has a name and a bit of its own.
    public init(
        dataset: DatasetName, label: String, schemaVersion: Int, source: Source, recordKey: Item?, items: [Item], domains: [String: ValueDomain] = [:]
    ) {
        (self.dataset, self.label, self.schemaVersion, self.source, self.recordKey) = (dataset, label, schemaVersion, source, recordKey)
        (self.items, self.domains) = (items, domains)
        all = ItemSet(items)
        ofPlace = ItemSet(items.filter { $0.personalData == .place })
        byName = Dictionary(items.map { ($0.rawValue, $0) }) { first, _ in first }
    }

    /// Of a dataset whose text can't be read any more: no item is known of it.
    public init(unread dataset: DatasetName) {
        self.init(
            dataset: dataset, label: dataset.rawValue, schemaVersion: 1, source: dataset == .addressee ? .register : .unnamed, recordKey: nil, items: [])
    }

    /// The same with another item, in its place.
    public func adding(_ item: Item) -> ItemCatalogue {
        ItemCatalogue(
            dataset: dataset, label: label, schemaVersion: schemaVersion, source: source, recordKey: recordKey,
            items: (items + [item]).sorted { $0.bit < $1.bit }, domains: domains)
    }

    /// The item of a name; nil where the dataset has none.
    public subscript(name: String) -> Item? { byName[name] }

    /// The items of a set, in the catalogue's order; bits that belong to none of its items are left out.
    public func items(of set: ItemSet) -> [Item] { items.filter(set.contains) }

    /// Whether it is the hub's own register that it shows.
    public var isOfRegister: Bool { source == .register }

    /// Items that no dataset may hold: the record's key travels beside the items, a provisional record (仮登録) is seen by nobody, and who may look at a
    /// person (他業務参照不可) is the hub's own business.
    public static let withheld = ItemSet([Item.atenabango, .rirekibango, .rirekiEdabango, .karitorokufuragu, .tagyomusanshofukafuragu])

    /// Items that name the record, and the individual number, which the hub adds on the way out: they have these bits in every dataset.
    public static let common: [Item] = [.atenabango, .rirekibango, .kojinbango]
}
