import Addressee
import Governance
import Hummingbird
import MutualTLS

/// 団体の門. Lets in whom this body's certificates name, whatever they ask; another body's certificate opens nothing, also where its authority is ours.
///
/// What is refused is on record before it is answered; health and measures, which machines ask every few seconds, hold nothing of anybody.
struct BodyGate: RouterMiddleware {
    let body: HubBody
    /// The day in Japan.
    let today: @Sendable () -> CalendarDay
    /// Records a refusal: system, dataset, why, by whom.
    let record: @Sendable (String, String, Refusal, String) async throws -> Void

    @concurrent func handle(
        _ request: Request, context: ClientRequestContext,
        next: @concurrent (Request, ClientRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let identity = context.identity else { throw Problem.noCertificate }
        guard let refusal = refusal(identity.name) else { return try await next(request, context) }
        let path = request.uri.path.split(separator: "/", omittingEmptySubsequences: true)
        if !request.isOfHealth {
            // Only a slug is recorded as it came: whatever else stands there may be anything.
            func slug(after word: String) -> String {
                guard let place = path.firstIndex(of: Substring(word)), place + 1 < path.endIndex else { return "?" }
                return SystemName(rawValue: String(path[place + 1]))?.rawValue ?? "?"
            }
            try await record(slug(after: "systems"), slug(after: "datasets"), refusal, identity.byWhom(at: body.code))
        }
        throw Problem.refused(refusal)
    }

    private func refusal(_ name: CertificateName) -> Refusal? {
        // Terminals and service accounts ask the staff service.
        switch name {
        case .terminal, .service: return .anotherSystem
        case .none, .unreadable, .system, .probe: break
        }
        return switch body.standing(of: name, on: today()) {
        case .own: nil
        case .another: .anotherBody
        case .unnamed: .unnamedBody
        case .unreadable: .anotherSystem
        }
    }
}
