import Addressee
import ArgumentParser
import ConnectorKit
import Connectors
import Foundation
import Governance
import Keys
import Settings
import StaffCommands

/// What is to be done with connectors where they are made.
struct ConnectorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connector", abstract: "接続プログラムを試します（ハブは要りません）。", subcommands: [Verify.self])

    /// 適合試験.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "接続プログラムを、試験用の受け手に対して適合試験にかけます。宛名でも、業務システムが公開するデータセットでもかまいません。",
            discussion: """
                接続ファイル（connector: process）のプログラムを ATENA_CONNECTORS のディレクトリから起動し、手引き（ops/guides/connector-program.md）の決まりを一つずつ確かめます。
                架空の人を届け、終わりに取り除きます。本番の受け手には行わないでください。ハブとデータベースは要りません。
                すべて合格なら0、一つでも不合格なら1で終わります。
                """)

        @Argument(help: "接続ファイル（業務システム-データセット.yaml）") var file: String
        @Option(help: "試験の名前（英数字8文字まで）。同じ受け手に繰り返すときは、毎回変えてください（省略時は時刻から）") var run: String?
        @Option(help: "届ける内容の最初の番号。受け手が見たどの番号より大きくします（省略時は時刻から）") var firstSequence: Int64?
        @Option(help: "団体コード（省略時は環境変数 ATENA_BODY）") var body: String?
        @Option(help: "データセットの項目定義のファイル（Policies/datasets/データセット.yaml）。宛名（addressee）では要りません") var items: String?
        @Flag(help: "JSONで表示します") var json = false

        func validate() throws {
            if let run, run.wholeMatch(of: /[0-9A-Za-z]{1,8}/) == nil { throw ValidationError("--run は英数字8文字までです") }
            if let firstSequence, firstSequence < 1 { throw ValidationError("--first-sequence は1以上です") }
        }

        func run() async throws {
            let settings = Settings()
            let endpoint = try endpoint()
            let catalogue = try catalogue(of: endpoint.dataset)
            let own = try body.map { try LocalGovernmentCode($0) } ?? settings.body()
            let another = try LocalGovernmentCode(own.value == "131016" ? "271004" : "131016")
            // Another one each second: what an earlier run left is neither met nor newer.
            let now = Int64(Date().timeIntervalSince1970)
            let verification = ProgramVerification(
                directory: settings[.connectors], environment: settings.environment.merging([Setting.body.rawValue: own.value]) { $1 },
                receiver: .init(system: endpoint.system, dataset: endpoint.dataset), of: catalogue, settings: endpoint.settings, body: own, another: another,
                run: run ?? String(now, radix: 36).uppercased(), firstSequence: firstSequence ?? now * 1_000,
                keyedHash: { form, key in key.reveal { KeyedHash(key: $0).hash(form) } })
            let report = await verification.report()
            if json { try show(report) } else { tell(report) }
            guard report.passed else { throw ExitCode(1) }
        }

        private func endpoint() throws -> Endpoint {
            let document = try document(file, "接続ファイル")
            let name = document.name
            guard let endpoint = try EndpointLibrary(documents: [document]).endpoints.first else {
                throw CommandFailure("\(name): 接続がありません。")
            }
            guard endpoint.connector == "process" else {
                throw CommandFailure("\(name): connector は \(endpoint.connector) です。適合試験にかけられるのは、接続プログラム（connector: process）です。")
            }
            return endpoint
        }

        private func catalogue(of dataset: DatasetName) throws -> ItemCatalogue {
            guard dataset != .addressee else { return .register }
            guard let items else { throw CommandFailure("データセット \(dataset) の項目定義のファイルを --items で指定してください（Policies/datasets/\(dataset).yaml）。") }
            let catalogue = try ItemCatalogue(file: try document(items, "項目定義のファイル"))
            guard catalogue.dataset == dataset else { throw CommandFailure("\(items): データセット \(catalogue.dataset) の項目定義です。接続は \(dataset) です。") }
            return catalogue
        }

        private func document(_ path: String, _ what: String) throws -> PolicyDocument {
            guard let bytes = FileManager.default.contents(atPath: path), let text = String(validating: bytes, as: UTF8.self) else {
                throw CommandFailure("\(path): UTF-8のファイルとして読めません。\(what)の場所を確かめてください。")
            }
            return PolicyDocument(name: URL(filePath: path).lastPathComponent, text: text)
        }

        private func tell(_ report: ConformanceReport) {
            for check in report.checks {
                switch check.outcome {
                case .passed: print("合格    \(check.name)")
                case .failed(let why): print("不合格  \(check.name): \(why)")
                case .notShown(let why): print("対象外  \(check.name): \(why)")
                }
            }
            print(report.passed ? "すべて合格しました。" : "\(report.failures.count)件が不合格です。手引き（ops/guides/connector-program.md）の「守ること」と照らしてください。")
        }

        private func show(_ report: ConformanceReport) throws {
            struct Line: Encodable {
                var name: String
                var outcome: String
                var why: String?
            }
            let lines = report.checks.map { check in
                switch check.outcome {
                case .passed: Line(name: check.name, outcome: "passed")
                case .failed(let why): Line(name: check.name, outcome: "failed", why: why)
                case .notShown(let why): Line(name: check.name, outcome: "not-shown", why: why)
                }
            }
            print(String(decoding: try JSONEncoder().encode(lines), as: UTF8.self))
        }
    }
}
