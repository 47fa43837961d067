package import Addressee
package import Foundation
import Governance
import Hummingbird
package import Logging
package import MutualTLS
package import ServiceLifecycle

/// The hub's HTTPS server: mutual TLS, REST, health and metrics.
///
/// On graceful shutdown it accepts nothing new, ends long polls at once with what they have, lets other requests end
/// within ``HubServerSettings/drain``, and then cuts them off.
///
/// - Parameters:
///   - body: whose hub this is: certificates of others are refused, and every measure says so.
///   - list: which certificates of clients still open something.
///   - certificates: what it shows and whom it trusts, where somebody else reads them again; nil: as the settings say, once.
///   - today: the day in Japan, by which certificates of before the hub knew its body end.
///   - now: by which clock clients' certificates have ended, at every request.
///   - onRunning: called once with the port it listens on.
/// - Throws: ``SettingsRefused`` naming every setting it can't run with.
package func buildServer(
    provisioning: some ProvisioningService, health: some Health, checkpoints: some Checkpoints, list: some CertificateRegister, body: HubBody,
    settings: HubServerSettings,
    certificates: ServerCertificates? = nil, today: @escaping @Sendable () -> CalendarDay,
    now: @escaping @Sendable () -> Date = { Date() }, logger: Logger,
    onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
) throws -> some Service {
    let certificates = try certificates ?? ServerCertificates(settings.listener)
    let draining = Draining()
    let metrics = RequestMetrics()
    let turnedAway = TurnedAway()
    let listener = Listener(settings.listener, certificates: certificates)
    list.onBlocked { [open = listener.open] in open.end($0) }
    let router = Router(context: ClientRequestContext.self)
    let refuse: @Sendable (String, String, Refusal, String) async throws -> Void = {
        try await provisioning.refuse(system: $0, dataset: $1, refusal: $2, by: $3)
    }
    router.add(middleware: RequestObserver(metrics: metrics, draining: draining))
    router.add(
        middleware: RefusalGate(
            body: body.code, rate: RequestRate("refusals", perMinute: settings.refusalsPerMinute), turnedAway: turnedAway, record: refuse))
    router.add(middleware: BodyGate(body: body, today: today, record: refuse))
    router.add(middleware: CertificateGate(body: body.code, list: list, now: now, record: refuse))
    OperationRoutes(
        body: body.code, health: health, metrics: metrics, turnedAway: turnedAway, admission: listener.admission, draining: draining, certificates: certificates
    ).add(to: router)
    CheckpointRoutes(checkpoints: checkpoints).add(to: router)
    ProvisionRoutes(
        provisioning: provisioning, pages: ConcurrencyLimiter("pages", perSystem: settings.pagesPerSystem),
        longPolls: ConcurrencyLimiter("long-polls", perSystem: settings.longPollsPerSystem),
        extracts: ConcurrencyLimiter("extracts", perSystem: settings.extractsPerSystem), inventories: ConcurrencyLimiter("inventories", perSystem: 1),
        personReads: RequestRate("person-reads", perMinute: settings.personReadsPerMinute), turnedAway: turnedAway, draining: draining
    ).add(to: router)

    let application = Application(
        router: router, server: listener.server, configuration: listener.configuration,
        onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? settings.port) },
        logger: logger)
    return DrainingServer(application: application, drain: settings.drain, draining: draining, logger: logger)
}
