package import AccessControl
package import Addressee

/// People of a test, with the rights it gives them.
package enum Staff {
    package static func with(_ rights: Right..., account: String = "1001", department: String = "市民課") -> Principal {
        person(account, department, Set(rights))
    }

    /// Everything but what `right` allows.
    package static func without(_ right: Right, account: String = "1009") -> Principal { person(account, "市民課", Set(Right.allCases).subtracting([right])) }

    package static func person(_ account: String, _ department: String, _ rights: Set<Right>) -> Principal {
        let grant = Principal.Grant(by: "personnel-transfer", on: day("2026-04-01"))
        return Principal(
            account: account, isService: false, department: department, terminal: "window-1",
            grants: Dictionary(uniqueKeysWithValues: rights.map { ($0, grant) }))
    }

    /// The hub's own program, with these rights.
    package static func service(_ rights: Right...) -> Principal {
        let grant = Principal.Grant(by: "admin", on: day("2026-04-01"))
        return Principal(
            account: "operations", isService: true, department: nil, terminal: "server",
            grants: Dictionary(uniqueKeysWithValues: rights.map { ($0, grant) }))
    }
}
