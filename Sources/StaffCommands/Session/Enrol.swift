package import ArgumentParser
internal import StaffAPI

/// 本人の登録. Sets one's own password and time-based code with a set-up code.
package struct EnrolCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(commandName: "enrol", abstract: "登録コードを使って、自分のパスワードと確認コードを登録します。")

    @Argument(help: "職員番号") var account: String
    @Option(help: "登録コードを書いたファイル（省略時は端末で尋ねます）") var setUpCodeFile: String?
    @Option(help: "パスワードを書いたファイル（省略時は端末で尋ねます）") var passwordFile: String?
    @Option(help: "確認コードの秘密を書き出すファイル（試験用。省略時は otpauth:// を表示します）") var totpSecretFile: String?

    package init() {}

    package func run() async throws {
        try await StaffSession.with(as: .nobody) { session in
            let code = try setUpCodeFile.map(SecretFile.read) ?? Terminal.ask("登録コード")
            let secret = try await session.ask(Enrol(account: account, setUpCode: code, password: try NewPassword.of(passwordFile)))
            print("登録しました: \(account)")
            try NewPassword.hand(secret: secret.secret, uri: secret.uri, of: secret.account, to: totpSecretFile)
        }
    }
}

/// Changes one's own password.
package struct PasswordCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "password", abstract: "自分のパスワードを変更します（いまのパスワードと確認コードが要ります）。",
        discussion: """
            変更すると、この職員番号でのサインインはすべて終わります。パスワードを忘れたときは、別の権限管理者に atena access recover を頼んでください。
            ファイルはどれも所有者だけが読めるものにしてください。
            """)

    @Argument(help: "職員番号") var account: String
    @Option(help: "いまのパスワードを書いたファイル（省略時は端末で尋ねます）") var passwordFile: String?
    @Option(help: "新しいパスワードを書いたファイル（省略時は端末で2回尋ねます）") var newPasswordFile: String?
    @OptionGroup var codes: CodeOptions

    package init() {}

    package func run() async throws {
        try await StaffSession.with(as: .nobody) { session in
            let old = try passwordFile.map(SecretFile.read) ?? Terminal.ask("いまのパスワード")
            let new = try NewPassword.of(newPasswordFile)
            _ = try await session.ask(ChangePassword(account: account, old: old, code: try await codes.code(), new: new))
            print("パスワードを変更しました。次は: atena sign-in \(account)")
        }
    }
}

/// A new password, and the secret of the time-based code that comes with it.
package enum NewPassword {
    /// From a file, or asked twice.
    package static func of(_ file: String?) throws -> String {
        if let file { return try SecretFile.read(file) }
        let first = try Terminal.ask("新しいパスワード（12文字以上）")
        guard try Terminal.ask("もう一度") == first else { throw CommandFailure("2回の入力が違います。") }
        return first
    }

    /// Shows the secret of the time-based code once, or puts it into a file.
    package static func hand(secret: String, uri: String, of account: String, to file: String?) throws {
        if let file {
            try SecretFile.write(secret, to: file)
            print("確認コードの秘密を書きました: \(file)")
        } else {
            print("認証アプリに次を登録してください。もう一度表示することはできません。")
            print(uri)
        }
        print("次は: atena sign-in \(account)")
    }
}
