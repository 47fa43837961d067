package import AccessControl
internal import Addressee
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
package import Installation
package import Logging
package import MutualTLS
package import ServiceLifecycle

/// 職員サービス. Serves what staff ask over HTTPS of its own: the certificate says which terminal it is, the session who acts, and each request is one call of a
/// stage with that principal. Whoever asks by another program can do no more.
///
/// - Parameters:
///   - list: which certificates are blocked.
///   - onRunning: called once with the port it listens on.
package func buildStaffServer(
    _ hub: Installation, settings: ListenerSettings, certificates: ServerCertificates, list: CertificateList, logger: Logger,
    onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
) -> some Service {
    let draining = Draining()
    let listener = Listener(settings, certificates: certificates)
    list.onBlocked { [open = listener.open] in open.end($0) }
    let router = Router(context: ClientRequestContext.self)
    router.add(middleware: StaffObserver(draining: draining))
    router.add(middleware: TerminalGate(body: hub.body, list: list, access: hub.access, now: { Date() }))
    let routes = StaffRoutes(hub: hub, router: router)
    routes.addSessions()
    routes.addAccess()
    routes.addPersons()
    routes.addHeldRows()
    routes.addAnswers()
    routes.addPolicies()
    let application = Application(
        router: router, server: listener.server, configuration: listener.configuration,
        onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? settings.port) }, logger: logger)
    return DrainingServer(application: application, drain: settings.drain, draining: draining, logger: logger)
}
