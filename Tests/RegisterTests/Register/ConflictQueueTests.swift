import AccessControlStand
import Addressee
import Postgres
import RegisterStand
import Testing

@testable import Keys
@testable import Register

/// An individual number that somebody has already: linked where the person may be the same, held for a clerk where not.
@Suite struct ConflictQueueTests {
    /// Person 2 of another department with the number of person 1, and so much in common.
    private static func claimant(_ change: (inout NonResidentRow) -> Void = { _ in }) -> NonResidentRow {
        NonResidentRow(2, number: "T2").with {
            $0[.kojinbango] = Numbers.individual(1)
            $0[.seibetsu] = "1"
            $0[.seinengappi] = "1999-09-09"
            change(&$0)
        }
    }

    @Test func whereNameBirthAndSexAllDifferTheRowWaits() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            let report = try await hub.take([Self.claimant()], from: .tax)
            #expect(report.held == 1)
            let held = try #require(try await hub.rows("SELECT code, atenabango, other_atenabango, reason FROM intake.held").first)
            #expect(try held.decode("code", as: String.self) == "H0001")
            #expect(try held.decode("atenabango", as: String.self) == "T2")
            #expect(try held.decode("other_atenabango", as: String.self) == ResidentRow.number(1))
            #expect(try await hub.count("SELECT count(*) FROM register.addressee") == 1)
        }
    }

    /// 氏名, 生年月日, 性別 and フリガナ of person 1 that a department's record has, and whether the two are linked by themselves.
    static let agreements: [(items: [Item], linked: Bool)] = [
        ([.shimei, .seinengappi], true), ([.shimei, .seibetsu], true), ([.seinengappi, .seibetsu], true),
        ([.shimei], false), ([.seinengappi], false), ([.seibetsu], false),
        // The same kana for another name: somebody else.
        ([.shimeiFurigana, .seinengappi, .seibetsu], false), ([.shimeiFurigana, .shimei, .seinengappi], true),
    ]

    @Test(arguments: agreements) func aDepartmentsRecordIsLinkedWhereTwoAgree(items: [Item], linked: Bool) async throws {
        try await TestHub.with { hub in
            let resident = ResidentRow(1)
            try await hub.take([resident])
            let claim = Self.claimant { row in
                for item in items { row[item] = resident[item] }
            }
            let report = try await hub.take([claim], from: .tax)
            #expect(report.accepted == (linked ? 1 : 0) && report.held == (linked ? 0 : 1) && report.claimed == 0)
            #expect(try await hub.count("SELECT count(*) FROM register.integrated_number") == 1)
            #expect(try await hub.count("SELECT count(*) FROM register.version WHERE running_number = 1") == (linked ? 2 : 1))
        }
    }

    @Test func twoPersonsOfOneFileAreComparedToo() async throws {
        try await TestHub.with { hub in
            let stranger = ResidentRow(2).with {
                $0[.kojinbango] = Numbers.individual(1)
                $0[.seinengappi] = "1999-09-09"
            }
            let report = try await hub.take([ResidentRow(1), stranger])
            #expect(report.accepted == 2 && report.claimed == 1)
        }
    }

    @Test func aHeldRowStandsEncryptedAndWhole() async throws {
        try await TestHub.with { hub in
            try await hub.take([ResidentRow(1)])
            try await hub.take([Self.claimant()], from: .tax)
            let row = try #require(try await hub.rows("SELECT held_id, key_id, sealed_row FROM intake.held").first)
            let opened = try hub.vault.keys.cipher.decrypt(
                try row.decode("sealed_row", as: [UInt8].self), keyID: try row.decode("key_id", as: Int32.self),
                context: HeldRow.context(try row.decode("held_id")))
            #expect(String(decoding: opened, as: UTF8.self).contains(Numbers.individual(1)))
        }
    }

    @Test func somebodyWithANumberCannotTakeAnothersEvenByC5() async throws {
        try await TestHub.with { hub in
            let first = ResidentRow(1)
            try await hub.take([first, ResidentRow(2)])
            let report = try await hub.take([first.next("45") { $0[.kojinbango] = Numbers.individual(2) }])
            #expect(report.accepted == 1 && report.claimed == 1)
            #expect(try await hub.text("SELECT code FROM intake.held") == "H0004")
            #expect(try await hub.count("SELECT running_number FROM register.version ORDER BY history_number DESC LIMIT 1") == 1, "her own stays hers")
        }
    }
}
