public import ConnectorKit
internal import Foundation

extension ConnectorKind {
    /// 接続プログラム. A program of the body's own, or a vendor's, that the delivery service runs and speaks to by its standard input and output, a line of
    /// JSON each way (`ops/guides/connector-program.md`).
    ///
    /// - Parameters:
    ///   - directory: where such programs lie: whoever may write there says what runs. nil: no program is run.
    ///   - environment: of this process; of it a program is given where programs, time and temporary files are, and whose hub it is, and nothing else.
    public static func process(in directory: String?, environment: [String: String]) -> ConnectorKind {
        // What the hub's own processes are told, files of keys and the database among it, is nothing to a connector.
        let given = environment.filter { ["PATH", "LANG", "LC_ALL", "TZ", "HOME", "TMPDIR", "ATENA_BODY"].contains($0.key) }
        return ConnectorKind(
            name: "process", label: "接続プログラム",
            settings: [
                ConnectorSetting("program", "ATENA_CONNECTORS のディレクトリにあるプログラムの名前", isRequired: true) { value in
                    value.isEmpty || value.contains("/") || value.hasPrefix(".") ? "ディレクトリを含まない、プログラムの名前です" : nil
                },
                ConnectorSetting("arguments", "プログラムに渡す引数（空白で区切る）"),
                .number("timeout-seconds", "応答を待つ秒数（省略時は60）", 1...3_600),
            ]
        ) { (receiver, settings) throws(ConnectorError) in
            guard let directory else { throw .badConfiguration("ATENA_CONNECTORS に、接続プログラムのあるディレクトリを設定してください") }
            let path = "\(directory)/\(settings["program"] ?? "")"
            guard FileManager.default.isExecutableFile(atPath: path) else {
                throw .badConfiguration("\(settings["program"] ?? "") が ATENA_CONNECTORS にないか、実行できません")
            }
            return ProcessConnector(
                environment: given, path: path, arguments: (settings["arguments"] ?? "").split(separator: " ").map(String.init),
                timeout: .seconds(settings["timeout-seconds"].flatMap { Int($0) } ?? 60), receiver: receiver)
        }
    }
}
