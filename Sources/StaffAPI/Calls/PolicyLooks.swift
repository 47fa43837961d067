/// 検査. The files, and where they differ from what is in force.
package struct CheckPolicies: StaffRequest {
    package static let name = "policies/check"
    package typealias Answer = Sheet
    package var files: [TextFile]

    package init(files: [TextFile]) { self.files = files }
}

/// 試算. What policies would change; brings a list of persons where that is asked for.
package struct PlanPolicies: LongRequest {
    package static let name = "policies/plan"
    package typealias Answer = Sheet
    package var what: What
    /// Whether the addressee numbers of those who enter and leave are wanted.
    package var namesPersons: Bool

    package init(what: What, namesPersons: Bool) { (self.what, self.namesPersons) = (what, namesPersons) }

    package enum What: Codable, Sendable {
        /// What waits for approval.
        case proposed
        case files([TextFile])
        /// 取消し of these systems.
        case revocation([String])
    }
}

/// 履歴
package struct ReadPolicyHistory: StaffRequest {
    package static let name = "policies/history"
    package typealias Answer = Sheet
    /// A version or a system; nil: all.
    package var of: String?

    package init(of: String?) { self.of = of }
}

/// 版の内容
package struct ShowPolicy: StaffRequest {
    package static let name = "policies/show"
    package var version: String
    /// As it is hashed, in place of sentences.
    package var isCanonical: Bool

    package init(version: String, isCanonical: Bool) { (self.version, self.isCanonical) = (version, isCanonical) }

    package struct Answer: Codable, Sendable {
        package var lines: [String]
        /// As it is hashed.
        package var canonical: String?
        /// 終了
        package var end: String?

        package init(lines: [String], canonical: String?, end: String?) { (self.lines, self.canonical, self.end) = (lines, canonical, end) }
    }
}

/// 承認待ち, and receivers that have not followed yet.
package struct ListPendingPolicies: StaffRequest {
    package static let name = "policies/pending"
    package typealias Answer = Sheet

    package init() {}
}

/// まもなく終わる提供ポリシー
package struct ListPolicyWarnings: StaffRequest {
    package static let name = "policies/warnings"
    package typealias Answer = Sheet

    package init() {}
}

/// 対象者か決まらない者
package struct ListUndecided: StaffRequest {
    package static let name = "policies/undecided"
    package var system: String
    package var dataset: String
    /// After this 宛名番号.
    package var after: String?
    package var reason: String

    package init(system: String, dataset: String, after: String?, reason: String) {
        (self.system, self.dataset, self.after, self.reason) = (system, dataset, after, reason)
    }

    package struct Answer: Veiled {
        package var persons: [Person]
        package var more: Bool

        package init(persons: [Person], more: Bool) { (self.persons, self.more) = (persons, more) }
    }

    package struct Person: Veiled {
        package var number: String
        /// What is not known, in words.
        package var unknown: [String]

        package init(number: String, unknown: [String]) { (self.number, self.unknown) = (number, unknown) }
    }
}

/// 提供ポリシーの利用
package struct ReadPolicyUse: StaffRequest {
    package static let name = "policies/use"
    package typealias Answer = Sheet
    /// YYYY-MM-DD; nil: a year ago.
    package var since: String?
    /// Empty: all.
    package var systems: [String]

    package init(since: String?, systems: [String]) { (self.since, self.systems) = (since, systems) }
}
