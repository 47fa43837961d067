internal import AccessControl
internal import Addressee
internal import Installation
internal import StaffAPI

extension StaffRoutes {
    /// サインイン, and what goes with it.
    func addSessions() {
        on(SignIn.self) { hub, asker, request in
            let (token, person) = try await hub.access.signIn(
                account: request.account, password: request.password, code: request.code, terminal: asker.terminal)
            return SignIn.Answer(token: token.reveal(), acting: Acting(person))
        }
        on(SignOut.self) { hub, asker, _ in
            if let token = asker.token { try await hub.access.signOut(token, terminal: asker.terminal) }
            return Done()
        }
        answer(WhoAmI.self) { call, _ in Acting(call.principal) }
        on(Enrol.self) { hub, asker, request in
            let enrolment = try await hub.access.enrol(
                account: request.account, setUpCode: request.setUpCode, password: request.password, terminal: asker.terminal)
            return CodeSecret(account: enrolment.account, secret: enrolment.revealSecret(), uri: enrolment.revealURI())
        }
        on(ChangePassword.self) { hub, asker, request in
            try await hub.access.changePassword(
                account: request.account, old: request.old, code: request.code, new: request.new, terminal: asker.terminal)
            return Done()
        }
    }
}

extension Acting {
    init(_ principal: Principal) {
        let grants = Right.allCases.compactMap { right in principal.grants[right].map { Grant(right: right, makers: $0.makersLine) } }
        self.init(account: principal.account, isService: principal.isService, department: principal.department, grants: grants)
    }
}
