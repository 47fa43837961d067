package import Addressee

/// サインイン. Password and time-based code; the session is bound to the certificate and the window that it was asked from.
package struct SignIn: StaffRequest {
    package static let name = "sign-in"
    /// 職員番号
    package var account: String
    package var password: String
    /// 確認コード
    package var code: String

    package init(account: String, password: String, code: String) { (self.account, self.password, self.code) = (account, password, code) }

    package struct Answer: Veiled {
        /// What every later request of this window carries.
        package var token: String
        package var acting: Acting

        package init(token: String, acting: Acting) { (self.token, self.acting) = (token, acting) }
    }
}

/// サインアウト. Ends the session of the token that the request carries.
package struct SignOut: StaffRequest {
    package static let name = "sign-out"
    package typealias Answer = Done

    package init() {}
}

/// Who acts, and what they may do today.
package struct WhoAmI: StaffRequest {
    package static let name = "whoami"
    package typealias Answer = Acting

    package init() {}
}

/// 操作者. A person of the staff or a service account, with the rights of the day.
package struct Acting: Codable, Sendable {
    /// 職員番号, or the name of a service account.
    package var account: String
    package var isService: Bool
    /// 所属
    package var department: String?
    /// In the order of the rights.
    package var grants: [Grant]

    package init(account: String, isService: Bool, department: String?, grants: [Grant]) {
        (self.account, self.isService, self.department, self.grants) = (account, isService, department, grants)
    }

    /// 権限
    package struct Grant: Codable, Sendable {
        package var right: Right
        /// Who had which part in it, as people read it.
        package var makers: String

        package init(right: Right, makers: String) { (self.right, self.makers) = (right, makers) }
    }
}

/// 本人の登録. Sets password and time-based code with a set-up code.
package struct Enrol: StaffRequest {
    package static let name = "enrol"
    package typealias Answer = CodeSecret
    package var account: String
    /// 登録コード
    package var setUpCode: String
    package var password: String

    package init(account: String, setUpCode: String, password: String) {
        (self.account, self.setUpCode, self.password) = (account, setUpCode, password)
    }
}

/// 確認コードの秘密. Told once.
package struct CodeSecret: Veiled {
    package var account: String
    /// Base 32.
    package var secret: String
    /// `otpauth://…`
    package var uri: String

    package init(account: String, secret: String, uri: String) { (self.account, self.secret, self.uri) = (account, secret, uri) }
}

/// パスワードの変更
package struct ChangePassword: StaffRequest {
    package static let name = "password"
    package typealias Answer = Done
    package var account: String
    package var old: String
    package var code: String
    package var new: String

    package init(account: String, old: String, code: String, new: String) {
        (self.account, self.old, self.code, self.new) = (account, old, code, new)
    }
}
