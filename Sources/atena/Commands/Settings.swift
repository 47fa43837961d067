import ArgumentParser
import Settings
import StaffCommands

/// Shows every setting, and what it is here.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "設定（環境変数）の一覧と、いまの値を表示します。",
        discussion: "ops/up が書くファイル env を読み込むと、ひととおり設定されます。")

    func run() {
        let settings = Settings()
        for setting in Setting.allCases {
            let value = settings[setting].map { Self.shown($0) } ?? setting.usual.map { "設定なし（省略時 \($0)）" } ?? "設定なし"
            print("\(setting.rawValue)  \(value)\n    \(setting.meaning)")
        }
    }

    /// Without a password that somebody wrote where only keywords should stand.
    private static func shown(_ value: String) -> String { value.replacing(/password\s*=\s*(?:'(?:[^'\\]|\\.)*'|\S+)/, with: "password=****") }
}
