import ArgumentParser
import Foundation
import Governance
import Settings
import StaffAPI
import StaffCommands
import StaffService

/// `atena policy check`: the files, and where they differ from what is in force.
struct PolicyCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "check", abstract: "ポリシーのファイルを検査し、施行中の版との差異を示します。")

    @Argument(help: "ポリシーのディレクトリ（省略時は環境変数 ATENA_POLICIES、なければ Policies）")
    var directory: String?
    @Flag(help: "ファイルだけを検査します（ハブに接続しません）")
    var filesOnly = false

    func run() async throws {
        let settings = Settings()
        let directory = directory ?? settings.value(.policies) ?? "Policies"
        guard !filesOnly, settings[.terminal] != nil || settings[.account] != nil else {
            return try await explained { for policy in try PolicyLibrary(directory: directory).policies { print(PolicyWords.line(policy)) } }
        }
        let files = try PolicyFiles.read(directory)
        for line in try await StaffSession.with(settings, { try await $0.ask(CheckPolicies(files: files)) }).lines { print(line) }
    }
}
