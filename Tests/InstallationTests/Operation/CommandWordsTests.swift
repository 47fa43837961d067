import AccessControlStand
import Addressee
import Foundation
import Postgres
import SharingStand
import Testing

@testable import AccessControl

/// What the program says to people: Japanese, naming what lacks, and nothing that steers a terminal.
@Suite struct CommandWordsTests {
    private func run(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> (status: Int32, text: String) {
        let atena = try #require(Program.atena)
        let outcome = try await Program.run(atena, arguments, environment: environment)
        return (outcome.status, String(decoding: outcome.output, as: UTF8.self) + outcome.error)
    }

    @Test func theVersionIsToldWithoutAHub() async throws {
        let told = try await run(["--version"])
        #expect(told.status == 0 && told.text.wholeMatch(of: #/\d+\.\d+\.\d+\n/#) != nil)
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let says: String
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let mistakes = [
        Mistake(arguments: ["lookup"], says: "<number> を指定してください"),
        Mistake(arguments: ["lookup", "1"], says: "--reason を指定してください"),
        Mistake(arguments: ["policy", "approve", "tax", "0123456789ab", "--reason", "試験"], says: "--reason というオプションはありません"),
        Mistake(arguments: ["lookup", "1", "--reason"], says: "--reason の後に値"),
        Mistake(arguments: ["status", "--jsn"], says: "--jsn というオプションはありません。--json"),
        Mistake(arguments: ["status", "--all"], says: "--all というオプションはありません"),
        Mistake(arguments: ["status", "now"], says: "余分な指定です: now"),
        Mistake(arguments: ["pension", "notify", "recieve", "1"], says: "「recieve」というコマンドはありません"),
        Mistake(arguments: ["status", "--json=yes"], says: "--json に値は付けられません"),
        Mistake(arguments: ["intake", "people", "x.csv"], says: "値「people」は使えません。次のどれかにしてください: 住登者、住登外者、residents、nonresidents"),
        Mistake(arguments: ["pension", "import", "record", "x.csv"], says: "次のどれかにしてください: 年金基本、資格、免除、付加"),
        Mistake(arguments: ["held", "decide", "1", "--as", "accept"], says: "次から選んでください: 別の人とする（new）、"),
        Mistake(arguments: ["search", "--match", "beginning", "--reason", "8"], says: "完全一致、前方一致、部分一致"),
        Mistake(arguments: ["work", "--until-idle", "--system"], says: "--system の後に値"),
        Mistake(arguments: ["pki", "renew"], says: "どちらか一方"),
    ]

    @Test(arguments: mistakes)
    func whatLacksIsNamedInJapanese(_ mistake: Mistake) async throws {
        let told = try await run(mistake.arguments)
        #expect(told.status == 64 || told.status == 1)
        #expect(told.text.contains(mistake.says), "\(told.text)")
        for english in ["Error", "Missing", "Unknown", "Unexpected", "Usage", "See '", "invalid", "Please"] {
            #expect(!told.text.contains(english), "\(told.text)")
        }
    }

    /// What everybody on the machine can read in `ps` holds nobody's name: a search takes none as an argument, and says which line of its terms is wrong, not what it holds.
    @Test func aSearchTakesNoNamesAsArguments() async throws {
        for option in ["--name", "--address", "--birth", "--note"] {
            let told = try await run(["search", option, "試験", "--reason", "inquiry"])
            #expect(told.status == 64 && told.text.contains("\(option) というオプションはありません"), "\(told.text)")
        }
        // Nor does anything else take words about a person: why somebody looks, what was decided of them, and what a claim tells of their health.
        for (command, option) in [
            (["lookup", "000000000000001", "--reason", "inquiry"], "--note"), (["held", "show", "1", "--reason", "inquiry"], "--note"),
            (["held", "decide", "1", "--as", "correct"], "--reason"), (["held", "confirm", "1"], "--reason"), (["held", "undo", "1"], "--reason"),
            (["interest", "add", "national-pension", "000000000000001"], "--reason"), (["interest", "end", "national-pension", "000000000000001"], "--reason"),
            (["answers", "flag", "1"], "--reason"), (["answers", "lift", "1"], "--reason"), (["answers", "release", "1"], "--reason"),
            (["answers", "refuse", "1"], "--reason"), (["audit", "disclosure", "1", "--out", "x"], "--reason"),
            (["audit", "finding", "close", "1"], "--reason"), (["pension", "claim", "receive", "1"], "--first-visit"),
            (["pension", "claim", "receive", "1"], "--circumstance"), (["policy", "undecided", "tax"], "--reason"),
            (["access", "grant", "1001", "see-person"], "--reason"), (["access", "apply", "1001", "see-person", "--until", "2027-03-31"], "--reason"),
            (["access", "reject", "1"], "--reason"), (["access", "revoke", "1001", "see-person"], "--reason"),
            (["policy", "propose"], "--reason"), (["policy", "approve", "tax", "0123456789ab"], "--reason"),
            (["policy", "reject", "tax", "0123456789ab"], "--reason"), (["policy", "revoke", "tax"], "--reason"),
            (["endpoint", "pause", "tax", "addressee"], "--reason"), (["endpoint", "resume", "tax", "addressee"], "--reason"),
            (["endpoint", "remove", "tax", "addressee"], "--reason"), (["endpoint", "run", "tax", "addressee"], "--reason"),
            (["system", "certificate", "block", "0123456789ab"], "--reason"), (["audit", "resume", "propose"], "--reason"),
            (["audit", "resume", "confirm"], "--reason"), (["pension", "claim", "receive", "1"], "--kind"), (["pension", "claim", "receive", "1"], "--day"),
            (["pension", "claim", "receive", "1"], "--paper"), (["pension", "claim", "receive", "1"], "--relation"),
            (["pension", "notify", "receive", "1"], "--kind"), (["pension", "notify", "receive", "1"], "--day"),
            (["pension", "notify", "correct", "1", "--person", "1"], "--ground"), (["pension", "proposal", "confirm", "1"], "--day"),
            (["pension", "exemption", "apply", "1"], "--months"), (["pension", "exemption", "apply", "1"], "--student-months"),
            (["pension", "exemption", "household", "2026-000001"], "--spouse"), (["protection", "set", "1"], "--until"),
            (["protection", "set", "1"], "--from"),
            (["access", "person", "add", "1", "--department", "10"], "--name"), (["access", "person", "rename", "1"], "--name"),
        ] {
            let told = try await run(command + [option, "試験のために書いた文章"])
            #expect(told.status == 64 && told.text.contains("\(option) というオプションはありません"), "\(command): \(told.text)")
            #expect(told.text.contains("他の人に見えるため、命令には書きません。"), "\(command): \(told.text)")
        }
        // A name that is typed where it stood once is not taken, nor told back.
        for command in [["access", "init", "1"], ["access", "person", "add", "1", "--department", "10"], ["access", "person", "rename", "1"]] {
            let told = try await run(command + ["見本　太郎"])
            #expect(told.status != 0 && told.text.contains("--name-file") && !told.text.contains("太郎"), "\(command): \(told.text)")
        }
        try await TestHub.with { hub in
            for (terms, says) in [
                ("氏名: 試験 太郎\n試験 花子\n", "2行目を読めません"), ("氏名：試験 太郎\n氏名: 試験 花子\n", "氏名が二つあります"), ("名前: 試験 太郎", "1行目を読めません"),
            ] {
                let told = try await run(["search", "--terms", hub.write(terms.utf8, to: "terms"), "--reason", "inquiry"])
                #expect(told.status != 0 && told.text.contains(says) && !told.text.contains("花子") && !told.text.contains("名前"), "\(told.text)")
            }
        }
    }

    @Test func theHelpIsJapanese() async throws {
        for arguments in [["--help"], ["lookup", "--help"], ["policy", "approve", "--help"], ["intake", "-h"], ["help", "work"]] {
            let told = try await run(arguments)
            #expect(told.status == 0)
            for english in ["OVERVIEW", "USAGE", "OPTIONS", "ARGUMENTS", "SUBCOMMANDS", "Show help", "detailed help", "default:"] {
                #expect(!told.text.contains(english), "\(arguments) \(told.text)")
            }
        }
    }

    @Test func aClerkWritesReasonsAndRightsInJapanese() {
        #expect(LookupReason.kind(named: "監査・点検") == .audit && LookupReason.kind(named: "監査") == .audit && LookupReason.kind(named: "8") == .audit)
        #expect(LookupReason.kind(named: "audit") == .audit)
        for none in ["", "0", "9", "-1", "点検", "audits"] { #expect(LookupReason.kind(named: none) == nil, "\(none)") }
        for (number, kind) in LookupReason.list { #expect(LookupReason.kind(named: "\(number)") == kind && LookupReason.kind(named: kind.label) == kind) }
        #expect(Right(named: "照会") == nil && Right(named: "個人") == nil && HeldDecision(named: "登録されている番号は") == .neverHers)
    }

    /// What a clerk picks from a list, those of the pension department apart.
    @Test func aClerkPicksByTheJapaneseTermOrTheCode() {
        func holds<Term: CodedTerm>(_: Term.Type) {
            for term in Term.allCases {
                #expect(term.label.contains(/[ぁ-んァ-ヶ一-龠]/) && !term.label.contains(/[A-Za-z]/), "\(term)")
                for name in [term.label, term.rawValue] { #expect(Term(named: name)?.rawValue == term.rawValue, "\(name)") }
                #expect(Term.choices.contains("\(term.label)（\(term.rawValue)）"))
            }
            for none in ["", "なんでも"] { #expect(Term(named: none) == nil) }
        }
        holds(HeldDecision.self)
        holds(Right.self)
        holds(SearchMatch.self)
        holds(LayoutEdition.self)
        holds(FileLayout.PensionFile.self)
    }

    @Test func whoIsNotSignedInIsToldSo() async throws {
        try await TestHub.with { hub in
            try await hub.withStaffService { nobody in
                let account = try await hub.accountFile()
                try await hub.certify("operations", file: account, nobody)
                let service = nobody.merging(["ATENA_ACCOUNT": account]) { $1 }
                let note = try hub.write("点検のために照会する\n".utf8, to: "note")
                for arguments in [
                    ["lookup", "000000000000001", "--reason", "audit", "--note-file", note],
                    ["policy", "propose", "--reason-file", note, TestServer.root + "/Policies"],
                ] {
                    for environment in [nobody, service] {
                        let told = try await run(arguments, environment)
                        #expect(told.status != 0)
                        #expect(told.text.contains("サインインしていません") || told.text.contains("サインインしていないか"), "\(told.text)")
                        #expect(told.text.contains("atena sign-in"), "\(told.text)")
                    }
                }
            }
        }
    }

    @Test func noProgramsDumpReachesAPerson() async throws {
        try await TestHub.with { hub in
            var away = hub.commandEnvironment
            away["ATENA_DATABASE"] = "host=127.0.0.1 port=1 dbname=none connect_timeout=2"
            var unreadable = hub.commandEnvironment
            unreadable["ATENA_KEYS"] = hub.path("none")
            var outdated = hub.commandEnvironment
            outdated["ATENA_SQL"] = hub.path("sql")
            try FileManager.default.createDirectory(atPath: hub.path("sql/migrations"), withIntermediateDirectories: true)
            try Data("SELECT 1".utf8).write(to: URL(filePath: hub.path("sql/migrations/9999_more.sql")))
            for environment in [away, unreadable, outdated] {
                let told = try await run(["access", "daily"], environment)
                #expect(told.status != 0 && told.text.contains(#/[ぁ-ん]/#), "\(told.text)")
                for dump in ["Error(", "error(", "Optional(", "Swift.", "NIO", "connection to server", "Storage", "postgres://"] {
                    #expect(!told.text.contains(dump), "\(told.text)")
                }
            }
        }
    }

    @Test func whatSteersATerminalIsShownNotSent() async throws {
        try await TestHub.withOperations { hub, environment in
            // What a file or a person wrote, in places that status, findings and lists show.
            let evil = "\u{1b}[2J\u{1b}]0;x\u{07}税\u{9b}31m\u{202e}逆\u{2066}\r消\u{7f}\u{2028}"
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.admin.execute("UPDATE delivery.subscription SET last_failure = \(evil)")
            for arguments in [["status"], ["status", "--json"]] {
                let told = try await run(arguments, environment)
                #expect(told.status == 0 && told.text.contains("税"), "\(told.text)")
                for scalar in told.text.unicodeScalars {
                    let value = scalar.value
                    #expect(value == 0x0A || value == 0x09 || value >= 0x20, "C0 \(value)")
                    #expect(!(0x7F...0x9F).contains(value) && !(0x2028...0x202E).contains(value) && !(0x2066...0x2069).contains(value), "\(value)")
                }
                #expect(told.text.contains(arguments.count == 1 ? "\\u{1b}[2J" : "\\u001b[2J"), "\(told.text)")
                if arguments.count == 2 {
                    let json = try JSONSerialization.jsonObject(with: Data(told.text.utf8)) as? [String: Any]
                    let failure = (json?["systems"] as? [[String: Any]])?.first?["lastFailure"] as? String
                    #expect(failure == evil)
                }
            }
            // In an error, too: a name of a file is text from people.
            let told = try await run(["policy", "check", "\u{1b}[31mdir", "--files-only"], environment)
            #expect(told.status != 0 && !told.text.unicodeScalars.contains { $0.value == 0x1b }, "\(told.text.debugDescription)")
        }
    }

    @Test func workDoesNotStartWithoutTheRulesOfTheAnalysis() async throws {
        try await TestHub.with { hub in
            try await hub.advance("2026-11-20")
            let account = try await hub.accountFile()
            for rules in ["", hub.path("none.yaml")] {
                let told = try await run(["work"], hub.commandEnvironment.merging(["ATENA_ACCOUNT": account, "ATENA_ANALYSIS": rules]) { $1 })
                #expect(told.status != 0 && told.text.contains("ATENA_ANALYSIS"), "\(told.text)")
            }
        }
    }
}
