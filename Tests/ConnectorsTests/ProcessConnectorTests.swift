import Addressee
import ConnectorKit
import Crypto
import Foundation
import Testing

@testable import Connectors

@Suite struct ProcessConnectorTests {
    @Test(arguments: ["", "--answer-after=0.05"]) func theExampleProgramConforms(_ options: String) async throws {
        try await ExampleProgram.with { program in
            let kit = ConformanceKit(
                body: try LocalGovernmentCode("111007"), another: try LocalGovernmentCode("131016"), system: .tax, of: .register,
                connect: { try program.connector(options) },
                badConfigurations: [
                    ("no such program", { try program.kind.connector(to: program.receiver, ["program": "none"]) }),
                    ("no directory", { try ConnectorKind.process(in: nil, environment: [:]).connector(to: program.receiver, ["program": "connector.py"]) }),
                    ("ends at once", { try program.script("ends", "exit 0") }),
                    ("says nothing", { try program.script("silent", "sleep 60") }),
                ],
                keyedHash: { form, key in Array(HMAC<SHA256>.authenticationCode(for: form, using: key.reveal { SymmetricKey(data: $0) })) },
                kill: { await ($0 as? ProcessConnector)?.kill() }, run: "pc")
            let report = await kit.run()
            #expect(report.passed, "\(report)")
        }
    }

    @Test func settingsAreCheckedByName() throws {
        let kind = ConnectorKind.process(in: "/", environment: [:])
        #expect(kind.faults([:]).map(\.setting) == ["program"])
        #expect(kind.faults(["program": "../sh"]).map(\.setting) == ["program"])
        #expect(kind.faults(["program": "sh", "timeout-seconds": "0"]).map(\.setting) == ["timeout-seconds"])
        #expect(kind.faults(["program": "sh", "colour": "red"]).map(\.setting) == ["colour"])
        #expect(kind.faults(["program": "sh", "arguments": "a b", "timeout-seconds": "5"]).isEmpty)
    }

    @Test func whatIsNoAnswerInterrupts() async throws {
        try await ExampleProgram.with { program in
            for (name, lines) in [
                ("no-json", "read line; echo hello; cat > /dev/null"), ("other", #"read line; echo '{"call":99}'; cat > /dev/null"#),
                ("ends", "read line; exit 1"), ("closes", "exec 0<&-; sleep 1"), ("silent", "cat > /dev/null"),
            ] {
                let connector = try program.script(name, lines)
                await #expect(throws: ConnectorError.self, "\(name)") { try await connector.check() }
                await connector.disconnect()
            }
        }
    }

    /// Whether it did what it was asked is not known where it ends underway; the next call has another program.
    @Test func aProgramThatEndedIsStartedAnew() async throws {
        try await ExampleProgram.with { program in
            let connector = try program.connector()
            try await connector.check()
            await (connector as? ProcessConnector)?.kill()
            // The end is noticed with the first call or before it.
            do { try await connector.check() } catch let error as ConnectorError { #expect(error.mayHaveArrived) }
            try await connector.check()
            await connector.disconnect()
        }
    }

    @Test func theEnvironmentOfTheHubIsNotTheProgramS() async throws {
        try await ExampleProgram.with { program in
            let connector = try program.script(
                "tells", #"while read line; do echo "{\"call\":1,\"error\":\"unreachable\",\"detail\":\"$ATENA_DATABASE$ATENA_KEYS.\"}"; done"#)
            await #expect(throws: ConnectorError.unreachable(".")) { try await connector.check() }
            await connector.disconnect()
        }
    }
}
