import AccessControlStand
import Addressee
import Postgres
import Testing

@testable import AccessControl

/// Whoever handed two accounts their set-up codes could be both: nothing that takes two people is done by the two (decision 0017).
@Suite(.timeLimit(.minutes(10))) struct SetUpTests {
    /// Departments of administrators (10), of proposers (20) and of approvers (30).
    private func departments(_ access: TestAccess, _ admin: Principal) async throws {
        try await access.department("10", .administerAccess, by: admin)
        try await access.department("20", .proposePolicies, by: admin)
        try await access.department("30", .approvePolicies, by: admin)
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
                #expect(
                    try await access.hub.pool.withConnection { try await SetUp.of(account, under: access.control.seal, on: $0) } == expected,
                    "set up of \(account)")
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
            #expect(try await access.hub.pool.withConnection { try await SetUp.of("4", under: access.control.seal, on: $0) } == "1")
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
