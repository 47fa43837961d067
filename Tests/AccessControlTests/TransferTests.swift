import AccessControlStand
import Addressee
import Foundation
import Postgres
import Testing

@testable import AccessControl
@testable import AuditTrail
@testable import SourceFiles

/// 人事異動: on its day everything of the old department ends and the new one's begins.
@Suite struct TransferTests {
    private static let header = "職員番号,氏名,異動区分,旧所属,新所属,職名,担当事務,発令日"

    private func file(_ access: TestAccess, _ rows: String...) throws -> String {
        try access.hub.write(([Self.header] + rows).map { $0 + "\n" }.joined().utf8, to: "transfer.csv")
    }

    private func lifecycle(_ access: TestAccess, _ admin: Principal) async throws {
        try await access.department("10", .administerAccess, by: admin)
        try await access.department("20", .seePerson, .correct, by: admin)
        try await access.department("30", .pensionWork, by: admin)
        try await access.person(by: admin, "2", in: "10")
        try await access.person(by: admin, "3", in: "20")
    }

    @Test func onItsDayTheOldRightsEndAndTheNewBegin() async throws {
        try await TestAccess.with { access, admin in
            try await lifecycle(access, admin)
            let other = try await access.signIn("2").principal
            let (_, clerk) = try await access.signIn("3")
            let id = try await access.control.apply(
                by: clerk, for: "3", right: .readLog, from: access.today, until: access.today.adding(days: 60), reason: "監査の補助のため")
            try await access.control.approve(by: other, id)
            let day = access.today.adding(days: 1)
            let report = try await access.control.takeTransfers(by: admin, file(access, "3,職員　3,異動,20,30,主任,,\(day)"))
            #expect((report.rowsRead, report.applied, report.waiting, report.unchanged, report.rejected) == (1, 0, 1, 0, 0))
            // The day before, to its last minute: 23:59 in Japan.
            access.pass(seconds: Int64(day.daysSince2000 + 10_957) * 86_400 - 9 * 3600 - 60 - access.now.unixSeconds - 60)
            let (token, before) = try await access.signIn("3")
            #expect(before.department == "20")
            #expect(try await access.rights(token) == [.seePerson, .correct, .readLog])
            // Midnight passes: the same token, without any daily step.
            access.pass(seconds: 60)
            #expect(access.today == day)
            let after = try await access.control.principal(of: token, terminal: "t")
            #expect(Set(after.grants.keys) == [.pensionWork])
            #expect(after.department == "30")
            #expect(after.grants[.pensionWork]?.makers == ["personnel-transfer": day, "1": day])
            let lines = try await access.control.ledger(by: admin, account: "3", limit: 20)
            #expect(
                Set(lines.filter { $0.from == day.description }.map { "\($0.act) \($0.right)" }) == [
                    "end see-person", "end correct", "end read-log", "grant pension-work",
                ])
        }
    }

    @Test func theDailyStepPutsEverythingOfTheDayIntoEffect() async throws {
        try await TestAccess.with { access, admin in
            try await lifecycle(access, admin)
            let day = access.today.adding(days: 5)
            _ = try await access.control.takeTransfers(
                by: admin, file(access, "3,職員　3,兼務,,30,,,\(day)", "4,新人　四郎,採用,,20,主事,,\(day)", "2,職員　2,退職,10,,,,\(day.adding(days: 1))"))
            access.pass(days: 4)
            #expect(try await access.control.applyTransfers() == 0)
            access.pass(days: 1)
            #expect(try await access.control.applyTransfers() == 2)
            #expect(try await access.control.applyTransfers() == 0)
            #expect(try await access.rights(access.signIn("3").token) == [.seePerson, .correct, .pensionWork])
            // Who joins has no password until an administrator gives a set-up code.
            try await expectRefused("A0002", access) {
                _ = try await access.control.signIn(account: "4", password: TestAccess.password, code: "000000", terminal: "t")
            }
            try await access.enrol("4", access.control.recover(by: admin, account: "4"))
            #expect(try await access.rights(access.signIn("4").token) == [.seePerson, .correct])
            let (token, _) = try await access.signIn("2")
            access.pass(days: 1)
            try await expectRefused("A0004", access) { _ = try await access.control.principal(of: token, terminal: "t") }
            try await expectRefused("A0002", access) { _ = try await access.signIn("2") }
            #expect(try await access.control.staff(by: admin, account: "2").first?.state == "left")
        }
    }

    @Test func theSameFileAgainChangesNothing() async throws {
        try await TestAccess.with { access, admin in
            try await lifecycle(access, admin)
            let path = try file(access, "3,職員　3,異動,20,30,,,\(access.today)", "4,新人　四郎,採用,,20,,,\(access.today.adding(days: 3))")
            let first = try await access.control.takeTransfers(by: admin, path)
            #expect((first.applied, first.waiting, first.unchanged, first.rejected) == (1, 1, 0, 0))
            let second = try await access.control.takeTransfers(by: admin, path)
            #expect((second.applied, second.waiting, second.unchanged, second.rejected) == (0, 0, 2, 0))
            #expect(try await access.rights(access.signIn("3").token) == [.pensionWork])
        }
    }

    @Test func aRevocationOutlivesATransfer() async throws {
        try await TestAccess.with { access, admin in
            try await lifecycle(access, admin)
            try await access.control.allow(by: admin, .pensionWork, department: "20", task: "事務")
            try await access.control.revoke(by: admin, .pensionWork, from: "3", reason: "調査が終わるまで")
            _ = try await access.control.takeTransfers(by: admin, file(access, "3,職員　3,異動,20,30,,,\(access.today)"))
            #expect(try await access.rights(access.signIn("3").token) == [])
        }
    }

    @Test func aRevocationUnderATemporaryGrantOutlivesATransfer() async throws {
        try await TestAccess.with { access, admin in
            try await lifecycle(access, admin)
            let other = try await access.signIn("2").principal
            try await access.control.allow(by: admin, .pensionWork, department: "20", task: "事務")
            try await access.control.revoke(by: admin, .pensionWork, from: "3", reason: "調査が終わるまで")
            access.pass(days: 1)
            let until = access.today.adding(days: 30)
            let id = try await access.control.apply(by: admin, for: "3", right: .pensionWork, from: access.today, until: until, reason: "応援のため")
            try await access.control.approve(by: other, id)
            #expect(try await access.rights(access.signIn("3").token).contains(.pensionWork))
            _ = try await access.control.takeTransfers(by: admin, file(access, "3,職員　3,異動,20,30,,,\(access.today)"))
            #expect(try await access.rights(access.signIn("3").token) == [])
        }
    }

    @Test func eachWrongRowIsNamedAndTheGoodOnesGoOn() async throws {
        try await TestAccess.with { access, admin in
            try await lifecycle(access, admin)
            let today = access.today
            let rows: [(row: String, faults: Set<String>)] = [
                ("3,職員　3,異動,20,30,,,\(today)", []), (",職員　3,異動,20,30,,,\(today)", ["T0001 職員番号"]), ("3-3,職員　3,異動,20,30,,,\(today)", ["T0002 職員番号"]),
                ("3,,異動,20,30,,,\(today)", ["T0001 氏名"]), ("3,職員　3,昇任,20,30,,,\(today)", ["T0002 異動区分"]), ("3,職員　3,異動,,30,,,\(today)", ["T0001 旧所属"]),
                ("3,職員　3,兼務,20,30,,,\(today)", ["T0016 旧所属"]), ("3,職員　3,退職,30,10,,,\(today)", ["T0016 新所属"]), ("3,職員　3,異動,30,99,,,\(today)", ["T0003 新所属"]),
                ("3,職員　3,異動,20,10,,,\(today)", ["T0005 旧所属"]), ("3,職員　3,異動,30,30,,,\(today.adding(days: 2))", ["T0010 新所属"]),
                ("9,だれか,異動,20,30,,,\(today)", ["T0004 職員番号"]), ("3,別人　名無,異動,30,10,,,\(today)", ["T0009 氏名"]),
                ("2,職員　2,採用,,20,,,\(today)", ["T0006 職員番号"]), ("3,職員　3,兼務,,30,,,\(today)", ["T0013 新所属"]), ("3,職員　3,異動,30,10,,,2026-02-30", ["T0002 発令日"]),
                ("3,職員　3,異動,30,10,,,2036-11-21", ["T0007 発令日"]), ("3,職員　3,異動,30,10,,\(today)", ["T0008 行"]), ("1,管理　一郎,兼務,,20,,,\(today)", ["T0011 職員番号"]),
                ("2,職員　2,異動,10,20,\"係\"\"長\"\"\",窓口,\(today.adding(days: 9))", []),
            ]
            let path = try access.hub.write(([Self.header] + rows.map(\.row)).map { $0 + "\r\n" }.joined().utf8, to: "wrong.csv")
            let report = try await access.control.takeTransfers(by: admin, path)
            #expect(report.addsUp)
            #expect((report.rowsRead, report.applied, report.waiting, report.rejected) == (20, 1, 1, 18))
            for (index, row) in rows.enumerated() {
                let found = Set(report.faults.filter { $0.line == index + 2 }.map { "\($0.code) \($0.item)" })
                #expect(found == row.faults, "line \(index + 2)")
            }
            // Neither the report nor the table repeats a name.
            #expect(!"\(report.faults)".contains("別人"))
            #expect(try await access.hub.count("SELECT count(*) FROM access.transfer_rejected") == 18)
        }
    }

    @Test(arguments: [
        ("職員番号,氏名,旧所属,新所属,発令日\n", "F0003"), ("3,職員,異動,20,30,,,2026-11-21\n", "F0003"), ("", "F0006"),
        ("職員番号,氏名,異動区分,旧所属,新所属,発令日\n3,職員", "F0004"), ("職員番号;氏名;異動区分;旧所属;新所属;発令日\n", "F0016"),
    ]) func aFileThatIsNoSuchFileIsRefusedWhole(text: String, code: String) async throws {
        try await TestAccess.with { access, admin in
            let path = try access.hub.write(text.utf8, to: "no.csv")
            await #expect { _ = try await access.control.takeTransfers(by: admin, path) } throws: { ($0 as? FileRefused)?.code == code }
            #expect(try await access.hub.count("SELECT count(*) FROM access.transfer_file") == 0)
            #expect(try await access.hub.count("SELECT count(*) FROM audit.event WHERE kind = 'access.transfer-taken' AND is_failure") == 1)
        }
    }

    @Test func aFileThatNamesAnotherBodyIsRefusedAndARowOfOneAlone() async throws {
        try await TestAccess.with { access, admin in
            try await lifecycle(access, admin)
            let day = access.today.adding(days: 3)
            func file(_ codes: [String]) throws -> String {
                let rows = zip(["2,職員　2,異動,10,20", "3,職員　3,異動,20,30", "3,職員　3,兼務,,10"], codes).map { "\($0),,,\(day),\($1)" }
                return try access.hub.write((["\(Self.header),市区町村コード"] + rows).map { $0 + "\n" }.joined().utf8, to: "body.csv")
            }
            await #expect { _ = try await access.control.takeTransfers(by: admin, file(["112011", ""])) } throws: { ($0 as? FileRefused)?.code == "F0048" }
            #expect(try await access.hub.count("SELECT count(*) FROM access.transfer_file") == 0)
            let onRecord = try await access.hub.count(
                "SELECT count(*) FROM audit.event WHERE kind = 'access.transfer-taken' AND is_failure AND body LIKE '%F0048%'")
            #expect(onRecord == 1)
            // A ward's code is the city's own.
            let report = try await access.control.takeTransfers(by: admin, file(["111023", "112011", "11100"]))
            #expect((report.rowsRead, report.waiting, report.rejected) == (3, 1, 2))
            #expect(report.faults.map { "\($0.line) \($0.code) \($0.item)" } == ["3 E0234 市区町村コード", "4 T0002 市区町村コード"])
        }
    }

    @Test func aByteOrderMarkIsTakenAndAStrayQuoteCostsItsRow() async throws {
        try await TestAccess.with { access, admin in
            try await lifecycle(access, admin)
            let day = access.today.adding(days: 3)
            let text = "\u{FEFF}\(Self.header)\n2,職\"員,異動,20,30,,,\(day)\n3,職員　3,異動,20,30,,,\(day)"
            let report = try await access.control.takeTransfers(by: admin, access.hub.write(text.utf8, to: "bom.csv"))
            #expect((report.rowsRead, report.waiting, report.rejected) == (2, 1, 1))
            #expect(report.faults.map(\.line) == [2])
            // As Excel saves it: 職員 in Windows-31J, and a character of nobody's.
            let windows = try #require("\(Self.header)\r\n2,職員　2,異動,10,20,,,\(day)\r\n".data(using: .shiftJIS))
            let wrong = Array("3,".utf8) + [0x85, 0x40] + Array(",,20,30,,,\(day)\r\n".utf8)
            let second = try await access.control.takeTransfers(by: admin, access.hub.write(windows + wrong, to: "sjis.csv"), encoding: .cp932)
            #expect((second.rowsRead, second.waiting, second.rejected) == (2, 1, 1))
            #expect(second.faults.map(\.code) == ["T0008"])
        }
    }

    @Test func aRowThatNoLongerFitsOnItsDayIsRefusedWithItsRule() async throws {
        try await TestAccess.with { access, admin in
            try await lifecycle(access, admin)
            let day = access.today.adding(days: 3)
            _ = try await access.control.takeTransfers(by: admin, file(access, "3,職員　3,異動,20,30,,,\(day)"))
            try await access.control.close(by: admin, account: "3")
            access.pass(days: 3)
            #expect(try await access.control.applyTransfers() == 0)
            #expect(try await access.hub.text("SELECT refused_because FROM access.transfer") == "T0004")
            #expect(try await access.hub.count("SELECT count(*) FROM audit.event WHERE kind = 'access.transfer-applied' AND is_failure") == 1)
        }
    }

    @Test func theLastAdministratorIsNotTransferredAway() async throws {
        try await TestAccess.with { access, admin in
            try await lifecycle(access, admin)
            try await access.control.revoke(by: admin, .administerAccess, from: "1", reason: "交代のため")
            let other = try await access.signIn("2").principal
            _ = try await access.control.takeTransfers(by: admin, file(access, "2,職員　2,異動,10,20,,,\(access.today.adding(days: 1))"))
            access.pass(days: 1)
            #expect(try await access.control.applyTransfers() == 0)
            #expect(try await access.hub.text("SELECT refused_because FROM access.transfer") == "T0012")
            #expect(try await access.signIn("2").principal.may(.administerAccess))
            _ = other
        }
    }

    @Test func theLastAdministratorGoesOnceTheSuccessorHasCome() async throws {
        try await TestAccess.with { access, admin in
            try await lifecycle(access, admin)
            try await access.control.allow(by: admin, .liftSuppression, department: "10", task: "事務")
            try await access.control.revoke(by: access.signIn("2").principal, .administerAccess, from: "1", reason: "交代のため")
            let other = try await access.signIn("2").principal
            let day = access.today.adding(days: 1)
            let path = try file(access, "2,職員　2,異動,10,20,,,\(day)", "4,新人　四郎,採用,,10,,,\(day)")
            _ = try await access.control.takeTransfers(by: access.administers("1"), path)
            access.pass(days: 1)
            // Who has come can't sign in yet: the other stays, with nothing but what lets the newcomer in.
            #expect(try await access.control.applyTransfers() == 1)
            let (token, _) = try await access.signIn("2")
            #expect(try await access.rights(token) == [.administerAccess])
            #expect(try await access.hub.count("SELECT count(*) FROM audit.event WHERE kind = 'access.transfer-applied' AND is_failure") == 1)
            try await access.enrol("4", access.control.recover(by: access.control.principal(of: token, terminal: "t"), account: "4"))
            #expect(try await access.rights(token) == [.seePerson, .correct])
            #expect(try await access.rights(access.signIn("4").token).contains(.administerAccess))
            _ = other
        }
    }

    @Test func aSuccessorWhoCanSignInArrivesBeforeTheLastAdministratorLeaves() async throws {
        try await TestAccess.with { access, admin in
            try await lifecycle(access, admin)
            try await access.control.revoke(by: access.signIn("2").principal, .administerAccess, from: "1", reason: "交代のため")
            let day = access.today.adding(days: 1)
            let path = try file(access, "2,職員　2,退職,10,,,,\(day)", "3,職員　3,異動,20,10,,,\(day)")
            _ = try await access.control.takeTransfers(by: access.administers("1"), path)
            access.pass(days: 1)
            #expect(try await access.control.applyTransfers() == 2)
            #expect(try await access.hub.count("SELECT count(*) FROM access.transfer WHERE refused_because IS NOT NULL") == 0)
            #expect(try await access.control.staff(by: access.signIn("3").principal, account: "2").first?.state == "left")
        }
    }

    @Test func theExampleInTheRepositoryIsSuchAFile() async throws {
        let file = try await TransferFile.read(TestServer.root + "/ops/examples/personnel-transfer.csv", of: nil, today: day("2027-03-25"))
        #expect(file.faults == [])
        #expect(Set(file.rows.map(\.kind)) == Set(TransferRow.Kind.allCases))
    }
}
