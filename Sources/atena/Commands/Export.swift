import Addressee
public import ArgumentParser
import Foundation
import Installation
import Settings
import Sharing
import StaffCommands

/// Hands a system's full extract over on a medium.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "業務システムへ電子記録媒体で渡すファイルを、受取人の証明書で暗号化して書きます。",
        discussion: """
            提供ポリシーが方法 medium を認める業務システムに限ります。FILE のほかに受渡票 FILE.receipt.txt と FILE.receipt.json を書きます。
            受取人は次の命令で開けます:
              openssl cms -decrypt -binary -inform DER -in FILE -recip CERT.pem -inkey CERT.key -out CLEAR

            環境変数:
              ATENA_PKI  自団体の認証局 (ca.pem) のディレクトリ。発行した証明書が提供先のものかを確かめます。
            """)

    @Argument(help: "業務システム")
    var system: String
    @Option(help: "データセット")
    var dataset = DatasetName.addressee.rawValue
    @Option(help: "受取人の証明書 (PEM)")
    var to: String
    @Option(help: "書き出すファイル（所有者専用）")
    var out: String
    @Option(help: "中身の形式: csv, ndjson")
    var format: ExtractFormat = .csv

    func run() async throws {
        try await explained {
            guard let name = SystemName(rawValue: system) else { throw CommandFailure("業務システムの名前が正しくありません。") }
            let certificate = try Self.read(to)
            let settings = Settings()
            let authority = try settings[.pki].map { try Self.read($0 + "/ca.pem") }
            let hub = try await OpenedHub.open(settings)
            let clerk = try await hub.person()
            let receipt = try await MediaHandOver(provisioning: hub.provisioning, authority: authority)
                .write(by: clerk, name, dataset: dataset, format: format, to: certificate, into: out)
            print(receipt.text)
            print("書きました: \(out)、\(out).receipt.txt、\(out).receipt.json")
            print("次は: 受渡票を印刷し、媒体とともに渡して署名を受けてください。")
        }
    }

    private static func read(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
            throw CommandFailure("\(path) を読めません。")
        }
        return text
    }
}

extension ExtractFormat: ExpressibleByArgument {}
