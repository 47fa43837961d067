public import Addressee

/// 法的根拠の一覧の影響. A policy whose end another list of legal bases would move, be it nearer or further.
public struct BasisEffect: Sendable, Hashable {
    /// The policy.
    public let policy: Policy
    /// When it ends by the list in force; nil where it doesn't.
    public let before: PolicyEnd?
    /// When it would end by the other list.
    public let after: PolicyEnd?

    /// Those of the policies whose end would move.
    ///
    /// - Parameters:
    ///   - ends: of legal bases as the other list has them, by id: first day on which the basis no longer holds.
    ///   - old: the same as the list in force has them.
    public static func of(_ ends: [String: CalendarDay], insteadOf old: [String: CalendarDay], on policies: [Policy]) -> [BasisEffect] {
        policies.compactMap { policy in
            let (before, after) = (policy.end(with: old), policy.end(with: ends))
            return before?.day == after?.day ? nil : BasisEffect(policy: policy, before: before, after: after)
        }
    }
}
