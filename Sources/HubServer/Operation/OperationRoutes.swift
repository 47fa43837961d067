import Foundation
import HTTPTypes
import Hub
import Hummingbird

/// `/health/live`, `/health/ready` and `/metrics`, for any certificate of our authority.
struct OperationRoutes<Hub: Health>: Sendable {
    let health: Hub
    let metrics: RequestMetrics
    let turnedAway: TurnedAway
    let draining: Draining
    let certificates: ServerCertificates

    func add(to router: Router<HubRequestContext>) {
        router.get("/health/live") { _, _ in
            let isLive = health.live()
            return json(#"{"live":\#(isLive)}"#, status: isLive ? .ok : .serviceUnavailable)
        }
        router.get("/health/ready") { _, _ in
            // At once, so that two slow answers are not waited for one after the other.
            async let attention = health.warnings()
            var findings = await health.ready().map { (name: $0.name, reason: $0.reason) }
            if draining.isUnderWay { findings.append((name: "server", reason: "停止の準備中です。")) }
            let warnings = await attention.map { (name: $0.name, reason: $0.reason) }
            var text = JSONText()
            text.raw(#"{"ready":\#(findings.isEmpty),"findings":"#)
            list(findings, in: &text)
            text.raw(#","warnings":"#)
            list(warnings, in: &text)
            text.raw("}")
            return Response(
                status: findings.isEmpty ? .ok : .serviceUnavailable, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: text.buffer))
        }
        router.get("/metrics") { _, _ in
            var text = PrometheusText()
            metrics.write(to: &text)
            turnedAway.write(to: &text)
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

    private func list(_ findings: [(name: String, reason: String)], in text: inout JSONText) {
        text.raw("[")
        for (index, finding) in findings.enumerated() {
            if index > 0 { text.raw(",") }
            text.raw(#"{"name":"#)
            text.string(finding.name)
            text.raw(#","reason":"#)
            text.string(finding.reason)
            text.raw("}")
        }
        text.raw("]")
    }

    private func json(_ text: String, status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
