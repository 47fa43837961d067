/// 住民状態 (juminjotai) of a resident, 住登外者の状態 (jutogaijotai) of a non-resident: one of the two, by the national codes.
///
/// Source: the code lists of the national data items. A dead person is 3 as a resident and 5 as a non-resident; 9 is 消除 of either, so a code says nothing
/// without its item.
public enum ResidentState: Sendable, Hashable, CaseIterable {
    /// 住登者, juminjotai 1
    case resident
    /// 住登外者, jutogaijotai 4
    case nonResident
    /// 転出者, juminjotai 2
    case movedOut
    /// 死亡者, juminjotai 3
    case dead
    /// その他消除者, juminjotai 9
    case removed
    /// 住登外死亡者, jutogaijotai 5
    case nonResidentDead
    /// その他消除者 of 住登外者, jutogaijotai 9
    case nonResidentRemoved

    /// The item that tells it, and the item's national code.
    public var told: (item: Item, code: String) {
        switch self {
        case .resident: (.juminjotai, "1")
        case .movedOut: (.juminjotai, "2")
        case .dead: (.juminjotai, "3")
        case .removed: (.juminjotai, "9")
        case .nonResident: (.jutogaijotai, "4")
        case .nonResidentDead: (.jutogaijotai, "5")
        case .nonResidentRemoved: (.jutogaijotai, "9")
        }
    }

    /// 住登外者, in whatever state.
    public var isNonResident: Bool { told.item == .jutogaijotai }

    /// nil where 住民状態 has no such code.
    public init?(juminjotai code: some StringProtocol) { self.init(.juminjotai, code) }

    /// nil where 住登外者の状態 has no such code.
    public init?(jutogaijotai code: some StringProtocol) { self.init(.jutogaijotai, code) }

    /// Of a record that has one of the two items. nil where neither is set or the code is unknown.
    public init?(juminjotai: String?, jutogaijotai: String?) {
        if let juminjotai { self.init(.juminjotai, juminjotai) } else if let jutogaijotai { self.init(.jutogaijotai, jutogaijotai) } else { return nil }
    }

    /// The codes of an item, in rising order: the domain of the national edition.
    public static func codes(of item: Item) -> [String] { allCases.map(\.told).filter { $0.item == item }.map(\.code).sorted() }

    private init?(_ item: Item, _ code: some StringProtocol) {
        guard let known = Self.allCases.first(where: { $0.told.item == item && $0.told.code == code }) else { return nil }
        self = known
    }
}

/// What the register knows of a person before a movement: nothing, or a state.
public enum RegisterState: String, Sendable, Hashable, CaseIterable {
    case none
    case resident
    case nonResident = "non-resident"
    case movedOut = "moved-out"
    case dead
    case removed
    case nonResidentDead = "non-resident-dead"
    case nonResidentRemoved = "non-resident-removed"

    /// The register's state of a person; `nil`, of whom it holds no record, becomes `none`.
    public init(_ state: ResidentState?) {
        self =
            switch state {
            case nil: .none
            case .resident: .resident
            case .nonResident: .nonResident
            case .movedOut: .movedOut
            case .dead: .dead
            case .removed: .removed
            case .nonResidentDead: .nonResidentDead
            case .nonResidentRemoved: .nonResidentRemoved
            }
    }
}
