import Addressee
import Governance
import HTTPTypes
import Hummingbird
import Sharing
import TextForms

/// An answer that is a problem (RFC 9457). Codes are stable; texts are Japanese rules, never data, never a cause's text.
struct Problem: Error {
    let status: HTTPResponse.Status
    /// P…: policy (Governance); E…: form of a value (national API); W…: this interface; others: the cursor's and the inventory's own.
    let code: String
    let detail: String
    var headers = HTTPFields()

    static let noCertificate = Problem(status: .forbidden, code: "W0403", detail: "クライアント証明書を確認できません。")
    static let wrongHost = Problem(
        status: .badRequest, code: "W0001", detail: "Hostヘッダーを、一つだけ、「ホスト」か「ホスト:ポート」の形で付けてください。")
    static let onlyGet = Problem(
        status: .methodNotAllowed, code: "W0405", detail: "GETとHEADだけが使えます。", headers: [.allow: "GET, HEAD"])
    static let onlyPost = onlyGet.with(detail: "POSTだけが使えます。", allow: "POST")
    static let notFound = Problem(status: .notFound, code: "W0404", detail: "このパスはありません。")
    static let noCheckpoint = Problem(status: .notFound, code: "W0414", detail: "その件数のチェックポイントはありません。")
    static let notAcceptable = Problem(
        status: .notAcceptable, code: "W0406", detail: "Acceptは application/x-ndjson か text/csv です。")
    static let tooMany = Problem(
        status: .tooManyRequests, code: "W0429", detail: "この業務システムの同時に受けられる要求の数を超えました。しばらくして再試行してください。",
        headers: [.retryAfter: "5"])
    static let unavailable = Problem(
        status: .serviceUnavailable, code: "W0503", detail: "一時的に応答できません。しばらくして再試行してください。",
        headers: [.retryAfter: "5"])
    static let failed = Problem(
        status: .internalServerError, code: "W0500", detail: "内部エラーです。instanceの値を添えて運用担当者に連絡してください。")

    private func with(detail: String, allow: String) -> Problem { Problem(status: status, code: code, detail: detail, headers: [.allow: allow]) }

    static func badRequest(_ rule: String) -> Problem { Problem(status: .badRequest, code: "W0400", detail: rule) }

    /// What the receiver is told, which is less than what the provision record keeps.
    static func refused(_ refusal: Refusal) -> Problem {
        // Nothing the receiver could do about: it may come again.
        if refusal == .sealingBehind {
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

    private var title: String {
        switch status {
        case .badRequest: "要求が正しくありません"
        case .forbidden: "提供できません"
        case .notFound: "見つかりません"
        case .methodNotAllowed: "使えないメソッドです"
        case .gone: "全件から取り直してください"
        case .notAcceptable: "返せない形式です"
        case .contentTooLarge: "大きすぎます"
        case .tooManyRequests: "要求が多すぎます"
        case .serviceUnavailable: "一時的に利用できません"
        default: "内部エラー"
        }
    }

    /// - Parameter requestID: becomes `instance`; the log names the request by it too.
    func response(requestID: String) -> Response {
        var json = Array(#"{"type":"#.utf8)
        JSONText.append("urn:atena:problem:" + code, to: &json)
        json += #","title":"#.utf8
        JSONText.append(title, to: &json)
        json += #","status":\#(status.code),"detail":"#.utf8
        JSONText.append(detail, to: &json)
        json += #","code":"#.utf8
        JSONText.append(code, to: &json)
        json += #","instance":"#.utf8
        JSONText.append("urn:atena:request:" + requestID, to: &json)
        json += "}".utf8
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
    }
}
