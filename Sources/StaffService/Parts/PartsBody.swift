internal import AsyncAlgorithms
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import MutualTLS
internal import NIOCore
internal import NIOFoundationCompat
internal import StaffAPI

/// 部分に分かれた応答. Runs the work while its parts are written. Where the client goes the work is cancelled: what it had made durable stays, and the same may be
/// asked again.
struct PartsBody: Sendable {
    private static let beat = Duration.milliseconds(500)

    let context: ClientRequestContext
    /// What is refused in the middle of an answer counts like what is refused before it.
    let refusals: RequestRate<String>
    let fingerprint: String

    /// The answer whose body is the work.
    func response<Answer: Encodable & Sendable>(_ work: @escaping @Sendable (PartWriter) async throws -> Answer) -> Response {
        let body = ResponseBody { writer in
            let parts = AsyncChannel<ByteBuffer>()
            let out = PartWriter(parts)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    let last = await end(of: out, work)
                    await parts.send(last.encoded)
                    parts.finish()
                }
                group.addTask { await out.tell(every: Self.beat) }
                for await part in parts { try await writer.write(part) }
                group.cancelAll()
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: AnswerPart.mediaType, .cacheControl: "no-store"], body: body)
    }

    private func end<Answer: Encodable & Sendable>(of out: PartWriter, _ work: (PartWriter) async throws -> Answer) async -> AnswerPart {
        do {
            return .answer(ByteBuffer(data: try JSONEncoder().encode(try await work(out))))
        } catch {
            let problem = Problem(staff: error)
            if problem.isRefusal { _ = refusals.take(fingerprint) }
            if problem.status.code >= 500 {
                context.logger.error("request failed", metadata: ["route": .string(context.endpointPath ?? ""), "error": .string("\(type(of: error))")])
            }
            let document = StaffRefused.Document(
                status: problem.status.code, code: problem.code, detail: problem.detail, instance: "urn:atena:request:" + context.id)
            // Of text and numbers alone, which always can be written.
            return .problem(ByteBuffer(data: (try? JSONEncoder().encode(document)) ?? Data("{}".utf8)))
        }
    }
}
