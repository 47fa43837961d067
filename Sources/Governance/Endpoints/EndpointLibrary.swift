package import Addressee
internal import Foundation

/// 接続ファイル集. The endpoint files of a directory, read and checked as a whole: either all of them hold, or none is loaded.
public struct EndpointLibrary: Sendable {
    /// By system, then dataset.
    public let endpoints: [Endpoint]
    /// Whose file each says it is, by the endpoint's name; those that name no body are not among them.
    package let bodies: [String: LocalGovernmentCode]

    /// Reads `SYSTEM-DATASET.yaml` below a directory.
    ///
    /// - Throws: `PolicyFileErrors` with every problem of every file.
    public init(directory: String) throws(PolicyFileErrors) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory).filter { !$0.hasPrefix(".") && $0 != "README.md" }.sorted()
        } catch {
            throw PolicyFileErrors([Self.problem(directory, "フォルダを読めません", "ATENA_ENDPOINTS に、接続ファイルのあるディレクトリ")])
        }
        var problems: [PolicyProblem] = []
        var documents: [PolicyDocument] = []
        for name in names {
            guard name.hasSuffix(".yaml") else {
                problems.append(Self.problem(name, "読まれることのないファイルです", "業務システム-データセット.yaml"))
                continue
            }
            guard let bytes = FileManager.default.contents(atPath: "\(directory)/\(name)"), let text = String(validating: bytes, as: UTF8.self) else {
                problems.append(Self.problem(name, "読めないか、UTF-8ではありません", ""))
                continue
            }
            documents.append(PolicyDocument(name: name, text: text))
        }
        try self.init(documents, problems)
    }

    /// Reads the same from texts.
    ///
    /// - Throws: `PolicyFileErrors` with every problem of every text.
    public init(documents: [PolicyDocument]) throws(PolicyFileErrors) { try self.init(documents, []) }

    private init(_ documents: [PolicyDocument], _ found: [PolicyProblem]) throws(PolicyFileErrors) {
        var problems = found
        let parsed = documents.compactMap { EndpointParser.parse($0, problems: &problems) }
        guard problems.isEmpty else { throw PolicyFileErrors(problems) }
        bodies = Dictionary(parsed.compactMap { file in file.body.map { (file.endpoint.name, $0) } }) { first, _ in first }
        endpoints = parsed.map(\.endpoint).sorted { ($0.system, $0.dataset) < ($1.system, $1.dataset) }
    }

    private static func problem(_ file: String, _ rule: String, _ expected: String) -> PolicyProblem {
        PolicyProblem(file: file, line: 1, column: 1, code: .file, rule: rule, expected: expected)
    }
}
