import Addressee
import ArgumentParser
import Foundation
import Governance
import Hub

/// Policies: check and load; the approval life cycle is yet to come.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "提供ポリシーを検査し、読み込みます。", subcommands: [Check.self, Load.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "ポリシーのファイルを検査します（データベースは使いません）。")

        @Argument(help: "ポリシーのディレクトリ（省略時は環境変数 ATENA_POLICIES、なければ Policies）")
        var directory: String?

        func run() async throws {
            try await explained {
                let library = try PolicyLibrary(directory: PolicyCommand.directory(directory))
                PolicyCommand.show(library.policies)
            }
        }
    }

    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "検査したポリシーを有効にします。載っていない業務システムへの提供は止まります。")

        @Argument(help: "ポリシーのディレクトリ（省略時は環境変数 ATENA_POLICIES、なければ Policies）")
        var directory: String?

        func run() async throws {
            try await explained {
                let library = try PolicyLibrary(directory: PolicyCommand.directory(directory))
                let hub = try await HubComposition.open(ProcessInfo.processInfo.environment)
                let result = try await PolicyShelf.load(library, pool: hub.pool)
                PolicyCommand.show(result.inForce)
                if result.closed > 0 { print("止めた業務システム: \(result.closed)") }
            }
        }
    }

    static func directory(_ given: String?) -> String {
        given ?? ProcessInfo.processInfo.environment["ATENA_POLICIES"] ?? "Policies"
    }

    static func show(_ policies: [Policy]) {
        for policy in policies {
            let number = policy.includesIndividualNumber ? "個人番号あり" : "個人番号なし"
            print("\(policy.system)/\(policy.dataset) \(policy.contentHash.prefix(12)) \(policy.label) \(policy.items.items.count)項目 \(number)")
        }
    }
}
