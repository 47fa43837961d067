/// 所属と事務. A department and what its tasks may do.
public struct DepartmentSheet: Sendable, Codable {
    /// 所属コード
    public let department: String
    /// 所属名
    public let name: String
    /// Rights by task, in force on the day.
    public let rights: [String: [String]]
    /// Persons assigned on the day.
    public let persons: Int

    package init(department: String, name: String, rights: [String: [String]], persons: Int) {
        (self.department, self.name, self.rights, self.persons) = (department, name, rights, persons)
    }
}
