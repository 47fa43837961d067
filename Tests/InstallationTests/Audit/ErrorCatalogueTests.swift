import AccessControlStand
import Foundation
import Testing

@testable import AuditTrail

/// `ops/error-catalogue.md`, the list in the code and the codes that stand in the sources are the same, each code once.
@Suite struct ErrorCatalogueTests {
    /// Codes in the sources, by the files that make them. A planted fault of the synthetic city names the code it must be answered with, and the command line which option lacks where
    /// the service refused; neither makes one.
    private static func made() throws -> [String: Set<String>] {
        var made: [String: Set<String>] = [:]
        let sources = TestServer.root + "/Sources"
        for path in try FileManager.default.subpathsOfDirectory(atPath: sources) where path.hasSuffix(".swift") {
            guard !path.hasPrefix("AuditTrail/Errors/ErrorCatalogue"), !path.hasPrefix("SyntheticCity/Faults/"),
                path != "StaffCommands/Session/StaffWords.swift"
            else { continue }
            let text = try String(contentsOfFile: sources + "/" + path, encoding: .utf8)
            for match in text.matches(of: /"([A-Z]\d{4})"/) { made[String(match.output.1), default: []].insert(path) }
        }
        return made
    }

    private static let listed = ErrorCatalogue.families.flatMap(\.entries)

    @Test func everyCodeOfTheSourcesIsListedAndEveryListedCodeIsMade() throws {
        let made = Set(try Self.made().keys)
        let listed = Set(Self.listed.map(\.code))
        #expect(made.count > 150)
        #expect(made.subtracting(listed).sorted() == [], "add to Sources/AuditTrail/Errors")
        #expect(listed.subtracting(made).sorted() == [], "no source makes these any more")
    }

    @Test func aCodeStandsForOneThing() throws {
        let several = try Self.made().filter { $0.value.count > 1 }.map { "\($0.key): \($0.value.sorted().joined(separator: ", "))" }.sorted()
        #expect(several == [], "a code made in two places stands for two things, or should be a constant")
        #expect(Set(Self.listed.map(\.code)).count == Self.listed.count)
        for family in ErrorCatalogue.families {
            let twice = Dictionary(grouping: family.entries, by: \.meaning).filter { $0.value.count > 1 }.keys.sorted()
            #expect(twice == [], "two codes of \(family.letter) mean the same")
        }
    }

    @Test func eachCodeStandsInItsFamilyInOrder() {
        #expect(ErrorCatalogue.families.map(\.letter) == Set(ErrorCatalogue.families.map(\.letter)).sorted())
        for family in ErrorCatalogue.families {
            let codes = family.entries.map(\.code)
            #expect(codes == codes.sorted() && codes.allSatisfy { $0.first == family.letter && $0.count == 5 }, "\(family.letter)")
            for entry in family.entries { #expect(!entry.meaning.isEmpty && !entry.remedy.isEmpty, "\(entry.code)") }
        }
    }

    @Test func thePageIsTheList() throws {
        let page = try String(contentsOfFile: TestServer.root + "/ops/error-catalogue.md", encoding: .utf8)
        #expect(page == ErrorCatalogue.page, "write it anew: atena explain --page > ops/error-catalogue.md")
    }
}
