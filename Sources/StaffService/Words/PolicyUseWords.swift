internal import Addressee
internal import Governance
internal import Sharing
internal import StaffAPI

/// 提供ポリシーの利用, line by line.
enum PolicyUseWords {
    static func sheet(_ report: PolicyUseReport) throws -> Sheet {
        var lines = report.policies.isEmpty ? ["施行中の提供ポリシーはありません。"] : []
        lines.append("期間 \(report.since) から \(report.until) まで。数は提供の回数（延べ人数）")
        lines.append("業務システム\t施行\t配信\t変更の取得\t全件の取得\t1人の照会\t媒体\t拒否\t最後の提供\t判定")
        lines += report.policies.map(line)
        for use in report.policies { lines += remarks(use).map { "\(ShownReceiver.name(use.system, use.dataset)): \($0)" } }
        return try Sheet(lines: lines, of: report)
    }

    private static func line(_ use: PolicyUse) -> String {
        let ways = ["push", "delta", "full", "one", "medium"].map { name in
            use.ways.first { $0.way == name }.map { "\($0.provisions)（\($0.persons)）" } ?? "0"
        }
        let refused = use.ways.reduce(0) { $0 + $1.refused }
        let cells = [ShownReceiver.name(use.system, use.dataset), String(use.inForceSince.prefix(10))] + ways
        return (cells + [String(refused), use.lastAt.map { String($0.prefix(10)) } ?? "なし", use.verdict.label]).joined(separator: "\t")
    }

    private static func remarks(_ use: PolicyUse) -> [String] {
        var remarks: [String] = []
        if use.verdict == .unused { remarks.append("期間内に一度も提供していません。不要なら atena policy revoke \(use.system) で取り消せます。") }
        let protected = use.ways.reduce(0) { $0 + $1.protected }
        if protected > 0 { remarks.append("支援措置の対象者の所在を提供した延べ人数: \(protected)") }
        if !use.unusedWays.isEmpty { remarks.append("使われていない方法: \(use.unusedWays.map(way).joined(separator: "、"))") }
        if !use.newWays.isEmpty { remarks.append("使われていないが、期間の途中から認められたため判定しない方法: \(use.newWays.map(way).joined(separator: "、"))") }
        if use.neverPulled { remarks.append("取得の記録なし。業務システムの担当者に、取得の設定と証明書を確かめてください。") }
        if !use.unusedItems.isEmpty, use.verdict != .unused { remarks.append("どの提供にも入らなかった項目: \(use.unusedItems.joined(separator: ", "))") }
        if !use.newItems.isEmpty, use.verdict == .used || use.verdict == .partlyUsed {
            remarks.append("どの提供にも入らなかったが、期間の途中から認められたため判定しない項目: \(use.newItems.joined(separator: ", "))")
        }
        if !use.emptyItems.isEmpty { remarks.append("値のない項目: \(use.emptyItems.joined(separator: ", "))") }
        for way in use.ways where way.untaken > 0 {
            remarks.append("業務システムが受け取らなかった配信: \(way.untaken)回。atena status で配信の失敗を確かめてください。")
        }
        return remarks
    }

    private static func way(_ name: String) -> String {
        switch Way(rawValue: name) {
        case .push: "配信（push）"
        case .pull: "取得（pull）"
        case .medium: "媒体（medium）"
        case nil: name
        }
    }
}
