import AccessControlStand
import Addressee
import AuditTrail
import Postgres
import Testing

@testable import AccessControl

/// A terminal at which many accounts fail is slowed, and never shut.
@Suite struct TerminalLimitTests {
    private func attempt(_ access: TestAccess, _ account: String, at terminal: String) async throws -> String {
        do {
            _ = try await access.control.signIn(account: account, password: "wrong password!!", code: "000000", terminal: terminal)
            return "in"
        } catch let refused as AccessRefused { return refused.code }
    }

    /// One failure each for thirty accounts, from as many windows of one machine.
    private func fail(_ access: TestAccess, times: Int = 30, machine: String = "pc-1") async throws {
        for n in 1...times {
            let code = try await attempt(access, "guessed-\(n)", at: "\(machine)/3f9c2b7a81d0/pts-\(n):7-\(n)")
            #expect(code == "A0002")
        }
    }

    @Test func afterThirtyFailuresOnAnyAccountsAMachineTakesOneAttemptInTenSeconds() async throws {
        try await TestAccess.with { access, _ in
            try await fail(access)
            #expect(
                try await attempt(access, "other-1", at: "pc-1/3f9c2b7a81d0/pts-99:1-1") == "A0002", "the thirty-first is looked at, and slows what follows")
            #expect(try await attempt(access, "other-2", at: "pc-1/3f9c2b7a81d0/pts-98:1-2") == "A0025")
            #expect(try await access.hub.count("SELECT count(*) FROM audit.event WHERE body LIKE '%\"reason\":\"slow-terminal\"%'") == 1)
            access.pass(seconds: 10)
            #expect(try await attempt(access, "other-2", at: "pc-1/3f9c2b7a81d0/pts-98:1-2") == "A0002")
            #expect(try await attempt(access, "other-3", at: "pc-1/3f9c2b7a81d0/pts-98:1-2") == "A0025")
        }
    }

    @Test func anotherMachineIsNotSlowed() async throws {
        try await TestAccess.with { access, _ in
            try await fail(access, times: 30)
            _ = try await attempt(access, "other-1", at: "pc-1/3f9c2b7a81d0/pts-99:1-1")
            #expect(try await attempt(access, "other-2", at: "pc-2/3f9c2b7a81d0/pts-1:1-1") == "A0002")
        }
    }

    @Test func aSlowedMachineStillSignsPeopleInAndASuccessEndsTheWait() async throws {
        try await TestAccess.with { access, _ in
            try await fail(access)
            _ = try await attempt(access, "other-1", at: "pc-1/3f9c2b7a81d0/a")
            #expect(try await attempt(access, "other-2", at: "pc-1/3f9c2b7a81d0/a") == "A0025")
            access.pass(seconds: 40)
            let code = try access.code("1")
            _ = try await access.control.signIn(account: "1", password: TestAccess.password, code: code, terminal: "pc-1/3f9c2b7a81d0/b")
            #expect(try await attempt(access, "other-2", at: "pc-1/3f9c2b7a81d0/a") == "A0002")
        }
    }

    @Test func whoWorksAtAMachineThatIsKeptBusySignsInAtOnce() async throws {
        try await TestAccess.with { access, administrator in
            try await access.department("SHIMIN", .seePerson, by: administrator)
            try await access.person(by: administrator, "77", in: "SHIMIN")
            _ = try await access.signIn("1", terminal: "pc-1/3f9c2b7a81d0/pts-3:1-1")
            access.pass(days: 60)
            try await fail(access)
            _ = try await attempt(access, "other-1", at: "pc-1/3f9c2b7a81d0/a")
            #expect(try await attempt(access, "other-2", at: "pc-1/3f9c2b7a81d0/a") == "A0025")
            _ = try await access.control.signIn(account: "1", password: TestAccess.password, code: access.code("1"), terminal: "pc-1/3f9c2b7a81d0/b")
            // Whoever has never signed in there waits like any other.
            _ = try await attempt(access, "other-3", at: "pc-1/3f9c2b7a81d0/a")
            let code = try access.code("77")
            try await expectRefused("A0025", access) {
                _ = try await access.control.signIn(account: "77", password: TestAccess.password, code: code, terminal: "pc-1/3f9c2b7a81d0/b")
            }
        }
    }

    @Test func nobodyWorksAtAMachineByASessionThatWasPutInBySQL() async throws {
        try await TestAccess.with { access, _ in
            _ = try await access.hub.staffed.execute(
                """
                INSERT INTO access.token (token_hash, issued_at, used_at, expires_at, account, terminal)
                VALUES (\(SessionToken("forged").digest), \(access.now), \(access.now), \(access.now.adding(seconds: 3600)), '1', 'pc-1/3f9c2b7a81d0/pts-3:1-1')
                """)
            try await fail(access)
            _ = try await attempt(access, "other-1", at: "pc-1/3f9c2b7a81d0/a")
            #expect(try await attempt(access, "1", at: "pc-1/3f9c2b7a81d0/a") == "A0025")
        }
    }

    @Test func whatFailsForWhoWorksThereIsHeldByTheAccountsLockAndLengthensNobodysWait() async throws {
        try await TestAccess.with { access, _ in
            _ = try await access.signIn("1", terminal: "pc-1/3f9c2b7a81d0/pts-3:1-1")
            try await fail(access)
            _ = try await attempt(access, "other-1", at: "pc-1/3f9c2b7a81d0/a")
            access.pass(seconds: 9)
            for _ in 1...5 { #expect(try await attempt(access, "1", at: "pc-1/3f9c2b7a81d0/a") == "A0002") }
            #expect(try await attempt(access, "1", at: "pc-1/3f9c2b7a81d0/a") == "A0003")
            #expect(try await attempt(access, "other-2", at: "pc-1/3f9c2b7a81d0/a") == "A0025")
            access.pass(seconds: 1)
            #expect(try await attempt(access, "other-2", at: "pc-1/3f9c2b7a81d0/a") == "A0002")
        }
    }

    @Test(arguments: [(89, "A0002"), (91, "A0025")]) func aMachineIsOnesOwnForNinetyDays(_ days: Int64, _ expected: String) async throws {
        try await TestAccess.with { access, _ in
            _ = try await access.signIn("1", terminal: "pc-1/3f9c2b7a81d0/pts-3:1-1")
            access.pass(days: days)
            try await fail(access)
            _ = try await attempt(access, "other-1", at: "pc-1/3f9c2b7a81d0/a")
            #expect(try await attempt(access, "1", at: "pc-1/3f9c2b7a81d0/a") == expected)
            // Another machine is another.
            try await fail(access, machine: "pc-2")
            _ = try await attempt(access, "other-1", at: "pc-2/3f9c2b7a81d0/a")
            #expect(try await attempt(access, "1", at: "pc-2/3f9c2b7a81d0/a") == "A0025")
        }
    }

    @Test func aRefusalForTheTerminalDoesNotCountAgainstTheAccount() async throws {
        try await TestAccess.with { access, _ in
            try await fail(access)
            _ = try await attempt(access, "other-1", at: "pc-1/3f9c2b7a81d0/a")
            for _ in 1...10 { #expect(try await attempt(access, "1", at: "pc-1/3f9c2b7a81d0/a") == "A0025") }
            access.pass(seconds: 60)
            _ = try await access.control.signIn(account: "1", password: TestAccess.password, code: access.code("1"), terminal: "pc-1/3f9c2b7a81d0/a")
        }
    }

    @Test func oneFailureAMinuteIsForgottenHoweverOftenSomebodyTries() async throws {
        try await TestAccess.with { access, _ in
            for n in 1...50 {
                #expect(try await attempt(access, "a-\(n)", at: "pc-1/3f9c2b7a81d0/a") == "A0002")
                access.pass(seconds: 40)
            }
            let failed = try await access.hub.count("SELECT max(failed)::bigint FROM access.attempt")
            #expect((15...19).contains(failed), "fifty failures in 33 minutes: \(failed)")
        }
    }
}
