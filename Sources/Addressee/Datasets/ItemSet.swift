/// A set of items of one dataset as a 64-bit mask, bit by `Item.bit`.
public struct ItemSet: OptionSet, Sendable, Hashable {
    /// The mask; the bit of an item is 1 << `Item.bit`.
    public let rawValue: Int64
    /// The set of a mask, as the database keeps it; bits that belong to no item are kept too.
    public init(rawValue: Int64) { self.rawValue = rawValue }
    /// The set of one item.
    public init(_ item: Item) { self.init(rawValue: 1 << Int64(item.bit)) }
    /// The set of these items; one that comes twice counts once.
    public init(_ items: some Sequence<Item>) {
        self.init(rawValue: items.reduce(0) { $0 | (1 << Int64($1.bit)) })
    }

    /// Whatever items a dataset has.
    public static let everything = ItemSet(rawValue: .max)

    /// The mask as hexadecimal digits, lower case, without leading zeros, as the log writes it.
    public var hex: String { String(rawValue, radix: 16) }
    /// The set that `hex` writes; nil for anything else.
    public init?(hex: some StringProtocol) {
        guard let mask = Int64(hex, radix: 16), mask >= 0 else { return nil }
        self.init(rawValue: mask)
    }

    /// Whether the item is in the set.
    public func contains(_ item: Item) -> Bool { rawValue & (1 << Int64(item.bit)) != 0 }

    /// How many items it has.
    public var count: Int { rawValue.nonzeroBitCount }
}
