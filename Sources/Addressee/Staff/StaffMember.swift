/// 職員. A person of the staff as administrators see them.
public struct StaffMember: Sendable, Codable {
    /// 職員番号
    public let account: String
    /// 氏名
    public let name: String
    /// `open`, or why it was closed: dormant, left, administrator.
    public let state: String
    /// 所属 of the day, with task where it is one only.
    public let departments: [String]
    /// Rights of the day.
    public let rights: [Right]
    /// Whether password and code are set.
    public let isEnrolled: Bool

    package init(account: String, name: String, state: String, departments: [String], rights: [Right], isEnrolled: Bool) {
        (self.account, self.name, self.state, self.departments, self.rights, self.isEnrolled) = (account, name, state, departments, rights, isEnrolled)
    }
}
