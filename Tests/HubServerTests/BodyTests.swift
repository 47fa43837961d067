import Addressee
import Foundation
import HubServer
import Testing

/// Another body's certificate opens nothing, also where its authority is ours; one that names no body counts until its day (CT-19).
@Suite struct BodyTests {
    private static let other = ServerStand.code("111015")

    /// A client certificate of the stand's own authority with these alternative names, valid now.
    private func issue(_ name: String, _ names: String?, _ stand: ServerStand) async throws {
        let alternative = names.map { "subjectAltName=\($0)\\n" } ?? ""
        let made = try await Command.run(
            "/bin/sh",
            [
                "-c",
                """
                cd \(stand.pki) && openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=x -keyout \(name).key -out \(name).csr \
                && printf 'extendedKeyUsage=clientAuth\\n\(alternative)' > \(name).ext \
                && openssl x509 -req -in \(name).csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 1 -extfile \(name).ext -out \(name).pem
                """,
            ])
        try #require(made.status == 0, "\(made.error)")
    }

    @Test func anotherBodysCertificateIsRefusedOnEveryPathAndRecorded() async throws {
        try await ServerStand.with { (stand) async throws in
            let pki = PkiDirectory(path: stand.pki)
            _ = try await pki.issue("foreign", to: .client(.careInsurance, of: Self.other), days: 1)
            _ = try await pki.issue("foreign-probe", to: .probe(of: Self.other), days: 1)
            for route in ["changes", "full", "persons/000000000000001"] {
                let answer = try await stand.curl(stand.dataset("addressee/" + route), with: "foreign")
                #expect(answer.status == 403 && answer.json?["code"] as? String == "P0015", "\(route)")
            }
            let report = try await stand.curl(
                stand.dataset("addressee/inventory?after=1"), with: "foreign", from: nil, "-X", "POST", "-H",
                "Atena-Digest-Key: \(String(repeating: "0a", count: 32))")
            #expect(report.status == 403 && report.json?["code"] as? String == "P0015")
            let refused = stand.provisioning.book.refused
            #expect(refused.count == 4)
            #expect(refused.allSatisfy { $0.system == "care-insurance" && $0.dataset == "addressee" && $0.code == "P0015" })
            #expect(refused.allSatisfy { $0.by.hasPrefix("111015/care-insurance/sha256:") })
            #expect(try await stand.curl("/v1/checkpoints", with: "foreign").status == 403)
            #expect(stand.provisioning.book.refused.last?.system == "?" && stand.provisioning.book.refused.count == 5)
            for path in ["/health/live", "/health/ready", "/metrics"] {
                for name in ["foreign", "foreign-probe"] { #expect(try await stand.curl(path, with: name).status == 403, "\(path)") }
            }
            // What machines ask every few seconds fills no log.
            #expect(stand.provisioning.book.refused.count == 5 && stand.provisioning.book.callers.isEmpty)
        }
    }

    @Test(arguments: [("2026-11-20", 200), ("2026-11-21", 403)])
    func aCertificateWithoutBodyCountsUntilItsDay(today: String, status: Int) async throws {
        try await ServerStand.with(unnamedUntil: "2026-11-20", today: today) { (stand) async throws in
            try await issue("old", "URI:urn:atena:system:care-insurance", stand)
            try await issue("bare", nil, stand)
            let answer = try await stand.curl(stand.dataset("addressee/changes"), with: "old")
            #expect(answer.status == status)
            #expect(try await stand.curl("/health/ready", with: "bare").status == status)
            #expect(stand.provisioning.book.callers.allSatisfy { $0.hasPrefix("care-insurance/sha256:") })
            guard status == 403 else { return #expect(stand.provisioning.book.callers.count == 1) }
            #expect(answer.json?["code"] as? String == "P0016")
            #expect(stand.provisioning.book.refused.map(\.code) == ["P0016"] && stand.provisioning.book.callers.isEmpty)
            // With the body's own it goes on.
            #expect(try await stand.curl(stand.dataset("addressee/changes")).status == 200)
        }
    }

    @Test func aNewHubTakesNoCertificateWithoutBodyAndNoneThatCannotBeRead() async throws {
        try await ServerStand.with { (stand) async throws in
            try await issue("old", "URI:urn:atena:system:care-insurance", stand)
            try await issue("two", "URI:urn:atena:111007:system:care-insurance,URI:urn:atena:111015:system:care-insurance", stand)
            for (name, code) in [("old", "P0016"), ("two", "P0006")] {
                let answer = try await stand.curl(stand.dataset("addressee/changes"), with: name)
                #expect(answer.status == 403 && answer.json?["code"] as? String == code, "\(name)")
                #expect(try await stand.curl("/metrics", with: name).status == 403, "\(name)")
            }
            #expect(stand.provisioning.book.refused.map(\.code) == ["P0016", "P0006"])
        }
    }

    @Test func renewingGivesACertificateItsBodyAndNoneOfAnotherBodyIsRenewed() async throws {
        try await ServerStand.with { (stand) async throws in
            let pki = PkiDirectory(path: stand.pki)
            try await issue("old", "URI:urn:atena:system:care-insurance", stand)
            try await issue("bare", nil, stand)
            _ = try await pki.issue("foreign", to: .client(.careInsurance, of: Self.other), days: 1)
            for name in ["old", "bare"] { _ = try await pki.renew(name, of: ServerStand.body, days: 1) }
            #expect(try await stand.curl(stand.dataset("addressee/changes"), with: "old").status == 200)
            #expect(try await stand.curl("/health/ready", with: "bare").status == 200)
            #expect(try await stand.curl(stand.dataset("addressee/changes"), with: "bare").status == 403)
            await #expect(throws: PkiRefused.self) { try await pki.renew("foreign", of: ServerStand.body, days: 1) }
        }
    }

    @Test func everyMeasureSaysWhoseItIs() async throws {
        try await ServerStand.with { (stand) async throws in
            _ = try await stand.curl(stand.dataset("addressee/changes"))
            let samples = try await stand.curl("/metrics").body.split(separator: "\n").filter { !$0.hasPrefix("#") }
            #expect(samples.count > 10)
            #expect(samples.allSatisfy { $0.contains("{body=\"111007\"") })
        }
    }
}
