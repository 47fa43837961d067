import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import Testing

@testable import AccessControl
@testable import Keys

/// The gate of the command line: every command that acts names its person, or is refused and recorded.
@Suite struct GateTests {
    /// Runs the built program against a hub, as whoever `also` says.
    private func atena(_ hub: TestHub, _ arguments: [String], also: [String: String] = [:]) async throws -> Program.Outcome {
        let atena = try #require(Program.atena, "build the product atena first")
        return try await Program.run(atena, arguments, environment: hub.commandEnvironment.merging(also) { $1 })
    }

    @Test(arguments: [
        ["work", "--until-idle"], ["work", "--calendar", "2026-11-22"], ["keys", "rotate"], ["access", "daily"],
    ]) func withoutSignInNothingIsDone(arguments: [String]) async throws {
        try await TestHub.with { hub in
            let outcome = try await atena(hub, arguments)
            #expect(outcome.status != 0)
            #expect(outcome.error.contains("A0004"), "\(outcome.error)")
            #expect(outcome.output.isEmpty)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'access.refused' AND is_failure AND body LIKE '%A0004%'") == 1)
        }
    }

    @Test func whatOnlyPeopleMayDoIsRefusedToAServiceAccountAndRecorded() async throws {
        try await withService("everything", [.operateDeliveries, .readLog]) { hub, environment in
            let outcome = try await Program.run(
                try #require(Program.atena), ["export", "1", "--out", hub.path("medium.p7m")], environment: environment)
            #expect(outcome.status != 0 && outcome.error.contains("A0012"), "\(outcome.error)")
            #expect(
                try await hub.count(
                    "SELECT count(*) FROM audit.event WHERE kind = 'access.refused' AND is_failure AND by_whom = 'service everything' AND body LIKE '%A0012%'")
                    == 1)
        }
    }

    @Test func nothingIsAnsweredWithoutSignInAndAFileNotEvenRead() async throws {
        try await TestHub.with { hub in
            try await hub.withStaffService { environment in
                let file = try hub.write(ResidentRow.csv([ResidentRow(1)]), to: "residents.csv")
                let commands = [
                    ["status"], ["reconcile"], ["redeliver", "tax"], ["sources"], ["endpoint", "list"], ["policy", "pending"], ["policy", "history"],
                    ["policy", "plan"], ["audit", "verify"], ["audit", "export", "--out", hub.path("log.jsonl")], ["system", "certificate", "list"],
                    ["intake", "residents", file], ["publish", "tax-income", file, "--source", "tax"],
                ]
                for (index, command) in commands.enumerated() {
                    let outcome = try await Program.run(try #require(Program.atena), command, environment: environment)
                    #expect(outcome.status != 0 && outcome.error.contains("A0004"), "\(command): \(outcome.error)")
                    #expect(outcome.output.isEmpty, "\(command)")
                    #expect(
                        try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'access.refused' AND is_failure AND body LIKE '%A0004%'") == index
                            + 1,
                        "\(command)")
                }
                #expect(try await hub.rowsWritten() == 0)
                #expect(try FileManager.default.subpathsOfDirectory(atPath: hub.path("home/spool")).filter { $0.contains("csv") } == [])
                let account = try await hub.accountFile()
                try await hub.certify("operations", file: account, environment)
                let taken = try await Program.run(
                    try #require(Program.atena), ["intake", "residents", file], environment: environment.merging(["ATENA_ACCOUNT": account]) { $1 })
                #expect(taken.status == 0, "\(taken.error)")
                #expect(try await hub.count("SELECT count(*) FROM register.addressee") == 1)
                // Nothing of it is left where it lay.
                #expect(try FileManager.default.subpathsOfDirectory(atPath: hub.path("home/spool")).filter { $0.contains("csv") } == [])
            }
        }
    }

    @Test func aServiceAccountWithoutTheRightIsRefusedAndRecorded() async throws {
        try await withService("reader", [.readLog]) { hub, environment in
            let outcome = try await Program.run(try #require(Program.atena), ["status"], environment: environment)
            #expect(outcome.status != 0 && outcome.error.contains("A0001"))
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'access.refused' AND is_failure AND by_whom = 'service reader'") == 1)
            let file = try hub.write(ResidentRow.csv([ResidentRow(1)]), to: "residents.csv")
            let handed = try await Program.run(try #require(Program.atena), ["intake", "residents", file], environment: environment)
            #expect(handed.status != 0 && handed.error.contains("A0001"), "\(handed.error)")
            // Nor does any service account rotate keys.
            let rotated = try await atena(hub, ["keys", "rotate"], also: ["ATENA_ACCOUNT": try await hub.accountFile()])
            #expect(rotated.status != 0 && (rotated.error.contains("A0001") || rotated.error.contains("A0004")))
        }
    }

    @Test(
        arguments: [
            ([.seePerson, .seeIndividualNumber, .correct, .protectPersons, .liftSuppression], false), ([.proposePolicies], true), ([.readLog], true),
        ] as [([Right], Bool)]) func policiesAreReadByWhoWorksWithThem(rights: [Right], mayRead: Bool) async throws
    {
        try await TestHub.with { hub in
            try await hub.withStaffService { environment in
                try await hub.signIn("1001", rights, environment)
                let looks = [["check", TestServer.root + "/Policies"], ["history"], ["show", "tax"], ["pending"], ["warnings"], ["unused"]]
                for (index, look) in looks.enumerated() {
                    let outcome = try await Program.run(try #require(Program.atena), ["policy"] + look, environment: environment)
                    #expect(outcome.error.contains("A0001") != mayRead, "\(look): \(outcome.error)")
                    #expect(mayRead || (outcome.status != 0 && outcome.output.isEmpty), "\(look)")
                    let refused = try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'access.refused' AND by_whom = 'staff 1001'")
                    #expect(refused == (mayRead ? 0 : index + 1), "\(look)")
                }
            }
        }
    }

    /// A hub whose staff service runs, and commands that ask it as a service account with these rights.
    private func withService(_ account: String, _ rights: [Right], _ body: (TestHub, [String: String]) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.withStaffService { environment in
                let file = try await hub.accountFile(account, rights: rights)
                try await hub.certify(account, file: file, environment)
                try await body(hub, environment.merging(["ATENA_ACCOUNT": file]) { $1 })
            }
        }
    }

    @Test func theDayDoesNotMoveBeyondTodayUnlessForced() async throws {
        try await TestHub.with { hub in
            let operations = try await hub.accountFile()
            let command = ["work", "--calendar", CalendarDay.today().adding(days: 1).description]
            let refused = try await atena(hub, command, also: ["ATENA_ACCOUNT": operations])
            #expect(refused.status != 0 && refused.error.contains("--force"))
            #expect(try await hub.count("SELECT count(*) FROM journal.calendar") == 0)
            let forced = try await atena(hub, command + ["--force"], also: ["ATENA_ACCOUNT": operations])
            #expect(forced.status == 0, "\(forced.error)")
        }
    }

    @Test func aSecretThatOthersMayReadIsNotTaken() async throws {
        try await TestHub.with { hub in
            let path = try await hub.accountFile()
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            let outcome = try await atena(hub, ["access", "daily"], also: ["ATENA_ACCOUNT": path])
            #expect(outcome.status != 0 && outcome.error.contains("0600"))
        }
    }

    @Test func aPersonSignsInActsAndSignsOutAtThisTerminal() async throws {
        try await TestHub.with { hub in
            try await hub.withStaffService { environment in
                func atena(_ arguments: [String], also: [String: String] = [:]) async throws -> Program.Outcome {
                    try await Program.run(try #require(Program.atena), arguments, environment: environment.merging(also) { $1 })
                }
                let (password, totp) = (hub.path("password"), hub.path("totp"))
                try OwnerOnlyFile.create(password, Array("a password for a test\n".utf8))
                let made = try await atena([
                    "access", "init", "1", "--name-file", try hub.write("管理\n".utf8, to: "name"), "--password-file", password, "--totp-secret-file", totp,
                ])
                #expect(made.status == 0, "\(made.error)")
                let signIn = ["sign-in", "1", "--password-file", password, "--totp-secret-file", totp]
                // Twice within one step of the code: the second waits for the next.
                for _ in 0..<2 {
                    let outcome = try await atena(signIn)
                    #expect(outcome.status == 0, "\(outcome.error)")
                }
                let who = try await atena(["whoami"])
                #expect(who.status == 0 && String(decoding: who.output, as: UTF8.self).contains("administer-access"))
                #expect(try await atena(["access", "department", "add", "10", "課"]).status == 0)
                #expect(try await hub.text("SELECT by_whom FROM audit.event WHERE kind = 'access.department-added'") == "staff 1")
                // The person may not operate, whatever the service account may: who is signed in acts.
                let refused = try await atena(["status"], also: ["ATENA_ACCOUNT": try await hub.accountFile()])
                #expect(refused.status != 0 && refused.error.contains("A0001"))
                // Another session of the same machine isn't signed in, with the same files at hand.
                let program = try #require(Program.atena)
                let elsewhere = try await Program.run("/usr/bin/setsid", ["--wait", program, "whoami"], environment: environment)
                #expect(elsewhere.status != 0 && elsewhere.error.contains("A0004"))
                for name in try FileManager.default.contentsOfDirectory(atPath: hub.path("atena")) {
                    let attributes = try FileManager.default.attributesOfItem(atPath: hub.path("atena/\(name)"))
                    #expect(attributes[.posixPermissions] as? Int == 0o600)
                }
                #expect(try await atena(["sign-out"]).status == 0)
                #expect(try await atena(["whoami"]).error.contains("A0004"))
            }
        }
    }
}
