import Addressee
import Governance
import HTTPTypes
import Hummingbird
import MutualTLS
import Sharing

/// What a receiver's system is told where it is not answered.
extension Problem {
    static let tooManyRefusals = Problem(
        status: .tooManyRequests, code: "W0005",
        detail: "拒否された要求が多すぎます。拒否の理由（前の応答のcode）を取り除いてから、1分ほどおいて再試行してください。", headers: [.retryAfter: "60"])
    static let tooManyReads = Problem(
        status: .tooManyRequests, code: "W0006",
        detail: "1人ずつの照会が、1分間に認められた数を超えました。間をおいて再試行するか、まとめて要るときは全件（full）か差分（changes）を使ってください。",
        headers: [.retryAfter: "5"])
    static let onlyGet = Problem(
        status: .methodNotAllowed, code: "W0405", detail: "GETとHEADだけが使えます。", headers: [.allow: "GET, HEAD"])
    static let onlyPost = onlyGet.with(detail: "POSTだけが使えます。", allow: "POST")
    static let noCheckpoint = Problem(status: .notFound, code: "W0414", detail: "その件数のチェックポイントはありません。")
    static let notAcceptable = Problem(
        status: .notAcceptable, code: "W0406", detail: "Acceptは application/x-ndjson か text/csv です。")
    static let tooMany = Problem(
        status: .tooManyRequests, code: "W0429", detail: "この業務システムの同時に受けられる要求の数を超えました。しばらくして再試行してください。",
        headers: [.retryAfter: "5"])
    private func with(detail: String, allow: String) -> Problem { Problem(status: status, code: code, detail: detail, headers: [.allow: allow]) }

    /// What the receiver is told, which is less than what the provision record keeps.
    static func refused(_ refusal: Refusal) -> Problem {
        // Nothing the receiver could do about: it may come again.
        if refusal.liesInTheHub {
            return Problem(status: .serviceUnavailable, code: refusal.code, detail: refusal.rule, headers: [.retryAfter: "60"])
        }
        return Problem(status: .forbidden, code: refusal.told.code, detail: refusal.told.rule)
    }
}

extension Problem {
    /// What to answer where `error` ended a request.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case is RequestTooSlow: self = .tooSlow
        case let refused as ProvisionRefused: self = .refused(refused.refusal)
        case let inventory as InventoryRefused:
            self = Problem(status: inventory.isTooLarge ? .contentTooLarge : .badRequest, code: inventory.code, detail: inventory.rule)
        // Gone for good, and no mistake of the receiver's: it takes everything anew (RFC 9110 §15.5.11).
        case let cursor as CursorRefused:
            self = Problem(status: cursor.isOfLostFuture ? .gone : .badRequest, code: cursor.code, detail: cursor.rule)
        case let value as ValueError: self = Problem(status: .badRequest, code: value.code, detail: value.rule)
        case let failure as any TemporaryFailure: self = failure.isTemporary ? .unavailable : .failed
        case let http as any HTTPResponseError where http.status == .notFound: self = .notFound
        case is CancellationError: self = .unavailable
        default: self = .failed
        }
    }
}
