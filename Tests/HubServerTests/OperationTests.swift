import Foundation
import HubServer
import Synchronization
import Testing

@Suite struct OperationTests {
    @Test func readinessIsYesOrNoAndNothingElse() async throws {
        try await ServerStand.with { (stand) async throws in
            let ready = try await stand.curl("/health/ready", with: "probe")
            #expect(ready.status == 200 && ready.body == #"{"ready":true}"#)
            stand.health.isBlocked.withLock { $0 = true }
            let blocked = try await stand.curl("/health/ready", with: "probe")
            #expect(blocked.status == 503 && blocked.body == #"{"ready":false}"#)
            #expect(try await stand.curl("/health/live").status == 200)
        }
    }

    @Test func checkpointsAreServedToEveryCertificateAsTheyStand() async throws {
        try await ServerStand.with { (stand) async throws in
            let newest = try await stand.curl("/v1/checkpoints")
            #expect(newest.status == 200)
            #expect(newest.body == "atena-hub/test\n7\n")
            #expect(try await stand.curl("/v1/checkpoints?size=7").status == 200)
            #expect(try await stand.curl("/v1/checkpoints?size=8").status == 404)
            #expect(try await stand.curl("/v1/checkpoints?size=x").status == 400)
        }
    }

    @Test func metricsCountByRouteAndStatus() async throws {
        try await ServerStand.with { (stand) async throws in
            // A number that no sum of seconds shows among its digits, as zeros would be.
            let number = "735902846173095"
            for _ in 1...3 { _ = try await stand.curl(stand.dataset("addressee/persons/\(number)")) }
            _ = try await stand.curl(stand.dataset("addressee/persons/1"))
            let text = try await stand.curl("/metrics").body
            let route = #"route="/v1/systems/{system}/datasets/{dataset}/persons/{addressee-number}""#
            #expect(text.contains("atena_http_requests_total{body=\"111007\",\(route),status=\"200\"} 3\n"))
            #expect(text.contains("atena_http_requests_total{body=\"111007\",\(route),status=\"403\"} 1\n"))
            #expect(
                text.contains("atena_http_request_duration_seconds_bucket{body=\"111007\",\(route),status=\"200\",le=\"+Inf\"} 3\n"))
            #expect(text.contains("atena_http_request_duration_seconds_count{body=\"111007\",\(route),status=\"200\"} 3\n"))
            #expect(text.contains(#"atena_journal_lag{body="111007",system="tax \"a\"\\\n"} 12"#))
            #expect(text.contains("# HELP atena_pool_waiters Waiters.\n# TYPE atena_pool_waiters counter\natena_pool_waiters{body=\"111007\"} 0.5\n"))
            #expect(text.contains(#"# HELP atena_journal_lag How far a \\ system is."# + "\n# TYPE atena_journal_lag gauge\n"))
            // The server's certificate of the tests holds for a day.
            #expect(text.contains("\natena_served_certificate_days_left{body=\"111007\"} 0\n"))
            #expect(!text.contains(number))
        }
    }

    @Test func theLogShowsNothingOfPathQueryOrBody() async throws {
        try await ServerStand.with { (stand) async throws in
            _ = try await stand.curl(stand.dataset("addressee/persons/000000000000042"))
            _ = try await stand.curl(stand.dataset("addressee/persons/98765432109876543"))
            _ = try await stand.curl(stand.dataset("addressee/changes?after=24&limit=7777"))
            _ = try await stand.curl(stand.dataset("secret-dataset/changes", of: "tax"))
            _ = try await stand.curl("/v1/hidden-path?q=secret-query")
            let log = stand.log.text
            for secret in ["000000000000042", "98765432109876543", "7777", "000000000000025", "secret", "hidden-path"] {
                #expect(!log.contains(secret))
            }
            let requests = stand.log.lines.filter { $0.contains(" request ") }
            #expect(requests.count == 5)
            #expect(requests.allSatisfy { $0.contains("care-insurance") })
            #expect(requests[0].contains("/v1/systems/{system}/datasets/{dataset}/persons/{addressee-number}"))
            #expect(requests[0].contains("200"))
        }
    }
}
