import Foundation
import HubServer
import Testing

@Suite struct ProblemTests {
    @Test(
        "Every problem has the form of RFC 9457",
        arguments: [
            ("closed/changes", 403, "P0002"), ("unsealed/changes", 503, "P0010"), ("cursor/changes", 400, "C0001"), ("lost/changes", 410, "C0003"),
            ("down/changes", 503, "W0503"),
            ("failing/changes", 500, "W0500"), ("addressee/changes?limit=0", 400, "W0400"),
            ("addressee/changes?limit=10001", 400, "W0400"), ("addressee/changes?wait=61", 400, "W0400"),
            ("addressee/changes?wait=-1", 400, "W0400"), ("addressee/changes?limt=1", 400, "W0400"),
            ("addressee/changes?limit=1&limit=2", 400, "W0400"), ("addressee/persons/1234567890123456", 400, "E0003"),
            ("addressee/persons/%E5%AE%9B", 400, "E0002"), ("addressee/persons/1", 403, "P0003"),
            ("addressee/nothing", 404, "W0404"),
        ])
    func form(target: String, status: Int, code: String) async throws {
        try await ServerStand.with { (stand) async throws in
            let answer = try await stand.curl(stand.dataset(target))
            #expect(answer.status == status)
            #expect(answer.text.lowercased().contains("content-type: application/problem+json"))
            let json = try #require(answer.json)
            #expect(json["status"] as? Int == status)
            #expect(json["code"] as? String == code)
            #expect(json["type"] as? String == "urn:atena:problem:\(code)")
            #expect((json["title"] as? String)?.isEmpty == false)
            #expect((json["detail"] as? String)?.isEmpty == false)
            let instance = try #require(json["instance"] as? String)
            let number = try #require(instance.split(separator: ":").last)
            // The log names the request by the same number.
            #expect(stand.log.text.contains(number))
        }
    }

    @Test func whatACauseSaysStaysInside() async throws {
        try await ServerStand.with { (stand) async throws in
            let answer = try await stand.curl(stand.dataset("failing/changes"))
            for secret in ["DETAIL", "relation", "123456789018"] {
                #expect(!answer.text.contains(secret))
                #expect(!stand.log.text.contains(secret))
            }
            #expect(stand.log.text.contains("SecretError"))
        }
    }

    @Test func onlyGetIsAnswered() async throws {
        try await ServerStand.with { (stand) async throws in
            let answer = try await stand.curl(
                stand.dataset("addressee/changes"), with: "care-insurance", from: nil, "-X", "DELETE")
            #expect(answer.status == 405)
            #expect(answer.text.contains("Allow: GET, HEAD\r\n"))
        }
    }

    @Test func headersAreBounded() async throws {
        try await ServerStand.with { (stand) async throws in
            let long = String(repeating: "a", count: 20_000)
            #expect(
                try await stand.curl("/health/live", with: "care-insurance", from: nil, "-H", "X-Long: \(long)").status
                    == 400)
            #expect(try await stand.curl("/" + long).status == 400)
        }
    }
}
