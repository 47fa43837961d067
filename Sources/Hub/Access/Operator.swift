public import Addressee

/// 操作者. Who acts, once signed in: a person of the staff, or a service account of the hub's own programs; never anonymous.
public struct Operator: Sendable {
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

    /// By whom and since when a right is held.
    public struct Grant: Sendable, Hashable {
        /// Account that granted it, or `personnel-transfer`.
        public let by: String
        /// Day it was entered in the ledger.
        public let on: CalendarDay

        /// An entry of the ledger.
        public init(by: String, on: CalendarDay) {
            self.by = by
            self.on = on
        }
    }

    /// As signing in has established.
    public init(account: String, isService: Bool, department: String?, terminal: String, grants: [Right: Grant]) {
        (self.account, self.isService, self.department, self.terminal, self.grants) = (account, isService, department, terminal, grants)
    }

    /// How records name it.
    public var name: String { (isService ? "service " : "staff ") + account }

    /// Whether it holds the right.
    public func may(_ right: Right) -> Bool { grants[right] != nil }
}
