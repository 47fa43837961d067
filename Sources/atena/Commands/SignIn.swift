import AccessControl
import ArgumentParser
import AuditTrail
import Foundation
import Installation
import Postgres

/// Signs a person in at this terminal.
struct SignInCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign-in", abstract: "この端末でサインインします（パスワードと確認コード）。",
        discussion: """
            サインインはこの端末だけで有効で、30分使わないか8時間たつと切れます。
            試験用のハブのスクリプトでは --password-file と、--code か --totp-secret-file を使えます（どれも所有者だけが読めるファイル）。
            """)

    @Argument(help: "職員番号")
    var account: String
    @Option(help: "パスワードを書いたファイル（省略時は端末で尋ねます）")
    var passwordFile: String?
    @Option(help: "確認コード6桁（省略時は端末で尋ねます）")
    var code: String?
    @Option(help: "試験用: 確認コードの秘密を書いたファイル")
    var totpSecretFile: String?

    func run() async throws {
        try await explained {
            let hub = try await OpenedHub.unguarded()
            let password = try passwordFile.map(SecretFile.read) ?? Terminal.ask("パスワード")
            var given = code
            if given == nil, let totpSecretFile { given = try await TestPersonCode.next(totpSecretFile) }
            let gate = hub.gate
            let (token, person) = try await hub.access.signIn(
                account: account, password: password, code: given ?? Terminal.ask("確認コード", hidden: false), terminal: gate.terminal)
            try gate.tokenFile.write(token)
            print("サインインしました: \(person.account)  所属 \(person.department ?? "なし")")
            show(person)
        }
    }
}

/// Ends the sign-in at this terminal.
struct SignOutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sign-out", abstract: "この端末のサインインを終わります。")

    func run() async throws {
        try await explained {
            let hub = try await OpenedHub.unguarded()
            let file = hub.gate.tokenFile
            guard let token = try file.read() else {
                print("サインインしていません。")
                return
            }
            try await hub.access.signOut(token, terminal: hub.gate.terminal)
            try file.remove()
            print("サインアウトしました。")
        }
    }
}

/// Says who acts at this terminal.
struct WhoAmICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "whoami", abstract: "この端末で誰として操作しているかと、今日の権限を示します。")

    func run() async throws {
        try await explained {
            let hub = try await OpenedHub.unguarded()
            let acting = try await hub.gate.acting()
            print(acting.isService ? "サービスアカウント \(acting.account)" : "職員 \(acting.account)  所属 \(acting.department ?? "なし")")
            show(acting)
        }
    }
}

private func show(_ acting: Principal) {
    if acting.grants.isEmpty { print("権限はありません。") }
    for right in Right.allCases {
        if let grant = acting.grants[right] { print("  \(right.rawValue)\t\(right.label)（\(grant.makersLine)）") }
    }
}

/// Codes of a test person whose secret lies in a file. The last step used is kept beside it, so that no code is tried twice: the next one is waited for.
enum TestPersonCode {
    static func next(_ path: String) async throws -> String {
        let secret = try SecretFile.read(path)
        let mark = path + ".step"
        let last = FileManager.default.fileExists(atPath: mark) ? Int64(try SecretFile.read(mark)) ?? -1 : -1
        func now() -> Int64 { HubClock.shared.now().microsecondsSince1970 / 1_000_000 / AuthenticatorApp.period }
        let step = max(now(), last + 1)
        // The hub takes one step ahead of its clock.
        while step > now() + 1 { try await Task.sleep(for: .milliseconds(500)) }
        guard let code = AuthenticatorApp.code(secret: secret, step: step) else { throw CommandFailure("\(path) は確認コードの秘密ではありません。") }
        try SecretFile.write(String(step), to: mark)
        return code
    }
}
