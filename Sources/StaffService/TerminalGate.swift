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
    /// Of one certificate in a minute.
    let refusals: RequestRate<String>

    init(body: HubBody, list: CertificateList, access: AccessControl, refusals: RequestRate<String>, now: @escaping @Sendable () -> Date) {
        (self.body, self.list, self.access, self.refusals, self.now) = (body, list, access, refusals, now)
    }

    @concurrent func handle(
        _ request: Request, context: ClientRequestContext, next: @concurrent (Request, ClientRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let identity = context.identity else { throw Problem.noCertificate }
        // Each refusal is on record, so nobody may have any number of them.
        guard refusals.has(identity.fingerprint) else { throw Problem.tooManyStaffRefusals }
        do {
            if let problem = problem(identity, at: request.uri.path) {
                // That nothing can be looked up is no refusal of whoever asks, and could not be written either.
                if problem.isRefusal { try await access.refusedTerminal(identity.fingerprint, code: problem.code) }
                throw problem
            }
            return try await next(request, context)
        } catch {
            if Problem(staff: error).isRefusal { _ = refusals.take(identity.fingerprint) }
            throw error
        }
    }

    private func problem(_ identity: ClientIdentity, at path: String) -> Problem? {
        switch identity.name {
        case .terminal(_, of: body.code), .service(_, of: body.code): break
        // What watches the service asks for no more than how it is.
        case .probe(of: body.code) where StaffOperationRoutes.paths.contains(path): break
        default: return .notATerminal
        }
        guard identity.endsAt > now() else { return .terminalOver }
        return switch list.standing(of: identity.fingerprint, naming: nil, on: .todayInJapan()) {
        case .listed: nil
        // Whoever watches the service is told how it is all the same.
        case .unknown: StaffOperationRoutes.paths.contains(path) ? nil : .unavailable
        case .blocked, .unlisted, .unseen: .terminalBlocked
        }
    }
}
