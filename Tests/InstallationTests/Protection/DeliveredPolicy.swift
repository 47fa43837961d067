import AccessControlStand
import Addressee
import Foundation
import Governance
import SharingStand
import Testing

@testable import Sharing

/// A file of `Policies/systems`, by what stands in it and not by what the program makes of it.
struct DeliveredPolicy {
    let name: String
    let system: SystemName
    let dataset: DatasetName
    /// Whether it says that the place of protected persons is given.
    let givesPlaceOfProtected: Bool
    private let said: [String]

    init(_ document: PolicyDocument) throws {
        func word(_ field: String) throws -> String {
            let line = document.text.split(separator: "\n").first { $0.hasPrefix("\(field):") }
            let value = try #require(line, "\(document.name): \(field)").dropFirst(field.count + 1)
            return String(value.prefix { $0 != "#" }).trimmingCharacters(in: .whitespaces)
        }
        name = document.name
        system = try #require(SystemName(rawValue: try word("system")))
        dataset = try #require(DatasetName(rawValue: try word("dataset")))
        givesPlaceOfProtected = document.text.contains("\n  place: give\n")
        said = try word("ways").split { "[], ".contains($0) }.map(String.init)
    }

    /// On which a system may be told of somebody, and that on which it asks in vain.
    var ways: [ProvisionRecord.Way] {
        ProvisionRecord.Way.allCases.filter { way in
            switch way {
            case .full, .delta, .one: said.contains("pull")
            case .push: said.contains("push")
            case .medium: said.contains("medium")
            case .none: true
            }
        }
    }

    /// The files as delivered, with a recipient where media are allowed: one that the test can open for.
    ///
    /// - Parameters:
    ///   - ways: instead of its own, of the policies for `dataset`.
    static func library(_ hub: TestHub, opening ways: String? = nil, of dataset: DatasetName? = nil) async throws -> PolicyLibrary {
        var documents = try PolicyLibrary(directory: TestServer.root + "/Policies").documents
        for (index, document) in documents.enumerated() where document.name.hasPrefix("systems/") {
            let delivered = try DeliveredPolicy(document)
            var text = document.text
            if let ways, delivered.dataset == dataset { text = text.replacing(#/\nways: [^\n]*/#, with: "\nways: \(ways)") }
            // What the pension department reports goes on a medium of its own, which needs no recipient where no individual number is on it.
            if [.addressee, dataset].contains(delivered.dataset), text.contains(#/\nways: [^\n#]*medium/#) {
                text += "\nmedia: { recipients: [\(TestHub.fingerprint(try await hub.recipient(delivered.system)))] }\n"
            }
            documents[index] = PolicyDocument(name: document.name, text: text)
        }
        return try PolicyLibrary(documents: documents)
    }
}
