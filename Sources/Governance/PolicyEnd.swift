public import Addressee

/// 終期. When a policy ends, and by what.
public struct PolicyEnd: Sendable, Hashable {
    /// First day on which it no longer holds.
    public let day: CalendarDay
    /// Id of the legal basis that ends; nil: the policy's own `valid-until`.
    public let legalBasis: String?

    /// Days before the end on which people are warned, each once.
    public static let warningDays = [90, 30, 7]

    /// An end.
    public init(day: CalendarDay, legalBasis: String?) { (self.day, self.legalBasis) = (day, legalBasis) }

    /// Why, for records and people, in Japanese.
    public var reason: String { legalBasis.map { "法的根拠\($0)の終了(\(day))" } ?? "有効期間の満了(\(day))" }

    /// The narrowest warning that is due on `day`: 7, 30 or 90; nil while the end is far, and once it has come.
    public func warning(on day: CalendarDay) -> Int? {
        let left = Int(self.day.daysSince2000) - Int(day.daysSince2000)
        guard left > 0 else { return nil }
        return Self.warningDays.filter { left <= $0 }.min()
    }

    /// The earlier of two; of two on one day the policy's own.
    static func earlier(_ a: PolicyEnd?, _ b: PolicyEnd?) -> PolicyEnd? {
        guard let a, let b else { return a ?? b }
        return b.day < a.day ? b : a
    }
}

/// 実際の日による終了. A day beyond the hub's, on which what has ended gives nothing any more, though nobody has moved the hub's day to it.
///
/// Ages are counted on the hub's day, and nothing begins before it; ends don't wait for it.
public struct EndOfPolicies: Sendable, Hashable {
    /// The day in Japan.
    public let day: CalendarDay
    /// Ends of legal bases as the newest list has them, by id: first day on which the basis no longer holds.
    public let bases: [String: CalendarDay]

    /// Ends on a day.
    public init(on day: CalendarDay, bases: [String: CalendarDay]) { (self.day, self.bases) = (day, bases) }

    /// Whether the policy, or a legal basis it rests on, has ended.
    public func hasCome(to policy: Policy) -> Bool { policy.end(with: bases).map { $0.day <= day } ?? false }
}

extension Policy {
    /// When it ends: by its own date, or with the first of its legal bases, as its own documents have them.
    public var end: PolicyEnd? { end(with: [:]) }

    /// The same, where newer records of legal bases may end it earlier, never later.
    ///
    /// - Parameter bases: last days known otherwise, by id: first day on which the basis no longer holds.
    public func end(with bases: [String: CalendarDay]) -> PolicyEnd? {
        guard closing == nil else { return nil }
        var end = validUntil.map { PolicyEnd(day: $0, legalBasis: nil) }
        for id in legalBases.sorted() {
            for day in [basisEnds[id], bases[id]].compactMap(\.self) { end = .earlier(end, PolicyEnd(day: day, legalBasis: id)) }
        }
        return end
    }
}
