/// 保留. A question that can't be answered from the facts at hand: thrown by rules in place of a guess, with all that a clerk has to find out.
package struct HeldForClerk: Error, Sendable, Hashable, Codable {
    /// What has to be found out; at least one, each once.
    package let holds: [Hold]

    /// What has to be found out.
    package init(_ holds: [Hold]) {
        var seen: Set<Hold> = []
        self.holds = holds.filter { seen.insert($0).inserted }
    }
}
