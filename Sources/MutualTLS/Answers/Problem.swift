package import HTTPTypes
package import Hummingbird
package import NIOCore
internal import TextForms

/// An answer that is a problem (RFC 9457). Codes are stable; texts are Japanese rules, never data, never a cause's text.
package struct Problem: Error {
    package let status: HTTPResponse.Status
    /// P…: policy (Governance); E…: form of a value (national API); W…: this interface; others: of whoever refused.
    package let code: String
    package let detail: String
    package var headers: HTTPFields

    package init(status: HTTPResponse.Status, code: String, detail: String, headers: HTTPFields = HTTPFields()) {
        (self.status, self.code, self.detail, self.headers) = (status, code, detail, headers)
    }

    package static let noCertificate = Problem(status: .forbidden, code: "W0403", detail: "クライアント証明書を確認できません。")
    package static let wrongHost = Problem(
        status: .badRequest, code: "W0001", detail: "Hostヘッダーを、一つだけ、「ホスト」か「ホスト:ポート」の形で付けてください。")
    package static let bodyNotExpected = Problem(
        status: .badRequest, code: "W0002", detail: "この要求に本文は付けられません。本文とContent-Lengthを取り除いてください。", headers: [.connection: "close"])
    package static let tooSlow = Problem(
        status: .requestTimeout, code: "W0003", detail: "要求が期限までに届き終わりませんでした。接続し直して、要求を途切れずに送ってください。", headers: [.connection: "close"])
    package static let noPlace = Problem(
        status: .serviceUnavailable, code: "W0004",
        detail: "接続の数の上限を超えています。使っていない接続を閉じ、一つの接続で続けて要求してください。", headers: [.connection: "close", .retryAfter: "5"])
    package static let notFound = Problem(status: .notFound, code: "W0404", detail: "このパスはありません。")
    package static let unavailable = Problem(
        status: .serviceUnavailable, code: "W0503", detail: "一時的に応答できません。しばらくして再試行してください。",
        headers: [.retryAfter: "5"])
    package static let failed = Problem(
        status: .internalServerError, code: "W0500", detail: "内部エラーです。instanceの値を添えて運用担当者に連絡してください。")

    package static func badRequest(_ rule: String) -> Problem { Problem(status: .badRequest, code: "W0400", detail: rule) }
}

extension Problem {
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
    package func response(requestID: String) -> Response {
        Response(status: status, headers: fields, body: ResponseBody(byteBuffer: json(requestID: requestID)))
    }

    /// The answer to what never became a request.
    package var parts: (head: HTTPResponse, body: ByteBuffer) {
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
