/// 起案. Files what is in the files and not in force; nothing changes before somebody else approves it.
package struct ProposePolicies: StaffRequest {
    package static let name = "policies/propose"
    package typealias Answer = [Proposed]
    /// The files of the directory, by their path below it.
    package var files: [TextFile]
    /// Only of these systems; empty: of all.
    package var systems: [String]
    package var reason: String

    package init(files: [TextFile], systems: [String], reason: String) { (self.files, self.systems, self.reason) = (files, systems, reason) }

    /// What became of one.
    package struct Proposed: Codable, Sendable {
        package var policy: PolicyLine
        /// Why it stands as it is; nil where it was proposed.
        package var unchanged: String?
        package var doubts: [PolicyLine.Doubt]

        package init(policy: PolicyLine, unchanged: String?, doubts: [PolicyLine.Doubt]) {
            (self.policy, self.unchanged, self.doubts) = (policy, unchanged, doubts)
        }
    }
}

/// 提供ポリシーの版, in one line.
package struct PolicyLine: Codable, Sendable {
    package var system: String
    package var dataset: String
    /// 版: the content hash.
    package var version: String
    /// As people read it.
    package var text: String
    /// 施行日
    package var validFrom: String?

    package init(system: String, dataset: String, version: String, text: String, validFrom: String?) {
        (self.system, self.dataset, self.version, self.text, self.validFrom) = (system, dataset, version, text, validFrom)
    }

    /// What is seldom meant.
    package struct Doubt: Codable, Sendable {
        package var code: String
        package var text: String

        package init(code: String, text: String) { (self.code, self.text) = (code, text) }
    }
}

/// 版の内容, in sentences.
package struct PolicyText: Codable, Sendable {
    package var sentences: [String]
    package var doubts: [PolicyLine.Doubt]

    package init(sentences: [String], doubts: [PolicyLine.Doubt]) { (self.sentences, self.doubts) = (sentences, doubts) }
}

/// 承認. Of one version that was seen.
package struct ApprovePolicy: StaffRequest {
    package static let name = "policies/approve"
    package var system: String
    /// 版, its first 12 characters or more.
    package var version: String
    /// 法的根拠の一覧の版 that is approved with it.
    package var bases: String?
    package var reason: String

    package init(system: String, version: String, bases: String?, reason: String) {
        (self.system, self.version, self.bases, self.reason) = (system, version, bases, reason)
    }

    package struct Answer: Codable, Sendable {
        package var policy: PolicyLine
        package var isInForce: Bool

        package init(policy: PolicyLine, isInForce: Bool) { (self.policy, self.isInForce) = (policy, isInForce) }
    }
}

/// What an approver is shown above the approval, also where that is refused; who may not approve is shown nothing.
package struct PreviewPolicy: StaffRequest {
    package static let name = "policies/preview"
    package typealias Answer = [PolicyText]
    package var version: String

    package init(version: String) { self.version = version }
}

/// 却下, or the withdrawal of one's own proposal.
package struct RejectPolicy: StaffRequest {
    package static let name = "policies/reject"
    package typealias Answer = PolicyLine
    package var system: String
    package var version: String
    package var reason: String

    package init(system: String, version: String, reason: String) { (self.system, self.version, self.reason) = (system, version, reason) }
}

/// 取消し, at once.
package struct RevokePolicy: StaffRequest {
    package static let name = "policies/revoke"
    package typealias Answer = PolicyLine
    /// 版 or system.
    package var version: String
    package var reason: String

    package init(version: String, reason: String) { (self.version, self.reason) = (version, reason) }
}

/// 改定の受領. The last change of what a system is given, and who has followed it.
package struct LastPolicyChange: StaffRequest {
    package static let name = "policies/last-change"
    package var system: String

    package init(system: String) { self.system = system }

    package struct Answer: Codable, Sendable {
        /// As people read it; empty where there is none.
        package var lines: [String]
        /// Whether somebody has yet to follow.
        package var isAwaited: Bool

        package init(lines: [String], isAwaited: Bool) { (self.lines, self.isAwaited) = (lines, isAwaited) }
    }
}
