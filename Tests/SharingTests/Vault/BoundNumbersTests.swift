import AccessControl
import AccessControlStand
import Addressee
import ConnectorKit
import Foundation
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Keys
@testable import Register
@testable import Sharing

/// 束縛: whoever has the owner's password moves encrypted values about, and nobody gets another person's number, by any way (decision 0052).
@Suite(.timeLimit(.minutes(10))) struct BoundNumbersTests {
    /// What is done to the rows of persons 1 and 2.
    enum Alteration: String, CaseIterable, Sendable {
        case valuesExchanged, numbersExchanged, hashesAndValuesExchanged, bitTurned, cut, ofAnotherOrdinal, inTheFormOfBefore

        /// Whose numbers don't open any more.
        var concerned: Set<Int> { [.bitTurned, .cut, .ofAnotherOrdinal].contains(self) ? [1] : [1, 2] }

        func apply(_ hub: TestHub) async throws {
            let (one, two) = (try await BoundNumbersTests.running(hub, 1), try await BoundNumbersTests.running(hub, 2))
            switch self {
            case .valuesExchanged: try await exchange("sealed = b.sealed", one, two, hub)
            case .hashesAndValuesExchanged:
                // The index is unique at each row: by way of what nobody has.
                try await hub.admin.execute(
                    """
                    CREATE TABLE public.kept AS SELECT running_number, keyed_hash, sealed FROM vault.individual_number WHERE running_number IN (\(unsafeSQL: "\(one), \(two)"))
                    """)
                try await hub.admin.execute("UPDATE vault.individual_number SET keyed_hash = sha256(keyed_hash) WHERE running_number IN (\(one), \(two))")
                try await hub.admin.execute(
                    """
                    UPDATE vault.individual_number n SET keyed_hash = k.keyed_hash, sealed = k.sealed FROM public.kept k
                    WHERE (n.running_number, k.running_number) IN ((\(one), \(two)), (\(two), \(one)))
                    """)
                try await hub.admin.execute("DROP TABLE public.kept")
            case .numbersExchanged:
                for (from, to) in [(one, 99), (two, one), (99, two)] {
                    try await hub.admin.execute("UPDATE vault.individual_number SET running_number = \(to) WHERE running_number = \(from)")
                }
            case .bitTurned: try await set("set_byte(sealed, 20, get_byte(sealed, 20) # 1)", one, hub)
            case .cut: try await set("'\\x00'", one, hub)
            case .ofAnotherOrdinal:
                // The number that person 1 had before stands where the current one does.
                try await hub.take([ResidentRow(1).next("45") { $0[.kojinbango] = Numbers.individual(8) }])
                try await hub.admin.execute(
                    """
                    UPDATE vault.individual_number n SET sealed = o.sealed FROM vault.individual_number o
                    WHERE n.running_number = \(one) AND n.ordinal = 2 AND o.running_number = \(one) AND o.ordinal = 1
                    """)
            case .inTheFormOfBefore: try await BoundNumbersTests.unbind([one, two], hub)
            }
        }

        private func exchange(_ what: String, _ one: Int64, _ two: Int64, _ hub: TestHub) async throws {
            try await hub.admin.execute(
                """
                UPDATE vault.individual_number a SET \(unsafeSQL: what) FROM vault.individual_number b
                WHERE (a.running_number, b.running_number) IN ((\(one), \(two)), (\(two), \(one)))
                """)
        }

        private func set(_ value: String, _ running: Int64, _ hub: TestHub) async throws {
            try await hub.admin.execute("UPDATE vault.individual_number SET sealed = \(unsafeSQL: value) WHERE running_number = \(running)")
        }
    }

    private static func running(_ hub: TestHub, _ n: Int) async throws -> Int64 {
        let rows = try await hub.rows(
            """
            SELECT v.running_number FROM register.version v JOIN register.addressee a USING (addressee_id) WHERE a.atenabango = \(ResidentRow.number(n))
            ORDER BY v.history_number DESC LIMIT 1
            """)
        return try #require(rows.first).decode(Int64.self)
    }

    /// Encrypts as it was done before: bound to the keyed hash alone.
    private static func unbind(_ running: [Int64], _ hub: TestHub) async throws {
        let rows = try await hub.rows(
            "SELECT running_number, ordinal, key_id, keyed_hash, sealed FROM vault.individual_number WHERE running_number = ANY(\(running))")
        for row in rows {
            let (number, ordinal, keyID, hash, sealed) = try row.decode((Int64, Int16, Int32, [UInt8], [UInt8]).self)
            let place = Vault.Place(runningNumber: number, ordinal: ordinal)
            let digits = try hub.keys.cipher.decrypt(sealed, keyID: keyID, context: place.context(hash))
            let old = try hub.keys.cipher.encrypt(digits, context: hash)
            try await hub.admin.execute("UPDATE vault.individual_number SET sealed = \(old) WHERE running_number = \(number) AND ordinal = \(ordinal)")
        }
    }

    private static func withPersons(_ count: Int = 5, _ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.kojinbango, .shimei]))
            try await hub.advance("2026-11-20")
            try await hub.take((1...count).map { ResidentRow($0) })
            try await hub.settle()
            try await body(hub)
        }
    }

    @Test(arguments: Alteration.allCases) func aNumberThatIsNotOfItsPlaceGoesOutOnNoWayAndStopsNobodyElse(alteration: Alteration) async throws {
        try await Self.withPersons { hub in
            try await alteration.apply(hub)
            try await hub.settle()
            let receiver = Receiver()
            try await hub.worker(receiver).run(untilIdle: true)
            var pulled = HeldState()
            try await pulled.catchUp(hub)
            let full = try HeldState.of(ndjson: try await hub.full().bytes)
            let lines = String(decoding: try await hub.full(.tax, .csv).bytes, as: UTF8.self).split(separator: "\n")
            let staff = Staff.with(.seePerson, .seeIndividualNumber)
            let lookup = PersonLookup(provisioning: hub.provisioning)
            for n in 1...5 {
                let number = ResidentRow.number(n)
                let opens = !alteration.concerned.contains(n)
                let wanted = opens ? try IndividualNumber(Numbers.individual(n)) : nil
                let one = try await hub.person(number)
                let pushed = try #require(receiver.held[number])
                for (way, entry) in [("one", one), ("push", pushed), ("delta", try #require(pulled.held[number])), ("full", try #require(full[number]))] {
                    #expect(entry.individualNumber == wanted, "\(way), person \(n)")
                    #expect(entry.waiting == (opens ? [] : [.kojinbango]), "\(way), person \(n)")
                    #expect(entry.items[.shimei] != nil)
                }
                let line = try #require(lines.first { $0.contains(number) })
                #expect(line.hasPrefix(opens ? Numbers.individual(n) + "," : ","), "CSV, person \(n)")
                let asked = { try await lookup.individualNumber(by: staff, of: AddresseeNumber(number), reason: LookupReason(.inquiry, "試験のための照会")) }
                if opens { #expect(try await asked() == wanted) } else { await #expect(throws: LookupRefused.alteredNumber) { try await asked() } }
            }
            // All of it is on record, on every way, and as no provision of a number.
            let told = try await hub.rows(
                "SELECT DISTINCT body::json -> 'fields' ->> 'way' FROM audit.event WHERE kind = 'vault.number-altered' AND is_failure ORDER BY 1")
            #expect(try told.map { try $0.decode(String.self) } == ["delta", "full", "one", "push"])
            #expect(
                try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'person.number-shown' AND is_failure AND body LIKE '%N0011%'")
                    == alteration.concerned.count)
            let given = try await hub.rows(
                "SELECT individual_number FROM provision.record WHERE way = 'o' AND atenabango = ANY(\(alteration.concerned.map { ResidentRow.number($0) }))")
            #expect(given.count == alteration.concerned.count)
            for record in given { #expect(try record.decode(Bool.self) == false) }
        }
    }

    @Test func whatIsDecidedOnAHeldRowIsNeverAnothers() async throws {
        try await Self.withPersons(3) { hub in
            // Two rows with numbers of others wait.
            let claims = [4: 1, 5: 2].map { n, of in ResidentRow(n).with { $0[.kojinbango] = Numbers.individual(of) } }
            #expect(try await hub.take(claims).claimed == 2)
            let first = Staff.with(.correct, .seePerson, account: "2001")
            let lookup = PersonLookup(provisioning: hub.provisioning)
            let reason = LookupReason(.inquiry, "届書と突き合わせた")
            _ = try await lookup.held(by: first, 1, reason: reason)
            try await hub.admin.execute(
                """
                UPDATE intake.held a SET sealed_row = b.sealed_row, key_id = b.key_id FROM intake.held b WHERE (a.held_id, b.held_id) IN ((1, 2), (2, 1))
                """)
            for id in [Int64(1), 2] {
                await #expect(throws: HeldRefused.alteredRow) { try await lookup.held(by: first, id, reason: reason) }
                try await hub.heldDecisions.decide(by: first, id, as: .link, because: "届書と突き合わせた")
                await #expect(throws: HeldRefused.alteredRow) {
                    try await hub.heldDecisions.confirm(by: Staff.with(.correct, account: "2002"), id, because: "届書と突き合わせた")
                }
            }
        }
    }

    @Test func whatStoodThereBeforeIsBoundOnceAndTheFormOfBeforeIsThenRefused() async throws {
        try await Self.withPersons(30) { hub in
            try await hub.take([ResidentRow(31).with { $0[.kojinbango] = Numbers.individual(1) }])
            let all = try await hub.rows("SELECT running_number FROM vault.individual_number").map { try $0.decode(Int64.self) }
            try await Self.unbind(all, hub)
            let held = try #require(try await hub.rows("SELECT key_id, sealed_row FROM intake.held WHERE held_id = 1").first)
            let (keyID, sealed) = try held.decode((Int32, [UInt8]).self)
            let plain = try hub.keys.cipher.decrypt(sealed, keyID: keyID, context: HeldRow.context(1))
            try await hub.admin.execute(
                "UPDATE intake.held SET sealed_row = \(try hub.keys.cipher.encrypt(plain, context: HeldRow.contextOfBefore)) WHERE held_id = 1")
            try await hub.admin.execute("UPDATE vault.individual_number SET sealed = '\\x00' WHERE running_number = \(try await Self.running(hub, 3))")
            try await hub.admin.execute("DELETE FROM register.number_binding")
            await #expect(throws: VaultUnbound.self) { try await hub.pool.withConnection { try await VaultBinding.require(on: $0) } }

            // It was interrupted once.
            await #expect(throws: CancellationError.self) {
                _ = try await VaultBinding(vault: hub.vault).complete(by: "test", limit: 7, pool: hub.pool) { if $0 >= 14 { throw CancellationError() } }
            }
            #expect(try await VaultBinding(vault: hub.vault).complete(by: "test", limit: 7, pool: hub.pool) == .init(count: 30, altered: 1))
            try await hub.pool.withConnection { try await VaultBinding.require(on: $0) }
            #expect(try await VaultBinding(vault: hub.vault).complete(by: "test", pool: hub.pool) == nil)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind = 'vault.bound'") == 1)
            _ = try await PersonLookup(provisioning: hub.provisioning)
                .held(by: Staff.with(.correct, .seePerson), 1, reason: LookupReason(.inquiry, "届書と突き合わせた"))
            for n in [2, 4, 30] { #expect(try await hub.person(ResidentRow.number(n)).individualNumber == IndividualNumber(Numbers.individual(n))) }
            #expect(try await hub.person(ResidentRow.number(3)).waiting == [.kojinbango])
            // From now on a copy from before opens no more.
            try await Self.unbind([try await Self.running(hub, 2)], hub)
            #expect(try await hub.person(ResidentRow.number(2)).individualNumber == nil)
        }
    }
}
