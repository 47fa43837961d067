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
    static let bodyNotExpected = Problem(
        status: .badRequest, code: "W0002", detail: "この要求に本文は付けられません。本文とContent-Lengthを取り除いてください。", headers: [.connection: "close"])
    static let tooSlow = Problem(
        status: .requestTimeout, code: "W0003", detail: "要求が期限までに届き終わりませんでした。接続し直して、要求を途切れずに送ってください。", headers: [.connection: "close"])
    static let noPlace = Problem(
        status: .serviceUnavailable, code: "W0004",
        detail: "接続の数の上限を超えています。使っていない接続を閉じ、一つの接続で続けて要求してください。", headers: [.connection: "close", .retryAfter: "5"])
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

    private var title: String {
        switch status {
        case .badRequest: "要求が正しくありません"
        case .forbidden: "提供できません"
        case .notFound: "見つかりません"
        case .methodNotAllowed: "使えないメソッドです"
        case .gone: "全件から取り直してください"
        case .notAcceptable: "返せない形式です"
        case .contentTooLarge: "大きすぎます"
        case .requestTimeout: "要求が届き終わりません"
        case .tooManyRequests: "要求が多すぎます"
        case .serviceUnavailable: "一時的に利用できません"
        default: "内部エラー"
        }
    }

    /// - Parameter requestID: becomes `instance`; the log names the request by it too.
    func response(requestID: String) -> Response {
        Response(status: status, headers: fields, body: ResponseBody(byteBuffer: json(requestID: requestID)))
    }

    /// The answer to what never became a request.
    var parts: (head: HTTPResponse, body: ByteBuffer) {
        let body = json(requestID: "-")
        var fields = fields
        fields[.contentLength] = String(body.readableBytes)
        return (HTTPResponse(status: status, headerFields: fields), body)
    }

    private var fields: HTTPFields {
        var fields = headers
        fields[.contentType] = "application/problem+json"
        fields[.cacheControl] = "no-store"
        return fields
    }

    private func json(requestID: String) -> ByteBuffer {
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
        return ByteBuffer(bytes: json)
    }
}
