/// A value that breaks a rule of its type. Never carries the value itself.
///
/// Codes E0001…E0004 are those of the national numbering API v2.0 (エラーコード一覧); E01xx are check digits.
public struct ValueError: Explained, Sendable, Hashable, CustomStringConvertible {
    /// E0001 required, E0002 characters, E0003 length, E0004 correlation, E01xx check digit.
    public var code: String
    /// The rule, in Japanese as a clerk reads it; never contains the value.
    public var rule: String

    /// `rule` is Japanese and must not hold the value.
    public init(code: String, rule: String) {
        self.code = code
        self.rule = rule
    }

    /// Code and rule; never the value.
    public var description: String { "\(code) \(rule)" }
}

/// エラーコード. The stable codes that this module gives; later stages add E02xx.
public enum FaultCode {
    /// 必須エラー
    public static let required = "E0001"
    /// 指定文字エラー
    public static let characters = "E0002"
    /// 桁数エラー
    public static let length = "E0003"
    /// 相関チェックエラー
    public static let correlation = "E0004"
    /// 日付の前後、将来の日付
    public static let order = "E0206"
    /// 1年より先の日付
    public static let tooFarAhead = "E0211"
    /// 別の団体の行
    public static let rowOfAnotherBody = "E0234"
    /// 別の団体のファイル
    public static let fileOfAnotherBody = "F0048"
    /// 個人番号の検査数字
    public static let individualNumberCheckDigit = "E0101"
    /// 住民票コードの検査数字
    public static let residentRecordCodeCheckDigit = "E0102"
    /// 市区町村コードの検査数字
    public static let localGovernmentCodeCheckDigit = "E0103"
    /// 行の形: a row that is no row of its layout
    public static let record = "E0300"
    /// 団体内統合宛名番号の検査数字
    public static let integratedAddresseeNumberCheckDigit = "E0104"
    /// 個人番号がすべて0
    public static let individualNumberOfZeros = "E0110"
    /// 住民票コードがすべて0
    public static let residentRecordCodeOfZeros = "E0111"
    /// 市区町村コードの都道府県が01から47でない
    public static let localGovernmentCodeOfNoPrefecture = "E0112"
    /// 基礎年金番号がすべて0
    public static let basicPensionNumberOfZeros = "E0113"
    /// 宛名番号がすべて0
    public static let addresseeNumberOfZeros = "E0114"
    /// 世帯番号がすべて0
    public static let householdNumberOfZeros = "E0115"
}
