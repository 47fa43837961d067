import AccessControlStand
import Addressee
import ConnectorKit
import Foundation
import Governance
import LogSealingStand
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Register
@testable import Sharing

/// 支援措置の対象者の所在 leaks nowhere (decision 0040): policies × ways × persons × commands × error texts × tables, made from the items and ways that there are. Nothing but
/// what a policy with `give` lets out, on a way that may carry it, has a mark of where a protected person is, of who lives with one, or of a record nobody is told of.
@Suite(.timeLimit(.minutes(10))) struct ProtectedLeakTests {
    /// Where what came from.
    private struct Out {
        var place: String
        var text: String
        /// Whether a policy gives it, on a way that may carry it.
        var mayGive = false
    }

    private struct Receiver {
        var system: SystemName
        var word: PlaceOfProtected.Word
        var tells = true
    }

    /// Each word; and withheld from one that is told of nobody's protection.
    private static let receivers = [
        Receiver(system: .tax, word: .withhold), Receiver(system: .childcare, word: .confirm), Receiver(system: .careInsurance, word: .give),
        Receiver(system: .educationBoard, word: .withhold, tells: false),
    ]

    private func withCity(_ body: (TestHub, MarkedCity) async throws -> Void) async throws {
        try await TestHub.with { hub in
            var policies: [TestPolicy] = []
            for receiver in Self.receivers {
                var policy = MarkedCity.policy(receiver.system, receiver.word, tells: receiver.tells)
                policy.recipients = [TestHub.fingerprint(try await Self.certificate(receiver.system, hub))]
                policies.append(policy)
            }
            let documents = TestPolicy.documents(policies)
            try await hub.load(PolicyLibrary(documents: documents))
            try await hub.advance("2026-11-20")
            try await body(hub, MarkedCity(in: hub))
        }
    }

    /// The certificate that media for a system are encrypted to, PEM; beside its key.
    private static func certificate(_ system: SystemName, _ hub: TestHub) async throws -> String {
        let (key, certificate) = (hub.path("\(system).key"), hub.path("\(system).pem"))
        let made = try await Program.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=\(system)", "-keyout", key,
                "-out", certificate, "-addext", "basicConstraints=critical,CA:FALSE", "-addext", "keyUsage=critical,keyAgreement",
            ])
        try #require(made.status == 0, "\(made.error)")
        return try String(contentsOfFile: certificate, encoding: .utf8)
    }

    /// Looks at everything that came out.
    private func expectNothing(of city: MarkedCity, in outs: [Out]) {
        for out in outs {
            for marks in city.untold { #expect(marks.found(in: out.text) == [], "\(out.place)") }
            // The household's number stands in the records of all who live there.
            for marks in city.current where !out.mayGive { #expect(marks.found(in: out.text) == [], "\(out.place)") }
        }
    }

    private func failure(_ error: any Error) -> String {
        let told = (error as? any Explained).map { "\($0.code) \($0.rule)" } ?? ""
        return "\(error) \(String(describing: error)) \(String(reflecting: error)) \(told)"
    }

    // MARK: ways to receivers

    private func pulled(_ hub: TestHub, _ receiver: Receiver) async throws -> [Out] {
        var outs: [Out] = []
        let gives = receiver.word == .give
        for format in ExtractFormat.allCases {
            outs.append(
                Out(
                    place: "full \(format) \(receiver.system)", text: String(decoding: try await hub.full(receiver.system, format).bytes, as: UTF8.self),
                    mayGive: gives))
        }
        var cursor: String?
        var more = true
        while more {
            let page = try await hub.changes(receiver.system, after: cursor, limit: 3)
            outs.append(
                Out(
                    place: "changes \(receiver.system)", text: page.entries.map { String(decoding: $0.json(), as: UTF8.self) }.joined(separator: "\n"),
                    mayGive: gives))
            (cursor, more) = (page.cursor, page.more)
        }
        for number in MarkedCity.numbers + ["R9", "印"] {
            do {
                let entry = try await hub.person(number, receiver.system)
                outs.append(Out(place: "person \(number) \(receiver.system)", text: String(decoding: entry.json(), as: UTF8.self), mayGive: gives))
            } catch {
                outs.append(Out(place: "refusal \(number) \(receiver.system)", text: failure(error)))
            }
        }
        return outs
    }

    private func pushed(_ hub: TestHub, _ receiver: Receiver) async throws -> [Out] {
        let connector = SharingStand.Receiver()
        // One is not taken, and has to be looked after by people.
        connector.set(verdict: { $0.addresseeNumber.value == ResidentRow.number(3) ? .rejected(reason: "受け取れません") : .applied })
        try await hub.worker(connector, system: receiver.system).run(untilIdle: true)
        return connector.batches.flatMap(\.entries).map {
            Out(place: "push \(receiver.system)", text: String(decoding: $0.json(), as: UTF8.self), mayGive: receiver.word == .give)
        }
    }

    private func handedOver(_ hub: TestHub, _ receiver: Receiver) async throws -> [Out] {
        var outs: [Out] = []
        for format in ExtractFormat.allCases {
            let name = "\(receiver.system)-\(format)"
            let medium = try await hub.medium(
                [], receiver.system, to: String(contentsOfFile: hub.path("\(receiver.system).pem"), encoding: .utf8), format: format)
            _ = try await MediaHandOver(provisioning: hub.provisioning, authority: nil).write(
                by: Staff.with(.operateDeliveries), medium, into: hub.path(name + ".p7m"))
            let opened = try await Program.run(
                "/usr/bin/openssl",
                [
                    "cms", "-decrypt", "-binary", "-inform", "DER", "-in", hub.path(name + ".p7m"), "-recip", hub.path("\(receiver.system).pem"), "-inkey",
                    hub.path("\(receiver.system).key"),
                ])
            outs.append(Out(place: "medium \(name)", text: String(decoding: opened.output, as: UTF8.self)))
            for slip in ["receipt.txt", "receipt.json"] {
                outs.append(Out(place: "\(slip) \(name)", text: try String(contentsOfFile: hub.path("\(name).p7m.\(slip)"), encoding: .utf8)))
            }
        }
        return outs
    }

    @Test func noWayToAReceiverTellsWhereAProtectedPersonIs() async throws {
        try await withCity { hub, city in
            for receiver in Self.receivers {
                let outs = try await pulled(hub, receiver) + pushed(hub, receiver) + handedOver(hub, receiver)
                expectNothing(of: city, in: outs)
                // Who is not protected stands there with everything, so nothing is found because nothing is there; and what is given is given.
                for way in ["full ndjson", "full csv", "changes", "person", "push", "medium"] {
                    let texts = outs.filter { $0.place.hasPrefix(way) }.map(\.text).joined(separator: "\n")
                    for marks in city.control { #expect(marks.found(in: texts).count == marks.values.count, "\(way) \(receiver.system)") }
                    for marks in city.current where receiver.word == .give && way != "medium" && marks.who != "b" {
                        #expect(marks.found(in: texts).count >= marks.values.count - 1, "\(marks.who) \(way) \(receiver.system)")
                    }
                }
                let names = outs.filter { $0.place.hasPrefix("full ndjson") }.map(\.text).joined()
                #expect(names.contains("\"withheld\"") == (receiver.word != .give))
            }
            try await expectNothingInTables(of: city, hub)
        }
    }

    // MARK: the staff

    @Test func theStaffWithoutTheRightLearnNothing() async throws {
        try await withCity { hub, city in
            let clerk = Staff.with(.seePerson, .correct, .operateDeliveries, .readLog)
            let reason = LookupReason(.inquiry, "窓口での問い合わせ")
            let lookup = PersonLookup(provisioning: hub.provisioning)
            var outs: [Out] = []
            func add(_ place: String, _ body: () async throws -> String) async {
                do { outs.append(Out(place: place, text: try await body())) } catch { outs.append(Out(place: "\(place) refused", text: failure(error))) }
            }
            func text(_ sheet: PersonSheet) -> String {
                "\(sheet.lines.map { "\($0.label) \($0.value)" }) \(sheet.items.values.joined(separator: " ")) \(sheet.address ?? "") \(sheet.warnings)"
            }
            for number in MarkedCity.numbers where number != ResidentRow.number(10) {
                await add("sheet \(number)") { text(try await lookup.person(by: clerk, AddresseeNumber(number), reason: reason)) }
            }
            for past in [false, true] {
                await add("search by name, past \(past)") {
                    let terms = SearchTerms(name: "試験", birth: "1950-03-04", includesPast: past)
                    let found = try await lookup.search(by: clerk, terms, reason: reason).persons
                    #expect(found.count == 10)
                    return found.filter { $0.addresseeNumber.value != ResidentRow.number(10) }.map(text).joined()
                }
                for marks in city.current + city.untold {
                    let place = [Item.jushoTodofuken, .jushoShikugunchosonmei, .jushoChoaza].compactMap { marks.values[$0] }.joined()
                    for match in SearchTerms.Match.allCases {
                        let terms = SearchTerms(name: "試験", address: place, match: match, includesPast: past)
                        let found = try await lookup.search(by: clerk, terms, reason: reason)
                        #expect(found.persons.isEmpty && !found.hasMore, "\(marks.who) found by place, \(match)")
                    }
                }
            }
            for entry in try await hub.heldDecisions.list(by: clerk).entries {
                await add("held \(entry.id)") {
                    let sheet = try await lookup.held(by: clerk, entry.id, reason: reason)
                    return "\(sheet.lines.map { "\($0.label) \($0.row) \($0.person) \($0.other)" }) \(sheet.warnings)"
                }
            }
            for receiver in Self.receivers { _ = try await pulled(hub, receiver) }
            await add("answers") { "\(try await ManualConfirmation(provisioning: hub.provisioning).waiting(by: clerk).answers)" }
            #expect(
                outs.contains { $0.place.hasPrefix("held") && !$0.place.hasSuffix("refused") }
                    && !outs.contains { $0.place.hasPrefix("sheet") && $0.place.hasSuffix("refused") })
            expectNothing(of: city, in: outs)
        }
    }

    // MARK: tables

    /// Where the register itself stands; and what a person of the staff typed.
    private static let ofRegister = ["register.version", "register.search_key", "register.protected_household"]

    private func expectNothingInTables(of city: MarkedCity, _ hub: TestHub) async throws {
        var outs: [Out] = []
        for row in try await hub.rows(
            """
            SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
            """)
        {
            let name: String = try row.decode("name")
            guard !Self.ofRegister.contains(name) else { continue }
            let text = try await hub.rows("SELECT coalesce(string_agg(to_jsonb(t)::text, chr(10)), '') AS text FROM \(unsafeSQL: name) AS t")
            outs.append(Out(place: "table \(name)", text: try text.first?.decode("text", as: String.self) ?? ""))
        }
        #expect(outs.count > 50)
        expectNothing(of: city, in: outs)
        let version = try await hub.rows("SELECT string_agg(to_jsonb(t)::text, chr(10)) AS text FROM register.version AS t")
        let text = try #require(version.first).decode("text", as: String.self)
        for marks in city.control + city.current { #expect(marks.found(in: text).count >= marks.values.count - 1) }
    }

    // MARK: routes

    @Test func noRouteTellsItNorTheServersLog() async throws {
        try await withCity { hub, city in
            try await hub.seal()
            let atena = try #require(Program.atena, "build the product atena first")
            let pki = hub.path("pki")
            for arguments in [["init"], ["issue", "server", "--server"]] + Self.receivers.map({ ["issue", $0.system.rawValue] }) {
                let outcome = try await Program.run(atena, ["pki"] + arguments + ["--dir", pki], environment: hub.commandEnvironment)
                try #require(outcome.status == 0, "\(outcome.error)")
            }
            let environment = hub.commandEnvironment.merging([
                "ATENA_SEAL": hub.path("seal"), "ATENA_PKI": pki, "ATENA_LISTEN": "127.0.0.1:0", "ATENA_DRAIN_SECONDS": "1", "ATENA_LOG_LEVEL": "trace",
                "ATENA_ACCOUNT": try await hub.accountFile(),
            ]) { $1 }
            let server = try RunningServer(atena, environment, log: hub.path("serve.log"))
            defer { server.stop() }
            let port = try await server.port()
            var outs: [Out] = []
            func ask(_ receiver: Receiver, _ path: String, mayGive: Bool = false, _ more: String...) async throws {
                let files = ["--cacert", "\(pki)/ca.pem", "--cert", "\(pki)/\(receiver.system).pem", "--key", "\(pki)/\(receiver.system).key"]
                let answer = try await Program.run(
                    "/usr/bin/curl", ["--silent", "--show-error", "--include", "--max-time", "60"] + files + more + ["https://localhost:\(port)\(path)"])
                #expect(answer.status == 0, "\(path): \(answer.error)")
                outs.append(Out(place: "\(path) \(receiver.system)", text: String(decoding: answer.output, as: UTF8.self), mayGive: mayGive))
            }
            for receiver in Self.receivers {
                let (dataset, gives) = ("/v1/systems/\(receiver.system)/datasets/addressee", receiver.word == .give)
                try await ask(receiver, "\(dataset)/full", mayGive: gives)
                try await ask(receiver, "\(dataset)/full", mayGive: gives, "-H", "Accept: text/csv")
                try await ask(receiver, "\(dataset)/changes?limit=100", mayGive: gives)
                for number in MarkedCity.numbers + ["R000000099"] { try await ask(receiver, "\(dataset)/persons/\(number)", mayGive: gives) }
                // What is wrong is answered with an error text each.
                for wrong in ["changes?after=nothing", "changes?limit=0", "changes?wait=1000", "persons/%E5%8D%B0", "nothing", "full?format=xml"] {
                    try await ask(receiver, "\(dataset)/\(wrong)", mayGive: gives && wrong.hasPrefix("full"))
                }
                try await ask(receiver, "\(dataset)/inventory", "-X", "POST", "-d", "R1\tnothing")
                try await ask(receiver, "/v1/systems/\(receiver.system)/datasets/nothing/full")
                try await ask(receiver, "/v1/systems/health-insurance/datasets/addressee/full")
                for path in ["/metrics", "/health/live", "/health/ready", "/v1/checkpoints", "/", "/v2"] { try await ask(receiver, path) }
            }
            let given = outs.filter { $0.mayGive }.map(\.text).joined()
            for marks in city.control + city.current where marks.who != "b" { #expect(marks.found(in: given).count >= marks.values.count - 1, "\(marks.who)") }
            #expect(
                outs.contains {
                    $0.place.contains("/full education-board") && $0.text.contains("\"withheld\"")
                        && $0.text.contains(city.control[0].values[.jushoChoaza] ?? "?")
                })
            outs.append(Out(place: "the server's log", text: try String(contentsOfFile: hub.path("serve.log"), encoding: .utf8)))
            expectNothing(of: city, in: outs)
        }
    }

    // MARK: commands

    @Test func noCommandTellsIt() async throws {
        try await withCity { hub, city in
            for receiver in Self.receivers {
                _ = try await pulled(hub, receiver)
                _ = try await pushed(hub, receiver)
            }
            try await hub.seal()
            let atena = try #require(Program.atena, "build the product atena first")
            let environment = hub.commandEnvironment.merging(["ATENA_SEAL": hub.path("seal"), "ATENA_HOME": hub.path("home")]) { $1 }
            try FileManager.default.createDirectory(atPath: hub.path("out"), withIntermediateDirectories: true)
            try await hub.withStaffService(environment) { environment in
                try await hub.signIn("1001", [.readLog, .proposePolicies, .seePerson, .correct, .operateDeliveries], environment)
                let note = try hub.write("窓口での問い合わせのため\n".utf8, to: "note")
                let why = ["--reason", "inquiry", "--note-file", note]
                let terms = try hub.write("氏名: 試験\n生年月日: 1950-03-04\n処理理由: 窓口での問い合わせのため\n".utf8, to: "terms")
                var commands = [
                    ["status"], ["status", "--json"], ["reconcile"], ["reconcile", "--json"], ["answers", "list"], ["held", "list"],
                    ["held", "list", "--json"],
                    ["held", "show", "1"] + why,
                    ["policy", "pending"], ["policy", "history"], ["policy", "plan", "--revoke", "tax", "--json"],
                    ["policy", "plan", "--revoke", "tax", "--persons", hub.path("out/persons.csv")], ["policy", "unused"],
                    ["policy", "undecided", "tax", "--reason-file", note],
                    ["policy", "warnings"], ["sources"], ["whoami"], ["audit", "verify"], ["audit", "export", "--out", hub.path("out/log.jsonl")],
                    ["audit", "analyse"],
                    ["audit", "report"], ["endpoint", "list"], ["interest", "list"], ["settings"],
                    ["search", "--terms", terms, "--past", "--reason", "inquiry"],
                ]
                for receiver in Self.receivers { commands.append(["policy", "show", receiver.system.rawValue]) }
                for number in MarkedCity.numbers where number != ResidentRow.number(10) {
                    commands.append(["lookup", number] + why)
                    commands.append(["audit", "disclosure", number, "--reason-file", note, "--out", hub.path("out/\(number)")])
                }
                // What is handed in again comes back to who handed it in, and to nobody else: what is told of it is not it.
                var outs: [Out] = []
                var done = 0
                for command in commands {
                    let outcome = try await Program.run(atena, command, environment: environment)
                    if outcome.status == 0 { done += 1 }
                    let name = command.prefix(2).joined(separator: " ")
                    var told = String(decoding: outcome.output, as: UTF8.self)
                    // Of who is not protected a search says what it may.
                    if name.hasPrefix("search") { told = told.split(separator: "\n").filter { !$0.contains(ResidentRow.number(10)) }.joined(separator: "\n") }
                    outs.append(Out(place: "\(name): output", text: told))
                    outs.append(Out(place: "\(name): error", text: outcome.error))
                }
                #expect(
                    done >= commands.count - 6,
                    "\(outs.filter { $0.place.hasSuffix("error") && !$0.text.isEmpty }.map { "\($0.place) \($0.text.prefix(120))" })")
                for case let path as String in FileManager.default.enumerator(atPath: hub.path("out")) ?? .init() {
                    if let text = try? String(contentsOfFile: hub.path("out/" + path), encoding: .utf8) { outs.append(Out(place: "file \(path)", text: text)) }
                }
                #expect(outs.filter { $0.place.hasPrefix("file") }.count > MarkedCity.numbers.count)
                expectNothing(of: city, in: outs)
            }
        }
    }
}
