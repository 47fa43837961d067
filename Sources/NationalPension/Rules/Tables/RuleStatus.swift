/// 確認の状態. How sure the source of a row is.
package enum RuleStatus: String, Sendable, Hashable, Codable, CaseIterable {
    /// Read in the law or on an official page.
    case confirmed
    /// Read in a secondary source only: what is decided by it says so.
    case unconfirmed
}
