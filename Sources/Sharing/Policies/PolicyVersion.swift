public import Addressee
public import Governance

/// 版. A version of a policy as ledger and rows name it, whether or not its stored text can still be read.
public struct PolicyVersion: Sendable {
    /// Content hash.
    public let contentHash: String
    /// 業務システム. The receiver.
    public let system: SystemName
    /// データセット名.
    public let dataset: DatasetName
    /// Its content; nil where the stored text is no longer what was proposed.
    public let policy: Policy?

    package init(contentHash: String, system: SystemName, dataset: DatasetName, policy: Policy?) {
        (self.contentHash, self.system, self.dataset, self.policy) = (contentHash, system, dataset, policy)
    }

    package init(_ policy: Policy) { self.init(contentHash: policy.contentHash, system: policy.system, dataset: policy.dataset, policy: policy) }

    /// The version that follows it once it is revoked or has expired.
    package func closed(_ cause: Closing.Cause) -> Policy { policy?.closed(cause) ?? .closed(contentHash, of: system, dataset, cause) }
}
