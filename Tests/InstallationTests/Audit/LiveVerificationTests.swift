import AccessControlStand
import Foundation
import LogSealingStand
import Postgres
import Testing

@testable import AuditTrail
@testable import LogSealing
@testable import TransparencyLog

/// What `atena audit verify` says of the live database beyond the ways of tampering.
@Suite struct LiveVerificationTests {
    @Test(arguments: ["/proc/self/mem", "/"]) func anExportThatCannotBeReadToItsEndIsNoVerdict(path: String) async throws {
        try await TestHub.with { hub in
            let atena = try #require(Program.atena)
            let key = hub.batchFiles.directory + "/" + SealedBatchFiles.keyFileName
            let outcome = try await Program.run(atena, ["audit", "verify", "--export", path, "--key", key])
            #expect(outcome.status != 0 && outcome.output.isEmpty)
            // Not what was found of the lines before.
            #expect(!outcome.error.contains("atena-audit-export/1"), "\(outcome.error)")
        }
    }

    /// An export that makes no statement is refused by default.
    @Test func anExportWithoutAStatementIsAcceptedOnlyWhereItIsSaid() async throws {
        try await TestHub.with { hub in
            let atena = try #require(Program.atena)
            let key = hub.batchFiles.directory + "/" + SealedBatchFiles.keyFileName
            try await hub.events(2)
            try await hub.seal()
            var export: [UInt8] = []
            // Of a hub that nobody seals it goes without.
            let written = try await SealedLog.log(hub).export(by: SealedLog.reader, withPersonal: false) { export += $0 }
            #expect(!written.isStated)
            let path = try hub.write(export, to: "export.jsonl")
            let refused = try await Program.run(atena, ["audit", "verify", "--export", path, "--key", key])
            #expect(refused.status == 2 && String(decoding: refused.output, as: UTF8.self).contains("--accept-unstated"), "\(refused)")
            let accepted = try await Program.run(atena, ["audit", "verify", "--export", path, "--key", key, "--accept-unstated"])
            #expect(accepted.status == 0 && String(decoding: accepted.output, as: UTF8.self).contains("言明がありません"), "\(accepted)")
        }
    }
}
