import AccessControl
import AccessControlStand
import Addressee
import ConnectorKit
import Departments
import Postgres
import RegisterStand
import SharingStand
import Testing

@testable import Register
@testable import Sharing

/// Sent = accepted = applied by kind of person and ward: a class that is lost whole is named, and no other.
@Suite(.timeLimit(.minutes(10))) struct ClassReconciliationTests {
    private static let wards = ["111023", "111082"]

    /// Persons 1 … 12: Japanese and foreigners by turns, two and two in each ward.
    private static func resident(_ n: Int) -> ResidentRow {
        ResidentRow(n).with { row in
            row[.jushoShikuchosonkodo] = wards[(n / 2) % 2]
            if isForeign(n) { (row[.juminshubetsu], row[.kokuseki], row[.shimeiGaikokujinromaji]) = ("2", "410", "ＳＨＩＫＥＮ") }
        }
    }

    private static func isForeign(_ n: Int) -> Bool { n % 2 == 1 }

    private static func numbers(foreign: Bool, ward: String) -> [String] {
        (1...12).filter { isForeign($0) == foreign && wards[($0 / 2) % 2] == ward }.map(ResidentRow.number)
    }

    /// Tax's module holds everybody: residents of two wards, and a non-resident.
    private func withModule(_ body: (TestHub, DepartmentModule) async throws -> Void) async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.shimei, .jushoChoaza], scope: NumberClaims.everyone))
            try await hub.advance("2026-11-20")
            try await hub.take((1...12).map(Self.resident))
            try await hub.take([NonResidentRow(50, number: "N00000050")], from: .childcare)
            try await hub.settle()
            let module = hub.module(.tax)
            try await hub.worker(module).run(untilIdle: true)
            try await body(hub, module)
        }
    }

    private func compare(_ hub: TestHub, _ connector: any Connector) async throws -> ClassReport {
        try await Reconciliation(provisioning: hub.provisioning).compareByClass(by: Staff.service(.operateDeliveries), .tax, "addressee", with: connector)
    }

    private func shown(_ report: ClassReport, _ columns: KeyPath<ClassCount, Int>...) -> [String] {
        report.classes.map { count in "\(count.of.kind.label) \(count.of.ward ?? "-") \(columns.map { String(count[keyPath: $0]) }.joined(separator: " "))" }
    }

    private func differing(_ report: ClassReport) -> [PersonClass] { report.classes.filter(report.differs).map(\.of) }

    @Test func everyClassAgreesWhereNothingIsLost() async throws {
        try await withModule { hub, module in
            let report = try await compare(hub, module)
            #expect(report.agrees && report.isSettled && report.unregistered == 0 && report.recordsTakeBack && report.erasedRecords == 0)
            #expect(
                shown(report, \.expected, \.recorded, \.held) == [
                    "日本人 111023 3 3 3", "日本人 111082 3 3 3", "外国人 111023 3 3 3", "外国人 111082 3 3 3", "住登外者 - 1 1 1",
                ])
        }
    }

    @Test(arguments: [(true, "111082"), (true, "111023"), (false, "111082")])
    func aClassThatTheReceiverLostIsNamedAndNoOther(foreign: Bool, ward: String) async throws {
        try await withModule { hub, module in
            try await hub.admin.execute("DELETE FROM tax.person WHERE atenabango = ANY (\(Self.numbers(foreign: foreign, ward: ward)))")
            let report = try await compare(hub, module)
            #expect(!report.agrees && differing(report) == [PersonClass(kind: foreign ? .foreign : .japanese, ward: ward)])
            let lost = try #require(report.classes.first(where: report.differs))
            #expect([lost.expected, lost.recorded, lost.held, lost.missing, lost.unrecorded, lost.surplus, lost.overRecorded] == [3, 3, 0, 3, 0, 0, 0])
        }
    }

    /// The place moves past them and nobody delivers: neither on record nor there.
    @Test func aClassThatIsPassedOverBetweenPolicyAndDeliveryIsNamed() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.shimei, .jushoChoaza], scope: NumberClaims.everyone))
            try await hub.advance("2026-11-20")
            let lost = { (n: Int) in Self.isForeign(n) && Self.wards[(n / 2) % 2] == "111023" }
            try await hub.take((1...12).filter { !lost($0) }.map(Self.resident))
            try await hub.settle()
            let module = hub.module(.tax)
            try await hub.worker(module).run(untilIdle: true)
            try await hub.take((1...12).filter(lost).map(Self.resident))
            try await hub.settle()
            let position = try #require(try await hub.text("SELECT position FROM delivery.subscription WHERE system = 'tax'"))
            var cursor = try Cursor(position, system: "tax", dataset: "addressee", form: hub.provisioning.cursors)
            cursor.at = try await hub.pool.withConnection { try await JournalEnd.read(on: $0).horizon }
            try await hub.admin.execute("UPDATE delivery.subscription SET position = \(cursor.encrypted(hub.provisioning.cursors)) WHERE system = 'tax'")
            let report = try await compare(hub, module)
            #expect(report.isSettled && !report.agrees && differing(report) == [PersonClass(kind: .foreign, ward: "111023")])
            let count = try #require(report.classes.first(where: report.differs))
            #expect([count.expected, count.recorded, count.held, count.missing, count.unrecorded] == [3, 0, 0, 3, 3])
        }
    }

    /// The receiver holds them, and no record says that it was given them.
    @Test func aClassThatIsHeldAndNotOnRecordIsNamed() async throws {
        try await withModule { hub, module in
            let rows = try await hub.rows("SELECT addressee_id, atenabango FROM register.addressee ORDER BY addressee_id")
            let lost = Set(Self.numbers(foreign: true, ward: "111023"))
            var named = PersonSet()
            for row in rows {
                let (id, number) = try row.decode((Int64, String).self)
                if !lost.contains(number) { named.insert(id) }
            }
            try await hub.admin.execute("UPDATE provision.record SET persons = \(named.finish()) WHERE result = 'p'")
            let report = try await compare(hub, module)
            #expect(!report.agrees && differing(report) == [PersonClass(kind: .foreign, ward: "111023")])
            let count = try #require(report.classes.first(where: report.differs))
            #expect([count.expected, count.recorded, count.held, count.missing, count.unrecorded] == [3, 0, 3, 0, 3])
        }
    }

    @Test func whomTheReceiverWouldNotTakeIsNamedAsWaiting() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.shimei, .juminshubetsu], scope: NumberClaims.everyone))
            try await hub.advance("2026-11-20")
            try await hub.take((1...12).map(Self.resident))
            try await hub.settle()
            let receiver = Receiver()
            receiver.set(verdict: { $0.items[.juminshubetsu] == "2" ? .rejected(reason: "外字") : .applied })
            try await hub.worker(receiver).run(untilIdle: true)
            let report = try await compare(hub, receiver)
            #expect(differing(report) == Self.wards.map { PersonClass(kind: .foreign, ward: $0) })
            #expect(shown(report, \.expected, \.recorded, \.held, \.waiting).suffix(2) == ["外国人 111023 3 0 0 3", "外国人 111082 3 0 0 3"])
        }
    }

    @Test func whoLeavesIsInNoColumnAndWhoMovesChangesTheClass() async throws {
        try await withModule { hub, module in
            try await hub.load(TestPolicy(items: [.shimei, .jushoChoaza], scope: "state: [resident]"))
            let moved = Self.resident(1).next("42") { $0[.jushoShikuchosonkodo] = "111082" }
            try await hub.take([moved, Self.resident(2).next("21")])
            try await hub.settle()
            try await hub.worker(module).run(untilIdle: true)
            let report = try await compare(hub, module)
            #expect(report.agrees)
            #expect(
                shown(report, \.expected, \.recorded, \.held) == [
                    "日本人 111023 3 3 3", "日本人 111082 2 2 2", "外国人 111023 2 2 2", "外国人 111082 4 4 4",
                ])
            // A module that does not forget the one who left.
            try await hub.admin.execute("UPDATE tax.person SET removed = false, items = '{}' WHERE atenabango = \(ResidentRow.number(2))")
            #expect(try await compare(hub, module).classes.filter(\.differs).map(\.surplus) == [1])
        }
    }

    @Test func whatNobodyRegisteredAndWhatIsErasedIsTold() async throws {
        try await withModule { hub, module in
            for number in ["A", "R00000007X", "Z"] {
                try await hub.admin.execute(
                    "INSERT INTO tax.person (sequence, rirekibango, removed, atenabango, items) VALUES (1, 1, false, \(number), '{}')")
            }
            let surplus = try await compare(hub, module)
            #expect(surplus.unregistered == 3 && !surplus.agrees && differing(surplus).isEmpty)
            try await hub.admin.execute("DELETE FROM tax.person WHERE atenabango IN ('A', 'R00000007X', 'Z')")
            try await hub.admin.execute("UPDATE provision.record SET persons = NULL, taken_back = NULL WHERE result = 'p'")
            let erased = try await compare(hub, module)
            #expect(erased.erasedRecords > 0 && erased.agrees, "what the records no longer say is no difference")
            #expect(erased.classes.allSatisfy { $0.recorded == 0 && $0.held == $0.expected })
        }
    }

    @Test func aReceiverThatPullsIsComparedByItsReport() async throws {
        try await TestHub.with { hub in
            try await hub.load(TestPolicy(items: [.shimei], ways: "[pull]"))
            try await hub.advance("2026-11-20")
            try await hub.take((1...12).map(Self.resident))
            try await hub.settle()
            let reconciliation = Reconciliation(provisioning: hub.provisioning)
            let who = Staff.service(.operateDeliveries)
            #expect(try await reconciliation.compareReportedByClass(by: who, .tax, "addressee").means == .notReported)
            var held = HeldState()
            try await held.catchUp(hub)
            let cursor = try #require(held.cursor)
            // What comes after the report is no part of it.
            try await hub.take([Self.resident(4).next("21")])
            try await hub.settle()
            _ = try await hub.changes(after: cursor)
            let lost = Set(Self.numbers(foreign: true, ward: "111082"))
            for numbers in [held.held.keys.sorted(), held.held.keys.filter { !lost.contains($0) }.sorted()] {
                let (lines, end) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
                for number in numbers { end.yield(Array("\(number)\t\(String(repeating: "0", count: 64))\n".utf8)) }
                end.finish()
                _ = try await hub.serving.takeInventory(
                    hub.caller(), dataset: "addressee", after: cursor, key: InventoryKey(hex: String(repeating: "a7", count: 32)), body: lines)
                let report = try await reconciliation.compareReportedByClass(by: who, .tax, "addressee")
                #expect(differing(report) == (numbers.count == 12 ? [] : [PersonClass(kind: .foreign, ward: "111082")]))
                #expect(shown(report, \.expected, \.recorded).first == "日本人 111023 3 3" && report.classes.count == 4)
            }
        }
    }

    /// Records of one person are told of one by one: a removal does not say that nothing is left of the person.
    @Test func aDatasetWithSeveralRecordsAPersonIsComparedByPersons() async throws {
        try await TestHub.with { hub in
            try await hub.load(PublishedIncomes.policy(items: ["gokeishotokukingaku"]))
            try await hub.advance("2026-11-20")
            try await hub.take((1...12).map(Self.resident))
            func incomes(_ years: [String], _ items: [String: String]) -> [(name: PublishedIncomes.Name, items: [String: String])] {
                (1...12).flatMap { n in years.map { (PublishedIncomes.Name(number: ResidentRow.number(n), year: $0), items) } }
            }
            try await hub.publish(incomes(["2025", "2026"], ["gokeishotokukingaku": "1"]))
            try await hub.settle()
            let module = try hub.incomeModule
            try await hub.incomeWorker(module).run(untilIdle: true)
            // A first delivery keeps nothing beside what stands; a correction what stood; and what is taken back of people of whom nothing else is known is gone.
            let history = "SELECT count(*) FROM pension.income_version WHERE items ->> 'gokeishotokukingaku' = '1'"
            #expect(try await hub.count(Query(unsafeSQL: history)) == 0)
            try await hub.publish(incomes(["2025"], ["gokeishotokukingaku": "2"]))
            try await hub.settle()
            try await hub.incomeWorker(module).run(untilIdle: true)
            #expect(try await hub.count(Query(unsafeSQL: history)) == 12)
            #expect(try await hub.count("SELECT count(*) FROM national_pension.tax_income WHERE history_number = 2 AND given_at IS NOT NULL") == 12)
            try await hub.publish(incomes(["2025"], ["torikeshi": "1"]))
            try await hub.settle()
            try await hub.incomeWorker(module).run(untilIdle: true)
            #expect(try await hub.count(Query(unsafeSQL: history)) == 0)
            func compare() async throws -> ClassReport {
                try await Reconciliation(provisioning: hub.provisioning).compareByClass(
                    by: Staff.service(.operateDeliveries), PublishedIncomes.pension, PublishedIncomes.dataset, with: module)
            }
            let report = try await compare()
            #expect(report.agrees && !report.recordsTakeBack)
            #expect(shown(report, \.expected, \.recorded, \.held).first == "日本人 111023 3 3 3" && report.classes.count == 4)
            try await hub.admin.execute(
                "DELETE FROM national_pension.tax_income WHERE atenabango = ANY (\(Self.numbers(foreign: true, ward: "111082")))")
            let lost = try await compare()
            #expect(differing(lost) == [PersonClass(kind: .foreign, ward: "111082")])
        }
    }

    @Test func whoMayNotOperateIsRefused() async throws {
        try await withModule { hub, module in
            let reconciliation = Reconciliation(provisioning: hub.provisioning)
            let who = Staff.without(.operateDeliveries)
            await #expect(throws: AccessRefused.self) { try await reconciliation.compareByClass(by: who, .tax, "addressee", with: module) }
            await #expect(throws: AccessRefused.self) { try await reconciliation.compareReportedByClass(by: who, .tax, "addressee") }
        }
    }
}
