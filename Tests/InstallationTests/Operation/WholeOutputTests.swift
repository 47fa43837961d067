import AccessControl
import AccessControlStand
import Addressee
import Foundation
import Keys
import LogSealingStand
import Postgres
import RegisterStand
import SharingStand
import Testing

/// Files that commands write stand under their names once they are whole, and not before.
@Suite(.timeLimit(.minutes(10))) struct WholeOutputTests {
    /// A hub with persons enough to fill a disk of four kilobytes, sealed, and what the program needs to work with it.
    private func withHub(_ body: (TestHub, [String: String]) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy())
            try await hub.advance("2026-11-20")
            try await hub.take((1...400).map { ResidentRow($0) })
            try await hub.settle()
            for _ in 1...60 { _ = try await hub.person(ResidentRow.number(1)) }
            try await hub.seal()
            let program = try #require(Program.atena, "build the product atena first")
            try await body(
                hub, hub.commandEnvironment.merging(["ATENA_PROGRAM": program, "ATENA_SEAL": hub.path("seal"), "ATENA_HOME": hub.path("home")]) { $1 })
        }
    }

    /// As if the disk were full after four kilobytes.
    private static let onFullDisk = #"trap '' XFSZ; ulimit -f 8; exec "$ATENA_PROGRAM" "$@""#

    /// What the command writes to `path` fails midway, then succeeds: before it is whole its name has what it had.
    private func expectWhole(_ path: String, in environment: [String: String], replacing: Bool = true, _ command: [String]) async throws {
        let directory = URL(filePath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        if replacing { try "before".write(toFile: path, atomically: true, encoding: .utf8) }
        let failed = try await Program.run("/bin/sh", ["-c", Self.onFullDisk, "sh"] + command, environment: environment)
        #expect(failed.status != 0 && failed.error.contains("X0021"), "\(command): \(failed.error)")
        #expect((try? String(contentsOfFile: path, encoding: .utf8)) == (replacing ? "before" : nil), "\(command)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".partial") } == [], "\(command)")
        let written = try await Program.run(try #require(Program.atena), command, environment: environment)
        #expect(written.status == 0, "\(command): \(written.error)")
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.size] as? Int ?? 0 > 4096 && attributes[.posixPermissions] as? Int == 0o600, "\(command): \(attributes)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".partial") } == [], "\(command)")
    }

    @Test func anExtractOfTheBench() async throws {
        try await withHub { hub, environment in
            let environment = environment.merging(["ATENA_ACCOUNT": try await hub.accountFile()]) { $1 }
            try await expectWhole(hub.path("out/extract.csv"), in: environment, ["bench", "extract", "tax", "--out", hub.path("out/extract.csv")])
        }
    }

    @Test func anExportOfTheLog() async throws {
        try await withHub { hub, environment in
            try await hub.withStaffService(environment) { environment in
                let reader = try await hub.accountFile("reader", rights: [.readLog])
                try await hub.certify("reader", file: reader, environment)
                let environment = environment.merging(["ATENA_ACCOUNT": reader]) { $1 }
                try await expectWhole(hub.path("out/log.jsonl"), in: environment, ["audit", "export", "--out", hub.path("out/log.jsonl")])
            }
        }
    }

    @Test func thePersonsOfAPlanAndADisclosure() async throws {
        try await withHub { hub, environment in
            try await hub.withStaffService(environment) { environment in
                try await hub.signIn("1001", [.readLog, .proposePolicies, .seePerson], environment)
                let persons = hub.path("out/persons.csv")
                try await expectWhole(persons, in: environment, replacing: false, ["policy", "plan", "--revoke", "tax", "--persons", persons])
                // Another file of the name is never replaced.
                let again = try await Program.run(
                    try #require(Program.atena), ["policy", "plan", "--revoke", "tax", "--persons", persons], environment: environment)
                #expect(again.status != 0 && again.error.contains("もうあります"), "\(again.error)")
                try await expectWhole(
                    hub.path("person/disclosure.csv"), in: environment,
                    [
                        "audit", "disclosure", ResidentRow.number(1), "--reason-file", hub.write("本人からの開示請求のため\n".utf8, to: "reason"), "--out",
                        hub.path("person"),
                    ])
            }
        }
    }
}
