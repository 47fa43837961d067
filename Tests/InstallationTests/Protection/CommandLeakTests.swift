import AccessControlStand
import Addressee
import AuditTrail
import Foundation
import Governance
import LogSealingStand
import RegisterStand
import SharingStand
import Testing

@testable import Register
@testable import Sharing

/// 支援措置の対象者の所在 by every command of people and every request of the staff service, in the city and in its twin: whatever tells where somebody is in the one
/// tells nothing in the other. Commands are those that the program says it has, requests those of `StaffAPI`: one that is added fails here until it is run.
@Suite(.timeLimit(.minutes(20))) struct CommandLeakTests: PensionStand {
    /// What tells where persons are who are not protected.
    private static let telling: Set<String> = [
        "lookup", "search", "held show", "pension person show", "pension person find", "pension report write", "pension form", "pension exemption letter",
        "pension claim receive", "pension claim enter", "pension claim show", "pension notify show", "pension handover make", "pension handover show",
        "pension handover paper", "pension handover data",
    ]

    /// What is refused each time that it is run here, and why.
    private static let refused = [
        "endpoint load": "no module has a database here", "endpoint pause": "as endpoint load", "endpoint resume": "as endpoint load",
        "endpoint run": "as endpoint load", "endpoint remove": "as endpoint load", "pension report cancel": "the batch went to its end",
        "pension report mend": "nothing was returned", "pension result import": "the Service has sent no file",
        "pension result match": "as pension result import", "pension result dismiss": "as pension result import",
        "protection acknowledge": "no receiver was told of it yet",
    ]

    /// What is not run here, by how its name begins, and why it tells of nobody's place.
    private static let elsewhere = [
        "migrate": "the operator's own", "keys": "the operator's own", "pki": "the operator's own", "generate": "an invented city",
        "connector": "the connector's own samples", "work": "the ways, in ProtectedLeakTests", "serve": "the routes, in ProtectedLeakTests",
        "staff": "serves what is asked here", "seal": "the operator's own", "pull": "a receiver's own, the routes in ProtectedLeakTests",
        "restore": "the operator's own", "bench": "the operator's own", "explain": "the catalogue of codes", "access": "the staff's own records",
        "system": "certificates", "sign-in": "the staff's own", "sign-out": "the staff's own",
        "audit consistency": "hashes of the log", "audit erase": "counts", "audit resume": "of the sealing",
        "audit finding close": "nothing but that it is done",
        "policy approve": "the policy's own text", "policy reject": "the policy's own text", "policy revoke": "the policy's own text",
        "policy propose": "the policy's own text", "protection release approve": "opens it to who asked: ProtectionCommandTests",
    ]

    /// Requests that no command above asks: as `elsewhere`.
    private static let unasked = [
        "access/", "certificates/", "sign-", "enrol", "password", "log/resume", "log/erase", "log/findings/close", "policies/approve", "policies/preview",
        "policies/reject", "policies/revoke", "policies/propose", "policies/last-change", "persons/individual-number",
    ]

    @Test(arguments: [true, false]) func noCommandTellsWhereAProtectedPersonIs(_ isProtected: Bool) async throws {
        let rights: [Right] = [.pensionWork, .operateDeliveries, .seePerson, .correct, .readLog, .proposePolicies, .protectPersons, .liftSuppression]
        let settings: (TestHub) -> [String: String] = { hub in
            [
                "ATENA_SEAL": hub.path("seal"), "ATENA_ANALYSIS": TestServer.root + "/ops/analysis.yaml",
                "ATENA_SOURCES": TestServer.root + "/ops/sources.yaml",
                "ATENA_ENDPOINTS": TestServer.root + "/ops/endpoints", "ATENA_POLICIES": TestServer.root + "/Policies", "ATENA_LOG_LEVEL": "trace",
            ]
        }
        try await withClerks(rights: rights, others: rights, more: settings) { hub, first, second, _, _ in
            try await hub.load(DeliveredPolicy.library(hub))
            try await hub.advance("2026-11-20")
            let city = try await MarkedCity(in: hub, isProtected: isProtected)
            // The pension department keeps a record of each; what it was given says of one only that they are protected.
            for (number, marks) in zip(MarkedCity.numbersOfCurrent, city.current) {
                var items = Dictionary(uniqueKeysWithValues: marks.values.filter { $0.key != .idojiyu }.map { ($0.key.rawValue, $0.value) })
                if isProtected, marks.who == "a2" { items["yokushifuragu"] = "1" }
                try await give(hub, number, items)
            }
            var run = Run(atena: try #require(Program.atena), hub: hub, first: first, second: second)
            // Nothing may halt because nobody seals here.
            try await hub.seal()
            try await lookAtPersons(&run, hub)
            try await hub.seal()
            try await lookAtTheHub(&run, hub)
            try await hub.seal()
            try await moveMedia(&run, hub)
            try await hub.seal()
            try await workOnPensions(&run, hub, of: city.current)
            try await hub.seal()
            // What protects somebody comes last: it is so in the twin as well.
            try await protect(&run, hub)

            let outs = run.outs + (try await files(of: run))
            let leaks = city.leaks(in: outs)
            let log = try serviceLog(hub)
            #expect(city.leaks(in: [Out(place: "the service's log", text: log)]) == [])
            if isProtected {
                #expect(leaks == [])
            } else {
                let told = Set(leaks.compactMap { $0.split(separator: ":").first.map(String.init) })
                #expect(told.symmetricDifference(Self.telling) == [])
            }
            try await expectAll(run)
            // What did nothing could have told nothing.
            let undone = run.commands.subtracting(run.done)
            #expect(undone.symmetricDifference(Self.refused.keys) == [], "\(run.failures.filter { undone.contains($0.command) })")
            expectAllAsked(log)
        }
    }

    // MARK: what there is

    /// Every command that the program has is run, or stands among those that are elsewhere.
    private func expectAll(_ run: Run) async throws {
        struct Help: Decodable { var command: Command }
        struct Command: Decodable {
            var commandName: String
            var subcommands: [Command]?

            func leaves(_ path: [String] = []) -> [String] {
                let below = (subcommands ?? []).filter { $0.commandName != "help" }
                guard !below.isEmpty else { return [path.joined(separator: " ")] }
                return below.flatMap { $0.leaves(path + [$0.commandName]) }
            }
        }
        let told = try await Program.run(run.atena, ["--experimental-dump-help"])
        let commands = try JSONDecoder().decode(Help.self, from: told.output).command.leaves()
        #expect(commands.count > 100)
        func isElsewhere(_ command: String) -> Bool { Self.elsewhere.keys.contains { command == $0 || command.hasPrefix($0 + " ") } }
        #expect(commands.filter { !run.commands.contains($0) && !isElsewhere($0) } == [])
        #expect(run.commands.subtracting(commands) == [])
        // Nor is anything kept here that there is no more.
        #expect(Self.elsewhere.keys.filter { key in !commands.contains { $0 == key || $0.hasPrefix(key + " ") } } == [])
    }

    /// Every request of `StaffAPI` was asked, as the service's log has it.
    private func expectAllAsked(_ log: String) {
        let calls = TestServer.root + "/Sources/StaffAPI"
        var names: Set<String> = []
        for case let path as String in FileManager.default.enumerator(atPath: calls) ?? .init() where path.hasSuffix(".swift") {
            let text = (try? String(contentsOfFile: "\(calls)/\(path)", encoding: .utf8)) ?? ""
            names.formUnion(text.matches(of: #/static let name = "(?<name>[a-z0-9\/-]+)"/#).map { String($0.output.name) })
        }
        #expect(names.count > 100)
        let asked = Set(log.matches(of: #/route="?\/v1\/(?<name>[a-z0-9\/-]+)/#).map { String($0.output.name) })
        #expect(names.filter { name in !asked.contains(name) && !Self.unasked.contains { name.hasPrefix($0) } } == [])
        #expect(Self.unasked.filter { unasked in !names.contains { $0.hasPrefix(unasked) } } == [])
    }

    private func serviceLog(_ hub: TestHub) throws -> String {
        try FileManager.default.contentsOfDirectory(atPath: hub.directory).filter { $0.hasPrefix("staff-") && $0.hasSuffix(".log") }
            .map { try String(contentsOfFile: hub.path($0), encoding: .utf8) }.joined()
    }

    // MARK: what is run

    /// What commands said.
    private struct Run {
        let atena: String
        let hub: TestHub
        let first: PensionClerk
        let second: PensionClerk
        var outs: [Out] = []
        var commands: Set<String> = []
        /// Those that did what they were asked for, once at least.
        var done: Set<String> = []
        var failures: [(command: String, said: String)] = []
        /// Files that commands wrote, by the command.
        var files: [(command: String, path: String)] = []

        init(atena: String, hub: TestHub, first: PensionClerk, second: PensionClerk) {
            (self.atena, self.hub, self.first, self.second) = (atena, hub, first, second)
        }

        /// - Parameter command: as the program's help calls it.
        @discardableResult
        mutating func callAsFunction(_ command: String, _ more: [String] = [], bySecond: Bool = false) async throws -> String {
            let words = command.split(separator: " ").map(String.init)
            return note(command, try await Program.run(atena, words + more, environment: (bySecond ? second : first).environment))
        }

        /// The same with a file as its standard input.
        mutating func feed(_ command: String, _ more: [String], _ file: String) async throws {
            let words = ["-c", #"file=$1; shift; exec "$0" "$@" <"$file""#, atena, file] + command.split(separator: " ").map(String.init) + more
            note(command, try await Program.run("/bin/sh", words, environment: first.environment))
        }

        @discardableResult
        private mutating func note(_ command: String, _ outcome: Program.Outcome) -> String {
            let text = String(decoding: outcome.output, as: UTF8.self) + outcome.error
            outs.append(Out(place: command, text: text))
            commands.insert(command)
            if [0, 3].contains(outcome.status) { done.insert(command) } else { failures.append((command, "\(outcome.status): \(outcome.error.prefix(120))")) }
            return text
        }

        /// The number that a command gave to what it made: 受付 2026-000001.
        mutating func receive(_ command: String, _ more: [String]) async throws -> String {
            let text = try await callAsFunction(command, more)
            return (text.firstMatch(of: #/受付 (?<number>\d{4}-\d{6})/#)?.output.number).map(String.init) ?? "2026-999999"
        }
    }

    private func files(of run: Run) async throws -> [Out] {
        var outs: [Out] = []
        for (command, path) in run.files {
            let inside = (FileManager.default.subpaths(atPath: path) ?? []).map { "\(path)/\($0)" }
            for file in inside.isEmpty ? [path] : inside {
                guard let bytes = FileManager.default.contents(atPath: file) else { continue }
                outs.append(Out(place: command, text: String(decoding: bytes, as: UTF8.self)))
                // What is printed lies packed in the file: its text is read, as it stands and without the white space that breaks lines.
                guard file.hasSuffix(".pdf") else { continue }
                let printed = try await Program.run("/usr/bin/pdftotext", ["-enc", "UTF-8", "-raw", file, "-"], environment: ["LC_ALL": "C.UTF-8"])
                let text = String(decoding: printed.output, as: UTF8.self)
                #expect(printed.status == 0 && !text.isEmpty, "\(command)")
                outs.append(Out(place: command, text: text + "\n" + text.filter { !$0.isWhitespace }))
            }
        }
        return outs
    }

    private func lookAtPersons(_ run: inout Run, _ hub: TestHub) async throws {
        let why = ["--reason", "inquiry", "--note-file", try file(hub, "窓口での問い合わせのため")]
        let terms = try file(hub, "氏名: 試験\n生年月日: 1950-03-04\n処理理由: 窓口での問い合わせのため\n")
        for past in [[], ["--past"]] { try await run("search", ["--terms", terms, "--reason", "inquiry"] + past) }
        for number in MarkedCity.numbersOfCurrent {
            try await run("lookup", [number] + why)
            let out = hub.path("disclosure-\(number)")
            run.files.append(("audit disclosure", out))
            try await run("audit disclosure", [number, "--reason-file", try file(hub, "本人の請求による"), "--out", out, "--every"])
        }
        try await run("lookup", ["R9"] + why)
        for format in [[], ["--json"]] { try await run("held list", format) }
        let held = try await hub.heldDecisions.list(by: Staff.with(.correct)).entries.map(\.id)
        #expect(!held.isEmpty)
        for id in held {
            try await run("held show", ["\(id)"] + why)
            try await run("held receivers", ["\(id)"])
            let reason = ["--reason-file", try file(hub, "本人に確かめたため")]
            try await run("held decide", ["\(id)", "--as", "correct"] + reason)
            try await run("held undo", ["\(id)"] + reason)
            try await run("held decide", ["\(id)", "--as", "correct"] + reason)
            try await run("held confirm", ["\(id)"] + reason, bySecond: true)
        }
        // What is handed in comes back to who handed it in: nothing of what is registered comes with it.
        let row = ResidentRow(4).with { $0[.seibetsu] = "" }
        let rows = try hub.write(ResidentRow.csv([row, ResidentRow(6)]), to: "again.csv")
        try await run("intake", ["residents", rows, "--reports", hub.directory])
        run.files.append(("intake", rows + ".rejected.csv"))
        try await run.feed("submit", ["residents"], rows)
        // What is wrong with a row is told of each column, in each way that a column can be wrong; but of what protects, which it would do in the twin, too.
        let broken = ResidentRow.columns.compactMap { ItemCatalogue.register[$0] }.filter { !MarkedCity.flags.contains($0) }.flatMap { item in
            ["", "誤", String(repeating: "誤", count: 700)].map { value in ResidentRow(4).with { $0[item] = value } }
        }
        let wrong = try hub.write(ResidentRow.csv(broken), to: "wrong.csv")
        try await run("intake", ["residents", wrong, "--accept-rejects", "\(broken.count)", "--reports", hub.directory])
        run.files.append(("intake", wrong + ".rejected.csv"))
        let said = try String(contentsOfFile: wrong + ".rejected.csv", encoding: .utf8)
        #expect(Set(said.matches(of: #/E0\d{3}/#).map { String($0.output) }).count >= 5)
        let incomes = try hub.write(PublishedIncomes.file([(.init(number: MarkedCity.numbersOfCurrent[3], year: "2026"), [:])]), to: "incomes.csv")
        try await run("publish", ["tax-income", incomes, "--source", "tax", "--reports", hub.directory])
        for turn in ["interest add", "interest end"] {
            try await run(turn, ["health-insurance", MarkedCity.numbersOfCurrent[3], "--reason-file", try file(hub, "試験のために知らせる")])
        }
        // A receiver asks about two of whom a person decides first.
        for number in [MarkedCity.numbersOfCurrent[7], MarkedCity.numbersOfCurrent[6]] {
            try await run("answers flag", [number, "--reason-file", try file(hub, "本人の申し出による")])
            _ = try? await hub.provisioning.person(hub.caller(.tax), dataset: "addressee", addresseeNumber: AddresseeNumber(number))
        }
        try await run("answers list")
        for (act, id) in [("answers release", "1"), ("answers refuse", "2")] { try await run(act, [id, "--reason-file", try file(hub, "本人の申し出による")]) }
        try await run("answers lift", [MarkedCity.numbersOfCurrent[7], "--reason-file", try file(hub, "本人の申し出による")])
    }

    private func lookAtTheHub(_ run: inout Run, _ hub: TestHub) async throws {
        let reason = try file(hub, "点検のために見る")
        for json in [[], ["--json"]] {
            for command in ["status", "reconcile", "sources", "policy pending", "policy warnings", "policy unused", "policy history", "endpoint list"] {
                try await run(command, json)
            }
        }
        for command in ["whoami", "settings", "policy check", "audit verify", "audit analyse", "endpoint load"] { try await run(command) }
        for delivered in try PolicyLibrary(directory: TestServer.root + "/Policies").policies where delivered.dataset == .addressee {
            try await run("policy show", [delivered.system.rawValue])
            let persons = hub.path("plan-\(delivered.system)")
            run.files.append(("policy plan", persons))
            try await run("policy plan", ["--revoke", delivered.system.rawValue, "--persons", persons])
            try await run("policy undecided", [delivered.system.rawValue, "--reason-file", reason])
            try await run("redeliver", [delivered.system.rawValue])
        }
        try await run("audit report", ["--from", "2026-01-01", "--to", "2030-01-01"])
        let log = hub.path("log.jsonl")
        run.files.append(("audit export", log))
        try await run("audit export", ["--out", log])
        try await run("audit key", ["--out", hub.path("log.key")])
        try await run("audit prove", ["1"])
        for act in ["endpoint pause", "endpoint resume", "endpoint run", "endpoint remove"] {
            try await run(act, ["tax", "addressee", "--reason-file", reason])
        }
    }

    private func moveMedia(_ run: inout Run, _ hub: TestHub) async throws {
        let (reason, details) = (try file(hub, "年次の突合のため"), try file(hub, "教育委員会\n備考なし"))
        for _ in 1...2 { try await run("media propose", ["education-board", "--to", hub.path("education-board.pem"), "--reason-file", reason]) }
        try await run("media release", ["1", "--reason-file", reason], bySecond: true)
        let out = hub.path("medium.p7m")
        run.files += [("export", out), ("export", out + ".receipt.txt"), ("export", out + ".receipt.json")]
        try await run("export", ["1", "--out", out])
        for step in ["media hand", "media receive", "media return", "media destroy"] { try await run(step, ["1", "--details", details]) }
        try await run("media reject", ["2", "--reason-file", reason], bySecond: true)
        try await run("media list")
        try await run("media show", ["1"])
    }

    /// - Parameter marks: of the numbers of `MarkedCity.numbersOfCurrent`.
    private func workOnPensions(_ run: inout Run, _ hub: TestHub, of marks: [Marks]) async throws {
        let (number, other) = (MarkedCity.numbersOfCurrent[3], MarkedCity.numbersOfCurrent[2])
        let (note, reason) = (try why(hub), ["--reason-file", try file(hub, "届出書を確かめた")])
        for number in MarkedCity.numbersOfCurrent { try await run("pension person show", [number] + note) }
        for json in [[], ["--json"]] {
            try await run("pension person find", ["--terms", try file(hub, "年金　花子\t1990-04-15\n")] + note + json)
            try await run("pension person show", [number] + note + json)
        }
        // Two who come from abroad.
        let coming = [ResidentRow(11), ResidentRow(12)]
        try await hub.take(coming)
        for row in coming { try await give(hub, row[.atenabango], ["idojiyu": "02", "idonengappi": CalendarDay.todayInJapan().description]) }
        try await run("pension proposal make")
        try await run("pension proposal list")
        try await run("pension proposal confirm", ["1"])
        try await run("pension proposal dismiss", ["2"] + reason)
        try await run("pension notify kinds")
        let acquired = try await run.receive("pension notify receive", [number] + particulars(hub, ["種類": "20歳到達"]))
        try await run("pension notify show", [acquired])
        try await run("pension notify accept", [acquired], bySecond: true)
        try await run("pension notify correct", ["1", "--person", number] + particulars(hub, ["事実の日": "2010-04-14"]))
        try await run("pension notify cancel", ["1", "--person", number])
        let basics = try await run.receive("pension notify basics", [number, "--telephone-file", try file(hub, "048-829-0001")])
        try await run("pension notify withdraw", [basics] + reason, bySecond: true)
        let welfare = try await run.receive("pension notify welfare", [number, "--certificate", try file(hub, "証書番号: 123456")])
        try await run("pension notify return", [welfare] + reason, bySecond: true)
        let renamed = try await run.receive("pension notify receive", [other] + particulars(hub, ["種類": "氏名の変更", "事実の日": "2026-05-30"]))
        try await run("pension notify accept", [renamed], bySecond: true)
        for (act, more) in [("take-back", reason), ("dismiss-take-back", reason), ("take-back", reason), ("confirm-take-back", [])] as [(String, [String])] {
            try await run("pension notify \(act)", [renamed] + more, bySecond: act != "take-back")
        }
        let applied = try await run.receive("pension exemption apply", [number] + particulars(hub, ["申請期間": String(Self.month)]))
        try await run("pension exemption household", [applied])
        try await run("pension exemption household", [applied] + particulars(hub, ["配偶者": "なし", "世帯主": "本人"]))
        for act in ["ask", "examine", "show"] { try await run("pension exemption \(act)", [applied]) }
        let letters = hub.path("letters.pdf")
        run.files.append(("pension exemption letter", letters))
        try await run("pension exemption letter", [applied, "--out", letters])
        try await run(
            "pension exemption income",
            [applied, "--person", "本人", "--year", "2025", "--items-file", try file(hub, "合計所得金額\t1200000\n"), "--remarks-file", try file(hub, "申立書")])
        try await run("pension claim kinds")
        let claimed = try await run.receive("pension claim receive", [number] + particulars(hub, ["種類": "old-age", "事由の日": "2025-04-14"]))
        for (act, more) in [("remind", ["--means", "電話"]), ("attach", ["claim-form"]), ("lack", reason), ("show", [])] as [(String, [String])] {
            try await run("pension claim \(act)", [claimed] + more)
        }
        try await claimAfterDeath(&run, hub, of: other, by: number, at: try #require(marks[3].values[.jushoBanchigohyoki]))
        for list in [
            "ledger list", "exemption list", "claim list", "task list", "import list", "result list", "result lists", "result rulings", "exemption continuing",
            "report due", "report batches",
        ] {
            for json in [[], ["--json"]] { try await run("pension \(list)", json) }
        }
        for list in ["ledger list", "exemption list", "claim list", "task list", "proposal list"] {
            try await run("pension \(list)", ["--person", number] + note)
        }
        let moved = MarkedCity.numbersOfCurrent[5]
        _ = try await run.receive("pension notify receive", [moved] + particulars(hub, ["種類": "20歳到達"]))
        try await give(hub, moved, sequence: 2, ["juminjotai": "2", "idojiyu": "21", "idonengappi": "2026-06-05"])
        // Where to is what the register has of the move.
        let destination = try file(hub, "112038 \(try #require(marks[5].values[.tenshutsusakiJusho]))")
        for number in ["1", "2"] {
            try await run("pension handover make", [moved, "--to-file", destination])
            if number == "1" { try await run("pension handover withdraw", [number] + reason) }
        }
        for act in ["show", "confirm"] { try await run("pension handover \(act)", ["2"], bySecond: act == "confirm") }
        let paper = hub.path("handover.pdf")
        run.files.append(("pension handover paper", paper))
        try await run("pension handover paper", ["2", "--out", paper])
        for json in [[], ["--json"]] { try await run("pension handover list", json) }
        let handed = hub.path("handover.csv")
        run.files.append(("pension handover data", handed))
        try await run("pension handover data", ["2", "--out", handed])
        let columns = "atenabango,hikitsugibango,seinengappi,kubun,bango,shurui,naiyo,uketsukebi"
        let theirs = try hub.write(Array("\(columns)\nX1,7,1950-03-04,reception,2026-000001,died,死亡,2026-05-01\n".utf8), to: "theirs.csv")
        try await run("pension handover take", [number, theirs, "--reports", hub.directory])
        run.files.append(("pension handover take", theirs + ".rejected.csv"))
        try await run("pension statistics")
        // Two say that a number is theirs: that is for a clerk.
        let digits = try file(hub, "2150-123457\n")
        for row in coming {
            let basics = try await run.receive("pension notify basics", [row[.atenabango], "--number-file", digits])
            try await run("pension notify accept", [basics], bySecond: true)
        }
        let tasks = try await run("pension task list")
        let task = try #require(tasks.firstMatch(of: #/\n(?<number>\d+)\t/#), "\(tasks)").output.number
        try await run("pension task close", [String(task), "--outcome-file", try file(hub, "確かめた")])
        let forms = hub.path("forms.pdf")
        run.files.append(("pension form", forms))
        try await run("pension form", [acquired, "--out", forms])
        let records = try hub.write(Array("atenabango,kisonenkinbango\n\(other),2150123456\n".utf8), to: "basic.csv")
        try await run("pension import take", ["basic", records, "--reports", hub.directory])
        for (act, isSecond) in [("show", false), ("release", true)] { try await run("pension import \(act)", ["1"], bySecond: isSecond) }
        try await run("pension import withdraw", ["1"] + reason)
        try await report(&run, hub, acquired, reason)
    }

    /// What a claimant gives as their address, and where they are treated, is a datum of the claim: of one who is protected it is told as little as the resident record's.
    private func claimAfterDeath(_ run: inout Run, _ hub: TestHub, of dead: String, by claimant: String, at place: String) async throws {
        let words: KeyValuePairs = ["種類": "死亡一時金", "事由の日": "2026-05-20", "請求者の続柄": "配偶者", "請求者の宛名番号": claimant, "請求者の住所": place]
        let claimed = try await run.receive("pension claim receive", [dead] + particulars(hub, words))
        let visits: KeyValuePairs = ["種類": "障害基礎", "事由の日": "2026-05-01", "初診日": "2024-11-01", "診断書の作成日": "2026-05-20", "診断書の医療機関": place]
        let certified = try await run.receive("pension claim receive", [claimant] + particulars(hub, visits))
        for json in [[], ["--json"]] {
            try await run("pension claim enter", [claimed] + particulars(hub, ["請求者の氏名フリガナ": json.isEmpty ? "ネンキン" : "ネンキン　ハナコ"]) + json)
            try await run("pension claim enter", [certified] + particulars(hub, ["初診の医療機関": json.isEmpty ? place : "\(place)内科"]) + json)
            for reception in [claimed, certified] {
                for act in ["pension claim show", "pension notify show"] { try await run(act, [reception] + json) }
            }
            for number in [dead, claimant] { try await run("pension person show", [number] + (try why(hub)) + json) }
        }
    }

    private func report(_ run: inout Run, _ hub: TestHub, _ reception: String, _ reason: [String]) async throws {
        let text = try await run("pension report batch", ["--reception", reception])
        let batch = (text.firstMatch(of: #/束 (?<number>\d{4}-\d{4})/#)?.output.number).map(String.init) ?? "2026-9999"
        try await run("pension report characters", ["--file", try file(hub, "𠮷\t吉\n")])
        try await run("pension report close", [batch, "--paper"])
        try await run("pension report show", [batch])
        try await run("pension report release", [batch], bySecond: true)
        let out = hub.path("medium")
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
        run.files.append(("pension report write", out))
        try await run("pension report write", [batch, "--out", out])
        for step in ["sent", "received", "returned", "destroyed"] {
            try await run("pension report \(step)", [batch, "--details", try file(hub, "大宮年金事務所　受付")])
        }
        try await run("pension report fail", [batch] + reason)
        try await run("pension report recall", [batch], bySecond: true)
        try await run("pension report cancel", [batch] + reason)
        try await run("pension report mend", [reception] + reason)
        try await run("pension result import", [try file(hub, "なし\n")])
        try await run("pension result match", ["1", "1", "--report", "\(reception)-1"] + reason)
        try await run("pension result dismiss", ["1", "1"] + reason)
        try await run("pension result retry")
    }

    private func protect(_ run: inout Run, _ hub: TestHub) async throws {
        let (number, reason) = (MarkedCity.numbersOfCurrent[2], ["--reason-file", try file(hub, "申し出を確かめたため")])
        let until = CalendarDay.todayInJapan().adding(days: 300).description
        try await run(
            "protection set", ["--addressee-numbers", number, "--details", try file(hub, "根拠: 配偶者からの暴力\n機関: 警察署\n終了年月日: \(until)\n")])
        for list in ["protection list", "protection due", "protection waiting", "protection release list"] { try await run(list) }
        try await run("protection acknowledgements", [number])
        try await run("protection acknowledge", [number, "tax"] + reason)
        try await run("protection release ask", [number] + reason)
        try await run("protection release refuse", ["1"] + reason, bySecond: true)
        try await run("protection end", ["--measure", "1"] + reason)
        try await run("protection reject", ["1"] + reason, bySecond: true)
        try await run("protection end", ["--measure", "1"] + reason)
        try await run("protection approve", ["2"] + reason, bySecond: true)
    }

    private static var month: Substring { CalendarDay.todayInJapan().description.prefix(7) }
}
