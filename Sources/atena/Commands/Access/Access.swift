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
            Init.self, EnrolCommand.self, PasswordCommand.self, Person.self, Department.self, Grant.self, Apply.self, Applications.self, Approve.self,
            Reject.self,
            Revoke.self, Recover.self, Unlock.self, Transfer.self, Ledger.self, Service.self, Daily.self,
        ])

    /// The hub and the person signed in at this terminal: administration is never a program's.
    static func open() async throws -> (hub: OpenedHub, person: Principal) {
        let hub = try await OpenedHub.unguarded()
        return (hub, try await hub.gate.person())
    }

    /// A right by its name.
    static func right(_ name: String) throws -> Right {
        guard let right = Right(named: name) else {
            throw CommandFailure("権限は次のどれかです:\n" + Right.allCases.map { "  \($0.label)（\($0.rawValue)）" }.joined(separator: "\n"))
        }
        return right
    }

    /// Shows a set-up code once, or puts it into a file.
    static func hand(_ code: SetUpCode, of account: String, to file: String?) throws {
        if let file {
            try SecretFile.write(code.reveal(), to: file)
            print("登録コードを書きました: \(file)")
        } else {
            print("登録コード（\(SetUpCode.days)日間、1回だけ有効。本人に直接渡してください）: \(code.reveal())")
        }
        print("本人が次を実行します: atena access enrol \(account)")
    }

    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "最初の権限管理者を登録します（まだ誰もいないときだけ）。")

        @Argument(help: "職員番号") var account: String
        @Argument(help: "氏名") var name: String
        @Option(help: "パスワードを書いたファイル（省略時は端末で尋ねます）") var passwordFile: String?
        @Option(help: "確認コードの秘密を書き出すファイル（試験用。省略時は otpauth:// を表示します）") var totpSecretFile: String?

        func run() async throws {
            try await explained {
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
            abstract: "その日の異動を発効させ、使われていない利用者を停止します（atena work も毎日行います）。",
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
