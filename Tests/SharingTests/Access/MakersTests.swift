import AccessControlStand
import Addressee
import Governance
import Postgres
import SharingStand
import Testing

@testable import AccessControl
@testable import Sharing

/// Whoever had a part in making an approver is no proposer of what that approver approves the same day (二人制).
@Suite(.timeLimit(.minutes(10))) struct MakersTests {
    /// "1" administers; "5", another administrator, proposes, too; "3" works in department 30, which may do nothing yet.
    private func lifecycle(_ access: TestAccess, _ admin: Principal) async throws -> Principal {
        try await access.department("10", .administerAccess, .proposePolicies, by: admin)
        try await access.department("20", .seePerson, by: admin)
        try await access.department("30", .seePerson, by: admin)
        try await access.department("40", .approvePolicies, by: admin)
        try await access.person(by: admin, "5", in: "10")
        try await access.person(by: admin, "3", in: "30")
        access.pass(days: 10)
        return try await access.signIn("5").principal
    }

    private func policies(_ access: TestAccess) -> PolicyLifecycle {
        PolicyLifecycle(pool: access.hub.pool, store: access.hub.store, today: { access.today })
    }

    /// What `proposer` proposes today, and why "3" may not approve it; nil where it may.
    private func refusal(_ access: TestAccess, of account: String = "3", proposedBy proposer: Principal) async throws -> String? {
        _ = try await policies(access).propose(by: proposer, PolicyLibrary(documents: TestPolicy.documents([TestPolicy()])), reason: "試験")
        return await code { _ = try await policies(access).approve(by: access.signIn(account).principal, access.hub.proposed(), reason: "試験") }
    }

    private func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? PolicyActRefused)?.code ?? "\(error)"
        }
    }

    private func transfer(_ access: TestAccess, _ rows: String...) throws -> String {
        try access.hub.write(
            (["職員番号,氏名,異動区分,旧所属,新所属,職名,担当事務,発令日"] + rows).map { $0 + "\n" }.joined().utf8, to: "transfer.csv")
    }

    @Test func whoTookTheTransferFileInMadeTheApprover() async throws {
        try await TestAccess.with { access, admin in
            let proposer = try await lifecycle(access, admin)
            _ = try await access.control.takeTransfers(by: proposer, transfer(access, "3,職員　3,異動,30,40,,,\(access.today)"))
            #expect(try await refusal(access, proposedBy: proposer) == "L0004")
        }
    }

    @Test func aTransferThatSomebodyElseTookInMakesAnApprover() async throws {
        try await TestAccess.with { access, admin in
            let proposer = try await lifecycle(access, admin)
            _ = try await access.control.takeTransfers(by: access.signIn("1").principal, transfer(access, "3,職員　3,異動,30,40,,,\(access.today)"))
            #expect(try await refusal(access, proposedBy: proposer) == nil)
        }
    }

    @Test func whoGaveARevokedRightBackMadeTheApprover() async throws {
        try await TestAccess.with { access, admin in
            let proposer = try await lifecycle(access, admin)
            _ = try await access.control.takeTransfers(by: access.signIn("1").principal, transfer(access, "3,職員　3,異動,30,40,,,\(access.today)"))
            try await access.control.revoke(by: access.signIn("1").principal, .approvePolicies, from: "3", reason: "調査が終わるまで")
            access.pass(days: 10)
            let clerk = try await access.signIn("3").principal
            #expect(!clerk.may(.approvePolicies))
            let day = access.today
            let id = try await access.control.apply(by: clerk, for: "3", right: .approvePolicies, from: day, until: day.adding(days: 9), reason: "承認のため")
            try await access.control.approve(by: proposer, id)
            #expect(try await refusal(access, proposedBy: access.signIn("5").principal) == "L0004")
        }
    }

    @Test func whoGaveTheDepartmentTheRightMadeTheApproverWhoeverAssigned() async throws {
        try await TestAccess.with { access, admin in
            let proposer = try await lifecycle(access, admin)
            try await access.control.allow(by: proposer, .approvePolicies, department: "30", task: "事務")
            try await access.control.addDepartment(by: admin, "50", name: "課")
            try await access.control.allow(by: proposer, .approvePolicies, department: "50", task: "事務")
            try await access.person(by: access.signIn("1").principal, "4", in: "50")
            #expect(try await refusal(access, proposedBy: proposer) == "L0004")
            #expect(await code { _ = try await policies(access).approve(by: access.signIn("4").principal, access.hub.proposed(), reason: "試験") } == "L0004")
        }
    }

    @Test func aRightThatBeginsTodayWasMadeTodayByApplicantAndApprover() async throws {
        try await TestAccess.with { access, admin in
            let proposer = try await lifecycle(access, admin)
            // Set up by neither of the two who make the right.
            try await access.person(by: proposer, "6", in: "10")
            try await access.enrol("3", access.control.recover(by: access.signIn("6").principal, account: "3"))
            let (today, friday) = (access.today, access.today.adding(days: 4))
            let onBehalf = try await access.control.apply(
                by: proposer, for: "3", right: .approvePolicies, from: friday, until: friday.adding(days: 30), reason: "承認のため")
            try await access.control.approve(by: access.signIn("1").principal, onBehalf)
            access.pass(days: 4)
            let grant = try await access.signIn("3").principal.grants[.approvePolicies]
            #expect(grant?.makers == ["5": friday, "1": friday, "6": today])
            #expect(try await refusal(access, proposedBy: access.signIn("5").principal) == "L0004")
        }
    }

    @Test func whoRecoveredAPersonMadeTheApprover() async throws {
        try await TestAccess.with { access, admin in
            let proposer = try await lifecycle(access, admin)
            _ = try await access.control.takeTransfers(by: access.signIn("1").principal, transfer(access, "3,職員　3,異動,30,40,,,\(access.today)"))
            access.pass(days: 10)
            try await access.enrol("3", access.control.recover(by: access.signIn("5").principal, account: "3"))
            #expect(try await refusal(access, proposedBy: access.signIn("5").principal) == "L0016")
            // The code counts on the day it is used, too.
            access.pass(days: 5)
            let code = try await access.control.recover(by: access.signIn("5").principal, account: "3")
            access.pass(days: 1)
            try await access.enrol("3", code)
            #expect(try await access.signIn("3").principal.grants[.approvePolicies]?.makers["5"] == access.today)
            _ = proposer
        }
    }

    @Test func whoRecoveredAPersonIsNeverTheProposerOfWhatTheyApproveWhateverTheDay() async throws {
        try await TestAccess.with { access, admin in
            _ = try await lifecycle(access, admin)
            _ = try await access.control.takeTransfers(by: access.signIn("1").principal, transfer(access, "3,職員　3,異動,30,40,,,\(access.today)"))
            try await access.enrol("3", access.control.recover(by: access.signIn("5").principal, account: "3"))
            access.pass(days: 60)
            #expect(try await refusal(access, proposedBy: access.signIn("5").principal) == "L0016")
            // Somebody else recovers the person: who did so before is nobody to them any more.
            try await access.enrol("3", access.control.recover(by: access.signIn("1").principal, account: "3"))
            access.pass(days: 1)
            #expect(try await refusal(access, proposedBy: access.signIn("5").principal) == nil)
            #expect(try await access.hub.text("SELECT set_up_by FROM governance.act WHERE act = 'approve'") == "1")
        }
    }

    @Test func whoRecoveredTheProposerCantApproveEvenIfSomebodyElseRecoversThemAfterwards() async throws {
        try await TestAccess.with { access, admin in
            _ = try await lifecycle(access, admin)
            try await access.department("60", .administerAccess, .approvePolicies, by: access.signIn("1").principal)
            try await access.person(by: access.signIn("1").principal, "6", in: "60")
            access.pass(days: 10)
            try await access.enrol("5", access.control.recover(by: access.signIn("6").principal, account: "5"))
            access.pass(days: 30)
            let proposer = try await access.signIn("5").principal
            #expect(try await refusal(access, of: "6", proposedBy: proposer) == "L0016")
            try await access.enrol("5", access.control.recover(by: access.signIn("1").principal, account: "5"))
            access.pass(days: 1)
            #expect(try await refusal(access, of: "6", proposedBy: access.signIn("5").principal) == "L0016")
        }
    }

    @Test func theDatabaseItselfLetsNobodyApproveWhatWasProposedByWhoSetThemUp() async throws {
        try await TestAccess.with { access, admin in
            let proposer = try await lifecycle(access, admin)
            let proposed = try await policies(access).propose(by: proposer, PolicyLibrary(documents: TestPolicy.documents([TestPolicy()])), reason: "試験")
            let version = try #require(proposed.first).policy.contentHash
            await #expect {
                try await access.hub.pool.execute(
                    """
                    INSERT INTO governance.act (acted_on, step, after_step, policy_version, act, account, reason, after_act, after_account, set_up_by)
                    VALUES ('2026-11-20', 2, 1, \(version), 'approve', '3', 'x', 'propose', '5', '5')
                    """)
            } throws: {
                ($0 as? PostgresError)?.constraint == "act_approver_not_set_up_by_proposer"
            }
        }
    }

    @Test func whatARevocationTookCountsNoMoreForWhoIsSignedIn() async throws {
        try await TestAccess.with { access, admin in
            let proposer = try await lifecycle(access, admin)
            _ = try await access.control.takeTransfers(by: access.signIn("1").principal, transfer(access, "3,職員　3,異動,30,40,,,\(access.today)"))
            let library = try PolicyLibrary(documents: TestPolicy.documents([TestPolicy()]))
            _ = try await policies(access).propose(by: proposer, library, reason: "試験")
            let approver = try await access.signIn("3").principal
            try await access.control.revoke(by: access.signIn("1").principal, .approvePolicies, from: "3", reason: "調査が終わるまで")
            #expect(approver.may(.approvePolicies))
            #expect(await code { _ = try await policies(access).approve(by: approver, access.hub.proposed(), reason: "試験") } == "L0002")
            #expect(await code { _ = try await policies(access).reject(by: approver, access.hub.proposed(), reason: "試験") } == "L0006")
            try await access.control.close(by: access.signIn("1").principal, account: "5")
            #expect(await code { _ = try await policies(access).propose(by: proposer, library, reason: "試験") } == "L0005")
        }
    }
}
