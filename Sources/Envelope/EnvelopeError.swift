/// Why nothing could be enveloped. Says what step failed and OpenSSL's reason, never data.
public struct EnvelopeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was being done, in a few words.
    public let step: String
    /// OpenSSL's own reason, empty where it gave none.
    public let reason: String

    init(_ step: String, reason: String) {
        self.step = step
        self.reason = reason
    }

    /// Step and reason.
    public var description: String { reason.isEmpty ? step : "\(step): \(reason)" }
}
