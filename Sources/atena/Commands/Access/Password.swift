import AccessControl
import ArgumentParser
import Foundation
import Installation

extension AccessCommand {
    /// Changes one's own password.
    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "自分のパスワードを変更します（いまのパスワードと確認コードが要ります）。",
            discussion: """
                変更すると、この職員番号でのサインインはすべて終わります。パスワードを忘れたときは、別の権限管理者に atena access recover を頼んでください。
                ファイルはどれも所有者だけが読めるものにしてください。
                """)

        @Argument(help: "職員番号") var account: String
        @Option(help: "いまのパスワードを書いたファイル（省略時は端末で尋ねます）") var passwordFile: String?
        @Option(help: "新しいパスワードを書いたファイル（省略時は端末で2回尋ねます）") var newPasswordFile: String?
        @Option(help: "確認コード6桁（省略時は端末で尋ねます）") var code: String?
        @Option(help: "試験用: 確認コードの秘密を書いたファイル") var totpSecretFile: String?

        func run() async throws {
            try await explained {
                let hub = try await OpenedHub.unguarded()
                let old = try passwordFile.map(SecretFile.read) ?? Terminal.ask("いまのパスワード")
                let new = try AccessCommand.newPassword(newPasswordFile)
                var given = code
                if given == nil, let totpSecretFile { given = try await TestPersonCode.next(totpSecretFile) }
                try await hub.access.changePassword(
                    account: account, old: old, code: given ?? Terminal.ask("確認コード", hidden: false), new: new, terminal: hub.gate.terminal)
                print("パスワードを変更しました。次は: atena sign-in \(account)")
            }
        }
    }
}
