import AccessControl
import AccessControlStand
import Addressee
import ConnectorKit
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Keys
@testable import Register
@testable import Sharing

/// `atena keys rotate` while others read and write.
@Suite(.timeLimit(.minutes(10))) struct RotationTests {
    @Test func readersAndWritersGoOnWhileEveryNumberIsEncryptedAnew() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.kojinbango]))
            try await hub.advance("2026-11-20")
            try await hub.take((1...400).map { ResidentRow($0) })
            try await hub.settle()
            let expected = Dictionary(
                uniqueKeysWithValues: try (1...400).map { (ResidentRow.number($0), try IndividualNumber(Numbers.individual($0))) })
            let isOver = Flag()
            let readers = (0..<2).map { _ in
                Task {
                    var rounds = 0
                    while !isOver.isRaised {
                        let held = try HeldState.of(ndjson: try await hub.full().bytes)
                        for (number, individual) in expected { #expect(held[number]?.individualNumber == individual) }
                        #expect(try await hub.person(ResidentRow.number(1)).individualNumber == expected[ResidentRow.number(1)])
                        rounds += 1
                    }
                    return rounds
                }
            }
            for turn in 0..<3 {
                // Another process rotates: it has the ring's new state, the readers do not yet.
                var ring = try KeyRing.open(directory: hub.path("keys"))
                try ring.rotate()
                let rotating = Vault(keys: LiveCipher(FieldCipher(ring)))
                while try await rotating.reencrypt(limit: 37, pool: hub.pool).count > 0 {}
                // A writer with the old ring comes in between; the next rotation takes its rows along.
                try await hub.take([ResidentRow(1000 + turn)])
            }
            isOver.raise()
            for reader in readers { #expect(try await reader.value > 0) }
            let current = try KeyRing.open(directory: hub.path("keys"))
            _ = try await Vault(keys: LiveCipher(FieldCipher(current))).reencrypt(limit: 1000, pool: hub.pool)
            #expect(try await hub.count("SELECT count(*) FROM vault.individual_number WHERE key_id <> \(current.currentKeyID)") == 0)
            let fresh = Provisioning(
                pool: hub.pool, vault: Vault(keys: LiveCipher(FieldCipher(current))), body: hub.body, store: PolicyStore(seal: RowSeal(keys: hub.keys)),
                listener: hub.listener,
                monitor: hub.monitor)
            let entry = try await fresh.person(
                hub.caller(), dataset: "addressee", addresseeNumber: AddresseeNumber(ResidentRow.number(7)))
            #expect(entry[0].individualNumber == expected[ResidentRow.number(7)])
        }
    }

}
