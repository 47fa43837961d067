internal import Addressee
package import ArgumentParser
internal import Foundation
internal import OneTimeCodes
internal import Settings
internal import StaffAPI

/// Signs a person in at this terminal.
package struct SignInCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sign-in", abstract: "この端末でサインインします（パスワードと確認コード）。",
        discussion: """
            サインインは、この端末（ATENA_TERMINAL の証明書）のこのウィンドウだけで有効で、30分使わないか8時間たつと切れます。
            試験用のハブのスクリプトでは --password-file と、--code か --totp-secret-file を使えます（どれも所有者だけが読めるファイル）。
            """)

    @Argument(help: "職員番号")
    var account: String
    @Option(help: "パスワードを書いたファイル（省略時は端末で尋ねます）")
    var passwordFile: String?
    @OptionGroup var codes: CodeOptions

    package init() {}

    package func run() async throws {
        try await StaffSession.with(as: .nobody) { session in
            let password = try passwordFile.map(SecretFile.read) ?? Terminal.ask("パスワード")
            let answer = try await session.ask(SignIn(account: account, password: password, code: try await codes.code()))
            try TokenFile(session.settings).write(answer.token)
            print("サインインしました: \(answer.acting.account)  所属 \(answer.acting.department ?? "なし")")
            answer.acting.show()
        }
    }
}

/// Ends the sign-in at this terminal.
package struct SignOutCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(commandName: "sign-out", abstract: "この端末のサインインを終わります。")

    package init() {}

    package func run() async throws {
        let settings = Settings()
        guard try TokenFile(settings).read() != nil else { return print("サインインしていません。") }
        try await StaffSession.with(settings) { session in
            _ = try await session.ask(SignOut())
            try TokenFile(settings).remove()
            print("サインアウトしました。")
        }
    }
}

/// Says who acts at this terminal.
package struct WhoAmICommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(commandName: "whoami", abstract: "この端末で誰として操作しているかと、今日の権限を示します。")

    package init() {}

    package func run() async throws {
        try await StaffSession.with { session in
            let acting = try await session.ask(WhoAmI())
            print(acting.isService ? "サービスアカウント \(acting.account)" : "職員 \(acting.account)  所属 \(acting.department ?? "なし")")
            acting.show()
        }
    }
}

extension Acting {
    func show() {
        if grants.isEmpty { print("権限はありません。") }
        for grant in grants { print("  \(grant.right.rawValue)\t\(grant.right.label)（\(grant.makers)）") }
    }
}

/// 確認コード: typed, or of a test person whose secret lies in a file.
struct CodeOptions: ParsableArguments {
    @Option(help: "確認コード6桁（省略時は端末で尋ねます）")
    var code: String?
    @Option(help: "試験用: 確認コードの秘密を書いたファイル")
    var totpSecretFile: String?

    func code() async throws -> String {
        if let code { return code }
        if let totpSecretFile { return try await TestPersonCode.next(totpSecretFile) }
        return try Terminal.ask("確認コード", hidden: false)
    }
}

/// Codes of a test person whose secret lies in a file. The last step used is kept beside it, so that no code is tried twice: the next one is waited for.
enum TestPersonCode {
    static func next(_ path: String) async throws -> String {
        let secret = try SecretFile.read(path)
        let mark = path + ".step"
        let last = FileManager.default.fileExists(atPath: mark) ? Int64(try SecretFile.read(mark)) ?? -1 : -1
        func now() -> Int64 { Int64(Date().timeIntervalSince1970) / AuthenticatorApp.period }
        let step = max(now(), last + 1)
        // The hub takes one step ahead of its clock.
        while step > now() + 1 { try await Task.sleep(for: .milliseconds(500)) }
        guard let code = AuthenticatorApp.code(secret: secret, step: step) else { throw CommandFailure("\(path) は確認コードの秘密ではありません。") }
        try SecretFile.write(String(step), to: mark)
        return code
    }
}
