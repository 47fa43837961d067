/// 裁定請求の記載事項. What a claim's papers say of whoever claims (請求者情報) and of medical certificates (診断書情報): the items that 別添2 groups with a claim, by the words
/// of the counter and by the columns of a file of the system before.
public enum PensionClaimItem: String, Sendable, Hashable, CodedTerm {
    /// 請求者の続柄
    case relation
    /// 請求者の宛名番号
    case claimant
    /// 請求者が誰であるか, in words
    case declared
    /// 請求者の生年月日
    case born
    /// 請求者の氏名
    case name
    /// 請求者の氏名フリガナ
    case kana
    /// 請求者の住所, as they give it
    case address
    /// 請求者の電話番号
    case telephone
    /// 診断書の様式
    case form
    /// 診断書の作成日
    case madeOn = "made-on"
    /// 診断書の現症日
    case conditionOn = "condition-on"
    /// 診断書の医療機関
    case hospital
    /// 2通目の診断書の様式
    case secondForm = "second-form"
    /// 2通目の診断書の作成日
    case secondMadeOn = "second-made-on"
    /// 2通目の診断書の現症日
    case secondConditionOn = "second-condition-on"
    /// 2通目の診断書の医療機関
    case secondHospital = "second-hospital"
    /// 初診の医療機関
    case firstHospital = "first-hospital"
    /// 受診状況等証明書の作成日
    case provedOn = "proved-on"

    /// 請求者情報
    public static let ofClaimant: [Self] = [.relation, .claimant, .declared, .born, .name, .kana, .address, .telephone]
    /// 診断書情報
    public static let ofCertificates: [Self] = [
        .form, .madeOn, .conditionOn, .hospital, .secondForm, .secondMadeOn, .secondConditionOn, .secondHospital, .firstHospital, .provedOn,
    ]
    /// What may be entered or corrected after a claim was received; the rest says which claim it is, and stays.
    public static let later: [Self] = [.name, .kana, .address, .telephone] + ofCertificates

    /// In Japanese, for people.
    public var label: String {
        switch self {
        case .relation: "請求者の続柄"
        case .claimant: "請求者の宛名番号"
        case .declared: "請求者が誰であるか"
        case .born: "請求者の生年月日"
        case .name: "請求者の氏名"
        case .kana: "請求者の氏名フリガナ"
        case .address: "請求者の住所"
        case .telephone: "請求者の電話番号"
        case .form: "診断書の様式"
        case .madeOn: "診断書の作成日"
        case .conditionOn: "診断書の現症日"
        case .hospital: "診断書の医療機関"
        case .secondForm: "2通目の診断書の様式"
        case .secondMadeOn: "2通目の診断書の作成日"
        case .secondConditionOn: "2通目の診断書の現症日"
        case .secondHospital: "2通目の診断書の医療機関"
        case .firstHospital: "初診の医療機関"
        case .provedOn: "受診状況等証明書の作成日"
        }
    }

    /// Column of a file of the system before.
    public var column: String {
        switch self {
        case .relation: "zokugara"
        case .claimant: "seikyushaatenabango"
        case .declared: "seikyushamoshitate"
        case .born: "seikyushaseinengappi"
        case .name: "seikyushashimei"
        case .kana: "seikyushashimei_furigana"
        case .address: "seikyushajusho"
        case .telephone: "seikyushadenwabango"
        case .form: "shindanshoyoshiki"
        case .madeOn: "shindanshobi"
        case .conditionOn: "genshobi"
        case .hospital: "shindanshoiryokikan"
        case .secondForm: "shindanshoyoshiki2"
        case .secondMadeOn: "shindanshobi2"
        case .secondConditionOn: "genshobi2"
        case .secondHospital: "shindanshoiryokikan2"
        case .firstHospital: "shoshiniryokikan"
        case .provedOn: "jushinshomeibi"
        }
    }
}
