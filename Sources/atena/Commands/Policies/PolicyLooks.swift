import Addressee
import ArgumentParser
import Foundation
import Governance
import Installation
import Settings
import Sharing
import StaffCommands
import StaffService

/// `atena policy check`: the files, and where they differ from what is in force.
struct PolicyCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "check", abstract: "ポリシーのファイルを検査し、施行中の版との差異を示します。")

    @Argument(help: "ポリシーのディレクトリ（省略時は環境変数 ATENA_POLICIES、なければ Policies）")
    var directory: String?
    @Flag(help: "ファイルだけを検査します（データベースは使いません）")
    var filesOnly = false

    func run() async throws {
        let drift = try await explained {
            let library = try PolicyDirectory.library(directory)
            for policy in library.policies { print(PolicyWords.line(policy)) }
            let settings = Settings()
            guard !filesOnly, settings[.database] != nil else { return [PolicyDrift]() }
            return try await OpenedHub.open(settings).policies.drift(from: library)
        }
        for one in drift { print("差異 \(one.system)/\(one.dataset): \(one.label)") }
        if !drift.isEmpty { print("次の手順: atena policy propose --reason 理由") }
    }
}

/// `atena policy history`: the ledger.
struct PolicyHistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "history", abstract: "起案・承認・取消しなどの記録と、業務システムの受領を示します。")

    @Argument(help: "版または業務システム（省略時はすべて）")
    var name: String?
    @Flag(help: "JSONで表示します")
    var json = false

    private struct History: Encodable {
        var acts: [PolicyActRecord]
        var changes: [PolicyChangeRecord]
    }

    func run() async throws {
        try await explained {
            let lifecycle = try await OpenedHub.open().policies
            let acts = try await lifecycle.history(of: name)
            let receivers = Set(acts.map { "\($0.system)/\($0.dataset)" })
            let changes = try await lifecycle.changes().filter { receivers.contains("\($0.system)/\($0.dataset)") }
            if json {
                try printJSON(History(acts: acts, changes: changes))
                return
            }
            for act in acts {
                let label = PolicyAct(rawValue: act.act)?.label ?? act.act
                print("\(act.at) \(act.system)/\(act.dataset) \(act.version.prefix(12)) \(label) \(act.account) \(act.reason)")
            }
            for change in changes { for line in PolicyWords.lines(change) { print(line) } }
        }
    }
}

/// `atena policy show`: a version as it is hashed.
struct PolicyShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "版の内容を文章で、状態とともに示します。")

    @Argument(help: "版（先頭の6文字以上）または業務システム")
    var version: String
    @Flag(help: "文章の代わりに、版の番号の元になる表記を示します")
    var canonical = false

    func run() async throws {
        try await explained {
            let lifecycle = try await OpenedHub.open().policies
            let (policy, state) = try await lifecycle.version(version)
            print("\(policy.contentHash) \(state.label)")
            if canonical {
                print(policy.canonicalForm, terminator: "")
            } else {
                for reading in try await lifecycle.reading([policy], around: PolicyWords.surroundings(Settings())) {
                    for line in PolicyWords.lines(reading) { print(line) }
                }
            }
            if let end = policy.end { print("終了 \(end.reason)") }
        }
    }
}

/// `atena policy pending`: what waits for approval, and who has not followed yet.
struct PolicyPendingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "pending", abstract: "承認を待つ版と、改定をまだ受領していない業務システムを示します。")

    @Flag(help: "JSONで表示します")
    var json = false

    func run() async throws {
        try await explained {
            let lifecycle = try await OpenedHub.open().policies
            let changes = try await lifecycle.changes(isPending: true)
            if json {
                try printJSON(changes)
                return
            }
            let proposed = try await lifecycle.versions(in: .proposed)
            let readings = try await lifecycle.reading(proposed, around: PolicyWords.surroundings(Settings()))
            for policy in proposed {
                print("承認待ち: \(PolicyWords.line(policy))")
                for reading in readings where reading.version == policy.contentHash {
                    for doubt in reading.doubts { print("    【確認】\(doubt.text)（\(doubt.code)）") }
                }
            }
            for policy in try await lifecycle.versions(in: .approved) { print("施行待ち: \(PolicyWords.line(policy)) 施行日 \(policy.validFrom)") }
            for change in changes { for line in PolicyWords.lines(change) { print(line) } }
            if changes.isEmpty { print("受領を待つ改定はありません。") }
            if let first = proposed.first {
                print("次の手順: atena policy plan、続けて atena policy approve \(first.system)/\(first.dataset) \(first.contentHash.prefix(12)) --reason 理由")
            }
        }
    }
}

/// `atena policy warnings`: what ends soon.
struct PolicyWarningsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "warnings", abstract: "90日以内に終わる提供ポリシーを示します。")

    @Flag(help: "JSONで表示します")
    var json = false

    func run() async throws {
        try await explained {
            let warnings = try await OpenedHub.open().policies.warnings()
            if json {
                try printJSON(warnings)
                return
            }
            for warning in warnings {
                print("\(warning.system)/\(warning.dataset) \(warning.version.prefix(12)) あと\(warning.daysLeft)日 \(warning.reason)")
            }
            if warnings.isEmpty { print("90日以内に終わる提供ポリシーはありません。") }
        }
    }
}
