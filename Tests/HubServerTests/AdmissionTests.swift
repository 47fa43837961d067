import Addressee
import Foundation
import HubServer
import MutualTLS
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// What is bounded before anybody is known, and after.
@Suite(.timeLimit(.minutes(5))) struct AdmissionTests {
    /// Connections that say nothing, opened on a thread of their own.
    private final class Bare: Sendable {
        let sockets: [Int32]

        init(_ count: Int, to port: Int) async {
            sockets = await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    var address = sockaddr_in()
                    address.sin_family = sa_family_t(AF_INET)
                    address.sin_port = in_port_t(UInt16(port)).bigEndian
                    address.sin_addr.s_addr = inet_addr("127.0.0.1")
                    var sockets: [Int32] = []
                    for _ in 0..<count {
                        let one = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                        guard one >= 0 else { break }
                        let connected = withUnsafePointer(to: &address) {
                            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(one, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
                        }
                        if connected == 0 { sockets.append(one) } else { Glibc.close(one) }
                    }
                    continuation.resume(returning: sockets)
                }
            }
        }

        /// How many the server still holds open.
        var open: Int {
            sockets.count { socket in
                var byte: UInt8 = 0
                return recv(socket, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) < 0 && errno == EAGAIN
            }
        }

        deinit { for socket in sockets { Glibc.close(socket) } }
    }

    /// What comes back to `script`, which writes a request and may take its time.
    private func exchange(_ stand: ServerStand, _ script: String, with name: String = "care-insurance") async throws -> (text: String, taken: Duration) {
        let start = ContinuousClock.now
        let command =
            "{ \(script); } 2>/dev/null | openssl s_client -quiet -connect localhost:\(stand.port) -CAfile \(stand.pki)/ca.pem"
            + " -cert \(stand.pki)/\(name).pem -key \(stand.pki)/\(name).key 2>/dev/null"
        return (try await Command.run("/bin/sh", ["-c", command]).output, ContinuousClock.now - start)
    }

    /// A connection that asks, stays open, and ends with a second request.
    private static func keptOpen(for seconds: Int) -> String {
        let line = "GET /health/live HTTP/1.1\\r\\nHost: hub\\r\\n"
        return "printf '\(line)\\r\\n'; sleep \(seconds); printf '\(line)Connection: close\\r\\n\\r\\n'"
    }

    private func metric(_ stand: ServerStand, _ name: String) async throws -> Int? {
        let line = try await stand.curl("/metrics", with: "probe").body.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(separator: " ").last.flatMap { Int($0) }
    }

    @Test func fiveThousandBareConnectionsKeepNobodyOut() async throws {
        // As many as a process may have, and half left for the server in this one.
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let count = min(5000, Int(clamping: limit.rlim_cur) / 2)
        try await ServerStand.with {
            ($0.handshake, $0.peerHandshakes) = (.seconds(60), 256)
        } _: { (stand) async throws in
            let bare = await Bare(count, to: stand.port)
            try #require(bare.sockets.count == count)
            for _ in 1...3 {
                #expect(try await stand.curl("/health/live", with: "probe").status == 200)
                #expect(try await stand.curl(stand.dataset("addressee/changes")).status == 200)
            }
            #expect(try await eventually { bare.open <= 256 })
            let crowded = try await metric(stand, #"atena_connections_cut_off_total{body="111007",reason="crowded"}"#)
            #expect(try #require(crowded) >= count - 256)
            _ = bare
        }
    }

    @Test func aHandshakeThatDoesNotComeIsNotWaitedFor() async throws {
        try await ServerStand.with {
            $0.handshake = .seconds(1)
        } _: { (stand) async throws in
            let bare = await Bare(20, to: stand.port)
            #expect(bare.open == 20)
            #expect(try await eventually { bare.open == 0 })
            #expect(try await metric(stand, #"atena_connections_cut_off_total{body="111007",reason="handshake"}"#) == 20)
            // Who is known stays for longer.
            let answer = try await exchange(
                stand, #"sleep 2; printf 'GET /health/live HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n'"#)
            #expect(answer.text.hasPrefix("HTTP/1.1 200 OK\r\n"), "\(answer.text)")
        }
    }

    @Test(
        "A request that drips is cut off and told why",
        arguments: [
            #"printf 'GET /health/live HTTP/1.1\r\nHost: hub\r\n'; for i in $(seq 60); do printf 'X-Drip: 1\r\n' || exit; sleep 0.2; done"#,
            #"printf 'POST DATASET/inventory?after=1 HTTP/1.1\r\nHost: hub\r\nAtena-Digest-Key: KEY\r\nContent-Length: 1000000\r\n\r\n'; for i in $(seq 60); do printf x || exit; sleep 0.2; done"#,
            #"printf 'GET /health/live HTTP/1.1\r\nHost: hub\r\n\r\n'; sleep 0.5; printf 'GET /'; for i in $(seq 60); do printf a || exit; sleep 0.2; done"#,
        ]) func aDripIsCutOff(script: String) async throws
    {
        try await ServerStand.with {
            $0.request = .seconds(2)
        } _: { (stand) async throws in
            let script = script.replacing("DATASET", with: stand.dataset("addressee")).replacing("KEY", with: String(repeating: "0a", count: 32))
            let answer = try await exchange(stand, script)
            #expect(answer.text.contains("HTTP/1.1 408 Request Timeout\r\n") && answer.text.contains(#""code":"W0003""#), "\(answer.text)")
            // The client notices when it writes for the next time.
            #expect(answer.taken < .seconds(8), "\(answer.taken)")
            #expect(try await metric(stand, #"atena_connections_cut_off_total{body="111007",reason="request"}"#) == 1)
            #expect(try await eventually { stand.provisioning.book.waiting == 0 })
        }
    }

    @Test func aBodyThatKeepsItsPaceMayTakeLonger() async throws {
        try await ServerStand.with {
            $0.request = .seconds(1)
            $0.bodyPace = 2_000
        } _: { (stand) async throws in
            let lines = 12 * 30
            let script = """
                n=0; printf 'POST \(stand.dataset("addressee"))/inventory?after=1 HTTP/1.1\\r\\nHost: hub\\r\\nAtena-Digest-Key: \(String(repeating: "0a", count: 32))\\r\\n'; \
                printf 'Content-Length: \(lines * 81)\\r\\nConnection: close\\r\\n\\r\\n'; \
                for i in $(seq 12); do for j in $(seq 30); do n=$((n+1)); printf '%015d\\t%064d\\n' $n $n; done; sleep 0.3; done
                """
            let answer = try await exchange(stand, script)
            #expect(answer.text.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.text.contains(#""persons":\#(lines)"#), "\(answer.text)")
            #expect(answer.taken > .seconds(3))
        }
    }

    @Test func aBodyWhereNoneIsExpectedIsRefused() async throws {
        try await ServerStand.with { (stand) async throws in
            for path in ["/health/live", "/metrics", stand.dataset("addressee/changes"), stand.dataset("addressee/full")] {
                for framing in ["Content-Length: 1", "Transfer-Encoding: chunked"] {
                    let answer = try await stand.curl(path, with: "care-insurance", from: nil, "-X", "GET", "-H", framing, "--data", "x")
                    #expect(answer.status == 400 && answer.json?["code"] as? String == "W0002", "\(path) \(answer.text)")
                    #expect(answer.text.lowercased().contains("\r\nconnection: close\r\n"))
                }
            }
            #expect(stand.provisioning.book.callers.isEmpty)
            // The connection ends with the answer, however much was announced.
            let drip = "for i in $(seq 60); do printf x || exit; sleep 0.2; done"
            let (text, taken) = try await exchange(
                stand, #"printf 'GET /health/live HTTP/1.1\r\nHost: hub\r\nContent-Length: 1000000\r\n\r\n'; "# + drip)
            #expect(text.hasPrefix("HTTP/1.1 400 Bad Request\r\n") && taken < .seconds(8), "\(taken) \(text)")
            #expect(
                try await stand.curl("/health/live", with: "probe", from: nil, "-H", "Content-Length: 0").status == 200, "no body is no body")
        }
    }

    @Test func placesAreKeptForHealthChecks() async throws {
        try await ServerStand.with {
            ($0.connections, $0.probeConnections) = (3, 1)
        } _: { (stand) async throws in
            async let first = exchange(stand, Self.keptOpen(for: 6))
            async let second = exchange(stand, Self.keptOpen(for: 6), with: "tax")
            #expect(try await eventually { try await metric(stand, #"atena_connections{body="111007",of="system"}"#) == 2 })
            let third = try await stand.curl("/health/live")
            #expect(third.status == 503 && third.json?["code"] as? String == "W0004", "\(third.text)")
            #expect(third.text.contains("Retry-After:"))
            #expect(try await stand.curl("/health/live", with: "probe").status == 200)
            #expect(try await metric(stand, #"atena_connections{body="111007",of="system"}"#) == 2)
            _ = try await (first, second)
            // The client is gone before the server has seen it go.
            #expect(try await eventually { try await stand.curl("/health/live").status == 200 })
        }
    }

    @Test func onePeerAddressHasSoManyConnections() async throws {
        try await ServerStand.with {
            $0.peerConnections = 1
        } _: { (stand) async throws in
            async let first = exchange(stand, Self.keptOpen(for: 5))
            #expect(try await eventually { try await metric(stand, #"atena_connections{body="111007",of="system"}"#) == 1 })
            #expect(try await stand.curl("/health/live", with: "tax").status == 503)
            #expect(try await stand.curl("/health/live", with: "tax", from: nil, "--interface", "127.0.0.2", "-4").status == 200)
            #expect(try await stand.curl("/health/live", with: "probe").status == 200)
            _ = try await first
        }
    }

    @Test func readsOfOnePersonAreBoundedForEachSystem() async throws {
        try await ServerStand.with {
            $0.personReadsPerMinute = 3
        } _: { (stand) async throws in
            let path = "addressee/persons/000000000000042"
            for _ in 1...3 { #expect(try await stand.curl(stand.dataset(path)).status == 200) }
            let refused = try await stand.curl(stand.dataset(path))
            #expect(refused.status == 429 && refused.json?["code"] as? String == "W0006" && refused.text.contains("Retry-After:"))
            #expect(stand.provisioning.book.refused.map(\.code) == ["P0017"])
            #expect(try await stand.curl(stand.dataset(path, of: "tax"), with: "tax").status == 200)
            #expect(try await stand.curl(stand.dataset("addressee/changes")).status == 200)
            let limit = #"atena_http_requests_turned_away_total{body="111007",system="care-insurance",limit="person-reads"}"#
            #expect(try await metric(stand, limit) == 1)
        }
    }

    @Test func whoIsRefusedAgainAndAgainIsAskedToPause() async throws {
        try await ServerStand.with {
            $0.refusalsPerMinute = 3
        } _: { (stand) async throws in
            // What lies in the person counts for nothing.
            for _ in 1...5 { #expect(try await stand.curl(stand.dataset("addressee/persons/1")).status == 403) }
            for _ in 1...3 { #expect(try await stand.curl(stand.dataset("addressee/changes", of: "tax")).status == 403) }
            let paused = try await stand.curl(stand.dataset("addressee/changes", of: "tax"))
            #expect(paused.status == 429 && paused.json?["code"] as? String == "W0005" && paused.text.contains("Retry-After: 60"))
            #expect(stand.provisioning.book.refused.map(\.code) == ["P0006", "P0006", "P0006", "P0018"])
            #expect(try await stand.curl(stand.dataset("addressee/changes", of: "tax"), with: "tax").status == 200)
            #expect(try await stand.curl("/health/ready").status == 200)
            let limit = #"atena_http_requests_turned_away_total{body="111007",system="care-insurance",limit="refusals"}"#
            #expect(try await metric(stand, limit) == 1)
        }
    }
}
