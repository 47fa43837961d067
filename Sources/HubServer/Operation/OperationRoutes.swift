import Addressee
import Foundation
import HTTPTypes
import Hummingbird
import MutualTLS
import Oversight

/// `/health/live`, `/health/ready` and `/metrics`, for any certificate of this body.
struct OperationRoutes<Hub: Health>: Sendable {
    let body: LocalGovernmentCode
    let health: Hub
    let metrics: RequestMetrics
    let turnedAway: TurnedAway
    let admission: ConnectionAdmission
    let draining: Draining
    let certificates: ServerCertificates

    func add(to router: Router<ClientRequestContext>) {
        router.read("/health/live") { _, _ in
            let isLive = health.live()
            return json(#"{"live":\#(isLive)}"#, status: isLive ? .ok : .serviceUnavailable)
        }
        // Yes or no: what is in the way is for people with a right to know (`atena status`), and in the service's log.
        router.read("/health/ready") { _, _ in
            let isReady = await health.isReady() && !draining.isUnderWay
            return json(#"{"ready":\#(isReady)}"#, status: isReady ? .ok : .serviceUnavailable)
        }
        router.read("/metrics") { _, _ in
            var text = PrometheusText(labels: [("body", body.value)])
            metrics.write(to: &text)
            turnedAway.write(to: &text)
            admission.write(to: &text)
            for metric in await health.metrics() {
                text.family(metric.name, type: metric.kind.rawValue, help: metric.help)
                for sample in metric.samples { text.sample(metric.name, sample.labels, sample.value) }
            }
            let served = "atena_served_certificate_days_left"
            text.family(served, type: "gauge", help: "Days until the certificate that this process serves ends, whatever lies in its file by now.")
            text.sample(served, [], (certificates.endsAt.timeIntervalSinceNow / 86400).rounded(.down))
            return Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text.text)))
        }
    }

    private func json(_ text: String, status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
