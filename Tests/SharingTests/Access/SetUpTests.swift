import AccessControlStand
import Addressee
import Governance
import Postgres
import SharingStand
import Testing

@testable import AccessControl
@testable import Sharing

/// Whoever handed two accounts their set-up codes could be both: nothing that takes two people is done by the two (decision 0017).
@Suite(.timeLimit(.minutes(10))) struct SetUpTests {
    private func propose(_ access: TestAccess, as account: String, _ purpose: String = "試験") async throws {
        _ = try await policies(access).propose(
            by: access.signIn(account).principal, PolicyLibrary(documents: TestPolicy.documents([TestPolicy(purpose: purpose)])), reason: "試験")
    }

    /// Why the person may not approve what is proposed; nil where it was approved.
    private func refusal(_ access: TestAccess, as account: String) async -> String? {
        do {
            _ = try await policies(access).approve(by: access.signIn(account).principal, access.hub.proposed(), reason: "試験")
            return nil
        } catch {
            return (error as? PolicyActRefused)?.code ?? "\(error)"
        }
    }

    private func policies(_ access: TestAccess) -> PolicyLifecycle {
        PolicyLifecycle(pool: access.hub.pool, store: access.hub.store, today: { access.today })
    }

    /// Departments of administrators (10), of proposers (20) and of approvers (30).
    private func departments(_ access: TestAccess, _ admin: Principal) async throws {
        try await access.department("10", .administerAccess, by: admin)
        try await access.department("20", .proposePolicies, by: admin)
        try await access.department("30", .approvePolicies, by: admin)
    }

    @Test func twoWhomOneAdministratorSetUpDecideNothingForEachOtherWhateverTheDay() async throws {
        try await TestAccess.with { access, admin in
            try await departments(access, admin)
            try await access.person(by: admin, "4", in: "20")
            try await access.person(by: admin, "5", in: "30")
            access.pass(days: 60)
            try await propose(access, as: "4")
            #expect(await refusal(access, as: "5") == "L0022")
            #expect(try await access.hub.count("SELECT count(*) FROM audit.event WHERE is_failure AND body::jsonb #>> '{fields,refusal}' = 'L0022'") == 1)
            // The way out: another administrator hands one of the two a code of their own.
            try await access.person(by: access.signIn("1").principal, "2", in: "10")
            try await access.enrol("5", access.control.recover(by: access.signIn("2").principal, account: "5"))
            #expect(await refusal(access, as: "5") == nil)
            #expect(try await access.hub.text("SELECT set_up_by FROM governance.act WHERE act = 'approve'") == "2")
        }
    }

    @Test func aNewSetUpOfTheProposerAfterwardsChangesNothing() async throws {
        try await TestAccess.with { access, admin in
            try await departments(access, admin)
            try await access.person(by: admin, "2", in: "10")
            try await access.person(by: admin, "4", in: "20")
            try await access.person(by: admin, "5", in: "30")
            try await propose(access, as: "4")
            try await access.enrol("4", access.control.recover(by: access.signIn("2").principal, account: "4"))
            #expect(await refusal(access, as: "5") == "L0022")
        }
    }

    @Test func onItsFirstDayACityWithTwoAdministratorsProposesAndApproves() async throws {
        try await TestAccess.with { access, admin in
            try await departments(access, admin)
            try await access.person(by: admin, "2", in: "10")
            try await access.person(by: admin, "4", in: "20")
            try await access.person(by: access.signIn("2").principal, "5", in: "30")
            try await propose(access, as: "4")
            #expect(await refusal(access, as: "5") == nil)
        }
    }

    /// 1 and 2 with both rights: 2 by the department, 1 by applications that 2 decided on.
    private func twoPeople(_ access: TestAccess, _ admin: Principal) async throws {
        try await access.department("10", .administerAccess, .proposePolicies, .approvePolicies, by: admin)
        try await access.department("20", .proposePolicies, by: admin)
        try await access.person(by: admin, "2", in: "10")
        access.pass(days: 1)
        for right in [Right.proposePolicies, .approvePolicies] {
            let (from, until) = (access.today, access.today.adding(days: 300))
            let id = try await access.control.apply(by: access.signIn("1").principal, for: "1", right: right, from: from, until: until, reason: "二人だけの市のため")
            try await access.control.approve(by: access.signIn("2").principal, id)
        }
        access.pass(days: 1)
    }

    @Test func theFirstTwoAdministratorsAreTwoPeopleUntilOneRecoversTheOther() async throws {
        try await TestAccess.with { access, admin in
            try await twoPeople(access, admin)
            try await propose(access, as: "2")
            #expect(await refusal(access, as: "1") == nil)
            try await propose(access, as: "1", "別の目的")
            #expect(await refusal(access, as: "2") == nil)
            try await access.enrol("2", access.control.recover(by: access.signIn("1").principal, account: "2"))
            access.pass(days: 10)
            try await propose(access, as: "2", "さらに別の目的")
            #expect(await refusal(access, as: "1") == "L0016")
            // The way out: a third administrator, set up by the one who is to be recovered no more than the other.
            try await access.person(by: access.signIn("2").principal, "3", in: "10")
            access.pass(days: 1)
            #expect(await refusal(access, as: "3") == "L0016")
            try await access.enrol("2", access.control.recover(by: access.signIn("3").principal, account: "2"))
            access.pass(days: 1)
            _ = try await policies(access).reject(by: access.signIn("1").principal, access.hub.proposed(), reason: "出し直し")
            try await propose(access, as: "2", "出し直した目的")
            #expect(await refusal(access, as: "1") == nil)
        }
    }
}
