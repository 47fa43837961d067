internal import Addressee

/// 再交付の事由. Why somebody asks for their notice of the basic pension number (基礎年金番号通知書) again (国民年金法施行規則第11条第1項).
package enum ReissueGround: String, Sendable, Hashable, Codable, CodedTerm {
    /// 滅失
    case lost
    /// 毀損
    case damaged
    /// 通知書に記載された氏名の変更
    case nameChanged = "name-changed"

    /// In Japanese, for people.
    package var label: String {
        switch self {
        case .lost: "滅失（紛失）"
        case .damaged: "毀損"
        case .nameChanged: "通知書に記載された氏名の変更"
        }
    }

    /// Whether the municipality takes the request: of whoever is insured as 第1号 or of their own will. The others ask their employer's or a pension office (the Service's page
    /// 「基礎年金番号通知書や年金手帳を紛失またはき損したとき」).
    func judge(_ insuredClass: InsuredClass?) -> PensionRequest.Verdict {
        switch insuredClass {
        case .class1, .voluntary, .specialVoluntary:
            .init(isAccepted: true, reasons: [Reason("再交付するのは日本年金機構です。通知書は本人に送られます。", "国民年金法施行規則第14条第2項")])
        case .class2, .class3, nil:
            .init(
                isAccepted: false,
                reasons: [Reason("第1号被保険者でも任意加入被保険者でもないか、種別が分からないため、市区町村では受け付けられません。年金事務所を案内してください。", "国民年金法施行令第1条の2")])
        }
    }
}
