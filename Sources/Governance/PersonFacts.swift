public import Addressee

/// 自動応答不可. Whether a person of the staff must have a say before anything about somebody goes to a system.
public enum Confirmation: Sendable, Hashable {
    /// The person is not flagged, or the answer was released.
    case notNeeded
    /// Nobody has decided yet.
    case awaited
    /// Somebody decided against it.
    case refused
    /// 期限切れ. Nobody decided in time.
    case lapsed

    /// Whether it lets the person be given.
    var decision: Decision {
        switch self {
        case .notNeeded: .provide
        case .awaited: .refuse(.awaitsConfirmation)
        case .refused: .refuse(.refusedByPerson)
        case .lapsed: .refuse(.confirmationLapsed)
        }
    }
}

/// What a decision needs to know of a person; fetched first, then decided upon. Holds no name and no number.
public struct PersonFacts: Sendable, Hashable {
    /// 住民状態
    public var state: ResidentState
    /// 仮登録: seen by no receiver.
    public var provisional: Bool
    /// First day that the birth date can mean; nil where it is not known at all.
    public var birthSortDay: CalendarDay?
    /// Last day that it can mean, where it is not known to the day.
    public var birthLastDay: CalendarDay?
    /// 住所_市区町村コード (the ward in a designated city).
    public var wardCode: String?
    /// 世帯主
    public var householder: Bool
    /// Systems that registered the person themselves.
    public var registeredBy: [SystemName]
    /// 登録. Systems that publish about the person, or registered an interest: in scope as if they had registered the person, and no more than that.
    public var interested: [SystemName] = []
    /// 他業務参照不可: only the systems of `registeredBy` may see the person.
    public var closedToOtherAffairs: Bool

    /// Facts of one person at one place of the journal.
    public init(
        state: ResidentState, provisional: Bool, birthSortDay: CalendarDay?, wardCode: String?, householder: Bool,
        registeredBy: [SystemName], closedToOtherAffairs: Bool, birthLastDay: CalendarDay? = nil
    ) {
        self.state = state
        self.provisional = provisional
        self.birthSortDay = birthSortDay
        self.birthLastDay = birthLastDay
        self.wardCode = wardCode
        self.householder = householder
        self.registeredBy = registeredBy
        self.closedToOtherAffairs = closedToOtherAffairs
    }

    /// The days on which the person can be born; nil where nothing is known.
    public var births: ClosedRange<CalendarDay>? { birthSortDay.map { $0...max($0, birthLastDay ?? $0) } }
}
