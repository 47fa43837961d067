/// 住民状態 (juminjotai).
public enum ResidentState: String, Sendable, Hashable, CaseIterable {
    /// 住民
    case resident = "1"
    /// 住登外
    case nonResident = "2"
    /// 転出
    case movedOut = "3"
    /// 死亡
    case dead = "4"
    /// 消除
    case removed = "9"
}

/// What the register knows of a person before a movement: nothing, or a state.
public enum RegisterState: String, Sendable, Hashable, CaseIterable {
    case none
    case resident
    case nonResident = "non-resident"
    case movedOut = "moved-out"
    case dead
    case removed

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
            }
    }
}
