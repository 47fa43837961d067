/// 値の範囲. Which values an item of a published dataset takes, beside its kind and length; what its text does not say is not limited.
///
/// It is no part of what the hub has registered of the dataset (名前・データ型・桁数): a body says it, or says it otherwise, without another schema version. It is looked
/// at where records come in, by the check of every file (`RowCheck`), and what stands already stays.
public struct ValueDomain: Sendable, Hashable {
    /// 半角数字だけ.
    public var isDigits = false
    /// 固定桁. The only length, in characters; nil where any is that the item has room for.
    public var fixedLength: Int?
    /// 形.
    public var form: ValueForm?
    /// 一覧. The only values; empty where any is.
    public var codes: [String] = []
    /// 最小, as the dataset's text writes it; nil where there is none.
    public var least: String?
    /// 最大, the same.
    public var greatest: String?
    /// 先の日. How far ahead of the day on which it comes a day, month or year may lie; nil where nothing is said.
    public var latest: Latest?
    /// 前後. The item of the same record whose day, month or year this one may not lie before.
    public var notBefore: String?

    /// Anything.
    public init() {}

    /// Whether a record can be named by such a value: by letters and digits alone.
    public var namesRecords: Bool { form?.isAlphanumeric ?? true && codes.allSatisfy { $0.utf8.allSatisfy(HalfWidth.isAlphanumeric) } }

    /// The only length, from whatever says it.
    var onlyLength: Int? { fixedLength ?? form?.length }

    /// 先の日, by the rules that the register's own dates have.
    public enum Latest: String, Sendable, Hashable, CaseIterable {
        /// As a birth date: E0206.
        case today
        /// As the day of a movement: E0211.
        case aYearAhead = "a-year-ahead"
    }

    /// コード表. The codes of an item of the register's record, by its name, in national codes; nil where it has none.
    public static func codes(ofTable name: String) -> [String]? {
        for layout in [FileLayout.residents, .nonResidents] {
            if let column = layout.column(named: name), column.item != nil, !column.codes.isEmpty { return column.codes }
        }
        return nil
    }

    /// What a number, date, month or year is counted as: its digits, less than 0 where a `-` precedes them. Of values of one form the order is that of the days.
    static func number(_ value: some Collection<UInt8>) -> Int {
        let digits = value.reduce(0) { HalfWidth.isDigit($1) ? $0 &* 10 &+ Int($1 &- UInt8(ascii: "0")) : $0 }
        return value.first == UInt8(ascii: "-") ? -digits : digits
    }
}
