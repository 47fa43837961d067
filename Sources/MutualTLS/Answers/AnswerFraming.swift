package import HTTPTypes
package import Hummingbird
package import NIOCore
internal import NIOHTTP1

/// Tells a client where an answer ends, also where it asked for the head alone.
///
/// NIO frames answers without knowing what was asked: it would end the head of a streamed answer with the last chunk of a body, which the client then takes
/// for the beginning of the next answer.
package enum AnswerFraming {
    /// Takes the framing of what goes out on `channel` from NIO: from here on it is as the fields of each answer say.
    package static func takeOver(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let before = try pipeline.context(handlerType: HTTPResponseEncoder.self)
        var configuration = HTTPResponseEncoder.Configuration()
        configuration.automaticallySetFramingHeaders = false
        try pipeline.addHandler(HTTPResponseEncoder(configuration: configuration), position: .after(before.handler))
        pipeline.removeHandler(context: before, promise: nil)
    }

    /// Sets the fields by which `answer` ends; one to HEAD loses its body and keeps what is known of its length (RFC 9110 §9.3.2).
    package static func frame(_ answer: inout Response, to method: HTTPRequest.Method) {
        guard method == .head else {
            if answer.body.contentLength == nil { answer.headers[.transferEncoding] = "chunked" }
            return
        }
        let length = answer.headers[.contentLength]
        answer.body = ResponseBody()
        answer.headers[.contentLength] = length
    }
}

extension RouterMethods {
    /// Answers GET, and HEAD as if it were GET: ``AnswerFraming`` leaves the body away.
    package func read(_ path: RouterPath, use handler: @Sendable @escaping (Request, Context) async throws -> Response) {
        get(path, use: handler)
        head(path, use: handler)
    }
}
