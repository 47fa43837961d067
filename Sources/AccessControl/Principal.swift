public import Addressee

/// 操作者. Who acts, once signed in: a person of the staff, or a service account of the hub's own programs; never anonymous.
public struct Principal: Sendable {
    /// 職員番号, or the name of a service account.
    public let account: String
    /// A program, not a person: it may operate, never approve.
    public let isService: Bool
    /// 所属; nil for a service account.
    public let department: String?
    /// Terminal that it signed in at.
    public let terminal: String
    /// What it may do on the day, and who granted that when.
    public let grants: [Right: Grant]

    /// Under which seal signing in has established it; such a person's rights can be read anew. nil where a program put it together.
    let seal: RowSeal?

    /// By whom and since when a right is held.
    public struct Grant: Sendable, Hashable {
        /// Everybody who had a part in it (who gave the department the right, who assigned the person, who took the transfer file in, who applied, who
        /// approved, who set the person's sign-in up), each with the last day of that part, or the day the right began where that is later.
        public let makers: [String: CalendarDay]

        /// Made by one account.
        ///
        /// - Parameter maker: account that granted it.
        public init(by maker: String, on day: CalendarDay) { makers = [maker: day] }

        package init(by accounts: Set<String>, on day: CalendarDay) { makers = Dictionary(uniqueKeysWithValues: accounts.map { ($0, day) }) }

        private init(makers: [String: CalendarDay]) { self.makers = makers }

        /// The parts in order of their days, for a person to read: `2026-04-01 personnel-transfer, 2026-04-03 1001`.
        public var makersLine: String {
            makers.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        }

        /// With somebody else's part added.
        package func joined(by maker: String, on day: CalendarDay) -> Grant { Grant(makers: makers.merging([maker: day], uniquingKeysWith: max)) }
    }

    /// As put together by a program that answers for it.
    public init(account: String, isService: Bool, department: String?, terminal: String, grants: [Right: Grant]) {
        self.init(account: account, isService: isService, department: department, terminal: terminal, grants: grants, signedInUnder: nil)
    }

    package init(account: String, isService: Bool, department: String?, terminal: String, grants: [Right: Grant], signedInUnder seal: RowSeal?) {
        (self.account, self.isService, self.department) = (account, isService, department)
        (self.terminal, self.grants, self.seal) = (terminal, grants, seal)
    }

    /// How records name it.
    public var name: String { (isService ? "service " : "staff ") + account }

    /// Whether it holds the right.
    public func may(_ right: Right) -> Bool { grants[right] != nil }
}
