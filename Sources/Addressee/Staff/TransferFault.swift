/// Why a row of a transfer file was rejected: 行, 項目 and 規則; never the value.
public struct TransferFault: Explained, Sendable, Hashable, Codable {
    /// Line in the file, the header being 1; 0 where a row is refused on its day.
    public let line: Int
    /// T0001 required, T0002 form, T0003 unknown department, T0004 unknown person, T0005 not in the old department, T0006 hired but in office already,
    /// T0007 day out of reach, T0008 number of columns, T0009 another name, T0010 the same department, T0011 own row, T0012 last administrator,
    /// T0013 in the new department already, T0014 account taken but for its case, T0015 before the old department's day, T0016 department not for this kind; E0234 another body.
    public let code: String
    /// 項目名
    public let item: String
    /// 規則, in Japanese.
    public let rule: String

    package static let lastAdministrator = "T0012"

    package init(_ line: Int, _ code: String, _ item: String, _ rule: String) { (self.line, self.code, self.item, self.rule) = (line, code, item, rule) }
}
