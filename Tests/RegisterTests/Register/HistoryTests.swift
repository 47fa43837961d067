import AccessControlStand
import Addressee
import Postgres
import RegisterStand
import Testing

@testable import Register

/// Whole-row history: nothing is updated in place, nobody disappears.
@Suite struct HistoryTests {
    @Test func everyStateOfARecordStays() async throws {
        try await TestHub.with { hub in
            let first = ResidentRow(1)
            let second = first.next("41") { $0[.jushoChoaza] = "別所" }
            let third = second.next("21") { $0[.tenshutsusakiJusho] = "東京都千代田区" }
            for row in [first, second, third] { try await hub.take([row]) }
            let rows = try await hub.rows(
                "SELECT history_number, jusho_choaza, juminjotai, idojiyu FROM register.version ORDER BY history_number")
            let states = try rows.map { row in
                try ["jusho_choaza", "juminjotai", "idojiyu"].map { try row.decode($0, as: String.self) }.joined(separator: " ")
            }
            #expect(states == ["南本町 1 01", "別所 1 41", "別所 2 21"])
            #expect(try await hub.count("SELECT count(*) FROM register.addressee") == 1)
            #expect(try await hub.count("SELECT count(*) FROM journal.entry") == 3)
        }
    }

    @Test func severalStatesOfOnePersonInOneBlockAreTakenInOrder() async throws {
        try await TestHub.with { hub in
            let first = ResidentRow(1)
            let second = first.next("41") { $0[.jushoChoaza] = "別所" }
            let report = try await hub.take([first, ResidentRow(2), second, second.next("23")])
            #expect(report.accepted == 4)
            #expect(
                try await hub.text(
                    "SELECT string_agg(juminjotai, '' ORDER BY history_number) FROM register.version WHERE addressee_id = (SELECT addressee_id FROM register.addressee WHERE atenabango = \(ResidentRow.number(1)))"
                ) == "113")
        }
    }

    @Test func whoeverIsDeregisteredIsStillThere() async throws {
        try await TestHub.with { hub in
            let first = ResidentRow(1)
            try await hub.take([first])
            try await hub.take([first.next("26")])
            #expect(try await hub.count("SELECT count(*) FROM register.version") == 2)
            #expect(try await hub.count("SELECT count(*) FROM vault.individual_number") == 1)
            // And comes back under the same numbers.
            #expect(try await hub.take([first.next("26").next("06")]).accepted == 1)
            #expect(try await hub.count("SELECT count(*) FROM register.integrated_number") == 1)
        }
    }

    @Test func whatIsStoredIsWhatWasSentToTheLastVariationSelector() async throws {
        try await TestHub.with { hub in
            let name = "渡邉\u{E0100}　𠮷子"
            try await hub.take([ResidentRow(1).with { $0[.shimei] = name }])
            let stored = try #require(try await hub.text("SELECT shimei FROM register.version"))
            #expect(Array(stored.unicodeScalars) == Array(name.unicodeScalars))
        }
    }
}
