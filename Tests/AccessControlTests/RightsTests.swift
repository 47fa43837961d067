import AccessControlStand
import Addressee
import Postgres
import Testing

@testable import AccessControl

/// Rights by department and task, individual ones on application, both at once on a live token.
@Suite struct RightsTests {
    /// Two administrators and a clerk of department 20, which sees persons.
    private func lifecycle(
        _ access: TestAccess, _ admin: Principal, later: Int64 = 0
    ) async throws -> (other: Principal, clerk: (token: SessionToken, principal: Principal)) {
        try await access.department("10", .administerAccess, by: admin)
        try await access.department("20", .seePerson, by: admin)
        try await access.person(by: admin, "2", in: "10")
        try await access.person(by: admin, "3", in: "20")
        access.pass(days: later)
        return (try await access.signIn("2").principal, try await access.signIn("3"))
    }

    @Test func whatADepartmentMayItsPersonsMayAtOnce() async throws {
        try await TestAccess.with { access, admin in
            let (_, clerk) = try await lifecycle(access, admin)
            #expect(clerk.principal.department == "20")
            #expect(try await access.rights(clerk.token) == [.seePerson])
            try await access.control.allow(by: admin, .correct, department: "20", task: "窓口")
            #expect(try await access.rights(clerk.token) == [.seePerson, .correct])
            let grant = try await access.control.principal(of: clerk.token, terminal: "t").grants[.correct]
            #expect(grant == .init(by: "1", on: access.today))
            try await access.control.disallow(by: admin, .seePerson, department: "20", task: "事務")
            #expect(try await access.rights(clerk.token) == [.correct])
        }
    }

    @Test func whoHasOneTaskHasTheRightsOfThatTaskOnly() async throws {
        try await TestAccess.with { access, admin in
            try await access.control.addDepartment(by: admin, "20", name: "市民課")
            try await access.control.allow(by: admin, .seePerson, department: "20", task: "窓口")
            try await access.control.allow(by: admin, .seeIndividualNumber, department: "20", task: "番号")
            try await access.enrol("3", access.control.addPerson(by: admin, account: "3", name: "職員", department: "20", task: "窓口"))
            #expect(try await access.rights(access.signIn("3").token) == [.seePerson])
        }
    }

    @Test func anIndividualRightNeedsAnotherPersonsApproval() async throws {
        try await TestAccess.with { access, admin in
            let (other, clerk) = try await lifecycle(access, admin, later: 1)
            let (from, until) = (access.today, access.today.adding(days: 30))
            let own = try await access.control.apply(by: clerk.principal, for: "3", right: .correct, from: from, until: until, reason: "窓口の応援のため")
            #expect(try await access.rights(clerk.token) == [.seePerson])
            try await expectRefused("A0001", access) { try await access.control.approve(by: clerk.principal, own) }
            let onBehalf = try await access.control.apply(by: admin, for: "3", right: .pensionWork, from: from, until: until, reason: "年金係の応援")
            try await expectRefused("A0011", access) { try await access.control.approve(by: admin, onBehalf) }
            let forAdmin = try await access.control.apply(by: other, for: "1", right: .readLog, from: from, until: until, reason: "監査の補助のため")
            try await expectRefused("A0011", access) { try await access.control.approve(by: admin, forAdmin) }
            try await expectRefused("A0011", access) { try await access.control.approve(by: other, forAdmin) }
            // Nor who handed the clerk the set-up code.
            try await expectRefused("A0026", access) { try await access.control.approve(by: admin, own) }
            try await access.control.approve(by: other, own)
            try await access.control.approve(by: other, onBehalf)
            #expect(try await access.rights(clerk.token) == [.seePerson, .correct, .pensionWork])
            let made = Principal.Grant(by: ["2", "3"], on: access.today).joined(by: "1", on: access.today.adding(days: -1))
            #expect(try await access.control.principal(of: clerk.token, terminal: "t").grants[.correct] == made)
            try await expectRefused("A0020", access) { try await access.control.reject(by: other, own, reason: "やはり不要") }
            access.pass(days: 29)
            let (later, _) = try await access.signIn("3")
            #expect(try await access.rights(later).contains(.correct))
            access.pass(days: 1)
            let (last, _) = try await access.signIn("3")
            #expect(try await access.rights(last) == [.seePerson])
        }
    }

    @Test func evenTheDatabaseRefusesADecisionOfTheApplicant() async throws {
        try await TestAccess.with { access, admin in
            let (_, clerk) = try await lifecycle(access, admin)
            let id = try await access.control.apply(
                by: clerk.principal, for: "3", right: .correct, from: access.today, until: access.today.adding(days: 1), reason: "窓口の応援のため")
            await #expect {
                _ = try await access.hub.pool.execute(
                    """
                    INSERT INTO access.application_decision (application_id, decided_at, approved, account, applied_by, decided_by, reason)
                    VALUES (\(id), now(), true, '3', '3', '3', '')
                    """)
            } throws: { ($0 as? PostgresError)?.constraint == "application_decision_by_another" }
        }
    }

    @Test func ofTwoDecisionsAtOnceOneCounts() async throws {
        try await TestAccess.with { access, admin in
            let (other, clerk) = try await lifecycle(access, admin)
            let id = try await access.control.apply(
                by: clerk.principal, for: "3", right: .correct, from: access.today, until: access.today.adding(days: 1), reason: "窓口の応援のため")
            async let approved: Bool = (try? await access.control.approve(by: other, id)) != nil
            async let rejected: Bool = (try? await access.control.reject(by: admin, id, reason: "不要と判断した")) != nil
            let (isApproved, isRejected) = (await approved, await rejected)
            #expect(isApproved != isRejected)
            #expect(try await access.rights(clerk.token).contains(.correct) == isApproved)
        }
    }

    @Test func aRevocationActsAtOnceWhateverGaveTheRight() async throws {
        try await TestAccess.with { access, admin in
            let (_, clerk) = try await lifecycle(access, admin)
            try await access.control.revoke(by: admin, .seePerson, from: "3", reason: "調査が終わるまで")
            #expect(try await access.rights(clerk.token) == [])
            // The department's grant of another task doesn't bring it back.
            try await access.control.allow(by: admin, .seePerson, department: "20", task: "別の事務")
            #expect(try await access.rights(clerk.token) == [])
            let acts = try await access.control.ledger(by: admin, account: "3", limit: 10).map { "\($0.act) \($0.right) \($0.basis)" }
            #expect(acts.contains("revoke see-person application") && acts.contains("grant see-person transfer"))
        }
    }

    @Test func nobodyWidensTheirOwnRights() async throws {
        try await TestAccess.with { access, admin in
            let (other, _) = try await lifecycle(access, admin)
            try await expectRefused("A0010", access) { try await access.control.allow(by: other, .seePerson, department: "10", task: "事務") }
            try await expectRefused("A0010", access) { try await access.control.grantInitially(by: admin, .seePerson, to: "1", reason: "初期設定") }
            try await expectRefused("A0023", access) { try await access.control.grantInitially(by: admin, .seePerson, to: "3", reason: "初期設定") }
        }
    }

    @Test func aSingleAdministratorMaySetUpTheFirstRights() async throws {
        try await TestAccess.with { access, admin in
            try await access.department("20", by: admin)
            try await access.person(by: admin, "3", in: "20")
            try await access.control.grantInitially(by: admin, .readLog, to: "3", reason: "初期設定")
            #expect(try await access.rights(access.signIn("3").token) == [.readLog])
            // Once there was another administrator the way is shut, also when that one has gone.
            try await access.department("10", .administerAccess, by: admin)
            try await access.person(by: admin, "2", in: "10")
            try await access.control.revoke(by: admin, .administerAccess, from: "2", reason: "交代のため")
            try await expectRefused("A0023", access) { try await access.control.grantInitially(by: admin, .correct, to: "3", reason: "初期設定") }
        }
    }

    /// What is typed for a number may be a name: the log is told of nothing that has not the form of one.
    @Test func whatIsTypedForANumberIsToldOnlyWhereItCanBeOne() async throws {
        try await TestAccess.with { access, admin in
            let (name, control) = ("山田　Hanako", access.control)
            let acts: [(String, () async throws -> Void)] = [
                ("recover", { _ = try await control.recover(by: admin, account: name) }), ("unlock", { try await control.unlock(by: admin, account: name) }),
                ("close", { try await control.close(by: admin, account: name) }), ("rename", { try await control.rename(by: admin, account: name, to: name) }),
                ("grant", { try await control.grantInitially(by: admin, .correct, to: name, reason: "初期設定のため") }),
                ("revoke", { try await control.revoke(by: admin, .correct, from: name, reason: "交代のため") }),
                (
                    "apply",
                    {
                        _ = try await control.apply(
                            by: admin, for: name, right: .correct, from: access.today, until: access.today.adding(days: 9), reason: "窓口の応援のため")
                    }
                ),
            ]
            for (what, act) in acts {
                let failures = try await access.hub.count("SELECT count(*) FROM audit.event WHERE is_failure")
                await #expect(throws: AccessRefused.self, "\(what)") { try await act() }
                #expect(try await access.hub.count("SELECT count(*) FROM audit.event WHERE is_failure") == failures + 1, "\(what)")
            }
            #expect(try await access.hub.count("SELECT count(*) FROM audit.event WHERE body LIKE '%Hanako%' OR personal LIKE '%Hanako%'") == 0)
            // A number that nobody has is told.
            await #expect(throws: AccessRefused.self) { try await control.unlock(by: admin, account: "777") }
            #expect(try await access.hub.count("SELECT count(*) FROM audit.event WHERE is_failure AND body LIKE '%\"777\"%'") == 1)
        }
    }

    @Test(arguments: ["calendar", "Initial", "installation"]) func nobodyPassesForWhatRecordsName(account: String) async throws {
        try await TestAccess.with { access, admin in
            try await access.department("20", by: admin)
            try await expectRefused("A0021", access) { _ = try await access.control.addPerson(by: admin, account: account, name: "職員", department: "20") }
            try await expectRefused("A0021", access) { _ = try await access.control.addService(by: admin, "personnel-transfer", rights: [.readLog]) }
        }
    }

    @Test func numbersThatDifferInCaseOnlyAreOne() async throws {
        try await TestAccess.with { access, admin in
            try await access.department("20", by: admin)
            try await access.person(by: admin, "a3", in: "20")
            try await expectRefused("A0017", access) { _ = try await access.control.addPerson(by: admin, account: "A3", name: "職員", department: "20") }
        }
    }

    @Test func whoCannotSignInIsNoAdministratorToRelyOn() async throws {
        try await TestAccess.with { access, admin in
            try await access.department("10", .administerAccess, by: admin)
            let code = try await access.control.addPerson(by: admin, account: "2", name: "職員", department: "10")
            try await expectRefused("A0022", access) { try await access.control.revoke(by: admin, .administerAccess, from: "1", reason: "やめるため") }
            try await access.enrol("2", code)
            let other = try await access.signIn("2").principal
            // Recovered one by the other: the second would leave nobody who can sign in.
            _ = try await access.control.recover(by: admin, account: "2")
            try await expectRefused("A0022", access) { _ = try await access.control.recover(by: other, account: "1") }
        }
    }

    @Test func ofTwoAdministratorsWhoEndEachOtherAtOnceOneStays() async throws {
        try await TestAccess.with { access, admin in
            try await access.department("10", .administerAccess, by: admin)
            try await access.person(by: admin, "2", in: "10")
            let other = try await access.signIn("2").principal
            for _ in 0..<5 {
                async let first: Bool = (try? await access.control.disallow(by: admin, .administerAccess, department: "10", task: "事務")) != nil
                async let second: Bool = (try? await access.control.revoke(by: other, .administerAccess, from: "1", reason: "交代のため")) != nil
                let outcome = await [first, second]
                #expect(outcome.count { $0 } == 1)
                guard outcome[0] else { break }
                try await access.control.allow(by: admin, .administerAccess, department: "10", task: "事務")
            }
        }
    }

    @Test func thereIsAlwaysAnAdministrator() async throws {
        try await TestAccess.with { access, admin in
            try await expectRefused("A0022", access) { try await access.control.revoke(by: admin, .administerAccess, from: "1", reason: "やめるため") }
            try await access.department("10", .administerAccess, by: admin)
            try await access.person(by: admin, "2", in: "10")
            try await access.control.revoke(by: admin, .administerAccess, from: "1", reason: "やめるため")
            let other = try await access.signIn("2").principal
            try await expectRefused("A0022", access) { try await access.control.disallow(by: other, .administerAccess, department: "10", task: "事務") }
            try await expectRefused("A0001", access) { try await access.control.addDepartment(by: access.signIn("1").principal, "30", name: "課") }
        }
    }

    @Test func everyCallOfAdministrationNeedsTheRight() async throws {
        try await TestAccess.with { access, admin in
            let (_, clerk) = try await lifecycle(access, admin)
            let by = clerk.principal
            let calls: [() async throws -> Void] = [
                { _ = try await access.control.addPerson(by: by, account: "9", name: "職員", department: "20") },
                { _ = try await access.control.recover(by: by, account: "1") },
                { try await access.control.unlock(by: by, account: "1") }, { try await access.control.close(by: by, account: "1") },
                { try await access.control.rename(by: by, account: "1", to: "別名") }, { _ = try await access.control.staff(by: by) },
                { try await access.control.addDepartment(by: by, "30", name: "課") },
                { try await access.control.allow(by: by, .correct, department: "20", task: "事務") },
                { try await access.control.disallow(by: by, .seePerson, department: "20", task: "事務") }, { _ = try await access.control.departments(by: by) },
                { _ = try await access.control.applications(by: by, onlyWaiting: true) }, { try await access.control.approve(by: by, 1) },
                { try await access.control.reject(by: by, 1, reason: "不要と判断") },
                { try await access.control.grantInitially(by: by, .correct, to: "3", reason: "初期") },
                { try await access.control.revoke(by: by, .administerAccess, from: "1", reason: "理由はない") },
                { _ = try await access.control.ledger(by: by, account: nil, limit: 1) },
                { _ = try await access.control.takeTransfers(by: by, "none.csv") },
                { _ = try await access.control.addService(by: by, "x", rights: [.readLog]) },
                { try await access.control.closeService(by: by, "x") },
                { _ = try await access.control.apply(by: by, for: "2", right: .correct, from: access.today, until: access.today, reason: "代わりに") },
            ]
            for call in calls { try await expectRefused("A0001", access) { try await call() } }
        }
    }

    @Test func anAccountThatNobodyUsesForNinetyDaysIsClosed() async throws {
        try await TestAccess.with { access, admin in
            let (_, clerk) = try await lifecycle(access, admin)
            access.pass(days: 89)
            _ = try await access.signIn("2")
            #expect(try await access.duties.closeDormant() == 0)
            access.pass(days: 1)
            // The clerk and the first administrator; the second one signed in yesterday.
            #expect(try await access.duties.closeDormant() == 2)
            try await expectRefused("A0002", access) { _ = try await access.signIn("3") }
            try await expectRefused("A0004", access) { _ = try await access.control.principal(of: clerk.token, terminal: "t") }
            let other = try await access.signIn("2").principal
            try await access.enrol("3", access.control.recover(by: other, account: "3"))
            #expect(try await access.rights(access.signIn("3").token) == [.seePerson])
            access.pass(days: 200)
            // The last administrator stays, or nobody could open the others.
            #expect(try await access.duties.closeDormant() == 1)
            _ = try await access.signIn("2")
        }
    }

    @Test func aClosedPersonIsOutAtOnce() async throws {
        try await TestAccess.with { access, admin in
            let (_, clerk) = try await lifecycle(access, admin)
            try await access.control.close(by: admin, account: "3")
            try await expectRefused("A0004", access) { _ = try await access.control.principal(of: clerk.token, terminal: "t") }
            try await expectRefused("A0015", access) { _ = try await access.control.recover(by: admin, account: "3") }
        }
    }

    @Test func aServiceAccountOperatesAndNothingElse() async throws {
        try await TestAccess.with { access, admin in
            for right in [Right.approvePolicies, .proposePolicies, .administerAccess, .correct, .liftSuppression] {
                try await expectRefused("A0013", access) {
                    _ = try await access.control.addService(by: admin, "operations", rights: [.operateDeliveries, right])
                }
                // Nor by way of the database.
                await #expect {
                    _ = try await access.hub.pool.execute(
                        """
                        INSERT INTO access.service_account (account, added_at, added_on, added_by, rights, secret_hash)
                        VALUES ('x', now(), now(), '1', \(["operate-deliveries", right.rawValue]), '')
                        """)
                } throws: { ($0 as? PostgresError)?.constraint == "service_account_only_operates" }
            }
            let secret = try await access.control.addService(by: admin, "operations", rights: [.operateDeliveries])
            let service = try await access.control.service(account: "operations", secret: secret.reveal(), terminal: "t")
            #expect(service.isService && service.name == "service operations" && Set(service.grants.keys) == [.operateDeliveries])
            try await expectRefused("A0006", access) {
                _ = try await access.control.service(account: "operations", secret: secret.reveal() + "x", terminal: "t")
            }
            try await expectRefused("A0006", access) { _ = try await access.control.service(account: "other", secret: secret.reveal(), terminal: "t") }
            try await expectRefused("A0012", access) {
                let day = access.today
                _ = try await access.control.apply(by: service, for: "operations", right: .correct, from: day, until: day.adding(days: 1), reason: "自分のため")
            }
            try await access.control.closeService(by: admin, "operations")
            try await expectRefused("A0006", access) { _ = try await access.control.service(account: "operations", secret: secret.reveal(), terminal: "t") }
        }
    }

    @Test func theLedgerCannotBeChangedByTheHub() async throws {
        try await TestAccess.with { access, _ in
            for sql in [
                "UPDATE access.ledger SET act = 'end'", "DELETE FROM access.ledger", "UPDATE access.application SET account = '1'",
                "DELETE FROM access.application_decision", "UPDATE access.service_account SET rights = '{read-log}'", "UPDATE access.token SET terminal = ''",
                "UPDATE access.assignment SET department = ''", "DELETE FROM access.person", "UPDATE access.transfer SET day = now()",
            ] {
                await #expect { _ = try await access.hub.pool.execute(Query(unsafeSQL: sql)) } throws: { ($0 as? PostgresError)?.sqlState == "42501" }
            }
        }
    }
}
