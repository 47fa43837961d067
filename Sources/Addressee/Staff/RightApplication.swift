/// 個別権限の申請. One application and how it was decided.
public struct RightApplication: Sendable, Codable {
    /// 申請番号
    public let id: Int64
    /// Who is to hold the right.
    public let account: String
    /// Name of the right.
    public let right: String
    /// First day, `YYYY-MM-DD`.
    public let from: String
    /// First day after it.
    public let until: String
    /// Who applied.
    public let appliedBy: String
    /// Why.
    public let reason: String
    /// waiting, approved or rejected.
    public let state: String
    /// Who decided; nil while waiting.
    public let decidedBy: String?

    package init(id: Int64, account: String, right: String, from: String, until: String, appliedBy: String, reason: String, state: String, decidedBy: String?) {
        (self.id, self.account, self.right, self.from, self.until, self.appliedBy, self.reason, self.state, self.decidedBy) = (
            id, account, right, from, until, appliedBy, reason, state, decidedBy
        )
    }
}
