/// 権限. What a person may do; given by department and task, never by rank (CT-6).
public enum Right: String, Sendable, Hashable, Codable, CodedTerm {
    /// 個人情報の照会
    case seePerson = "see-person"
    /// 個人番号の照会
    case seeIndividualNumber = "see-individual-number"
    /// 訂正
    case correct
    /// 支援措置の登録
    case protectPersons = "protect-persons"
    /// 抑止の解除
    case liftSuppression = "lift-suppression"
    /// 提供ポリシーの起案
    case proposePolicies = "propose-policies"
    /// 提供ポリシーの承認
    case approvePolicies = "approve-policies"
    /// 国民年金事務
    case pensionWork = "pension-work"
    /// 証跡の閲覧
    case readLog = "read-log"
    /// 提供・配信の運用
    case operateDeliveries = "operate-deliveries"
    /// 利用者・権限の管理
    case administerAccess = "administer-access"

    /// 権限名, for people.
    public var label: String {
        switch self {
        case .seePerson: "個人情報の照会"
        case .seeIndividualNumber: "個人番号の照会"
        case .correct: "訂正"
        case .protectPersons: "支援措置の登録"
        case .liftSuppression: "抑止の解除"
        case .proposePolicies: "提供ポリシーの起案"
        case .approvePolicies: "提供ポリシーの承認"
        case .pensionWork: "国民年金事務"
        case .readLog: "証跡の閲覧"
        case .operateDeliveries: "提供・配信の運用"
        case .administerAccess: "利用者・権限の管理"
        }
    }
}
