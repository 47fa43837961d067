import AccessControl
import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import Testing

@testable import Register

/// What `atena intake` says by its exit status, and what it takes besides files.
@Suite(.timeLimit(.minutes(10))) struct IntakeCommandTests {
    private func run(_ environment: [String: String], _ script: String, _ arguments: [String] = []) async throws -> Program.Outcome {
        let program = try #require(Program.atena, "build the product atena first")
        return try await Program.run("/bin/sh", ["-c", script, "sh"] + arguments, environment: environment.merging(["ATENA_PROGRAM": program]) { $1 })
    }

    private func intake(_ environment: [String: String], _ arguments: String...) async throws -> Program.Outcome {
        try await run(environment, #"exec "$ATENA_PROGRAM" intake residents "$@""#, arguments)
    }

    private static let legacyColumns = FileLayout.legacyResidents.columns.map(\.name)
    private static let wrong = ResidentRow(9).with { $0[.seibetsu] = "9" }

    @Test func theStatusTellsAllInFromSomeFromNone() async throws {
        try await TestHub.withOperations { hub, environment in
            let clean = try hub.write(ResidentRow.csv([ResidentRow(1)]), to: "clean.csv")
            let dirty = try hub.write(ResidentRow.csv([ResidentRow(2), Self.wrong]), to: "dirty.csv")
            let held = try hub.write(
                ResidentRow.csv([
                    ResidentRow(3).with {
                        $0[.kojinbango] = Numbers.individual(1)
                        $0[.seinengappi] = "1955-05-05"
                    }
                ]), to: "held.csv")
            #expect(try await intake(environment, clean).status == 0)
            #expect(try await intake(environment, clean).status == 0)
            #expect(try await intake(environment, dirty).status == 3)
            #expect(try await intake(environment, held).status == 3)
            let again = try await intake(environment, dirty)
            #expect(String(decoding: again.output, as: UTF8.self).contains("取込済み 2行、改めて判定 0行"))
            let refused = try await intake(environment, hub.path("none.csv"))
            #expect(refused.status == 65 && refused.error.contains("F0001"))
            #expect(try await intake(environment, clean, "--encoding", "ebcdic").status == 64)
        }
    }

    @Test func whoeverAcceptsRejectsSaysHowMany() async throws {
        try await TestHub.withOperations { hub, environment in
            let path = try hub.write(ResidentRow.csv([ResidentRow(1), Self.wrong]), to: "wrong.csv")
            let ended = try await intake(environment, path, "--accept-rejects", "0")
            #expect(ended.status == 75 && ended.error.contains("F0028") && ended.error.contains("wrong.csv.rejected.csv"), "\(ended.error)")
            #expect(try await intake(environment, path, "--accept-rejects", "1").status == 3)
            // Where its rows can't be written, none is named that is not there: every file of this process ends at 512 bytes.
            let many = try hub.write(ResidentRow.csv((1...40).map { n in Self.wrong.with { $0[.atenabango] = ResidentRow.number(n) } }), to: "many.csv")
            let full = try await Program.run(
                "/bin/bash", ["-c", #"trap '' XFSZ; ulimit -f 1; exec "$0" intake residents "$1" --accept-rejects 0"#, try #require(Program.atena), many],
                environment: environment)
            #expect(full.status == 75 && full.error.contains("F0028") && full.error.contains("書けませんでした"), "\(full.error)")
            #expect(!full.error.contains("却下した行: ") && !FileManager.default.fileExists(atPath: many + ".rejected.csv"), "\(full.error)")
            #expect(try await intake(environment, path, "--accept-rejects", "100001").status == 64)
        }
    }

    @Test func theEditionIsThatOfTheCommandOrOfTheSettings() async throws {
        try await TestHub.withOperations { hub, environment in
            let legacy = ResidentRow(1).with { $0[.idojiyu] = "A1" }
            let path = try hub.write(ResidentRow.csv([legacy], columns: Self.legacyColumns), to: "legacy.csv")
            // 2024 unless something else is set.
            #expect(try await intake(environment, path).status == 3)
            #expect(try await intake(environment, path, "--layout", "2023").status == 64)
            let unknown = try await run(environment, #"ATENA_LAYOUT=2023 exec "$ATENA_PROGRAM" intake residents "$1""#, [path])
            #expect(unknown.status == 1 && unknown.error.contains("ATENA_LAYOUT"), "\(unknown.status) \(unknown.error)")
            let set = try await run(environment, #"ATENA_LAYOUT=legacy exec "$ATENA_PROGRAM" intake residents "$1""#, [path])
            #expect(set.status == 0, "\(set.error)")
            #expect(try await hub.text("SELECT idojiyu FROM register.version") == "01")
            // The command says more than the settings.
            let national = try hub.write(ResidentRow.csv([ResidentRow(2)]), to: "national.csv")
            let said = try await run(environment, #"ATENA_LAYOUT=legacy exec "$ATENA_PROGRAM" intake residents "$1" --layout 2024"#, [national])
            #expect(said.status == 0, "\(said.error)")
            let rows = try hub.write(ResidentRow.csv([ResidentRow(3).with { $0[.idojiyu] = "A1" }], columns: Self.legacyColumns), to: "rows.csv")
            let submitted = try await run(environment, #""$ATENA_PROGRAM" submit residents --layout legacy < "$1""#, [rows])
            #expect(submitted.status == 0, "\(submitted.error)")
            let wide = try hub.write(NonResidentRow.csv([NonResidentRow(4, number: "T4")]), to: "n.csv")
            let refused = try await run(environment, #"exec "$ATENA_PROGRAM" intake nonresidents --source tax --layout legacy "$1""#, [wide])
            #expect(refused.status == 65 && refused.error.contains("jutogaijotai") && refused.error.contains("2024"), "\(refused.error)")
        }
    }

    @Test func aReportThatCannotBeWrittenSaysThatRowsAreInAndTheSameFileGivesItAgain() async throws {
        try await TestHub.withOperations { hub, environment in
            // The disk is full after the first kilobyte of a report.
            let rows = (1...100).map { n in ResidentRow(n).with { if n % 5 != 0 { $0[.seibetsu] = "9" } } }
            let path = try hub.write(ResidentRow.csv(rows), to: "r.csv")
            let full = try await run(environment, #"trap '' XFSZ; ulimit -f 1; exec "$ATENA_PROGRAM" intake residents "$1""#, [path])
            #expect(full.status == 75)
            #expect(full.error.contains("r.csv.rejected.csv") && full.error.contains("読込 100 = 登録 20"), "\(full.error)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: hub.directory).filter { $0.hasPrefix("r.csv.") } == [])
            let again = try await intake(environment, path, "--json")
            #expect(again.status == 3)
            let report = try JSONDecoder().decode(IntakeReport.self, from: again.output)
            #expect((report.accepted, report.rejected, report.takenBefore) == (20, 80, 100))
            #expect(try Data(contentsOf: URL(filePath: path + ".rejected.csv")).split(separator: 0x0A).count == 81)
        }
    }

    @Test func standardInputAndPipesAreTaken() async throws {
        try await TestHub.withOperations { hub, environment in
            let path = try hub.write(ResidentRow.csv((1...3000).map { ResidentRow($0) } + [Self.wrong]), to: "r.csv")
            let stdin = try await run(environment, #"cat "$1" | "$ATENA_PROGRAM" intake residents - --reports "$2""#, [path, hub.directory])
            #expect(stdin.status == 3, "\(stdin.error)")
            #expect(FileManager.default.fileExists(atPath: hub.path("stdin.rejected.csv")))
            let redirected = try await run(environment, #""$ATENA_PROGRAM" intake residents - --reports "$2" < "$1""#, [path, hub.directory])
            #expect(String(decoding: redirected.output, as: UTF8.self).contains("取込済み 3001行"), "the same bytes are the same file: \(redirected.error)")
            let piped = try await run(environment, #"mkfifo "$1.pipe"; gzip -c "$1" > "$1.pipe" & "$ATENA_PROGRAM" intake residents "$1.pipe""#, [path])
            #expect(String(decoding: piped.output, as: UTF8.self).contains("取込済み 3001行"), "\(piped.error)")
            let empty = try await intake(environment, "/dev/null", "--reports", hub.directory)
            #expect(empty.status == 65 && empty.error.contains("F0006"), "\(empty.error)")
            let socket = try await run(environment, #"exec "$ATENA_PROGRAM" intake residents /"#)
            #expect(socket.status == 65 && socket.error.contains("F0001"))
            #expect(try await hub.count("SELECT count(*) FROM register.version") == 3000)
        }
    }

    @Test func aRowThatWasAnsweredAsHeldIsInTheQueueThoughTheProgramIsKilledAfterTheAnswer() async throws {
        try await TestHub.withOperations { hub, environment in
            try await hub.take([ResidentRow(1)])
            // The number of another, of somebody who agrees with the other in nothing.
            let held = NonResidentRow(2, number: "T2").with {
                $0[.kojinbango] = Numbers.individual(1)
                $0[.seibetsu] = "1"
                $0[.seinengappi] = "1999-09-09"
            }
            let wrong = NonResidentRow(4, number: "T4").with { $0[.seibetsu] = "9" }
            let rows = try hub.write(NonResidentRow.csv([wrong, NonResidentRow(3, number: "T3"), held]), to: "rows.csv")
            let answers = hub.path("answers")
            let script = #"""
                mkfifo "$2.way" && : > "$2" || exit 9
                "$ATENA_PROGRAM" submit nonresidents --source tax < "$2.way" > "$2" & program=$!
                exec 3> "$2.way"
                cat "$1" >&3
                # The program waits for more while the answers are read.
                tries=0
                while [ "$(wc -l < "$2")" -lt 3 ] && [ $tries -lt 1200 ] && kill -0 $program; do sleep 0.05; tries=$((tries + 1)); done
                kill -9 $program
                wait $program
                cat "$2"
                """#
            let outcome = try await run(environment, script, [rows, answers])
            let said = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
            #expect(said.map { $0.contains(#""row":"#) } == [true, true, true], "\(said) \(outcome.error)")
            #expect(said.first?.contains("rejected") == true && said.last?.contains("held") == true, "\(said)")
            #expect(try await hub.count("SELECT count(*) FROM intake.held WHERE file_id IS NULL AND state = 'w'") == 1)
            let queue = try await hub.heldDecisions.list(by: Staff.with(.correct))
            #expect(queue.entries.count == 1)
            #expect(try await hub.count("SELECT count(*) FROM register.addressee") == 2)
        }
    }

    @Test func rowsOfSubmitAreAnsweredOneByOneAndTheStatusTellsAllInFromSome() async throws {
        try await TestHub.withOperations { hub, environment in
            func submit(_ bytes: [UInt8]) async throws -> Program.Outcome {
                try await run(environment, #"exec "$ATENA_PROGRAM" submit residents < "$1""#, [hub.write(bytes, to: "in.csv")])
            }
            let clean = try await submit(ResidentRow.csv([ResidentRow(1), ResidentRow(2)]))
            #expect(clean.status == 0 && clean.output.split(separator: 0x0A).count == 2, "\(clean.error)")
            #expect(try await submit(ResidentRow.csv([ResidentRow(1), Self.wrong])).status == 3)
            #expect(try await submit(Array("unknown,columns\n1,2\n".utf8)).status == 65)
            #expect(try await submit([]).status == 65)
            #expect(try await hub.count("SELECT count(*) FROM register.addressee") == 2)
        }
    }
}
