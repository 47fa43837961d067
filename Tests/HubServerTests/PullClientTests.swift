import Addressee
import Foundation
import NIOCore
import Testing

@testable import HubServer

@Suite struct PullClientTests {
    private func lines(_ path: String) throws -> [Substring] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    }

    @Test(arguments: [PullClient.Format.ndjson, .csv])
    func aFullExtractIsWholeAndTheOwners(format: PullClient.Format) async throws {
        try await ServerStand.with { (stand) async throws in
            let path = stand.pki + "/extract"
            let cursor = try await PullClient.with(url: stand.url, system: .careInsurance, pki: stand.pki) { client in
                try await ExtractFile.with(path: path) { file in
                    try await client.full(dataset: "addressee", format: format, into: file) { _ in }
                }
            }
            #expect(cursor == "v1.\"cursor\"")
            let lines = try lines(path)
            #expect(lines.count == (format == .csv ? 4001 : 4000))
            #expect(lines.last?.contains("3999") == true)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
        }
    }

    @Test(arguments: [PullClient.Format.ndjson, .csv])
    func aBrokenExtractLeavesNoFile(format: PullClient.Format) async throws {
        try await ServerStand.with { (stand) async throws in
            let path = stand.pki + "/extract"
            let failure = await #expect(throws: PullFailure.self) {
                try await PullClient.with(url: stand.url, system: .careInsurance, pki: stand.pki) { client in
                    try await ExtractFile.with(path: path) { file in
                        try await client.full(dataset: "broken", format: format, into: file) { _ in }
                    }
                }
            }
            #expect(failure?.kind == .unreachable || failure?.kind == .answer)
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
        }
    }

    @Test func aFailedPullKeepsTheFileOfThePullBefore() async throws {
        try await ServerStand.with { (stand) async throws in
            let path = stand.pki + "/extract"
            try "before".write(toFile: path, atomically: true, encoding: .utf8)
            await #expect(throws: PullFailure.self) {
                try await PullClient.with(url: stand.url, system: .careInsurance, pki: stand.pki) { client in
                    try await ExtractFile.with(path: path) { file in
                        try await client.full(dataset: "broken", format: .ndjson, into: file) { _ in }
                    }
                }
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "before")
        }
    }

    @Test func pagesOfChangesFollowEachOther() async throws {
        try await ServerStand.with { (stand) async throws in
            let path = stand.pki + "/changes"
            try await PullClient.with(url: stand.url, system: .careInsurance, pki: stand.pki) { client in
                try await ExtractFile.with(path: path) { file in
                    var cursor: String?
                    var pages = 0
                    while true {
                        let page = try await client.changes(
                            dataset: "addressee", after: cursor, limit: 10, wait: nil, into: file)
                        pages += 1
                        cursor = page.cursor
                        if !page.more { break }
                    }
                    #expect(pages == 3 && cursor == "25")
                }
            }
            let numbers = try lines(path).map {
                try (JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])?["atenabango"] as? String
            }
            #expect(numbers.count == 25 && numbers.first == "000000000000001" && numbers.last == "000000000000025")
        }
    }

    @Test func whatTheHubSaysIsPassedOn() async throws {
        try await ServerStand.with { (stand) async throws in
            for (dataset, kind, code) in [
                ("closed", PullFailure.Kind.refused, "P0002"), ("cursor", .request, "C0001"), ("down", .busy, "W0503"),
                ("failing", .answer, "W0500"),
            ] {
                let failure = await #expect(throws: PullFailure.self) {
                    try await PullClient.with(url: stand.url, system: .careInsurance, pki: stand.pki) { client in
                        _ = try await client.changes(
                            dataset: dataset, after: "a/b&c", limit: nil, wait: nil, into: StandardOutput())
                    }
                }
                #expect(failure?.kind == kind)
                #expect(failure?.description.contains(code) == true)
            }
        }
    }

    @Test func noHubAndNoCertificateAreTold() async throws {
        try await ServerStand.with { (stand) async throws in
            let nobody = await #expect(throws: PullFailure.self) {
                try await PullClient.with(url: "https://localhost:1", system: .careInsurance, pki: stand.pki) {
                    client in
                    _ = try await client.changes(
                        dataset: "a", after: nil, limit: nil, wait: nil, into: StandardOutput())
                }
            }
            #expect(nobody?.kind == .unreachable)
            let without = await #expect(throws: PullFailure.self) {
                try await PullClient.with(url: stand.url, system: .childcare, pki: stand.pki) { _ in }
            }
            #expect(without?.kind == .configuration)
        }
    }
}

@Suite struct LineEndingTests {
    @Test func anySplitGivesTheSameLines() {
        let text =
            (0..<40).map { String(repeating: "x", count: $0 % 7) + "\($0)\n" }.joined() + #"{"cursor":"c"}"# + "\n"
        let bytes = Array(text.utf8)
        var generator = SystemRandomNumberGenerator()
        for size in [1, 2, 3, 5, 8, 1000] + (0..<20).map({ _ in Int.random(in: 1...60, using: &generator) }) {
            var ending = LineEnding(holdsLastLine: true)
            var passed: [UInt8] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                let chunk = ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)])
                for piece in ending.take(chunk) { passed += piece.readableBytesView }
            }
            #expect(String(decoding: ending.held, as: UTF8.self) == #"{"cursor":"c"}"# + "\n")
            #expect(passed + ending.held == bytes)
            #expect(ending.lines == 40)
            #expect(ending.endsWithNewline)
        }
    }

    @Test func whatIsCutInALineShows() {
        var ending = LineEnding(holdsLastLine: true)
        _ = ending.take(ByteBuffer(string: "{}\n{\"cur"))
        #expect(!ending.endsWithNewline)
    }
}

@Suite struct ChangePageBytesTests {
    @Test func entriesComeAsTheyAre() throws {
        let entries = [#"{"a":"]}\"[{","b":[1,{"entries":[{}]}]}"#, #"{ "c" : {} }"#, "{}"]
        let page =
            #"{"other":[{"x":1}],"note":"entries","entries": [\#(entries.joined(separator: " , "))],"cursor":"c","more":false}"#
        let read = try #require(ChangePageBytes(ByteBuffer(string: page)))
        #expect(read.entries.map { String(buffer: $0) } == entries)
    }

    @Test(arguments: [#"{"cursor":"c"}"#, #"{"entries":[{}"#, "", #"{"entries":{}}"#])
    func whatIsNoPageIsNone(page: String) {
        #expect(ChangePageBytes(ByteBuffer(string: page)) == nil)
    }

    @Test func anEmptyPageHasNoEntries() throws {
        #expect(
            try #require(ChangePageBytes(ByteBuffer(string: #"{"entries":[],"cursor":"c","more":false}"#))).entries
                .isEmpty)
    }
}
