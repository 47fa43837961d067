import AccessControl
import Addressee
import ArgumentParser
import AuditTrail
import Foundation
import Governance
import Installation
import Sharing
import StaffCommands

/// `atena policy unused`: what of the policies in force was never used.
struct PolicyUnusedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unused", abstract: "施行中の提供ポリシーごとに、期間内の提供の件数と、使われていない方法・項目を示します。",
        discussion: """
            提供の記録から数えます。個人の情報は含みません。年に1回の提供もあるため、省略時は直近の1年間を見ます。
            「使われていない」と判定するのは、期間の初めから施行されていたものだけです。方法と項目も、期間の初めから認められていたものだけです。
            後から施行されたもの・加わったものは「判定しない」として分けて示します。

            使われていない方法・項目は、業務システムの担当者に必要かを確かめ、不要なら Policies/ のファイルから除いて起案するか、atena policy revoke で取り消してください。
            「値のない項目」は、どの人の記録にも値が登録されたことのない項目です。一度も値を渡していません。
            「取得の記録なし」は、取得（pull）を認められた業務システムに、取得の記録も拒否の記録もないことを示します（渡すもののない取得は記録に残りません）。
            """)

    @Option(help: "この日から YYYY-MM-DD（省略時は1年前）")
    var since: String?
    @Option(help: "この業務システムだけ")
    var system: [String] = []
    @Flag(help: "JSONで表示します")
    var json = false

    func run() async throws {
        try await explained {
            let today = CalendarDay.todayInJapan()
            let first = try since.map { text in
                guard let day = CalendarDay(text) else { throw CommandFailure("--since の日付は YYYY-MM-DD で指定してください。") }
                guard day <= today else { throw CommandFailure("--since には今日までの日付を指定してください。") }
                return day
            }
            let systems = try system.map { text in
                guard let name = SystemName(rawValue: text) else { throw CommandFailure("業務システムの名前ではありません: \(text)") }
                return name
            }
            let hub = try await OpenedHub.open()
            let report = try await hub.policies.use(by: hub.acting, since: first ?? today.adding(days: -365), of: Set(systems))
            if json {
                try printJSON(report)
                return
            }
            if report.policies.isEmpty { print("施行中の提供ポリシーはありません。") }
            print("期間 \(report.since) から \(report.until) まで。数は提供の回数（延べ人数）")
            print("業務システム\t施行\t配信\t変更の取得\t全件の取得\t1人の照会\t媒体\t拒否\t最後の提供\t判定")
            for use in report.policies { print(Self.line(use)) }
            for use in report.policies { for remark in Self.remarks(use) { print("\(ShownReceiver.name(use.system, use.dataset)): \(remark)") } }
        }
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
        if use.verdict == .unused { remarks.append("期間内に一度も提供していません。不要なら atena policy revoke \(use.system) --reason 理由 で取り消せます。") }
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
