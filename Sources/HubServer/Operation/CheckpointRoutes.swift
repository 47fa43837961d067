import Hummingbird
import MutualTLS

/// `/v1/checkpoints`: the log's newest signed checkpoint, or with `?size=` that of an earlier tree, for any certificate of this body.
///
/// Whoever keeps one can show later whether the log still begins with what it said then.
struct CheckpointRoutes<C: Checkpoints>: Sendable {
    let checkpoints: C

    func add(to router: Router<ClientRequestContext>) {
        router.read("/v1/checkpoints") { request, context in
            guard context.identity != nil else { throw Problem.noCertificate }
            var size: Int?
            if let text = request.uri.queryParameters["size"] {
                guard let number = Int(text), number > 0 else { throw Problem.badRequest("sizeは1以上の整数です。") }
                size = number
            }
            guard let note = try await checkpoints.note(size: size) else { throw Problem.noCheckpoint }
            return Response(
                status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: note)))
        }
    }
}
