/// 保留の理由コード. Why a row or a number waits for a clerk; `ops/error-catalogue.md` says of each what to do.
enum HoldCode {
    /// 個人番号 of somebody who is not the person of the row.
    static let numberOfAnother = "H0001"
    /// Another 個人番号 than the registered one, by a reason that does not say so.
    static let numberDiffers = "H0002"
    /// 個人番号の職権修正 (46): changed, or never hers.
    static let numberCorrected = "H0003"
    /// 個人番号 claimed: registered without it.
    static let numberClaimed = "H0004"
    /// 住民票コード claimed: registered without it.
    static let recordCodeClaimed = "H0005"
    /// 宛名番号 that differs from a registered one in leading zeros only.
    static let zerosLost = "H0006"
}
