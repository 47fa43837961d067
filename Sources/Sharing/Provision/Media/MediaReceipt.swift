internal import Addressee
internal import Foundation
internal import Governance

/// 受渡票. What goes with a medium, and what both sides sign: who received how much of what, when, on which basis (CT-16). No personal data.
public struct MediaReceipt: Sendable, Codable, Hashable {
    /// One legal basis, as the policy cites it.
    public struct Basis: Sendable, Codable, Hashable {
        /// Row of `legal-bases.tsv`.
        public var id: String
        /// 法令
        public var law: String
        /// 条項
        public var article: String
        /// 事務
        public var affair: String
    }

    /// When, Japan time, ISO 8601.
    public var writtenAt: String
    /// The same in eras.
    public var writtenAtEra: String
    /// 提供元の団体. The body whose hub handed it over.
    public var body: String
    /// Receiving system's slug.
    public var system: String
    /// Its name.
    public var systemName: String
    /// 担当課 of the receiving system.
    public var department: String
    /// Dataset handed over.
    public var dataset: String
    /// Content hash of the policy.
    public var policyVersion: String
    /// 利用目的
    public var purpose: String
    /// 法的根拠
    public var legalBases: [Basis]
    /// Whether the individual number is among the items.
    public var includesIndividualNumber: Bool
    /// Names of the items, in Japanese.
    public var items: [String]
    /// Form inside the envelope: csv or ndjson.
    public var format: String
    /// Persons handed over.
    public var count: Int
    /// Persons who are not on it because a person of the staff has to confirm first (自動応答不可); they are told by no mark.
    public var awaitingConfirmation: Int
    /// Name of the encrypted file.
    public var file: String
    /// Its size.
    public var bytes: Int64
    /// SHA-256 of the encrypted file, lower-case hexadecimal.
    public var sha256: String
    /// Subject of the receiver's certificate.
    public var certificateSubject: String
    /// SHA-256 of the receiver's certificate.
    public var certificateFingerprint: String
    /// Who exported.
    public var exportedBy: String
    /// Who proposed the medium.
    public var proposedBy: String
    /// Who released it.
    public var releasedBy: String
    /// Number of the medium.
    public var medium: Int64
    /// Number of the provision record.
    public var record: Int64

    /// For people: one page of text, to be printed and signed.
    public var text: String {
        var lines: [(String, String)] = [
            ("受渡日時", "\(writtenAtEra)（\(writtenAt)）"), ("提供元の団体", body), ("提供先", "\(systemName)（\(system)） \(department)"), ("データセット", dataset),
            ("利用目的", purpose),
        ]
        for basis in legalBases { lines.append(("法的根拠", "\(basis.law) \(basis.article)（\(basis.affair)、\(basis.id)）")) }
        lines += [
            ("提供ポリシー", policyVersion), ("件数", "\(count)件"),
            ("確認待ち", "\(awaitingConfirmation)人（職員の確認待ちのため入っていません。この媒体にないことを理由に消さないでください）"), ("個人番号", includesIndividualNumber ? "含む" : "含まない"),
            ("項目", items.joined(separator: "、")), ("ファイル", "\(file)（\(bytes)バイト、中身は\(format)）"), ("暗号化", "CMS、AES-256（受取人の証明書による）"),
            ("SHA-256", Self.grouped(sha256)), ("受取人の証明書", certificateSubject), ("証明書の指紋", Self.grouped(certificateFingerprint)),
            ("申し出た者", proposedBy), ("認めた者", releasedBy), ("出力した者", exportedBy), ("媒体の番号", String(medium)), ("提供記録の番号", String(record)),
        ]
        let width = lines.map(\.0.count).max() ?? 0
        let body = lines.map { label, value in label + String(repeating: "　", count: width - label.count + 1) + value }
        return
            (["　　　　　　　　　　電子記録媒体 受渡票", ""] + body + [
                "", "受け取った者は、SHA-256と証明書の指紋が一致することを確かめ、署名してください。", "", "渡した者　　所属　　　　　　　　　　　氏名　　　　　　　　　　　　日時",
                "", "受け取った者　所属　　　　　　　　　　氏名　　　　　　　　　　　　日時", "",
            ]).joined(separator: "\n")
    }

    /// Eight digits at a time, as people compare them.
    private static func grouped(_ hex: String) -> String {
        stride(from: 0, to: hex.count, by: 8).map { String(hex.dropFirst($0).prefix(8)) }.joined(separator: " ")
    }

    package func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [0x0A]
    }
}
