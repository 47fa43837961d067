import AccessControlStand
import Addressee
import Postgres
import RegisterStand
import Testing

@testable import Register

/// 異動事由の条件: every column of the list of reasons that is a condition is one, and each speaks of the right record.
@Suite(.timeLimit(.minutes(10))) struct ReasonConditionTests {
    private static func foreign(_ row: inout ResidentRow) {
        row[.juminshubetsu] = "2"
        row[.kokuseki] = "410"
        row[.shimeiGaikokujinromaji] = "SHIKEN TARO"
    }

    private static func japanese(_ row: inout ResidentRow) {
        row[.juminshubetsu] = "1"
        row[.kokuseki] = ""
        row[.shimeiGaikokujinromaji] = ""
    }

    /// The codes with which the last of these rows is rejected, after the others were taken in; none where it is accepted.
    private func codes(_ rows: [ResidentRow]) async throws -> [String] {
        try await TestHub.with { hub in
            let before = Array(rows.dropLast())
            for row in before { #expect(try await hub.take([row]).accepted == 1) }
            let report = try await hub.take(Array(rows.suffix(1)))
            #expect(report.held == 0)
            return report.rejectedByCode.keys.sorted()
        }
    }

    private func row(_ reason: String = "01", history: Int = 1, foreign: Bool = false) -> ResidentRow {
        let row = ResidentRow(1, history: history, reason: reason)
        return foreign ? row.with(Self.foreign) : row
    }

    /// 職権消除: the record that is held is removed, so it is the one that must be a foreigner's (B4), a Japanese's (B5).
    @Test func aRemovalLooksAtTheRecordThatIsHeld() async throws {
        #expect(try await codes([row(), row().next("24")]) == ["E0210"])
        #expect(try await codes([row(foreign: true), row(foreign: true).next("24")]) == [])
        #expect(try await codes([row(foreign: true), row(foreign: true).next("25")]) == ["E0210"])
        #expect(try await codes([row(), row().next("25")]) == [])
        // What the row says of itself does not help.
        #expect(try await codes([row(), row().next("24", Self.foreign)]) == ["E0210"])
        #expect(try await codes([row(foreign: true), row(foreign: true).next("24", Self.japanese)]) == ["E0212"])
    }

    /// 職権記載: the record that is entered.
    @Test func anEntryLooksAtTheRow() async throws {
        #expect(try await codes([row("04", foreign: true)]) == ["E0210"])
        #expect(try await codes([row("05")]) == ["E0210"])
        #expect(try await codes([row("04")]) == [])
        #expect(try await codes([row("05", foreign: true)]) == [])
        // 帰化 whole: the foreigner's record ends, the Japanese's begins under the same number.
        let removed = row(foreign: true).next("24")
        #expect(try await codes([row(foreign: true), removed, removed.next("04", Self.japanese)]) == [])
        #expect(try await codes([row(foreign: true), removed, removed.next("04")]) == ["E0210"])
    }

    /// A record that comes with a history of its own is taken over, but not against what it says of itself.
    @Test func aRecordThatIsTakenOverIsHeldAgainstItself() async throws {
        #expect(try await codes([row("24", history: 4).with { $0[.juminjotai] = "9" }]) == ["E0210"])
        #expect(try await codes([row("24", history: 4, foreign: true).with { $0[.juminjotai] = "9" }]) == [])
    }

    @Test(arguments: ["42", "45", "50", "21", "07", "47"]) func aReasonThatDoesNotConcernItChangesNoNationality(reason: String) async throws {
        #expect(try await codes([row(), row().next(reason, Self.foreign)]) == ["E0212"])
    }

    @Test(arguments: ["43", "44", "59"]) func anErrorInItCanBeCorrected(reason: String) async throws {
        #expect(try await codes([row(), row().next(reason, Self.foreign)]) == [])
    }

    /// A non-resident who moves in had no 住民種別.
    @Test func whoWasANonResidentBecomesEither() async throws {
        try await TestHub.with { hub in
            try await hub.take([NonResidentRow(1, number: ResidentRow.number(1))], from: .tax)
            #expect(try await hub.take([row(history: 2, foreign: true)]).accepted == 1)
        }
    }

    /// For each column of the list a row that is rejected because of that column alone.
    @Test func noColumnOfTheListIsUnused() async throws {
        // code
        #expect(try await codes([row("Z9")]) == ["E0002"])
        // allowed_state_before
        #expect(try await codes([row(), row().next("01")]) == ["E0201"])
        // state_after
        #expect(try await codes([row(), row().next("23") { $0[.juminjotai] = "2" }]) == ["E0208"])
        // Only Japanese, only foreigners; and kind, which says whether that is asked of the row or of the record: of this one only the first is foreign.
        #expect(try await codes([row("05")]) == ["E0210"])
        #expect(try await codes([row(), row().next("24", Self.foreign)]) == ["E0210"])
        // name_ja: what the clerk reads.
        try await TestHub.with { hub in
            try await hub.take([row("05")])
            #expect(try await hub.text("SELECT reason FROM intake.rejected")?.contains("職権記載（国籍喪失）") == true)
        }
    }
}
