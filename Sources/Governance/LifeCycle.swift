/// 状態. Where a version of a policy stands.
public enum PolicyState: String, Sendable, Hashable, CaseIterable, Codable {
    /// 案: nobody proposed it yet, or not since it last ended.
    case draft
    /// 起案済
    case proposed
    /// 承認済: approved, and waiting for its first day.
    case approved
    /// 却下
    case rejected
    /// 施行中
    case inForce = "in-force"
    /// 改定済: another version is in force in its place.
    case superseded
    /// 満了
    case expired
    /// 取消し
    case revoked

    /// Japanese name, for people.
    public var label: String {
        switch self {
        case .draft: "案"
        case .proposed: "起案済"
        case .approved: "承認済(施行前)"
        case .rejected: "却下"
        case .inForce: "施行中"
        case .superseded: "改定済"
        case .expired: "満了"
        case .revoked: "取消し"
        }
    }
}

/// 行為. What is done to a version of a policy, each an entry of the ledger.
public enum PolicyAct: String, Sendable, Hashable, CaseIterable, Codable {
    /// 起案, by a person.
    case propose
    /// 承認, by another person.
    case approve
    /// 却下, by whoever may approve.
    case reject
    /// 施行: with its approval, or on its first day.
    case enter
    /// 改定: another version took its place.
    case supersede
    /// 満了: its last day, or that of a legal basis, has passed.
    case expire
    /// 取消し, by whoever may approve.
    case revoke

    /// Japanese name, for people.
    public var label: String {
        switch self {
        case .propose: "起案"
        case .approve: "承認"
        case .reject: "却下"
        case .enter: "施行"
        case .supersede: "改定"
        case .expire: "満了"
        case .revoke: "取消し"
        }
    }

    /// States in which it can be done.
    public var follows: Set<PolicyState> {
        switch self {
        // What ended may be proposed anew: it takes two people again.
        case .propose: [.draft, .rejected, .superseded, .expired, .revoked]
        case .approve, .reject: [.proposed]
        case .enter: [.approved]
        case .supersede, .expire, .revoke: [.approved, .inForce]
        }
    }

    /// The state it leads to.
    public var leadsTo: PolicyState {
        switch self {
        case .propose: .proposed
        case .approve: .approved
        case .reject: .rejected
        case .enter: .inForce
        case .supersede: .superseded
        case .expire: .expired
        case .revoke: .revoked
        }
    }

    /// The state after it; nil where it can't be done.
    public func after(_ state: PolicyState) -> PolicyState? { follows.contains(state) ? leadsTo : nil }
}
