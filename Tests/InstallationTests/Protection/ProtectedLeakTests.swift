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

/// 支援措置の対象者の所在 leaks nowhere (decision 0040): policies × ways × persons × routes × error texts × tables, made from the items, ways and routes that there are.
/// Nothing but what a policy with `give` lets out, on a way that may carry it, has a mark of where a protected person is, of who lives with one, or of a record
/// nobody is told of. Each is run on the twin of the city, too, in which nobody is protected: there the same persons must be seen on the same way, so that
/// nothing is silent for another reason than the protection.
@Suite(.timeLimit(.minutes(10))) struct ProtectedLeakTests {
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

    private func withCity(isProtected: Bool = true, _ body: (TestHub, MarkedCity) async throws -> Void) async throws {
        try await TestHub.with { hub in
            var policies: [TestPolicy] = []
            for receiver in Self.receivers {
                var policy = MarkedCity.policy(receiver.system, receiver.word, tells: receiver.tells)
                policy.recipients = [TestHub.fingerprint(try await hub.recipient(receiver.system))]
                policies.append(policy)
            }
            try await hub.load(PolicyLibrary(documents: TestPolicy.documents(policies)))
            try await hub.advance("2026-11-20")
            try await body(hub, MarkedCity(in: hub, isProtected: isProtected))
        }
    }

    private func outs(_ way: ProvisionRecord.Way, _ hub: TestHub, _ receiver: Receiver) async throws -> [Out] {
        try await hub.outs(way, to: receiver.system, asked: MarkedCity.numbers + ["R9", "印"], mayGive: receiver.word == .give)
    }

    // MARK: ways to receivers

    @Test(arguments: [true, false]) func aWayToAReceiverTellsWhereSomebodyIsUnlessTheyAreProtected(_ isProtected: Bool) async throws {
        try await withCity(isProtected: isProtected) { hub, city in
            let everybody = Set((city.current + city.control).map(\.who))
            for receiver in Self.receivers {
                for way in ProvisionRecord.Way.allCases {
                    let outs = try await self.outs(way, hub, receiver)
                    #expect(!outs.isEmpty, "\(way) \(receiver.system)")
                    let told = city.told(in: outs.map(\.text).joined(separator: "\n"))
                    switch (way, isProtected) {
                    case (.none, _): #expect(told == [] && city.leaks(in: outs) == [], "\(way) \(receiver.system)")
                    // The detector sees each of them, on each way, where nothing but the protection is taken away.
                    case (_, false):
                        #expect(told == everybody, "\(way) \(receiver.system)")
                        let text = outs.map(\.text).joined(separator: "\n")
                        #expect(city.current.contains { $0.found(in: text).contains("\($0.who).idojiyu") }, "\(way) \(receiver.system)")
                    case (_, true):
                        #expect(city.leaks(in: outs) == [], "\(way) \(receiver.system)")
                        // One awaits confirmation, too, and is told of to nobody.
                        let given = receiver.word == .give && way != .medium ? everybody.subtracting(["b"]) : Set(city.control.map(\.who))
                        #expect(told.subtracting(["b"]) == given, "\(way) \(receiver.system)")
                    }
                    if way == .full, isProtected { #expect(outs[0].text.contains("\"withheld\"") == (receiver.word != .give)) }
                }
            }
            // Of the twin the tables are not looked at: there is nothing that they may not hold.
            if isProtected { try await expectNothingInTables(of: city, hub) }
        }
    }

    /// What hides somebody is taken out in the database, one cause after the other: those whom it hid are seen, and nobody else.
    @Test func whoIsProtectedByOneThingIsSeenWithoutIt() async throws {
        try await withCity { hub, city in
            var seen = Set(city.control.map(\.who))
            func expectSeen(_ why: String, on ways: [ProvisionRecord.Way]) async throws {
                for way in ways {
                    let outs = try await self.outs(way, hub, Self.receivers[0])
                    #expect(city.told(in: outs.map(\.text).joined(separator: "\n")) == seen, "\(why), \(way)")
                    #expect(city.leaks(in: outs).isEmpty == (seen.count == 1), "\(why), \(way)")
                }
            }
            try await expectSeen("nothing taken out", on: [.full, .one])
            let flags = ["yokushifuragu", "kari_shiensochi", "shiensochi_kaishi", "shiensochi_shuryo"].map { "\($0) = NULL" }.joined(separator: ", ")
            for (why, statement, who) in [
                ("beside the versions", "DELETE FROM register.protection WHERE cause <> 'v'", ["d1", "e1", "g1", "n"]),
                ("who lives with somebody", "DELETE FROM register.protected_household", ["m"]),
                ("what versions say", "DELETE FROM register.protection; UPDATE register.version SET \(flags)", ["a2", "c", "f2"]),
            ] {
                try await hub.admin.script(
                    unsafeSQL: "SET session_replication_role = replica; \(statement); SET session_replication_role = origin")
                seen.formUnion(who)
                // An extract would put the protection back before it tells of anybody (`ProtectionTrailTests`).
                try await expectSeen(why, on: [.one])
            }
        }
    }

    // MARK: the staff

    @Test(arguments: [true, false]) func theStaffWithoutTheRightLearnNothingOfTheProtected(_ isProtected: Bool) async throws {
        try await withCity(isProtected: isProtected) { hub, city in
            let clerk = Staff.with(.seePerson, .correct, .operateDeliveries, .readLog)
            let reason = LookupReason(.inquiry, "窓口での問い合わせ")
            let lookup = PersonLookup(provisioning: hub.provisioning)
            var outs: [Out] = []
            var foundByPlace: Set<String> = []
            func add(_ place: String, _ body: () async throws -> String) async {
                do { outs.append(Out(place: place, text: try await body())) } catch {
                    outs.append(Out(place: "\(place) refused", text: TestHub.failure(error)))
                }
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
                        if !found.persons.isEmpty { foundByPlace.insert(marks.who) }
                        #expect(!isProtected || found.persons.isEmpty && !found.hasMore, "\(marks.who) found by place, \(match)")
                    }
                }
            }
            for entry in try await hub.heldDecisions.list(by: clerk).entries {
                await add("held \(entry.id)") {
                    let sheet = try await lookup.held(by: clerk, entry.id, reason: reason)
                    return "\(sheet.lines.map { "\($0.label) \($0.row) \($0.person) \($0.other)" }) \(sheet.warnings)"
                }
            }
            for receiver in Self.receivers { for way in [ProvisionRecord.Way.full, .one] { _ = try await self.outs(way, hub, receiver) } }
            await add("answers") { "\(try await ManualConfirmation(provisioning: hub.provisioning).waiting(by: clerk).answers)" }
            #expect(
                outs.contains { $0.place.hasPrefix("held") && !$0.place.hasSuffix("refused") }
                    && !outs.contains { $0.place.hasPrefix("sheet") && $0.place.hasSuffix("refused") })
            guard !isProtected else {
                #expect(city.leaks(in: outs) == [])
                return
            }
            // Whoever may see persons sees where each of the twin is, and what a held row says of it.
            func told(_ place: String) -> Set<String> { city.told(in: outs.filter { $0.place.hasPrefix(place) }.map(\.text).joined(separator: "\n")) }
            #expect(told("sheet").isSuperset(of: city.current.map(\.who)))
            #expect(city.leaks(in: outs.filter { $0.place.hasPrefix("held") }).contains { $0.contains(": g2.") })
            #expect(foundByPlace.isSuperset(of: ["a2", "b", "c", "d1", "e1", "g1"]), "\(foundByPlace)")
            #expect(!city.leaks(in: outs.filter { $0.place.hasPrefix("search") }).isEmpty)
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
        #expect(city.leaks(in: outs) == [])
        let version = try await hub.rows("SELECT string_agg(to_jsonb(t)::text, chr(10)) AS text FROM register.version AS t")
        let text = try #require(version.first).decode("text", as: String.self)
        for marks in city.control + city.current { #expect(marks.found(in: text).count >= marks.values.count - 1) }
    }

    // MARK: routes

    /// Below this stands what a system may pull.
    private static let ofDataset = "/v1/systems/{system}/datasets/{dataset}"
    /// Routes of the receivers' server, and whether they tell of persons.
    private static let routes = [
        "\(ofDataset)/changes": true, "\(ofDataset)/full": true, "\(ofDataset)/persons/{addressee-number}": true, "\(ofDataset)/inventory": false,
        "/health/live": false, "/health/ready": false, "/metrics": false, "/v1/checkpoints": false,
    ]

    private struct Answer {
        var route: String
        var out: Out
    }

    /// A route that is added fails here until it is asked below.
    @Test func noRouteIsLeftOut() throws {
        var known: Set<String> = []
        let sources = TestServer.root + "/Sources/HubServer"
        for case let path as String in FileManager.default.enumerator(atPath: sources) ?? .init() where path.hasSuffix(".swift") {
            let text = try String(contentsOfFile: "\(sources)/\(path)", encoding: .utf8)
            for route in text.matches(of: #/(?<group>\w+)\.(?:read|get|head|post|put|patch|delete|on)\("(?<path>[^"]+)"/#) {
                known.insert(route.group == "dataset" ? "\(Self.ofDataset)/\(route.path)" : String(route.path))
            }
            // Another way to add one would not be seen.
            #expect(!text.contains("RouteCollection") && text.matches(of: #/\.group\(/#).count <= 1, "\(path)")
        }
        #expect(known == Set(Self.routes.keys))
    }

    @Test(arguments: [true, false]) func noRouteTellsWhereAProtectedPersonIsNorTheServersLog(_ isProtected: Bool) async throws {
        try await withCity(isProtected: isProtected) { hub, city in
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
            var answers: [Answer] = []
            func ask(_ receiver: Receiver, _ path: String, of route: String, _ more: String...) async throws {
                let files = ["--cacert", "\(pki)/ca.pem", "--cert", "\(pki)/\(receiver.system).pem", "--key", "\(pki)/\(receiver.system).key"]
                let answer = try await Program.run(
                    "/usr/bin/curl", ["--silent", "--show-error", "--include", "--max-time", "60"] + files + more + ["https://localhost:\(port)\(path)"])
                #expect(answer.status == 0, "\(path): \(answer.error)")
                let mayGive = receiver.word == .give && Self.routes[route] == true
                let text = String(decoding: answer.output, as: UTF8.self)
                answers.append(Answer(route: route, out: Out(place: "\(path) \(receiver.system)", text: text, mayGive: mayGive)))
            }
            for receiver in Self.receivers {
                let (of, dataset) = (Self.ofDataset, "/v1/systems/\(receiver.system)/datasets/addressee")
                try await ask(receiver, "\(dataset)/full", of: "\(of)/full")
                try await ask(receiver, "\(dataset)/full", of: "\(of)/full", "-H", "Accept: text/csv")
                try await ask(receiver, "\(dataset)/changes?limit=100", of: "\(of)/changes")
                for number in MarkedCity.numbers + ["R000000099"] {
                    try await ask(receiver, "\(dataset)/persons/\(number)", of: "\(of)/persons/{addressee-number}")
                }
                // What is wrong is answered with an error text each.
                for wrong in ["changes?after=nothing", "changes?limit=0", "changes?wait=1000", "persons/%E5%8D%B0", "nothing"] {
                    try await ask(receiver, "\(dataset)/\(wrong)", of: "wrong")
                }
                try await ask(receiver, "\(dataset)/full?format=xml", of: "\(of)/full")
                try await ask(receiver, "\(dataset)/inventory", of: "\(of)/inventory", "-X", "POST", "-d", "R1\tnothing")
                try await ask(receiver, "\(dataset)/inventory", of: "\(of)/inventory")
                try await ask(receiver, "/v1/systems/\(receiver.system)/datasets/nothing/full", of: "wrong")
                try await ask(receiver, "/v1/systems/health-insurance/datasets/addressee/full", of: "wrong")
                for path in ["/metrics", "/health/live", "/health/ready", "/v1/checkpoints"] { try await ask(receiver, path, of: path) }
                for path in ["/", "/v2"] { try await ask(receiver, path, of: "wrong") }
            }
            #expect(Set(answers.map(\.route)) == Set(Self.routes.keys).union(["wrong"]))
            for receiver in Self.receivers {
                for (route, tells) in Self.routes where tells {
                    let told = city.told(
                        in: answers.filter { $0.route == route && $0.out.place.hasSuffix(" \(receiver.system)") }.map(\.out.text).joined())
                    let all = Set(city.current.map(\.who)).subtracting(["b"])
                    #expect(told.isSuperset(of: city.control.map(\.who)), "\(route) \(receiver.system)")
                    #expect(told.isSuperset(of: all) == (receiver.word == .give || !isProtected), "\(route) \(receiver.system)")
                }
            }
            #expect(!isProtected || answers.contains { $0.out.place.contains("/full education-board") && $0.out.text.contains("\"withheld\"") })
            let silent = answers.filter { Self.routes[$0.route] != true }.map(\.out)
            let log = Out(place: "the server's log", text: try String(contentsOfFile: hub.path("serve.log"), encoding: .utf8))
            #expect(city.leaks(in: (isProtected ? answers.map(\.out) : silent) + [log]) == [])
        }
    }
}
