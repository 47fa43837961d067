internal import ArgumentParser
internal import StaffAPI

/// 様式.
struct PensionFormCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "form", abstract: "受け付けた届出・申請を、日本年金機構の様式（PDF）にします。照会した者と端末が記録されます。",
        discussion: """
            日本年金機構に送るのは、report close --paper で締め、承認された束の様式です（--batch）。媒体と同じ内容の送付書が初めに付きます。締めたときと違う様式は渡しません（J0145）。500件を超える束は、--part で分けて印刷します。
            印刷できない様式があっても、ほかの様式は印刷します。できないものは、報告番号とコードと取扱いを、送付書と画面に示します（終了コード 3）。
            受付番号を指定したときは、送付書は付きません。確認待ちの受付の様式には、進達できないことが印字されます。返戻・取下げの受付は様式にできません。
            ファイルは所有者だけが読める形で、すべて書き終えたときにだけできます。各頁の右上に、受付番号と枚数が付きます。
            フォント（IPAmj明朝）にない文字がある様式は、枠や似た文字にせず、印刷しないで文字の番号を示します。受付番号を指定したときは、一つでもあればどれも印刷しません。
            例: atena pension form --batch 2026-0001 --out forms.pdf
            """)

    @Argument(help: "受付番号（500件まで）")
    var receptions: [String] = []
    @Option(help: "承認された束の番号")
    var batch: String?
    @Option(help: "束の様式の、何回目の印刷か")
    var part = 1
    @Option(help: "書き出すPDFファイル")
    var out: String
    @OptionGroup var sheet: SheetOptions

    func validate() throws {
        guard receptions.isEmpty != (batch == nil) else { throw ValidationError("受付番号か --batch のどちらかを指定してください。") }
    }

    func run() async throws {
        // Where nothing can be written, nothing is asked for.
        let file = try ReceivedFiles.one(MakePensionForms.fileName, to: out)
        let request = MakePensionForms(receptions: receptions, batch: batch, part: part)
        let made = try await StaffSession.with { try await $0.ask(request, showing: "様式", files: file) }
        try sheet.show(made)
    }
}
