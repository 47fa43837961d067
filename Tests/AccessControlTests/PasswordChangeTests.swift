import AccessControlStand
import Postgres
import Testing

@testable import AccessControl

/// One's own password is changed with the old one and a code, and with nothing less.
@Suite struct PasswordChangeTests {
    private static let new = "another horse battery"

    private func change(_ access: TestAccess, old: String = TestAccess.password, new: String = Self.new, code: String? = nil) async throws {
        access.pass(seconds: 60)
        try await access.control.changePassword(account: "1", old: old, code: code ?? access.code("1"), new: new, terminal: "t")
    }

    @Test func theNewPasswordSignsInAndTheOldOneDoesNot() async throws {
        try await TestAccess.with { access, _ in
            let (token, _) = try await access.signIn("1")
            try await change(access)
            try await expectRefused("A0004", access) { _ = try await access.control.principal(of: token, terminal: "t") }
            access.pass(seconds: 60)
            let code = try access.code("1")
            try await expectRefused("A0002", access) {
                _ = try await access.control.signIn(account: "1", password: TestAccess.password, code: code, terminal: "t")
            }
            _ = try await access.control.signIn(account: "1", password: Self.new, code: code, terminal: "t")
            let rows = try await access.hub.rows("SELECT by_whom FROM audit.event WHERE kind = 'access.password-changed' AND NOT is_failure")
            #expect(try rows.map { try $0.decode(String.self) } == ["staff 1"])
        }
    }

    @Test func withoutOldPasswordOrCodeNothingChanges() async throws {
        try await TestAccess.with { access, _ in
            try await expectRefused("A0002", access) { try await change(access, old: "wrong password!!") }
            let wrong = try String(access.code("1").reversed()) + "1"
            try await expectRefused("A0002", access) { try await change(access, code: wrong) }
            #expect(try await access.hub.count("SELECT count(*) FROM audit.event WHERE kind = 'access.password-changed' AND is_failure") == 2)
            _ = try await access.signIn("1")
        }
    }

    @Test func aCodeThatSignedInChangesNoPassword() async throws {
        try await TestAccess.with { access, _ in
            access.pass(seconds: 60)
            let code = try access.code("1")
            _ = try await access.control.signIn(account: "1", password: TestAccess.password, code: code, terminal: "t")
            try await expectRefused("A0002", access) {
                try await access.control.changePassword(account: "1", old: TestAccess.password, code: code, new: Self.new, terminal: "t")
            }
        }
    }

    @Test func aWeakOrTheSamePasswordIsRefusedAndCountsAsNoAttempt() async throws {
        try await TestAccess.with { access, _ in
            for password in ["short", TestAccess.password] { try await expectRefused("A0008", access) { try await change(access, new: password) } }
            #expect(try await access.hub.count("SELECT count(*) FROM access.attempt WHERE failed > 0") == 0)
        }
    }

    @Test func failuresLockAsTheyDoAtSignIn() async throws {
        try await TestAccess.with { access, _ in
            for _ in 1...5 {
                try await expectRefused("A0002", access) {
                    try await access.control.changePassword(account: "1", old: "wrong password!!", code: "000000", new: Self.new, terminal: "t")
                }
            }
            try await expectRefused("A0003", access) {
                try await access.control.changePassword(account: "1", old: TestAccess.password, code: access.code("1"), new: Self.new, terminal: "t")
            }
            try await expectRefused("A0003", access) {
                _ = try await access.control.signIn(account: "1", password: TestAccess.password, code: access.code("1"), terminal: "t")
            }
        }
    }
}
