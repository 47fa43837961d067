package import AccessControlStand
package import Addressee
package import ConnectorKit
package import Sharing
import Testing

/// What a receiver that pulls has built up from pages.
package struct HeldState: Sendable {
    package var cursor: String?
    package var more = true
    /// By addressee number.
    package var held: [String: Entry]
    /// Of whom it was told that they await confirmation.
    package var awaiting: Set<String> = []

    package init(cursor: String? = nil, held: [String: Entry] = [:]) {
        self.cursor = cursor
        self.held = held
    }

    package var names: [String: String] { held.mapValues { $0.items[.shimei] ?? "" } }

    package var states: [String: Entry] { Self.states(held) }

    /// What counts: items and individual number; not the reasons that led there, nor the version: one in which nothing visible changed is not told.
    package static func states(_ held: [String: Entry]) -> [String: Entry] {
        held.mapValues { entry in
            var entry = entry
            entry.reasons = []
            entry.historyNumber = 1
            return entry
        }
    }

    /// What differs between what is held and what should be, person by person; for a failing test's message, nobody of it is real.
    package func differences(from full: [String: Entry]) -> [String] {
        let (ours, theirs) = (states, Self.states(full))
        return Set(ours.keys).union(theirs.keys).sorted().compactMap { number in
            switch (ours[number], theirs[number]) {
            case (nil, _?): "\(number) missing"
            case (let held?, nil): "\(number) surplus \(held.items)"
            case (let held?, let wanted?):
                held == wanted ? nil : "\(number) \(held.items.filter { $1 != wanted.items[$0] }) instead of \(wanted.items.filter { $1 != held.items[$0] })"
            case (nil, nil): nil
            }
        }
    }

    package mutating func apply(_ page: ChangePage) {
        for entry in page.entries {
            switch entry.operation {
            case .upsert: held[entry.addresseeNumber.value] = entry
            case .remove: held[entry.addresseeNumber.value] = nil
            case .awaitingConfirmation: awaiting.insert(entry.addresseeNumber.value)
            }
        }
        cursor = page.cursor
        more = page.more
    }

    /// Pulls until nothing follows.
    package mutating func catchUp(_ hub: TestHub, _ system: SystemName = .tax, limit: Int = 1000) async throws {
        repeat { apply(try await hub.changes(system, after: cursor, limit: limit)) } while more
    }

    /// What a full extract says.
    package static func of(ndjson bytes: [UInt8]) throws -> [String: Entry] {
        var held: [String: Entry] = [:]
        for line in bytes.split(separator: 0x0A) {
            let entry = try Entry(json: line, of: .register)
            if entry.operation == .awaitingConfirmation { continue }
            #expect(held.updateValue(entry, forKey: entry.addresseeNumber.value) == nil, "a person stands twice")
        }
        return held
    }
}
