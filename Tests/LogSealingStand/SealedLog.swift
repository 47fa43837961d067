package import AccessControl
package import AccessControlStand
import Addressee
import AuditTrail
package import LogSealing
import Postgres
import RegisterStand
import SharingStand
import Testing
package import TransparencyLog

/// The log of a hub as an auditor has it verified.
package enum SealedLog {
    package static let reader = Principal(
        account: "000001", isService: false, department: nil, terminal: "test", grants: [.readLog: .init(by: "test", on: day("2026-11-20"))])

    /// Of a hub that is sealed by hand, an export waits for nobody unless it is said.
    package static func log(_ hub: TestHub, patience: Duration = .zero) -> AuditLog { AuditLog(pool: hub.pool, files: hub.batchFiles, patience: patience) }

    package static func verify(_ hub: TestHub, _ range: Range<Int>? = nil) async throws -> LogExport.Report {
        try await log(hub).verify(by: reader, range, key: hub.batchFiles.key())
    }

    /// A hub that provided and refused, sealed in several batches; `event` is a provision about a person, `next` follows it.
    package static func provided(_ hub: TestHub) async throws -> (event: Int64, next: Int64, last: Int64) {
        try await hub.load(TestPolicy())
        try await hub.advance("2026-11-20")
        try await hub.take((1...4).map { ResidentRow($0) })
        try await hub.settle()
        try await hub.seal()
        for n in 1...2 { _ = try await hub.person(ResidentRow.number(n)) }
        try await hub.events(1)
        for n in 3...4 { _ = try await hub.person(ResidentRow.number(n)) }
        try await hub.seal()
        _ = try await hub.changes()
        _ = try await hub.full()
        try await hub.events(3)
        try await hub.seal()
        let persons = try await hub.rows("SELECT event_id FROM provision.record WHERE way = 'o' ORDER BY record_id")
        let event = try persons[2].decode(Int64.self)
        let next = try persons[3].decode(Int64.self)
        // The first event of the last batch, by the file outside.
        let last = try #require(try hub.outside().last?.eventIDs.first)
        return (event, next, last)
    }
}
