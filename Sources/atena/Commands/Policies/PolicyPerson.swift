import Addressee
import Foundation
import Hub

extension Operator {
    /// The person of a private hub's script, until people sign in: `--person proposer` or `--person approver`.
    static func policyPerson(_ name: String?) throws -> Operator {
        let grant = Grant(by: "installation", on: CalendarDay(daysSince2000: 0))
        switch name {
        case "proposer": return Operator(account: "proposer", isService: false, department: nil, terminal: "script", grants: [.proposePolicies: grant])
        case "approver": return Operator(account: "approver", isService: false, department: nil, terminal: "script", grants: [.approvePolicies: grant])
        default: throw CommandFailure("操作者が分かりません。")
        }
    }
}
