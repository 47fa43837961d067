/// 届出・異動の種類. What a change in the resident register means to the pension department.
package enum NotificationKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// 20歳到達による資格取得
    case acquireAt20 = "acquire-at-20"
    /// 60歳到達による資格喪失
    case loseAt60 = "lose-at-60"
    /// 外国からの転入による資格取得
    case acquireFromAbroad = "acquire-from-abroad"
    /// 国外転出による資格喪失
    case loseAbroad = "lose-abroad"
    /// 死亡による資格喪失
    case loseByDeath = "lose-by-death"
    /// 第2号への種別変更
    case becomeClass2 = "become-class-2"
    /// 氏名変更
    case changeName = "change-name"
    /// 住所変更
    case changeAddress = "change-address"
    /// 世帯主の変更
    case changeOfHouseholder = "change-of-householder"
    /// 生年月日の訂正
    case correctBirthDate = "correct-birth-date"
    /// 国内の転出入
    case moveWithinJapan = "move-within-japan"
    /// 死亡・転出などによる老齢福祉年金の証書の登録の終了
    case endWelfareCertificate = "end-welfare-certificate"
    /// 前の住所地の市区町村から引き継いだ届出・申請・請求
    case handedOn = "handed-on"
}
