import AccessControl
import AccessControlStand
import Foundation
import Postgres
import SharingStand
import Testing

/// The service as it is installed: certificates blocked by a command end what is open within a second, refusals are counted, and its memory is nobody's.
@Suite(.timeLimit(.minutes(5))) struct ServedCertificateTests {
    @Test func aBlockedCertificateIsOutWithinASecondAndWhoGoesOnIsCounted() async throws {
        try await TestHub.withOperations { hub, operations in
            try await hub.advance("2026-11-20")
            var environment = operations
            let program = try #require(Program.atena, "build the product atena first")
            environment["ATENA_PROGRAM"] = program
            environment["HUB"] = hub.directory
            environment["ATENA_LISTEN"] = "127.0.0.1:\(Int.random(in: 20_000..<32_000))"
            let script = """
                set -u
                atena() { "$ATENA_PROGRAM" "$@"; }
                cd "$HUB" && atena pki issue server --server --dir pki && atena pki issue tax --dir pki \
                    && atena pki issue watch --probe --dir pki || exit 9
                "$ATENA_PROGRAM" serve 2>serve.log &
                server=$!
                trap 'kill $server; wait $server' EXIT
                ask() { name=$1; shift; curl -s -o /dev/null -w '%{http_code}' --max-time 20 --cacert pki/ca.pem --cert pki/$name.pem --key pki/$name.key "$@"; }
                url="https://localhost:${ATENA_LISTEN#*:}"
                for i in $(seq 100); do [ "$(ask watch -4 $url/health/live)" = 200 ] && break; sleep 0.2; done
                changes=$url/v1/systems/tax/datasets/addressee/changes
                echo "first $(ask tax -4 $changes)"
                atena system certificate list tax | grep -o '有効（初回使用で登録）'
                grep -E '^Max core file size +0 +0' /proc/$server/limits >/dev/null && echo coreless
                # A connection that is kept open ends as its certificate does.
                (openssl s_client -quiet -connect localhost:${ATENA_LISTEN#*:} -CAfile pki/ca.pem -cert pki/tax.pem -key pki/tax.key \
                    < <(sleep 20) >/dev/null 2>&1; date +%s.%N >ended) &
                sleep 2
                [ -e ended ] || echo open
                atena system certificate block pki/tax.pem --reason-file - <<<'鍵の漏えい' | grep -o 失効させました
                for i in $(seq 50); do [ -s ended ] && break; sleep 0.1; done
                for i in $(seq 31); do ask tax -4 $changes >/dev/null; done
                atena system certificate list tax | grep -o '失効' | head -n 1
                echo "watch $(ask watch -4 $url/health/live)"
                """
            let outcome = try await Program.run("/bin/bash", ["-c", script], environment: environment)
            let said = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").filter { !$0.contains("pki") && !$0.hasPrefix("次は") }
            let log = (try? String(contentsOfFile: hub.path("serve.log"), encoding: .utf8)) ?? ""
            #expect(
                said.map { $0.trimmingCharacters(in: .whitespaces) } == [
                    "first 403", "有効（初回使用で登録）", "coreless", "open", "失効させました", "失効", "watch 200",
                ], "\(said) \(outcome.error) \(log.suffix(2000))")
            let ended = try String(contentsOfFile: hub.path("ended"), encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
            let blocked = try await hub.text("SELECT extract(epoch FROM blocked_at)::text FROM access.certificate_block")
            let taken = try #require(Double(ended)) - (try #require(blocked.flatMap { Double($0) }))
            #expect(taken > 0 && taken < 1, "\(taken) seconds")
            // One record, and one event with the count of the others, told when the service stopped.
            #expect(try await hub.count("SELECT count(*) FROM provision.record WHERE refusal = 'P0020'") == 1)
            let counted = try await hub.text("SELECT body::jsonb -> 'fields' ->> 'count' FROM audit.event WHERE kind = 'provision.refusals-counted'")
            #expect(counted == "30")
        }
    }
}
