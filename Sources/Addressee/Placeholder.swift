/// 「なし」の代わりに書かれた値. What old systems write where there is no number: zeros, which no numbering ever gives and which some check digits pass.
///
/// Two persons with such a value would be one; so it is refused by name, and the clerk leaves the column empty.
enum Placeholder {
    /// The code by which an item is refused that is zeros only; `nil` where zeros are a value (町字コード 0000000: none) or no number.
    ///
    /// 個人番号 and 住民票コード: drawn, check digit over the rest; 宛名番号 and 世帯番号: running numbers from 1 (住民記録システム標準仕様書 1.1.13).
    static func code(_ item: Item) -> String? {
        switch item {
        case .kojinbango: FaultCode.individualNumberOfZeros
        case .juminhyokodo: FaultCode.residentRecordCodeOfZeros
        case .atenabango, .nayosesakiatenabango: FaultCode.addresseeNumberOfZeros
        case .setaibango: FaultCode.householdNumberOfZeros
        // Of datasets that systems publish, wherever the item has its national name.
        default: item.rawValue == basicPensionNumber ? FaultCode.basicPensionNumberOfZeros : nil
        }
    }

    /// 基礎年金番号, as an item is called.
    private static let basicPensionNumber = "kisonenkinbango"

    /// What the clerk reads.
    static func rule(_ name: String) -> String { "\(name)がすべて0です。番号がない場合は空欄にしてください。" }

    static func fault(_ item: Item) -> ValueError { ValueError(code: code(item) ?? FaultCode.characters, rule: rule(item.label)) }

    /// 都道府県コード of a code of digits: 01 to 47 (JIS X 0401). `000001` passes the check digit, and so do codes that begin with 48 to 99.
    static func hasPrefecture(_ digits: some Collection<UInt8>) -> Bool { (1...47).contains(ValueDomain.number(digits.prefix(2))) }

    static func noPrefectureRule(_ name: String) -> String { "\(name)の都道府県（初めの2桁）が01から47ではありません。正しいコードを設定するか、空欄にしてください。" }
}
