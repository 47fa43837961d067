public import Addressee
public import Governance

/// A provision that was refused, and recorded so. The record keeps the true reason; the receiver is told `refusal.told`.
public struct ProvisionRefused: Explained, Sendable, Hashable {
    /// The true reason (拒否理由).
    public let refusal: Refusal

    /// Of the true reason.
    public var code: String { refusal.code }
    /// The true reason.
    public var rule: String { refusal.rule }

    /// The refusal must be on record already (CT-9).
    public init(refusal: Refusal) { self.refusal = refusal }
}
