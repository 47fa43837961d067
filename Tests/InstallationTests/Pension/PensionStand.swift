import AccessControlStand
import Addressee
import AuditTrail
import Foundation
import Governance
import Keys
import LogSealingStand
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl

/// A clerk at a terminal of their own.
struct PensionClerk {
    let environment: [String: String]

    func run(_ arguments: [String]) async throws -> (status: Int32, text: String, output: Data) {
        let outcome = try await Program.run(try #require(Program.atena), ["pension"] + arguments, environment: environment)
        return (outcome.status, String(decoding: outcome.output, as: UTF8.self) + outcome.error, outcome.output)
    }

    /// The number of the reception that a command made.
    func receive(_ arguments: [String]) async throws -> String {
        let received = try await run(arguments)
        return String(try #require(received.text.firstMatch(of: #/受付 (\d{4}-\d{6})/#), "\(received)").output.1)
    }
}

/// A hub with the national-pension system, and clerks of its department who are signed in.
protocol PensionStand {}

extension PensionStand {
    /// 1001 enters; 2 is the second administrator; 1003 has the code from whom 1001 has it; 1004 has no right to pension work.
    ///
    /// - Parameters:
    ///   - rights: of 1001.
    ///   - others: of 2 and 1003.
    ///   - more: settings of the service and of the commands.
    func withClerks(
        module: Bool = true, rights: [Right] = [.pensionWork, .operateDeliveries], others: [Right] = [.pensionWork],
        more: (TestHub) -> [String: String] = { _ in [:] },
        _ body: (TestHub, _ first: PensionClerk, _ second: PensionClerk, _ third: PensionClerk, _ stranger: PensionClerk) async throws -> Void
    ) async throws {
        try await TestHub.with { hub in
            let extra = module ? ["ATENA_PENSION": "dbname=\(hub.database) password=\(hub.password)"] : [:]
            try await hub.withStaffService(extra.merging(more(hub)) { $1 }) { environment in
                try await hub.signIn("1001", rights, environment)
                func home(_ account: String) throws -> [String: String] {
                    let home = hub.path("home-\(account)")
                    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
                    return environment.merging(["XDG_RUNTIME_DIR": home]) { $1 }
                }
                func atena(_ environment: [String: String], _ arguments: String...) async throws {
                    let outcome = try await Program.run(try #require(Program.atena), arguments, environment: environment)
                    try #require(outcome.status == 0, "\(arguments): \(outcome.error)")
                }
                let administrator = try hub.administratorsEnvironment(environment)
                var clerks: [PensionClerk] = []
                for (account, rights) in [("1003", others), ("1004", [.seePerson]), ("2", others + [.administerAccess])] {
                    let own = try home(account)
                    let (setUp, totp) = (hub.path("set-up-\(account)"), hub.path("totp-\(account)"))
                    try await atena(
                        administrator, "access", "person", "add", account, "--name-file", hub.path("name"), "--department", "10", "--set-up-code-file", setUp)
                    for right in rights { try await atena(administrator, "access", "grant", account, right.rawValue) }
                    try await atena(
                        own, "access", "enrol", account, "--set-up-code-file", setUp, "--password-file", hub.path("password"), "--totp-secret-file", totp)
                    try await atena(own, "sign-in", account, "--password-file", hub.path("password"), "--totp-secret-file", totp)
                    clerks.append(PensionClerk(environment: own))
                }
                try await body(hub, PensionClerk(environment: environment), clerks[2], clerks[0], clerks[1])
            }
        }
    }

    /// What the hub gives of a person, as the module's receiver keeps it.
    func give(_ hub: TestHub, _ number: String, sequence: Int64 = 1, _ items: [String: String] = [:]) async throws {
        let all = [
            "shimei": "年金　花子", "shimei_furigana": "ネンキン　ハナコ", "seinengappi": "1990-04-15", "juminjotai": "1", "juminshubetsu": "1", "idojiyu": "41",
            "idonengappi": "2020-04-01", "jusho_choaza": "常盤六丁目", "setaibango": "1", "zokugara": "世帯主",
        ].merging(items) { $1 }
        let text = String(decoding: try JSONEncoder().encode(all), as: UTF8.self)
        try await hub.admin.execute(
            """
            INSERT INTO national_pension.person (sequence, rirekibango, removed, atenabango, items)
            VALUES (\(sequence), 1, false, \(number), \(text)::text::json)
            ON CONFLICT (atenabango) DO UPDATE SET (sequence, items) = (excluded.sequence, excluded.items)
            """)
    }

    /// The policy for the Japan Pension Service, as delivered, comes into force.
    ///
    /// - Parameters:
    ///   - item: one that it is to lack.
    ///   - recipients: certificates for which it is to give individual numbers; nil: it gives none.
    func openTheService(_ hub: TestHub, without item: String? = nil, numbersFor recipients: [String]? = nil) async throws {
        let name = "systems/japan-pension-service-pension-report.yaml"
        let documents = try PolicyLibrary(directory: "Policies").documents.filter { !$0.name.hasPrefix("systems/") || $0.name == name }.map { document in
            guard document.name == name else { return document }
            var text = document.text
            if let item { text = text.replacing("  - \(item)\n", with: "") }
            if let recipients {
                text = text.replacing("\nitems:\n", with: "\nitems:\n  - kojinbango\n").replacing("  provided: no\n", with: "  provided: yes\n")
                if !recipients.isEmpty {
                    text = text.replacing("ways: [medium]\n", with: "ways: [medium]\nmedia: { recipients: [\(recipients.joined(separator: ", "))] }\n")
                }
            }
            return PolicyDocument(name: name, text: text)
        }
        try await hub.load(PolicyLibrary(documents: documents))
        try await hub.advance("2026-11-20")
        try await hub.settle()
        try await hub.seal()
    }

    func events(_ hub: TestHub, _ kind: String, failure: Bool = false, _ part: String = "") async throws -> Int {
        try await hub.count("SELECT count(*) FROM audit.event WHERE kind = \(kind) AND is_failure = \(failure) AND body LIKE \("%\(part)%")")
    }

    func file(_ hub: TestHub, _ text: String) throws -> String { try hub.write(Array(text.utf8), to: "words-\(UUID()).txt") }

    /// What a paper says, in a file: `項目: 値` a line. What may stand several times is parted by 、.
    func particulars(_ hub: TestHub, _ terms: KeyValuePairs<String, String>) throws -> [String] {
        let lines = terms.flatMap { term, said in said.split(separator: "、").map { "\(term): \($0)\n" } }
        return ["--particulars-file", try file(hub, lines.joined())]
    }

    /// Why somebody looks, its words in a file: arguments are read by whoever lists processes.
    func why(_ hub: TestHub, _ words: String = "届出の処理のため") throws -> [String] {
        ["--reason", "application", "--note-file", try file(hub, words)]
    }

    /// What the hub gives of a person's income, as the module's receiver keeps it.
    func giveIncome(_ hub: TestHub, _ number: String, fiscalYear: Int, total: String, filed: String = "1") async throws {
        let items = ["nendo": String(fiscalYear), "gokeishotokukingaku": total, "shinkokukubun": filed]
        let text = String(decoding: try JSONEncoder().encode(items), as: UTF8.self)
        try await hub.admin.execute(
            """
            INSERT INTO national_pension.tax_income (sequence, rirekibango, removed, atenabango, record_key, items)
            VALUES (1, 1, false, \(number), \(String(fiscalYear)), \(text)::text::json)
            """)
    }
}
