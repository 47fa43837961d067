internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import MutualTLS

/// Counts and logs requests without anything of what they ask, and puts what ended one into a problem.
struct StaffObserver: RouterMiddleware {
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
        context.logger.info(
            "request",
            metadata: [
                "route": .string(route(context)), "status": .stringConvertible(response.status.code),
                "ms": .stringConvertible((ContinuousClock.now - start).milliseconds),
            ])
        return response
    }

    private func route(_ context: ClientRequestContext) -> String { context.endpointPath.flatMap { $0 == "NotFound" ? nil : $0 } ?? "unmatched" }
}
