import Foundation
import Governance
import HubServer
import Testing

@testable import Sharing

/// The receiver's guide names every code that a receiver may be answered with, and its status.
@Suite struct GuideTests {
    private func guide() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "ops/guides/receiver.md"), encoding: .utf8)
    }

    /// Codes of the table, each with its statuses.
    private func codes() throws -> [String: Set<Int>] {
        var codes: [String: Set<Int>] = [:]
        for line in try guide().split(separator: "\n") where line.hasPrefix("| ") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 4, let status = Int(cells[0]) else { continue }
            for match in cells[1].matches(of: /`([A-Z]\d{4})`/) { codes[String(match.output.1), default: []].insert(status) }
        }
        return codes
    }

    @Test func everyRefusalStandsInItAsItIsTold() throws {
        let codes = try codes()
        for refusal in Refusal.all.map(\.told) {
            #expect(codes[refusal.code] == [refusal.liesInTheHub ? 503 : 403], "\(refusal.code)")
        }
    }

    @Test func everyProblemOfTheInterfaceStandsInItWithItsStatus() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let codes = try codes()
        for (file, pattern) in [
            ("HubServer/Rest/ReceiverProblem.swift", #""(W0\d{3})""#), ("MutualTLS/Answers/Problem.swift", #""(W0\d{3})""#),
            ("Sharing/Provision/Cursor.swift", #"code: "(C\d{4})""#),
            ("Sharing/Delivery/Inventory/InventoryRefused.swift", #"Self\("(R\d{4})""#),
        ] {
            let text = try String(contentsOf: root.appending(path: "Sources/" + file), encoding: .utf8)
            // Of the log's checkpoints the guide does not speak.
            let told = Set(text.matches(of: try Regex(pattern)).compactMap { $0.output[1].substring.map(String.init) }).subtracting(["W0414"])
            #expect(told.isEmpty || told.isSubset(of: codes.keys), "\(told.subtracting(codes.keys))")
            if file != "Sharing/Provision/Cursor.swift" { #expect(!told.isEmpty) }
            // The number of a problem's code is its status, but for those of which one status has several.
            let others = ["W0001": 400, "W0002": 400, "W0003": 408, "W0004": 503, "W0005": 429, "W0006": 429]
            for code in told where code.hasPrefix("W0") { #expect(codes[code] == [others[code] ?? Int(code.dropFirst(2)) ?? 0], "\(code)") }
        }
    }
}
