import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Keys

/// 職員サービス: rights are asked where the keys are, and a session is worth nothing but at its terminal, by its certificate, in its window.
@Suite(.timeLimit(.minutes(10))) struct StaffServiceTests {
    /// What a terminal is told, and nothing else of the hub's.
    private static func terminal(_ environment: [String: String], _ name: String, home: String) -> [String: String] {
        let told = ["ATENA_STAFF_URL", "ATENA_AUTHORITY"]
        var own = environment.filter { told.contains($0.key) }
        // The tests' own environment could name a hub.
        for setting in ["ATENA_DATABASE", "ATENA_KEYS", "ATENA_SEAL", "ATENA_PKI", "ATENA_ACCOUNT", "ATENA_SQL", "ATENA_BODY"] { own[setting] = "" }
        own["ATENA_TERMINAL"] = (environment["ATENA_PKI"] ?? "") + "/" + name
        own["XDG_RUNTIME_DIR"] = home
        return own
    }

    private static func run(_ arguments: [String], _ environment: [String: String]) async throws -> Program.Outcome {
        try await Program.run(try #require(Program.atena), arguments, environment: environment)
    }

    /// A request below the client: the program of whoever would go round it.
    private static func ask(
        _ environment: [String: String], _ name: String, as terminal: String?, token: String? = nil, window: String = "", body: String = "{}",
        more: [String] = []
    ) async throws -> (status: String, text: String) {
        let pki = environment["ATENA_PKI"] ?? ""
        var arguments = [
            "--silent", "--show-error", "--cacert", pki + "/ca.pem", "--write-out", "\n%{http_code}", "--data", body, "--header", "atena-window: \(window)",
        ]
        if let terminal { arguments += ["--cert", "\(pki)/\(terminal).pem", "--key", "\(pki)/\(terminal).key"] }
        if let token { arguments += ["--header", "authorization: Bearer \(token)"] }
        let all = arguments + more + ["\(environment["ATENA_STAFF_URL"] ?? "")/v1/\(name)"]
        // A busy machine may not shake hands within the service's five seconds, or be told to come again (503): that is no answer, and is asked again.
        for _ in 0..<3 {
            let lines = String(decoding: try await Program.run("/usr/bin/curl", all).output, as: UTF8.self)
                .split(separator: "\n", omittingEmptySubsequences: false)
            guard ["000", "503"].contains(lines.last) else { return (String(lines.last ?? ""), lines.dropLast().joined(separator: "\n")) }
        }
        return ("000", "")
    }

    private func refusals(_ hub: TestHub, _ code: String) async throws -> Int {
        try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'access.refused' AND is_failure AND body LIKE \("%\"\(code)\"%")")
    }

    @Test func aClerkNeedsNothingOfTheHubsFilesAndOthersOfHersAreWorthNothing() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1), ResidentRow(2)])
            try await hub.withStaffService { environment in
                try await hub.signIn("1001", [.seePerson], environment)
                let home = hub.path("home-1")
                try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
                let own = Self.terminal(environment, "terminal-1", home: home)
                let note = try hub.write("窓口での問い合わせ\n".utf8, to: "note")
                let look = ["lookup", ResidentRow.number(1), "--reason", "inquiry", "--note-file", note]
                #expect(try await Self.run(look, own).error.contains("A0004"))
                let signedIn = try await Self.run(
                    ["sign-in", "1001", "--password-file", hub.path("password"), "--totp-secret-file", hub.path("totp")], own)
                try #require(signedIn.status == 0, "\(signedIn.error)")
                let shown = try await Self.run(look, own)
                #expect(shown.status == 0 && String(decoding: shown.output, as: UTF8.self).contains(ResidentRow.name(1)), "\(shown.error)")
                // Without the right, by whatever program.
                let number = try await Self.run(look + ["--individual-number-file", note], own)
                #expect(number.status != 0 && number.error.contains("A0001") && !String(decoding: number.output, as: UTF8.self).contains("個人番号\t"))

                // The token taken to another terminal, with the window that it was bound to; it ends there.
                let file = try #require(try FileManager.default.contentsOfDirectory(atPath: home + "/atena").first)
                let token = try String(contentsOfFile: "\(home)/atena/\(file)", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
                let bound = try #require(
                    try await hub.text("SELECT terminal FROM access.token WHERE account = '1001' ORDER BY issued_at DESC LIMIT 1"))
                let window = String(bound.split(separator: "/").last ?? "")
                #expect(bound.hasPrefix("terminal-1/"))
                let here = try await Self.ask(environment, "whoami", as: "terminal-1", token: token, window: window)
                #expect(here.status == "200")
                let there = try await Self.ask(environment, "whoami", as: "terminal-2", token: token, window: window)
                #expect(there.status == "401" && there.text.contains("A0005"))
                let back = try await Self.ask(environment, "whoami", as: "terminal-1", token: token, window: window)
                #expect(back.status == "401" && back.text.contains("A0004"))
                #expect(try await refusals(hub, "A0005") == 1)
            }
        }
    }

    @Test func passwordsAreNotTriedWithoutEndFromOneTerminal() async throws {
        try await TestHub.with { hub in
            try await hub.withStaffService { environment in
                var codes: Set<String> = []
                // Each in another window, for another account.
                for n in 0..<34 {
                    let body = #"{"account":"nobody-\#(n)","password":"a password for a test","code":"000000"}"#
                    let answer = try await Self.ask(environment, "sign-in", as: "terminal-1", window: "w\(n)", body: body)
                    if answer.text.contains("A0025") { codes.insert("A0025") }
                }
                #expect(codes == ["A0025"])
                #expect(try await Self.ask(environment, "whoami", as: "terminal-1", window: "a/b").status == "400")
                // Nor can a certificate that is refused write any number of events.
                let pki = hub.path("pki")
                #expect(try await Self.run(["pki", "issue", "tax", "--dir", pki], environment).status == 0)
                let url = "\(environment["ATENA_STAFF_URL"] ?? "")/v1/whoami"
                let asked = try await Program.run(
                    "/usr/bin/curl",
                    [
                        "--silent", "--cacert", pki + "/ca.pem", "--cert", pki + "/tax.pem", "--key", pki + "/tax.key", "--output", "/dev/null",
                        "--write-out", "%{http_code}\n", "--data", "{}", url + "?[1-400]",
                    ])
                let answers = String(decoding: asked.output, as: UTF8.self).split(separator: "\n")
                // What is refused is on record, and what is one too many is told so: how many of each depends on the time that the 400 took.
                let refused = answers.count { $0 == "403" }
                #expect(refused > 200 && refused < 400 && answers.count { $0 == "429" } == 400 - refused, "\(refused)")
                #expect(try await refusals(hub, "W0411") == refused)
                #expect(try await Self.ask(environment, "whoami", as: "terminal-1").status == "401")
            }
        }
    }

    @Test func aTokenShownElsewhereToSignOutIsRefusedToo() async throws {
        try await TestHub.with { hub in
            try await hub.withStaffService { environment in
                try await hub.signIn("1001", [.seePerson], environment)
                let file = try #require(try FileManager.default.contentsOfDirectory(atPath: hub.path("atena")).first)
                let token = try String(contentsOfFile: hub.path("atena/\(file)"), encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
                let answer = try await Self.ask(environment, "sign-out", as: "terminal-2", token: token)
                #expect(answer.status == "401" && answer.text.contains("A0005"), "\(answer)")
                #expect(try await refusals(hub, "A0005") == 1)
            }
        }
    }

    @Test func whoIsNoTerminalIsNotHeard() async throws {
        try await TestHub.with { hub in
            try await hub.withStaffService { environment in
                let pki = hub.path("pki")
                for (name, use) in [("tax", []), ("watch", ["--probe"]), ("reader", ["--service"])] {
                    #expect(try await Self.run(["pki", "issue", name, "--dir", pki] + use, environment).status == 0)
                }
                // Another body's terminal, of the same authority.
                #expect(
                    try await Self.run(["pki", "issue", "elsewhere", "--dir", pki, "--terminal"], environment.merging(["ATENA_BODY": "131016"]) { $1 }).status
                        == 0)
                for name in ["tax", "watch", "elsewhere"] {
                    let answer = try await Self.ask(environment, "whoami", as: name)
                    #expect(answer.status == "403" && answer.text.contains("W0411"), "\(name): \(answer)")
                }
                #expect(try await refusals(hub, "W0411") == 3)
                // No certificate, an authority of one's own, TLS 1.2: no handshake.
                for more in [["--tls-max", "1.2"], []] {
                    #expect(try await Self.ask(environment, "whoami", as: more.isEmpty ? nil : "terminal-1", more: more).status == "000")
                }
                // A service account's name and secret with another's certificate.
                let account = try await hub.accountFile("operations")
                let secret = String(decoding: try OwnerOnlyFile.read(account), as: UTF8.self).split(separator: " ")[1].trimmingCharacters(in: .newlines)
                for (name, status) in [("reader", "403"), ("terminal-1", "403"), ("operations", "200")] {
                    if name == "operations" { try await hub.certify("operations", file: account, environment) }
                    let answer = try await Self.ask(environment, "whoami", as: name, more: ["--user", "operations:\(secret)"])
                    #expect(answer.status == status, "\(name): \(answer)")
                }
                #expect(try await refusals(hub, "W0415") == 2)
            }
        }
    }

    @Test(arguments: [
        ["lookup", "000000000000001", "--reason", "application", "--note-file", "NOTE"],
        ["search", "--terms", "TERMS", "--reason", "audit"],
        ["access", "person", "list"], ["access", "service", "add", "other", "--secret-file", "/dev/null"], ["access", "approve", "1"], ["access", "ledger"],
        ["answers", "list"], ["answers", "flag", "1", "--reason-file", "NOTE"], ["held", "list"], ["held", "confirm", "1", "--reason-file", "NOTE"],
    ]) func whatOnlyPeopleMayDoIsRefusedToAServiceAccountAndRecorded(arguments: [String]) async throws {
        try await TestHub.with { hub in
            try await hub.withStaffService { environment in
                let account = try await hub.accountFile("everything", rights: Array(ServiceAccounts.allowed))
                try await hub.certify("everything", file: account, environment)
                let terms = try hub.write("氏名: 試験\n生年月日: 1980\n処理理由: 点検のため\n".utf8, to: "terms")
                let files = ["TERMS": terms, "NOTE": try hub.write("窓口での手続のため\n".utf8, to: "note")]
                let outcome = try await Self.run(arguments.map { files[$0] ?? $0 }, environment.merging(["ATENA_ACCOUNT": account]) { $1 })
                #expect(outcome.status != 0 && outcome.error.contains("A0012") && outcome.output.isEmpty, "\(outcome.error)")
                #expect(
                    try await hub.count(
                        "SELECT count(*) FROM audit.event WHERE kind = 'access.refused' AND is_failure AND by_whom = 'service everything' AND body LIKE '%A0012%'"
                    )
                        == 1)
            }
        }
    }

    @Test func whatIsNoQuestionIsRefusedAndToldNothing() async throws {
        try await TestHub.with { hub in
            try await hub.withStaffService { environment in
                for (body, status) in [("", "400"), ("[]", "400"), (#"{"account":1}"#, "400"), (String(repeating: "x", count: 17 << 10), "413")] {
                    let file = hub.path("body")
                    try Data(body.utf8).write(to: URL(filePath: file))
                    let answer = try await Self.ask(environment, "sign-in", as: "terminal-1", body: "@" + file)
                    #expect(answer.status == status, "\(answer)")
                }
                #expect(try await Self.ask(environment, "nothing", as: "terminal-1").status == "404")
                #expect(try await Self.ask(environment, "whoami", as: "terminal-1", window: String(repeating: "w", count: 65)).status == "400")
                #expect(try await Self.ask(environment, "whoami", as: "terminal-1", more: ["--header", "authorization: Digest x"]).status == "400")
                let wrong = try await Self.ask(
                    environment, "sign-in", as: "terminal-1", body: #"{"account":"nobody","password":"a password for a test","code":"000000"}"#)
                #expect(wrong.status == "422" && wrong.text.contains("A0002") && !wrong.text.contains("a password"))
            }
        }
    }

    @Test func aBlockedTerminalIsOutInASecondOrSo() async throws {
        try await TestHub.with { hub in
            try await hub.withStaffService { environment in
                #expect(try await Self.ask(environment, "whoami", as: "terminal-1").text.contains("A0004"))
                let fingerprint = try await Program.run(
                    "/usr/bin/openssl", ["x509", "-in", hub.path("pki/terminal-1.pem"), "-noout", "-fingerprint", "-sha256"])
                let hex = String(decoding: fingerprint.output, as: UTF8.self).split(separator: "=")[1].filter(\.isHexDigit).lowercased()
                let administrator = Principal(
                    account: "1", isService: false, department: nil, terminal: "t", grants: [.administerAccess: .init(by: "test", on: .today())])
                try await AccessControl(pool: hub.pool, keys: LiveCipher(directory: hub.path("keys"))).blockCertificate(
                    by: administrator, hex, reason: "端末の紛失")
                let began = ContinuousClock.now
                var answer = try await Self.ask(environment, "whoami", as: "terminal-1")
                #expect(
                    try await eventually {
                        answer = try await Self.ask(environment, "whoami", as: "terminal-1")
                        return answer.status == "403"
                    })
                #expect(answer.text.contains("W0413") && ContinuousClock.now - began < .seconds(10), "\(answer)")
                #expect(try await Self.ask(environment, "whoami", as: "terminal-2").text.contains("A0004"))
            }
        }
    }
}
