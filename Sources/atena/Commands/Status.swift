import ArgumentParser
import Foundation
import Hub

/// Where the hub stands; counts only.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: "ハブの状態を件数で示します（個人の情報は含みません）。")

    @Flag(help: "JSONで表示します")
    var json = false

    func run() async throws {
        try await explained {
            let hub = try await HubComposition.open(ProcessInfo.processInfo.environment, for: .operateDeliveries)
            let status = try await HubStatus.read(hub.desk, files: PolicyDirectory.libraryIfAny())
            if json {
                try printJSON(status)
                return
            }
            let behind = status.daysBehind.map { "（今日より\($0)日遅れています。atena work を動かしてください）" } ?? ""
            print("基準日 \(status.day ?? "なし")\(behind)  宛名 \(status.persons)  履歴 \(status.versions)  統合宛名番号 \(status.integratedNumbers)")
            print("保留 \(status.held)  却下 \(status.rejectedRows)")
            for code in status.rejectedByCode { print("  \(code.code)\t\(code.count)\t\(code.reason)") }
            print("業務システム\t配信済\t提供\t拒否\t待ち\t不達\t遅れ\t位置")
            for system in status.systems {
                print(
                    "\(system.system)\t\(system.delivered)\t\(system.provided)\t\(system.refused)\t\(system.waiting)\t\(system.deadLetters)\t"
                        + "\(system.behind.map(String.init) ?? "-")\t\(system.position ?? "-")")
            }
            for system in status.systems {
                if let failure = system.lastFailure { print("配信の失敗: \(system.system)/\(system.dataset) \(failure)") }
                guard system.isPositionUnreadable else { continue }
                print("配信の位置が読めない業務システム: \(system.system)/\(system.dataset)（atena redeliver \(system.system) --everything で最初から配信し直せます）")
            }
            for system in status.systems where system.undecided > 0 {
                print(
                    "対象者か決まらない者: \(system.system)/\(system.dataset) \(system.undecided)人（提供していません。atena policy undecided \(system.system) --reason 理由 で一覧）")
            }
            if !status.searchIsReady { print("検索キーの作成が終わっていないため、検索は使えません。atena migrate を最後まで実行してください。") }
            for altered in status.policiesAltered {
                print("保存された内容が承認されたものと異なる提供ポリシー（提供しません）: \(altered.system)/\(altered.dataset) \(altered.version.prefix(12))")
            }
            for overdue in status.policiesOverdue { print("基準日による処理が済んでいない提供ポリシー: \(PolicyText.line(overdue))") }
            for warning in status.policiesEnding { print("まもなく終わる提供ポリシー: \(warning.system)/\(warning.dataset) あと\(warning.daysLeft)日 \(warning.reason)") }
            for change in status.changesPending {
                let isOverdue = change.receipts.contains { $0.isOverdue }
                print("改定を受領していない業務システム: \(change.system)/\(change.dataset) \(change.to.prefix(12))\(isOverdue ? "（期限超過）" : "")")
            }
            for drift in status.drift ?? [] { print("ポリシーの差異: \(drift.system)/\(drift.dataset) \(drift.label)") }
            let oldest = status.horizon.oldestTransaction.map { "、最も古い取引: \($0)（\(Int(status.horizon.oldestTransactionSeconds ?? 0))秒）" } ?? ""
            let stopped = status.sealing.halted.map { "、停止: \($0)" } ?? (status.sealing.stopsProvisions ? "、提供を止めています" : "")
            print("証跡の封印: \(status.sealing.size)件（バッチ \(status.sealing.batch)）、遅れ \(Int(min(status.sealing.seconds, 1e9)))秒\(stopped)")
            print(
                "時計のずれ: \(status.clockSkewSeconds.map { String(format: "%+.1f秒", $0) } ?? "不明")（このコンピューター − データベース）\(HubClock.warning.map { "。\($0)" } ?? "")")
            for holder in status.sealing.heldBy { print("  封印を妨げているもの: \(holder)") }
            print("読める範囲の遅れ: 取引 \(status.horizon.lagTransactions)、記録 \(status.horizon.entriesWaiting)\(oldest)")
        }
    }
}
