import AccessControlStand
import Addressee
import Foundation
import LogSealingStand
import RegisterStand
import Sharing
import SharingStand
import Testing

/// 電子記録媒体 by the commands of people: proposed by one, released by another, written once, and followed until it is destroyed.
@Suite(.timeLimit(.minutes(10))) struct MediaCommandTests {
    @Test func aMediumGoesFromTwoPeopleToItsEnd() async throws {
        let prepare: (TestHub) async throws -> Void = { hub in
            let made = try await Program.run(
                "/usr/bin/openssl",
                [
                    "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=tax", "-keyout",
                    hub.path("tax.key"), "-out", hub.path("tax.pem"), "-addext", "basicConstraints=critical,CA:FALSE", "-addext",
                    "keyUsage=critical,keyAgreement",
                ])
            try #require(made.status == 0, "\(made.error)")
            var policy = TestPolicy(ways: "[push, pull, medium]")
            policy.recipients = [TestHub.fingerprint(try String(contentsOfFile: hub.path("tax.pem"), encoding: .utf8))]
            try await hub.load(policy)
            try await hub.advance("2026-11-20")
            try await hub.settle()
            try await hub.seal()
        }
        try await TestHub.withClerks([.operateDeliveries], [.operateDeliveries], prepare: prepare) { hub, first, second, third in
            let why = try hub.write(Array("年次の突合のため".utf8), to: "why.txt")
            let to = try hub.write(Array("税務課 窓口担当\n封印番号 12".utf8), to: "to.txt")
            let proposed = try await first.run("media", "propose", "tax", "--to", hub.path("tax.pem"), "--reason-file", why)
            #expect(proposed.status == 0 && proposed.text.contains("媒体 1番を申し出ました"), "\(proposed)")
            let medium = hub.path("medium.p7m")
            #expect(try await first.run("export", "1", "--out", medium).text.contains("M0012"))
            #expect(try await first.run("media", "release", "1", "--reason-file", why).text.contains("M0013"))
            #expect(try await third.run("media", "release", "1", "--reason-file", why).text.contains("M0014"))
            #expect(!FileManager.default.fileExists(atPath: medium))
            let released = try await second.run("media", "release", "1", "--reason-file", why)
            #expect(released.status == 0, "\(released)")
            let exported = try await first.run("export", "1", "--out", medium)
            #expect(exported.status == 0 && exported.text.contains("認めた者") && FileManager.default.fileExists(atPath: medium), "\(exported)")
            #expect(try await first.run("export", "1", "--out", hub.path("again.p7m")).text.contains("M0018"))
            #expect(try await first.run("media", "return", "1", "--details", to).text.contains("M0020"))
            for step in ["hand", "receive", "return", "destroy"] {
                let moved = try await first.run("media", step, "1", "--details", to)
                #expect(moved.status == 0, "\(step): \(moved)")
            }
            let shown = try await second.run("media", "show", "1")
            for word in ["廃棄", "税務課 窓口担当", "封印番号 12", "1001"] { #expect(shown.text.contains(word), "\(shown)") }
            #expect(try await second.run("media", "list", "--overdue").text.contains("0件"))
            #expect(try await second.run("media", "list").text.contains("1件"))
        }
    }
}
