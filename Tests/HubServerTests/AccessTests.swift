import Addressee
import Foundation
import HubServer
import Synchronization
import Testing

@Suite struct AccessTests {
    @Test func anothersPathIsRefusedAndRecorded() async throws {
        try await ServerStand.with { (stand) async throws in
            for route in ["changes", "full", "persons/000000000000001"] {
                let answer = try await stand.curl(stand.dataset("addressee/" + route, of: "tax"))
                #expect(answer.status == 403)
                #expect(answer.json?["code"] as? String == "P0006")
            }
            let refused = stand.provisioning.book.refused
            #expect(refused.count == 3)
            #expect(refused.allSatisfy { $0.system == "tax" && $0.dataset == "addressee" && $0.code == "P0006" })
            #expect(refused.allSatisfy { $0.by.hasPrefix("care-insurance/sha256:") })
            #expect(stand.provisioning.book.callers.isEmpty)
        }
    }

    @Test func aCertificateWithoutSystemIsRefusedUnderItsFingerprint() async throws {
        try await ServerStand.with { (stand) async throws in
            let answer = try await stand.curl(stand.dataset("addressee/changes", of: "tax"), with: "probe")
            #expect(answer.status == 403)
            let refused = stand.provisioning.book.refused
            #expect(refused.count == 1)
            #expect(refused.first?.by.hasPrefix("sha256:") == true)
            #expect(try await stand.curl("/health/ready", with: "probe").status == 200)
            #expect(try await stand.curl("/metrics", with: "probe").status == 200)
        }
    }

    @Test func whatIsNoNameIsNotRecordedAsItCame() async throws {
        try await ServerStand.with { (stand) async throws in
            let answer = try await stand.curl(stand.dataset("123456789018%0A/changes", of: "Hanako%20Yamada"))
            #expect(answer.status == 403)
            #expect(stand.provisioning.book.refused.map(\.system) == ["?"])
            #expect(stand.provisioning.book.refused.map(\.dataset) == ["?"])
        }
    }

    @Test func aRefusalThatCannotBeRecordedIsNotAnsweredAsOne() async throws {
        try await ServerStand.with { (stand) async throws in
            stand.provisioning.book.state.withLock { $0.canRecord = false }
            let answer = try await stand.curl(stand.dataset("addressee/changes", of: "tax"))
            #expect(answer.status == 503)
            #expect(stand.provisioning.book.callers.isEmpty)
        }
    }

    @Test func theCallerIsSystemAndCertificate() async throws {
        try await ServerStand.with { (stand) async throws in
            let answer = try await stand.curl(stand.dataset("addressee/changes"))
            #expect(answer.status == 200)
            #expect(stand.provisioning.book.callers.allSatisfy { $0.hasPrefix("care-insurance/sha256:") })
            #expect(stand.provisioning.book.callers.count == 1)
        }
    }
}
