/// 住民種別 (juminshubetsu). 1 and 2 come with residents; 3 and 4 are what the register gives non-residents.
public enum ResidentKind: String, Sendable, Hashable, CaseIterable {
    /// 日本人住民
    case japanese = "1"
    /// 外国人住民
    case foreign = "2"
    /// 日本人住登外者
    case nonResidentJapanese = "3"
    /// 外国人住登外者
    case nonResidentForeign = "4"

    /// 外国人, resident or not.
    public var isForeign: Bool { self == .foreign || self == .nonResidentForeign }
}
