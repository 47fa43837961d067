import AccessControlStand
import Foundation
import Testing

/// What stands among a command's arguments, everybody on the machine reads in the list of processes: nothing that is said of a person may. Every command that people use is
/// gone through, as the program says that it has it; an option or an argument that is new fails here until somebody has said what it takes.
@Suite struct CommandArgumentTests {
    /// What the value of an option or an argument is.
    private enum Value: String {
        /// A file's place, in which the rest is.
        case place
        /// Whom or what it is about, by a number or a code of ours.
        case number
        /// One of a closed list, or the name of a system, a dataset or an office.
        case word
        /// How much, how long, from where on.
        case bound
        /// A day of the office's own work or of its log.
        case officeDay
        /// What is refused with what to do instead.
        case refused
    }

    /// Commands of the machine, which people don't use at a terminal.
    private static let ofMachine = ["migrate", "keys", "pki", "generate", "connector", "work", "serve", "staff", "seal", "pull", "restore", "bench"]

    /// By the name of the option, or of the argument in angles; with the command before it where it is that one's alone. An option that ends in `-file` is a place.
    private static let values: [String: Value] = [
        "--terms": .place, "--details": .place, "<file>": .place, "--out": .place, "--reports": .place, "<directory>": .place,
        "--directory": .place, "--persons": .place, "--certificate": .place, "<certificate>": .place, "media propose --to": .place, "--key": .place,
        "--checkpoints": .place, "--export": .place, "--verify": .place, "--dir": .place,
        "<number>": .number, "--number": .number, "--person": .number, "<numbers>": .number, "<account>": .number, "--account": .number, "<id>": .number,
        "<proposal>": .number, "--measure": .number, "<request>": .number, "<medium>": .number, "<event>": .number, "<reception>": .number,
        "<receptions>": .number, "--reception": .number, "--without": .number, "pension handover make --keep": .number,
        "<batch>": .number, "--batch": .number,
        "<task>": .number, "<list>": .number,
        "<line>": .number, "--report": .number, "--examination": .number, "--seen": .number, "<finding>": .number, "--dead-letter": .number,
        "<earlier>": .number, "<later>": .number, "--bases": .number, "<version>": .number, "<policies>": .number, "--revoke": .number,
        "policy history <name>": .number, "sign-in --code": .number, "access password --code": .number,
        "<system>": .word, "--system": .word, "<dataset>": .word, "--dataset": .word, "--source": .word, "--reason": .word, "--match": .word, "--as": .word,
        "held list --code": .word, "explain <code>": .word, "<right>": .word, "--right": .word, "<department>": .word, "--department": .word, "--task": .word,
        "access department allow <task>": .word, "access department disallow <task>": .word, "access department add <name>": .word,
        "access service add <account>": .word, "<layout>": .word, "--layout": .word, "--encoding": .word, "--format": .word, "--office": .word,
        "pension import take <kind>": .word, "pension claim kinds <kind>": .word, "pension ledger list --kind": .word, "pension report due --kind": .word,
        "pension report batch --kind": .word, "pension report due --state": .word, "pension result list --of": .word, "--means": .word, "<papers>": .word,
        "pension exemption income --person": .word, "pension exemption ask --person": .word, "pension exemption letter --person": .word,
        "--limit": .bound, "--after": .bound, "--part": .bound, "--days": .bound, "--within": .bound, "--minutes": .bound, "--wait": .bound,
        "--accept-rejects": .bound, "--fiscal-year": .bound, "--year": .bound, "--from": .bound, "--to": .bound, "--since": .officeDay,
        "--before": .officeDay, "access apply --until": .officeDay, "system certificate enrolment --until": .officeDay, "--on": .officeDay,
        "--came-on": .officeDay, "--received-on": .officeDay,
        "<typed>": .refused,
    ]

    private struct Help: Decodable { var command: Command }
    private struct Command: Decodable {
        var commandName: String
        var subcommands: [Command]?
        var arguments: [Argument]?
    }
    private struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }
        var kind: String
        var names: [Name]?
        var valueName: String?

        /// As people see it; nothing of a flag, which takes no value.
        var name: String? {
            switch kind {
            case "positional": "<\(valueName ?? "")>"
            case "option": "--\(names?.first { $0.kind == "long" }?.name ?? "")"
            default: nil
            }
        }
    }

    private static func leaves(_ command: Command, _ path: [String] = []) -> [(name: String, arguments: [Argument])] {
        let below = (command.subcommands ?? []).filter { $0.commandName != "help" }
        guard !below.isEmpty else { return [(path.joined(separator: " "), command.arguments ?? [])] }
        return below.flatMap { leaves($0, path + [$0.commandName]) }
    }

    private static func commands() async throws -> [(name: String, arguments: [Argument])] {
        let told = try await Program.run(try #require(Program.atena), ["--experimental-dump-help"])
        return leaves(try JSONDecoder().decode(Help.self, from: told.output).command)
    }

    @Test func nothingSaidOfAPersonStandsAmongTheArguments() async throws {
        let commands = try await Self.commands()
        #expect(commands.count > 150)
        var unknown: [String] = []
        var seen: Set<String> = []
        for command in commands where !Self.ofMachine.contains(where: { command.name == $0 || command.name.hasPrefix($0 + " ") }) {
            for name in command.arguments.compactMap(\.name) where !name.hasSuffix("-file") {
                let whole = "\(command.name) \(name)"
                if Self.values[whole] != nil { seen.insert(whole) } else if Self.values[name] != nil { seen.insert(name) } else { unknown.append(whole) }
            }
        }
        #expect(unknown == [], "say what these take; what is said of a person comes from a file, standard input or the terminal")
        // Nothing is allowed that nobody has.
        #expect(Self.values.keys.filter { !seen.contains($0) }.sorted() == [])
    }

    /// Texts, guides and scripts that people follow name no option that a command does not have, as one that is gone.
    /// A name that the library has to make of a type costs a third of a millisecond at every start, and there are some 150 commands.
    @Test func everyCommandSaysItsOwnName() throws {
        let sources = try #require(FileManager.default.enumerator(atPath: TestServer.root + "/Sources"))
        var commands = 0
        for case let path as String in sources where path.hasSuffix(".swift") {
            let text = try String(contentsOfFile: TestServer.root + "/Sources/" + path, encoding: .utf8)
            let configured = text.components(separatedBy: "CommandConfiguration(").count - 1
            #expect(configured == text.components(separatedBy: "commandName:").count - 1, "\(path)")
            commands += configured
        }
        #expect(commands > 200)
    }

    @Test func whatPeopleAreToldToTypeThereIs() async throws {
        var options: [String: Set<String>] = [:]
        for command in try await Self.commands() {
            let names = command.arguments.flatMap { $0.names ?? [] }.filter { $0.kind == "long" }
            options[command.name] = Set(names.map { "--\($0.name)" }).union(["--help"])
        }
        var (seen, gone): (Int, [String]) = (0, [])
        for path in try Self.followed() {
            let ends = Set("`「」。、；;|&（）()<>" + (path.hasSuffix(".swift") ? "\"" : ""))
            for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") where line.contains("atena ") && line.contains(" --") {
                for part in line.components(separatedBy: "atena ").dropFirst() {
                    let words = part.prefix { !ends.contains($0) }.split(separator: " ", omittingEmptySubsequences: false)
                    let names = (1...4).reversed().map { words.prefix($0).joined(separator: " ") }
                    guard let name = names.first(where: { options[$0] != nil }) else { continue }
                    for word in words where word.hasPrefix("--") && word.count > 2 {
                        seen += 1
                        let option = String(word.prefix { $0 == "-" || $0.isASCII && $0.isLowercase })
                        if options[name]?.contains(option) == false { gone.append("\(path): \(name) \(option)") }
                    }
                }
            }
        }
        #expect(gone == [])
        #expect(seen > 200)
    }

    /// Where it stands what people type.
    private static func followed() throws -> [String] {
        var paths = [TestServer.root + "/README.md"]
        for folder in ["Sources", "ops/guides", "ops/runbooks", "ops/parts"] {
            for case let path as String in FileManager.default.enumerator(atPath: "\(TestServer.root)/\(folder)") ?? .init()
            where [".swift", ".md", ".sh"].contains(where: { path.hasSuffix($0) }) {
                paths.append("\(TestServer.root)/\(folder)/\(path)")
            }
        }
        return paths
    }
}
