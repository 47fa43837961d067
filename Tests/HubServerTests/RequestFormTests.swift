import Foundation
import HubServer
import Testing

/// Requests as they stand on the wire: what curl would never send, and what it would hide of the answer.
@Suite struct RequestFormTests {
    /// What is sent, byte for byte, and what comes back until the hub hangs up; the last request must ask it to.
    private func exchange(_ stand: ServerStand, _ text: String) async throws -> String {
        let sent = text.replacing("\r\n", with: "\\r\\n")
        let command =
            "printf '%b' '\(sent)' | openssl s_client -quiet -connect localhost:\(stand.port) -CAfile \(stand.pki)/ca.pem"
            + " -cert \(stand.pki)/care-insurance.pem -key \(stand.pki)/care-insurance.key 2>/dev/null"
        return try await Command.run("/bin/sh", ["-c", command]).output
    }

    private struct Head: Equatable {
        let status: String
        /// Without the moment and the number of the request, which no two answers share, and without what only a body has.
        let fields: Set<String>

        init(_ text: Substring) {
            let lines = text.split(separator: "\r\n")
            status = lines.first.map(String.init) ?? ""
            fields = Set(lines.dropFirst().map { $0.lowercased() }.filter { !$0.hasPrefix("date:") && !$0.hasPrefix("transfer-encoding:") })
        }
    }

    @Test(
        "A HEAD is answered as the GET, without its body",
        arguments: [
            ("/health/live", "200 OK"), ("/health/ready", "200 OK"), ("/metrics", "200 OK"), ("/v1/checkpoints", "200 OK"),
            ("/v1/checkpoints?size=8", "404 Not Found"), ("DATASET/addressee/changes", "200 OK"), ("DATASET/cursor/changes", "400 Bad Request"),
            ("DATASET/addressee/persons/000000000000042", "200 OK"), ("DATASET/addressee/persons/1", "403 Forbidden"),
            ("DATASET/addressee/full", "200 OK"), ("DATASET/addressee/inventory", "405 Method Not Allowed"), ("/nothing", "404 Not Found"),
        ]) func headIsGetWithoutBody(path: String, status: String) async throws
    {
        try await ServerStand.with { (stand) async throws in
            let target = path.replacing("DATASET", with: stand.dataset("").dropLast())
            let request = " \(target) HTTP/1.1\r\nHost: hub\r\n"
            let end = "GET /health/live HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n"
            let got = try await exchange(stand, "GET" + request + "Connection: close\r\n\r\n")
            let answers = try await exchange(stand, "HEAD" + request + "\r\n" + end)
            let heads = answers.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
            try #require(heads.count == 2, "\(answers.prefix(300))")
            let (head, get) = (Head(heads[0]), Head(got.split(separator: "\r\n\r\n", maxSplits: 1).first ?? ""))
            #expect(head.status == "HTTP/1.1 \(status)")
            #expect(head.status == get.status)
            // Of the measures only the names of the fields are the same from one request to the next.
            if target == "/metrics" {
                #expect(head.fields.contains { $0.hasPrefix("content-length: ") && $0 != "content-length: 0" })
            } else {
                #expect(head.fields == get.fields)
            }
            #expect(!head.fields.contains("content-length: 0"))
            #expect(heads[1].hasPrefix("HTTP/1.1 200 OK\r\n"), "the next answer follows the head: \(heads[1].prefix(100))")
            #expect(heads[1].hasSuffix(#"{"live":true}"#))
        }
    }

    @Test func aHeadIsCountedAndItsExtractEndsWithIt() async throws {
        try await ServerStand.with { (stand) async throws in
            // One place more than a system has for extracts: each must have been given back.
            for _ in 0..<3 {
                let answer = try await stand.curl(stand.dataset("huge/full"), with: "care-insurance", from: nil, "--head")
                #expect(answer.status == 200 && answer.body.isEmpty)
            }
            #expect(stand.provisioning.book.callers.count == 3)
            #expect(stand.provisioning.book.chunks == 0)
            #expect(try await stand.curl("/metrics").text.contains(#"datasets/{dataset}/full",status="200"} 3"#))
        }
    }

    @Test(
        "A host is named once, in every version and form of a request",
        arguments: [
            "", "Host: hub\r\nHost: hub\r\n", "Host: hub\r\nhost: another\r\n", "Host:\r\n", "Host: hub, another\r\n", "Host: hub,another\r\n",
            "Host: hub another\r\n", "Host: someone@hub\r\n", "Host: hub/path\r\n", "Host: hub:port\r\n", "Host: hub:1:2\r\n", "Host: [::1\r\n",
            "Host: :8443\r\n",
        ], ["GET /health/live HTTP/1.1", "GET https://hub/health/live HTTP/1.1", "GET /health/live HTTP/1.0", "HEAD /health/live HTTP/1.1"])
    func aHostIsNamedOnce(hosts: String, line: String) async throws {
        try await ServerStand.with { (stand) async throws in
            let answer = try await exchange(stand, "\(line)\r\n\(hosts)Connection: close\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(answer.prefix(200))")
            #expect(answer.contains("application/problem+json"))
            #expect(answer.contains(#""code":"W0001""#) != line.hasPrefix("HEAD"))
        }
    }

    @Test(arguments: ["hub", "hub:8443", "HUB.city.example", "127.0.0.1:8443", "[::1]:8443", "[fe80::1]", "hub:"]) func hostsOfEveryKindAreTaken(host: String)
        async throws
    {
        try await ServerStand.with { (stand) async throws in
            for line in ["GET /health/live HTTP/1.1", "GET https://another:1/health/live HTTP/1.1", "GET /health/live HTTP/1.0"] {
                let answer = try await exchange(stand, "\(line)\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
                #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.hasSuffix(#"{"live":true}"#), "\(answer.prefix(200))")
            }
        }
    }
}
