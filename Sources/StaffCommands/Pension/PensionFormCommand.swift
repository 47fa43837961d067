internal import ArgumentParser
internal import StaffAPI

/// 様式.
struct PensionFormCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "form", abstract: "受け付けた届出・申請を、日本年金機構に送る様式（PDF）にします。照会した者と端末が記録されます。",
        discussion: """
            ファイルは所有者だけが読める形で、すべて書き終えたときにだけできます。各頁の右上に、受付番号と枚数が付きます。
            確認待ちの受付の様式には、進達できないことが印字されます。返戻・取下げの受付は様式にできません。
            フォント（IPAmj明朝）にない文字があるときは、印刷せずに、受付番号と文字の番号を示します。
            例: atena pension form 2026-000123 2026-000124 --transmittal --out forms.pdf
            """)

    @Argument(help: "受付番号（500件まで）")
    var receptions: [String]
    @Option(help: "書き出すPDFファイル")
    var out: String
    @Flag(help: "様式ごとの件数を示す送付書を、初めに付けます")
    var transmittal = false
    @OptionGroup var sheet: SheetOptions

    func run() async throws {
        // Where nothing can be written, nothing is asked for.
        let file = try ReceivedFiles.one(MakePensionForms.fileName, to: out)
        let request = MakePensionForms(receptions: receptions, withTransmittal: transmittal)
        let made = try await StaffSession.with { try await $0.ask(request, showing: "様式", files: file) }
        try sheet.show(made)
    }
}
