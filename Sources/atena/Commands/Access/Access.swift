import AccessControl
import Addressee
import ArgumentParser
import Foundation
import Installation
import Settings
import StaffCommands

/// Persons, departments and rights.
struct AccessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access", abstract: "職員、所属、権限と、その台帳を管理します。",
        discussion: "初めに init で最初の権限管理者を登録し、atena sign-in でサインインしてから使います。どの操作も、した人の名前とともに証跡に残ります。",
        subcommands: [
            Init.self, EnrolCommand.self, PasswordCommand.self, AccessCommands.Person.self, AccessCommands.Department.self, AccessCommands.Grant.self,
            AccessCommands.Apply.self, AccessCommands.Applications.self, AccessCommands.Approve.self, AccessCommands.Reject.self, AccessCommands.Revoke.self,
            AccessCommands.Recover.self, AccessCommands.Unlock.self, AccessCommands.Transfer.self, AccessCommands.Ledger.self, AccessCommands.Service.self,
            Daily.self,
        ])

    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "init", abstract: "最初の権限管理者を登録します（まだ誰もいないときだけ）。")

        @Argument(help: "職員番号") var account: String
        @OptionGroup var named: StaffNameOptions
        @Option(help: "パスワードを書いたファイル（省略時は端末で尋ねます）") var passwordFile: String?
        @Option(help: "確認コードの秘密を書き出すファイル（試験用。省略時は otpauth:// を表示します）") var totpSecretFile: String?

        func run() async throws {
            try await explained {
                let name = try named.name()
                let hub = try await OpenedHub.unguarded()
                let password = try NewPassword.of(passwordFile)
                let enrolment = try await hub.access.initialise(account: account, name: name, password: password, terminal: hub.gate.terminal)
                print("最初の権限管理者を登録しました: \(account)")
                try NewPassword.hand(secret: enrolment.revealSecret(), uri: enrolment.revealURI(), of: enrolment.account, to: totpSecretFile)
            }
        }
    }

    struct Daily: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "daily", abstract: "その日の異動を発効させ、使われていない利用者を停止します（atena work も毎日行います）。",
            discussion: "停止までの日数は環境変数 ATENA_DORMANT_DAYS（省略時 \(AccessControl.dormantDays)）です。権限は、これを動かさなくても発令日に切り替わります。")

        func run() async throws {
            try await explained {
                let settings = Settings()
                let hub = try await OpenedHub.open(settings, for: .operateDeliveries)
                let done = try await DailyDuties(hub.installation, modules: []).access(by: hub.acting.name)
                print("発効した異動: \(done.transfers)件、停止した利用者: \(done.closed)人")
            }
        }
    }
}
