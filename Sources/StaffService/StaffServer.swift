package import AccessControl
internal import Addressee
internal import AuditTrail
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
package import Installation
package import Logging
package import MutualTLS
internal import Postgres
package import ServiceLifecycle

/// 職員サービス. Serves what staff ask over HTTPS of its own: the certificate says which terminal it is, the session who acts, and each request is one call of a
/// stage with that principal. Whoever asks by another program can do no more.
///
/// - Parameters:
///   - pension: the pension department's system, where the body has one.
///   - list: which certificates are blocked.
///   - holdings: where files lie that are handed in or over.
///   - onRunning: called once with the port it listens on.
package func buildStaffServer(
    _ hub: Installation, pension: PensionModule, settings: ListenerSettings, certificates: ServerCertificates, list: CertificateList, holdings: HoldingPlace,
    logger: Logger,
    onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
) -> some Service {
    let draining = Draining()
    let listener = Listener(settings, certificates: certificates)
    list.onBlocked { [open = listener.open] in open.end($0) }
    let router = Router(context: ClientRequestContext.self)
    let metrics = RequestMetrics()
    router.add(middleware: StaffObserver(metrics: metrics, draining: draining))
    let refusals = RequestRate<String>("staff-refusals", perMinute: 240)
    router.add(
        middleware: TerminalGate(
            body: hub.body, list: list, access: hub.access, refusals: refusals, now: { Date(timeIntervalSince1970: Double(PostgresInstant.now().unixSeconds)) })
    )
    StaffOperationRoutes(
        body: hub.body.code, health: hub.health, pension: pension, metrics: metrics, admission: listener.admission, draining: draining,
        certificates: certificates
    ).add(to: router)
    let routes = StaffRoutes(hub: hub, pension: pension, router: router, refusals: refusals, holdings: holdings)
    routes.addSessions()
    routes.addAccess()
    routes.addPersons()
    routes.addHeldRows()
    routes.addProtection()
    routes.addMedia()
    routes.addAnswers()
    routes.addPolicies()
    routes.addPolicyLooks()
    routes.addOperation()
    routes.addCertificates()
    routes.addIntake()
    routes.addLog()
    routes.addPension()
    let application = Application(
        router: router, server: listener.server, configuration: listener.configuration,
        onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? settings.port) }, logger: logger)
    return DrainingServer(application: application, drain: settings.drain, draining: draining, logger: logger)
}
