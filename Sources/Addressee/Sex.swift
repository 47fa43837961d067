/// 性別 (seibetsu).
public enum Sex: String, Sendable, Hashable, CaseIterable {
    /// 不明（未記入）
    case unknown = "0"
    /// 男
    case male = "1"
    /// 女
    case female = "2"
}
