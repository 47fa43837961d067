/// 検査数字. Check digits over ASCII digits; each function returns an ASCII digit, ready to append.
///
/// The caller has checked that the bytes are digits; other bytes give a meaningless digit, never a trap.
public enum CheckDigit {
    /// 個人番号の検査用数字, over its first 11 digits (総務省令第85号 第5条).
    public static func individualNumber(_ first11: some Collection<UInt8>) -> UInt8 { modulus11Weights2To7(first11) }

    /// 住民票コードの検査数字, over its first 10 digits: the same formula with n = 1…10.
    public static func residentRecordCode(_ first10: some Collection<UInt8>) -> UInt8 { modulus11Weights2To7(first10) }

    /// 全国地方公共団体コードの検査数字, over its first 5 digits: weights 6…2, last digit of 11 − (sum mod 11).
    public static func localGovernmentCode(_ first5: some Collection<UInt8>) -> UInt8 {
        var weight = 6
        var sum = 0
        for byte in first5 {
            sum += weight * Int(byte & 0x0F)
            weight -= 1
        }
        return UInt8(ascii: "0") + UInt8((11 - abs(sum) % 11) % 10)
    }

    /// モジュラス11 ウェイト2–7 from the right, repeating; remainders 0 and 1 give 0
    /// (共通機能標準仕様書 2.4.3; remainder 1 as DESIGN §2 fixes it). Any length.
    public static func modulus11Weights2To7(_ body: some Collection<UInt8>) -> UInt8 {
        if let digit = body.withContiguousStorageIfAvailable({ modulus11($0) }) { return digit }
        return Array(body).withUnsafeBufferPointer { modulus11($0) }
    }

    static func modulus11(_ body: UnsafeBufferPointer<UInt8>) -> UInt8 {
        var sum = 0
        var weight = 2
        for byte in body.reversed() {
            sum += weight * Int(byte & 0x0F)
            weight = weight == 7 ? 2 : weight + 1
        }
        let remainder = sum % 11
        return UInt8(ascii: "0") + UInt8(remainder <= 1 ? 0 : 11 - remainder)
    }
}
