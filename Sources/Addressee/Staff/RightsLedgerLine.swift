/// 権限付与・剥奪台帳の1件, as it is read.
public struct RightsLedgerLine: Sendable, Codable {
    /// Order of entry.
    public let id: Int64
    /// Day of entry, `YYYY-MM-DD`.
    public let recordedOn: String
    /// 職員番号
    public let account: String
    /// grant, revoke or end.
    public let act: String
    /// Name of the right.
    public let right: String
    /// transfer, application or initial.
    public let basis: String
    /// First day of its effect.
    public let from: String
    /// First day after its effect; nil where it stays.
    public let until: String?
    /// Who entered or applied.
    public let byWhom: String
    /// Who approved.
    public let approvedBy: String?
    /// Department whose right it is; nil for individual rights.
    public let department: String?
    /// Why.
    public let reason: String

    package init(
        id: Int64, recordedOn: String, account: String, act: String, right: String, basis: String, from: String, until: String?, byWhom: String,
        approvedBy: String?, department: String?, reason: String
    ) {
        (
            self.id, self.recordedOn, self.account, self.act, self.right, self.basis, self.from, self.until, self.byWhom, self.approvedBy, self.department,
            self.reason
        ) = (id, recordedOn, account, act, right, basis, from, until, byWhom, approvedBy, department, reason)
    }
}
