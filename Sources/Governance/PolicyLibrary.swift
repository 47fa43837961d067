public import Addressee
internal import Foundation

/// 提供ポリシー集. Everything in `Policies/`, read and checked as a whole: either all of it holds, or none is loaded.
public struct PolicyLibrary: Sendable {
    /// By system, then dataset.
    public let policies: [Policy]
    /// By name.
    public let datasets: [DatasetName: ItemCatalogue]
    /// By id.
    public let legalBases: [String: LegalBasis]
    /// The texts that it was read from, in the order of their names.
    public let documents: [PolicyDocument]

    /// Reads `legal-bases.tsv`, `datasets/*.yaml` and `systems/*.yaml` below a directory.
    ///
    /// - Throws: `PolicyFileErrors` with every problem of every file.
    public init(directory: String) throws(PolicyFileErrors) {
        var problems: [PolicyProblem] = []
        let documents = Self.read(directory, problems: &problems)
        try self.init(documents, problems, isStored: false)
    }

    /// Reads the same files from texts, as tests and the database hold them.
    ///
    /// - Parameter isStored: whether they were approved already: rules that came later, and forbid only what has no effect, do not hold for them.
    /// - Throws: `PolicyFileErrors` with every problem of every text.
    public init(documents: [PolicyDocument], isStored: Bool = false) throws(PolicyFileErrors) {
        try self.init(documents, [], isStored: isStored)
    }

    /// The policy for one system and dataset; nil means that nothing may be provided.
    public func policy(system: SystemName, dataset: DatasetName) -> Policy? {
        policies.first { $0.system == system && $0.dataset == dataset }
    }

    private init(_ documents: [PolicyDocument], _ found: [PolicyProblem], isStored: Bool) throws(PolicyFileErrors) {
        var problems = found
        let documents = documents.sorted { $0.name < $1.name }
        for document in documents where document.kind == nil {
            problems.append(Self.strange(document.name))
        }

        let before = problems.count
        var bases: [String: LegalBasis] = [:]
        let tables = documents.filter { $0.kind == .legalBases }
        for document in tables {
            for basis in LegalBasisParser.parse(document, problems: &problems) { bases[basis.id] = basis }
        }
        if tables.isEmpty {
            problems.append(
                PolicyProblem(file: "legal-bases.tsv", line: 1, column: 1, code: .file, rule: "法的根拠の表がありません", expected: ""))
        }
        let faultyBases = problems.count > before

        let beforeDatasets = problems.count
        var datasets: [DatasetName: ItemCatalogue] = [:]
        for document in documents where document.kind == .dataset {
            guard let dataset = DatasetParser.parse(document, isStored: isStored, problems: &problems) else { continue }
            if datasets.updateValue(dataset, forKey: dataset.dataset) != nil {
                problems.append(
                    PolicyProblem(
                        file: document.name, line: 1, column: 1, code: .duplicate, rule: "同じデータセットが二つあります: \(dataset.dataset)",
                        expected: ""))
            }
        }
        let faultyDatasets = problems.count > beforeDatasets

        let parser = PolicyParser(
            datasets: datasets, legalBases: bases, faultyDatasets: faultyDatasets, faultyLegalBases: faultyBases, isStored: isStored)
        var policies: [Policy] = []
        for document in documents where document.kind == .policy {
            guard let located = parser.parse(document, problems: &problems) else { continue }
            let policy = located.policy
            if let earlier = policies.first(where: { $0.system == policy.system && $0.dataset == policy.dataset }) {
                problems.append(
                    PolicyProblem(
                        file: document.name, line: located.line, column: located.column, code: .duplicate,
                        rule: "\(policy.system)の\(policy.dataset)の提供ポリシーは\(earlier.source)にもあります", expected: "業務システムとデータセットごとに一つ")
                )
                continue
            }
            policies.append(policy)
        }
        guard problems.isEmpty else { throw PolicyFileErrors(problems) }
        self.policies = policies.sorted { ($0.system, $0.dataset) < ($1.system, $1.dataset) }
        self.datasets = datasets
        self.legalBases = bases
        self.documents = documents
    }

    private static func strange(_ name: String) -> PolicyProblem {
        PolicyProblem(
            file: name, line: 1, column: 1, code: .file, rule: "読まれることのないファイルです",
            expected: "legal-bases.tsv, datasets/*.yaml, systems/*.yaml")
    }

    private static func read(_ directory: String, problems: inout [PolicyProblem]) -> [PolicyDocument] {
        let files = FileManager.default
        var documents: [PolicyDocument] = []
        for folder in ["", "datasets", "systems"] {
            let path = folder.isEmpty ? directory : "\(directory)/\(folder)"
            let names: [String]
            do {
                names = try files.contentsOfDirectory(atPath: path)
            } catch {
                problems.append(
                    PolicyProblem(
                        file: folder.isEmpty ? directory : folder, line: 1, column: 1, code: .file, rule: "フォルダを読めません",
                        expected: ""))
                // Without the root there is nothing below it to complain about.
                if folder.isEmpty { return [] } else { continue }
            }
            for name in names.sorted() where !name.hasPrefix(".") {
                if folder.isEmpty, ["datasets", "systems", "README.md"].contains(name) { continue }
                let file = folder.isEmpty ? name : "\(folder)/\(name)"
                guard let bytes = files.contents(atPath: "\(path)/\(name)"), let text = String(validating: bytes, as: UTF8.self)
                else {
                    problems.append(
                        PolicyProblem(
                            file: file, line: 1, column: 1, code: .file, rule: "UTF-8のファイルとして読めません", expected: "UTF-8"))
                    continue
                }
                documents.append(PolicyDocument(name: file, text: text))
            }
        }
        return documents
    }
}
