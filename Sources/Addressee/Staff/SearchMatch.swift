/// 一致の方法. How much of a name or an address must be given.
public enum SearchMatch: String, Sendable, Codable, CodedTerm {
    /// 完全一致. All of it.
    case whole = "完全"
    /// 前方一致. Its beginning; an address may begin at prefecture, municipality, ward or town.
    case beginning = "前方"
    /// 部分一致. Any part of it.
    case part = "部分"

    /// Such as 前方一致.
    public var label: String { "\(rawValue)一致" }
}
