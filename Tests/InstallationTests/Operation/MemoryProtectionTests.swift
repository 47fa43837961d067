import AccessControlStand
import Foundation
import Installation
import Testing

/// Nobody of the same account reads what a process of the hub has in memory.
@Suite struct MemoryProtectionTests {
    @Test func aProcessIsNotDumpable() {
        #expect(MemoryProtection.protect() && MemoryProtection.isProtected)
    }

    @Test func everyCommandProtectsItselfFirst() throws {
        let main = try String(contentsOfFile: TestServer.root + "/Sources/atena/Atena.swift", encoding: .utf8)
        let body = try #require(main.range(of: "static func main() async {"))
        #expect(main[body.upperBound...].drop(while: \.isWhitespace).hasPrefix("MemoryProtection.protect()"))
    }

    @Test func unitsSayNothingOfMemory() throws {
        for unit in ["atena-serve", "atena-work"] {
            let text = try String(contentsOfFile: TestServer.root + "/ops/systemd/\(unit).service", encoding: .utf8)
            #expect(text.contains("\nEnvironment=SWIFT_BACKTRACE=enable=no\n") && text.contains("\nLimitCORE=0\n"), "\(unit)")
        }
    }
}
