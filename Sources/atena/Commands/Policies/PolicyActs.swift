import AccessControl
import Addressee
import ArgumentParser
import Foundation
import Governance
import Installation
import Sharing

/// `atena policy propose`: files what is in the directory and not in force.
struct PolicyProposeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "ファイルの内容を起案します。承認されるまで何も変わりません。", discussion: "施行中または承認待ちの版と同じものは、そのままです。")

    @Argument(help: "ポリシーのディレクトリ（省略時は環境変数 ATENA_POLICIES、なければ Policies）")
    var directory: String?
    @Option(help: "この業務システムだけを起案します")
    var system: [String] = []
    @Option(help: "起案の理由")
    var reason: String

    func run() async throws {
        try await explained {
            let library = try PolicyDirectory.library(directory)
            let hub = try await OpenedHub.open()
            let systems = try system.map { text in
                guard let name = SystemName(rawValue: text) else { throw CommandFailure("業務システムの名前ではありません: \(text)") }
                return name
            }
            let outcome = try await hub.policies.propose(by: hub.acting, library, systems: systems.isEmpty ? nil : Set(systems), reason: reason)
            for proposed in outcome {
                switch proposed {
                case .proposed(let policy):
                    print("起案しました: \(PolicyText.line(policy))")
                    for reading in try await hub.policies.reading([policy], around: PolicyText.surroundings()) {
                        for doubt in reading.doubts { print("    【確認】\(doubt.text)（\(doubt.code)）") }
                    }
                case .unchanged(let policy, let state): print("\(state.label): \(PolicyText.line(policy))")
                }
            }
            print("次の手順: 起案した者とは別の承認者が、atena policy plan で影響を確かめ、示された版を承認します: atena policy approve 業務システム 版 --reason 理由")
        }
    }
}

/// `atena policy approve`: puts proposed versions in force.
struct PolicyApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "起案された版を承認します。施行日が来ていれば、すぐに施行されます。",
        discussion: "起案した者は承認できません。確かめた版だけを承認します。同じ業務システムに別の版が起案されていても、指定していない版は承認されません。")

    @Argument(help: "業務システムと、plan または pending が示した版（先頭の12文字以上）。複数の組を続けられます")
    var policies: [String]
    @Option(help: "ともに承認する法的根拠の一覧の版（先頭の12文字以上）。一覧がほかの提供ポリシーの終わりを変えるときに要ります（plan が示します）")
    var bases: String?
    @Option(help: "承認の理由")
    var reason: String

    func validate() throws {
        guard policies.count.isMultiple(of: 2) else { throw ValidationError("業務システムと版を組で指定してください: atena policy approve tax 0123456789ab --reason 理由") }
    }

    func run() async throws {
        try await explained {
            let hub = try await OpenedHub.open()
            for index in stride(from: 0, to: policies.count, by: 2) {
                // What is approved stands above its approval, also where that is refused; who may not approve is told nothing of it.
                if hub.acting.may(.approvePolicies), let seen = try? await hub.policies.version(policies[index + 1]).policy {
                    for reading in try await hub.policies.reading([seen], around: PolicyText.surroundings()) {
                        for line in PolicyText.lines(reading) { print(line) }
                    }
                }
                let (policy, isInForce) = try await hub.policies.approve(by: hub.acting, policies[index + 1], of: policies[index], bases: bases, reason: reason)
                print("承認しました: \(PolicyText.line(policy))\(isInForce ? "" : " 施行日 \(policy.validFrom)")")
            }
            print("次の手順: atena policy pending で、業務システムの受領を確かめられます。")
        }
    }
}

/// `atena policy reject`: ends a proposal.
struct PolicyRejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "reject", abstract: "起案された版を却下します。起案した者は自分の起案を取り下げられます。")

    @Argument(help: "業務システム")
    var system: String
    @Argument(help: "plan または pending が示した版（先頭の12文字以上）")
    var version: String
    @Option(help: "却下の理由")
    var reason: String

    func run() async throws {
        try await explained {
            let hub = try await OpenedHub.open()
            print("却下しました: \(PolicyText.line(try await hub.policies.reject(by: hub.acting, version, of: system, reason: reason)))")
        }
    }
}

/// `atena policy revoke`: closes what is in force, at once.
struct PolicyRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "施行中の版を、ただちに取り消します。業務システムには、持っている内容の削除が届きます。",
        discussion: "--wait を付けると、すべての受領が済むまで待ち、取消しから最後の受領までの時間を示します（配信には atena work が要ります）。")

    @Argument(help: "版（先頭の6文字以上）または業務システム")
    var version: String
    @Option(help: "取消しの理由")
    var reason: String
    @Option(help: "受領を待つ秒数の上限")
    var wait = 0

    func run() async throws {
        try await explained {
            let hub = try await OpenedHub.open()
            let policy = try await hub.policies.revoke(by: hub.acting, version, reason: reason)
            print("取り消しました: \(PolicyText.line(policy))")
            let deadline = ContinuousClock.now + .seconds(wait)
            var last = try await hub.policies.changes(of: policy.system.rawValue).last
            while let change = last, change.secondsToLast == nil, !change.receipts.isEmpty, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(200))
                last = try await hub.policies.changes(of: policy.system.rawValue).last
            }
            for line in last.map(PolicyText.lines) ?? [] { print(line) }
        }
    }
}
