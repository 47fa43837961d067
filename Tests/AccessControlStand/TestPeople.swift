package import AccessControl
package import Addressee

extension Principal {
    /// Somebody with these rights, granted long ago by somebody else unless said.
    package static func person(
        _ account: String, _ rights: Right..., isService: Bool = false, grantedBy: String = "personnel-transfer", on: String = "2026-04-01"
    ) -> Principal {
        Principal(
            account: account, isService: isService, department: isService ? nil : "区政推進課", terminal: "test",
            grants: Dictionary(uniqueKeysWithValues: rights.map { ($0, Grant(by: grantedBy, on: day(on))) }))
    }

    package static let proposer = person("P0001", .proposePolicies)
    package static let approver = person("A0001", .approvePolicies)
}
