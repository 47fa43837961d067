import AccessControlStand
import Addressee
import AuditTrail
import Postgres
import Testing

@testable import AccessControl

/// A row that was put in or altered by somebody with a password of the database is nobody and nothing.
@Suite struct RowSealTests {
    /// As the login of the service could.
    private func forge(_ access: TestAccess, _ sql: Query) async throws { _ = try await access.hub.pool.execute(sql) }

    private func untrue(_ access: TestAccess) async throws -> [String: Int] {
        let rows = try await access.hub.pool.withConnection { try await UntrueRows.all(access.hub.keys, on: $0) }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.table, $0.count) })
    }

    /// Somebody of a department without rights.
    private func clerk(_ access: TestAccess, _ admin: Principal) async throws -> (token: SessionToken, principal: Principal) {
        try await access.department("100", by: admin)
        try await access.person(by: admin, "3", in: "100")
        return try await access.signIn("3")
    }

    @Test func whatTheHubWritesIsTrue() async throws {
        try await TestAccess.with { access, admin in
            let (token, person) = try await clerk(access, admin)
            try await access.control.allow(by: admin, .seePerson, department: "100", task: "事務")
            _ = try await access.control.addService(by: admin, "operations", rights: [.operateDeliveries])
            _ = try await access.control.apply(
                by: person, for: "3", right: .correct, from: access.today, until: access.today.adding(days: 2), reason: "窓口の応援のため")
            try await access.control.disallow(by: admin, .seePerson, department: "100", task: "事務")
            try await access.control.rename(by: admin, account: "3", to: "新姓　花子")
            try await access.control.signOut(token, terminal: "t")
            try await access.control.close(by: admin, account: "3")
            try await access.duties.daily(byWhom: "test")
            #expect(try await untrue(access).isEmpty)
            #expect(try await access.hub.count("SELECT count(*) FROM audit.event WHERE kind = 'access.rows-untrue'") == 0)
        }
    }

    @Test func aTokenPutInBySQLIsNobodys() async throws {
        try await TestAccess.with { access, _ in
            let token = SessionToken("forged")
            try await forge(
                access,
                """
                INSERT INTO access.token (token_hash, issued_at, used_at, expires_at, account, terminal)
                VALUES (\(token.digest), \(access.now), \(access.now), \(access.now.adding(seconds: 3600)), '1', 't')
                """)
            try await expectRefused("A0030", access) { _ = try await access.control.principal(of: token, terminal: "t") }
            // Nor with the MAC of a true one.
            try await forge(
                access, "UPDATE access.token SET mac = (SELECT mac FROM access.token WHERE mac IS NOT NULL LIMIT 1) WHERE token_hash = \(token.digest)")
            try await expectRefused("A0030", access) { _ = try await access.control.principal(of: token, terminal: "t") }
            #expect(try await untrue(access) == ["access.token": 1])
        }
    }

    @Test func aSessionIsNotKeptAliveBySQL() async throws {
        try await TestAccess.with { access, admin in
            let (token, _) = try await clerk(access, admin)
            access.pass(seconds: SessionToken.idleSeconds + 1)
            try await expectRefused("A0004", access) { _ = try await access.control.principal(of: token, terminal: "t") }
            try await forge(access, "UPDATE access.token SET used_at = \(access.now) WHERE account = '3'")
            try await expectRefused("A0030", access) { _ = try await access.control.principal(of: token, terminal: "t") }
            let (second, _) = try await access.signIn("3")
            try await access.control.signOut(second, terminal: "t")
            try await forge(access, "UPDATE access.token SET ended_at = NULL WHERE token_hash = \(second.digest)")
            try await expectRefused("A0030", access) { _ = try await access.control.principal(of: second, terminal: "t") }
        }
    }

    @Test(arguments: ["ledger", "department_right", "assignment"]) func rightsPutInBySQLAreNone(_ table: String) async throws {
        try await TestAccess.with { access, admin in
            let (token, _) = try await clerk(access, admin)
            try await access.department("200", .seeIndividualNumber, by: admin)
            let day = access.today
            switch table {
            case "ledger":
                try await forge(
                    access,
                    """
                    INSERT INTO access.ledger (recorded_at, from_day, recorded_on, account, act, basis, right_name, by_whom, reason)
                    VALUES (now(), \(day), \(day), '3', 'grant', 'initial', 'approve-policies', '1', '理由')
                    """)
            case "department_right":
                try await forge(
                    access,
                    """
                    INSERT INTO access.department_right (entered_at, from_day, department, task, right_name, by_whom)
                    VALUES (now(), \(day), '100', '事務', 'see-individual-number', '1')
                    """)
            default:
                try await forge(
                    access,
                    "INSERT INTO access.assignment (entered_at, from_day, account, department, by_whom) VALUES (now(), \(day), '3', '200', '1')")
            }
            #expect(try await access.rights(token).isEmpty)
            #expect(try await untrue(access) == ["access.\(table)": 1])
            try await access.duties.daily(byWhom: "test")
            #expect(
                try await access.hub.count("SELECT count(*) FROM audit.event WHERE kind = 'access.rows-untrue' AND body LIKE \("%access.\(table):1%")") == 1)
        }
    }

    @Test func aRightThatEndedIsNotHeldAgainBySQL() async throws {
        try await TestAccess.with { access, admin in
            let (token, _) = try await clerk(access, admin)
            try await access.control.allow(by: admin, .seePerson, department: "100", task: "事務")
            #expect(try await access.rights(token) == [.seePerson])
            try await access.control.disallow(by: admin, .seePerson, department: "100", task: "事務")
            try await forge(access, "UPDATE access.department_right SET until_day = NULL, ended_by = NULL")
            #expect(try await access.rights(token).isEmpty)
        }
    }

    @Test func aRevocationThatWasAlteredStillRevokes() async throws {
        try await TestAccess.with { access, admin in
            let (token, _) = try await clerk(access, admin)
            try await access.control.allow(by: admin, .seePerson, department: "100", task: "事務")
            try await access.control.revoke(by: admin, .seePerson, from: "3", reason: "担当の変更")
            #expect(try await access.rights(token).isEmpty)
            _ = try await access.hub.admin.execute("UPDATE access.ledger SET act = 'end' WHERE act = 'revoke'")
            #expect(try await access.rights(token).isEmpty)
        }
    }

    @Test func aPersonOpenedBySQLSignsInNoMore() async throws {
        try await TestAccess.with { access, admin in
            _ = try await clerk(access, admin)
            try await access.control.close(by: admin, account: "3")
            try await forge(access, "UPDATE access.person SET closed_at = NULL, closed_because = NULL WHERE account = '3'")
            try await expectRefused("A0002", access) { _ = try await access.signIn("3") }
        }
    }

    @Test func credentialsPutInBySQLOpenNothing() async throws {
        try await TestAccess.with { access, admin in
            _ = try await clerk(access, admin)
            let hash = try await PasswordHash.make("somebody else's words", cost: PasswordCost(n: 16, r: 1, p: 1))
            try await forge(access, "UPDATE access.credential SET salt = \(hash.salt), password_hash = \(hash.hash) WHERE account = '3'")
            access.pass(seconds: 60)
            try await expectRefused("A0002", access) {
                _ = try await access.control.signIn(account: "3", password: "somebody else's words", code: access.code("3"), terminal: "t")
            }
            #expect(try await access.hub.count("SELECT count(*) FROM audit.event WHERE kind = 'access.signed-in' AND body LIKE '%row-untrue%'") == 1)
            let digest = RandomSecret.digest(setUpCode: "AAAA-BBBB-CCCC-DDDD")
            try await forge(
                access, "UPDATE access.credential SET set_up_hash = \(digest), set_up_until = \(access.now.adding(seconds: 600)) WHERE account = '3'")
            try await expectRefused("A0007", access) {
                _ = try await access.control.enrol(account: "3", setUpCode: "AAAA-BBBB-CCCC-DDDD", password: TestAccess.password, terminal: "t")
            }
            // An administrator hands out another code, and all is well again.
            try await access.enrol("3", access.control.recover(by: admin, account: "3"))
            _ = try await access.signIn("3")
            #expect(try await untrue(access).isEmpty)
        }
    }

    @Test func aServiceAccountPutInBySQLIsNone() async throws {
        try await TestAccess.with { access, _ in
            try await forge(
                access,
                """
                INSERT INTO access.service_account (account, added_at, added_on, added_by, rights, secret_hash)
                VALUES ('mine', now(), now(), '1', '{see-individual-number}', \(RandomSecret.digest("secret")))
                """)
            try await expectRefused("A0030", access) { _ = try await access.control.service(account: "mine", secret: "secret", terminal: "t") }
        }
    }

    @Test func anApplicationInAnothersNameIsNotApproved() async throws {
        try await TestAccess.with { access, admin in
            _ = try await clerk(access, admin)
            try await forge(
                access,
                """
                INSERT INTO access.application (applied_at, from_day, until_day, account, applied_by, right_name, reason)
                VALUES (\(access.now), \(access.today), \(access.today.adding(days: 9)), '3', '3', 'correct', '窓口の応援')
                """)
            let id = try await access.control.applications(by: admin, onlyWaiting: true)[0].id
            try await expectRefused("A0030", access) { try await access.control.approve(by: admin, id) }
        }
    }

    @Test func aTransferPutInBySQLMovesNobody() async throws {
        try await TestAccess.with { access, admin in
            let (token, _) = try await clerk(access, admin)
            try await access.department("200", .approvePolicies, by: admin)
            try await forge(
                access,
                "INSERT INTO access.transfer_file (taken_at, applied, waiting, unchanged, rejected, digest, by_whom) VALUES (now(), 0, 1, 0, 0, '', '1')")
            try await forge(
                access,
                """
                INSERT INTO access.transfer (file_id, line, day, account, kind, name, old_department, new_department, post, task)
                SELECT file_id, 2, \(access.today), '3', '異動', '職員', '100', '200', '', '' FROM access.transfer_file
                """)
            #expect(try await access.rights(token).isEmpty)
            #expect(try await untrue(access) == ["access.transfer": 1, "access.transfer_file": 1])
        }
    }

    @Test func whatStoodBeforeIsSealedOnce() async throws {
        try await TestAccess.with { access, admin in
            let (token, _) = try await clerk(access, admin)
            _ = try await access.hub.admin.execute("DELETE FROM access.row_sealing")
            for table in SealedTable.all { _ = try await access.hub.admin.execute(Query(unsafeSQL: "UPDATE \(table.name) SET mac = NULL")) }
            try await expectRefused("A0030", access) { _ = try await access.control.principal(of: token, terminal: "t") }
            #expect(try await RowSeal.isDue(access.hub.pool))
            // As `atena migrate` does it.
            let upgrade = AccessControl(pool: access.hub.pool, keys: access.hub.keys)
            let count = try #require(try await upgrade.sealStanding(by: "test"))
            #expect(count > 5)
            #expect(try await access.hub.count("SELECT count(*) FROM audit.event WHERE kind = 'access.rows-sealed'") == 1)
            _ = try await access.control.principal(of: token, terminal: "t")
            // What loses its MAC later stays without.
            try await forge(access, "UPDATE access.token SET mac = NULL")
            #expect(try await upgrade.sealStanding(by: "test") == nil)
            try await expectRefused("A0030", access) { _ = try await access.control.principal(of: token, terminal: "t") }
        }
    }

    @Test func everyColumnIsCovered() async throws {
        try await TestHub.with { hub in
            for table in SealedTable.all {
                let rows = try await hub.pool.query(
                    """
                    SELECT attname::text FROM pg_attribute WHERE attrelid = \(table.name)::text::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'mac'
                    """)
                #expect(try Set(rows.map { try $0.decode(String.self) }) == Set(table.columns + table.moving), "\(table.name)")
            }
        }
    }
}
