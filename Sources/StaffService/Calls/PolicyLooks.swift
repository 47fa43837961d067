internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Foundation
internal import Governance
internal import Installation
internal import MutualTLS
internal import Sharing
internal import StaffAPI
internal import Synchronization
internal import TextFiles

extension StaffRoutes {
    /// 提供ポリシーの検査・試算・一覧
    func addPolicyLooks() {
        answer(CheckPolicies.self) { call, request in
            let library = try StaffCall.library(request.files)
            try await call.hub.policies.permitReading(call.principal)
            let drift = try await call.hub.policies.drift(from: library)
            var lines = library.policies.map { PolicyWords.line($0) } + drift.map { "差異 \($0.system)/\($0.dataset): \($0.label)" }
            if !drift.isEmpty { lines.append("次の手順: atena policy propose") }
            return Sheet(lines: lines)
        }
        stream(PlanPolicies.self) { call, request, directory, out in
            let (planned, isProposed): (PolicyLifecycle.Planned, Bool) =
                switch request.what {
                case .proposed: (.proposed, true)
                case .files(let files): (.files(try StaffCall.library(files)), false)
                case .revocation(let systems): (.revocation(try systems.map(StaffCall.system)), false)
                }
            guard request.namesPersons else {
                return try PlanWords.sheet(try await call.hub.policies.plan(by: call.principal, planned, around: call.surroundings), isProposed: isProposed)
            }
            let list = try PersonList(path: directory + "/persons.csv")
            let plan = try await call.hub.policies.plan(by: call.principal, planned, around: call.surroundings) { try list.add($0) }
            try list.publish()
            try await out.file(at: list.path, as: "persons.csv")
            return try PlanWords.sheet(plan, isProposed: isProposed)
        }
        answer(ReadPolicyHistory.self) { call, request in
            try await call.hub.policies.permitReading(call.principal)
            let acts = try await call.hub.policies.history(of: request.of)
            let receivers = Set(acts.map { "\($0.system)/\($0.dataset)" })
            let changes = try await call.hub.policies.changes().filter { receivers.contains("\($0.system)/\($0.dataset)") }
            let lines = acts.map { act in
                "\(act.at) \(act.system)/\(act.dataset) \(act.version.prefix(12)) \(PolicyAct(rawValue: act.act)?.label ?? act.act) \(act.account) \(act.reason)"
            }
            return try Sheet(lines: lines + changes.flatMap { PolicyWords.lines($0) }, of: PolicyHistory(acts: acts, changes: changes))
        }
        answer(ShowPolicy.self) { call, request in
            try await call.hub.policies.permitReading(call.principal)
            let (policy, state) = try await call.hub.policies.version(request.version)
            var lines = ["\(policy.contentHash) \(state.label)"]
            if !request.isCanonical {
                lines += try await call.hub.policies.reading([policy], around: call.surroundings).flatMap { PolicyWords.lines($0) }
            }
            return ShowPolicy.Answer(lines: lines, canonical: request.isCanonical ? policy.canonicalForm : nil, end: policy.end.map { "終了 \($0.reason)" })
        }
        answer(ListPendingPolicies.self) { call, _ in try await call.pending() }
        answer(ListPolicyWarnings.self) { call, _ in
            try await call.hub.policies.permitReading(call.principal)
            let warnings = try await call.hub.policies.warnings()
            let lines = warnings.map { "\($0.system)/\($0.dataset) \($0.version.prefix(12)) あと\($0.daysLeft)日 \($0.reason)" }
            return try Sheet(lines: lines.isEmpty ? ["90日以内に終わる提供ポリシーはありません。"] : lines, of: warnings)
        }
        answer(ListUndecided.self) { call, request in
            let listed = try await UndecidedPersons(provisioning: call.hub.provisioning).list(
                by: call.principal, try StaffCall.system(request.system), dataset: request.dataset, after: request.after, because: request.reason)
            return ListUndecided.Answer(persons: listed.persons.map { .init(number: $0.number, unknown: $0.unknown.map(\.label)) }, more: listed.more)
        }
        answer(ReadPolicyUse.self) { call, request in
            let today = CalendarDay.todayInJapan()
            let since = try request.since.map { try StaffCall.day($0, called: "--since") } ?? today.adding(days: -365)
            guard since <= today else { throw ValueError(code: FaultCode.characters, rule: "--since には今日までの日付を指定してください。") }
            return try PolicyUseWords.sheet(
                try await call.hub.policies.use(by: call.principal, since: since, of: Set(try request.systems.map(StaffCall.system))))
        }
    }
}

private struct PolicyHistory: Encodable {
    var acts: [PolicyActRecord]
    var changes: [PolicyChangeRecord]
}

extension StaffCall {
    fileprivate static func library(_ files: [TextFile]) throws -> PolicyLibrary {
        try PolicyLibrary(documents: files.map { PolicyDocument(name: $0.name, text: $0.text) })
    }

    fileprivate func pending() async throws -> Sheet {
        let lifecycle = hub.policies
        try await lifecycle.permitReading(principal)
        let changes = try await lifecycle.changes(isPending: true)
        let proposed = try await lifecycle.versions(in: .proposed)
        let readings = try await lifecycle.reading(proposed, around: surroundings)
        var lines: [String] = []
        for policy in proposed {
            lines.append("承認待ち: \(PolicyWords.line(policy))")
            for reading in readings where reading.version == policy.contentHash {
                lines += reading.doubts.map { "    【確認】\($0.text)（\($0.code)）" }
            }
        }
        for policy in try await lifecycle.versions(in: .approved) { lines.append("施行待ち: \(PolicyWords.line(policy)) 施行日 \(policy.validFrom)") }
        lines += changes.flatMap { PolicyWords.lines($0) }
        if changes.isEmpty { lines.append("受領を待つ改定はありません。") }
        if let first = proposed.first {
            lines.append("次の手順: atena policy plan、続けて atena policy approve \(first.system)/\(first.dataset) \(first.contentHash.prefix(12))")
        }
        return try Sheet(lines: lines, of: changes)
    }
}

/// The file with addressee numbers of those who enter and leave.
private final class PersonList: Sendable {
    let path: String
    private let file: Mutex<BlockingWholeFile>

    init(path: String) throws {
        let file = try BlockingWholeFile(path: path)
        try file.append(Array("system,change,atenabango\n".utf8))
        self.path = path
        self.file = Mutex(file)
    }

    func add(_ named: PolicyPlan.Named) throws {
        let line = Array("\(named.system),\(named.isGained ? "gained" : "lost"),\(named.addresseeNumber)\n".utf8)
        try file.withLock { try $0.append(line) }
    }

    func publish() throws { try file.withLock { try $0.publish(replacing: false) } }
}
