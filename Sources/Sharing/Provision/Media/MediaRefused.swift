public import Addressee

/// A hand-over on a medium that was refused before any person was looked at, and recorded so.
public struct MediaRefused: Explained, Sendable, Hashable, CustomStringConvertible {
    /// `M` and four digits.
    public let code: String
    /// What is wrong and what can be done, in Japanese.
    public let rule: String

    package static let unreadable = Self(code: "M0001", rule: "受取人の証明書として読めません。PEM形式のX.509証明書を指定してください。")
    package static let outsideDates = Self(code: "M0002", rule: "受取人の証明書の有効期間外です。有効な証明書を受け取ってください。")
    static let noEncipherment = Self(
        code: "M0003", rule: "暗号化に使えない証明書です。RSA 2048ビット以上の鍵暗号化用、または楕円曲線の鍵共有用の証明書が必要です（試験用は atena pki issue SYSTEM --medium）。")
    package static let anotherSystem = Self(code: "M0004", rule: "証明書が別の業務システムのものです。")
    static let notOfOurs = Self(code: "M0005", rule: "この認証局の名を持ちますが、署名が一致しません。使わないでください。")
    package static let authority = Self(code: "M0006", rule: "認証局の証明書 (ca.pem) として読めません。")
    package static let anotherBody = Self(code: "M0007", rule: "証明書が別の団体のものです。この団体の提供先の証明書を受け取ってください。")
    static let unnamedBody = Self(
        code: "M0008", rule: "団体コードのない証明書は、移行の期限を過ぎたため使えません。団体コードのある証明書を発行してください（atena pki renew SYSTEM-medium）。")

    /// Code and rule.
    public var description: String { "\(code) \(rule)" }
}
