import AccessControlStand
import Foundation
import Postgres
import RegisterStand
import SharingStand
import Testing

/// 再読み込みの合図 (SIGHUP), which a terminal sends that closes: it ends no command, and what serves reads its certificate again.
@Suite(.timeLimit(.minutes(5))) struct HangUpTests {
    @Test func aTerminalThatClosesEndsNoIntake() async throws {
        try await TestHub.withOperations { hub, environment in
            let path = try hub.write(ResidentRow.csv((1...3000).map { ResidentRow($0) }), to: "r.csv")
            // The signal ends a program unless it says otherwise, also where the tests run in the background. More than a pipe holds goes in first: the program
            // reads already, and waits for the rest, when its terminal closes.
            let script = #"""
                mkfifo "$1.way" || exit 9
                env --default-signal=HUP "$0" intake residents - --reports "$2" < "$1.way" & program=$!
                exec 3> "$1.way"
                head -c 300000 "$1" >&3
                kill -HUP $program
                sleep 0.5
                tail -c +300001 "$1" >&3
                exec 3>&-
                wait $program
                """#
            let outcome = try await Program.run(
                "/bin/sh", ["-c", script, try #require(Program.atena, "build the product atena first"), path, hub.directory], environment: environment)
            #expect(outcome.status == 0, "\(outcome.error)")
            #expect(try await hub.count("SELECT count(*) FROM register.version") == 3000)
        }
    }

    @Test func whatServesReadsItsCertificateAgainAndCutsNothingOff() async throws {
        try await TestHub.withOperations { hub, operations in
            try await hub.advance("2026-11-20")
            var environment = operations
            let program = try #require(Program.atena, "build the product atena first")
            environment["ATENA_PROGRAM"] = program
            environment["HUB"] = hub.directory
            environment["ATENA_LISTEN"] = "127.0.0.1:\(Int.random(in: 20_000..<32_000))"
            let script = #"""
                set -u
                cd "$HUB" || exit 9
                "$ATENA_PROGRAM" pki issue server --server --dir pki >issued && "$ATENA_PROGRAM" pki issue watch --probe --dir pki >issued || exit 9
                env --default-signal=HUP "$ATENA_PROGRAM" serve 2>serve.log &
                server=$!
                trap 'kill $server; wait $server' EXIT
                port=${ATENA_LISTEN#*:}
                tls() { openssl s_client "$@" -connect localhost:$port -CAfile pki/ca.pem -cert pki/watch.pem -key pki/watch.key 2>/dev/null; }
                serial() { openssl x509 -noout -serial; }
                served() { tls </dev/null | serial 2>/dev/null; }
                for i in $(seq 100); do [ -n "$(served)" ] && break; sleep 0.2; done
                before=$(served)
                # A connection of before the signal, with a request behind it.
                (sleep 5; printf 'GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n') | tls -quiet >kept & kept=$!
                sleep 1
                "$ATENA_PROGRAM" pki renew server --dir pki >renewed || exit 9
                [ "$(served)" = "$before" ] && echo 'not yet'
                kill -HUP $server
                for i in $(seq 30); do [ "$(served)" = "$(serial <pki/server.pem)" ] && echo renewed && break; sleep 0.1; done
                wait $kept
                head -n 1 kept | tr -d '\r'
                kill -0 $server && echo serving
                """#
            let outcome = try await Program.run("/bin/bash", ["-c", script], environment: environment)
            let log = (try? String(contentsOfFile: hub.path("serve.log"), encoding: .utf8)) ?? ""
            let said = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
            #expect(said == ["not yet", "renewed", "HTTP/1.1 200 OK", "serving"], "\(said) \(outcome.error) \(log.suffix(2000))")
        }
    }
}
