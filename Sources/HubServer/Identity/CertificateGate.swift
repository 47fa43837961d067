import Addressee
import Foundation
import Governance
import Hummingbird
import MutualTLS

/// 証明書の門. Lets in whose certificate still holds: within its dates, on the list of its system, not blocked, and by a connection as safe as the system has to have.
///
/// Asked at every request, so that what a connection or a resumed session began with opens nothing longer than it may.
struct CertificateGate<List: CertificateRegister>: RouterMiddleware {
    let body: LocalGovernmentCode
    let list: List
    let now: @Sendable () -> Date
    /// Records a refusal: system, dataset, why, by whom.
    let record: @Sendable (String, String, Refusal, String) async throws -> Void

    @concurrent func handle(
        _ request: Request, context: ClientRequestContext,
        next: @concurrent (Request, ClientRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let identity = context.identity else { throw Problem.noCertificate }
        let isOldTLS = context.client?.isOldTLS ?? true
        guard let refusal = try await refusal(identity, isOldTLS: isOldTLS, isOfHealth: request.isOfHealth) else { return try await next(request, context) }
        // Health and measures, which machines ask every few seconds, hold nothing of anybody.
        if !request.isOfHealth { try await record(identity.system?.rawValue ?? "?", "?", refusal, identity.byWhom(at: body)) }
        throw Problem.refused(refusal)
    }

    private func refusal(_ identity: ClientIdentity, isOldTLS: Bool, isOfHealth: Bool) async throws -> Refusal? {
        guard identity.endsAt > now() else { return .certificateOver }
        switch list.standing(of: identity) {
        case .good: break
        case .blocked: return .certificateBlocked
        case .unlisted: return .certificateUnlisted
        case .unseen: try await list.enrol(identity)
        // While the list can't be read, whoever watches the hub is told how it is all the same.
        case .unknown: guard isOfHealth else { throw Problem.unavailable }
        }
        if isOldTLS, !(identity.system.map { list.allowsOldTLS($0) } ?? false) { return .oldTLS }
        return nil
    }
}
