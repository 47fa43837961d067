import AccessControlStand
import Foundation
import Testing

/// `atena connector verify`: a vendor's program is held against the rules where it is made, with nothing of a hub.
@Suite(.timeLimit(.minutes(5))) struct ConnectorCommandTests {
    /// A directory with the guide's example, changed as told, and its endpoint file.
    private func verify(
        _ change: (String) -> String = { $0 }, file: String = "tax-addressee.yaml", dataset: String = "addressee", endpoint: String? = nil,
        program options: String = "", _ more: [String] = []
    ) async throws
        -> (status: Int32, text: String)
    {
        let directory = FileManager.default.temporaryDirectory.appending(path: "verify-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory + "/programs", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let example = try String(contentsOfFile: TestServer.root + "/ops/examples/connector.py", encoding: .utf8)
        let program = directory + "/programs/connector.py"
        try Data(change(example).utf8).write(to: URL(filePath: program))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        let text = endpoint ?? "connector: process\nsettings: { program: connector.py, arguments: \"tax \(directory)/state.db \(options)\" }\n"
        try Data("system: tax\ndataset: \(dataset)\n\(text)".utf8).write(to: URL(filePath: "\(directory)/\(file)"))
        let outcome = try await Program.run(
            try #require(Program.atena), ["connector", "verify", "\(directory)/\(file)"] + more,
            environment: ["ATENA_CONNECTORS": directory + "/programs", "ATENA_BODY": "111007", "ATENA_DATABASE": "", "ATENA_KEYS": ""])
        return (outcome.status, String(decoding: outcome.output, as: UTF8.self) + outcome.error)
    }

    @Test func theGuidesExampleConforms() async throws {
        let told = try await verify()
        #expect(told.status == 0 && told.text.contains("すべて合格しました。") && told.text.contains("合格    survives-being-killed"), "\(told.text)")
    }

    /// Of a dataset with several records a person: the example conforms, and one that looks at the number alone does not.
    @Test func aPublishedDatasetIsTriedRecordByRecord() async throws {
        let (file, items) = ("tax-tax-income.yaml", ["--items", TestServer.root + "/Policies/datasets/tax-income.yaml"])
        let options = "--dataset=tax-income --versions=1-1"
        let told = try await verify(file: file, dataset: "tax-income", program: options, items)
        #expect(told.status == 0 && told.text.contains("すべて合格しました。"), "\(told.text)")
        let forgetful = try await verify(
            { $0.replacing("name = entry[\"atenabango\"], entry.get(\"record_key\", \"\")", with: "name = entry[\"atenabango\"], \"2001\"") }, file: file,
            dataset: "tax-income", program: options, items)
        #expect(forgetful.status == 1 && forgetful.text.contains("不合格  holds-what-was-delivered"), "\(forgetful.text)")
        let unsaid = try await verify(file: file, dataset: "tax-income", program: options)
        #expect(unsaid.status != 0 && unsaid.text.contains("--items で指定してください"), "\(unsaid.text)")
        let another = try await verify(
            file: file, dataset: "tax-income", program: options, ["--items", TestServer.root + "/Policies/datasets/pension-movement.yaml"])
        #expect(another.status != 0 && another.text.contains("データセット pension-movement の項目定義です"), "\(another.text)")
    }

    @Test func aProgramThatBreaksARuleIsToldWhichOne() async throws {
        let told = try await verify({ $0.replacing("if (fault := items_of_known_kind(entry)): return {\"rejected\": fault}", with: "pass") }, ["--json"])
        struct Line: Decodable {
            var name: String
            var outcome: String
        }
        let lines = try JSONDecoder().decode([Line].self, from: Data(told.text.utf8))
        #expect(told.status == 1 && lines.filter { $0.outcome == "failed" }.map(\.name).contains("bad-entries-do-not-stop-good-ones"), "\(told.text)")
    }

    @Test(arguments: [
        ("tax-addressee.yaml", "connector: module\n", "connector は module です"), ("tax-addressee.yaml", "connector: process\n", "program"),
        ("other.yaml", "connector: process\n", "ファイルの名前"),
    ]) func whatCannotBeTriedIsSaid(file: String, endpoint: String, says: String) async throws {
        let told = try await verify(file: file, endpoint: endpoint)
        #expect(told.status != 0 && told.text.contains(says), "\(told.text)")
    }
}
