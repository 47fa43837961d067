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
}
