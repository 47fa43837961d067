import Addressee
import HTTPTypes
import Hummingbird
import Logging
import MutualTLS

/// Stands around every route: turns errors into problems, counts and logs.
///
/// The log holds route template, status, duration, body and system as the certificate names them, and request id; never a path parameter, a query or a body.
struct RequestObserver: RouterMiddleware {
    let metrics: RequestMetrics
    let draining: Draining

    @concurrent func handle(
        _ request: Request, context: ClientRequestContext,
        next: @concurrent (Request, ClientRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            guard context.identity != nil else { throw Problem.noCertificate }
            guard context.client?.hasPlace == true else { throw Problem.noPlace }
            guard HostField.isNamedOnce(in: request.head) else { throw Problem.wrongHost }
            guard request.method == .get || request.method == .head || request.isInventory else { throw Problem.onlyGet }
            guard request.isInventory || !request.bringsBody else { throw Problem.bodyNotExpected }
            response = try await next(request, context)
        } catch is ClientGone {
            // Nobody is there to be told.
            response = Response(status: ClientGone.status)
        } catch {
            let problem = Problem(error)
            if problem.status.code >= 500 { log(failure: error, context) }
            response = problem.response(requestID: context.id)
        }
        AnswerFraming.frame(&response, to: request.method)
        if draining.isUnderWay { response.headers[.connection] = "close" }
        let status = response.status.code
        guard response.body.contentLength == nil else {
            finish(status, since: start, context)
            return response
        }
        // A streamed answer ends when its last byte is written, or fails underway.
        let body = response.body
        response.body = ResponseBody { writer in
            do {
                try await body.write(writer)
            } catch {
                let isClients = ClientGone.isMeant(by: error, on: context.client)
                if !isClients { log(failure: error, context) }
                finish(status, since: start, cutOffBy: isClients ? .client : .hub, context)
                throw error
            }
            finish(status, since: start, context)
        }
        return response
    }

    private func finish(
        _ status: Int, since start: ContinuousClock.Instant, cutOffBy: RequestMetrics.CutOff? = nil, _ context: ClientRequestContext
    ) {
        let taken = ContinuousClock.now - start
        let route = context.endpointPath.flatMap { $0 == "NotFound" ? nil : $0 } ?? "unmatched"
        metrics.record(route: route, status: status, taken: taken, cutOffBy: cutOffBy)
        context.logger.info(
            "request",
            metadata: [
                "route": .string(route), "status": .stringConvertible(status),
                "ms": .stringConvertible(taken.milliseconds), "complete": .string(cutOffBy.map { "no, by \($0.rawValue)" } ?? "yes"),
                "system": .string(context.identity?.system?.rawValue ?? "-"), "body": .string(context.identity?.name.body?.value ?? "-"),
            ])
    }

    /// The type's name and, where it has one, the label: a description could carry a value.
    private func log(failure error: any Error, _ context: ClientRequestContext) {
        context.logger.error(
            "request failed",
            metadata: [
                "route": .string(context.endpointPath ?? "unmatched"), "error": .string("\(type(of: error))"),
                "label": .string((error as? any TemporaryFailure)?.label ?? "-"),
            ])
    }
}

extension Request {
    /// The one thing that systems bring rather than fetch.
    fileprivate var isInventory: Bool { method == .post && uri.path.hasSuffix("/inventory") }

    /// Whether a body follows the head (RFC 9112 §6.3).
    fileprivate var bringsBody: Bool { headers[.transferEncoding] != nil || headers[.contentLength].map { $0 != "0" } ?? false }
}
