/// 業務システムの名. Slug of a system that receives or registers: `[a-z][a-z0-9-]{0,39}`, such as `tax` or `care-insurance`.
public struct SystemName: Sendable, Hashable, Comparable, RawRepresentable, CustomStringConvertible {
    /// The slug.
    public let rawValue: String

    /// `nil` where the text is no slug.
    public init?(rawValue: String) {
        let bytes = rawValue.utf8
        guard let first = bytes.first, bytes.count <= 40, first &- UInt8(ascii: "a") < 26,
            bytes.allSatisfy({ $0 &- UInt8(ascii: "a") < 26 || HalfWidth.isDigit($0) || $0 == UInt8(ascii: "-") })
        else { return nil }
        self.rawValue = rawValue
    }

    private init(known: String) { rawValue = known }

    /// 税務
    public static let tax = SystemName(known: "tax")
    /// 子育て支援 (児童手当)
    public static let childcare = SystemName(known: "childcare")
    /// 介護保険
    public static let careInsurance = SystemName(known: "care-insurance")
    /// 国民健康保険
    public static let healthInsurance = SystemName(known: "health-insurance")
    /// 国民年金
    public static let nationalPension = SystemName(known: "national-pension")
    /// 教育委員会
    public static let educationBoard = SystemName(known: "education-board")
    /// 住民記録
    public static let residentRecord = SystemName(known: "resident-record")
    /// 日本年金機構
    public static let japanPensionService = SystemName(known: "japan-pension-service")

    /// The slug.
    public var description: String { rawValue }
    /// In the order of the characters' codes.
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
