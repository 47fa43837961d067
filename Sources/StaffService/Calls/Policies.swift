internal import AccessControl
internal import Addressee
internal import Governance
internal import Installation
internal import Sharing
internal import StaffAPI

extension StaffRoutes {
    /// 提供ポリシーの起案・承認・却下・取消し
    func addPolicies() {
        answer(ProposePolicies.self) { call, request in
            let library = try PolicyLibrary(documents: request.files.map { PolicyDocument(name: $0.name, text: $0.text) })
            let systems = Set(try request.systems.map(StaffCall.system))
            let lifecycle = call.hub.policies
            let outcome = try await lifecycle.propose(by: call.principal, library, systems: systems.isEmpty ? nil : systems, reason: request.reason)
            var proposed: [ProposePolicies.Proposed] = []
            for one in outcome {
                switch one {
                case .proposed(let policy):
                    let readings = try await lifecycle.reading([policy], around: call.surroundings)
                    proposed.append(.init(policy: PolicyLine(policy), unchanged: nil, doubts: readings.flatMap(\.doubts).map { .init($0) }))
                case .unchanged(let policy, let state): proposed.append(.init(policy: PolicyLine(policy), unchanged: state.label, doubts: []))
                }
            }
            return proposed
        }
        answer(PreviewPolicy.self) { call, request in
            let lifecycle = call.hub.policies
            guard call.principal.may(.approvePolicies), let seen = try? await lifecycle.version(request.version).policy else { return [] }
            return try await lifecycle.reading([seen], around: call.surroundings).map { PolicyText($0) }
        }
        answer(ApprovePolicy.self) { call, request in
            let (policy, isInForce) = try await call.hub.policies.approve(
                by: call.principal, request.version, of: request.system, bases: request.bases, reason: request.reason)
            return ApprovePolicy.Answer(policy: PolicyLine(policy), isInForce: isInForce)
        }
        answer(RejectPolicy.self) { call, request in
            PolicyLine(try await call.hub.policies.reject(by: call.principal, request.version, of: request.system, reason: request.reason))
        }
        answer(RevokePolicy.self) { call, request in
            PolicyLine(try await call.hub.policies.revoke(by: call.principal, request.version, reason: request.reason))
        }
        answer(LastPolicyChange.self) { call, request in
            try await call.hub.policies.permitReading(call.principal)
            guard let change = try await call.hub.policies.changes(of: request.system).last else { return .init(lines: [], isAwaited: false) }
            return LastPolicyChange.Answer(lines: PolicyWords.lines(change), isAwaited: change.secondsToLast == nil && !change.receipts.isEmpty)
        }
    }
}

extension StaffCall {
    /// What this installation knows of receivers.
    var surroundings: PolicyDoubt.Surroundings { PolicyWords.surroundings(hub.settings) }
}

extension PolicyLine {
    fileprivate init(_ policy: Policy) {
        self.init(
            system: policy.system.rawValue, dataset: policy.dataset.rawValue, version: policy.contentHash, text: PolicyWords.line(policy),
            validFrom: policy.validFrom.description)
    }

    fileprivate init(_ version: PolicyVersion) {
        self.init(
            system: version.system.rawValue, dataset: version.dataset.rawValue, version: version.contentHash, text: PolicyWords.line(version),
            validFrom: version.policy?.validFrom.description)
    }
}

extension PolicyLine.Doubt {
    fileprivate init(_ doubt: PolicyDoubt) { self.init(code: doubt.code, text: doubt.text) }
}

extension PolicyText {
    fileprivate init(_ reading: PolicyReading) { self.init(sentences: reading.sentences, doubts: reading.doubts.map { .init($0) }) }
}
