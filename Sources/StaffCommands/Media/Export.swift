package import ArgumentParser
internal import StaffAPI
internal import TextFiles

/// 媒体への書出し. Writes what two people agreed to hand over on a medium.
package struct ExportCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "export", abstract: "別の人が認めた電子記録媒体（atena media release）のファイルを、受取人の証明書で暗号化して書きます。",
        discussion: """
            媒体は1度だけ作れます。FILE のほかに受渡票 FILE.receipt.txt と FILE.receipt.json を書きます。
            ファイルはハブで暗号化されて届きます。発行した証明書が提供先のものかは、ハブが自団体の認証局で確かめます。
            受取人は次の命令で開けます:
              openssl cms -decrypt -binary -inform DER -in FILE -recip CERT.pem -inkey CERT.key -out CLEAR
            """)

    @Argument(help: "媒体の番号（atena media list）")
    var medium: Int64
    @Option(help: "書き出すファイル（所有者専用）")
    var out: String

    package init() {}

    package func run() async throws {
        let name = out.split(separator: "/").last.map(String.init) ?? "medium"
        // Where nothing can be written, nothing is asked for.
        let opened = try ["", ".receipt.txt", ".receipt.json"].map { ($0, try BlockingWholeFile(path: out + $0)) }
        let files = ReceivedFiles { came in
            guard let file = opened.first(where: { !$0.0.isEmpty && came.hasSuffix($0.0) }) ?? opened.first else { throw CommandFailure(came) }
            return file.1
        }
        let request = ExportMedium(medium: medium, fileName: name)
        let answer = try await StaffSession.with { try await $0.ask(request, showing: "書出し", files: files) }
        print(answer.receipt)
        print("書きました: \(out)、\(out).receipt.txt、\(out).receipt.json")
        print("次は: 受渡票を印刷し、媒体とともに渡して署名を受け、引渡しを記録してください: atena media hand \(medium)")
    }
}
