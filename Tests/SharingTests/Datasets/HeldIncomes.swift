import AccessControlStand
import Addressee
import ConnectorKit
import Foundation
import SharingStand
import Testing

@testable import Sharing

/// What a receiver holds of records.
struct HeldIncomes: Equatable {
    var held: [PublishedIncomes.Name: [String: String]] = [:]

    /// The state that an entry leaves.
    mutating func apply(_ entry: Entry) throws {
        let name = PublishedIncomes.Name(number: entry.addresseeNumber.value, year: try #require(entry.recordKey))
        switch entry.operation {
        case .upsert: held[name] = Self.values(entry)
        case .remove: held[name] = nil
        case .awaitingConfirmation: break
        }
    }

    static func values(_ entry: Entry) -> [String: String] {
        var values = Dictionary(uniqueKeysWithValues: entry.items.map { ($0.key.rawValue, $0.value) })
        entry.individualNumber?.reveal { values["kojinbango"] = String(decoding: $0, as: UTF8.self) }
        return values
    }

    /// Pulls from a cursor until nothing follows.
    mutating func catchUp(_ hub: TestHub, _ cursor: inout String?) async throws {
        while true {
            let page = try await hub.incomes(after: cursor)
            for entry in page.entries { try apply(entry) }
            cursor = page.cursor
            if !page.more { return }
        }
    }

    /// What a full extract says.
    static func full(_ hub: TestHub) async throws -> HeldIncomes {
        let extract = try await hub.provisioning.full(hub.caller(PublishedIncomes.pension), dataset: PublishedIncomes.dataset, format: .ndjson)
        var bytes: [UInt8] = []
        for try await piece in extract { bytes += piece }
        var all = HeldIncomes()
        let catalogue = try PublishedIncomes.catalogue()
        for line in bytes.split(separator: 0x0A) { try all.apply(Entry(json: line, of: catalogue)) }
        return all
    }
}
