public import Addressee
internal import AuditTrail

/// Why an endpoint was not loaded, or an act on one not done; recorded before it is told.
public struct EndpointRefused: Explained, Sendable, Hashable, CustomStringConvertible {
    /// `V` and four digits; F0048 of another body's file.
    public let code: String
    /// What is wrong, in Japanese.
    public let rule: String

    static let unknown = Self(code: "V0001", rule: "この業務システムとデータセットの接続はありません。")
    static func anotherBody(_ named: LocalGovernmentCode, ours: LocalGovernmentCode) -> Self {
        Self(code: FaultCode.fileOfAnotherBody, rule: "別の団体（\(named)）の接続のファイルです。この団体は\(ours)です。")
    }
    static func unknownConnector(_ name: String, known: [String]) -> Self {
        Self(code: "V0002", rule: "接続の種類 \(name) はありません（使える種類: \(known.joined(separator: ", "))）。")
    }
    static func settings(_ faults: [(setting: String, rule: String)]) -> Self {
        Self(code: "V0003", rule: faults.map { "settings の \($0.setting): \($0.rule)" }.joined(separator: "。") + "。")
    }
    static func failed(_ detail: String) -> Self { Self(code: "V0004", rule: "接続を確かめられません（\(detail)）。") }
    static func anotherReceiver(_ name: String) -> Self { Self(code: "V0005", rule: "接続の相手は、別の業務システム \(name) です。") }
    static func notUnderstood(_ what: String, described: String) -> Self {
        Self(code: "V0006", rule: "接続の相手は \(what) を扱えません（相手: \(described)）。")
    }
    static func businessID(_ own: BusinessID, policy: BusinessID, label: String) -> Self {
        Self(code: "V0007", rule: "gyomuid \(own.named) は、提供ポリシーのもの（\(policy.named)、\(label)）と違います。")
    }
    static let noReason = Self(code: "V0008", rule: "理由を記入してください。")
    static let pausedAlready = Self(code: "V0009", rule: "接続はすでに停止しています。")
    static let notPaused = Self(code: "V0010", rule: "接続は停止していません。")
    static let alwaysDelivered = Self(code: "V0011", rule: "随時の接続で、いつも配信しています。")

    /// Code and rule.
    public var description: String { "\(code) \(rule)" }
}

/// What is wrong with the endpoints of a directory; none of them was loaded.
public struct EndpointsRefused: Explained, Sendable, CustomStringConvertible {
    /// By endpoint (`tax/addressee`), in their order; at least one.
    public let refusals: [(endpoint: String, refused: EndpointRefused)]

    /// V0012; each endpoint's own stands in the rule.
    public var code: String { "V0012" }
    /// As ``description``.
    public var rule: String { description }
    /// One a line, then their number.
    public var description: String {
        refusals.map { "\($0.endpoint): \($0.refused.explanation)" }.joined(separator: "\n") + "\n\(refusals.count)件の誤りがあり、どの接続も取り込んでいません"
    }
}
