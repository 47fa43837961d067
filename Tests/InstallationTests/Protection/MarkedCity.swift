import AccessControlStand
import Addressee
import Governance
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import AccessControl
@testable import Register
@testable import Sharing

/// Protected persons in every way in which somebody comes to be one, who lives with them, and one who is not protected, with marked places in each of their
/// records. Its twin has the same persons with the same places, and nobody in it is protected: what hides them in the one must show them in the other.
struct MarkedCity {
    /// What stands in current records of the protected, and of who lives with them.
    private(set) var current: [Marks] = []
    /// What stands in records that nobody is told of: former, provisional, refused and held ones.
    private(set) var untold: [Marks] = []
    /// What stands in the record of somebody who is not protected.
    private(set) var control: [Marks] = []

    static let flags: [Item] = [.yokushifuragu, .shiensochiKaishi, .shiensochiShuryo, .kariShiensochi]
    static let numbers = ((1...8) + [10]).map { ResidentRow.number($0) } + ["N1"]
    /// Of whom `current` tells, in its order.
    static let numbersOfCurrent = (1...8).map { ResidentRow.number($0) } + ["N1"]
    static let words: [PlaceOfProtected.Word] = PlaceOfProtected.Word.allCases

    private static let residents = FileLayout.residents.columns.compactMap { ItemCatalogue.register[$0.name] }
    private static let nonResidents = FileLayout.nonResidents.columns.compactMap { ItemCatalogue.register[$0.name] }
    private var index = 0

    /// Everything that a receiver can be given, with the four items that tell of protection or without.
    static func policy(_ system: SystemName, _ word: PlaceOfProtected.Word, tells: Bool = true) -> TestPolicy {
        let hidden = ItemSet([Item.atenabango, .rirekibango, .rirekiEdabango, .karitorokufuragu, .tagyomusanshofukafuragu] + (tells ? [] : flags))
        return TestPolicy(
            system: system, items: ItemCatalogue.register.items.filter { !hidden.contains($0) },
            scope: "any: [{ state: [resident, moved-out, dead, non-resident] }, registered-by-system]", ways: "[push, pull, medium]",
            protected: TestPolicy.placeOfProtected(word))
    }

    private mutating func marks(_ who: String, _ reason: String = "02", of items: [Item] = Self.residents) -> Marks {
        defer { index += 1 }
        return Marks(who, index, reason: reason, items: items)
    }

    /// Puts them into a hub.
    ///
    /// - Parameter isProtected: the city; else its twin.
    init(in hub: TestHub, isProtected: Bool = true) async throws {
        func flag(_ row: inout ResidentRow, _ item: Item) { if isProtected { row[item] = "1" } }
        func born(_ row: inout ResidentRow) { row[.seinengappi] = "1950-03-04" }
        func wholly(_ row: inout ResidentRow) {
            guard isProtected else { return }
            (row[.yokushifuragu], row[.shiensochiKaishi], row[.shiensochiShuryo], row[.kariShiensochi]) = ("1", "2026-11-02", "2027-11-01", "1")
        }
        func row(_ n: Int, _ marks: Marks, _ change: (inout ResidentRow) -> Void = { _ in }) -> ResidentRow {
            ResidentRow(n).with { row in
                born(&row)
                for (item, value) in marks.values { row[item] = value }
                change(&row)
            }
        }
        func next(_ row: ResidentRow, _ reason: String, _ marks: Marks, _ change: (inout ResidentRow) -> Void = { _ in }) -> ResidentRow {
            row.next(reason) { row in
                for (item, value) in marks.values { row[item] = value }
                change(&row)
            }
        }
        // A row of somebody in this body, rejected for its form: a file of marked places alone would be another body's.
        let ours = ResidentRow(9).with { $0[.seibetsu] = "" }
        func take(_ rows: [ResidentRow], _ why: String) async throws {
            let report = try await hub.take(rows + [ours])
            #expect(report.accepted == rows.count, "\(why): \(report)")
        }
        let (a1, a2, b, c, d1, d2) = (marks("a1", "06"), marks("a2", "43"), marks("b"), marks("c"), marks("d1"), marks("d2", "44"))
        let (e1, e2, f1, f2, g1, g2) = (marks("e1"), marks("e2", "44"), marks("f1", "06"), marks("f2", "21"), marks("g1"), marks("g2", "42"))
        let (m, x, n) = (marks("m"), marks("x", "01"), marks("n", of: Self.nonResidents))
        // Each of the items alone, and all; of former places, too.
        let first = row(1, a1, wholly)
        let sixth = row(6, f1) { flag(&$0, .yokushifuragu) }
        let (fourth, fifth, seventh) = (row(4, d1), row(5, e1), row(7, g1))
        try await take(
            [
                first, row(2, b) { flag(&$0, .kariShiensochi) },
                row(3, c) { if isProtected { ($0[.shiensochiKaishi], $0[.shiensochiShuryo]) = ("2020-04-01", "2021-03-31") } }, fourth, fifth, sixth, seventh,
                row(8, m) { ($0[.setaibango], $0[.zokugara]) = (a2.values[.setaibango] ?? "", "子") }, row(10, x),
            ], "as they begin")
        try await take([next(first, "43", a2)], "moved")
        try await take([next(sixth, "21", f2)], "moved out")
        // Beside the versions: by a row that is refused, by one that is held, by a provisional one, by another number.
        let refused = try await hub.take([
            next(fourth, "44", d2) {
                $0[.seibetsu] = ""
                flag(&$0, .yokushifuragu)
            }, ours,
        ])
        #expect(refused.rejected == 2)
        let held = try await hub.take([
            next(seventh, "42", g2) {
                $0[.kojinbango] = Numbers.individual(77)
                flag(&$0, .yokushifuragu)
            }, ours,
        ])
        #expect(held.held == 1)
        try await take(
            [
                next(fifth, "44", e2) {
                    $0[.karitorokufuragu] = "1"
                    flag(&$0, .kariShiensochi)
                }
            ], "provisional")
        let nonResident = NonResidentRow(1, number: "N1").with { row in
            (row[.shimei], row[.seinengappi]) = (ResidentRow(1)[.shimei], "1950-03-04")
            for (item, value) in n.values { row[item] = value }
        }
        let report = try await hub.take([nonResident], from: .tax)
        #expect(report.accepted == 1, "\(report)")
        // Of the twin nothing waits for anybody either.
        if isProtected {
            try await ManualConfirmation(provisioning: hub.provisioning).flag(
                by: Staff.with(.correct), AddresseeNumber(ResidentRow.number(2)), because: "本人の申し出による")
        }
        try await hub.settle()
        // Who lives with somebody has the household's number from them.
        current = [a2, b, c, d1, e1, f2, g1, m, n]
        untold = [a1, d2, e2, f1, g2]
        control = [x]
    }
}
