import AccessControl
import AccessControlStand
import Addressee
import Postgres
import RegisterStand
import Testing

@testable import Register

/// 関心の登録: what the work of a department registered ends with the need for it, and nothing else does.
@Suite struct InterestTests {
    private static let told = "審査の対象者"

    @Test func onlyWhatWasRegisteredForTheReasonIsReleased() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1), ResidentRow(2)])
            let interests = Interests(pool: hub.staffed, vault: hub.vault)
            let (person, clerk, operation) = (ResidentRow.number(1), Staff.with(.pensionWork), Staff.service(.operateDeliveries))
            let number = try AddresseeNumber(person)
            func keep(_ system: SystemName = .nationalPension) async throws {
                try await interests.keep(by: clerk, holding: .pensionWork, system, in: number, because: Self.told)
            }
            func register() async throws { try await interests.register(by: operation, .nationalPension, in: number, because: "裁定請求の受付") }
            func end() async throws { try await interests.end(by: operation, .nationalPension, in: number, because: "手続きの終了") }
            // What is done before, and whether it is released then.
            let steps: [(what: String, isReleased: Bool, body: () async throws -> Void)] = [
                ("nothing", false, {}),
                ("another system's", false, { try await keep(.tax) }),
                ("that of the work", true, { try await keep() }),
                ("released already", false, {}),
                ("kept again", true, { try await keep() }),
                ("an operator's", false, { try await register() }),
                ("kept beside an operator's", false, { try await keep() }),
                ("ended by an operator", false, { try await end() }),
                (
                    "kept, ended and registered by an operator", false,
                    {
                        try await keep()
                        try await end()
                        try await register()
                    }
                ),
            ]
            func release(_ number: AddresseeNumber) async throws -> Bool {
                try await interests.release(by: "staff service", .nationalPension, in: number, keptBecause: Self.told, because: "対象者でなくなった")
            }
            for step in steps {
                try await step.body()
                #expect(try await release(number) == step.isReleased, "\(step.what)")
            }
            for nobody in [ResidentRow.number(2), ResidentRow.number(3)] { #expect(try await !release(try AddresseeNumber(nobody))) }
            // What holds still, who ended what, and that the journal tells of each.
            let holding = try await hub.rows(
                """
                SELECT DISTINCT ON (system) system || ' ' || holds FROM dataset.interest WHERE cause = 'r' ORDER BY system, xact DESC, journal_position DESC
                """)
            #expect(try holding.map { try $0.decode(String.self) } == ["national-pension true", "tax true"])
            let ended = "kind = 'interest.ended' AND NOT is_failure AND by_whom = 'staff service'"
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE \(unsafeSQL: ended)") == 2)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE is_failure") == 0, "that there is nothing to be released is no refusal")
            #expect(
                try await hub.count("SELECT count(*) FROM dataset.interest") == hub.count("SELECT count(*) FROM journal.entry WHERE kind = 'i'"))
        }
    }

    /// A number of which nothing is registered yet: an interest without an entry of the journal would be told to nobody.
    @Test func nobodyOfWhomNothingIsRegisteredIsAnInterest() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            let number = try AddresseeNumber(ResidentRow.number(2))
            try await hub.admin.execute("INSERT INTO register.addressee (addressee_id, atenabango) VALUES (1000, \(number.value))")
            let interests = Interests(pool: hub.staffed, vault: hub.vault)
            await #expect { try await interests.register(by: Staff.service(.operateDeliveries), .tax, in: number, because: "滞納の整理のため") } throws: {
                ($0 as? InterestRefused) == .unknownPerson
            }
            #expect(try await !interests.keep(by: Staff.with(.pensionWork), holding: .pensionWork, .nationalPension, in: number, because: Self.told))
            #expect(try await hub.count("SELECT (SELECT count(*) FROM dataset.interest) + (SELECT count(*) FROM journal.entry WHERE kind = 'i')") == 0)
            #expect(try await hub.count("SELECT count(*) FROM audit.event WHERE kind LIKE 'interest.%' AND NOT is_failure") == 0)
        }
    }

    /// Positions are given to connections in blocks: what was said last may have the lower one.
    @Test func theLastWordCountsWhateverItsPosition() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            let number = try AddresseeNumber(ResidentRow.number(1))
            let seal = RowSeal(keys: hub.keys)
            for (position, holds) in [(2_000_000 as Int64, true), (1_000_000, false)] {
                _ = try await hub.pool.transaction { connection in
                    try await seal.write(
                        .interest,
                        """
                        INSERT INTO dataset.interest (addressee_id, journal_position, holds, cause, system, by_whom, reason)
                        SELECT addressee_id, \(position), \(holds), 'r', 'tax', 'staff 1', \(Self.told) FROM register.addressee WHERE atenabango = \(number.value)
                        """, on: connection)
                }
            }
            let interests = Interests(pool: hub.staffed, vault: hub.vault)
            #expect(try await interests.held(.tax, because: Self.told, longerThanDays: 0).isEmpty)
            await #expect { try await interests.end(by: Staff.service(.operateDeliveries), .tax, in: number, because: "手続きの終了") } throws: {
                ($0 as? InterestRefused) == .notRegistered
            }
            let ids = try await hub.rows("SELECT addressee_id FROM register.addressee WHERE atenabango = \(number.value)").map { try $0.decode(Int64.self) }
            let known = try TrueInterests(try await hub.pool.query(TrueInterests.statement(of: .tax, ids)), seal)
            #expect(known.persons.map { known.holds($0) } == [false])
        }
    }
}
