internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Governance
internal import HTTPTypes
internal import Hummingbird
internal import MutualTLS
internal import Postgres

extension Problem {
    static let notATerminal = Problem(status: .forbidden, code: "W0411", detail: "この団体の端末の証明書ではありません。端末の証明書は、運用管理者が atena pki issue 端末の名前 --terminal で発行します。")
    static let terminalOver = Problem(status: .forbidden, code: "W0412", detail: "端末の証明書の期限が切れています。運用管理者に更新（atena pki renew）を依頼してください。")
    static let terminalBlocked = Problem(status: .forbidden, code: "W0413", detail: "この端末の証明書は失効しています。運用管理者に、新しい証明書の発行を依頼してください。")
    static let anotherService = Problem(status: .forbidden, code: "W0415", detail: "サービスアカウントは、その名前の証明書を持つプログラムだけが使えます。")
    static let tooLarge = Problem(status: .contentTooLarge, code: "W0416", detail: "要求が大きすぎます。")
    static let unreadable = Problem(status: .badRequest, code: "W0417", detail: "要求の形が、このハブの知るものと違います。プログラムの版を確かめてください（atena --version）。")
    static let holdsNUL = Problem(status: .badRequest, code: "W0420", detail: "入力に、文字として扱えない制御文字（U+0000）が入っています。取り除いてやり直してください。")

    static let manyAtWork = Problem(
        status: .serviceUnavailable, code: "W0419", detail: "ファイルの取込・書出しなどの長い処理が、すでに上限まで動いています。終わるのを待ってからやり直してください。", headers: [.retryAfter: "30"])
    static let tooManyStaffRefusals = Problem(
        status: .tooManyRequests, code: "W0418", detail: "拒否された要求が多すぎます。拒否の理由を確かめ、1分ほどおいてやり直してください。", headers: [.retryAfter: "60"])

    /// Whether somebody was refused for what they may or are, and not for what they wrote.
    var isRefusal: Bool { [.unauthorized, .forbidden].contains(status) || code == AccessRefused.withoutRight || code == AccessRefused.onlyPersons.code }

    /// What somebody of the staff is told where `error` ended a request: in full, for what they may not see is not in it.
    init(staff error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case is RequestTooSlow: self = .tooSlow
        case let error as AccessRefused where error.isOfSession: self.init(status: .unauthorized, code: error.code, detail: error.explanation)
        case let error as PostgresError: self = error.isTemporary ? .unavailable : .failed
        case let error as any Explained: self.init(status: .unprocessableContent, code: error.code, detail: error.explanation)
        case let errors as PolicyFileErrors:
            self.init(status: .unprocessableContent, code: errors.problems.first?.code.rawValue ?? PolicyProblem.Code.file.rawValue, detail: errors.description)
        case is DecodingError: self = .unreadable
        case let http as any HTTPResponseError where http.status == .notFound: self = .notFound
        case is CancellationError: self = .unavailable
        default: self = .failed
        }
    }
}
