import Addressee
import Foundation
import HubServer
import Synchronization
import Testing

@Suite struct MutualTLSTests {
    @Test func whoComesWithoutOurCertificateGetsNoAnswer() async throws {
        try await ServerStand.with { (stand) async throws in
            let without = try await stand.curl("/health/live", with: nil)
            #expect(without.exit != 0 && without.status == 0)
            let without12 = try await stand.curl("/health/live", with: nil, from: nil, "--tls-max", "1.2")
            #expect(without12.exit != 0 && without12.status == 0)

            // The same names from another authority.
            let other = stand.pki + "/other"
            let stranger = PkiDirectory(path: other)
            _ = try await stranger.create(authorityNamed: "test")
            _ = try await stranger.issue("care-insurance", to: .client(.careInsurance, of: ServerStand.body), days: 1)
            let strange = try await stand.curl("/health/live", with: "care-insurance", from: other)
            #expect(strange.exit != 0 && strange.status == 0)

            // A server's certificate is no client's.
            let server = try await stand.curl("/health/live", with: "server")
            #expect(server.exit != 0 && server.status == 0)

            let old = try await stand.curl(
                "/health/live", with: "care-insurance", from: nil, "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0"
            )
            #expect(old.exit != 0 && old.status == 0)

            #expect(try await stand.curl("/health/live").status == 200)
            let older = try await stand.curl("/health/live", with: "care-insurance", from: nil, "--tls-max", "1.2")
            #expect(older.status == 403 && older.json?["code"] as? String == "P0022")
            #expect(stand.provisioning.book.refused.isEmpty)
        }
    }

    @Test(arguments: [-30, 60]) func aCertificateThatHasEndedOrNotBegunGetsNoAnswer(daysFromNow: Int) async throws {
        try await ServerStand.with { (stand) async throws in
            let made = try await Command.run(
                "/bin/sh",
                [
                    "-c",
                    """
                    cd \(stand.pki) && openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=x -keyout old.key -out old.csr \
                    && printf 'extendedKeyUsage=clientAuth\\nsubjectAltName=URI:urn:atena:111007:system:tax\\n' > old.ext \
                    && printf '%s\\n' '[ca]' default_ca=any '[any]' database=old.index new_certs_dir=. rand_serial=yes policy=named \
                        '[named]' commonName=supplied > old.cnf && : > old.index \
                    && day() { date -u -d "$1 days" +%Y%m%d%H%M%SZ; } \
                    && openssl ca -config old.cnf -batch -notext -md sha256 -cert ca.pem -keyfile ca.key -in old.csr -extfile old.ext \
                        -startdate "$(day \(daysFromNow))" -enddate "$(day \(daysFromNow + 20))" -out old.pem
                    """,
                ])
            try #require(made.status == 0, "\(made.error)")
            let answer = try await stand.curl("/health/live", with: "old")
            #expect(answer.exit != 0 && answer.status == 0)
        }
    }

    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func aResumedSessionKeepsItsIdentity(version: String) async throws {
        try await ServerStand.with { (stand) async throws in
            stand.list.state.withLock { $0.oldTLS = [.tax] }
            let script = """
                cd \(stand.pki)
                call() { printf 'GET /v1/systems/tax/datasets/addressee/changes HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' |
                    openssl s_client -ign_eof \(version) -connect localhost:\(stand.port) -CAfile ca.pem -cert tax.pem -key tax.key "$@" 2>&1; }
                """
            let first = try await Command.run("/bin/sh", ["-c", script + "\ncall -sess_out s"])
            let second = try await Command.run("/bin/sh", ["-c", script + "\ncall -sess_in s"])
            #expect(first.output.contains("HTTP/1.1 200"))
            #expect(second.output.contains("HTTP/1.1 200"))
            #expect(second.output.contains("Reused, "))
            #expect(stand.provisioning.book.refused.isEmpty)
        }
    }
}
