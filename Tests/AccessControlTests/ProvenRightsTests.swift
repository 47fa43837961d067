import AccessControlStand
import Addressee
import Postgres
import Testing

@testable import AccessControl

/// Nobody keeps a right by rows that somebody with a password of the database put in or altered (decision 0094).
@Suite(.timeLimit(.minutes(10))) struct ProvenRightsTests {
    private static let header = "職員番号,氏名,異動区分,旧所属,新所属,職名,担当事務,発令日\n"

    private func take(_ access: TestAccess, by admin: Principal, _ row: String) async throws -> TransferReport {
        try await access.control.takeTransfers(by: admin, access.hub.write((Self.header + row + "\n").utf8, to: "transfer.csv"))
    }

    /// An administrator beside the first, and a clerk, "3", of department 20.
    private func office(_ access: TestAccess, _ admin: Principal) async throws {
        try await access.department("10", .administerAccess, by: admin)
        try await access.department("20", .seePerson, .correct, by: admin)
        try await access.department("30", .pensionWork, by: admin)
        try await access.person(by: admin, "2", in: "10")
        try await access.person(by: admin, "3", in: "20")
    }

    /// As the staff service's login could.
    private func asStaff(_ access: TestAccess, _ sql: Query) async throws { _ = try await access.hub.staffed.execute(sql) }
    /// As the login of what delivers could.
    private func asWork(_ access: TestAccess, _ sql: Query) async throws { _ = try await access.hub.worked.execute(sql) }
    /// What the owner of the tables puts right.
    private func asOwner(_ access: TestAccess, _ sql: Query) async throws { _ = try await access.hub.admin.execute(sql) }

    private func rights(_ access: TestAccess, _ account: String = "3") async throws -> Set<Right> {
        Set(try await access.signIn(account).principal.grants.keys)
    }

    private func forgeTransfer(_ access: TestAccess, _ kind: String, from old: String, to new: String, on day: CalendarDay) async throws {
        try await asStaff(
            access,
            "INSERT INTO access.transfer_file (taken_at, applied, waiting, unchanged, rejected, digest, by_whom) VALUES (now(), 0, 1, 0, 0, '', '1')")
        try await asStaff(
            access,
            """
            INSERT INTO access.transfer (file_id, line, day, account, kind, name, old_department, new_department, post, task)
            SELECT max(file_id), 2, \(day), '3', \(kind), '職員　3', \(old), \(new), '', '' FROM access.transfer_file
            """)
    }

    @Test func aTransferPutInBySQLKeepsTheTrueOneOutNoMore() async throws {
        try await TestAccess.with { access, admin in
            try await office(access, admin)
            let day = access.today.adding(days: 1)
            try await forgeTransfer(access, "退職", from: "20", to: "", on: day)
            let report = try await take(access, by: admin, "3,職員　3,退職,20,,,,\(day)")
            #expect((report.waiting, report.unchanged, report.rejected) == (1, 0, 0))
            access.pass(days: 1)
            #expect(try await access.control.applyTransfers() == 1)
            try await expectRefused("A0002", access) { _ = try await access.signIn("3") }
            #expect(try await access.control.staff(by: access.administers("1"), account: "3").first?.state == "left")
            // The true one is known from then on.
            #expect(try await take(access, by: access.administers("1"), "3,職員　3,退職,20,,,,\(day)").unchanged == 1)
        }
    }

    @Test func aTransferMarkedAsDoneBySQLLeavesNoRights() async throws {
        try await TestAccess.with { access, admin in
            try await office(access, admin)
            let day = access.today.adding(days: 1)
            _ = try await take(access, by: admin, "3,職員　3,異動,20,30,,,\(day)")
            try await asWork(access, "UPDATE access.transfer SET applied_at = now()")
            // Until its day it takes nothing.
            #expect(try await rights(access) == [.seePerson, .correct])
            access.pass(days: 1)
            #expect(try await rights(access) == [])
            #expect(try await access.control.applyTransfers() == 0)
            try await asWork(access, "UPDATE access.transfer SET applied_at = NULL")
            #expect(try await rights(access) == [.pensionWork])
        }
    }

    @Test func aTransferWhoseFileIsNotTrueLeavesNoRightsAndIsTakenInAgain() async throws {
        try await TestAccess.with { access, admin in
            try await office(access, admin)
            let day = access.today.adding(days: 1)
            _ = try await take(access, by: admin, "3,職員　3,異動,20,30,,,\(day)")
            try await asStaff(access, "UPDATE access.transfer_file SET mac = NULL")
            let again = try await take(access, by: admin, "3,職員　3,異動,20,30,,,\(day)")
            #expect((again.waiting, again.unchanged) == (1, 0))
            access.pass(days: 1)
            #expect(try await rights(access) == [])
            try await asOwner(access, "DELETE FROM access.transfer USING access.transfer_file f WHERE f.file_id = transfer.file_id AND f.mac IS NULL")
            #expect(try await rights(access) == [.pensionWork])
        }
    }

    @Test func aDepartmentPutInBySQLLetsNoTransferBeRefused() async throws {
        try await TestAccess.with { access, admin in
            try await office(access, admin)
            let day = access.today.adding(days: 1)
            try await asWork(
                access, "INSERT INTO access.assignment (entered_at, from_day, account, department, by_whom) VALUES (now(), \(access.today), '3', '30', '1')")
            let report = try await take(access, by: admin, "3,職員　3,異動,20,30,,,\(day)")
            #expect((report.waiting, report.rejected) == (1, 0))
            access.pass(days: 1)
            #expect(try await access.control.applyTransfers() == 0)
            #expect(try await access.hub.count("SELECT count(*) FROM access.transfer WHERE applied_at IS NULL AND refused_because IS NULL") == 1)
            #expect(try await rights(access) == [])
            try await asOwner(access, "DELETE FROM access.assignment WHERE mac IS NULL")
            #expect(try await rights(access) == [.pensionWork])
        }
    }

    @Test func aDepartmentEndedBySQLForAWhileLetsNoTransferBeRefused() async throws {
        try await TestAccess.with { access, admin in
            try await office(access, admin)
            try await asWork(access, "UPDATE access.assignment SET until_day = from_day WHERE account = '3'")
            let report = try await take(access, by: admin, "3,職員　3,退職,20,,,,\(access.today)")
            #expect((report.applied, report.waiting, report.rejected) == (0, 1, 0))
            #expect(try await rights(access) == [])
            try await asWork(access, "UPDATE access.assignment SET until_day = NULL WHERE account = '3'")
            try await expectRefused("A0002", access) { _ = try await access.signIn("3") }
        }
    }

    private func enterBySQL(_ access: TestAccess, _ act: String, from day: CalendarDay) async throws {
        try await asWork(
            access,
            """
            INSERT INTO access.ledger (recorded_at, from_day, recorded_on, account, act, basis, right_name, by_whom, reason)
            VALUES (now(), \(day), \(access.today), '3', \(act), 'transfer', 'read-log', '1', '人事異動')
            """)
    }

    @Test func anEndOfLaterPutInBySQLLetsNoGrantOutliveATransfer() async throws {
        try await TestAccess.with { access, admin in
            try await office(access, admin)
            let (other, clerk) = (try await access.signIn("2").principal, try await access.signIn("3").principal)
            let id = try await access.control.apply(
                by: clerk, for: "3", right: .readLog, from: access.today, until: access.today.adding(days: 60), reason: "監査の補助のため")
            try await access.control.approve(by: other, id)
            #expect(try await rights(access).contains(.readLog))
            try await enterBySQL(access, "end", from: day("2099-01-01"))
            // Of an entry that isn't true the days say nothing either: it counts as a revocation at once.
            #expect(try await rights(access) == [.seePerson, .correct])
            _ = try await take(access, by: admin, "3,職員　3,異動,20,30,,,\(access.today)")
            #expect(try await rights(access) == [.pensionWork])
            try await asOwner(access, "DELETE FROM access.ledger WHERE mac IS NULL")
            #expect(try await rights(access) == [.pensionWork])
        }
    }

    @Test func noEntryPutInBySQLMakesTheProgramLiftARevocation() async throws {
        try await TestAccess.with { access, admin in
            try await office(access, admin)
            try await access.control.allow(by: admin, .readLog, department: "20", task: "事務")
            try await access.control.allow(by: admin, .readLog, department: "30", task: "事務")
            try await access.control.revoke(by: admin, .readLog, from: "3", reason: "調査が終わるまで")
            try await enterBySQL(access, "end", from: day("2099-01-01"))
            try await enterBySQL(access, "grant", from: day("2099-01-01"))
            _ = try await take(access, by: admin, "3,職員　3,異動,20,30,,,\(access.today)")
            try await asOwner(access, "DELETE FROM access.ledger WHERE mac IS NULL")
            #expect(try await rights(access) == [.pensionWork])
        }
    }

    @Test func aRightOfADepartmentPutInBySQLIsNoLineOfTheLedger() async throws {
        try await TestAccess.with { access, admin in
            try await office(access, admin)
            try await asStaff(
                access,
                """
                INSERT INTO access.department_right (entered_at, from_day, department, task, right_name, by_whom)
                VALUES (now(), \(access.today), '30', '事務', 'approve-policies', '1')
                """)
            _ = try await take(access, by: admin, "3,職員　3,異動,20,30,,,\(access.today)")
            #expect(try await rights(access) == [.pensionWork])
            #expect(try await access.hub.count("SELECT count(*) FROM access.ledger WHERE right_name = 'approve-policies'") == 0)
        }
    }

    @Test func whoeverHidesASetUpBySQLAppliesForNothing() async throws {
        try await TestAccess.with { access, admin in
            try await office(access, admin)
            let (_, clerk) = try await access.signIn("3")
            try await asStaff(access, "UPDATE access.credential SET set_up_by = '9' WHERE account = '3'")
            let day = access.today
            await #expect {
                _ = try await access.control.apply(by: clerk, for: "3", right: .readLog, from: day, until: day.adding(days: 9), reason: "監査の補助のため")
            } throws: {
                ($0 as? AccessRefused)?.code == "A0030"
            }
            #expect(try await access.hub.count("SELECT count(*) FROM access.application") == 0)
        }
    }

    @Test func anAdministratorWhoseDepartmentIsHiddenBySQLWidensNoRightsOfTheirOwn() async throws {
        try await TestAccess.with { access, admin in
            try await office(access, admin)
            try await asStaff(
                access, "INSERT INTO access.assignment (entered_at, from_day, account, department, by_whom) VALUES (now(), '2020-01-01', '2', '30', '1')")
            // Nor does it name the person in records.
            #expect(try await access.signIn("2").principal.department == "10")
            try await asStaff(access, "UPDATE access.assignment SET until_day = from_day WHERE account = '2' AND department = '10'")
            await #expect {
                try await access.control.allow(by: access.administers("2"), .readLog, department: "10", task: "事務")
            } throws: {
                ($0 as? AccessRefused)?.code == "A0010"
            }
        }
    }
}
