internal import Addressee
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import MutualTLS
internal import NIOCore
internal import Oversight

/// `/health/live`, `/health/ready` and `/metrics` of the staff service, as the receivers' server has them: for any certificate of this body that holds.
struct StaffOperationRoutes: Sendable {
    /// Whose paths are open to probes, too.
    static let paths: Set<String> = ["/health/live", "/health/ready", "/metrics"]

    let body: LocalGovernmentCode
    let health: HubHealth
    let pension: PensionModule
    let metrics: RequestMetrics
    let admission: ConnectionAdmission
    let draining: Draining
    let certificates: ServerCertificates

    func add(to router: Router<ClientRequestContext>) {
        router.read("/health/live") { _, _ in json("live", health.live()) }
        // Yes or no: what is in the way is for people with a right to know (`atena status`).
        router.read("/health/ready") { _, _ in
            let isReady = await health.isReady() && !draining.isUnderWay
            return json("ready", isReady)
        }
        router.read("/metrics") { _, _ in
            var text = PrometheusText(labels: [("body", body.value), ("service", "staff")])
            metrics.write(to: &text)
            admission.write(to: &text)
            async let department = pension.metrics()
            let (hub, own) = await (health.metrics(), department)
            for metric in hub + own {
                text.family(metric.name, type: metric.kind.rawValue, help: metric.help)
                for sample in metric.samples { text.sample(metric.name, sample.labels, sample.value) }
            }
            let served = "atena_served_certificate_days_left"
            text.family(served, type: "gauge", help: "Days until the certificate that this process serves ends, whatever lies in its file by now.")
            text.sample(served, [], (certificates.endsAt.timeIntervalSinceNow / 86400).rounded(.down))
            return Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"], body: ResponseBody(byteBuffer: ByteBuffer(string: text.text)))
        }
    }

    private func json(_ name: String, _ isSo: Bool) -> Response {
        Response(
            status: isSo ? .ok : .serviceUnavailable, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: #"{"\#(name)":\#(isSo)}"#)))
    }
}
