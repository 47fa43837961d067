import ArgumentParser
import AuditTrail
import StaffCommands

/// Says what an error code means and what to do next.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "エラーコードの意味と次の手順を示します。",
        discussion: "例: atena explain E0202。コードを付けなければ、すべてを示します。")

    @Argument(help: "エラーコード（英字1字と数字4桁）")
    var code: [String] = []
    @Flag(help: "一覧をMarkdownのページとして出力します（ops/error-catalogue.md）")
    var page = false

    func run() throws {
        if page {
            print(ErrorCatalogue.page, terminator: "")
            return
        }
        let codes = code.isEmpty ? ErrorCatalogue.families.flatMap(\.entries).map(\.code) : code.map { $0.uppercased() }
        for code in codes {
            guard let entry = ErrorCatalogue.entry(code) else { throw CommandFailure("エラーコード \(code) はありません。") }
            print("\(entry.code)  \(entry.meaning)\n       次の手順: \(entry.remedy)")
        }
    }
}
