import Addressee
import Governance
import HTTPTypes
import Hummingbird
import MutualTLS
import Sharing

/// 拒否の速さの上限. Whoever is refused again and again, for what lies in the asking and in no person, is asked to pause, before anything is looked up for it.
struct RefusalGate: RouterMiddleware {
    let body: LocalGovernmentCode
    let rate: RequestRate<String>
    let turnedAway: TurnedAway
    /// Records a refusal: system, dataset, why, by whom.
    let record: @Sendable (String, String, Refusal, String) async throws -> Void

    @concurrent func handle(
        _ request: Request, context: ClientRequestContext,
        next: @concurrent (Request, ClientRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let identity = context.identity, !request.isOfHealth else { return try await next(request, context) }
        guard rate.has(identity.fingerprint) else {
            let system = identity.system
            if let system { turnedAway.count(system, at: rate.name) }
            try await record(system?.rawValue ?? "?", "?", .tooManyRefusals, identity.byWhom(at: body))
            throw Problem.tooManyRefusals
        }
        do {
            return try await next(request, context)
        } catch {
            if Self.liesInTheAsking(error) { _ = rate.take(identity.fingerprint) }
            throw error
        }
    }

    private static func liesInTheAsking(_ error: any Error) -> Bool {
        switch error {
        case let refused as ProvisionRefused: !refused.refusal.liesInTheHub && !refused.refusal.liesInThePerson
        case is CursorRefused, is InventoryRefused: true
        case let problem as Problem: problem.status == .forbidden
        default: false
        }
    }
}
