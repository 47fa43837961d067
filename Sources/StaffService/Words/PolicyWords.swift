internal import Addressee
internal import Foundation
package import Governance
internal import MutualTLS
package import Settings
package import Sharing

/// Lines about policies, for people.
package enum PolicyWords {
    package static func line(_ policy: Policy) -> String {
        let number = policy.mayGiveIndividualNumber ? "個人番号あり" : "個人番号なし"
        let confirmed = policy.confirmItems.isEmpty ? "" : " 確認を要する項目\(policy.confirmItems.count)"
        return "\(policy.system)/\(policy.dataset) \(policy.contentHash.prefix(12)) \(policy.label) \(policy.items.count)項目 \(number)\(confirmed)"
    }

    /// A version, whether or not its text can be read.
    package static func line(_ version: PolicyVersion) -> String {
        version.policy.map(line) ?? "\(version.system)/\(version.dataset) \(version.contentHash.prefix(12)) （保存された内容は、起案・承認されたものと異なります）"
    }

    /// One whose day has come without effect.
    package static func line(_ overdue: OverduePolicy) -> String {
        let state = PolicyState(rawValue: overdue.state)?.label ?? overdue.state
        return "\(overdue.system)/\(overdue.dataset) \(overdue.version.prefix(12)) \(state)のまま: \(overdue.reason)"
    }

    /// In sentences, with what is doubtful below.
    package static func lines(_ reading: PolicyReading) -> [String] { reading.sentences + reading.doubts.map { "【確認】\($0.text)（\($0.code)）" } }

    /// What this program knows of receivers: whom it pushes to, and who has a certificate.
    package static func surroundings(_ settings: Settings) -> PolicyDoubt.Surroundings {
        var around = PolicyDoubt.Surroundings()
        if let directory = settings.value(.endpoints) { around.endpoints = (try? EndpointLibrary(directory: directory))?.endpoints }
        guard let directory = settings[.pki], let names = try? FileManager.default.contentsOfDirectory(atPath: directory)
        else { return around }
        // Of authorities, servers, terminals and service accounts this says nothing.
        let certified = Set(names.filter { $0.hasSuffix(".pem") }.compactMap { ClientIdentity(pemFile: "\(directory)/\($0)")?.system })
        if !certified.isEmpty { around.certified = certified }
        return around
    }

    /// A change, and who has confirmed it.
    package static func lines(_ change: PolicyChangeRecord) -> [String] {
        let closing = change.closing == "revoked" ? "（取消し）" : change.closing == "expired" ? "（満了）" : ""
        var lines = ["\(change.decidedAt) \(change.system)/\(change.dataset) \(change.from?.prefix(12) ?? "なし") → \(change.to.prefix(12))\(closing)"]
        for receipt in change.receipts {
            let way = receipt.way == "push" ? "配信" : receipt.way == "pull" ? "取得" : "媒体"
            if let seconds = receipt.seconds {
                lines.append("    \(way): 受領 \(text(seconds))後")
            } else if !receipt.canConfirm, receipt.way == "push" {
                lines.append("    配信: 配信を終えたため、以後の受領は配信では確かめられません。残りの削除は atena work が届けます\(receipt.isOverdue ? "（期限超過）" : "")")
            } else if !receipt.canConfirm {
                lines.append("    \(way): \(change.system)が渡された全件を持ち続けているか、確かめられません\(receipt.isOverdue ? "（期限超過）" : "")")
            } else {
                lines.append("    \(way): 未受領、期限 \(change.dueAt)\(receipt.isOverdue ? "（期限超過）" : "")")
            }
        }
        if let last = change.secondsToLast { lines.append("    決定から最後の受領まで \(text(last))") }
        return lines
    }

    package static func text(_ seconds: Double) -> String { "\((seconds * 10).rounded() / 10)秒" }
}
