import Addressee
import Foundation
import HubServer
import MutualTLS
import Synchronization
import Testing

/// A certificate opens something for as long as it holds, on kept connections and resumed sessions, too.
@Suite(.timeLimit(.minutes(5))) struct CertificateGateTests {
    /// SHA-256 of a certificate's DER.
    private func fingerprint(_ name: String, _ stand: ServerStand) async throws -> String {
        let ended = try await Command.run("/bin/sh", ["-c", "openssl x509 -in \(stand.pki)/\(name).pem -outform DER | sha256sum | cut -c1-64"])
        return ended.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What comes back to `script` on one connection, and how long it took.
    private func exchange(_ stand: ServerStand, _ script: String, _ more: String = "", with name: String = "tax") async throws -> (
        text: String, taken: Duration
    ) {
        let start = ContinuousClock.now
        let command =
            "cd \(stand.pki); { \(script); } 2>/dev/null | openssl s_client -ign_eof -connect localhost:\(stand.port) -CAfile ca.pem"
            + " -cert \(name).pem -key \(name).key \(more) 2>&1"
        return (try await Command.run("/bin/sh", ["-c", command]).output, ContinuousClock.now - start)
    }

    private static let get = #"printf 'GET /v1/systems/tax/datasets/addressee/changes HTTP/1.1\r\nHost: hub\r\n\r\n'"#
    private static let last = #"printf 'GET /v1/systems/tax/datasets/addressee/changes HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n'"#

    @Test func aBlockedCertificateOpensNothingAndItsConnectionsEndAtOnce() async throws {
        try await ServerStand.with { (stand) async throws in
            let tax = try await fingerprint("tax", stand)
            async let kept = exchange(stand, "\(Self.get); sleep 6")
            async let waiting = stand.curl(stand.dataset("quiet/changes?wait=20", of: "tax"), with: "tax")
            #expect(try await eventually { stand.provisioning.book.waiting == 1 && stand.provisioning.book.callers.count >= 2 })
            let start = ContinuousClock.now
            stand.list.block(tax)
            let broken = try await waiting
            #expect(broken.exit != 0 && broken.status == 0)
            // Left alone it would have waited for twenty.
            #expect(ContinuousClock.now - start < .seconds(10))
            // Its answer from before, and then the end; `sleep` holds the pipe open, not the connection.
            #expect(try await kept.text.components(separatedBy: "HTTP/1.1 200 OK").count == 2)

            let refused = try await stand.curl(stand.dataset("addressee/changes", of: "tax"), with: "tax")
            #expect(refused.status == 403 && refused.json?["code"] as? String == "P0020")
            #expect(stand.provisioning.book.refused.map(\.code) == ["P0020"] && stand.provisioning.book.refused[0].by == "tax/sha256:\(tax)")
            #expect(try await stand.curl("/health/live", with: "tax").status == 403)
            #expect(stand.provisioning.book.refused.count == 1)
            #expect(try await stand.curl(stand.dataset("addressee/changes")).status == 200)
        }
    }

    @Test(arguments: ["-tls1_2", "-tls1_3"]) func aResumedSessionIsLookedAtLikeANewOne(version: String) async throws {
        try await ServerStand.with { (stand) async throws in
            stand.list.state.withLock { $0.oldTLS = [.tax] }
            let first = try await exchange(stand, Self.last, "\(version) -sess_out s")
            #expect(first.text.contains("HTTP/1.1 200"), "\(first.text)")
            stand.list.block(try await fingerprint("tax", stand))
            let second = try await exchange(stand, Self.last, "\(version) -sess_in s")
            #expect(second.text.contains("Reused, ") && second.text.contains("HTTP/1.1 403") && second.text.contains("P0020"), "\(second.text)")
        }
    }

    @Test func aCertificateThatEndsOnAnOpenConnectionOpensNothingMore() async throws {
        try await ServerStand.with { (stand) async throws in
            let made = try await Command.run(
                "/bin/sh",
                [
                    "-c",
                    """
                    cd \(stand.pki) && mkdir -p ca.d && : >ca.d/index && echo 77 >ca.d/serial \
                    && printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=ca.d/index\\nserial=ca.d/serial\\nnew_certs_dir=ca.d\\ndefault_md=sha256\\npolicy=p\\n[p]\\ncommonName=supplied\\n' >ca.d/cnf \
                    && printf 'extendedKeyUsage=clientAuth\\nsubjectAltName=URI:urn:atena:111007:system:tax\\n' >ca.d/ext \
                    && openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=tax -keyout short.key -out short.csr \
                    && openssl ca -batch -notext -config ca.d/cnf -cert ca.pem -keyfile ca.key -in short.csr -out short.pem -extfile ca.d/ext \
                        -startdate 20200101000000Z -enddate $(date -u -d '+8 seconds' +%Y%m%d%H%M%SZ)
                    """,
                ])
            try #require(made.status == 0, "\(made.error)")
            let script = "\(Self.get); sleep 10; \(Self.last)"
            let answer = try await exchange(stand, script, "-sess_out s", with: "short")
            let (before, after) = (answer.text.range(of: "HTTP/1.1 200 OK"), answer.text.range(of: "HTTP/1.1 403"))
            #expect(before != nil && after != nil && answer.text.contains("P0019"), "\(answer.text)")
            #expect(stand.provisioning.book.refused.map(\.code) == ["P0019"])
            // The session of before is no way round.
            let resumed = try await exchange(stand, Self.last, "-sess_in s", with: "short")
            #expect(!resumed.text.contains("HTTP/1.1 200"), "\(resumed.text)")
        }
    }

    @Test func whatIsNotOnTheListIsRefusedAndWhatIsSeenFirstIsPutThere() async throws {
        try await ServerStand.with { (stand) async throws in
            stand.list.state.withLock { $0.usual = .unlisted }
            let path = stand.dataset("addressee/changes", of: "tax")
            let refused = try await stand.curl(path, with: "tax")
            #expect(refused.status == 403 && refused.json?["code"] as? String == "P0021")
            stand.list.state.withLock { $0.usual = .unseen }
            for _ in 1...2 { #expect(try await stand.curl(path, with: "tax").status == 200) }
            let tax = try await fingerprint("tax", stand)
            #expect(stand.list.state.withLock { $0.enrolled } == ["tax/sha256:\(tax)"])
            stand.list.state.withLock { ($0.usual, $0.standing) = (.unknown, [:]) }
            #expect(try await stand.curl(path, with: "tax").status == 503)
            // Whoever watches is told how the hub is all the same.
            for path in ["/health/live", "/metrics", "//health/live"] { #expect(try await stand.curl(path, with: "tax").status == 200, "\(path)") }
        }
    }

    @Test(arguments: ["//v1", "/v1/", "///v1//", "/%76%31", "/V1", "/v2"]) func howeverAPathIsWrittenARefusalIsOnRecordAndCounted(prefix: String) async throws {
        try await ServerStand.with { (stand) async throws in
            stand.list.state.withLock { $0.usual = .blocked }
            let path = stand.dataset("addressee/changes", of: "tax").replacing("/v1", with: prefix, maxReplacements: 1)
            let refused = try await stand.curl(path, with: "tax", from: nil, "--path-as-is")
            #expect(refused.status == 403 && refused.json?["code"] as? String == "P0020", "\(refused.text)")
            #expect(stand.provisioning.book.refused.map(\.code) == ["P0020"])
        }
    }

    @Test func anOlderTLSIsForThoseWhoNeedItAndEncryptsAsWell() async throws {
        try await ServerStand.with { (stand) async throws in
            let path = stand.dataset("addressee/changes", of: "tax")
            let refused = try await stand.curl(path, with: "tax", from: nil, "--tls-max", "1.2")
            #expect(refused.status == 403 && refused.json?["code"] as? String == "P0022")
            #expect(stand.provisioning.book.refused.map(\.code) == ["P0022"])
            stand.list.state.withLock { $0.oldTLS = [.tax] }
            #expect(try await stand.curl(path, with: "tax", from: nil, "--tls-max", "1.2").status == 200)
            #expect(try await stand.curl(stand.dataset("addressee/changes"), with: "care-insurance", from: nil, "--tls-max", "1.2").status == 403)
            #expect(try await stand.curl(path, with: "tax").status == 200)
            // Suites without authenticated encryption are none of ours.
            for suite in ["ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA", "AES128-GCM-SHA256"] {
                let old = try await stand.curl(path, with: "tax", from: nil, "--tls-max", "1.2", "--ciphers", suite)
                #expect(old.exit != 0 && old.status == 0, "\(suite)")
            }
            for suite in ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"] {
                #expect(try await stand.curl(path, with: "tax", from: nil, "--tls-max", "1.2", "--ciphers", suite).status == 200, "\(suite)")
            }
        }
    }

    @Test func aConnectionEndsWithItsAge() async throws {
        try await ServerStand.with {
            $0.connectionAge = .seconds(2)
        } _: { (stand) async throws in
            // Idle: at once; the second request finds nobody.
            let idle = try await exchange(stand, "\(Self.get); sleep 4; \(Self.get); sleep 1")
            #expect(idle.text.components(separatedBy: "HTTP/1.1 200 OK").count == 2, "\(idle.text)")
            // Under way: it is answered, and told that it is the last one.
            let slow = #"printf 'GET /v1/systems/tax/datasets/slow/changes HTTP/1.1\r\nHost: hub\r\n\r\n'; sleep 7"#
            let last = try await exchange(stand, slow)
            #expect(last.text.contains("HTTP/1.1 200 OK") && last.text.lowercased().contains("connection: close"), "\(last.text)")
            let metrics = try await stand.curl("/metrics").body
            #expect(metrics.contains(#"atena_connections_cut_off_total{body="111007",reason="age"} 2"#))
        }
    }
}
