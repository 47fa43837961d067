internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import MutualTLS

/// Counts and logs requests without anything of what they ask, and puts what ended one into a problem.
struct StaffObserver: RouterMiddleware {
    let metrics: RequestMetrics
    let draining: Draining

    @concurrent func handle(
        _ request: Request, context: ClientRequestContext, next: @concurrent (Request, ClientRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            guard context.identity != nil else { throw Problem.noCertificate }
            guard context.client?.hasPlace == true else { throw Problem.noPlace }
            guard HostField.isNamedOnce(in: request.head) else { throw Problem.wrongHost }
            guard !StaffOperationRoutes.paths.contains(request.uri.path) || !request.bringsBody else { throw Problem.bodyNotExpected }
            response = try await next(request, context)
        } catch {
            let problem = Problem(staff: error)
            if problem.status.code >= 500 {
                context.logger.error("request failed", metadata: ["route": .string(route(context)), "error": .string("\(type(of: error))")])
            }
            response = problem.response(requestID: context.id)
        }
        AnswerFraming.frame(&response, to: request.method)
        if draining.isUnderWay { response.headers[.connection] = "close" }
        let status = response.status.code
        guard response.body.contentLength == nil else {
            finish(status, since: start, context)
            return response
        }
        // A streamed answer ends when its last byte is written, or fails under way.
        let body = response.body
        response.body = ResponseBody { writer in
            do {
                try await body.write(writer)
            } catch {
                finish(status, since: start, isWhole: false, context)
                throw error
            }
            finish(status, since: start, context)
        }
        return response
    }

    private func finish(_ status: Int, since start: ContinuousClock.Instant, isWhole: Bool = true, _ context: ClientRequestContext) {
        let taken = ContinuousClock.now - start
        metrics.record(route: route(context), status: status, taken: taken, cutOffBy: isWhole ? nil : .client)
        context.logger.info(
            "request",
            metadata: [
                "route": .string(route(context)), "status": .stringConvertible(status),
                "ms": .stringConvertible(taken.milliseconds), "complete": .string(isWhole ? "yes" : "no"),
            ])
    }

    private func route(_ context: ClientRequestContext) -> String { context.endpointPath.flatMap { $0 == "NotFound" ? nil : $0 } ?? "unmatched" }
}

extension Request {
    /// Whether a body follows the head (RFC 9112 §6.3).
    fileprivate var bringsBody: Bool { headers[.transferEncoding] != nil || headers[.contentLength].map { $0 != "0" } ?? false }
}
