/// What the conformance kit saw.
public struct ConformanceReport: Sendable, CustomStringConvertible {
    /// One rule of the contract, by name.
    public struct Check: Sendable, Hashable {
        /// What came of it.
        public enum Outcome: Sendable, Hashable {
            case passed
            /// The rule was broken.
            case failed(why: String)
            /// The connector lacks what it takes to see it.
            case notShown(why: String)
        }

        /// Stable name, such as `duplicates-change-nothing`.
        public var name: String
        /// What came of it.
        public var outcome: Outcome
    }

    /// In the order in which they ran.
    public internal(set) var checks: [Check] = []

    /// No rule was broken, and something was checked.
    public var passed: Bool {
        !checks.isEmpty && failures.isEmpty
    }

    /// The broken rules.
    public var failures: [Check] {
        checks.filter { if case .failed = $0.outcome { true } else { false } }
    }

    /// A line for each check.
    public var description: String {
        checks.map { check in
            switch check.outcome {
            case .passed: "ok        \(check.name)"
            case .failed(let why): "FAILED    \(check.name): \(why)"
            case .notShown(let why): "not shown \(check.name): \(why)"
            }
        }.joined(separator: "\n")
    }
}
