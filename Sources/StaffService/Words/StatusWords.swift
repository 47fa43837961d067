internal import AccessControl
internal import Addressee
internal import AuditTrail
internal import Foundation
internal import Governance
internal import LogSealing
internal import Oversight
internal import Register
internal import Sharing
internal import StaffAPI

/// 状態, line by line. Counts only.
enum StatusWords {
    /// - Parameters:
    ///   - modulesAreApart: whether each module of a department has a database of its own.
    ///   - pension: of the pension department's module, where the body has one.
    static func sheet(_ status: HubStatus, of body: HubBody, modulesAreApart: Bool, pension: PensionState? = nil) throws -> Sheet {
        var lines: [String] = []
        func print(_ line: String) { lines.append(line) }
        for finding in status.blocking { print("提供を止めているもの: \(finding.reason)") }
        let unnamed = body.unnamedUntil.map { "（団体コードのない証明書は \($0) まで）" } ?? ""
        print("団体 \(body.code)\(unnamed)")
        let behind = status.daysBehind.map { "（今日より\($0)日遅れています。atena work を動かしてください）" } ?? ""
        print("基準日 \(status.day ?? "なし")\(behind)  宛名 \(status.persons)  履歴 \(status.versions)  統合宛名番号 \(status.integratedNumbers)")
        print("保留 \(status.held)  却下 \(status.rejectedRows)")
        for code in status.rejectedByCode { print("  \(code.code)\t\(code.count)\t\(code.reason)") }
        for line in DueLines.lines(of: status) { print(line) }
        for rows in status.untrueRows { print("書き換え: \(rows.text)") }
        for line in pension?.lines ?? [] { print(line) }
        if status.protectionDue > 0 {
            print("支援措置: 期限を過ぎたものが\(status.protectionDue)件あります（保護は続いています）。atena protection due で確かめてください。")
        }
        if status.protectionMissing > 0 { print("支援措置の消失: \(ProtectionTrail.text(missing: status.protectionMissing))") }
        for late in status.protectionUnacknowledged { print("支援措置の未受領: \(late.text)") }
        for medium in status.mediaOverdue { print("期限を過ぎた媒体: \(medium.text)") }
        if !modulesAreApart {
            print("モジュールのデータベース: 業務システムのモジュールの表が、ハブのデータベースにあります。ATENA_MODULES を設定して atena migrate を行うと、モジュールごとのデータベースに移ります。")
        }
        for gap in status.endpointGaps { print("接続: \(gap)") }
        print("業務システム\t配信済\t提供\t拒否\t待ち\t回答待ち\t不達\t遅れ（件）\t遅れ（秒）\t位置\t接続")
        for system in status.systems {
            print(
                "\(ShownReceiver.name(system.system, system.dataset))\t\(system.delivered)\t\(system.provided)\t\(system.refused)\t\(system.waiting)\t\(system.awaited)\t\(system.deadLetters)\t"
                    + "\(system.behind.map(String.init) ?? "-")\t\(system.secondsBehind.map { String(Int($0)) } ?? "-")\t\(system.position ?? "-")\t\(system.endpoint ?? "-")"
            )
        }
        for system in status.systems {
            if let failure = system.lastFailure {
                print("配信の失敗: \(system.system)/\(system.dataset) \(failure)\(system.lastFailedAt.map { "（\($0)）" } ?? "")")
            }
            guard system.isPositionUnreadable else { continue }
            print(
                "配信の位置が読めない業務システム: \(system.system)/\(system.dataset)（atena redeliver \(system.system) --dataset \(system.dataset) --everything で最初から配信し直せます）")
        }
        for system in status.systems where system.undecided > 0 {
            print(
                "対象者か決まらない者: \(system.system)/\(system.dataset) \(system.undecided)人（提供していません。atena policy undecided \(system.system) で一覧）")
        }
        for system in status.systems where system.lacksWordOfProtected {
            print("支援措置の対象者の所在の扱い（protected）の記載のない提供ポリシー: \(system.system)/\(system.dataset)（承認されたときのまま提供しています。次の改定で書いてください）")
        }
        if !status.searchIsReady { print("検索キーの作成が終わっていないため、検索は使えません。最初の取込のあとは、職員サービスが数分で作ります。続くときは atena migrate を最後まで実行してください。") }
        for altered in status.policiesAltered {
            print("保存された内容が承認されたものと異なる提供ポリシー（提供しません）: \(altered.system)/\(altered.dataset) \(altered.version.prefix(12))")
        }
        for unproven in status.policiesUnproven {
            print("起案と承認の記録がハブの書いたものでない提供ポリシー（提供にも終了にも使いません）: \(unproven.system)/\(unproven.dataset) \(unproven.version.prefix(12))")
        }
        for overdue in status.policiesOverdue { print("基準日による処理が済んでいない提供ポリシー: \(PolicyWords.line(overdue))") }
        for warning in status.policiesEnding { print("まもなく終わる提供ポリシー: \(warning.system)/\(warning.dataset) あと\(warning.daysLeft)日 \(warning.reason)") }
        for change in status.changesPending {
            let isOverdue = change.receipts.contains { $0.isOverdue }
            print("改定を受領していない業務システム: \(change.system)/\(change.dataset) \(change.to.prefix(12))\(isOverdue ? "（期限超過）" : "")")
        }
        for drift in status.drift ?? [] { print("ポリシーの差異: \(drift.system)/\(drift.dataset) \(drift.label)") }
        let oldest = status.horizon.oldestTransaction.map { "、最も古い取引: \($0)（\(Int(status.horizon.oldestTransactionSeconds ?? 0))秒）" } ?? ""
        for end in status.certificatesEnding ?? [] { print("証明書: \(end.warning)。atena pki renew \(end.name) で更新できます") }
        print("証跡の分析: \(Self.analysis(status.analysis))")
        print("証跡の封印: \(Self.sealing(status.sealing))")
        print(
            "時計のずれ: \(status.clockSkewSeconds.map { String(format: "%+.1f秒", $0) } ?? "不明")（このコンピューター − データベース）\(HubClock.warning.map { "。\($0)" } ?? "")")
        for holder in status.sealing.heldBy { print("  封印を妨げているもの: \(holder)") }
        for holder in status.lockHolders { print("ロック待ち: \(holder)") }
        print("読める範囲の遅れ: 取引 \(status.horizon.lagTransactions)、記録 \(status.horizon.entriesWaiting)\(oldest)")
        return try Sheet(lines: lines, of: ToldStatus(status: status, pension: pension))
    }

    /// Beside the hub's own state what was found of the pension department's.
    private struct ToldStatus: Encodable {
        let status: HubStatus
        let pension: PensionState?

        private enum Key: CodingKey { case pension }

        func encode(to encoder: any Encoder) throws {
            try status.encode(to: encoder)
            guard let pension else { return }
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(pension, forKey: .pension)
        }
    }

    private static func analysis(_ delay: AnalysisDelay) -> String {
        guard let until = delay.analysedUntil else { return "まだ行われていません（atena work が毎日行います）" }
        let late = delay.days.map { $0 > 1 ? "、\($0)日行われていません（atena work を動かし、その記録で理由を確かめてください）" : "" } ?? ""
        return "\(until)まで済み\(late)"
    }

    private static func sealing(_ sealing: SealingDelay) -> String {
        guard sealing.isStarted else { return "まだ始まっていません（atena seal（なければ atena serve か atena work）を動かすと始まり、それまで提供しません）" }
        let waiting = sealing.waitingSeconds > 0 ? "封印を待つ最も古いものは\(Int(sealing.waitingSeconds))秒前" : "封印を待つものはありません"
        let known = sealing.seconds.map { "、\(Int($0))秒前までのすべてが封印済みと確かめられています" } ?? ""
        let stopped = sealing.halted.map { "、停止: \($0)" } ?? (sealing.stopsProvisions ? "、提供を止めています\(sealing.afterStart.map { "（\($0)）" } ?? "")" : "")
        return "\(sealing.size)件（バッチ \(sealing.batch)）、\(waiting)\(known)\(stopped)"
    }
}
