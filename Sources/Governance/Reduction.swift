public import Addressee

/// 精度の引下げ・伏字. How much of an item's value is given, where a policy does not give all of it.
///
/// The individual number has none: it is given whole or not at all.
public enum Reduction: String, Sendable, Hashable, CaseIterable {
    /// 年のみ: month and day are `00`, as the national layouts write what is not known of a date.
    case year
    /// 年月のみ: the day is `00`.
    case month
    /// 下4桁: all but the last four characters are `*`; a value of four or fewer is `*` altogether.
    case lastFour = "last-4"
    /// 頭文字: one `*` stands for all after the first character.
    case initial

    /// Japanese, for people.
    public var sentence: String {
        switch self {
        case .year: "年だけ"
        case .month: "年月だけ"
        case .lastFour: "下4桁だけ"
        case .initial: "最初の1文字だけ"
        }
    }

    /// Whether it can be said of the item at all, so that the receiver still gets a value of the item's form.
    public func suits(_ item: Item) -> Bool {
        switch self {
        case .year, .month: item.kind == .date
        // Codes of a few digits, such as the sex, would be no codes any more.
        case .lastFour: item.kind == .halfWidth && item.length > 8 && item != .kojinbango && item != .atenabango
        case .initial: item.kind == .fullWidth && item.length >= 50
        }
    }

    /// Those that a policy names under `precision`; the others stand under `masked`.
    public static let precisions: [Reduction] = [.year, .month]
    /// Those that a policy names under `masked`.
    public static let masks: [Reduction] = [.lastFour, .initial]

    /// Whether something that `self` shows is hidden by `other`; whole is nil.
    static func isTakingBack(_ old: Reduction?, _ new: Reduction?) -> Bool {
        guard let new, old != new else { return false }
        return !(old == .year && new == .month)
    }
}

/// 住所の精度. How finely an address is given.
public enum AddressPrecision: String, Sendable, Hashable, CaseIterable {
    /// 行政区まで: prefecture, city, ward, and their codes.
    case ward

    /// Items that tell more than the precision allows.
    public var finer: ItemSet {
        switch self {
        case .ward:
            [
                ItemSet(.jushoChoazakodo), ItemSet(.jushoChoaza), ItemSet(.jushoBanchigohyoki), ItemSet(.jushoKatagaki), ItemSet(.jushoKatagakiFurigana),
                ItemSet(.jushoYubinbango), ItemSet(.tennyumaeJusho), ItemSet(.tenshutsusakiJusho), ItemSet(.jushoKokugaijusho),
            ]
        }
    }
}

/// Everything that a policy gives less than whole.
public struct Reductions: Sendable, Hashable {
    /// By item; an item that is not here is given whole.
    public var items: [Item: Reduction]
    /// Nil: as the items say.
    public var address: AddressPrecision?

    /// Nothing is reduced unless said.
    public init(items: [Item: Reduction] = [:], address: AddressPrecision? = nil) {
        (self.items, self.address) = (items, address)
    }

    /// The items that may be given at all: what would tell more than the precision allows is withheld.
    func givable(_ items: ItemSet, of catalogue: ItemCatalogue) -> ItemSet {
        var given = items
        guard catalogue.isOfRegister else { return given }
        if let address { given.subtract(address.finer) }
        // The notation of a date that is not fully known may name month or day.
        if self.items[.seinengappi] != nil { given.subtract(ItemSet(.seinengappiFushohyoki)) }
        return given
    }
}
