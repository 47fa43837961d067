internal import Hummingbird
internal import Synchronization

/// Counts requests and how long they took, by route template and status.
package final class RequestMetrics: Sendable {
    /// Upper bounds of the histogram, in seconds: a look-up takes milliseconds, a long poll up to a minute.
    package static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

    /// Who broke off a streamed answer.
    package enum CutOff: String, CaseIterable {
        /// The client hung up, or took nothing for too long.
        case client
        /// The hub failed underway.
        case hub
    }

    private struct Key: Hashable {
        let route: String
        let status: Int
    }

    private struct Histogram {
        /// Requests per bound, not cumulated; the last is what exceeds every bound.
        var counts = [Int](repeating: 0, count: bounds.count + 1)
        var seconds = 0.0
        var cutOff: [CutOff: Int] = [:]

        mutating func add(bucket: Int, seconds: Double, cutOffBy: CutOff?) {
            counts[bucket] += 1
            self.seconds += seconds
            if let cutOffBy { cutOff[cutOffBy, default: 0] += 1 }
        }
    }

    private let histograms = Mutex<[Key: Histogram]>([:])

    package init() {}

    /// - Parameter cutOffBy: who broke a streamed answer off; nil where it is complete.
    package func record(route: String, status: Int, taken: Duration, cutOffBy: CutOff?) {
        let seconds = taken.milliseconds / 1e3
        let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        let key = Key(route: route, status: status)
        histograms.withLock {
            $0[key, default: Histogram()].add(bucket: bucket, seconds: seconds, cutOffBy: cutOffBy)
        }
    }

    /// Adds every series to `text`.
    package func write(to text: inout PrometheusText) {
        let now = histograms.withLock { $0 }.sorted { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }
        text.family("atena_http_request_duration_seconds", type: "histogram", help: "Time to answer a request; a long poll's includes its waiting.")
        for (key, histogram) in now {
            let labels = [("route", key.route), ("status", String(key.status))]
            var total = 0
            for (bound, count) in zip(Self.bounds, histogram.counts) {
                total += count
                text.sample(
                    "atena_http_request_duration_seconds_bucket", labels + [("le", String(bound))], Double(total))
            }
            total += histogram.counts.last ?? 0
            text.sample("atena_http_request_duration_seconds_bucket", labels + [("le", "+Inf")], Double(total))
            text.sample("atena_http_request_duration_seconds_sum", labels, histogram.seconds)
            text.sample("atena_http_request_duration_seconds_count", labels, Double(total))
        }
        text.family(
            "atena_http_requests_total", type: "counter",
            help: "Requests answered; status 499 is a client that hung up before its answer, which is no failure of the hub.")
        for (key, histogram) in now {
            text.sample(
                "atena_http_requests_total", [("route", key.route), ("status", String(key.status))],
                Double(histogram.counts.reduce(0, +)))
        }
        text.family(
            "atena_http_answers_cut_off_total", type: "counter", help: "Streamed answers that broke off, by the client that hung up or by the hub that failed.")
        for (key, histogram) in now {
            for by in CutOff.allCases {
                guard let count = histogram.cutOff[by] else { continue }
                text.sample(
                    "atena_http_answers_cut_off_total", [("route", key.route), ("status", String(key.status)), ("by", by.rawValue)], Double(count))
            }
        }
    }
}
