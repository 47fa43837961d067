import AccessControlStand
import Addressee
import Foundation
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Oversight
@testable import Register
@testable import Sharing

/// The first file of a city leaves its search keys, searches wait for them, and whoever comes after it is keyed at once (decision 0092).
@Suite(.timeLimit(.minutes(5))) struct KeysOfFirstFileTests {
    private static let reason = LookupReason(.inquiry, "窓口での照会")
    private static let clerk = Staff.with(.seePerson)

    private static func file(_ numbers: ClosedRange<Int>, of hub: TestHub) throws -> String {
        try hub.write(ResidentRow.csv(numbers.map { ResidentRow($0) }), to: "residents-\(UUID()).csv")
    }

    private static func take(_ file: String, into hub: TestHub) async throws {
        var intake = Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay })
        intake.keysFollowFrom = 1000
        let report = try await intake.take(Staff.service(.operateDeliveries), file, layout: .residents, source: .residentRecord)
        #expect(report.addsUp && report.accepted == report.rowsRead)
    }

    @Test func keysOfTheFirstFileAreMadeWhenItIsIn() async throws {
        try await TestHub.with { hub in
            let lookup = PersonLookup(provisioning: hub.provisioning)
            let terms = SearchTerms(name: ResidentRow(1)[.shimei], address: ResidentRow(1)[.jushoChoaza] + ResidentRow(1)[.jushoBanchigohyoki])
            func keyed() async throws -> Int { try await hub.count("SELECT count(DISTINCT addressee_id) FROM register.search_key") }
            try await Self.take(Self.file(1...1200, of: hub), into: hub)
            #expect(try await hub.count("SELECT count(*) FROM register.version") == 1200)
            // A block that is short brings its own, as what comes by itself.
            let short = try await keyed()
            #expect(short <= 700)
            await #expect(throws: LookupRefused.notKeyed) { try await lookup.search(by: Self.clerk, terms, reason: Self.reason) }
            #expect(try await HubStatus.read(hub.provisioning).searchIsReady == false)
            // What comes meanwhile brings its own.
            try await hub.take([ResidentRow(1201)])
            #expect(try await keyed() == short + 1)
            try await Self.take(Self.file(1301...2400, of: hub), into: hub)
            #expect(try await keyed() == short + 1101)
            #expect(try await hub.staffed.withConnection { try await SearchKeying().completeWhatWasLeft($0) } == 1200 - short)
            #expect(try await keyed() == 2301)
            #expect(try await HubStatus.read(hub.provisioning).searchIsReady)
            _ = try await lookup.search(by: Self.clerk, terms, reason: Self.reason)
            #expect(try await hub.staffed.withConnection { try await SearchKeying().completeWhatWasLeft($0) } == 0)
        }
    }

    @Test func nobodyMakesKeysWhileABlockLeavesThem() async throws {
        try await TestHub.with { hub in
            try await hub.staffed.transaction { try await SearchKeying.postpone(on: $0) }
            #expect(try await hub.staffed.withConnection { try await SearchKeying().completeWhatWasLeft($0) } == 0)
            let ending = try await hub.staffed.transaction { block in
                #expect(try await SearchKeying.isPostponed(on: block))
                let ending = Task { try await hub.staffed.withConnection { try await SearchKeying.endPostponement(on: $0) } }
                while try await hub.count(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%search_keying%'")
                    == 0
                { try await Task.sleep(for: .milliseconds(5)) }
                return ending
            }
            try await ending.value
            #expect(try await !hub.staffed.transaction { try await SearchKeying.isPostponed(on: $0) })
        }
    }

    /// As where the terminal hangs up: the file is broken off while its first blocks wait.
    @Test func aFirstFileThatIsBrokenOffLeavesNothingPostponed() async throws {
        try await TestHub.with { hub in
            var intake = Intake(pool: hub.staffed, vault: hub.vault, today: { TestHub.intakeDay })
            intake.keysFollowFrom = 1000
            let (file, taker) = (try Self.file(1...1200, of: hub), intake)
            // Its blocks wait for whoever holds the table; it has begun by then.
            try await hub.admin.transaction { holding in
                try await holding.script(unsafeSQL: "LOCK TABLE register.addressee IN ACCESS EXCLUSIVE MODE")
                let taking = Task { try await taker.take(Staff.service(.operateDeliveries), file, layout: .residents, source: .residentRecord) }
                while try await hub.staffed.query("SELECT FROM register.search_keying WHERE is_postponed").isEmpty {
                    try await Task.sleep(for: .milliseconds(5))
                }
                taking.cancel()
                await #expect(throws: (any Error).self) { try await taking.value }
            }
            #expect(try await hub.count("SELECT count(*) FROM register.search_keying WHERE is_postponed") == 0)
            _ = try await hub.staffed.withConnection { try await SearchKeying().completeWhatWasLeft($0) }
            #expect(try await HubStatus.read(hub.provisioning).searchIsReady)
        }
    }

    @Test func aRegisterWithSomebodyInItPostponesNothing() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            try await Self.take(Self.file(2...1100, of: hub), into: hub)
            #expect(try await hub.count("SELECT count(DISTINCT addressee_id) FROM register.search_key") == 1100)
            #expect(try await HubStatus.read(hub.provisioning).searchIsReady)
        }
    }
}
