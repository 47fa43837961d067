internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MutualTLS

/// 端末の門. Lets in terminals and service accounts of this body, with a certificate that holds: within its dates and not blocked, asked at every request.
struct TerminalGate: RouterMiddleware {
    let body: HubBody
    let list: CertificateList
    let access: AccessControl
    let now: @Sendable () -> Date

    @concurrent func handle(
        _ request: Request, context: ClientRequestContext, next: @concurrent (Request, ClientRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let identity = context.identity else { throw Problem.noCertificate }
        guard let problem = problem(identity) else { return try await next(request, context) }
        try await access.refusedTerminal(identity.fingerprint, code: problem.code)
        throw problem
    }

    private func problem(_ identity: ClientIdentity) -> Problem? {
        switch identity.name {
        case .terminal(_, of: body.code), .service(_, of: body.code): break
        default: return .notATerminal
        }
        guard identity.endsAt > now() else { return .terminalOver }
        return switch list.standing(of: identity.fingerprint, naming: nil, on: .todayInJapan()) {
        case .listed: nil
        case .unknown: .unavailable
        case .blocked, .unlisted, .unseen: .terminalBlocked
        }
    }
}
