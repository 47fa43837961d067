public import Governance

/// A provision that was refused, and recorded so. The record keeps the true reason; the receiver is told `refusal.told`.
public struct ProvisionRefused: Error, Sendable {
    public let refusal: Refusal

    public init(refusal: Refusal) { self.refusal = refusal }
}
