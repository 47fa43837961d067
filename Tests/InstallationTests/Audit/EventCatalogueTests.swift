import AccessControlStand
import Addressee
import Foundation
import Testing

@testable import AuditTrail
@testable import Oversight

/// `ops/event-catalogue.md` and the code say the same, event by event and field by field.
@Suite struct EventCatalogueTests {
    private struct Entry: Hashable, CustomStringConvertible {
        var name: String
        var label: String
        var onSuccess: [String]
        var onFailure: [String]
        var personal: [String]

        var description: String {
            let lists = [onSuccess, onFailure, personal].map { $0.isEmpty ? "–" : $0.map { "`\($0)`" }.joined(separator: " ") }
            return "| `\(name)` | \(label) | \(lists.joined(separator: " | ")) |"
        }
    }

    private func document() throws -> [Entry] {
        try String(contentsOfFile: TestServer.root + "/ops/event-catalogue.md", encoding: .utf8).split(separator: "\n").compactMap { line in
            guard line.hasPrefix("| `") else { return nil }
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 5 else { return nil }
            func words(_ cell: String) -> [String] { cell.split { " `–".contains($0) }.map(String.init) }
            return Entry(name: words(cells[0]).joined(), label: cells[1], onSuccess: words(cells[2]), onFailure: words(cells[3]), personal: words(cells[4]))
        }
    }

    private var code: [Entry] {
        EventKind.all.map { .init(name: $0.name, label: $0.label, onSuccess: $0.onSuccess, onFailure: $0.onFailure, personal: $0.personal) }
    }

    @Test func theDocumentAndTheCodeListTheSameEventsAndFields() throws {
        let document = try document()
        let missing = Set(code).subtracting(document).sorted { $0.name < $1.name }
        let surplus = Set(document).subtracting(code).sorted { $0.name < $1.name }
        #expect(missing.isEmpty, "add to ops/event-catalogue.md:\n\(missing.map(\.description).joined(separator: "\n"))")
        #expect(surplus.isEmpty, "not in the code:\n\(surplus.map(\.description).joined(separator: "\n"))")
        #expect(document.count == Set(document).count)
    }

    /// What a sealed log says must be readable from the document alone, for as long as logs are kept.
    @Test func everyItemHasItsBitInTheDocument() throws {
        let document = try String(contentsOfFile: TestServer.root + "/ops/event-catalogue.md", encoding: .utf8)
        let told = document.matches(of: /(\d+) `(\w+)`/).map { "\($0.output.1) \($0.output.2)" }
        #expect(told == ItemCatalogue.register.items.sorted { $0.bit < $1.bit }.map { "\($0.bit) \($0.rawValue)" })
    }

    @Test func noNameIsUsedTwiceAndFieldsAreSorted() {
        #expect(Set(EventKind.all.map(\.name)).count == EventKind.all.count)
        for kind in EventKind.all {
            for fields in [kind.onSuccess, kind.onFailure, kind.personal] { #expect(fields == fields.sorted(), "\(kind.name)") }
            #expect(Set(kind.personal).isDisjoint(with: kind.onSuccess + kind.onFailure), "\(kind.name)")
        }
    }
}
