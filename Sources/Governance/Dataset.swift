public import Addressee

/// データセット. A named set of items about persons; a policy may name no item outside it.
public struct Dataset: Sendable, Hashable {
    /// データセット名, by which policies, deliveries and requests call it.
    public let name: DatasetName
    /// Japanese name, for people.
    public let label: String
    /// Every item that some receiver may be given.
    public let items: ItemSet
    /// Raised when an item is added or taken away, so that receivers can tell what they understand.
    public let schemaVersion: Int

    /// `schemaVersion` must grow with every change of `items`.
    public init(name: DatasetName, label: String, items: ItemSet, schemaVersion: Int) {
        self.name = name
        self.label = label
        self.items = items
        self.schemaVersion = schemaVersion
    }

    /// Items that no dataset may hold: the record's key travels beside the items, a provisional record (仮登録) is seen by
    /// nobody, and who may look at a person (他業務参照不可) is the hub's own business.
    public static let withheld: ItemSet = ItemSet([.atenabango, .rirekibango, .karitorokufuragu, .tagyomusanshofukafuragu])
}
