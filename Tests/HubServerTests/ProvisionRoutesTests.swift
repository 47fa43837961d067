import Foundation
import HubServer
import MutualTLS
import Testing

@Suite struct ProvisionRoutesTests {
    @Test func aPageOfChanges() async throws {
        try await ServerStand.with { (stand) async throws in
            let answer = try await stand.curl(stand.dataset("addressee/changes?after=10&limit=3&wait=5"))
            #expect(answer.status == 200)
            let json = try #require(answer.json)
            #expect(
                (json["entries"] as? [[String: Any]])?.map { $0["atenabango"] as? String } == [
                    "000000000000011", "000000000000012", "000000000000013",
                ])
            #expect(json["cursor"] as? String == "13")
            #expect(json["more"] as? Bool == true)
            #expect(answer.text.contains("Cache-Control: no-store"))
        }
    }

    @Test func onePerson() async throws {
        try await ServerStand.with { (stand) async throws in
            let answer = try await stand.curl(stand.dataset("addressee/persons/000000000000042"))
            #expect(answer.status == 200)
            #expect(answer.json?["atenabango"] as? String == "000000000000042")
        }
    }

    @Test(
        "A full extract comes in the form asked for, with its cursor behind it",
        arguments: [
            (nil, "application/x-ndjson"), ("*/*", "application/x-ndjson"),
            ("application/x-ndjson", "application/x-ndjson"),
            ("text/csv", "text/csv"), ("text/*", "text/csv"), ("application/x-ndjson;q=0.5, text/csv", "text/csv"),
            ("text/csv;q=0, */*;q=0.1", "application/x-ndjson"), ("application/x-ndjson;q=0, */*", "text/csv"),
            ("application/json, text/csv", "text/csv"),
        ])
    func forms(accept: String?, type: String) async throws {
        try await ServerStand.with { (stand) async throws in
            let answer = try await stand.curl(
                stand.dataset("addressee/full"), with: "care-insurance", from: nil, "-H",
                "Accept:" + (accept.map { " " + $0 } ?? ""))
            #expect(answer.exit == 0 && answer.status == 200)
            #expect(answer.text.contains("Content-Type: \(type)"))
            #expect(answer.text.contains("Trailer: Atena-Cursor"))
            #expect(answer.text.hasSuffix("Atena-Cursor: v1.\"cursor\"\r\n"))
            let lines = answer.body.split(separator: "\n").dropLast()
            #expect(lines.count == 4001)
            if type == "text/csv" {
                #expect(lines.first == "atenabango,shimei")
            } else {
                #expect(lines.last == #"{"cursor":"v1.\"cursor\""}"#)
            }
        }
    }

    @Test func otherFormsAreNotAcceptable() async throws {
        try await ServerStand.with { (stand) async throws in
            for accept in ["text/xml", "application/json", "text/csv;q=0"] {
                let answer = try await stand.curl(
                    stand.dataset("addressee/full"), with: "care-insurance", from: nil, "-H", "Accept: \(accept)")
                #expect(answer.status == 406)
            }
        }
    }

    @Test func anExtractThatBreaksIsNeverEnded() async throws {
        try await ServerStand.with { (stand) async throws in
            let answer = try await stand.curl(stand.dataset("broken/full"))
            #expect(answer.exit == 18 || answer.exit == 56)
            #expect(!answer.text.contains("\r\nAtena-Cursor:"))
            #expect(!answer.text.contains(#"{"cursor""#))
            #expect(try await eventually { stand.log.text.contains("complete") })
            #expect(stand.log.lines.contains { $0.contains("request failed") && $0.contains("Broken") })
            #expect(try await stand.curl("/metrics").text.contains("atena_http_answers_cut_off_total{"))
        }
    }

    @Test func nothingIsFetchedAheadOfASlowReader() async throws {
        try await ServerStand.with {
            $0.stall = .seconds(2)
        } _: { (stand) async throws in
            let slow = Task {
                try await stand.curl(
                    stand.dataset("huge/full"), with: "care-insurance", from: nil, "--limit-rate", "1k", "-o",
                    "/dev/null")
            }
            defer { slow.cancel() }
            #expect(try await eventually { stand.provisioning.book.chunks > 0 })
            // The buffers of the sockets fill: until ten looks in a row see the same.
            var (early, same) = (0, 0)
            #expect(
                try await eventually {
                    let chunks = stand.provisioning.book.chunks
                    (early, same) = (chunks, chunks == early ? same + 1 : 0)
                    return same == 10
                })
            // What they take, then no more: nothing happens. 4,000 chunks are half a gigabyte.
            try await Task.sleep(for: .milliseconds(300))
            #expect(early < 400)
            #expect(stand.provisioning.book.chunks == early)
            // It takes nothing for two seconds: the connection goes, and what the extract held with it.
            #expect(
                try await eventually { stand.log.lines.contains { $0.contains(" request ") && $0.contains("no, by client") } })
        }
    }

    @Test func extractsAtOnceAreBounded() async throws {
        try await ServerStand.with {
            $0.extractsPerSystem = 1
        } _: { (stand) async throws in
            let slow = Task {
                try await stand.curl(
                    stand.dataset("huge/full"), with: "care-insurance", from: nil, "--limit-rate", "1k", "-o",
                    "/dev/null")
            }
            #expect(try await eventually { stand.provisioning.book.chunks > 0 })
            #expect(try await stand.curl(stand.dataset("addressee/full")).status == 429)
            #expect(try await stand.curl(stand.dataset("addressee/full", of: "tax"), with: "tax").status == 200)
            slow.cancel()
            _ = try? await slow.value
            var last = 0
            for _ in 0..<100 where last != 200 {
                last = try await stand.curl(stand.dataset("addressee/full")).status
            }
            #expect(last == 200)
        }
    }
}

@Suite struct InventoryRouteTests {
    private static let key = "Atena-Digest-Key: " + String(repeating: "0f", count: 32)
    private static let line = "000000000000042\t" + String(repeating: "ab", count: 32) + "\n"

    private func post(_ stand: ServerStand, _ body: String, _ rest: String = "addressee/inventory?after=9", key: String = key) async throws
        -> ServerStand.Answer
    {
        try await stand.curl(stand.dataset(rest), with: "care-insurance", from: nil, "-X", "POST", "-H", key, "--data-binary", body)
    }

    @Test func aListIsTakenAndCounted() async throws {
        try await ServerStand.with { (stand) async throws in
            let answer = try await post(stand, Self.line + Self.line)
            #expect(answer.status == 200)
            #expect(answer.json?["persons"] as? Int == 2 && answer.json?["inventory"] as? String == "7")
        }
    }

    @Test func whatIsNoListIsRefusedByCode() async throws {
        try await ServerStand.with { (stand) async throws in
            #expect(try await post(stand, "what\n").json?["code"] as? String == "R0001")
            let long = try await post(stand, String(repeating: "1", count: 4000))
            #expect(long.status == 413 && long.json?["code"] as? String == "R0003")
            #expect(try await post(stand, Self.line, key: "Atena-Digest-Key: 00").json?["code"] as? String == "R0004")
            #expect(try await post(stand, Self.line, key: "X-Other: 00").json?["code"] as? String == "R0004")
            #expect(try await post(stand, Self.line, "addressee/inventory").json?["code"] as? String == "W0400")
            #expect(try await post(stand, Self.line, "addressee/inventory?after=1&limit=2").json?["code"] as? String == "W0400")
        }
    }

    @Test func onlyPostBringsOneAndOnlyToItsOwnPath() async throws {
        try await ServerStand.with { (stand) async throws in
            let get = try await stand.curl(stand.dataset("addressee/inventory"))
            #expect(get.status == 405 && get.text.lowercased().contains("allow: post"))
            #expect(try await post(stand, Self.line, "addressee/changes").status == 405)
            let other = try await stand.curl(
                stand.dataset("addressee/inventory?after=1", of: "tax"), with: "care-insurance", from: nil, "-X", "POST", "-H", Self.key, "--data-binary",
                Self.line)
            #expect(other.status == 403 && stand.provisioning.book.refused.map(\.code) == ["P0006"])
        }
    }
}
