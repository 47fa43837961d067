import Addressee
import Governance
import Postgres
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

    @Test func onlyOneAccountIsTheSecondAdministratorHoweverManyWereRegisteredBefore() async throws {
        try await TestAccess.with { access, admin in
            try await departments(access, admin)
            // Both registered while 1 alone administered access.
            try await access.person(by: admin, "4", in: "20")
            try await access.person(by: admin, "2", in: "10")
            try await access.person(by: access.signIn("2").principal, "5", in: "30")
            access.pass(days: 30)
            for (account, expected) in [("2", nil), ("4", "1"), ("5", "2"), ("1", nil)] as [(String, String?)] {
                #expect(try await access.hub.pool.withConnection { try await SetUp.of(account, on: $0) } == expected, "set up of \(account)")
            }
        }
    }

    @Test func whoIsMadeAnAdministratorLaterIsNotTheSecond() async throws {
        try await TestAccess.with { access, admin in
            try await departments(access, admin)
            try await access.person(by: admin, "4", in: "20")
            try await access.person(by: admin, "2", in: "10")
            let day = access.today
            let id = try await access.control.apply(
                by: access.signIn("4").principal, for: "4", right: .administerAccess, from: day, until: day.adding(days: 90), reason: "引継ぎのため")
            try await access.control.approve(by: access.signIn("2").principal, id)
            #expect(try await access.hub.pool.withConnection { try await SetUp.of("4", on: $0) } == "1")
        }
    }

    @Test func whoeverSetTheApplicantUpDoesNotDecideOnTheApplication() async throws {
        try await TestAccess.with { access, admin in
            try await departments(access, admin)
            try await access.person(by: admin, "2", in: "10")
            try await access.person(by: access.signIn("2").principal, "6", in: "10")
            try await access.person(by: access.signIn("1").principal, "4", in: "20")
            access.pass(days: 10)
            func apply() async throws -> Int64 {
                let (from, until) = (access.today, access.today.adding(days: 9))
                return try await access.control.apply(by: access.signIn("4").principal, for: "4", right: .readLog, from: from, until: until, reason: "監査の補助のため")
            }
            let first = try await apply()
            try await expectRefused("A0026", access) { try await access.control.approve(by: access.signIn("1").principal, first) }
            try await access.control.approve(by: access.signIn("2").principal, first)
            // Recovered by 2: whom 2 set up is out, too; 1 decides.
            try await access.enrol("4", access.control.recover(by: access.signIn("2").principal, account: "4"))
            let second = try await apply()
            for account in ["2", "6"] {
                try await expectRefused("A0026", access) { try await access.control.approve(by: access.signIn(account).principal, second) }
            }
            // What was applied for in a set-up stays that set-up's: 6 is out though 4 was recovered by 1 since.
            try await access.enrol("4", access.control.recover(by: access.signIn("1").principal, account: "4"))
            try await expectRefused("A0026", access) { try await access.control.approve(by: access.signIn("6").principal, second) }
            try await expectRefused("A0026", access) { try await access.control.approve(by: access.signIn("1").principal, second) }
            // Rejecting gives nobody anything: any other administrator may.
            try await access.control.reject(by: access.signIn("6").principal, second, reason: "出し直してください")
        }
    }

    @Test func whoeverAppliesOnBehalfIsNoMoreTheSecondPersonThanTheSubject() async throws {
        try await TestAccess.with { access, admin in
            try await departments(access, admin)
            try await access.person(by: admin, "2", in: "10")
            try await access.person(by: access.signIn("2").principal, "6", in: "10")
            try await access.person(by: access.signIn("1").principal, "4", in: "20")
            access.pass(days: 10)
            let (from, until) = (access.today, access.today.adding(days: 9))
            // 4 is of 1, the author 6 is of 2: 2 set the author up.
            let id = try await access.control.apply(by: access.signIn("6").principal, for: "4", right: .readLog, from: from, until: until, reason: "監査の補助のため")
            for account in ["1", "2"] {
                try await expectRefused("A0026", access) { try await access.control.approve(by: access.signIn(account).principal, id) }
            }
        }
    }

    @Test func whomTheApplicantMadeAnAdministratorTodayDoesNotDecideToday() async throws {
        try await TestAccess.with { access, admin in
            try await departments(access, admin)
            try await access.person(by: admin, "2", in: "10")
            let (from, until) = (access.today, access.today.adding(days: 9))
            let id = try await access.control.apply(by: access.signIn("1").principal, for: "1", right: .readLog, from: from, until: until, reason: "監査の補助のため")
            try await expectRefused("A0027", access) { try await access.control.approve(by: access.signIn("2").principal, id) }
        }
    }

    @Test func whoLostTheRightWhileSignedInDoesNotDecide() async throws {
        try await TestAccess.with { access, admin in
            try await departments(access, admin)
            try await access.person(by: admin, "2", in: "10")
            try await access.person(by: access.signIn("1").principal, "4", in: "20")
            access.pass(days: 10)
            let (from, until) = (access.today, access.today.adding(days: 9))
            let id = try await access.control.apply(by: access.signIn("4").principal, for: "4", right: .readLog, from: from, until: until, reason: "監査の補助のため")
            let other = try await access.signIn("2").principal
            try await access.control.revoke(by: access.signIn("1").principal, .administerAccess, from: "2", reason: "交代のため")
            try await expectRefused("A0001", access) { try await access.control.approve(by: other, id) }
        }
    }
}
