import AccessControlStand
import Addressee
import AuditTrail
import ConnectorKit
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Register
@testable import Sharing

/// A password of the database makes no system one that registered a person, and unmakes none (decision 0084).
@Suite(.timeLimit(.minutes(10))) struct TrueInterestTests {
    private static let operation = Staff.service(.operateDeliveries)

    /// Three residents, of whom tax registered the first, and is given whom it registered.
    private func withHub(_ body: (TestHub) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(scope: "registered-by-system"))
            try await hub.advance("2026-11-20")
            try await hub.take((1...3).map { ResidentRow($0) })
            try await register(hub, 1)
            try await hub.settle()
            try await body(hub)
        }
    }

    private func register(_ hub: TestHub, _ n: Int) async throws {
        try await Interests(pool: hub.staffed, vault: hub.vault).register(
            by: Self.operation, .tax, in: AddresseeNumber(ResidentRow.number(n)), because: "滞納の整理のため")
    }

    /// As somebody could who has the password: a turn of the interest, and the entry of the journal that tells of it.
    private func forge(_ hub: TestHub, as role: String, _ n: Int, holds: Bool, cause: String, mac: String = "NULL") async throws {
        let mac = role == "atena_hub" ? "" : ", \(mac)"
        try await hub.admin.script(
            unsafeSQL: """
                BEGIN; SET LOCAL ROLE \(role);
                INSERT INTO dataset.interest (addressee_id, journal_position, holds, cause, system, by_whom, reason\(mac.isEmpty ? "" : ", mac"))
                SELECT addressee_id, nextval('journal.position'), \(holds), '\(cause)', 'tax', 'service operations', '滞納の整理のため'\(mac)
                FROM register.addressee WHERE atenabango = '\(ResidentRow.number(n))';
                INSERT INTO journal.entry (position, addressee_id, changed, history_number, kind)
                SELECT max(i.journal_position), i.addressee_id, 0, 1, 'i' FROM dataset.interest i JOIN register.addressee USING (addressee_id)
                WHERE atenabango = '\(ResidentRow.number(n))' GROUP BY i.addressee_id;
                COMMIT
                """)
    }

    /// Who is told of, by every way there is.
    ///
    /// - Parameter receiver: which holds what it was given before.
    private func told(_ hub: TestHub, _ receiver: Receiver) async throws -> Set<Set<Int>> {
        try await hub.settle()
        func residents(_ numbers: some Sequence<String>) -> Set<Int> { Set((1...3).filter { n in numbers.contains(ResidentRow.number(n)) }) }
        var all: Set<Set<Int>> = []
        var one: Set<Int> = []
        for n in 1...3 {
            do {
                _ = try await hub.person(ResidentRow.number(n))
                one.insert(n)
            } catch let refused as ProvisionRefused { #expect(refused.refusal.told.code == "P0003") }
        }
        all.insert(one)
        for format in ExtractFormat.allCases {
            let text = String(decoding: try await hub.full(.tax, format).bytes, as: UTF8.self)
            all.insert(Set((1...3).filter { text.contains(ResidentRow.number($0)) }))
        }
        var state = HeldState()
        try await state.catchUp(hub)
        all.insert(residents(state.held.keys))
        try await hub.worker(receiver).run(untilIdle: true)
        all.insert(residents(receiver.held.keys))
        return all
    }

    private func untrue(_ hub: TestHub) async throws -> Int? { try await hub.untrueRows()["dataset.interest"] }

    @Test func whatTheHubWritesIsTrue() async throws {
        try await withHub { hub in
            let receiver = Receiver()
            try await register(hub, 2)
            try await Interests(pool: hub.staffed, vault: hub.vault).end(
                by: Self.operation, .tax, in: AddresseeNumber(ResidentRow.number(1)), because: "滞納の整理が終わった")
            #expect(try await told(hub, receiver) == [[2]])
            // What is published counts as an interest, and what is withdrawn ends it.
            let name = PublishedIncomes.Name(number: ResidentRow.number(3), year: "2026")
            #expect(try await hub.publish([(name, ["gokeishotokukingaku": "100"])]).accepted == 1)
            #expect(try await told(hub, receiver) == [[2, 3]])
            #expect(try await hub.publish([(name, ["torikeshi": "1"])]).accepted == 1)
            #expect(try await hub.count("SELECT count(*) FROM dataset.interest WHERE mac IS NOT NULL") == 5)
            #expect(try await hub.untrueRows().isEmpty)
        }
    }

    @Test(arguments: ["atena_hub", "atena_owner", "postgres"]) func anInterestBySQLTellsNobodyOfAnybody(role: String) async throws {
        try await withHub { hub in
            let receiver = Receiver()
            // Whoever the superuser is called here.
            let superuser = try #require(try await hub.text("SELECT current_user::text"))
            let name = role == "postgres" ? superuser : role
            for cause in ["r", "p"] { try await forge(hub, as: name, 2, holds: true, cause: cause) }
            // The MAC of another row is none.
            if role != "atena_hub" {
                try await forge(hub, as: name, 3, holds: true, cause: "r", mac: "(SELECT mac FROM dataset.interest WHERE mac IS NOT NULL LIMIT 1)")
            }
            #expect(try await told(hub, receiver) == [[1]])
            #expect(try await untrue(hub) == (role == "atena_hub" ? 2 : 3))
            // Who is registered after it is registered.
            try await register(hub, 2)
            #expect(try await told(hub, receiver) == [[1, 2]])
        }
    }

    @Test(arguments: ["atena_hub", "atena_owner"]) func anEndBySQLEndsNothing(role: String) async throws {
        try await withHub { hub in
            let receiver = Receiver()
            try await forge(hub, as: role, 1, holds: false, cause: "r")
            #expect(try await told(hub, receiver) == [[1]])
            #expect(try await untrue(hub) == 1)
        }
    }

    /// Nobody makes an end untrue, by which what it ended would hold again.
    @Test(arguments: ["atena_hub", "atena_owner", "postgres"]) func anEndStaysAnEndWhateverIsTriedOnItsMAC(role: String) async throws {
        try await withHub { hub in
            let receiver = Receiver()
            let superuser = try #require(try await hub.text("SELECT current_user::text"))
            try await Interests(pool: hub.staffed, vault: hub.vault).end(
                by: Self.operation, .tax, in: AddresseeNumber(ResidentRow.number(1)), because: "滞納の整理が終わった")
            #expect(try await told(hub, receiver) == [[]])
            for mac in ["NULL", "sha256('')"] {
                await #expect(throws: PostgresError.self, "\(mac)") {
                    try await hub.admin.script(
                        unsafeSQL: """
                            BEGIN; SET LOCAL ROLE \(role == "postgres" ? superuser : role); UPDATE dataset.interest SET mac = \(mac) WHERE NOT holds; COMMIT
                            """)
                }
                try await hub.admin.script(unsafeSQL: "ROLLBACK")
            }
            #expect(try await told(hub, receiver) == [[]])
            #expect(try await untrue(hub) == nil)
        }
    }

    /// What a publisher has of a person counts, whatever SQL said before of it.
    @Test(arguments: ["atena_hub", "atena_owner"]) func aForgedRowKeepsNoTrueOneFromBeingEntered(role: String) async throws {
        try await withHub { hub in
            let receiver = Receiver()
            let name = PublishedIncomes.Name(number: ResidentRow.number(3), year: "2026")
            try await forge(hub, as: role, 3, holds: true, cause: "p")
            #expect(try await hub.publish([(name, ["gokeishotokukingaku": "100"])]).accepted == 1)
            #expect(try await told(hub, receiver) == [[1, 3]])
            try await forge(hub, as: role, 3, holds: false, cause: "p")
            #expect(try await told(hub, receiver) == [[1, 3]])
            #expect(try await hub.publish([(name, ["torikeshi": "1"])]).accepted == 1)
            #expect(try await told(hub, receiver) == [[1]])
        }
    }

    /// Sessions draw positions of the journal many at a time: what came last may have the lower one.
    @Test func anEndThatDrewItsPositionEarlierEndsAllTheSame() async throws {
        try await withHub { hub in
            let (early, late) = (hub.anotherPool(maximum: 1), hub.anotherPool(maximum: 1))
            _ = try await early.query("SELECT nextval('journal.position')")
            let number = try AddresseeNumber(ResidentRow.number(2))
            try await Interests(pool: late, vault: hub.vault).register(by: Self.operation, .tax, in: number, because: "滞納の整理のため")
            try await Interests(pool: early, vault: hub.vault).end(by: Self.operation, .tax, in: number, because: "滞納の整理が終わった")
            let falls = "SELECT count(*) FROM dataset.interest a JOIN dataset.interest b USING (addressee_id, system)"
            #expect(
                try await hub.count("\(unsafeSQL: falls) WHERE addressee_id = 2 AND a.holds AND NOT b.holds AND b.journal_position < a.journal_position") == 1)
            await #expect(throws: ProvisionRefused.self) { _ = try await hub.person(ResidentRow.number(2)) }
            await early.shutdown(grace: .seconds(1))
            await late.shutdown(grace: .seconds(1))
        }
    }

    /// The database's clock was set back since the interest began: an end ends it all the same, and a beginning after that begins it.
    @Test func anEndAfterTheClockWasSetBackEndsAllTheSame() async throws {
        try await withHub { hub in
            let receiver = Receiver()
            // As if the clock had been an hour fast then.
            try await hub.rewrite(
                .interest,
                """
                INSERT INTO dataset.interest (addressee_id, journal_position, recorded_at, holds, cause, system, by_whom, reason)
                SELECT addressee_id, nextval('journal.position'), clock_timestamp() + interval '1 hour', true, 'r', 'tax', 'service operations', '滞納の整理のため'
                FROM register.addressee WHERE atenabango = \(ResidentRow.number(2))
                """)
            try await hub.admin.execute(
                """
                INSERT INTO journal.entry (position, addressee_id, changed, history_number, kind)
                SELECT max(i.journal_position), i.addressee_id, 0, 1, 'i' FROM dataset.interest i JOIN register.addressee USING (addressee_id)
                WHERE atenabango = \(ResidentRow.number(2)) GROUP BY i.addressee_id
                """)
            #expect(try await told(hub, receiver) == [[1, 2]])
            let number = try AddresseeNumber(ResidentRow.number(2))
            try await Interests(pool: hub.staffed, vault: hub.vault).end(by: Self.operation, .tax, in: number, because: "滞納の整理が終わった")
            #expect(try await told(hub, receiver) == [[1]])
            try await register(hub, 2)
            #expect(try await told(hub, receiver) == [[1, 2]])
            // The same of what it publishes about.
            let name = PublishedIncomes.Name(number: ResidentRow.number(2), year: "2026")
            #expect(try await hub.publish([(name, ["gokeishotokukingaku": "100"])]).accepted == 1)
            try await Interests(pool: hub.staffed, vault: hub.vault).end(by: Self.operation, .tax, in: number, because: "滞納の整理が終わった")
            #expect(try await told(hub, receiver) == [[1, 2]])
            #expect(try await hub.publish([(name, ["torikeshi": "1"])]).accepted == 1)
            #expect(try await told(hub, receiver) == [[1]])
            #expect(try await hub.untrueRows().isEmpty)
        }
    }

    @Test func aRowThatWasAlteredSaysNothing() async throws {
        try await withHub { hub in
            let receiver = Receiver()
            #expect(try await told(hub, receiver) == [[1]])
            try await hub.admin.script(
                unsafeSQL: """
                    ALTER TABLE dataset.interest DISABLE TRIGGER interest_stays; UPDATE dataset.interest SET addressee_id = addressee_id + 1;
                    ALTER TABLE dataset.interest ENABLE TRIGGER interest_stays
                    """)
            try await hub.worker(receiver).run(untilIdle: true)
            #expect(try await untrue(hub) == 1)
            await #expect(throws: ProvisionRefused.self) { _ = try await hub.person(ResidentRow.number(2)) }
            let text = String(decoding: try await hub.full().bytes, as: UTF8.self)
            #expect(!text.contains(ResidentRow.number(2)))
        }
    }

    @Test func theHubsRoleSaysNeitherTransactionNorMoment() async throws {
        try await withHub { hub in
            for column in ["xact", "recorded_at", "mac"] {
                let value = ["xact": "'3'", "recorded_at": "now()", "mac": "sha256('')"][column] ?? ""
                await #expect(throws: PostgresError.self, "\(column)") {
                    try await hub.pool.withConnection {
                        try await $0.script(
                            unsafeSQL: """
                                INSERT INTO dataset.interest (addressee_id, journal_position, holds, cause, system, by_whom, reason, \(column))
                                VALUES (1, 1, true, 'r', 'tax', 'x', '滞納の整理のため', \(value))
                                """)
                    }
                }
            }
        }
    }

    /// A round of a table with rows of everybody comes to each of them.
    @Test func roundsFindRowsWhereverTheyLie() async throws {
        try await withHub { hub in
            try await hub.admin.execute(
                """
                INSERT INTO dataset.interest (addressee_id, journal_position, holds, cause, system, by_whom, reason)
                SELECT 2, 1000000 + n, true, 'r', 'tax', 'x', repeat('滞納の整理のため', 10) FROM generate_series(1, 40000) AS s (n)
                """)
            var rounds = 0
            while try await untrue(hub) != 40_000, rounds < 20 { rounds += 1 }
            #expect((1..<20).contains(rounds))
            try await hub.admin.execute("DELETE FROM dataset.interest WHERE addressee_id = 2")
            rounds = 0
            while try await untrue(hub) != nil, rounds < 40 { rounds += 1 }
            #expect(rounds < 40)
        }
    }

    /// What stood there before is sealed once, by the upgrade.
    @Test func whatStoodBeforeIsSealed() async throws {
        let old: (Connection) async throws -> Void = { connection in
            try await connection.script(
                unsafeSQL: """
                    INSERT INTO register.addressee (addressee_id, atenabango) VALUES (1, '\(ResidentRow.number(1))');
                    INSERT INTO dataset.interest (addressee_id, journal_position, holds, cause, system, by_whom, reason)
                    SELECT addressee_id, nextval('journal.position'), true, 'r', 'tax', 'service operations', '滞納の整理のため' FROM register.addressee
                    """)
        }
        try await TestHub.upgraded(from: 61, old: old) { hub in
            #expect(try await hub.untrueRows().isEmpty)
            #expect(try await hub.count("SELECT count(*) FROM dataset.interest WHERE mac IS NOT NULL") == 1)
            let held = try await Interests(pool: hub.staffed, vault: hub.vault).held(.tax, because: "滞納の整理のため", longerThanDays: 0)
            #expect(held.map(\.value) == [ResidentRow.number(1)])
        }
    }
}
